import { appendFileSync, statSync } from "node:fs";
import type { Outcome } from "../outcome.ts";
import { sentence } from "../wording.ts";
import type { Log } from "./log.ts";
import { proseHtml, proseLine } from "./prose.ts";
import { STATUS_SYMBOLS } from "./symbols.ts";

// What every step shows at its end.

/** GitHub drops a larger summary of a step. */
export const MAX_SUMMARY_BYTES = 1_024 * 1_024;

export const MAX_CAUSE_CHARACTERS = 500;

/** Says in an annotation and at the end of the log why a step failed. */
export function announce(outcome: Outcome, subject: string, log: Log): void {
  log.error(withAdvice(outcome), `${subject}: ${outcome.status}`);
  log.info(statusLine(outcome), "red");
}

function sentenceOf({ headline, cause }: Outcome): string {
  return proseLine(sentence(cause === "" ? headline : `${headline}: ${cause}`));
}

export function withAdvice(outcome: Outcome): string {
  return `${sentenceOf(outcome)} ${proseLine(outcome.advice)}`.trim();
}

export function statusLine(outcome: Outcome): string {
  return `${STATUS_SYMBOLS[outcome.status]} ${outcome.status}: ${sentenceOf(outcome)}`;
}

/** How a step ended, as GitHub Markdown. */
export function renderOutcome({ status, headline, cause, advice }: Outcome, subject: string): string {
  const prose = (text: string) => proseHtml(text, MAX_CAUSE_CHARACTERS);
  const blocks = [
    `## ${STATUS_SYMBOLS[status]} ${subject}: ${status}`,
    `<p>${cause === "" ? prose(sentence(headline)) : `${prose(headline)}: ${prose(sentence(cause))}`}</p>`,
  ];
  if (advice !== "") blocks.push(`**What to do:** ${advice}`);
  return `${blocks.join("\n\n")}\n`;
}

/**
 * A table of cells that are HTML. In a Markdown table a `|` in other people's text could begin a new cell.
 *
 * @param rest how many of `noun` are not shown
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rest: number,
  noun: string,
  where = "",
): string {
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  const lines = ["<table>", row(head, "th"), ...rows.map((cells) => row(cells, "td")), "</table>"];
  if (rest > 0) lines.push("", `…and ${rest} more ${noun}${rest === 1 ? "" : "s"}${where}.`);
  return lines.join("\n");
}

/**
 * Appends to the job summary.
 *
 * @throws Error if this runner has no summary, if the summary has no room left, or if it cannot be written
 */
export function writeSummary(markdown: string, path: string): void {
  if (path === "") throw new Error("GITHUB_STEP_SUMMARY is not set");
  const present = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (present + Buffer.byteLength(markdown) > MAX_SUMMARY_BYTES) throw new Error("it would be over 1 MiB");
  appendFileSync(path, markdown);
}
