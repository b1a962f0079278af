import { counted, duration, listed } from "./plain-text.ts";
import type { MainOutput, NodeMap } from "./execution.ts";
import { failedSoFar, isMissing, isRunning, judgeNodes, type FailedNode } from "./verdict.ts";
import type { Assertion, Expressions, Facts, NamedOutput } from "./expressions.ts";
import type { Wait } from "./wait.ts";

export type Status = "success" | "failure" | "timeout" | "error" | "cancelled";

/** The verdict, with all that is known of the run and what to tell people. */
export interface Report {
  readonly status: Status;
  /** One sentence without its full stop, in our own words alone. */
  readonly headline: string;
  /** Names and causes in other people's words, or empty. Of a failure, what made it and is told of by itself besides. */
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

const START_AGAIN =
  "Fix the cause in PromptLayer and start a new run: running this step again would judge the same one.";

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
        headline: `Timed out after ${duration(elapsedMs)}: ${isOver ? "the nodes are done, but the API is still preparing the main output" : "the agent is still running"}`,
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
  const isOver = report.status === "success" || report.status === "failure";
  const isGated = isOver && report.failed?.length === 0;
  return withOutputs(isGated ? withAssertions(report, expressions) : report, expressions);
}

function withAssertions(report: Report, expressions: Expressions): Report {
  const assertions = expressions.assert(factsOf(report));
  if (assertions.length === 0) return report;
  if (report.status === "failure") return { ...report, assertions };
  const broken = assertions.filter(({ holds }) => !holds);
  const all = counted(assertions.length, "assertion");
  if (broken.length === 0) return { ...report, assertions, headline: `${report.headline}, and ${all} held` };
  return {
    ...report,
    assertions,
    status: "failure",
    headline: `${broken.length} of ${all} failed`,
    details: listed(broken.map(({ expression }) => expression)),
    advice:
      "Compare the values with what you expected of the agent. If a line does not ask what you meant, correct it in `assert`.",
  };
}

function withOutputs(report: Report, expressions: Expressions): Report {
  const namedOutputs = expressions.outputs(factsOf(report));
  const areGood = namedOutputs.every(({ problem }) => problem === "");
  if (areGood || report.status !== "success") return { ...report, namedOutputs };
  // Once more, since the good ones may read the status.
  const again = expressions.outputs(factsOf({ ...report, status: "failure" }));
  const settled = namedOutputs.map((output, n) => (output.problem === "" ? (again[n] ?? output) : output));
  const bad = settled.filter(({ problem }) => problem !== "");
  return {
    ...report,
    status: "failure",
    namedOutputs: settled,
    headline: `${bad.length} of ${counted(settled.length, "named output")} could not be evaluated`,
    details: listed(bad.map(({ name }) => name)),
    advice: "Correct the expression in `outputs`, or let the agent say what it reads.",
  };
}

function factsOf({ result, nodes, status }: Report): Facts {
  return { result: result?.json, nodes: nodes?.json, status };
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
      advice: START_AGAIN,
      failed,
      result,
    };
  }
  if (result === undefined) {
    return {
      status: "failure",
      headline: noOutput ?? "The run ended without a main output",
      details: "",
      advice: START_AGAIN,
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
