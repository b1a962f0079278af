import * as core from "@actions/core";
import { failed, type Outcome } from "../outcome.ts";
import { announce, renderOutcome, writeSummary } from "../show/outcome.ts";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import type { Step } from "./entry.ts";
import { InputError } from "./inputs.ts";
import { NoPlaceForOutputs, setOutputs, type Output } from "./outputs.ts";

/**
 * The outcome of a step whose inputs or runner cannot be used.
 *
 * @param error what the checks threw
 * @throws any other error, as it is
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
 * Hands over the outcome of a step that failed and has nothing else to publish.
 *
 * @param subject what the step was to do, as the titles of annotations and summaries name it
 */
export function handOverOutcome(outcome: Outcome, subject: string, step: Step): void {
  announce(outcome, subject, step.log);
  setStatus(outcome, step);
  // Not read as a boolean, which may throw: this may be the very input that is wrong.
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
 * Sets `status` and the other outputs.
 *
 * @param done what the step has done even if they cannot be set, as a clause; undefined if nothing
 * @returns the outcome of the step after that
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

/** Sets `status` if possible. The step is red either way. */
function setStatus({ status }: Outcome, step: Step): void {
  try {
    setOutputs([{ name: "status", value: status }], step.env, step.log);
  } catch {
    // The log says it.
  }
}

export function summarize(markdown: string, { env, log }: Step): void {
  try {
    writeSummary(log.withoutKey(markdown), env["GITHUB_STEP_SUMMARY"] ?? "");
  } catch (error) {
    log.warning(asError(error).message, "The job summary could not be written");
  }
}
