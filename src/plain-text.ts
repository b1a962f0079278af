const NAMED_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// Most texts are of nothing else, and the patterns for the others take Node a millisecond to make.
const ORDINARY_LINE = /^(?!\s*::)(?:[!-"$-~✅❌…]|#(?!#)| (?! ))*$/;
const ORDINARY_LINES = /^[\t\n -~]*$/;

interface Patterns {
  readonly unprintable: RegExp;
  readonly oldCommand: RegExp;
  readonly newCommand: RegExp;
}

let made: Patterns | undefined;

function patterns(): Patterns {
  return (made ??= makePatterns());
}

function makePatterns(): Patterns {
  // Controls (ANSI escapes begin with one), invisible and bidirectional format characters and fillers, lone surrogates,
  // private use, and the two Unicode line separators. What emoji are joined and coloured with stays, where it does that.
  const inEmoji =
    /(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})|(?<=\p{ExtPict})\ufe0f|(?<=[\d*#])\ufe0f(?=\u20e3)/u;
  // The runner (ActionCommand.cs) looks for both forms by the rules of its culture, which may pass over characters such
  // as joiners, variation selectors, combining marks and letters that only lengthen others.
  const passedOver = "\\p{DI}\\p{M}\u0640\u07fa\u180a\u1cd3\ufe73";
  return {
    unprintable: new RegExp(
      `(?!${inEmoji.source})[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{DI}\\u2800]`,
      "gu",
    ),
    oldCommand: new RegExp(`#(?=[${passedOver}]*#[${passedOver}]*\\[)`, "gu"),
    newCommand: new RegExp(`^([\\s${passedOver}]*):(?=[${passedOver}]*:)`, "u"),
  };
}

/**
 * Makes any text safe to stand in a line of log or in an annotation: one line, nothing invisible, no workflow command
 * in the older form (`##[name]`, which the runner reads anywhere in a line) nor in the newer one (`::name::`, which it
 * reads where a line begins). What is replaced stays visible as an escape. Spaces of any number and width become one,
 * so that no text is pushed to where it seems to stand by itself.
 *
 * @param limit the most characters of `text` that are kept; a cut is marked with `…`
 */
export function plain(text: string, limit = 2_000): string {
  const kept = cut(text, limit);
  if (ORDINARY_LINE.test(kept)) return kept;
  const { unprintable, oldCommand, newCommand } = patterns();
  return kept
    .replace(unprintable, escaped)
    .replace(/\p{Zs}+/gu, " ")
    .replace(oldCommand, "# ")
    .replace(newCommand, "$1: ");
}

/** Makes what is invisible in a text of several lines visible as escapes; line feeds and tabs stay. */
export function visible(text: string): string {
  if (ORDINARY_LINES.test(text)) return text;
  return text.replace(patterns().unprintable, (char) =>
    char === "\n" || char === "\t" ? char : escaped(char),
  );
}

/** At most `limit` characters of a text, with `…` where it was cut. */
export function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

function escaped(char: string): string {
  return NAMED_ESCAPES[char] ?? `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`;
}

/** A node's name, or another short text of somebody else's, in quotes and at most 80 characters long. */
export function quoted(text: string): string {
  return `"${plain(text, 80)}"`;
}

/** Several names as people list them: the first five, then how many more. `count` is how many there are in all. */
export function listed(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, 5);
  const list = shown.map(quoted).join(", ");
  return count > shown.length ? `${list} and ${count - shown.length} more` : list;
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `ms` milliseconds as people say it: `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (ms < 9_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return withRest(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  return withRest(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text as HTML, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char);
}
