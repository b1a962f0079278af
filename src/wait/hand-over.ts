import * as core from "@actions/core";
import type { Outcome } from "../outcome.ts";
import type { Step } from "../runner/entry.ts";
import { setOutputs } from "../runner/outputs.ts";
import { announce, announceVerdict } from "../show/annotations.ts";
import { renderOutcome, renderVerdict, writeSummary } from "../show/summary.ts";
import { asError } from "../thrown.ts";
import { applyOutputs, factsOf, type Verdict } from "../verdict.ts";
import { quoted } from "../wording.ts";
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
    handOverOutcome(found.outcome, step);
    return 1;
  }
  const { inputs, gate } = found;
  const { verdict, files } = publish(found.verdict, gate, inputs.returnAllOutputs, step);
  const isTolerated = verdict.status === "failure" && !inputs.failOnError;
  announceVerdict(verdict, step.log, { showsValues: inputs.jobSummary, isTolerated });
  if (inputs.jobSummary) summarize(renderVerdict(verdict, files), step);
  return verdict.status === "success" || isTolerated ? 0 : 1;
}

/** Hands over why a step failed that has nothing else to say. */
export function handOverOutcome(outcome: Outcome, step: Step): void {
  announce(outcome, "PromptLayer agent run", step.log);
  setStatus(outcome, step);
  // Not a checked input, since this may be the very input that is wrong.
  if (!/^false$/i.test(core.getInput("job-summary"))) summarize(renderOutcome(outcome), step);
}

/** Writes the files and sets the outputs. The status is settled first, so that no output says more than the step. */
function publish(
  found: Verdict,
  gate: Gate | undefined,
  returnAllOutputs: boolean,
  step: Step,
): { verdict: Verdict; files: Files } {
  const { files, error } = writeFiles(found, returnAllOutputs, step.env["RUNNER_TEMP"] ?? "");
  const settled = withNamedOutputs(error === undefined ? found : unpublished(found, error), gate);
  try {
    setOutputs(outputsOf(settled, files, returnAllOutputs), step.env, step.log);
    return { verdict: settled, files };
  } catch (reason) {
    const verdict = unpublished(settled, asError(reason));
    setStatus(verdict, step);
    return { verdict, files };
  }
}

function withNamedOutputs(verdict: Verdict, gate: Gate | undefined): Verdict {
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

function unpublished(verdict: Verdict, error: Error): Verdict {
  return {
    ...verdict,
    status: "error",
    headline: "The outputs could not be published",
    cause: quoted(error.message, 300),
    advice:
      "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.",
  };
}

/** Sets `status` if that can be done. The step is red either way. */
function setStatus({ status }: Outcome, step: Step): void {
  try {
    setOutputs([{ name: "status", value: status }], step.env, step.log);
  } catch {
    // The log has to do.
  }
}

function summarize(markdown: string, { env, log }: Step): void {
  try {
    writeSummary(log.withoutKey(markdown), env["GITHUB_STEP_SUMMARY"] ?? "");
  } catch (error) {
    log.warning(asError(error).message, "The job summary could not be written");
  }
}
