import * as core from "@actions/core";
import { resultsOf } from "../api/results.ts";
import type { Transport } from "../api/transport.ts";
import type { GateProcess } from "../gate/process.ts";
import { connect } from "../runner/connect.ts";
import type { Step } from "../runner/entry.ts";
import { handOverOutcome, refusal } from "../runner/hand-over.ts";
import { InputError, readApiKey } from "../runner/inputs.ts";
import { checkPlaceForOutputs } from "../runner/outputs.ts";
import { MANY_SUBJECT, ManyProgress } from "../show/many.ts";
import { conclude, type Verdict } from "../verdict.ts";
import { withNamedOutputs } from "../wait/hand-over.ts";
import { DEFAULTS, readCommonInputs, type CommonInputs } from "../wait/inputs.ts";
import { OUTPUTS } from "../wait/outputs.ts";
import { gated, openGate } from "../wait/run.ts";
import { waitForResults } from "../wait/wait.ts";
import { counted, duration } from "../wording.ts";
import { neededOf } from "./conclude.ts";
import { endedOf, NamedValues, type Ended } from "./ended.ts";
import { handOverAll } from "./hand-over.ts";
import { readRuns, type NamedRun } from "./ids.ts";
import { Limiter } from "./limiter.ts";
import { ResultsFile } from "./results.ts";

/** Everything that the action was asked to do with many runs. */
export interface ManyInputs extends CommonInputs {
  readonly runs: readonly NamedRun[];
  /** How many of them must pass. */
  readonly needed: number;
}

/** The outputs of action.yml that are set for many runs. */
export const MANY_OUTPUTS = ["status", "passed", "total", "failed-runs", "results-file", "results"];

/**
 * The action's whole job for many runs.
 *
 * @returns the exit code
 */
export async function waitForMany(step: Step): Promise<0 | 1> {
  let inputs: ManyInputs;
  let gate: GateProcess | undefined;
  let transport: Transport;
  try {
    inputs = readInputs();
    checkPlaceForOutputs(step.env);
    [gate, transport] = await Promise.all([
      openGate(inputs, [...OUTPUTS, ...MANY_OUTPUTS], step),
      connect(inputs, step.env),
    ]);
  } catch (error) {
    handOverOutcome(refusal(error), MANY_SUBJECT, step);
    return 1;
  }
  const { log, clock, cancel } = step;
  const { runs, needed, baseUrl, timeoutMs } = inputs;
  log.info(
    `Waiting for ${counted(runs.length, "PromptLayer agent run")} at ${baseUrl.host}, at most ${duration(timeoutMs)}; ${needed} must pass.`,
  );
  const deadline = clock.now() + timeoutMs;
  const file = new ResultsFile(step.env["RUNNER_TEMP"] ?? "");
  const values = new NamedValues();
  const progress = new ManyProgress(runs.length, log, clock);
  const ended = await waitForAll(inputs, transport, step, progress, async (nth, run, found) => {
    const asserted = await gated(found, gate, deadline, step);
    const verdict = await withNamedOutputs(asserted, { gate, deadline }, cancel);
    file.write(nth, run, verdict);
    values.add(nth, verdict.namedOutputs);
    return endedOf(run, verdict);
  });
  progress.stop();
  return handOverAll(ended, inputs, file, values, step);
}

/** @throws InputError for the first input that cannot be used */
function readInputs(): ManyInputs {
  const common = readCommonInputs(readApiKey());
  if (core.getInput("execution-id") !== "")
    throw new InputError("Inputs `execution-id` and `execution-ids` are both given; expected one of them.");
  if (common.returnAllOutputs) {
    throw new InputError(
      "Input `return-all-outputs` is true, which `execution-ids` does not support: the nodes of many runs are not published. Leave it out.",
    );
  }
  const runs = readRuns(core.getInput("execution-ids", { trimWhitespace: false }));
  const needed = neededOf(core.getInput("min-passed") || DEFAULTS["min-passed"], runs.length);
  return { ...common, runs, needed };
}

/**
 * Waits for all runs at the same time.
 *
 * @param settle turns the verdict on a run that has ended into what is kept of it
 * @returns what was kept, in the order of the runs
 */
export async function waitForAll(
  { runs, ...limits }: Pick<ManyInputs, "runs" | "timeoutMs" | "pollIntervalMs" | "requestTimeoutMs">,
  transport: Transport,
  { clock, cancel }: Pick<Step, "clock" | "cancel">,
  progress: Pick<ManyProgress, "of" | "ended">,
  settle: (nth: number, run: NamedRun, verdict: Verdict) => Ended | Promise<Ended>,
): Promise<Ended[]> {
  const began = clock.now();
  const limiter = new Limiter(clock, runs.length);
  // One after another, so that only one run's values are in memory.
  let settled: Promise<unknown> = Promise.resolve();
  return Promise.all(
    runs.map(async (run, nth) => {
      const results = resultsOf(run.executionId, transport, false);
      const wait = await waitForResults(results, limits, clock, cancel, progress.of(run), limiter);
      const verdict = conclude(run.executionId, wait, clock.now() - began);
      // The node map of a run that has not finished has no text, so `outputs` could not read it.
      const found = wait.kind === "finished" ? verdict : { ...verdict, nodes: undefined };
      limiter.keepOpen();
      const kept = settled.then(() => settle(nth, run, found));
      settled = kept;
      const ended = await kept;
      limiter.done();
      progress.ended(ended);
      return ended;
    }),
  );
}
