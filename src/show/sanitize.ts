import { cut } from "../wording.ts";

// The one place that makes other people's text safe to show.

const NAMED_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Zero-width joiners and variation selectors where they belong to an emoji. */
const IN_EMOJI =
  /(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})|(?<=\p{ExtPict})\ufe0f|(?<=[\d*#])\ufe0f(?=\u20e3)/u
    .source;

/**
 * Characters that the runner may ignore when it looks for a workflow command (ActionCommand.cs compares by culture):
 * joiners, variation selectors, combining marks, and letters that only lengthen others.
 */
const IGNORABLE = "\\p{DI}\\p{M}\u0640\u07fa\u180a\u1cd3\ufe73";

/** The patterns take Node a millisecond to compile, and most texts need none of them. */
let compiled: ReturnType<typeof compile> | undefined;

function compile() {
  return {
    // Control characters (ANSI escapes begin with one), invisible and bidirectional format characters, fillers, lone
    // surrogates, private use, and the two Unicode line separators; but not where they are part of an emoji.
    invisible: new RegExp(`(?!${IN_EMOJI})[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{DI}\\u2800]`, "gu"),
    // `##[name]`, which the runner reads anywhere in a line.
    oldCommand: new RegExp(`#(?=[${IGNORABLE}]*#[${IGNORABLE}]*\\[)`, "gu"),
    // `::name::`, which the runner reads at the beginning of a line.
    newCommand: new RegExp(`^([\\s${IGNORABLE}]*):(?=[${IGNORABLE}]*:)`, "u"),
  };
}

/**
 * Makes any text safe for a line of the log or an annotation: one line, nothing invisible, no workflow command. What is
 * replaced stays visible as an escape. A run of spaces becomes one space, so that spaces cannot push text away from
 * what it belongs to.
 *
 * @param limit how many characters of `text` are kept; a cut is marked with `…`
 */
export function sanitizeLine(text: string, limit = 2_000): string {
  const kept = cut(text, limit);
  if (/^[ -~✅❌…]*$/.test(kept) && !/::|##| {2}/.test(kept)) return kept;
  const { invisible, oldCommand, newCommand } = (compiled ??= compile());
  return kept
    .replace(invisible, escaped)
    .replace(/\p{Zs}+/gu, " ")
    .replace(oldCommand, "# ")
    .replace(newCommand, "$1: ");
}

/** Makes what is invisible in a text of several lines visible as escapes. Line feeds and tabs stay. */
export function sanitizeBlock(text: string): string {
  if (/^[\t\n -~]*$/.test(text)) return text;
  const { invisible } = (compiled ??= compile());
  return text.replace(invisible, (char) => (char === "\n" || char === "\t" ? char : escaped(char)));
}

function escaped(char: string): string {
  return NAMED_ESCAPES[char] ?? `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`;
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for HTML, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char);
}

/** A text of one line as code, for a block of HTML: GitHub makes no link, mention or emoji of it there. */
export function sanitizeCode(text: string, limit: number): string {
  return `<code>${escapeHtml(sanitizeLine(text, limit))}</code>`;
}
