import * as core from "@actions/core";
import { proseLine } from "./prose.ts";
import { escapeHtml, sanitizeLine } from "./sanitize.ts";

const SGR = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33" } as const;
type Style = keyof typeof SGR;

/** GitHub shows at most ten annotations of each kind for a step. */
export const MAX_ANNOTATIONS = 10;

/** How many of `count` causes get an annotation of their own. If there is no room for all, one place is kept for the rest. */
export function shownAlone(count: number, room: number): number {
  return count > room ? room - 1 : count;
}

/**
 * The only writer of the log. It sanitizes each line as a whole and takes the key out, even where the runner's mask
 * would miss it, so that no caller can forget to.
 */
export class Log {
  /**
   * The key as given and as JSON, HTML, an address, a quote and {@link sanitizeLine} spell it. Longest first: one may contain
   * another.
   */
  readonly #keys: readonly string[];
  #annotations = 0;

  /** @param key the API key, or an empty string if there is none */
  constructor(key: string) {
    const plain = [
      key,
      JSON.stringify(key).slice(1, -1),
      sanitizeLine(key, Infinity),
      key.replaceAll("`", "'"),
      encodeURIComponent(key.toWellFormed()),
    ];
    const keys = new Set([...plain, ...plain.map(escapeHtml)]);
    this.#keys = key === "" ? [] : [...keys].sort((a, b) => b.length - a.length);
  }

  /** How many more annotations GitHub shows; at least one, which can name the rest. */
  get room(): number {
    return Math.max(1, MAX_ANNOTATIONS - this.#annotations);
  }

  info(line: string, style?: Style): void {
    const text = this.#sanitize(line);
    core.info(style === undefined ? text : `\u001b[${SGR[style]}m${text}\u001b[0m`);
  }

  /** A collapsed group of lines. */
  group(title: string, lines: readonly string[]): void {
    core.startGroup(this.#sanitize(title));
    for (const line of lines) this.info(line);
    core.endGroup();
  }

  debug(line: string): void {
    if (core.isDebug()) core.debug(this.#sanitize(line));
  }

  error(message: string, title: string): void {
    this.#annotations++;
    core.error(this.#sanitize(message), { title: this.#sanitize(title) });
  }

  /** @param message a sentence of ours */
  warning(message: string, title: string): void {
    this.#annotations++;
    core.warning(this.#sanitize(proseLine(message)), { title: this.#sanitize(proseLine(title)) });
  }

  /** @param message a sentence of ours */
  notice(message: string, title: string): void {
    this.#annotations++;
    core.notice(this.#sanitize(proseLine(message)), { title: this.#sanitize(proseLine(title)) });
  }

  /** The text without the key, whole or cut off, in any case (a URL's host is in lower case) and spelling. */
  withoutKey(text: string): string {
    return this.#keys.reduce((rest, key) => withoutBeginning(withoutWhole(rest, key), key), text);
  }

  #sanitize(text: string): string {
    return sanitizeLine(this.withoutKey(text));
  }
}

function withoutWhole(text: string, key: string): string {
  return text.replace(new RegExp(key.replace(/[^\w]/g, "\\$&"), "gi"), "***");
}

/** Takes out the beginning of the key, at least four characters, where it was cut: in front of a `…`. */
function withoutBeginning(text: string, key: string): string {
  const [last = "", ...parts] = text.split("…").toReversed();
  const clean = parts.map((part) => {
    for (let length = Math.min(key.length - 1, part.length); length >= 4; length--) {
      if (part.slice(-length).toLowerCase() === key.slice(0, length).toLowerCase())
        return `${part.slice(0, -length)}***`;
    }
    return part;
  });
  return [...clean.toReversed(), last].join("…");
}
