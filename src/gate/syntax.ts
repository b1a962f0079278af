import { data, type Expr } from "@actions/expressions";
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from "@actions/expressions/ast";

/** The names of the scope that an expression uses. */
export function namesIn(expression: Expr): string[] {
  const names: string[] = [];
  visit(expression, (node) => {
    if (node instanceof ContextAccess) names.push(node.name.lexeme.toLowerCase());
  });
  return names;
}

/** The text of a name with the constant keys after it, such as `json.score`; undefined for any other expression. */
export function pathOf(node: Expr): string | undefined {
  if (node instanceof ContextAccess) return node.name.lexeme;
  if (!(node instanceof IndexAccess)) return undefined;
  const base = pathOf(node.expr);
  if (base === undefined) return undefined;
  if (node.index instanceof Star) return `${base}.*`;
  if (!(node.index instanceof Literal)) return undefined;
  const key = node.index.literal;
  if (!(key instanceof data.StringData)) return `${base}[${key.coerceString()}]`;
  return /^[A-Za-z_][\w-]*$/.test(key.value)
    ? `${base}.${key.value}`
    : `${base}['${key.value.replaceAll("'", "''")}']`;
}

/** Visits an expression and, unless `enter` returns false, its parts. */
export function visit(node: Expr, enter: (node: Expr) => unknown): void {
  if (enter(node) === false) return;
  for (const part of partsOf(node)) visit(part, enter);
}

function partsOf(node: Expr): readonly Expr[] {
  if (node instanceof Binary) return [node.left, node.right];
  if (node instanceof Logical || node instanceof FunctionCall) return node.args;
  if (node instanceof Unary) return [node.expr];
  if (node instanceof Grouping) return [node.group];
  if (node instanceof IndexAccess) return [node.expr, node.index];
  return [];
}
