import { performance } from "node:perf_hooks";
import type { Reply, Script } from "./server.ts";

export interface Node {
  status: string;
  value: unknown;
  error_message: string | null;
  raw_error_message: string | null;
  is_output_node: boolean;
}

/** A node with the five keys of the API: one that succeeded, unless told otherwise. */
export function node(fields: Partial<Node> = {}): Node {
  return {
    status: "SUCCESS",
    value: null,
    error_message: null,
    raw_error_message: null,
    is_output_node: false,
    ...fields,
  };
}

/** A node that failed. */
export function failedNode(error_message: string | null, fields: Partial<Node> = {}): Node {
  return node({ status: "FAILED", error_message, raw_error_message: error_message, ...fields });
}

/**
 * A run that has finished.
 *
 * @param body what the API answers with `return_all_outputs=true`: the nodes, or the very text
 * @param mainOutput what it answers with `false`, as JSON text; by default what the API would make of the nodes
 */
export function finished(body: Record<string, Node> | string, mainOutput?: string): Script {
  return ({ allOutputs }) => {
    if (allOutputs) return typeof body === "string" ? { body } : { json: body };
    if (mainOutput !== undefined) return { body: `${mainOutput}\n` };
    return typeof body === "string" ? { body } : mainOutputOf(body);
  };
}

/** The first output node to succeed gives the main output; if there is none, the API sends the node map. */
function mainOutputOf(nodes: Record<string, Node>): Reply {
  const output = Object.values(nodes).find((node) => node.is_output_node && node.status === "SUCCESS");
  return { json: output === undefined ? nodes : output.value };
}

/** One node of a simulated run. */
export interface Step {
  /** The nodes that must have ended before this one starts. */
  readonly needs?: readonly string[];
  readonly takesMs: number;
  readonly value?: unknown;
  /** The message with which it fails; what needs it is skipped. */
  readonly fails?: string;
  /** Of a branch that is not taken; what needs it is skipped. */
  readonly isSkipped?: boolean;
  readonly isOutput?: boolean;
}

/**
 * A run that goes on while it is asked: its nodes are queued, run for their time, and succeed, fail or are skipped.
 *
 * @param now the clock, in milliseconds
 * @param began when the run began on that clock; by default with the first request
 */
export function agentRun(
  steps: Readonly<Record<string, Step>>,
  now: () => number = () => performance.now(),
  began?: number,
): Script {
  return ({ allOutputs }) => {
    began ??= now();
    const nodes = nodesAt(steps, now() - began);
    const isRunning = Object.values(nodes).some(({ status }) => status === "QUEUED" || status === "RUNNING");
    if (isRunning) return { status: 202, json: allOutputs ? nodes : null };
    return allOutputs ? { json: nodes } : mainOutputOf(nodes);
  };
}

function nodesAt(steps: Readonly<Record<string, Step>>, elapsedMs: number): Record<string, Node> {
  const ends = new Map<string, { at: number; isGood: boolean }>();
  const endOf = (name: string): { at: number; isGood: boolean } => {
    const known = ends.get(name);
    if (known !== undefined) return known;
    const step = steps[name];
    if (step === undefined) throw new Error(`no step is called ${name}`);
    const before = (step.needs ?? []).map(endOf);
    const start = Math.max(0, ...before.map(({ at }) => at));
    const isReached = step.isSkipped !== true && before.every(({ isGood }) => isGood);
    const end = {
      at: isReached ? start + step.takesMs : start,
      isGood: isReached && step.fails === undefined,
    };
    ends.set(name, end);
    return end;
  };
  return Object.fromEntries(
    Object.entries(steps).map(([name, step]) => {
      const start = Math.max(0, ...(step.needs ?? []).map((other) => endOf(other).at));
      const isReached = step.isSkipped !== true && (step.needs ?? []).every((other) => endOf(other).isGood);
      const is_output_node = step.isOutput ?? false;
      if (elapsedMs < start) return [name, node({ status: "QUEUED", is_output_node })];
      if (!isReached) return [name, node({ status: "SKIPPED", is_output_node })];
      if (elapsedMs < start + step.takesMs) return [name, node({ status: "RUNNING", is_output_node })];
      if (step.fails !== undefined) return [name, failedNode(step.fails, { is_output_node })];
      return [name, node({ value: step.value ?? null, is_output_node })];
    }),
  );
}
