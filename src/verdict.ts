import { isNodeMapShaped, type AgentNode, type MainOutput } from "./execution.ts";

/** A node that reported an error, and why it counts as one. */
export interface FailedNode {
  readonly name: string;
  readonly status: string;
  /** The node's own words, or a sentence of ours where it left none. */
  readonly cause: string;
}

/** What the nodes of a run say, whether it has finished or not. */
export interface NodesVerdict {
  /** In the API's order. */
  readonly failed: readonly FailedNode[];
  /** Whether there is a main output to ask for. */
  readonly hasMainOutput: boolean;
  /** Why the run is a failure apart from failed nodes; null if that is no reason. */
  readonly noOutput: string | null;
}

const RUNNING = new Set(["QUEUED", "RUNNING"]);
const GOOD = new Set(["SUCCESS", "SKIPPED"]);

export function isRunning(node: AgentNode): boolean {
  return RUNNING.has(node.status);
}

/** The nodes of a run that has not finished that reported an error already. */
export function failedSoFar(nodes: readonly AgentNode[]): FailedNode[] {
  return failedNodes(nodes.filter((node) => !isRunning(node) || messageOf(node) !== ""));
}

/** Judges the nodes of a finished run. */
export function judgeNodes(nodes: readonly AgentNode[]): NodesVerdict {
  const outputNodes = nodes.filter((node) => node.is_output_node);
  const hasMainOutput =
    nodes.length > 0 && (outputNodes.length === 0 || outputNodes.some((node) => node.status === "SUCCESS"));
  let noOutput: string | null = null;
  if (nodes.length === 0) noOutput = "The run has no nodes, so nothing shows that it did anything";
  else if (!hasMainOutput) noOutput = "None of the run's output nodes succeeded";
  return { failed: failedNodes(nodes), hasMainOutput, noOutput };
}

/**
 * Whether what came back for the main output is none: the API sends the node map in its place when no output node
 * succeeded. Where one did, whatever came back is the output, even if it looks like a node map.
 */
export function isMissing(output: MainOutput, nodes: readonly AgentNode[]): boolean {
  return !nodes.some((node) => node.is_output_node) && isNodeMapShaped(output);
}

function failedNodes(nodes: readonly AgentNode[]): FailedNode[] {
  return nodes
    .filter((node) => !GOOD.has(node.status) || messageOf(node) !== "")
    .map((node) => ({
      name: node.name,
      status: node.status,
      cause: messageOf(node) || "The node left no error message.",
    }));
}

function messageOf(node: AgentNode): string {
  return node.error_message || node.raw_error_message || "";
}
