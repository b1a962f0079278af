import type { Assertion } from "./expressions.ts";
import type { Log } from "./log.ts";
import { cut, duration, listed, quoted } from "./plain-text.ts";
import type { Report } from "./report.ts";
import { STATUS_SYMBOLS, symbolOf } from "./summary.ts";

/** GitHub shows ten error annotations of a step. */
const MOST_ANNOTATIONS = 10;
const MOST_LOGGED_NODES = 200;
/** Those that have an annotation, and those that the last one names. */
const MOST_CAUSES = 15;

/**
 * Says in annotations and at the end of the log how it ended.
 *
 * @param executionId empty if there is none
 * @param showsValues whether the agent's values and the table of the nodes may be shown, as the summary has them
 */
export function announce(
  report: Report,
  log: Log,
  { executionId, showsValues }: { readonly executionId: string; readonly showsValues: boolean },
): void {
  const sentence = `${[report.headline, report.details].filter(Boolean).join(": ").replace(/\.$/, "")}.`;
  // GitHub shows the title in the place of the job's name.
  const titled = (what: string) => `${["PromptLayer agent run", executionId].join(" ").trim()}: ${what}`;
  const causes = causesOf(report, showsValues);
  // What made a failure has annotations of its own.
  const isOneError = report.status !== "success" && (report.status !== "failure" || report.details === "");
  if (isOneError) log.error(`${sentence} ${report.advice}`.trim(), titled(report.status));
  const room = MOST_ANNOTATIONS - Number(isOneError);
  const single = causes.count > room ? room - 1 : causes.count;
  for (const { title, message } of causes.first.slice(0, single)) log.error(message, titled(title));
  const rest = causes.count - single;
  if (rest > 0) {
    const names = listed(
      causes.first.slice(single).map(({ name }) => name),
      rest,
    );
    log.error(`${rest} more: ${names}`, titled("more failed"));
  }
  warnOfAbsent(report, log, titled("assertions held without what they ask for"));
  // Without their values, which are the agent's.
  for (const { expression, holds } of report.assertions ?? [])
    log.info(`${holds ? "✅" : "❌"} ${cut(expression, 300)}`);
  if (report.advice !== "" && !isOneError) log.info(report.advice);
  const elapsed = report.elapsedMs > 0 ? `[${duration(report.elapsedMs)}] ` : "";
  log.info(
    `${elapsed}${STATUS_SYMBOLS[report.status]} ${report.status}: ${sentence}`,
    report.status === "success" ? "green" : "red",
  );
  if (report.nodes !== undefined && showsValues)
    log.group(`Nodes (${report.nodes.nodes.length})`, nodeLines(report));
}

/** An assertion may hold just because there is nothing that could be against it. */
function warnOfAbsent({ assertions = [] }: Report, log: Log, title: string): void {
  const doubtful = assertions.filter(({ holds, absent }) => holds && absent.length > 0);
  if (doubtful.length === 0) return;
  const absent = new Set(doubtful.flatMap((assertion) => assertion.absent));
  log.warning(
    `${listed(doubtful.map(({ expression }) => expression))} held, but this is null, and so is all that is read of it: ${listed([...absent])}. Assert what must be there.`,
    title,
  );
}

interface Cause {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}

/** What made a failure: how much it is, and the first of it as annotations tell of it. */
function causesOf(
  { status, failed, assertions, namedOutputs }: Report,
  showsValues: boolean,
): { count: number; first: Cause[] } {
  const nodes = status === "failure" || status === "error" ? (failed ?? []) : [];
  const broken = assertions?.filter(({ holds }) => !holds) ?? [];
  const bad = namedOutputs.filter(({ problem }) => problem !== "");
  return {
    count: nodes.length + broken.length + bad.length,
    first: [
      ...nodes.slice(0, MOST_CAUSES).map((node) => ({
        name: node.name,
        title: "node failed",
        message: nodeLine(node.name, node.status, node.cause),
      })),
      ...broken.slice(0, MOST_CAUSES).map((assertion) => ({
        name: assertion.expression,
        title: "assertion failed",
        message: assertionLine(assertion, showsValues),
      })),
      ...bad.slice(0, MOST_CAUSES).map(({ name, expression, problem }) => ({
        name,
        title: "output that cannot be evaluated",
        message: `${name} = ${cut(expression, 300)}: ${cut(problem, 500)}`,
      })),
    ],
  };
}

function assertionLine({ expression, problem, values }: Assertion, showsValues: boolean): string {
  const reasons = problem === "" ? [] : [cut(problem, 300)];
  if (showsValues) {
    reasons.push(...values.slice(0, 10).map(({ name, value }) => `${cut(name, 80)} was ${cut(value, 100)}`));
  }
  return `${cut(expression, 300)}: ${reasons.join(", ") || "it is false"}`;
}

function nodeLines(report: Report): string[] {
  const nodes = report.nodes?.nodes ?? [];
  const causes = new Map(report.failed?.map((node) => [node.name, node.cause]));
  const lines = nodes.slice(0, MOST_LOGGED_NODES).map((node) => {
    const cause = causes.get(node.name);
    return `${symbolOf(node, cause !== undefined)} ${nodeLine(node.name, node.status, cause)}`;
  });
  if (nodes.length > MOST_LOGGED_NODES) lines.push(`and ${nodes.length - MOST_LOGGED_NODES} more nodes`);
  return lines;
}

function nodeLine(name: string, status: string, cause: string | undefined): string {
  return `${quoted(name)} (${cut(status, 40)})${cause === undefined ? "" : `: ${cut(cause, 500)}`}`;
}
