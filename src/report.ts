import { duration, listed } from "./plain-text.ts";
import type { MainOutput, NodeMap } from "./execution.ts";
import { failedSoFar, isMissing, isRunning, judgeNodes, type FailedNode } from "./verdict.ts";
import type { Wait } from "./wait.ts";

export type Status = "success" | "failure" | "timeout" | "error" | "cancelled";

/** The verdict, with all that is known of the run and what to tell people. */
export interface Report {
  readonly status: Status;
  /** One sentence without its full stop, in our own words alone. */
  readonly headline: string;
  /** Names and causes in other people's words, or empty. */
  readonly details: string;
  /** What to do next, in our own words as Markdown, or empty. */
  readonly advice: string;
  readonly nodes: NodeMap | undefined;
  /** undefined if no node was ever seen. */
  readonly failed: readonly FailedNode[] | undefined;
  readonly result: MainOutput | undefined;
  /** How many requests were sent. */
  readonly requests: number;
  readonly elapsedMs: number;
}

const LOOK_AT_NODES = "Look at the nodes' errors, and at the run in PromptLayer.";

/** Turns the end of the wait into the verdict. Green is said here only, and only of what was seen to succeed. */
export function conclude(wait: Wait, elapsedMs: number): Report {
  const known = {
    nodes: wait.nodes,
    failed: wait.nodes && failedSoFar(wait.nodes.nodes),
    result: undefined,
    requests: wait.requests,
    elapsedMs,
  };
  switch (wait.kind) {
    case "timeout":
      return {
        ...known,
        status: "timeout",
        headline: `Timed out after ${duration(elapsedMs)}: the agent is still running`,
        details: listed((wait.nodes?.nodes ?? []).filter(isRunning).map((node) => node.name)),
        advice: "Raise `timeout` if the agent needs longer, or look at the run in PromptLayer.",
      };
    case "cancelled":
      return {
        ...known,
        status: "cancelled",
        headline: "Cancelled before the agent was done",
        details: wait.signal,
        advice: "",
      };
    case "error":
      return {
        ...known,
        status: "error",
        headline: "The result of the run is not known",
        details: wait.cause,
        advice: wait.advice,
      };
    case "finished":
      return { ...known, ...judge(wait.nodes, wait.result) };
  }
}

/** The report of something that went wrong before there was anything to wait for, or after. */
export function problem(headline: string, details: string, advice = ""): Report {
  return {
    status: "error",
    headline,
    details,
    advice,
    nodes: undefined,
    failed: undefined,
    result: undefined,
    requests: 0,
    elapsedMs: 0,
  };
}

function judge(
  { nodes }: NodeMap,
  output: MainOutput | undefined,
): Pick<Report, "status" | "headline" | "details" | "advice" | "failed" | "result"> {
  const { failed, noOutput } = judgeNodes(nodes);
  const result = output !== undefined && !isMissing(output, nodes) ? output : undefined;
  if (failed.length > 0) {
    return {
      status: "failure",
      headline: `${failed.length} of ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"} reported an error`,
      details: listed(failed.map((node) => node.name)),
      advice: LOOK_AT_NODES,
      failed,
      result,
    };
  }
  if (result === undefined) {
    return {
      status: "failure",
      headline: noOutput ?? "The run ended without a main output",
      details: "",
      advice: LOOK_AT_NODES,
      failed,
      result,
    };
  }
  return {
    status: "success",
    headline: `The agent succeeded: no error in ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`,
    details: "",
    advice: "",
    failed,
    result,
  };
}
