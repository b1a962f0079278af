import { isUtf8 } from "node:buffer";

/** The bytes are not whole, valid JSON in UTF-8: a body that was cut, or somebody else's page. */
export class NotJson extends Error {}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * The bytes without the white space around the JSON value (RFC 8259, section 2), as a view on the same memory.
 *
 * @throws NotJson if they are not UTF-8
 */
export function trimmed(body: Buffer): Buffer {
  if (!isUtf8(body)) throw new NotJson("it is not UTF-8");
  let start = 0;
  let end = body.length;
  while (start < end && isSpace(body[start])) start++;
  while (start < end && isSpace(body[end - 1])) end--;
  return body.subarray(start, end);
}

/**
 * Checks that the bytes are one JSON value.
 *
 * @param json UTF-8 (checked by {@link trimmed})
 * @throws NotJson if they are not
 */
export function checkJson(json: Buffer): void {
  // JSON's grammar is ASCII, so the bytes may be read as Latin-1: a quarter of the memory of UTF-16 with its copy.
  parse(json.toString("latin1"));
}

/**
 * The value that the bytes hold.
 *
 * @throws NotJson if they are not one JSON value
 */
export function parseJson(json: Buffer): unknown {
  return parse(json.toString("utf8"));
}

export function isObject(json: Buffer): boolean {
  return json[0] === OPEN_BRACE;
}

export function isString(json: Buffer): boolean {
  return json[0] === QUOTE;
}

/**
 * Calls `visit` with each member of a JSON object in the order in which they stand there, each key as often as it
 * stands there. `JSON.parse` can tell neither: it moves names like "2" to the front and keeps the last of equal
 * names. What the values hold is left to `visit` to check.
 *
 * @param json an object without white space around it
 * @throws NotJson if the object's own punctuation is not in order
 */
export function eachMember(json: Buffer, visit: (key: string, value: Buffer) => void): void {
  let at = skipSpace(json, 1);
  if (json[at] !== CLOSE_BRACE) {
    for (;;) {
      const keyEnd = valueEnd(json, at);
      if (json[at] !== QUOTE) throw new NotJson(`a name is missing at byte ${at}`);
      const key = parseJson(json.subarray(at, keyEnd)) as string;
      at = skipSpace(json, keyEnd);
      if (json[at] !== COLON) throw new NotJson(`a colon is missing at byte ${at}`);
      at = skipSpace(json, at + 1);
      const end = valueEnd(json, at);
      visit(key, json.subarray(at, end));
      at = skipSpace(json, end);
      if (json[at] !== COMMA) break;
      at = skipSpace(json, at + 1);
    }
  }
  if (json[at] !== CLOSE_BRACE || at !== json.length - 1) throw new NotJson(`it breaks off at byte ${at}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // V8's message quotes the text; ours goes into logs.
    throw new NotJson("it is not whole, valid JSON");
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function skipSpace(json: Buffer, at: number): number {
  while (isSpace(json[at])) at++;
  return at;
}

/** Where the value that begins at `at` ends, if it is valid. */
function valueEnd(json: Buffer, at: number): number {
  const first = json[at];
  if (first === QUOTE) return stringEnd(json, at);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) {
    let depth = 0;
    while (at < json.length) {
      const byte = json[at];
      if (byte === QUOTE) {
        at = stringEnd(json, at);
        continue;
      }
      at++;
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return at;
    }
    throw new NotJson("it breaks off");
  }
  while (at < json.length && !isSpace(json[at]) && json[at] !== COMMA && json[at] !== CLOSE_BRACE) at++;
  return at;
}

function stringEnd(json: Buffer, at: number): number {
  for (at++; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  throw new NotJson("it breaks off in a string");
}
