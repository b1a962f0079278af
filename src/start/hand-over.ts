import type { Outcome } from "../outcome.ts";
import type { Step } from "../runner/entry.ts";
import { handOverOutcome, setStatus, summarize, unpublished } from "../runner/hand-over.ts";
import { setOutputs, type Output } from "../runner/outputs.ts";
import { announceStart, renderStart, SUBJECT } from "../show/start.ts";
import { asError } from "../thrown.ts";
import type { Found } from "./run.ts";
import type { Start } from "./start.ts";

/**
 * Hands what was found to the runner: outputs, annotations and summary.
 *
 * @returns the exit code: 0 only if a run was started, and its ID is set
 */
export function handOver(found: Found, step: Step): 0 | 1 {
  if (found.kind === "refused") {
    handOverOutcome(found.outcome, SUBJECT, step);
    return 1;
  }
  const { start, inputs } = found;
  const outcome = publish(found.outcome, start, step);
  const warning = start.kind === "started" ? start.run.warning : "";
  announceStart(outcome, warning, step.log);
  summarize(renderStart(outcome, inputs, warning), step);
  return outcome.status === "started" ? 0 : 1;
}

/** Sets the outputs, and says what became of the step with that. */
function publish(found: Outcome, start: Start, step: Step): Outcome {
  const outputs: Output[] = [{ name: "status", value: found.status }];
  if (start.kind === "started") {
    const { executionId, warning } = start.run;
    outputs.push({ name: "execution-id", value: executionId });
    if (warning !== "")
      outputs.push({ name: "warning", value: warning, elsewhere: "The summary has its beginning." });
  }
  try {
    setOutputs(outputs, step.env, step.log);
    return found;
  } catch (error) {
    const what = start.kind === "started" ? `Run ${start.run.executionId} was started, but the` : "The";
    const outcome = unpublished(`${what} outputs could not be published`, asError(error));
    setStatus(outcome, step);
    return outcome;
  }
}
