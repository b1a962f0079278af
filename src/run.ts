import * as core from "@actions/core";
import { monotonicClock } from "./clock.ts";
import type { Assertion, Expressions } from "./expressions.ts";
import { givenApiKey, InputError, readInputs, type Inputs } from "./inputs.ts";
import { Log } from "./log.ts";
import {
  checkPlaceForOutputs,
  NoPlaceForOutputs,
  OUTPUTS,
  publish,
  publishStatus,
  type Files,
} from "./outputs.ts";
import { cut, duration, listed, quoted } from "./plain-text.ts";
import { Progress } from "./progress.ts";
import { conclude, gate, problem, type Report } from "./report.ts";
import { renderSummary, STATUS_SYMBOLS, symbolOf, writeSummary } from "./summary.ts";
import { waitForResults } from "./wait.ts";
import manifest from "../package.json" with { type: "json" };

/** GitHub shows ten error annotations of a step. */
const MOST_ANNOTATIONS = 10;
const MOST_LOGGED_NODES = 200;
/** Those that have an annotation, and those that the last one names. */
const MOST_CAUSES = 15;

/**
 * Does the action's whole job.
 *
 * @param cancel aborted when the job is cancelled
 * @returns the process's exit code: 0 only for a proven success, or a failure that `fail-on-error: false` lets pass
 */
export async function run(cancel: AbortSignal): Promise<0 | 1> {
  const key = givenApiKey();
  if (key !== "") core.setSecret(key);
  const log = new Log(key);

  let inputs: Inputs;
  let expressions: Expressions | undefined;
  try {
    inputs = readInputs();
    if (inputs.assert.trim() !== "" || inputs.outputs.trim() !== "") {
      // A chunk of its own, for those who use it.
      const { parseExpressions } = await import("./expressions.ts");
      expressions = parseExpressions(inputs.assert, inputs.outputs, OUTPUTS);
      for (const name of expressions.empty) {
        log.warning(
          "Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.",
          `Input \`${name}\` says nothing`,
        );
      }
    }
    checkPlaceForOutputs();
  } catch (error) {
    return fail(explain(error), log);
  }

  let report = await wait(inputs, log, cancel);
  if (expressions !== undefined) report = gate(report, expressions);
  warnOfAbsent(report, log);

  let files: Files = {};
  try {
    files = publish(report, inputs.returnAllOutputs, log);
  } catch (error) {
    report = {
      ...report,
      status: "error",
      headline: "The outputs could not be published",
      details: messageOf(error),
      advice:
        "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.",
    };
    leaveStatus(report);
  }
  tell(report, log, inputs.jobSummary);
  if (inputs.jobSummary) summarize(report, inputs.executionId, files, log);
  return report.status === "success" || (report.status === "failure" && !inputs.failOnError) ? 0 : 1;
}

async function wait(inputs: Inputs, log: Log, cancel: AbortSignal): Promise<Report> {
  // A chunk of its own, loaded only now, because it takes as long as all the rest.
  const { PromptLayer } = await import("./client.ts");
  const clock = monotonicClock;
  const began = clock.now();
  log.info(
    `Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${duration(inputs.timeoutMs)}.`,
  );
  const client = new PromptLayer({
    baseUrl: inputs.baseUrl,
    apiKey: inputs.apiKey,
    userAgent: `wait-for-promptlayer-agent/${manifest.version}`,
  });
  const progress = new Progress(log, clock);
  const ended = await waitForResults(client.results(inputs.executionId), inputs, clock, cancel, progress);
  progress.stop();
  return conclude(ended, clock.now() - began);
}

/**
 * The end of a process that broke down: says so, and leaves `status` for later steps. The exit code is the caller's.
 *
 * @param status what became of the step
 */
export function breakDown(status: "error" | "cancelled", why: string): void {
  const report = problem(
    "The action ended before it had a verdict",
    why,
    "Please report this, with the log.",
  );
  fail({ ...report, status }, new Log(givenApiKey()));
}

/** The end of a step that has nothing to publish but why it failed. */
function fail(report: Report, log: Log): 1 {
  tell(report, log, false);
  leaveStatus(report);
  // Which may be the very input that is wrong.
  if (!/^false$/i.test(core.getInput("job-summary"))) summarize(report, "", {}, log);
  return 1;
}

/** Sets `status` if that can be done; the step is red either way. */
function leaveStatus(report: Report): void {
  try {
    publishStatus(report);
  } catch {
    // The log has to do.
  }
}

function summarize(report: Report, executionId: string, files: Files, log: Log): void {
  try {
    writeSummary(log.withoutKey(renderSummary(report, executionId, files)));
  } catch (error) {
    log.warning(messageOf(error), "The job summary could not be written");
  }
}

/** An assertion may hold just because there is nothing that could be against it. */
function warnOfAbsent({ assertions = [] }: Report, log: Log): void {
  const doubtful = assertions.filter(({ holds, absent }) => holds && absent.length > 0);
  if (doubtful.length === 0) return;
  const absent = new Set(doubtful.flatMap((assertion) => assertion.absent));
  log.warning(
    `${listed(doubtful.map(({ expression }) => expression))} held, but this is null, and so is all that is read of it: ${listed([...absent])}. Assert what must be there.`,
    "PromptLayer agent: assertions held without what they ask for",
  );
}

/**
 * Says in annotations and log how it ended.
 *
 * @param showsNodes whether the log may have a table of the nodes, as the summary has
 */
function tell(report: Report, log: Log, showsNodes: boolean): void {
  const sentence = `${[report.headline, report.details].filter(Boolean).join(": ").replace(/\.$/, "")}.`;
  const causes = causesOf(report);
  const isOneError = report.status !== "success" && (report.status !== "failure" || report.details === "");
  if (isOneError) {
    log.error(`${sentence} ${report.advice}`.trim(), `PromptLayer agent: ${report.status}`);
  }
  const room = MOST_ANNOTATIONS - Number(isOneError);
  const single = causes.count > room ? room - 1 : causes.count;
  for (const { title, message } of causes.first.slice(0, single))
    log.error(message, `PromptLayer agent: ${title}`);
  const rest = causes.count - single;
  if (rest > 0) {
    const names = listed(
      causes.first.slice(single).map(({ name }) => name),
      rest,
    );
    log.error(`${rest} more: ${names}`, "PromptLayer agent: more failed");
  }
  log.info(
    `${STATUS_SYMBOLS[report.status]} ${report.status}: ${sentence}`,
    report.status === "success" ? "green" : "red",
  );
  if (report.advice !== "" && !isOneError) log.info(report.advice);
  // Without their values, which are the agent's: only annotations and the summary show those.
  for (const { expression, holds } of report.assertions ?? [])
    log.info(`${holds ? "✅" : "❌"} ${cut(expression, 300)}`);
  if (report.nodes !== undefined && showsNodes)
    log.group(`Nodes (${report.nodes.nodes.length})`, nodeLines(report));
}

interface Cause {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}

/** What made a failure: how much it is, and the first of it as annotations tell of it. */
function causesOf({ status, failed, assertions, namedOutputs }: Report): { count: number; first: Cause[] } {
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
        message: assertionLine(assertion),
      })),
      ...bad.slice(0, MOST_CAUSES).map(({ name, expression, problem }) => ({
        name,
        title: "output without a value",
        message: `${name} = ${cut(expression, 300)}: ${cut(problem, 500)}`,
      })),
    ],
  };
}

function assertionLine({ expression, problem, values }: Assertion): string {
  const had = values.slice(0, 10).map(({ name, value }) => `${cut(name, 80)} was ${cut(value, 100)}`);
  return `${cut(expression, 300)}: ${[...(problem === "" ? [] : [cut(problem, 300)]), ...had].join(", ") || "it has no names"}`;
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

function explain(error: unknown): Report {
  if (error instanceof InputError) return problem("An input cannot be used", error.message);
  if (error instanceof NoPlaceForOutputs) {
    return problem("The runner has no place for the outputs", error.message);
  }
  throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
