import type { data } from "@actions/expressions";
import { Missing, valueIfJson } from "./values.ts";

// The rule, for the name `json` where the main output is a text:
//
// 1. In a text that begins with `<think>` or `<thinking>`, only what follows the last closing tag counts. The same holds
//    for a text with a closing tag alone on a line, because some models leave out the opening one.
// 2. If all of the text is JSON, that is the value.
// 3. Otherwise the text is searched for pieces of JSON: a code fence whose content is JSON; three or more backticks on
//    one line with an object or a list between them; and an object, or a list of objects, lists or strings, that begins
//    where a line begins and ends where a line ends.
// 4. Exactly one piece is the value. JSON in the middle of a line of prose is neither found nor counted.
// 5. There is no value if there are several pieces, if a fence that says `json` or a line that begins like JSON is not
//    valid JSON, or if a fence or the thinking is never closed.

/** The JSON in a text. If there is none, or it is not clear which piece is meant, a missing value that says so. */
export function jsonIn(text: string): data.ExpressionData {
  const answer = withoutThinking(text);
  if (answer === undefined) return missing("text whose thinking is never closed");
  const whole = valueIfJson(answer.trim());
  if (whole !== undefined) return whole;
  let found: data.ExpressionData | undefined;
  for (const { content, isFence, looksLikeJson } of piecesOf(answer)) {
    if (content === undefined) return missing("text with a code fence that is never closed");
    const value = valueIfJson(content);
    if (value !== undefined && found !== undefined) return missing("text with more than one piece of JSON");
    if (value === undefined && looksLikeJson)
      return missing(`text with ${isFence ? "a `json` fence" : "a piece of JSON"} that is not valid JSON`);
    found ??= value;
  }
  return found ?? missing("text without JSON");
}

function missing(what: string): Missing {
  return new Missing(`the main output is ${what}`);
}

/** @returns undefined if the thinking is never closed */
function withoutThinking(text: string): string | undefined {
  const [, tag] = /^\s*<(think|thinking)>/.exec(text) ?? [];
  if (tag !== undefined) {
    const end = text.lastIndexOf(`</${tag}>`);
    return end < 0 ? undefined : text.slice(end + tag.length + 3);
  }
  const closing = /(?<=^|[\r\n])<\/(?:think|thinking)>[^\S\r\n]*(?=[\r\n]|$)/g;
  const [last] = Array.from(text.matchAll(closing)).slice(-1);
  return last === undefined ? text : text.slice(last.index + last[0].length);
}

/** A piece of a text that may be JSON. */
interface Piece {
  /** undefined if it is a fence that is never closed. */
  readonly content: string | undefined;
  readonly isFence: boolean;
  /** Whether its fence says `json`, or it begins like JSON. If it then is not valid, the text has no value. */
  readonly looksLikeJson: boolean;
}

/** A fence or a bracket at the beginning of a line, or backticks anywhere in it. */
const MARKS = /(?<=^|[\r\n])[^\S\r\n]*(?:(?<fence>`{3,}|~{3,})|(?<bracket>[{[]))|(?<span>`{3,})/g;
const REST_OF_LINE = /[^\r\n]*/y;

/**
 * Finds code fences by the rules of CommonMark (0.31, section 4.5), but at any indent. Takes linear time, except for texts
 * that are written to make it slow.
 */
function* piecesOf(text: string): Generator<Piece> {
  const marks = new RegExp(MARKS);
  let open: { fence: string; label: string; start: number } | undefined;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const { fence, bracket, span = fence } = match.groups ?? {};
    const rest = matchAt(REST_OF_LINE, text, marks.lastIndex);
    if (open !== undefined) {
      if (fence?.startsWith(open.fence) !== true || rest.trim() !== "") continue;
      const content = text.slice(open.start, match.index);
      yield { content, isFence: true, looksLikeJson: /^json/i.test(open.label) };
      open = undefined;
    } else if (bracket !== undefined) {
      const content = bareJson(text, marks.lastIndex - 1);
      if (content === undefined) continue;
      yield { content, isFence: false, looksLikeJson: true };
      marks.lastIndex += content.length - 1;
    } else if (span?.startsWith("`") === true && rest.includes("```")) {
      const inside = rest.slice(0, rest.indexOf("```"));
      const [, label = "", content = ""] = /^(json\w*)?\s*(.*)$/is.exec(inside) ?? [];
      if (/^[{[]/.test(content)) yield { content, isFence: true, looksLikeJson: label !== "" };
      marks.lastIndex += inside.length + matchAt(/`*/y, text, marks.lastIndex + inside.length).length;
    } else if (fence !== undefined && !(fence.startsWith("`") && rest.includes("`"))) {
      open = { fence, label: rest.trim(), start: marks.lastIndex + rest.length };
    }
  }
  if (open !== undefined) yield { content: undefined, isFence: true, looksLikeJson: false };
}

/**
 * The lines from a bracket to the one that closes it, or to the end of the last line if none does.
 *
 * @returns undefined if it does not begin like JSON
 */
function bareJson(text: string, start: number): string | undefined {
  if (matchAt(/\{\s*["}]|\[\s*[[{"\]]/y, text, start) === "") return undefined;
  const end = endOfBrackets(text, start);
  return text.slice(start, end + matchAt(REST_OF_LINE, text, end).length);
}

/** Where the bracket at `start` is closed; the end of the text if it never is. */
function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (isInString) {
      if (char === "\\") at++;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth === 0) return at + 1;
  }
  return text.length;
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? "";
}
