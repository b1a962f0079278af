import { startRun } from "../api/runs.ts";
import type { Outcome } from "../outcome.ts";
import { connect } from "../runner/connect.ts";
import type { Step } from "../runner/entry.ts";
import { refusal } from "../runner/hand-over.ts";
import { checkPlaceForOutputs } from "../runner/outputs.ts";
import { proseLine } from "../show/prose.ts";
import { logRequest } from "../show/start.ts";
import { duration } from "../wording.ts";
import { conclude } from "./conclude.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { start, type Start } from "./start.ts";

/** What the action did, to be handed to the runner. */
export type Found =
  /** There was nothing to ask the API for. */
  | { readonly kind: "refused"; readonly outcome: Outcome }
  | { readonly kind: "asked"; readonly outcome: Outcome; readonly start: Start; readonly inputs: Inputs };

/** Does the action's whole job, but for telling the runner. */
export async function run(step: Step): Promise<Found> {
  let inputs: Inputs;
  try {
    inputs = readInputs(step.env["GITHUB_WORKSPACE"] || ".");
    checkPlaceForOutputs(step.env);
  } catch (error) {
    return { kind: "refused", outcome: refusal(error) };
  }
  const came = await startFor(inputs, step);
  return { kind: "asked", outcome: conclude(came, inputs.failOnWarning), start: came, inputs };
}

async function startFor(inputs: Inputs, { env, clock, log, cancel }: Step): Promise<Start> {
  logRequest(inputs, log);
  const transport = await connect(inputs, env);
  return start((limits) => startRun(inputs.agent, inputs.body, transport, limits), inputs, clock, cancel, {
    answered: (kind, tookMs) => {
      log.debug(`request: ${kind} after ${duration(tookMs)}`);
    },
    retrying: (cause, pauseMs) => {
      log.info(proseLine(`No run was started, next try in ${duration(pauseMs)}: ${cause}`));
    },
  });
}
