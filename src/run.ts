import * as core from "@actions/core";
import { announce } from "./annotations.ts";
import { monotonicClock } from "./clock.ts";
import type { Expressions } from "./expressions.ts";
import { givenApiKey, InputError, readInputs, type Inputs } from "./inputs.ts";
import { Log } from "./log.ts";
import {
  checkPlaceForOutputs,
  NoPlaceForOutputs,
  OUTPUTS,
  publish,
  publishStatus,
  type Files,
} from "./outputs.ts";
import { duration } from "./plain-text.ts";
import { Progress } from "./progress.ts";
import { conclude, gate, problem, type Report } from "./report.ts";
import { renderSummary, writeSummary } from "./summary.ts";
import { asError } from "./thrown.ts";
import { waitForResults } from "./wait.ts";
import manifest from "../package.json" with { type: "json" };

/**
 * Does the action's whole job.
 *
 * @param cancel aborted when the job is cancelled
 * @returns the process's exit code: 0 only for a proven success, or a failure that `fail-on-error: false` lets pass
 */
export async function run(cancel: AbortSignal): Promise<0 | 1> {
  const key = givenApiKey();
  if (key !== "") core.setSecret(key);
  const log = new Log(key);

  let inputs: Inputs;
  let expressions: Expressions | undefined;
  try {
    inputs = readInputs();
    if (inputs.assert.trim() !== "" || inputs.outputs.trim() !== "") {
      // A chunk of its own, for those who use it.
      const { parseExpressions } = await import("./expressions.ts");
      expressions = parseExpressions(inputs.assert, inputs.outputs, OUTPUTS);
      for (const name of expressions.empty) {
        log.warning(
          "Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.",
          `Input \`${name}\` says nothing`,
        );
      }
    }
    checkPlaceForOutputs();
  } catch (error) {
    return fail(explain(error), log);
  }

  let report = await wait(inputs, log, cancel);
  if (expressions !== undefined) report = gate(report, expressions);

  let files: Files = {};
  try {
    files = publish(report, inputs.returnAllOutputs, log);
  } catch (error) {
    report = {
      ...report,
      status: "error",
      headline: "The outputs could not be published",
      details: asError(error).message,
      advice:
        "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.",
    };
    leaveStatus(report);
  }
  announce(report, log, { executionId: inputs.executionId, showsValues: inputs.jobSummary });
  if (inputs.jobSummary) summarize(report, inputs.executionId, files, log);
  return report.status === "success" || (report.status === "failure" && !inputs.failOnError) ? 0 : 1;
}

async function wait(inputs: Inputs, log: Log, cancel: AbortSignal): Promise<Report> {
  // A chunk of its own, loaded only now, because it takes as long as all the rest.
  const { PromptLayer } = await import("./client.ts");
  const clock = monotonicClock;
  const began = clock.now();
  log.info(
    `Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${duration(inputs.timeoutMs)}.`,
  );
  const client = new PromptLayer({
    baseUrl: inputs.baseUrl,
    apiKey: inputs.apiKey,
    userAgent: `wait-for-promptlayer-agent/${manifest.version}`,
  });
  const progress = new Progress(log, clock);
  const ended = await waitForResults(client.results(inputs.executionId), inputs, clock, cancel, progress);
  progress.stop();
  return conclude(ended, clock.now() - began);
}

/**
 * The end of a process that broke down: says so, and leaves `status` for later steps. The exit code is the caller's.
 *
 * @param status what became of the step
 */
export function breakDown(status: "error" | "cancelled", why: string): void {
  const report = problem(
    "The action ended before it had a verdict",
    why,
    "Please report this, with the log.",
  );
  fail({ ...report, status }, new Log(givenApiKey()));
}

/** The end of a step that has nothing to publish but why it failed. */
function fail(report: Report, log: Log): 1 {
  announce(report, log, { executionId: "", showsValues: false });
  leaveStatus(report);
  // Which may be the very input that is wrong.
  if (!/^false$/i.test(core.getInput("job-summary"))) summarize(report, "", {}, log);
  return 1;
}

/** Sets `status` if that can be done; the step is red either way. */
function leaveStatus(report: Report): void {
  try {
    publishStatus(report);
  } catch {
    // The log has to do.
  }
}

function summarize(report: Report, executionId: string, files: Files, log: Log): void {
  try {
    writeSummary(log.withoutKey(renderSummary(report, executionId, files)));
  } catch (error) {
    log.warning(asError(error).message, "The job summary could not be written");
  }
}

function explain(error: unknown): Report {
  if (error instanceof InputError) return problem("An input cannot be used", error.message);
  if (error instanceof NoPlaceForOutputs) {
    return problem("The runner has no place for the outputs", error.message);
  }
  throw error;
}
