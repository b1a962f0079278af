import { tolerated } from "../outcome.ts";
import type { Step } from "../runner/entry.ts";
import { publishOutputs, summarize, unpublished } from "../runner/hand-over.ts";
import type { Output } from "../runner/outputs.ts";
import { announceRuns, renderRuns } from "../show/many.ts";
import { concludeAll } from "./conclude.ts";
import type { Ended, NamedValues } from "./ended.ts";
import type { ResultsFile } from "./results.ts";
import type { ManyInputs } from "./run.ts";

/**
 * Hands what was found about many runs to the runner: the file, outputs, annotations and summary.
 *
 * @returns the exit code: 0 only if enough runs are proven to have passed, or for a failure that `fail-on-error: false`
 *   lets pass
 */
export function handOverAll(
  runs: readonly Ended[],
  { needed, failOnError, jobSummary }: ManyInputs,
  file: ResultsFile,
  values: NamedValues,
  step: Step,
): 0 | 1 {
  const { passed, ...concluded } = concludeAll(runs, needed);
  const results = file.whole();
  const found = file.error === undefined ? concluded : unpublished(file.error);
  const failed = runs.filter(({ status }) => status !== "success").map(({ name }) => name);
  const outputs: Output[] = [
    { name: "passed", value: String(passed) },
    { name: "total", value: String(runs.length) },
    { name: "failed-runs", value: JSON.stringify(failed) },
  ];
  if (results !== undefined) {
    const elsewhere = `See the file of \`results-file\`: ${results.path}.`;
    outputs.push(...values.outputs(runs, elsewhere));
    const nonFinite = runs.find((run) => run.nonFinite !== undefined)?.nonFinite;
    outputs.push({ name: "results-file", value: results.path });
    outputs.push({ name: "results", value: results.array, elsewhere, nonFinite });
  }
  const outcome = publishOutputs(found, outputs, step);
  const isTolerated = outcome.status === "failure" && !failOnError;
  const shown = isTolerated ? tolerated(outcome) : outcome;
  announceRuns(shown, runs, isTolerated, step.log);
  if (jobSummary) summarize(renderRuns(shown, runs, results?.path), step);
  return outcome.status === "success" || isTolerated ? 0 : 1;
}
