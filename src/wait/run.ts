import { resultsOf } from "../api/results.ts";
import type { Gate } from "../gate/gate.ts";
import type { Outcome } from "../outcome.ts";
import { connect } from "../runner/connect.ts";
import type { Step } from "../runner/entry.ts";
import { refusal } from "../runner/hand-over.ts";
import { checkPlaceForOutputs } from "../runner/outputs.ts";
import type { Log } from "../show/log.ts";
import { Progress } from "../show/progress.ts";
import { applyGate, conclude, factsOf, isGated, type Verdict } from "../verdict.ts";
import { duration } from "../wording.ts";
import { readInputs, type CommonInputs, type Inputs } from "./inputs.ts";
import { OUTPUTS } from "./outputs.ts";
import { waitForResults } from "./wait.ts";

/** What the action found, to be handed to the runner. */
export type Found =
  /** There was nothing to wait for. */
  | { readonly kind: "refused"; readonly outcome: Outcome }
  | {
      readonly kind: "verdict";
      /** Without the named outputs, since they may depend on the final status. */
      readonly verdict: Verdict;
      readonly inputs: Inputs;
      /** undefined if neither `assert` nor `outputs` says anything. */
      readonly gate: Gate | undefined;
    };

/** Does the action's whole job, but for telling the runner. */
export async function run(step: Step): Promise<Found> {
  let inputs: Inputs;
  let gate: Gate | undefined;
  try {
    inputs = readInputs();
    gate = await readGate(inputs, OUTPUTS, step.log);
    checkPlaceForOutputs(step.env);
  } catch (error) {
    return { kind: "refused", outcome: refusal(error) };
  }
  const verdict = await waitFor(inputs, step);
  return { kind: "verdict", verdict: asserted(verdict, gate), inputs, gate };
}

/** Adds what `assert` says of the run, if it can be gated. */
export function asserted(verdict: Verdict, gate: Gate | undefined): Verdict {
  return gate === undefined || !isGated(verdict)
    ? verdict
    : applyGate(verdict, gate.assert(factsOf(verdict)));
}

/** @throws InputError for the first line that cannot be used */
export async function readGate(
  { assert, outputs }: CommonInputs,
  reserved: readonly string[],
  log: Log,
): Promise<Gate | undefined> {
  if (assert.trim() === "" && outputs.trim() === "") return undefined;
  // A chunk of its own, for those who use it.
  const { Gate } = await import("../gate/gate.ts");
  const gate = new Gate(assert, outputs, reserved);
  for (const name of gate.empty) {
    log.warning(
      "Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.",
      `Input \`${name}\` says nothing`,
    );
  }
  return gate;
}

async function waitFor(inputs: Inputs, { env, clock, log, cancel }: Step): Promise<Verdict> {
  const transport = await connect(inputs, env);
  const began = clock.now();
  log.info(
    `Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${duration(inputs.timeoutMs)}.`,
  );
  const progress = new Progress(log, clock);
  const wait = await waitForResults(
    resultsOf(inputs.executionId, transport),
    inputs,
    clock,
    cancel,
    progress,
  );
  progress.stop();
  return conclude(inputs.executionId, wait, clock.now() - began);
}
