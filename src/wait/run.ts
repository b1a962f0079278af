import { resultsOf } from "../api/results.ts";
import type { Gate } from "../gate/gate.ts";
import { failed, type Outcome } from "../outcome.ts";
import type { Step } from "../runner/entry.ts";
import { InputError } from "../runner/inputs.ts";
import { checkPlaceForOutputs, NoPlaceForOutputs } from "../runner/outputs.ts";
import type { Log } from "../show/log.ts";
import { Progress } from "../show/progress.ts";
import { applyGate, conclude, factsOf, isGated, type Verdict } from "../verdict.ts";
import { duration } from "../wording.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { OUTPUTS } from "./outputs.ts";
import { waitForResults } from "./wait.ts";
import manifest from "../../package.json" with { type: "json" };

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
    gate = await readGate(inputs, step.log);
    checkPlaceForOutputs(step.env);
  } catch (error) {
    return { kind: "refused", outcome: explain(error) };
  }
  const verdict = await waitFor(inputs, step);
  if (gate === undefined || !isGated(verdict)) return { kind: "verdict", verdict, inputs, gate };
  return { kind: "verdict", verdict: applyGate(verdict, gate.assert(factsOf(verdict))), inputs, gate };
}

async function readGate({ assert, outputs }: Inputs, log: Log): Promise<Gate | undefined> {
  if (assert.trim() === "" && outputs.trim() === "") return undefined;
  // A chunk of its own, for those who use it.
  const { Gate } = await import("../gate/gate.ts");
  const gate = new Gate(assert, outputs, OUTPUTS);
  for (const name of gate.empty) {
    log.warning(
      "Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.",
      `Input \`${name}\` says nothing`,
    );
  }
  return gate;
}

async function waitFor(inputs: Inputs, { env, clock, log, cancel }: Step): Promise<Verdict> {
  // A chunk of its own, loaded only now, because it takes as long as all the rest.
  const { Transport } = await import("../api/transport.ts");
  const began = clock.now();
  log.info(
    `Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${duration(inputs.timeoutMs)}.`,
  );
  const transport = new Transport({
    baseUrl: inputs.baseUrl,
    apiKey: inputs.apiKey,
    userAgent: `wait-for-promptlayer-agent/${manifest.version}`,
    env,
  });
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

/** @throws what is no fault of the user's */
function explain(error: unknown): Outcome {
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
