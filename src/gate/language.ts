import { data, Evaluator, type Expr } from "@actions/expressions";
import {
  Binary,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Star,
  type ContextAccess,
} from "@actions/expressions/ast";
import { FilteredArray } from "@actions/expressions/filtered_array";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { TokenType } from "@actions/expressions/lexer";
import { equals } from "@actions/expressions/result";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import { MAX_EVALUATED_BYTES } from "./protocol.ts";
import { pathOf } from "./syntax.ts";
import { contentOf, EvaluationError, jsonText, kindOf, Missing, tooLong, valueIfJson } from "./values.ts";

// GitHub's expression language, except that reading a missing value is an error.

/** What the names of an expression stand for. */
export interface Names {
  /** @throws EvaluationError if the value cannot be read */
  get(name: string): data.ExpressionData;
}

/** The result of an expression: a value, or why there is none. */
export type Evaluated<T> =
  | { readonly value: T; readonly cause: ""; readonly found: "" }
  | { readonly value?: undefined; readonly cause: string; readonly found: string };

/** Evaluates an expression and converts its value with `as`. */
export function evaluate<T>(
  expression: Expr,
  names: Names,
  as: (value: data.ExpressionData) => T,
): Evaluated<T> {
  try {
    return { value: as(new StrictEvaluator(expression, names).evaluate()), cause: "", found: "" };
  } catch (error) {
    if (error instanceof EvaluationError) return { cause: error.message, found: error.found };
    const cause =
      error instanceof RangeError
        ? "a value is too large or nested too deep"
        : quoted(asError(error).message);
    return { cause: `it cannot be evaluated: ${cause}`, found: "" };
  }
}

/**
 * The library evaluates every operand with `eval`. Here `eval` throws for a missing value, so reading one is an error
 * unless the expression tests for it.
 */
class StrictEvaluator extends Evaluator {
  readonly #names: Names;

  constructor(expression: Expr, names: Names) {
    super(expression, new data.Dictionary(), OWN_FUNCTIONS);
    this.#names = names;
  }

  protected override eval(node: Expr): data.ExpressionData {
    const value = this.#peek(node);
    if (value instanceof Missing) throw value.error;
    return value;
  }

  /** Like `eval`, but returns a missing value instead of throwing. */
  #peek(node: Expr): data.ExpressionData {
    return node.accept(this);
  }

  override visitContextAccess({ name }: ContextAccess): data.ExpressionData {
    return this.#names.get(name.lexeme.toLowerCase());
  }

  override visitGrouping({ group }: Grouping): data.ExpressionData {
    return this.#peek(group);
  }

  /** A comparison with a literal null tests whether a value is missing. */
  override visitBinary(binary: Binary): data.ExpressionData {
    const { left, operator, right } = binary;
    const isEquality = operator.type === TokenType.EQUAL_EQUAL || operator.type === TokenType.BANG_EQUAL;
    if (!isEquality || !(isNull(left) || isNull(right))) return super.visitBinary(binary);
    const isEqual = equals(this.#peek(left), this.#peek(right));
    return new data.BooleanData(isEqual === (operator.type === TokenType.EQUAL_EQUAL));
  }

  override visitIndexAccess(access: IndexAccess): data.ExpressionData {
    const base = this.#peek(access.expr);
    if (base instanceof Missing) return base;
    const key = access.index instanceof Star ? undefined : this.eval(access.index);
    if (base instanceof FilteredArray) return partsOfItems(base, key);
    if (key !== undefined) return partOf(base, key) ?? absentPart(access, base);
    const items = itemsOf(base);
    if (items === undefined)
      return new Missing(`${written(access.expr)} is ${kindOf(base)}, which has no items`);
    return filtered(items);
  }

  /** As in the runner, `case` evaluates only the branch that it takes. */
  override visitFunctionCall(call: FunctionCall): data.ExpressionData {
    if (call.functionName.lexeme.toLowerCase() !== "case") return super.visitFunctionCall(call);
    let rest = call.args;
    for (;;) {
      const [condition, branch, ...more] = rest as [Expr, Expr?, ...Expr[]];
      if (branch === undefined) return this.#peek(condition);
      const isTaken = this.eval(condition);
      if (!(isTaken instanceof data.BooleanData))
        throw new EvaluationError(`a condition of \`case\` is ${kindOf(isTaken)}, not a boolean`);
      if (isTaken.value) return this.#peek(branch);
      rest = more;
    }
  }
}

function isNull(node: Expr): boolean {
  if (node instanceof Grouping) return isNull(node.group);
  return node instanceof Literal && node.literal instanceof data.Null;
}

/** @returns undefined if there is no such part */
function partOf(value: data.ExpressionData, key: data.ExpressionData): data.ExpressionData | undefined {
  if (value instanceof data.Array) return value.values()[Math.floor(key.number())];
  return value instanceof data.Dictionary && key.primitive ? value.get(key.coerceString()) : undefined;
}

/** @returns undefined if it is neither a list nor an object */
function itemsOf(value: data.ExpressionData): readonly data.ExpressionData[] | undefined {
  return value instanceof data.Array || value instanceof data.Dictionary ? value.values() : undefined;
}

/** The part at `key` of each item that has one; without a key, all parts of all items. */
function partsOfItems(list: FilteredArray, key: data.ExpressionData | undefined): FilteredArray {
  return filtered(
    list.values().flatMap((item) => (key === undefined ? (itemsOf(item) ?? []) : (partOf(item, key) ?? []))),
  );
}

/** Adds the items one by one: as arguments of the constructor they would have to fit on the stack. */
function filtered(items: readonly data.ExpressionData[]): FilteredArray {
  const list = new FilteredArray();
  for (const item of items) list.add(item);
  return list;
}

function absentPart({ expr, index }: IndexAccess, base: data.ExpressionData): Missing {
  const where = written(expr);
  // The value of any other index may be the agent's words, so its expression is shown.
  const part = quoted(index instanceof Literal ? index.literal.coerceString() : `[${pathOf(index) ?? "…"}]`);
  if (where === "`nodes`" && base instanceof data.Dictionary)
    return new Missing(
      `no node is called ${part}`,
      contentOf(base)
        .replace(/^it has/, "the nodes are")
        .replace(/^it is empty$/, "there are no nodes"),
    );
  if (base instanceof data.Dictionary || (base instanceof data.Array && !isName(index)))
    return new Missing(`${where} has no ${part}`, contentOf(base));
  const hint = base instanceof data.StringData ? "; `fromJSON` reads the JSON in a text" : "";
  return new Missing(`${where} is ${kindOf(base)}, which has no ${part}${hint}`);
}

function isName(index: Expr): boolean {
  return index instanceof Literal && Number.isNaN(index.literal.number());
}

/** The text of a part of an expression. */
function written(node: Expr): string {
  if (node instanceof Grouping) return written(node.group);
  if (node instanceof FunctionCall) return quoted(`${node.functionName.lexeme}(…)`);
  return quoted(pathOf(node) ?? (node instanceof IndexAccess ? `${pathOf(node.expr) ?? "…"}[…]` : "…"));
}

/**
 * Replacements for functions of the library that differ from the runner's, that make or read objects (ours are
 * {@link Pairs}), or whose text may be so long that Node's heap limit would not stop it. The parser has already checked the
 * number of arguments.
 */
const OWN_FUNCTIONS = new Map(
  Object.entries({
    fromjson: (text) => {
      const value = valueIfJson(text.coerceString());
      if (value === undefined)
        throw new EvaluationError("it cannot be evaluated: fromJSON was given text that is not JSON");
      return value;
    },
    tojson: (value) => new data.StringData(jsonText(value, "  ")),
    format: (text, ...args) => {
      let size = 0;
      const made = text.coerceString().replace(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match, index?: string) => {
        if (match === "{{" || match === "}}") return match.charAt(0);
        const value = index === undefined ? undefined : args[Number(index)]?.coerceString();
        if (value === undefined)
          throw new EvaluationError(
            "it cannot be evaluated: format was given a text that does not fit its arguments",
          );
        size += value.length;
        if (size > MAX_EVALUATED_BYTES) throw tooLong("a text");
        return value;
      });
      return new data.StringData(made);
    },
    join: (list, ...[separator]) => {
      const items = list instanceof data.Array ? list.values().map((item) => item.coerceString()) : [];
      const between = separator?.primitive === true ? separator.coerceString() : ",";
      const size = items.reduce((sum, item) => sum + item.length + between.length, 0);
      if (size > MAX_EVALUATED_BYTES) throw tooLong("a text");
      return new data.StringData(list.primitive ? list.coerceString() : items.join(between));
    },
  } satisfies Record<string, FunctionDefinition["call"]>).map(([name, call]) => [
    name,
    { name, minArgs: 0, maxArgs: Infinity, call },
  ]),
);
