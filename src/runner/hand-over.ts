import * as core from "@actions/core";
import { failed, type Outcome } from "../outcome.ts";
import { announce, renderOutcome, writeSummary } from "../show/outcome.ts";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import type { Step } from "./entry.ts";
import { InputError } from "./inputs.ts";
import { NoPlaceForOutputs, setOutputs, type Output } from "./outputs.ts";

/**
 * Why the action does nothing, after what was thrown while its inputs and its runner were checked.
 *
 * @throws what is no fault of the user's
 */
export function refusal(error: unknown): Outcome {
  if (error instanceof InputError)
    return failed("An input cannot be used", error.message, "Correct the input in the `with:` of the step.");
  if (error instanceof NoPlaceForOutputs)
    return failed(
      "The runner has no place for the outputs",
      error.message,
      "See that the step may write to the files and folders of the runner.",
    );
  throw error;
}

/**
 * Hands over why a step failed that has nothing else to say.
 *
 * @param subject what the step was to do, as the titles of annotations and summaries name it
 */
export function handOverOutcome(outcome: Outcome, subject: string, step: Step): void {
  announce(outcome, subject, step.log);
  setStatus(outcome, step);
  // Not a checked input, since this may be the very input that is wrong.
  if (!/^false$/i.test(core.getInput("job-summary"))) summarize(renderOutcome(outcome, subject), step);
}

/** The outcome of a step whose outputs could not be set. */
export function unpublished(error: Error, done?: string): Outcome {
  const headline = `${done === undefined ? "The" : `${done}, but the`} outputs could not be published`;
  const advice =
    "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.";
  return failed(headline, quoted(error.message, 300), advice);
}

/**
 * Sets `status` and the other outputs, and says what became of the step with that.
 *
 * @param done what the step did all the same if they cannot be set, as a clause; undefined if nothing
 */
export function publishOutputs(
  found: Outcome,
  others: readonly Output[],
  step: Step,
  done?: string,
): Outcome {
  try {
    setOutputs([{ name: "status", value: found.status }, ...others], step.env, step.log);
    return found;
  } catch (error) {
    const outcome = unpublished(asError(error), done);
    setStatus(outcome, step);
    return outcome;
  }
}

/** Sets `status` if that can be done. The step is red either way. */
function setStatus({ status }: Outcome, step: Step): void {
  try {
    setOutputs([{ name: "status", value: status }], step.env, step.log);
  } catch {
    // The log has to do.
  }
}

export function summarize(markdown: string, { env, log }: Step): void {
  try {
    writeSummary(log.withoutKey(markdown), env["GITHUB_STEP_SUMMARY"] ?? "");
  } catch (error) {
    log.warning(asError(error).message, "The job summary could not be written");
  }
}
