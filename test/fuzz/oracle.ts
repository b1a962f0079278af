import { parseCommand } from "../runner-protocol.ts";
import { isNodeMap, readAnswer, type AnswerReading } from "./answer-reading.ts";
import { MARKER } from "./bodies.ts";
import { areUsable, expected, isImpatient, ROOM_MS, timeoutOf, type Trial } from "./expectation.ts";

/** What is wrong with a run, a sentence each. */
export function disagreements(trial: Trial): string[] {
  const { ended } = trial;
  if (ended.crash !== undefined) return [`the action broke: ${ended.crash}`];
  return [
    ...wrongStatus(trial),
    ...wrongRequests(trial),
    ...wrongOutputs(trial),
    ...wrongFindings(trial),
    ...wrongLog(trial),
    ...wrongTexts(trial),
  ];
}

function wrongStatus(trial: Trial): string[] {
  const { ended, inputs, isCancelled, slackMs } = trial;
  const status = ended.outputs["status"] ?? "none";
  const problems: string[] = [];
  const { statuses } = expected(trial);
  if (!statuses.has(status))
    problems.push(`status is ${status}; expected ${[...statuses].join(" or ") || "that it goes on"}`);
  const isGreen =
    status === "success" || (status === "failure" && /^false$/i.test(inputs["fail-on-error"] ?? ""));
  if (ended.exitCode !== (isGreen ? 0 : 1))
    problems.push(`the exit code is ${String(ended.exitCode)} with status ${status}`);
  const limit = isCancelled ? Infinity : timeoutOf(trial);
  if (ended.tookMs > limit + 2_000 + slackMs)
    problems.push(`it took ${Math.round(ended.tookMs)} ms with a timeout of ${limit} ms`);
  return problems;
}

function wrongRequests(trial: Trial): string[] {
  const { exchanges, inputs, began, slackMs } = trial;
  const problems: string[] = [];
  const path = (URL.parse(inputs["base-url"] ?? "")?.pathname ?? "/").replace(/\/$/, "");
  const timeoutMs = timeoutOf(trial);
  if (exchanges.length > 0 && areUsable(trial) === false) problems.push("it asked in spite of bad inputs");
  for (const [n, { request, isPoll, sent, ending, at }] of exchanges.entries()) {
    const [line = "", ...fields] = request.split("\r\n");
    const wanted = `GET ${path}/workflow-version-execution-results?workflow_version_execution_id=${(inputs["execution-id"] ?? "").trim()}&return_all_outputs=${isPoll} HTTP/1.1`;
    if (line !== wanted) problems.push(`request ${n + 1} is ${line}`);
    const keys = fields
      .filter((field) => /^x-api-key:/i.test(field))
      .map((field) => field.slice("x-api-key:".length).trim());
    if (keys.length !== 1 || keys[0] !== (inputs["api-key"] ?? "").trim())
      problems.push(`request ${n + 1} has the keys ${keys.join()}`);
    if (at - began > timeoutMs + slackMs) problems.push(`request ${n + 1} came after the deadline`);
    const next = exchanges[n + 1];
    if (next === undefined) continue;
    const { meanings, retryAfterMs = 0 } = readAnswer(sent, ending, isPoll);
    const needed = next.isPoll === isPoll ? ["running", "transient"] : ["final"];
    if (next.isPoll && !isPoll) problems.push(`request ${n + 2} asks for the nodes once more`);
    if (!isImpatient(trial) && !meanings.some((meaning) => needed.includes(meaning))) {
      problems.push(`request ${n + 2} follows an answer that is ${meanings.join(" or ")}`);
    }
    const isNearDeadline = began + timeoutMs - at < retryAfterMs + 2 * ROOM_MS + slackMs;
    if (next.at - at < retryAfterMs * 0.95 && !isNearDeadline && meanings.length === 1) {
      problems.push(
        `request ${n + 2} came ${Math.round(next.at - at)} ms after one that asked for ${retryAfterMs} ms`,
      );
    }
  }
  return problems;
}

const MAX_OUTPUT_BYTES = 1_024 * 1_024;

const trimmed = (bytes: Buffer) =>
  bytes
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

/** Outputs that nobody asked for, or that are not the very bytes of the API. */
function wrongOutputs(trial: Trial): string[] {
  const { ended, given, exchanges, inputs } = trial;
  const { outputs, files } = ended;
  const problems: string[] = [];
  const isWithNodes = /^true$/i.test(inputs["return-all-outputs"] ?? "");
  const status = outputs["status"] ?? "";
  const named = given.namedOutputs.map(({ name }) => name);
  const allowed = [
    ...["status", "result", "result-file", "failed-nodes", "failed-assertions"],
    ...(isWithNodes ? ["nodes", "nodes-file"] : []),
    ...named,
  ];
  for (const name of Object.keys(outputs))
    if (!allowed.includes(name)) problems.push(`there is an output ${name}`);

  for (const [name, isPoll] of [
    ["result", false],
    ["nodes", true],
  ] as const) {
    const last = exchanges.findLast((exchange) => exchange.isPoll === isPoll);
    const { json, body }: Partial<AnswerReading> =
      last === undefined ? {} : readAnswer(last.sent, last.ending, isPoll);
    const [value, file] = [outputs[name], files[name]];
    const isAsked = name === "result" || isWithNodes;
    if (status === "success" && isAsked && (value === undefined || file === undefined))
      problems.push(`${name} or its file is missing`);
    // The nodes of a run that goes on may be those of an answer before.
    if (name === "nodes" && status !== "success" && status !== "failure") continue;
    if (value === undefined && file === undefined) continue;
    if (json === undefined || body === undefined) {
      problems.push(`${name} was set though no answer gave it`);
      continue;
    }
    if (file !== undefined && trimmed(file) !== trimmed(body))
      problems.push(`${name}-file has other bytes than the API sent`);
    const text =
      name === "result" && json.type === "string"
        ? json.value
        : Buffer.from(trimmed(body), "latin1").toString();
    const isHuge = Buffer.byteLength(text) > MAX_OUTPUT_BYTES;
    if (value !== undefined && value !== (isHuge ? "" : text.toWellFormed()))
      problems.push(`${name} is ${value.slice(0, 200)}; expected ${text.slice(0, 200)}`);
  }
  return problems;
}

/** Outputs that say something else of the run than its answers do. */
function wrongFindings(trial: Trial): string[] {
  const { given, ended } = trial;
  const { outputs } = ended;
  const status = outputs["status"] ?? "";
  const problems: string[] = [];
  const { judgement, facts } = expected(trial);
  if (status !== "success" && status !== "failure") return problems;
  const failedNodes = outputs["failed-nodes"];
  if (judgement?.failed !== undefined) {
    const names = JSON.stringify(judgement.failed);
    if (failedNodes !== names && Buffer.byteLength(names) <= MAX_OUTPUT_BYTES)
      problems.push(`failed-nodes is ${String(failedNodes)}; expected ${names}`);
  }
  if (facts === undefined || judgement?.isGood !== true) return problems;
  for (const { name, decide } of given.namedOutputs) {
    const value = decide(facts, status);
    if (value !== undefined && Buffer.byteLength(value) <= MAX_OUTPUT_BYTES && outputs[name] !== value)
      problems.push(`output ${name} is ${String(outputs[name])}; expected ${value}`);
  }
  const truths = given.assertions.map(({ decide }) => decide(facts));
  if (truths.length > 0 && !truths.includes(undefined) && !isNodeMap(facts.output)) {
    const failed = JSON.stringify(
      given.assertions.filter((_, n) => truths[n] !== true).map(({ text }) => text),
    );
    if (outputs["failed-assertions"] !== failed)
      problems.push(`failed-assertions is ${String(outputs["failed-assertions"])}; expected ${failed}`);
  }
  return problems;
}

const SHOWS = new Set(["error", "warning", "notice"]);
// eslint-disable-next-line no-control-regex -- These are what is looked for.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069]/u;

/** Lines that the runner takes for commands which are not the action's own, or that hide something. */
function wrongLog({ ended: { log }, inputs }: Trial): string[] {
  const problems: string[] = [];
  const lines = log.split(/\r\n|\n|\r/);
  const mask = lines.findIndex((line) => line.startsWith("::add-mask::"));
  if (mask !== 0 && (inputs["api-key"] ?? "").trim() !== "")
    problems.push("the key is not masked, or something was printed before it was");
  const rest = lines.filter((_, n) => n !== mask);
  for (const line of rest) {
    const command = parseCommand(line);
    if (command === undefined) {
      // eslint-disable-next-line no-control-regex -- The colours of whole lines are the action's own.
      if (CONTROL.test(line.replace(/^\u001b\[\d+m(.*)\u001b\[0m$/, "$1")))
        problems.push(`a line has a control character: ${JSON.stringify(line)}`);
      continue;
    }
    const { name, properties, data } = command;
    const title = properties["title"] ?? "";
    const isOwn = SHOWS.has(name)
      ? title !== "" && !title.includes(MARKER)
      : name === "endgroup" || (name === "group" && !data.includes(MARKER)) || name === "debug";
    if (!isOwn || CONTROL.test(data)) problems.push(`the log has the command ${JSON.stringify(line)}`);
  }
  return problems;
}

/** The key, where it must not be, and a summary that must not be. */
function wrongTexts({ ended, inputs }: Trial): string[] {
  const { log, summary, outputs } = ended;
  const problems: string[] = [];
  const key = (inputs["api-key"] ?? "").trim();
  const texts = { log: log.replace(/^::add-mask::.*/, ""), summary, status: outputs["status"] ?? "" };
  const spellings = [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)];
  for (const [place, text] of Object.entries(texts)) {
    const isThere = spellings.some((spelling) => text.toLowerCase().includes(spelling.toLowerCase()));
    if (key.length >= 8 && isThere) problems.push(`the key is in the ${place}`);
  }
  if (/^false$/i.test((inputs["job-summary"] ?? "").trim()) && summary !== "")
    problems.push("there is a summary that nobody asked for");
  if (Buffer.byteLength(summary) > MAX_OUTPUT_BYTES) problems.push("the summary is over 1 MiB");
  return problems;
}
