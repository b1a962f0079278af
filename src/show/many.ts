import type { Clock } from "../clock.ts";
import type { Ended } from "../many/ended.ts";
import type { NamedRun } from "../many/ids.ts";
import type { Outcome, Status } from "../outcome.ts";
import type { WaitObserver } from "../wait/wait.ts";
import { cut, duration, listed, quoted, sentence } from "../wording.ts";
import { shownAlone, type Log } from "./log.ts";
import { renderOutcome, statusLine, table, withAdvice } from "./outcome.ts";
import { Teller } from "./progress.ts";
import { proseHtml, proseLine } from "./prose.ts";
import { sanitizeCode } from "./sanitize.ts";
import { folded } from "./summary.ts";
import { STATUS_SYMBOLS } from "./symbols.ts";

/** What the wait for many runs is about, as the titles of annotations and summaries name it. */
export const MANY_SUBJECT = "PromptLayer agent runs";

/** Not more, since in an outage every request of every run fails. */
const MAX_RETRY_LINES = 20;
const MAX_ROWS = 100;
const MAX_LINE_CHARACTERS = 500;
/** For the main outputs of all runs in the summary, which may have 1 MiB in all. */
const MAX_EXCERPTS_BYTES = 512 * 1_024;

/** Logs how the wait for many runs goes: a line for each run that has ended. */
export class ManyProgress {
  readonly #total: number;
  readonly #log: Log;
  readonly #teller: Teller;
  #done = 0;
  #passed = 0;
  #requests = 0;
  #retries = 0;

  constructor(total: number, log: Log, clock: Clock) {
    this.#total = total;
    this.#log = log;
    this.#teller = new Teller(log, clock, () => this.#counts());
  }

  stop(): void {
    this.#teller.stop();
  }

  /** Observes the wait for one of the runs. */
  of({ name }: NamedRun): WaitObserver {
    return {
      answered: (kind, tookMs) => {
        this.#log.debug(
          proseLine(`request ${++this.#requests}, ${quoted(name)}: ${kind} after ${duration(tookMs)}`),
        );
      },
      running: () => undefined,
      retrying: (cause, _, pauseMs) => {
        if (++this.#retries > MAX_RETRY_LINES) return;
        this.#teller.tell(`${quoted(name)}: request failed, next try in ${duration(pauseMs)}: ${cause}`);
        if (this.#retries === MAX_RETRY_LINES) this.#teller.tell("further failed requests are not logged");
      },
    };
  }

  ended({ status }: Pick<Ended, "status">): void {
    this.#done++;
    if (status === "success") this.#passed++;
    this.#teller.tell(this.#counts());
  }

  #counts(): string {
    return `${this.#done} of ${this.#total} done, ${this.#passed} passed`;
  }
}

const ORDER: readonly Status[] = ["failure", "error", "timeout", "cancelled", "success", "started"];

/** Sorted by status, failures first and those that passed last; otherwise in the order given. */
function failuresFirst(runs: readonly Ended[]): Ended[] {
  return runs.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
}

/** Says in annotations and at the end of the log how the runs ended. */
export function announceRuns(outcome: Outcome, runs: readonly Ended[], isTolerated: boolean, log: Log): void {
  const isGreen = outcome.status === "success";
  const annotate = (message: string, what: string) => {
    const title = `${MANY_SUBJECT}: ${what}`;
    if (isGreen || isTolerated) log.warning(message, title);
    else log.error(proseLine(message), title);
  };
  if (!isGreen) annotate(withAdvice(outcome), outcome.status);
  const failed = failuresFirst(runs).filter(({ status }) => status !== "success");
  const single = shownAlone(failed.length, log.room);
  for (const { name, executionId, status, cause } of failed.slice(0, single))
    annotate(sentence(`${quoted(name)} (${executionId}): ${cause}`), `run ${status}`);
  const rest = failed.slice(single).map(({ name }) => name);
  if (rest.length > 0) annotate(`${rest.length} more: ${listed(rest)}`, "more runs did not pass");
  log.info(statusLine(outcome), isGreen ? "green" : "red");
  log.group(`Runs (${runs.length})`, runs.map(lineOf));
}

function lineOf({ name, executionId, status, cause, elapsedMs }: Ended): string {
  const line = `${STATUS_SYMBOLS[status]} ${quoted(name)} (${executionId}), ${duration(elapsedMs)}: ${cause}`;
  return cut(proseLine(line), MAX_LINE_CHARACTERS);
}

/**
 * The job summary of many runs, as GitHub Markdown.
 *
 * @param path of the file with all results; undefined if there is none
 */
export function renderRuns(outcome: Outcome, runs: readonly Ended[], path: string | undefined): string {
  const sorted = failuresFirst(runs);
  const rows = sorted
    .slice(0, MAX_ROWS)
    .map(({ name, executionId, status, cause, elapsedMs }) => [
      sanitizeCode(name, 80),
      `${STATUS_SYMBOLS[status]}&nbsp;${status}`,
      duration(elapsedMs),
      sanitizeCode(executionId, 40),
      status === "success" ? "" : proseHtml(cause, MAX_LINE_CHARACTERS),
    ]);
  const rest = Math.max(0, runs.length - MAX_ROWS);
  const blocks = [
    renderOutcome(outcome, MANY_SUBJECT).trimEnd(),
    table(["Run", "Status", "Known after", "Execution", "Cause"], rows, rest, "run"),
    ...excerpts(sorted),
  ];
  if (path !== undefined) blocks.push(`<p><sub>All results: ${sanitizeCode(path, 500)}</sub></p>`);
  return `${blocks.join("\n\n")}\n`;
}

/** The main outputs of the runs that did not pass, as many as there is room for. */
function excerpts(runs: readonly Ended[]): string[] {
  const blocks: string[] = [];
  let bytes = 0;
  let left = 0;
  for (const { name, excerpt } of runs) {
    if (excerpt === undefined) continue;
    const title = `Main output of ${sanitizeCode(name, 80)}`;
    const block = folded(title, excerpt, "Cut here: the whole is in the file of `results-file`.");
    bytes += Buffer.byteLength(block);
    if (bytes > MAX_EXCERPTS_BYTES) left++;
    else blocks.push(block);
  }
  if (left > 0) blocks.push(`The main outputs of ${left} more runs are in the file of \`results-file\`.`);
  return blocks;
}
