import { resultsOf } from "../api/results.ts";
import type { Transport } from "../api/transport.ts";
import type { GateProcess } from "../gate/process.ts";
import { failed, type Outcome } from "../outcome.ts";
import { connect } from "../runner/connect.ts";
import type { Step } from "../runner/entry.ts";
import { refusal } from "../runner/hand-over.ts";
import { checkPlaceForOutputs } from "../runner/outputs.ts";
import { Progress } from "../show/progress.ts";
import { applyGate, cancelled, conclude, factsOf, canBeGated, type Verdict } from "../verdict.ts";
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
      readonly gate: GateProcess | undefined;
      /** The deadline of the wait, as a time of the clock. */
      readonly deadline: number;
    };

/** Does the action's whole job, except handing the result to the runner. */
export async function run(step: Step): Promise<Found> {
  let inputs: Inputs;
  let gate: GateProcess | undefined;
  let transport: Transport;
  try {
    inputs = readInputs();
    checkPlaceForOutputs(step.env);
    // The process that evaluates starts while the HTTP client is loaded.
    [gate, transport] = await Promise.all([openGate(inputs, OUTPUTS, step), connect(inputs, step.env)]);
  } catch (error) {
    return { kind: "refused", outcome: refusal(error) };
  }
  const deadline = step.clock.now() + inputs.timeoutMs;
  const verdict = await gated(await waitFor(inputs, transport, step), gate, deadline, step);
  return { kind: "verdict", verdict, inputs, gate, deadline };
}

/** Evaluates `assert` and adds the assertions, if the run can be gated. */
export async function gated(
  verdict: Verdict,
  gate: GateProcess | undefined,
  deadline: number,
  { cancel }: Pick<Step, "cancel">,
): Promise<Verdict> {
  if (gate === undefined || !canBeGated(verdict)) return verdict;
  // Many runs wait for each other's evaluation.
  if (!gate.hasTime(deadline)) {
    const cause = "`timeout` was over before `assert` and `outputs` could be evaluated.";
    return { ...verdict, ...failed("The result of the run is not known", cause, "Raise `timeout`.") };
  }
  const assertions = await gate.assert(factsOf(verdict), deadline);
  return cancel.aborted ? cancelled(verdict, String(cancel.reason)) : applyGate(verdict, assertions);
}

/**
 * @param reserved the names that a named output may not have
 * @throws InputError for the first line that cannot be used
 */
export async function openGate(
  { assert, outputs }: CommonInputs,
  reserved: readonly string[],
  step: Step,
): Promise<GateProcess | undefined> {
  if (assert.trim() === "" && outputs.trim() === "") return undefined;
  // A chunk of its own, loaded only if it is used.
  const { GateProcess } = await import("../gate/process.ts");
  const gate = await GateProcess.open(step, { assert, outputs, reserved });
  for (const name of gate.lines.empty) {
    step.log.warning(
      "Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.",
      `Input \`${name}\` says nothing`,
    );
  }
  return gate;
}

async function waitFor(inputs: Inputs, transport: Transport, { clock, log, cancel }: Step): Promise<Verdict> {
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
