import { isNodeMapShaped, type AgentNode, type MainOutput } from "./api/execution.ts";

/** A node that reported an error. */
export interface FailedNode {
  readonly name: string;
  readonly status: string;
  /** The node's own message, or a sentence of ours if it has none. */
  readonly cause: string;
}

/** What the nodes of a finished run say. */
export interface NodesVerdict {
  /** In the API's order. */
  readonly failed: readonly FailedNode[];
  /** Whether there is a main output to ask for. */
  readonly hasMainOutput: boolean;
  /** Why there is none; empty if there is one. */
  readonly noOutputCause: string;
}

const PASSED = new Set(["SUCCESS", "SKIPPED"]);
const FAILED = new Set(["FAILED", "FAILURE"]);

/** Whether a node of an unfinished run is done. With an unknown status it is not: it may still be running. */
export function isDone({ status }: AgentNode): boolean {
  return PASSED.has(status) || FAILED.has(status);
}

/** The nodes of an unfinished run that have already reported an error. */
export function failedSoFar(nodes: readonly AgentNode[]): FailedNode[] {
  return failedNodes(nodes.filter((node) => isDone(node) || messageOf(node) !== ""));
}

/** Judges the nodes of a finished run. */
export function judgeNodes(nodes: readonly AgentNode[]): NodesVerdict {
  const outputNodes = nodes.filter((node) => node.is_output_node);
  const hasMainOutput =
    nodes.length > 0 && (outputNodes.length === 0 || outputNodes.some((node) => node.status === "SUCCESS"));
  let noOutputCause = "";
  if (nodes.length === 0) noOutputCause = "The run has no nodes, so nothing shows that it did anything";
  else if (!hasMainOutput) noOutputCause = "None of the run's output nodes succeeded";
  return { failed: failedNodes(nodes), hasMainOutput, noOutputCause };
}

/**
 * Whether the API sent the node map instead of the main output, as it does when no output node succeeded. If the run has
 * output nodes, one of them succeeded (otherwise the output is not asked for): then what came is the output, even if it
 * looks like a node map.
 */
export function isMissing(output: MainOutput, nodes: readonly AgentNode[]): boolean {
  return !nodes.some((node) => node.is_output_node) && isNodeMapShaped(output);
}

function failedNodes(nodes: readonly AgentNode[]): FailedNode[] {
  return nodes
    .filter((node) => !PASSED.has(node.status) || messageOf(node) !== "")
    .map((node) => ({
      name: node.name,
      status: node.status,
      cause: messageOf(node) || "The node left no error message.",
    }));
}

function messageOf(node: AgentNode): string {
  return node.error_message || node.raw_error_message || "";
}
