import * as core from "@actions/core";
import { plain } from "./plain-text.ts";

const SGR = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33" } as const;
type Style = keyof typeof SGR;

/**
 * The only writer of the log. Whatever goes through it is made safe for a line ({@link plain}) as a whole, so that no
 * caller can forget to; the key is taken out even where the runner's mask would miss it.
 */
export class Log {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  info(line: string, style?: Style): void {
    const text = this.safe(line);
    core.info(style === undefined ? text : `\u001b[${SGR[style]}m${text}\u001b[0m`);
  }

  /** A collapsed group of lines. */
  group(title: string, lines: readonly string[]): void {
    core.startGroup(this.safe(title));
    for (const line of lines) this.info(line);
    core.endGroup();
  }

  debug(line: string): void {
    if (core.isDebug()) core.debug(this.safe(line));
  }

  error(message: string, title: string): void {
    core.error(this.safe(message), { title: this.safe(title) });
  }

  warning(message: string, title: string): void {
    core.warning(this.safe(message), { title: this.safe(title) });
  }

  notice(message: string, title: string): void {
    core.notice(this.safe(message), { title: this.safe(title) });
  }

  /** The text as one line that no runner takes for a command, without the key. */
  safe(text: string): string {
    return plain(this.withoutKey(text));
  }

  withoutKey(text: string): string {
    return this.#key === "" ? text : text.replaceAll(this.#key, "***");
  }
}
