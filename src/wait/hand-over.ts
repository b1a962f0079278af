import { tolerated } from "../outcome.ts";
import type { Step } from "../runner/entry.ts";
import { handOverOutcome, publishOutputs, summarize, unpublished } from "../runner/hand-over.ts";
import { announceVerdict } from "../show/annotations.ts";
import { renderVerdict, SUBJECT } from "../show/summary.ts";
import { applyOutputs, cancelled, factsOf, type Verdict } from "../verdict.ts";
import { outputsOf, writeFiles, type Files } from "./outputs.ts";
import type { Found } from "./run.ts";

type Judged = Extract<Found, { kind: "verdict" }>;

/**
 * Hands what was found to the runner: files, outputs, annotations and summary.
 *
 * @returns the exit code: 0 only for a proven success, or for a failure that `fail-on-error: false` lets pass
 */
export async function handOver(found: Found, step: Step): Promise<0 | 1> {
  if (found.kind === "refused") {
    handOverOutcome(found.outcome, SUBJECT, step);
    return 1;
  }
  const { inputs } = found;
  const { verdict, files } = await publish(found, step);
  const isTolerated = verdict.status === "failure" && !inputs.failOnError;
  const shown = isTolerated ? tolerated(verdict) : verdict;
  announceVerdict(shown, step.log, { showsValues: inputs.jobSummary, isTolerated });
  if (inputs.jobSummary) summarize(renderVerdict(shown, files), step);
  return verdict.status === "success" || isTolerated ? 0 : 1;
}

/** Writes the files and sets the outputs. The status is settled first, so that no output claims more than it. */
async function publish(found: Judged, step: Step): Promise<{ verdict: Verdict; files: Files }> {
  const { returnAllOutputs } = found.inputs;
  const { files, error } = writeFiles(found.verdict, returnAllOutputs, step.env["RUNNER_TEMP"] ?? "");
  const published = error === undefined ? found.verdict : { ...found.verdict, ...unpublished(error) };
  const settled = await withNamedOutputs(published, found, step.cancel);
  const outcome = publishOutputs(settled, outputsOf(settled, files, returnAllOutputs), step);
  return { verdict: { ...settled, ...outcome }, files };
}

/**
 * Evaluates `outputs` and adds the named outputs.
 *
 * @param judged the process that evaluates them, and the deadline of the wait
 */
export async function withNamedOutputs(
  verdict: Verdict,
  { gate, deadline }: Pick<Judged, "gate" | "deadline">,
  cancel: AbortSignal,
): Promise<Verdict> {
  // A cancelled step has no time for them.
  if (gate === undefined || verdict.status === "cancelled") return verdict;
  const namedOutputs = await gate.outputs(factsOf(verdict), deadline);
  const settled = applyOutputs(verdict, namedOutputs);
  // Evaluated again with the new status, because they may read it.
  const again =
    settled.status === verdict.status ? namedOutputs : await gate.outputs(factsOf(settled), deadline);
  if (cancel.aborted) return cancelled(verdict, String(cancel.reason));
  return {
    ...settled,
    namedOutputs: namedOutputs.map((output, n) => (output.cause === "" ? (again[n] ?? output) : output)),
  };
}
