import { startRun } from "../api/runs.ts";
import type { Outcome } from "../outcome.ts";
import { connect } from "../runner/connect.ts";
import type { Step } from "../runner/entry.ts";
import { refusal } from "../runner/hand-over.ts";
import { checkPlaceForOutputs } from "../runner/outputs.ts";
import { proseLine } from "../show/prose.ts";
import { logRequest, logStart } from "../show/start.ts";
import { duration } from "../wording.ts";
import { conclude, concludeAll } from "./conclude.ts";
import { readInputs, requestBody, type Inputs } from "./inputs.ts";
import { startAll, type NamedStart } from "./many.ts";
import { start, type Start } from "./start.ts";

/** What the action did, to be handed to the runner. */
export type Found =
  /** There was nothing to ask the API for. */
  | { readonly kind: "refused"; readonly outcome: Outcome }
  | { readonly kind: "asked"; readonly outcome: Outcome; readonly start: Start; readonly inputs: Inputs }
  | {
      readonly kind: "asked for many";
      readonly outcome: Outcome;
      readonly starts: readonly NamedStart[];
      readonly inputs: Inputs;
    };

/** Does the action's whole job, except handing the result to the runner. */
export async function run(step: Step): Promise<Found> {
  let inputs: Inputs;
  try {
    inputs = readInputs(step.env["GITHUB_WORKSPACE"] || ".");
    checkPlaceForOutputs(step.env);
  } catch (error) {
    return { kind: "refused", outcome: refusal(error) };
  }
  logRequest(inputs, step.log);
  const startOne = await startWith(inputs, step);
  const { cases, failOnWarning, timeoutMs } = inputs;
  if (cases === undefined) {
    const came = await startOne(inputs.variables, timeoutMs);
    return { kind: "asked", outcome: conclude(came, failOnWarning), start: came, inputs };
  }
  const starts = await startAll(cases, startOne, inputs, step, (nth, came) => {
    logStart(came, nth, cases.length, step.log);
  });
  return { kind: "asked for many", outcome: concludeAll(starts, cases, failOnWarning), starts, inputs };
}

/** Returns a function that starts a run with some variables, within a time in milliseconds. */
async function startWith(
  inputs: Inputs,
  { env, clock, log, cancel }: Step,
): Promise<(variables: Inputs["variables"], timeoutMs: number) => Promise<Start>> {
  const transport = await connect(inputs, env);
  return (variables, timeoutMs) => {
    const body = requestBody({ ...inputs, variables });
    const limits = { timeoutMs, requestTimeoutMs: inputs.requestTimeoutMs };
    return start((within) => startRun(inputs.agent, body, transport, within), limits, clock, cancel, {
      answered: (kind, tookMs) => {
        log.debug(`request: ${kind} after ${duration(tookMs)}`);
      },
      retrying: (cause, pauseMs) => {
        log.info(proseLine(`No run was started, next try in ${duration(pauseMs)}: ${cause}`));
      },
    });
  };
}
