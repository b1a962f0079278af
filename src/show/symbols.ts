import type { AgentNode } from "../api/execution.ts";
import type { Status } from "../outcome.ts";

export const STATUS_SYMBOLS: Readonly<Record<Status, string>> = {
  success: "✅",
  started: "🚀",
  failure: "❌",
  timeout: "⏰",
  error: "🚫",
  cancelled: "⏹️",
};

export function nodeSymbol(node: AgentNode, isFailed: boolean): string {
  if (isFailed) return "❌";
  switch (node.status) {
    case "SUCCESS":
      return "✅";
    case "SKIPPED":
      return "⏭️";
    default:
      return "⏳";
  }
}
