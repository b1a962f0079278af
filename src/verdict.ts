import type { MainOutput, NodeMap } from "./api/execution.ts";
import { failedSoFar, isDone, isMissing, judgeNodes, type FailedNode } from "./nodes.ts";
import type { Outcome } from "./outcome.ts";
import type { Wait } from "./wait/wait.ts";
import { counted, duration, listed } from "./wording.ts";

/** A name that an expression uses, with the beginning of the value that it had, as JSON text. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** A line of `assert`, evaluated. */
export interface Assertion {
  /** The line as it was given. */
  readonly expression: string;
  readonly holds: boolean;
  /** Why it could not be evaluated, with other people's words between backticks; empty if it was. */
  readonly cause: string;
  /** What was there instead of the value that it reads, with the agent's words between backticks; often empty. */
  readonly found: string;
  readonly values: readonly NamedValue[];
}

/** A line of `outputs`, evaluated. */
export interface NamedOutput {
  readonly name: string;
  readonly expression: string;
  /** The output that names the file with everything that the expression reads. */
  readonly source: "result-file" | "nodes-file";
  /** undefined if it could not be evaluated, or if what it reads is not known; null if it is too large for an output. */
  readonly value: string | null | undefined;
  /** As of an {@link Assertion}. */
  readonly cause: string;
  readonly found: string;
}

/** Why a line could not be evaluated, with what was there instead. */
export function reasonOf({ cause, found }: Pick<Assertion, "cause" | "found">): string {
  return found === "" ? cause : `${cause}; ${found}`;
}

/** What an expression can see of a run. */
export interface Facts {
  /** The main output as JSON text; undefined if it is not known. */
  readonly result: Buffer | undefined;
  /** The node map as JSON text; undefined if it is not known. */
  readonly nodes: Buffer | undefined;
  readonly status: string;
}

/** What was found out about one run. */
export interface Verdict extends Outcome {
  readonly executionId: string;
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
  "Fix the cause in PromptLayer and start a new run of the agent: waiting for this one again gives the same result.";

const KEEPS_RUNNING =
  "The agent keeps running in PromptLayer: it cannot be stopped from here, and waiting again with the same `execution-id` picks it up.";

/** Turns the end of the wait into the verdict. Only this makes a run a success, and only if it was seen to succeed. */
export function conclude(executionId: string, wait: Wait, elapsedMs: number): Verdict {
  const known = {
    executionId,
    nodes: wait.nodes,
    failed: wait.nodes && failedSoFar(wait.nodes.nodes),
    result: undefined,
    assertions: undefined,
    namedOutputs: [],
    requests: wait.requests,
    elapsedMs,
  };
  switch (wait.kind) {
    case "timeout":
      return { ...known, ...timedOut(wait.nodes, elapsedMs) };
    case "cancelled":
      return {
        ...known,
        status: "cancelled",
        headline: "Cancelled before the agent was done",
        cause: wait.signal,
        advice: KEEPS_RUNNING,
      };
    case "error":
      return {
        ...known,
        status: "error",
        headline: "The result of the run is not known",
        cause: wait.cause,
        advice: wait.advice,
      };
    case "finished":
      return { ...known, ...judge(wait.nodes, wait.result) };
  }
}

function timedOut(map: NodeMap | undefined, elapsedMs: number): Outcome {
  const nodes = map?.nodes ?? [];
  const running = nodes.filter((node) => !isDone(node));
  let state = `${running.length} of ${counted(nodes.length, "node")} ${running.length === 1 ? "was" : "were"} running or queued when last seen`;
  let advice = `Raise \`timeout\` if the agent needs longer. ${KEEPS_RUNNING}`;
  if (nodes.length === 0) {
    state = "the API answered that the run goes on (202 or 204) and never showed a node";
    advice = `Check \`execution-id\`, and look at the run in PromptLayer: nothing shows that it began. If it did, waiting again with the same \`execution-id\` picks it up.`;
  } else if (running.length === 0) {
    state = "the nodes are done, but the API is still preparing the main output";
  }
  return {
    status: "timeout",
    headline: `Timed out after ${duration(elapsedMs)}: ${state}`,
    cause: listed(running.map((node) => node.name)),
    advice,
  };
}

function judge(
  { nodes }: NodeMap,
  output: MainOutput | undefined,
): Outcome & Pick<Verdict, "failed" | "result"> {
  const { failed, noOutputCause } = judgeNodes(nodes);
  const result =
    noOutputCause === "" && output !== undefined && !isMissing(output, nodes) ? output : undefined;
  if (failed.length > 0) {
    return {
      status: "failure",
      headline: `${failed.length} of ${counted(nodes.length, "node")} reported an error`,
      cause: listed(failed.map((node) => node.name)),
      advice: START_AGAIN,
      failed,
      result,
    };
  }
  if (result === undefined) {
    return {
      status: "failure",
      headline: noOutputCause || "The run ended without a main output",
      cause: "",
      advice: START_AGAIN,
      failed,
      result,
    };
  }
  return {
    status: "success",
    headline: `The agent succeeded: no error in ${counted(nodes.length, "node")}`,
    cause: "",
    advice: "",
    failed,
    result,
  };
}

/** Whether the run ended and none of its nodes failed, so that what it returned can be gated. */
export function canBeGated({ status, failed }: Verdict): boolean {
  return (status === "success" || status === "failure") && failed?.length === 0;
}

/** Adds the assertions. One that does not hold makes a success a failure. */
export function applyGate(verdict: Verdict, assertions: readonly Assertion[]): Verdict {
  if (assertions.length === 0) return verdict;
  if (verdict.status === "failure") return { ...verdict, assertions };
  const failed = assertions.filter(({ holds }) => !holds);
  const all = counted(assertions.length, "assertion");
  if (failed.length === 0)
    return { ...verdict, assertions, headline: `${verdict.headline}, and ${all} held` };
  return {
    ...verdict,
    assertions,
    status: "failure",
    headline: `${failed.length} of ${all} failed`,
    cause: listed(failed.map(({ expression }) => expression)),
    advice: failed.some(({ cause }) => cause !== "")
      ? "The cause is beside each line. Correct the line in `assert`, or let the agent return what the line reads."
      : "The agent's answer did not pass the gate. If it should have, correct the line in `assert`.",
  };
}

/** Adds the named outputs. One that cannot be evaluated makes a success a failure. */
export function applyOutputs(verdict: Verdict, namedOutputs: readonly NamedOutput[]): Verdict {
  const failed = namedOutputs.filter(({ cause }) => cause !== "");
  if (failed.length === 0 || verdict.status !== "success") return { ...verdict, namedOutputs };
  return {
    ...verdict,
    status: "failure",
    namedOutputs,
    headline: `${failed.length} of ${counted(namedOutputs.length, "named output")} could not be evaluated`,
    cause: listed(failed.map(({ name }) => name)),
    advice: "Correct the expression in `outputs`, or let the agent return what the expression reads.",
  };
}

/** The verdict on a run when the job is cancelled while the lines of `assert` or `outputs` are evaluated. */
export function cancelled(verdict: Verdict, signal: string): Verdict {
  return {
    ...verdict,
    status: "cancelled",
    headline: "Cancelled while `assert` and `outputs` were evaluated",
    cause: signal,
    advice: "The run itself has ended: waiting again with the same `execution-id` judges it.",
    assertions: undefined,
    namedOutputs: [],
  };
}

export function factsOf({ result, nodes, status }: Verdict): Facts {
  return { result: result?.json, nodes: nodes?.json, status };
}
