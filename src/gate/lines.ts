import { ExpressionError, Lexer, Parser, wellKnownFunctions, type Expr } from "@actions/expressions";
import { FunctionCall } from "@actions/expressions/ast";
import { TokenType } from "@actions/expressions/lexer";
import { numberedLines } from "../numbered-lines.ts";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import type { NamedOutput } from "../verdict.ts";
import { NAMES, type Written } from "./protocol.ts";
import { namesIn, visit } from "./syntax.ts";

// Reads the lines of `assert` and `outputs`.

export interface AssertLine {
  /** As it was given. */
  readonly text: string;
  readonly expression: Expr;
}

export interface OutputLine extends AssertLine {
  readonly name: string;
  readonly source: NamedOutput["source"];
}

/** The lines of both inputs. */
export interface Lines {
  readonly assert: readonly AssertLine[];
  readonly outputs: readonly OutputLine[];
  /** The inputs that were given but hold only comments. */
  readonly empty: readonly ("assert" | "outputs")[];
}

/** A line that cannot be used. The message is one line for people. */
export class LineError extends Error {}

const FUNCTIONS = "contains, startsWith, endsWith, format, join, toJSON, fromJSON and case";

/** @throws LineError for the first line that cannot be used */
export function readLines(written: Written): Lines {
  const assert = linesOf(written.assert, "assert").map(([line, number]) => ({
    text: line,
    expression: parse(line, "assert", line, number),
  }));
  const outputs = readOutputLines(written);
  const empty: ("assert" | "outputs")[] = [];
  if (written.assert.trim() !== "" && assert.length === 0) empty.push("assert");
  if (written.outputs.trim() !== "" && outputs.length === 0) empty.push("outputs");
  return { assert, outputs, empty };
}

function readOutputLines({ outputs, reserved }: Written): OutputLine[] {
  const taken = new Set<string>();
  return linesOf(outputs, "outputs").map(([line, number]) => {
    const refuse = (cause: string) => refused("outputs", line, number, cause);
    const [, name, text] = /^([A-Za-z_][A-Za-z0-9_-]*)\s*=(?!=)\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || text === undefined)
      throw refuse("expected `name = expression`, with a name of letters, digits, `_` and `-`");
    // The runner compares the names of outputs without case.
    const key = name.toLowerCase();
    if (reserved.includes(key)) throw refuse(`\`${name}\` is an output of the action itself`);
    if (taken.size === taken.add(key).size) throw refuse(`\`${name}\` is set twice`);
    const expression = parse(text, "outputs", line, number);
    const source = namesIn(expression).includes("nodes") ? "nodes-file" : "result-file";
    return { name, text, expression, source };
  });
}

/** Only some programs end a line at these. After one, the rest of a comment could look like a line of its own. */
const AMBIGUOUS_ENDS: readonly (readonly [string, string])[] = [
  ["\r", "a carriage return without a line feed"],
  ["\v", "a vertical tab"],
  ["\f", "a form feed"],
  ["\u0085", "a next line character (U+0085)"],
  ["\u2028", "a line separator (U+2028)"],
  ["\u2029", "a paragraph separator (U+2029)"],
];

/** @throws LineError for a line that other programs may read as two */
function linesOf(text: string, input: string): [string, number][] {
  for (const [index, line] of text.split(/\r?\n|\r$/).entries()) {
    const [, name] = AMBIGUOUS_ENDS.find(([end]) => line.includes(end)) ?? [];
    if (name !== undefined)
      throw refused(input, line.trim(), index + 1, `it holds ${name}; end each line with a line feed`);
  }
  return numberedLines(text);
}

/** @param text the expression in the line */
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
      // The lexer unescapes only the first doubled quote of a string.
      if (token.type === TokenType.STRING) token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
    }
    const expression = new Parser(tokens, [...NAMES], []).parse() as Expr | undefined;
    if (expression === undefined) throw new Error("the expression is missing");
    visit(expression, (node) => {
      // The parser looks functions up in a JavaScript object, which also has `constructor`.
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

function refused(input: string, line: string, number: number, cause: string): LineError {
  return new LineError(`Input \`${input}\`, line ${number}, ${quoted(line, 200)}: ${cause}.`);
}
