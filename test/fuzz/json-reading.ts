/** A JSON value that keeps what `JSON.parse` drops: doubled names and the order of names. */
export type Json =
  | { readonly type: "object"; readonly members: readonly (readonly [name: string, value: Json])[] }
  | { readonly type: "array"; readonly items: readonly Json[] }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "number"; readonly value: number; readonly text: string }
  | { readonly type: "word"; readonly value: boolean | null };

// eslint-disable-next-line no-control-regex -- These must be escaped.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const NUMBER = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/** Reads JSON as RFC 8259 has it, and Python's `NaN`, `Infinity` and `-Infinity`; undefined if it is none. */
export function readJson(text: string): Json | undefined {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const takeMark = (mark: string): boolean => {
    take(SPACE);
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  const fail = (): never => {
    throw new SyntaxError(`no JSON at ${at}`);
  };
  const readString = () => JSON.parse(take(STRING) ?? fail()) as string;
  /** Reads what stands between brackets, up to the closing one. */
  const readList = <T>(end: string, readItem: () => T): T[] => {
    const items: T[] = [];
    if (takeMark(end)) return items;
    do {
      take(SPACE);
      items.push(readItem());
    } while (takeMark(","));
    return takeMark(end) ? items : fail();
  };
  const readValue = (): Json => {
    take(SPACE);
    if (takeMark("{")) {
      const readMember = (): readonly [string, Json] => {
        const name = readString();
        return takeMark(":") ? [name, readValue()] : fail();
      };
      return { type: "object", members: readList("}", readMember) };
    }
    if (takeMark("[")) return { type: "array", items: readList("]", readValue) };
    if (text[at] === '"') return { type: "string", value: readString() };
    const number = take(NUMBER);
    if (number !== undefined) return { type: "number", value: Number(number), text: number };
    return { type: "word", value: JSON.parse(take(WORD) ?? fail()) as boolean | null };
  };
  try {
    const value = readValue();
    take(SPACE);
    return at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
