import { counted, duration, listed } from "./plain-text.ts";
import type { MainOutput, NodeMap } from "./execution.ts";
import { failedSoFar, isMissing, isRunning, judgeNodes, type FailedNode } from "./verdict.ts";
import type { Assertion, Expressions, NamedOutput } from "./expressions.ts";
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
  /** What was asserted of the run; undefined if nothing was evaluated. */
  readonly assertions: readonly Assertion[] | undefined;
  readonly namedOutputs: readonly NamedOutput[];
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
    assertions: undefined,
    namedOutputs: [],
    requests: wait.requests,
    elapsedMs,
  };
  switch (wait.kind) {
    case "timeout": {
      const running = wait.nodes?.nodes.filter(isRunning);
      const isOver = running?.length === 0 && wait.nodes?.nodes.length !== 0;
      return {
        ...known,
        status: "timeout",
        headline: `Timed out after ${duration(elapsedMs)}: ${isOver ? "the nodes are done, but the API still prepares the main output" : "the agent is still running"}`,
        details: listed((running ?? []).map((node) => node.name)),
        advice: "Raise `timeout` if the agent needs longer, or look at the run in PromptLayer.",
      };
    }
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

/** Adds what `assert` and `outputs` say: a false assertion, or an output without a value, makes a failure. */
export function gate(report: Report, expressions: Expressions): Report {
  const facts = { result: report.result?.json, nodes: report.nodes?.json };
  let gated = report;
  if (report.status === "success") {
    const assertions = expressions.assert({ ...facts, status: report.status });
    if (assertions.length > 0) gated = { ...gated, assertions };
    const broken = assertions.filter(({ holds }) => !holds);
    if (broken.length > 0) {
      gated = {
        ...gated,
        status: "failure",
        headline: `${broken.length} of ${counted(assertions.length, "assertion")} failed`,
        details: listed(broken.map(({ expression }) => expression)),
        advice: "Look at the values that the names had, and at what the agent said.",
      };
    }
  }
  const outputsFor = (status: Status) => expressions.outputs({ ...facts, status });
  const namedOutputs = outputsFor(gated.status);
  const bad = namedOutputs.filter(({ problem }) => problem !== "");
  gated = { ...gated, namedOutputs };
  if (bad.length === 0 || gated.status !== "success") return gated;
  return {
    ...gated,
    status: "failure",
    // Once more, since they may read the status.
    namedOutputs: outputsFor("failure"),
    headline: `${bad.length} of ${counted(namedOutputs.length, "named output")} could not be evaluated`,
    details: listed(bad.map(({ name }) => name)),
    advice: "Look at what the agent said, and at the expression in `outputs`.",
  };
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
    assertions: undefined,
    namedOutputs: [],
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
      headline: `${failed.length} of ${counted(nodes.length, "node")} reported an error`,
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
    headline: `The agent succeeded: no error in ${counted(nodes.length, "node")}`,
    details: "",
    advice: "",
    failed,
    result,
  };
}
