import { data } from "@actions/expressions";
import { JsonReader, NotJson, trimmed } from "../api/json.ts";
import { MAX_OUTPUT_BYTES } from "../limits.ts";
import { counted, cut, listed, quoted, size as sizeOf } from "../wording.ts";
import { MAX_EVALUATED_BYTES } from "./protocol.ts";

// The values of GitHub's expression language, made from JSON and written as JSON.

/**
 * Why a line cannot be evaluated. `message` is in our own words: what comes from the line or from the run is between
 * backticks, see `quoted` in wording.ts.
 */
export class EvaluationError extends Error {
  /** What was there instead, with the agent's words between backticks; empty if there is nothing to say. */
  readonly found: string;

  constructor(message: string, found = "") {
    super(message);
    this.found = found;
  }
}

/** Stands in for a value that is not there. It equals null, so that a line can test for it; reading it is an error. */
export class Missing extends data.Null {
  readonly error: EvaluationError;

  constructor(cause: string, found = "") {
    super();
    this.error = new EvaluationError(cause, found);
  }
}

/**
 * An object of the language. The library's keeps its names in a JavaScript object, where `constructor` and `__proto__` are
 * found although nobody set them. As in the runner, the case of a name does not matter, but an exact match is preferred.
 */
export class Pairs extends data.Dictionary {
  readonly #pairs: { key: string; value: data.ExpressionData }[] = [];
  #byName: Map<string, data.ExpressionData | undefined> | undefined;

  override add(key: string, value: data.ExpressionData): void {
    this.#pairs.push({ key, value });
  }

  /** @throws EvaluationError if more than one value has the name */
  override get(key: string): data.ExpressionData | undefined {
    this.#byName ??= this.#index();
    const name = this.#byName.has(`=${key}`) ? `=${key}` : key.toLowerCase();
    const value = this.#byName.get(name);
    if (value === undefined && this.#byName.has(name))
      throw new EvaluationError(`the name ${quoted(key)} is there more than once in one object`);
    return value;
  }

  override values(): data.ExpressionData[] {
    return this.#pairs.map(({ value }) => value);
  }

  override pairs(): { key: string; value: data.ExpressionData }[] {
    return this.#pairs;
  }

  /** Each value under `=` with its exact name, and under its name in lower case; undefined where two share a key. */
  #index(): Map<string, data.ExpressionData | undefined> {
    const byName = new Map<string, data.ExpressionData | undefined>();
    for (const { key, value } of this.#pairs) {
      for (const name of [`=${key}`, key.toLowerCase()])
        byName.set(name, byName.has(name) ? undefined : value);
    }
    return byName;
  }
}

/**
 * The value of a JSON text.
 *
 * @throws NotJson if it is not JSON
 * @throws RangeError if it is nested too deep
 */
export function valueOf(json: Buffer): data.ExpressionData {
  const reader = new JsonReader(trimmed(json));
  const value = readValue(reader);
  reader.end();
  return value;
}

/** Like {@link valueOf}, but undefined if the text is not JSON. */
export function valueIfJson(text: string): data.ExpressionData | undefined {
  // For most texts the first character shows that they are not JSON. Testing it is faster than an exception.
  if (!/^\s*["{[\dtfnNI-]/.test(text)) return undefined;
  try {
    return valueOf(Buffer.from(text));
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

function readValue(reader: JsonReader): data.ExpressionData {
  if (reader.nextIsObject()) {
    const pairs = new Pairs();
    reader.object((name) => {
      pairs.add(name, readValue(reader));
    });
    return pairs;
  }
  if (reader.nextIsArray()) {
    const list = new data.Array();
    reader.array(() => {
      list.add(readValue(reader));
    });
    return list;
  }
  if (reader.nextIsString()) return new data.StringData(reader.string());
  if (reader.nextIsNumber()) return new data.NumberData(reader.number());
  const literal = reader.literal();
  return typeof literal === "boolean" ? new data.BooleanData(literal) : new data.Null();
}

/** The kind of a value, for use after "is". */
export function kindOf(value: data.ExpressionData): string {
  if (value instanceof data.StringData) return "text";
  if (value instanceof data.NumberData) return "a number";
  if (value instanceof data.BooleanData) return "a boolean";
  if (value instanceof data.Array) return "a list";
  return value instanceof data.Null ? "null" : "an object";
}

/** What a list or an object has; empty for any other value. */
export function contentOf(value: data.ExpressionData): string {
  if (value instanceof data.Array) return `it has ${counted(value.values().length, "item")}`;
  if (!(value instanceof data.Dictionary)) return "";
  const names = value.pairs().map(({ key }) => key);
  return names.length === 0 ? "it is empty" : `it has ${listed(names)}`;
}

/**
 * A value as a step's output: a string as its text, null as empty, any other value as JSON text.
 *
 * @returns null if it is too large for an output
 */
export function outputText(value: data.ExpressionData): string | null {
  if (value instanceof data.Null) return "";
  const { text, isWhole } =
    value instanceof data.StringData
      ? { text: value.value, isWhole: true }
      : beginningOf(value, MAX_OUTPUT_BYTES, "");
  return isWhole && Buffer.byteLength(text) <= MAX_OUTPUT_BYTES ? text : null;
}

/**
 * A value as JSON text. Numbers that are not finite are written as the API writes them: `NaN`, `Infinity`.
 *
 * @throws EvaluationError if the text would be too long
 * @throws RangeError if the value is nested too deep
 */
export function jsonText(value: data.ExpressionData, indent = ""): string {
  const { text, isWhole } = beginningOf(value, MAX_EVALUATED_BYTES, indent);
  if (!isWhole) throw tooLong("JSON");
  return text;
}

/** At most `limit` characters of a value's JSON text, with `…` where it was cut. */
export function jsonBeginning(value: data.ExpressionData, limit: number): string {
  // A copy, because a slice would keep the whole text in memory.
  return Buffer.from(cut(beginningOf(value, limit, "").text, limit)).toString();
}

export function tooLong(what: string): EvaluationError {
  return new EvaluationError(
    `it cannot be evaluated: it makes ${what} of more than ${sizeOf(MAX_EVALUATED_BYTES)}`,
  );
}

class LimitReached extends Error {}

/** A value's JSON text. Stops soon after `limit` characters, so that a large value costs no more than a small one. */
function beginningOf(value: data.ExpressionData, limit: number, indent: string) {
  const parts: string[] = [];
  let length = 0;
  let isWhole = true;
  try {
    writeJson(value, indent, (part) => {
      parts.push(part);
      length += part.length;
      if (length > limit) throw new LimitReached();
    });
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    isWhole = false;
  }
  return { text: parts.join(""), isWhole };
}

/** Recursive, so that the stack limits how deep a value may be nested. */
function writeJson(
  value: data.ExpressionData,
  indent: string,
  emit: (part: string) => void,
  margin = "\n",
): void {
  if (value instanceof data.StringData) emit(JSON.stringify(value.value));
  else if (value instanceof data.NumberData) emit(String(value.value));
  else if (!(value instanceof data.Array || value instanceof data.Dictionary))
    emit(value instanceof data.BooleanData ? String(value.value) : "null");
  else {
    const [open, close] = value instanceof data.Array ? ["[", "]"] : ["{", "}"];
    const items = value instanceof data.Array ? value.values() : value.pairs();
    const inner = indent === "" ? "" : margin + indent;
    let before = open + inner;
    for (const item of items) {
      emit(before);
      if ("key" in item) emit(JSON.stringify(item.key) + (indent === "" ? ":" : ": "));
      writeJson("key" in item ? item.value : item, indent, emit, inner);
      before = `,${inner}`;
    }
    if (items.length === 0) emit(open + close);
    else emit(indent === "" ? close : margin + close);
  }
}
