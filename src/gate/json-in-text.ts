import { checkJson, NotJson, trimmed } from "../api/json.ts";

/** JSON made of more values than this is not read: each takes up to 700 bytes of memory. */
const MAX_VALUES = 250_000;

/**
 * @throws NotJson if it is none
 * @throws Error if it is made of too many values to be read
 */
export function parseJson(json: Buffer): unknown {
  if (checkJson(trimmed(json)).count > MAX_VALUES)
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
  const whole = parsedIfJson(text);
  if (whole !== undefined) return whole;
  let found: unknown;
  for (const { info, content } of fencesIn(text)) {
    if (content === null) return null;
    const value = parsedIfJson(content);
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
export function parsedIfJson(text: string): unknown {
  try {
    return parseJson(Buffer.from(text));
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
