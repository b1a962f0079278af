import {
  data,
  Evaluator,
  ExpressionError,
  Lexer,
  Parser,
  wellKnownFunctions,
  type Expr,
} from "@actions/expressions";
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
import { contains } from "@actions/expressions/funcs/contains";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { TokenType } from "@actions/expressions/lexer";
import { equals, truthy } from "@actions/expressions/result";
import { InputError } from "./inputs.ts";
import { checkJson, NotJson, trimmed } from "./json.ts";
import { cut, plain } from "./plain-text.ts";
import { asError } from "./thrown.ts";

/** What an expression can see of a run. */
export interface Facts {
  /** The main output as JSON text; undefined if it is not known. */
  readonly result: Buffer | undefined;
  /** The node map as JSON text; undefined if it is not known. */
  readonly nodes: Buffer | undefined;
  readonly status: string;
}

/** A name that an expression uses, with the beginning of the value that it had, as JSON text. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface Assertion {
  /** The line as it was given. */
  readonly expression: string;
  readonly holds: boolean;
  /** Why it could not be evaluated; empty if it was. */
  readonly problem: string;
  readonly values: readonly NamedValue[];
  /** What it reads a part of though it is not there: `json` of a text without JSON, a node that no node is called. */
  readonly absent: readonly string[];
}

/** An output that a line of `outputs` sets. */
export interface NamedOutput {
  readonly name: string;
  readonly expression: string;
  /** The output with the file that has all of what the expression reads. */
  readonly source: "result-file" | "nodes-file";
  /** undefined if what it needs is not known, or if it could not be evaluated. */
  readonly value: string | undefined;
  /** Why it could not be evaluated; empty if it was. */
  readonly problem: string;
}

/** The lines of `assert` and `outputs`, checked. */
export interface Expressions {
  /** The inputs that were given but hold no expression. */
  readonly empty: readonly ("assert" | "outputs")[];
  /** Evaluates every assertion, in order. */
  assert(facts: Facts): Assertion[];
  /** Evaluates every output, in order. */
  outputs(facts: Facts): NamedOutput[];
}

const NAMES = ["result", "json", "nodes", "status"] as const;
const MOST_VALUE_CHARACTERS = 200;

/** JSON made of more values than this is not read: each takes up to 700 bytes of memory. */
const MOST_VALUES = 250_000;

const FUNCTIONS = "contains, startsWith, endsWith, format, join, toJSON, fromJSON and case";

/**
 * Checks the lines of both inputs.
 *
 * @param reserved the action's own outputs
 * @throws InputError for the first line that cannot be used
 */
export function parseExpressions(assert: string, outputs: string, reserved: readonly string[]): Expressions {
  const assertions = linesOf(assert).map(([line, number]) => ({
    line,
    expression: parse(line, "assert", line, number),
  }));
  const taken = new Set(reserved);
  const named = linesOf(outputs).map(([line, number]) => {
    const [, name, text] = /^([A-Za-z_][A-Za-z0-9_-]*)\s*=(?!=)\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || text === undefined) {
      throw refused(
        "outputs",
        line,
        number,
        "expected `name = expression`, with a name of letters, digits, `_` and `-`",
      );
    }
    // The runner compares the names of outputs without case.
    if (taken.has(name.toLowerCase())) {
      const isOwn = reserved.includes(name.toLowerCase());
      throw refused(
        "outputs",
        line,
        number,
        isOwn ? `\`${name}\` is an output of the action itself` : `\`${name}\` is set twice`,
      );
    }
    taken.add(name.toLowerCase());
    return { name, text, expression: parse(text, "outputs", line, number) };
  });
  const empty: ("assert" | "outputs")[] = [];
  if (assert.trim() !== "" && assertions.length === 0) empty.push("assert");
  if (outputs.trim() !== "" && named.length === 0) empty.push("outputs");
  return {
    empty,
    assert: (facts) => {
      const scope = new Scope(facts);
      return assertions.map(({ line, expression }): Assertion => {
        const { value, problem } = evaluate(expression, scope);
        return {
          expression: line,
          holds: value !== undefined && truthy(value),
          problem,
          values: scope.valuesIn(expression),
          absent: scope.absentIn(expression),
        };
      });
    },
    outputs: (facts) => {
      const scope = new Scope(facts);
      return named.map(({ name, text, expression }): NamedOutput => {
        const names = namesIn(expression);
        const source = names.includes("nodes") ? "nodes-file" : "result-file";
        const { value, problem } = names.every((used) => scope.knows(used))
          ? evaluate(expression, scope, outputText)
          : { value: undefined, problem: "" };
        return { name, expression: text, source, value, problem };
      });
    },
  };
}

/** The lines that say something, with their numbers. */
function linesOf(text: string): [string, number][] {
  return text
    .split("\n")
    .map((line, index): [string, number] => [line.trim(), index + 1])
    .filter(([line]) => line !== "" && !line.startsWith("#"));
}

function parse(text: string, input: string, line: string, number: number): Expr {
  if (line.includes("${{")) {
    throw refused(
      input,
      line,
      number,
      "write it without `${{ }}`, which the runner replaces before the action sees it",
    );
  }
  try {
    const { tokens } = new Lexer(text).lex();
    for (const token of tokens) {
      // The lexer undoes only the first doubled quote of a string.
      if (token.type === TokenType.STRING) token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
    }
    const expression = new Parser(tokens, [...NAMES], []).parse() as Expr | undefined;
    if (expression === undefined) throw new Error("the expression is missing");
    visit(expression, (node) => {
      // The parser looks functions up in an object, where it finds `constructor` as well.
      if (
        node instanceof FunctionCall &&
        !Object.hasOwn(wellKnownFunctions, node.functionName.lexeme.toLowerCase())
      ) {
        throw new Error(`Unrecognized function: '${node.functionName.lexeme}'`);
      }
    });
    return expression;
  } catch (error) {
    throw refused(input, line, number, explain(error, text));
  }
}

function explain(error: unknown, text: string): string {
  const message = asError(error).message.replace(/ within expression: .*$/s, "");
  const where =
    error instanceof ExpressionError ? `${message}, at position ${error.pos.column + 1}` : message;
  if (message.startsWith("Unrecognized named-value")) return `${where}; the names are ${NAMES.join(", ")}`;
  if (message.startsWith("Unrecognized function")) return `${where}; the functions are ${FUNCTIONS}`;
  if (text.includes('"')) return `${where}; write strings in single quotes`;
  if (/[^=!<>]=[^=]/.test(text)) return `${where}; compare values with ==`;
  return where;
}

function refused(input: string, line: string, number: number, problem: string): InputError {
  return new InputError(`Input \`${input}\`, line ${number}, \`${plain(line, 200)}\`: ${problem}.`);
}

/** What the names stand for. Values are read when they are asked for, since few expressions need all. */
class Scope extends data.Dictionary {
  readonly #facts: Facts;
  /** Or why a value cannot be read. */
  readonly #values = new Map<string, data.ExpressionData | Error>();
  readonly #shown = new Map<string, string | undefined>();

  constructor(facts: Facts) {
    super();
    this.#facts = facts;
  }

  knows(name: string): boolean {
    if (name === "nodes") return this.#facts.nodes !== undefined;
    return name === "status" || this.#facts.result !== undefined;
  }

  override get(key: string): data.ExpressionData {
    const name = key.toLowerCase();
    let value = this.#values.get(name);
    if (value === undefined) {
      try {
        value = this.#read(name);
      } catch (error) {
        value = asError(error);
      }
      this.#values.set(name, value);
    }
    if (value instanceof Error) throw value;
    return value;
  }

  #read(name: string): data.ExpressionData {
    switch (name) {
      case "status":
        return new data.StringData(this.#facts.status);
      case "nodes":
        return dataOf(this.#parsed(this.#facts.nodes));
      case "result":
        return dataOf(this.#parsed(this.#facts.result));
      default: {
        const result = this.get("result");
        return result instanceof data.StringData ? dataOf(jsonIn(result.value)) : result;
      }
    }
  }

  #parsed(json: Buffer | undefined): unknown {
    return json === undefined ? null : parseBounded(json);
  }

  /** The values that an expression's names had, each with all of its dots and brackets that are constant. */
  valuesIn(expression: Expr): NamedValue[] {
    const names = new Set<string>();
    visit(expression, (node) => {
      const name = pathOf(node);
      if (name === undefined) return true;
      names.add(name);
      if (!this.#shown.has(name)) {
        const { value } = evaluate(node, this, (item) => jsonText(item));
        // A copy: a slice would hold on to the whole.
        this.#shown.set(name, value && Buffer.from(cut(value, MOST_VALUE_CHARACTERS)).toString());
      }
      return false;
    });
    return Array.from(names, (name) => ({ name, value: this.#shown.get(name) })).filter(isKnown);
  }

  absentIn(expression: Expr): string[] {
    const names = new Set<string>();
    visit(expression, (node) => {
      if (!(node instanceof IndexAccess) || !isJsonOrNode(node.expr)) return;
      if (evaluate(node.expr, this).value instanceof data.Null) names.add(pathOf(node.expr) ?? "");
    });
    return [...names];
  }
}

function isKnown(named: { name: string; value: string | undefined }): named is NamedValue {
  return named.value !== undefined;
}

/**
 * @throws NotJson if it is none
 * @throws Error if it is made of too many values to be read
 */
function parseBounded(json: Buffer): unknown {
  if (checkJson(trimmed(json)).count > MOST_VALUES)
    throw new Error("the JSON has more than a quarter of a million values");
  return JSON.parse(json.toString("utf8"));
}

/**
 * The JSON that a text holds: the whole text, or the one code fence in it whose content is JSON.
 *
 * @returns null if there is none, or if there is a doubt which is meant: several fences with JSON, one that says `json`
 *   and is none, one that is never closed
 * @throws Error if it is made of too many values to be read
 */
export function jsonIn(text: string): unknown {
  const whole = tryJson(text);
  if (whole !== undefined) return whole;
  let found: unknown;
  for (const { info, content } of fencesIn(text)) {
    if (content === null) return null;
    const value = tryJson(content);
    if (value === undefined) {
      if (/^json/i.test(info)) return null;
    } else {
      if (found !== undefined) return null;
      found = value;
    }
  }
  return found ?? null;
}

/** undefined if the text is not JSON */
function tryJson(text: string): unknown {
  try {
    return parseBounded(Buffer.from(text));
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

interface Fence {
  /** What stands behind the opening fence. */
  readonly info: string;
  /** null if the fence is never closed. */
  readonly content: string | null;
}

/**
 * The code fences of a Markdown text, much as CommonMark has them (0.31, section 4.5), at any indent. Takes linear time
 * whatever the text: the agent chose it, and nothing ends a search that runs wild.
 */
function* fencesIn(text: string): Generator<Fence> {
  let open: { fence: string; info: string; start: number } | undefined;
  for (const match of text.matchAll(/(?<=^|[\r\n])[^\S\r\n]*(`{3,}|~{3,})([^\r\n]*)/g)) {
    const [all, fence = "", rest = ""] = match;
    const info = rest.trim();
    if (open === undefined) {
      // With a backtick behind it, it is code within a line.
      if (fence.startsWith("~") || !info.includes("`")) {
        open = { fence, info, start: match.index + all.length };
      }
    } else if (info === "" && fence.startsWith(open.fence)) {
      yield { info: open.info, content: text.slice(open.start, match.index) };
      open = undefined;
    }
  }
  if (open !== undefined) yield { info: open.info, content: null };
}

/**
 * A dictionary of the language. The library's own keeps its keys in an object, where it takes `constructor` and
 * `__proto__` for known. Names are found without case as the runner finds them, one of the very case before others.
 */
class Pairs extends data.Dictionary {
  readonly #entries = new Map<string, data.ExpressionData>();
  #ignoringCase: Map<string, data.ExpressionData> | undefined;

  override add(key: string, value: data.ExpressionData): void {
    this.#entries.set(key, value);
  }

  override get(key: string): data.ExpressionData | undefined {
    const exact = this.#entries.get(key);
    if (exact !== undefined) return exact;
    this.#ignoringCase ??= new Map(Array.from(this.#entries, ([name, value]) => [name.toLowerCase(), value]));
    return this.#ignoringCase.get(key.toLowerCase());
  }

  override values(): data.ExpressionData[] {
    return [...this.#entries.values()];
  }

  override pairs(): { key: string; value: data.ExpressionData }[] {
    return Array.from(this.#entries, ([key, value]) => ({ key, value }));
  }
}

/** @throws RangeError if the value is nested too deep */
function dataOf(value: unknown): data.ExpressionData {
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) {
    const list = new data.Array();
    for (const item of value) list.add(dataOf(item));
    return list;
  }
  if (typeof value !== "object" || value === null) return new data.Null();
  const pairs = new Pairs();
  for (const [key, item] of Object.entries(value)) pairs.add(key, dataOf(item));
  return pairs;
}

/**
 * Those that make dictionaries or read them, on dictionaries of ours; and those that the library evaluates in quadratic
 * time, which an agent's text could make hours. The parser has checked how many arguments they get.
 */
const OWN_FUNCTIONS = new Map(
  Object.entries({
    fromjson: (text) => {
      const value = tryJson(text.coerceString());
      if (value === undefined) throw new Error("fromJSON was given text that is not JSON");
      return dataOf(value);
    },
    tojson: (value) => new data.StringData(jsonText(value, "  ")),
    format: (text, ...args) =>
      new data.StringData(
        text.coerceString().replace(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match, index?: string) => {
          if (match === "{{" || match === "}}") return match.charAt(0);
          const value = index === undefined ? undefined : args[Number(index)];
          if (value === undefined) throw new Error("format was given a text that does not fit its arguments");
          return value.coerceString();
        }),
      ),
    contains: (search, item) => {
      if (search.primitive && item.primitive) {
        const [text, part] = [search, item].map((value) => value.coerceString().toLowerCase());
        return new data.BooleanData(hasPart(text ?? "", part ?? ""));
      }
      if (!(search instanceof data.Array && item instanceof data.StringData)) {
        return contains.call(search, item);
      }
      const number = new data.NumberData(item.number());
      const found = search
        .values()
        .some((value) =>
          value instanceof data.StringData
            ? value.value.length === item.value.length && equals(item, value)
            : equals(number, value),
        );
      return new data.BooleanData(found);
    },
  } satisfies Record<string, FunctionDefinition["call"]>).map(([name, call]) => [
    name,
    { name, minArgs: 0, maxArgs: Infinity, call },
  ]),
);

/** Whether a text has a part, by Knuth, Morris and Pratt: `includes` takes quadratic time for texts made to that end. */
function hasPart(text: string, part: string): boolean {
  if (part.length > text.length) return false;
  // For each beginning of the part, how much of its end is a beginning too.
  const borders = new Uint32Array(part.length);
  const advance = (matched: number, char: number): number => {
    let length = matched;
    while (length > 0 && part.charCodeAt(length) !== char) length = borders[length - 1] ?? 0;
    return part.charCodeAt(length) === char ? length + 1 : length;
  };
  for (let at = 1; at < part.length; at++) borders[at] = advance(borders[at - 1] ?? 0, part.charCodeAt(at));
  let matched = 0;
  for (let at = 0; at < text.length && matched < part.length; at++)
    matched = advance(matched, text.charCodeAt(at));
  return matched === part.length;
}

function evaluate(expression: Expr, scope: Scope): { value?: data.ExpressionData; problem: string };
function evaluate<T>(
  expression: Expr,
  scope: Scope,
  as: (value: data.ExpressionData) => T,
): { value?: T; problem: string };
function evaluate<T>(
  expression: Expr,
  scope: Scope,
  as?: (value: data.ExpressionData) => T,
): { value?: T | data.ExpressionData; problem: string } {
  try {
    const value = new Evaluator(expression, scope, OWN_FUNCTIONS).evaluate();
    return { value: as === undefined ? value : as(value), problem: "" };
  } catch (error) {
    const problem =
      error instanceof RangeError ? "a value is too large or nested too deep" : asError(error).message;
    return { problem: `it cannot be evaluated: ${problem}` };
  }
}

/** A value as a step's output: a string as its text, null as empty, any other value as JSON text. */
function outputText(value: data.ExpressionData): string {
  if (value instanceof data.Null) return "";
  return value instanceof data.StringData ? value.value : jsonText(value);
}

function jsonText(value: data.ExpressionData, indent?: string): string {
  // Not from JSON, which has no way to write it.
  if (value instanceof data.NumberData && Number.isNaN(value.value)) return "NaN";
  return JSON.stringify(plainOf(value), null, indent);
}

/** @throws RangeError if the value is nested too deep */
function plainOf(value: data.ExpressionData): unknown {
  if (value instanceof data.Dictionary) {
    return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, plainOf(item)]));
  }
  if (value instanceof data.Array) return value.values().map(plainOf);
  // `null`, as JSON.stringify writes it, would be a lie: 1e999 is above every threshold.
  if (value instanceof data.NumberData && Math.abs(value.value) === Infinity)
    return JSON.rawJSON(value.value > 0 ? "1e999" : "-1e999");
  return value instanceof data.Null ? null : value.value;
}

/** The names of the scope that an expression uses. */
function namesIn(expression: Expr): string[] {
  const names: string[] = [];
  visit(expression, (node) => {
    if (node instanceof ContextAccess) names.push(node.name.lexeme.toLowerCase());
  });
  return names;
}

/** How a chain of constant accesses is written; undefined for any other expression. */
function pathOf(node: Expr): string | undefined {
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

function isJsonOrNode(node: Expr): boolean {
  const name = node instanceof IndexAccess ? node.expr : node;
  return (
    name instanceof ContextAccess && name.name.lexeme.toLowerCase() === (name === node ? "json" : "nodes")
  );
}

/** Visits an expression and, unless `enter` returns false, what it is made of. */
function visit(node: Expr, enter: (node: Expr) => unknown): void {
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
