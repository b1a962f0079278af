import { escapeHtml, sanitizeCode, sanitizeLine } from "./sanitize.ts";

// Our sentences set names, values and other people's words between backticks (`quoted` in wording.ts). Here these become
// what each place can show.

/** For the log and annotations, which are plain text. */
export function proseLine(text: string): string {
  return text.replace(/`([^`]*)`/g, '"$1"');
}

/** A word that GitHub does not turn into a link, mention, emoji or other markup. */
const INERT = /^(?!.*(?:www\.|\bGH-|\b[\da-f]{7,40}\b))[\w.'"()%!?…-]*:?$/i;

/**
 * For the summary, as HTML. What is between backticks is set as code. So is any other word in which GitHub could find
 * markup, in case somebody forgot to quote.
 */
export function proseHtml(text: string, limit: number): string {
  // The cut may have removed the last backtick.
  const parts = sanitizeLine(text, limit).split(/`([^`]*)(?:`|$)/);
  return parts.map((part, n) => (n % 2 === 0 ? wordsHtml(part, limit) : sanitizeCode(part, limit))).join("");
}

function wordsHtml(text: string, limit: number): string {
  return text.replace(/[^ ,;]+/g, (word) =>
    INERT.test(word) ? escapeHtml(word) : sanitizeCode(word, limit),
  );
}
