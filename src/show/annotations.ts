import { reasonOf, type Assertion, type NamedOutput, type Verdict } from "../verdict.ts";
import { cut, duration, listed } from "../wording.ts";
import { MAX_ANNOTATIONS, shownAlone, type Log } from "./log.ts";
import { statusLine, withAdvice } from "./outcome.ts";
import { proseLine } from "./prose.ts";
import { nodeSymbol } from "./symbols.ts";

const MAX_LOGGED_NODES = 200;
/** Ten that have an annotation, and five that the last annotation names. */
const MAX_CAUSES = 15;

/**
 * Says in annotations and at the end of the log how the run ended.
 *
 * @param showsValues whether the agent's values and the table of the nodes may be shown, as the summary has them
 * @param isTolerated whether the step stays green in spite of the verdict
 */
export function announceVerdict(
  verdict: Verdict,
  log: Log,
  { showsValues, isTolerated }: { readonly showsValues: boolean; readonly isTolerated: boolean },
): void {
  const { status, advice, executionId, assertions = [], nodes } = verdict;
  // GitHub shows the title instead of the job's name.
  const titled = (what: string) => `PromptLayer agent run ${executionId}: ${what}`;
  // A failure is annotated by its causes, one by one.
  const isOneError = status !== "success" && (status !== "failure" || verdict.cause === "");
  const annotate = (message: string, what: string) => {
    if (isTolerated) log.warning(message, titled(what));
    else log.error(message, titled(what));
  };
  if (isOneError) annotate(withAdvice(verdict), status);
  annotateCauses(causesOf(verdict, showsValues), MAX_ANNOTATIONS - Number(isOneError), annotate);
  // Without their values, which are the agent's.
  for (const { expression, holds } of assertions) log.info(`${holds ? "✅" : "❌"} ${cut(expression, 300)}`);
  if (advice !== "" && !isOneError) log.info(proseLine(advice));
  const line = statusLine(verdict);
  log.info(
    verdict.elapsedMs > 0 ? `[${duration(verdict.elapsedMs)}] ${line}` : line,
    status === "success" ? "green" : "red",
  );
  if (nodes !== undefined && showsValues) log.group(`Nodes (${nodes.nodes.length})`, nodeLines(verdict));
}

/** One cause of a failure, as its annotation shows it. */
interface Cause {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}

/** @returns how many causes there are, and the first of each kind */
function causesOf(
  { status, failed = [], assertions = [], namedOutputs }: Verdict,
  showsValues: boolean,
): { readonly count: number; readonly first: readonly Cause[] } {
  const nodes = status === "failure" || status === "error" ? failed : [];
  const lines = assertions.filter(({ holds }) => !holds);
  const outputs = namedOutputs.filter(({ cause }) => cause !== "");
  return {
    count: nodes.length + lines.length + outputs.length,
    first: [
      ...nodes.slice(0, MAX_CAUSES).map((node) => ({
        name: node.name,
        title: "node failed",
        message: nodeLine(node.name, node.status, node.cause),
      })),
      ...lines.slice(0, MAX_CAUSES).map((assertion) => ({
        name: assertion.expression,
        title: "assertion failed",
        message: assertionLine(assertion, showsValues),
      })),
      ...outputs.slice(0, MAX_CAUSES).map((output) => ({
        name: output.name,
        title: "output that cannot be evaluated",
        message: `${output.name} = ${cut(output.expression, 300)}: ${causeOf(output, showsValues).join("")}`,
      })),
    ],
  };
}

/** Annotates each cause. If there is no room for all, the last annotation names the rest. */
function annotateCauses(
  { count, first }: ReturnType<typeof causesOf>,
  room: number,
  annotate: (message: string, what: string) => void,
): void {
  const single = shownAlone(count, room);
  for (const { title, message } of first.slice(0, single)) annotate(message, title);
  const rest = count - single;
  if (rest === 0) return;
  const names = first.slice(single).map(({ name }) => name);
  annotate(proseLine(`${rest} more: ${listed(names, rest)}`), "more failed");
}

function assertionLine(assertion: Assertion, showsValues: boolean): string {
  const clauses = [...causeOf(assertion, showsValues)];
  if (showsValues) {
    clauses.push(
      ...assertion.values.slice(0, 10).map(({ name, value }) => `${cut(name, 80)} was ${cut(value, 100)}`),
    );
  }
  return `${cut(assertion.expression, 300)}: ${clauses.join(", ") || "it is false"}`;
}

/** Why a line could not be evaluated; empty if it was. With the agent's words only if its values may be shown. */
function causeOf(line: Assertion | NamedOutput, showsValues: boolean): string[] {
  if (line.cause === "") return [];
  return [cut(proseLine(showsValues ? reasonOf(line) : line.cause), 800)];
}

function nodeLines({ nodes, failed }: Verdict): string[] {
  const all = nodes?.nodes ?? [];
  const causes = new Map(failed?.map((node) => [node.name, node.cause]));
  const lines = all.slice(0, MAX_LOGGED_NODES).map((node) => {
    const cause = causes.get(node.name);
    return `${nodeSymbol(node, cause !== undefined)} ${nodeLine(node.name, node.status, cause)}`;
  });
  if (all.length > MAX_LOGGED_NODES) lines.push(`and ${all.length - MAX_LOGGED_NODES} more nodes`);
  return lines;
}

function nodeLine(name: string, status: string, cause: string | undefined): string {
  return `"${cut(name, 80)}" (${cut(status, 40)})${cause === undefined ? "" : `: ${cut(cause, 500)}`}`;
}
