import type { Step } from "../runner/entry.ts";
import { handOverOutcome, publishOutputs, summarize } from "../runner/hand-over.ts";
import type { Output } from "../runner/outputs.ts";
import { jsonByName } from "../run-name.ts";
import { announceStart, announceStarts, renderStart, renderStarts, SUBJECT } from "../show/start.ts";
import { counted } from "../wording.ts";
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
  if (found.kind === "asked for many") return handOverMany(found, step);
  const { start, inputs } = found;
  const started = start.kind === "started" ? start.run : undefined;
  const outcome = publishOutputs(
    found.outcome,
    outputsOf(start),
    step,
    started && `Run ${started.executionId} was started`,
  );
  const warning = start.kind === "started" ? start.run.warning : "";
  announceStart(outcome, warning, step.log);
  summarize(renderStart(outcome, inputs, warning), step);
  return outcome.status === "started" ? 0 : 1;
}

function handOverMany(
  { outcome: found, starts, inputs }: Found & { readonly kind: "asked for many" },
  step: Step,
): 0 | 1 {
  const runs = starts.flatMap(({ name, start }) =>
    start.kind === "started" ? [{ name, ...start.run }] : [],
  );
  const warned = runs.filter(({ warning }) => warning !== "");
  const text = (get: (run: (typeof runs)[number]) => string, of = runs) =>
    jsonByName(of.map((run) => [run.name, JSON.stringify(get(run))]));
  const outputs: Output[] = [{ name: "execution-ids", value: text(({ executionId }) => executionId) }];
  if (warned.length > 0) {
    const value = text(({ warning }) => warning, warned);
    outputs.push({ name: "warning", value, elsewhere: "The log has the beginnings." });
  }
  const what = runs.length === 0 ? undefined : `${counted(runs.length, "run")} were started`;
  const outcome = publishOutputs(found, outputs, step, what);
  announceStarts(outcome, starts, step.log);
  summarize(renderStarts(outcome, inputs, starts), step);
  return outcome.status === "started" ? 0 : 1;
}

function outputsOf(start: Start): Output[] {
  if (start.kind !== "started") return [];
  const { executionId, warning } = start.run;
  const outputs: Output[] = [{ name: "execution-id", value: executionId }];
  if (warning !== "")
    outputs.push({ name: "warning", value: warning, elsewhere: "The summary has its beginning." });
  return outputs;
}
