import type { NonFinite } from "../api/json.ts";
import type { Status } from "../outcome.ts";
import { MAX_OUTPUT_BYTES } from "../limits.ts";
import type { Output } from "../runner/outputs.ts";
import { jsonByName } from "../run-name.ts";
import { excerptOf, type Excerpt } from "../show/summary.ts";
import { reasonOf, type NamedOutput, type Verdict } from "../verdict.ts";
import { cut, quoted } from "../wording.ts";
import type { NamedRun } from "./ids.ts";

/** What is kept of a run that has ended. Its large parts are in the file of `results-file`. */
export interface Ended extends NamedRun {
  readonly status: Status;
  /** A sentence of ours without its full stop, with other people's words between backticks. */
  readonly cause: string;
  /** Of the main output of a run that did not pass. */
  readonly excerpt: Excerpt | undefined;
  /** The first non-finite number in the main output. */
  readonly nonFinite: NonFinite | undefined;
  readonly elapsedMs: number;
}

export function endedOf({ name, executionId }: NamedRun, verdict: Verdict): Ended {
  const { status, result, elapsedMs } = verdict;
  return {
    name,
    executionId,
    status,
    // A copy, because a slice keeps the whole text in memory.
    cause: Buffer.from(causeOf(verdict)).toString(),
    excerpt: status === "success" || result === undefined ? undefined : copied(excerptOf(result)),
    nonFinite: result?.nonFinite,
    elapsedMs,
  };
}

function copied(excerpt: Excerpt): Excerpt {
  return { ...excerpt, text: Buffer.from(excerpt.text).toString() };
}

function causeOf({ headline, cause, failed = [], status, assertions = [], namedOutputs }: Verdict): string {
  const [first] = failed;
  const line = [...assertions, ...namedOutputs].find((each) => each.cause !== "");
  if (status === "failure" && first === undefined && line !== undefined) {
    const name = "name" in line ? line.name : line.expression;
    return cut(`${headline}: ${quoted(name)}: ${reasonOf(line)}`, 800);
  }
  if (status !== "failure" || first === undefined)
    return cut(cause === "" ? headline : `${headline}: ${cause}`, 800);
  const more = failed.length > 1 ? `, and ${failed.length - 1} more` : "";
  return `${headline}: ${quoted(first.name)}: ${quoted(first.cause, 300)}${more}`;
}

/** The values of the named outputs of all runs. */
export class NamedValues {
  /** By output. `byRun` is null if a value, or all values together, are too large for an output of the step. */
  readonly #values = new Map<string, { bytes: number; byRun: Map<number, string> | null }>();

  /** Adds those of the `nth` run, from 0. */
  add(nth: number, outputs: readonly NamedOutput[]): void {
    for (const { name, value } of outputs) {
      const of = this.#values.get(name) ?? { bytes: 0, byRun: new Map<number, string>() };
      this.#values.set(name, of);
      if (value === undefined) continue;
      if (value === null) {
        of.byRun = null;
        continue;
      }
      of.bytes += Buffer.byteLength(value);
      if (of.bytes > MAX_OUTPUT_BYTES) of.byRun = null;
      of.byRun?.set(nth, value);
    }
  }

  /** Each as a JSON object of run name to value, in the order of the runs. */
  outputs(runs: readonly NamedRun[], elsewhere: string): Output[] {
    return Array.from(this.#values, ([name, { byRun }]) => {
      const entries = runs.flatMap((run, nth) => {
        const value = byRun?.get(nth);
        return value === undefined ? [] : [[run.name, JSON.stringify(value)] as const];
      });
      return { name, value: byRun === null ? null : jsonByName(entries), elsewhere };
    });
  }
}
