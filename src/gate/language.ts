import { data, Evaluator, type Expr } from "@actions/expressions";
import { contains } from "@actions/expressions/funcs/contains";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { equals } from "@actions/expressions/result";
import { asError } from "../thrown.ts";
import { parsedIfJson } from "./json-in-text.ts";

// GitHub's expression language, with its mends.

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
export function dataOf(value: unknown): data.ExpressionData {
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
      const value = parsedIfJson(text.coerceString());
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

export function evaluate(
  expression: Expr,
  scope: data.Dictionary,
): { value?: data.ExpressionData; cause: string };
export function evaluate<T>(
  expression: Expr,
  scope: data.Dictionary,
  as: (value: data.ExpressionData) => T,
): { value?: T; cause: string };
export function evaluate<T>(
  expression: Expr,
  scope: data.Dictionary,
  as?: (value: data.ExpressionData) => T,
): { value?: T | data.ExpressionData; cause: string } {
  try {
    const value = new Evaluator(expression, scope, OWN_FUNCTIONS).evaluate();
    return { value: as === undefined ? value : as(value), cause: "" };
  } catch (error) {
    const cause =
      error instanceof RangeError ? "a value is too large or nested too deep" : asError(error).message;
    return { cause: `it cannot be evaluated: ${cause}` };
  }
}

/** A value as a step's output: a string as its text, null as empty, any other value as JSON text. */
export function outputText(value: data.ExpressionData): string {
  if (value instanceof data.Null) return "";
  return value instanceof data.StringData ? value.value : jsonText(value);
}

export function jsonText(value: data.ExpressionData, indent?: string): string {
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
