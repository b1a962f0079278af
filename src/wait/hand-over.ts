import type { Step } from "../runner/entry.ts";
import { handOverOutcome, setStatus, summarize, unpublished } from "../runner/hand-over.ts";
import { setOutputs } from "../runner/outputs.ts";
import { announceVerdict } from "../show/annotations.ts";
import { renderVerdict, SUBJECT } from "../show/summary.ts";
import { asError } from "../thrown.ts";
import { applyOutputs, factsOf, type Verdict } from "../verdict.ts";
import type { Gate } from "../gate/gate.ts";
import { outputsOf, writeFiles, type Files } from "./outputs.ts";
import type { Found } from "./run.ts";

/**
 * Hands what was found to the runner: files, outputs, annotations and summary.
 *
 * @returns the exit code: 0 only for a proven success, or for a failure that `fail-on-error: false` lets pass
 */
export function handOver(found: Found, step: Step): 0 | 1 {
  if (found.kind === "refused") {
    handOverOutcome(found.outcome, SUBJECT, step);
    return 1;
  }
  const { inputs, gate } = found;
  const { verdict, files } = publish(found.verdict, gate, inputs.returnAllOutputs, step);
  const isTolerated = verdict.status === "failure" && !inputs.failOnError;
  announceVerdict(verdict, step.log, { showsValues: inputs.jobSummary, isTolerated });
  if (inputs.jobSummary) summarize(renderVerdict(verdict, files), step);
  return verdict.status === "success" || isTolerated ? 0 : 1;
}

/** Writes the files and sets the outputs. The status is settled first, so that no output says more than the step. */
function publish(
  found: Verdict,
  gate: Gate | undefined,
  returnAllOutputs: boolean,
  step: Step,
): { verdict: Verdict; files: Files } {
  const { files, error } = writeFiles(found, returnAllOutputs, step.env["RUNNER_TEMP"] ?? "");
  const settled = withNamedOutputs(error === undefined ? found : withError(found, error), gate);
  try {
    setOutputs(outputsOf(settled, files, returnAllOutputs), step.env, step.log);
    return { verdict: settled, files };
  } catch (reason) {
    const verdict = withError(settled, asError(reason));
    setStatus(verdict, step);
    return { verdict, files };
  }
}

/** Adds what `outputs` says of the run. */
export function withNamedOutputs(verdict: Verdict, gate: Gate | undefined): Verdict {
  if (gate === undefined) return verdict;
  const namedOutputs = gate.outputs(factsOf(verdict));
  const settled = applyOutputs(verdict, namedOutputs);
  if (settled.status === verdict.status) return settled;
  // Evaluated again, because the good ones may read the status.
  const again = gate.outputs(factsOf(settled));
  return {
    ...settled,
    namedOutputs: namedOutputs.map((output, n) => (output.cause === "" ? (again[n] ?? output) : output)),
  };
}

function withError(verdict: Verdict, error: Error): Verdict {
  return { ...verdict, ...unpublished("The outputs could not be published", error) };
}
