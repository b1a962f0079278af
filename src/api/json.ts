import { isUtf8 } from "node:buffer";

/** The bytes are not whole, valid JSON in UTF-8: the body was cut, or it is a web page. */
export class NotJson extends Error {}

/** More than this action reads. The message follows "it is": "nested more than a million deep". */
export class TooLarge extends Error {}

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LETTER_I = 0x49;
const LETTER_N = 0x4e;
const LITERALS = ["null", "true", "false", "NaN", "Infinity"].map((word) => Buffer.from(word));

/**
 * A string of more bytes is searched with a regular expression, not byte by byte: V8 would compile that loop, which takes
 * some megabytes of memory.
 */
const SHORT_BYTES = 32;
const MAX_SEARCHED_BYTES = 4_096;

/** Far deeper than any real answer. Without this limit, 64 MiB of brackets would take more memory than anything else. */
const MAX_DEPTH = 1_000_000;

/** The numbers that strict JSON (RFC 8259) cannot write. Python writes them, and the API may use Python. */
export type NonFinite = "NaN" | "Infinity" | "-Infinity";

/**
 * Reads JSON (RFC 8259, and {@link NonFinite} numbers) from bytes in one pass, building only what is asked for.
 * `JSON.parse` will not do for what the API sends: it moves names like "2" to the front, keeps the last of equal names,
 * and needs several times the memory.
 *
 * Every method throws NotJson where the bytes break the grammar, and TooLarge where they are nested too deep.
 */
export class JsonReader {
  /** The deepest nesting among the values that {@link skip} has passed over: 1 for a list of numbers. */
  depth = 0;
  /** The first number so far that is not finite; undefined if there is none. */
  nonFinite: NonFinite | undefined;
  readonly #json: Buffer;
  #at = 0;

  /** @param json one JSON value without white space around it, as {@link trimmed} leaves it */
  constructor(json: Buffer) {
    this.#json = json;
  }

  /** The offset of the next byte to be read. After an error: of the wrong byte, or of the string that it is in. */
  get at(): number {
    return this.#at;
  }

  nextIsObject(): boolean {
    return this.#json[this.#at] === OPEN_BRACE;
  }

  nextIsArray(): boolean {
    return this.#json[this.#at] === OPEN_BRACKET;
  }

  nextIsString(): boolean {
    return this.#json[this.#at] === QUOTE;
  }

  nextIsNumber(): boolean {
    const first = this.#json[this.#at];
    return first === MINUS || isDigit(first) || first === LETTER_N || first === LETTER_I;
  }

  /**
   * Calls `visit` with each name and its offset, in order, repeated names included. It must read the value, or return false
   * to stop. After a stop nothing more can be read.
   */
  object(visit: (name: string, at: number) => unknown): void {
    this.#expect(OPEN_BRACE);
    this.#skipSpace();
    if (this.#next(CLOSE_BRACE)) return;
    do {
      this.#skipSpace();
      const at = this.#at;
      const name = this.string();
      this.#colon();
      if (visit(name, at) === false) return;
      this.#skipSpace();
    } while (this.#next(COMMA));
    this.#expect(CLOSE_BRACE);
  }

  /** Calls `visit` before each item; it must read the item. */
  array(visit: () => void): void {
    this.#expect(OPEN_BRACKET);
    this.#skipSpace();
    if (this.#next(CLOSE_BRACKET)) return;
    do {
      this.#skipSpace();
      visit();
      this.#skipSpace();
    } while (this.#next(COMMA));
    this.#expect(CLOSE_BRACKET);
  }

  /** The next value, if {@link nextIsNumber}. One that is too large for JavaScript becomes infinite. */
  number(): number {
    return Number(this.text());
  }

  /** Passes over the next value and returns its JSON text, as it was sent. */
  text(): string {
    return this.bytes().toString("utf8");
  }

  /** Like {@link text}, but as UTF-8, in a view of the same memory. */
  bytes(): Buffer {
    const start = this.#at;
    this.skip();
    return this.#json.subarray(start, this.#at);
  }

  string(): string {
    const start = this.#at;
    const isPlain = this.#skipString();
    return isPlain
      ? this.#json.toString("latin1", start + 1, this.#at - 1)
      : (JSON.parse(this.#json.toString("utf8", start, this.#at)) as string);
  }

  /** The next value if it is `true`, `false` or `null`; passes over any other and returns undefined. */
  literal(): boolean | null | undefined {
    const first = this.#json[this.#at];
    this.skip();
    return first === 0x74 ? true : first === 0x66 ? false : first === 0x6e ? null : undefined;
  }

  /** Passes over the next value, checking it. */
  skip(): void {
    const closers: number[] = [];
    for (;;) {
      const first = this.#json[this.#at];
      if (first === OPEN_BRACE || first === OPEN_BRACKET) {
        const closer = first === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        this.#at++;
        this.#skipSpace();
        if (!this.#next(closer)) {
          this.depth = Math.max(this.depth, closers.push(closer));
          if (this.depth > MAX_DEPTH) throw new TooLarge("nested more than a million deep");
          if (closer === CLOSE_BRACE) this.#name();
          continue;
        }
      } else if (first === QUOTE) {
        this.#skipString();
      } else if (first === MINUS || isDigit(first)) {
        this.#skipNumber();
      } else {
        this.#skipLiteral();
      }
      for (;;) {
        const closer = closers.at(-1);
        if (closer === undefined) return;
        this.#skipSpace();
        if (this.#next(COMMA)) {
          this.#skipSpace();
          if (closer === CLOSE_BRACE) this.#name();
          break;
        }
        this.#expect(closer);
        closers.pop();
      }
    }
  }

  /** Checks that nothing follows. */
  end(): void {
    if (this.#at !== this.#json.length) this.#fail();
  }

  #name(): void {
    this.#skipString();
    this.#colon();
  }

  #colon(): void {
    this.#skipSpace();
    this.#expect(COLON);
    this.#skipSpace();
  }

  /** @returns whether the string is short, and ASCII without escapes */
  #skipString(): boolean {
    this.#expect(QUOTE);
    const json = this.#json;
    let isPlain = true;
    let long = this.#at + SHORT_BYTES;
    for (let at = this.#at; at < json.length; at++) {
      if (at === long) {
        at = nextInString(json, at);
        isPlain = false;
      }
      const byte = json[at] ?? 0;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return isPlain;
      }
      if (byte < 0x20) break;
      if (byte === BACKSLASH) {
        isPlain = false;
        const length = escapeLength(json, at + 1);
        if (length === 0) break;
        at += length;
        long = at + SHORT_BYTES;
      } else if (byte > 0x7e) {
        isPlain = false;
      }
    }
    return this.#fail();
  }

  #skipNumber(): void {
    if (this.#next(MINUS) && this.#json[this.#at] === LETTER_I) {
      this.nonFinite ??= "-Infinity";
      this.#skipLiteral();
      return;
    }
    if (!this.#next(0x30)) this.#digits();
    if (this.#next(POINT)) this.#digits();
    if (this.#next(0x65) || this.#next(0x45)) {
      if (!this.#next(PLUS)) this.#next(MINUS);
      this.#digits();
    }
  }

  #digits(): void {
    const start = this.#at;
    while (isDigit(this.#json[this.#at])) this.#at++;
    if (this.#at === start) this.#fail();
  }

  #skipLiteral(): void {
    for (const word of LITERALS) {
      if (this.#json[this.#at] !== word[0]) continue;
      for (const byte of word) this.#expect(byte);
      if (word[0] === LETTER_I) this.nonFinite ??= "Infinity";
      if (word[0] === LETTER_N) this.nonFinite ??= "NaN";
      return;
    }
    this.#fail();
  }

  #skipSpace(): void {
    while (isSpace(this.#json[this.#at])) this.#at++;
  }

  #next(byte: number): boolean {
    if (this.#json[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #expect(byte: number): void {
    if (!this.#next(byte)) this.#fail();
  }

  #fail(): never {
    throw new NotJson("it is not whole, valid JSON");
  }
}

const BYTE_ORDER_MARK = Buffer.from("\ufeff");

/**
 * The bytes without the white space around the JSON value and without a byte order mark, as a view of the same memory.
 *
 * @throws NotJson if they are not UTF-8
 */
export function trimmed(body: Buffer): Buffer {
  if (!isUtf8(body)) throw new NotJson("it is not UTF-8");
  const hasMark = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  let start = hasMark ? BYTE_ORDER_MARK.length : 0;
  let end = body.length;
  while (start < end && isSpace(body[start])) start++;
  while (start < end && isSpace(body[end - 1])) end--;
  return body.subarray(start, end);
}

/** What {@link checkJson} learns of a JSON value. */
export interface JsonMeasure {
  /** The deepest nesting in it: 0 for a number, 1 for a list of numbers. */
  readonly depth: number;
  /** The first number in it that is not finite; undefined if there is none. */
  readonly nonFinite: NonFinite | undefined;
}

/**
 * Checks that the bytes are one JSON value without white space around it.
 *
 * @throws NotJson if they are not
 * @throws TooLarge if they are nested too deep
 */
export function checkJson(json: Buffer): JsonMeasure {
  const reader = new JsonReader(json);
  reader.skip();
  reader.end();
  return reader;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The offset of the next byte that ends a string, begins an escape or is not allowed; else the end of `json`. */
function nextInString(json: Buffer, at: number): number {
  let size = SHORT_BYTES;
  for (let from = at; from < json.length; from += size) {
    size = Math.min(4 * size, MAX_SEARCHED_BYTES);
    const found = json.toString("latin1", from, from + size).search(/[^ !#-[\]-\u00ff]/);
    if (found >= 0) return from + found;
  }
  return json.length;
}

/** How many bytes follow the backslash of an escape; 0 if the escape is not valid. */
function escapeLength(json: Buffer, at: number): number {
  const byte = json[at];
  if (byte !== 0x75) return byte !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0;
  return /^[\da-f]{4}$/i.test(json.toString("latin1", at + 1, at + 5)) ? 5 : 0;
}
