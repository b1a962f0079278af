import { isNodeMap, judgeNodes, readAnswer, type AnswerReading, type Judgement } from "./answer-reading.ts";
import { MARKER } from "./bodies.ts";
import type { Case } from "./cases.ts";
import type { Facts } from "./conditions.ts";
import type { Exchange } from "./server.ts";
import type { Ended } from "./step.ts";
import { metadata } from "../action-process.ts";
import { parseCommand } from "../runner-protocol.ts";

// Written from README.md, SECURITY.md, action.yml and the API's reference, not from the sources. Where they leave
// something open, everything that they allow is allowed, but green never without proof.

/** Everything that is known of a run that is over. */
export interface Trial {
  readonly given: Case;
  /** The inputs as the step got them. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly exchanges: readonly Exchange[];
  readonly isCancelled: boolean;
  readonly ended: Ended;
  /** When the step began, on its clock. */
  readonly began: number;
}

/** What is wrong with a run, a sentence each. */
export function disagreements(trial: Trial): string[] {
  const { ended } = trial;
  if (ended.crash !== undefined) return [`the action broke: ${ended.crash}`];
  return [...wrongStatus(trial), ...wrongRequests(trial), ...wrongOutputs(trial), ...wrongLog(trial)];
}

const isTrue = (text: string | undefined) => /^true$/i.test(text ?? "");

/** @returns milliseconds; NaN if it is no duration, undefined if that is left open */
function duration(text: string): number | undefined {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  if (number === undefined) return /^[.,]?\d+ ?\w*$/.test(text) ? undefined : NaN;
  const ms = Number(number) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit as "ms" | "s" | "m" | "h"];
  return ms > 0 ? ms : NaN;
}

/** Whether the action can work with its inputs; undefined if the documents leave that open. */
function areUsable({ given, inputs }: Trial): boolean | undefined {
  const input = (name: string) => (inputs[name] ?? "").trim() || (metadata.inputs[name]?.default ?? "");
  const id = input("execution-id");
  const durations = ["timeout", "poll-interval", "request-timeout"].map((name) => duration(input(name)));
  const base = URL.parse(input("base-url"));
  const isLoopback = base !== null && /^(localhost|127\.0\.0\.1)$/.test(base.hostname);
  const parts = [...given.assertions, ...given.namedOutputs].map(({ isValid }) => isValid);
  const checks: (boolean | undefined)[] = [
    /^[1-9]\d{0,18}$/.test(id) && BigInt(id) < 2n ** 63n,
    /^[\x20-\x7e]+$/.test(input("api-key")) || (input("api-key") === "" ? false : undefined),
    ...["return-all-outputs", "fail-on-error", "job-summary"].map((name) =>
      /^(true|True|TRUE|false|False|FALSE)$/.test(input(name)),
    ),
    ...durations.map((ms) => (ms === undefined ? undefined : !Number.isNaN(ms))),
    base !== null &&
      (base.protocol === "https:" || (base.protocol === "http:" && isLoopback)) &&
      base.username === "" &&
      !/[?#]/.test(input("base-url")),
    ...parts,
  ];
  return checks.includes(false) ? false : checks.includes(undefined) ? undefined : true;
}

/** Whether a request may give up before an answer that came at once. */
const isImpatient = ({ inputs }: Trial) => inputs["request-timeout"]?.endsWith("0ms") === true;

interface Expectation {
  readonly statuses: ReadonlySet<string>;
  readonly judgement?: Judgement;
  readonly facts?: Facts;
}

/** How far short of its deadline a step may end: it asks no more when there is no room for an answer. */
const ROOM_MS = 1_000;
/** How long an API that never answered is tried at least. */
const PATIENCE_MS = 60_000;

function expected(trial: Trial): Expectation {
  const { exchanges, inputs, ended, isCancelled } = trial;
  const usable = areUsable(trial);
  const last = exchanges.at(-1);
  if (usable === false || (usable === undefined && last === undefined))
    return { statuses: new Set(["error"]) };
  if (isCancelled) return { statuses: new Set(["cancelled"]) };
  // TLS is spoken to a server that has none.
  if (last === undefined)
    return { statuses: new Set(inputs["base-url"]?.startsWith("https:") ? ["error"] : []) };
  const statuses = new Set<string>();
  const timeoutMs = duration(inputs["timeout"] || "15m") ?? 0;
  const isAtDeadline = ended.tookMs >= timeoutMs - ROOM_MS;
  const { meanings, json } = readAnswer(last.sent, last.ending, last.isPoll);
  const poll = exchanges.findLast(({ isPoll }) => isPoll);
  const nodes = poll && readAnswer(poll.sent, poll.ending, true).json;
  const judgement = nodes && judgeNodes(nodes);
  // An answer may come too late for a request.
  const isLate = isImpatient(trial) || last.at - trial.began > timeoutMs - 2 * ROOM_MS;
  if (meanings.includes("permanent") || isLate) statuses.add("error");
  if (meanings.includes("transient") && (isAtDeadline || ended.tookMs >= PATIENCE_MS)) statuses.add("error");
  if (meanings.includes("running") && isAtDeadline) statuses.add("timeout");
  // That the run failed is known, whatever became of the main output.
  if (!last.isPoll && judgement?.isGood !== true) statuses.add("failure");
  if (last.isPoll) {
    if (meanings.includes("final") && !(judgement?.isGood === true && judgement.hasOutput === true))
      statuses.add("failure");
    return { statuses, ...(judgement && { judgement }) };
  }
  if (!meanings.includes("final") || nodes === undefined || json === undefined || judgement === undefined)
    return { statuses, ...(judgement && { judgement }) };
  const facts = { nodes, output: json };
  const isMap = isNodeMap(json);
  const gate = [
    ...trial.given.assertions.map(({ decide }) => decide(facts)),
    ...trial.given.namedOutputs.map(({ decide }) =>
      decide(facts, "success") === undefined ? undefined : true,
    ),
  ];
  const isGreen =
    judgement.isGood !== false &&
    !(isMap && judgement.hasOutput !== true) &&
    gate.every((truth) => truth === true || truth === undefined);
  if (isGreen) statuses.add("success");
  if (!isGreen || judgement.isGood !== true || isMap || gate.includes(undefined)) statuses.add("failure");
  return { statuses, judgement, facts };
}

function wrongStatus(trial: Trial): string[] {
  const { ended, inputs, isCancelled } = trial;
  const status = ended.outputs["status"] ?? "none";
  const problems: string[] = [];
  const { statuses } = expected(trial);
  if (!statuses.has(status))
    problems.push(`status is ${status}; expected ${[...statuses].join(" or ") || "that it goes on"}`);
  const isGreen =
    status === "success" || (status === "failure" && /^false$/i.test(inputs["fail-on-error"] ?? ""));
  if (ended.exitCode !== (isGreen ? 0 : 1))
    problems.push(`the exit code is ${String(ended.exitCode)} with status ${status}`);
  const limit = isCancelled ? Infinity : (duration(inputs["timeout"] || "15m") ?? Infinity);
  if (ended.tookMs > limit + 3_000)
    problems.push(`it took ${Math.round(ended.tookMs)} ms with a timeout of ${limit} ms`);
  return problems;
}

function wrongRequests(trial: Trial): string[] {
  const { exchanges, inputs, began } = trial;
  const problems: string[] = [];
  const path = (URL.parse(inputs["base-url"] ?? "")?.pathname ?? "/").replace(/\/$/, "");
  const timeoutMs = duration(inputs["timeout"] || "15m") ?? 0;
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
    if (at - began > timeoutMs + 1_000) problems.push(`request ${n + 1} came after the deadline`);
    const next = exchanges[n + 1];
    if (next === undefined) continue;
    const { meanings, retryAfterMs = 0 } = readAnswer(sent, ending, isPoll);
    const needed = next.isPoll === isPoll ? ["running", "transient"] : ["final"];
    if (next.isPoll && !isPoll) problems.push(`request ${n + 2} asks for the nodes once more`);
    if (!isImpatient(trial) && !meanings.some((meaning) => needed.includes(meaning))) {
      problems.push(`request ${n + 2} follows an answer that is ${meanings.join(" or ")}`);
    }
    const isNearDeadline = began + timeoutMs - at < retryAfterMs + 2 * ROOM_MS;
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

function wrongOutputs(trial: Trial): string[] {
  const { ended, given, exchanges, inputs } = trial;
  const { outputs, files } = ended;
  const problems: string[] = [];
  const isWithNodes = isTrue(inputs["return-all-outputs"]);
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

  const { judgement, facts } = expected(trial);
  const failedNodes = outputs["failed-nodes"];
  if (judgement?.failed !== undefined && (status === "success" || status === "failure")) {
    const names = JSON.stringify(judgement.failed);
    if (failedNodes !== names && Buffer.byteLength(names) <= MAX_OUTPUT_BYTES)
      problems.push(`failed-nodes is ${String(failedNodes)}; expected ${names}`);
  }
  if (status !== "success" && status !== "failure") return problems;
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

function wrongLog({ ended, inputs }: Trial): string[] {
  const { log, summary, outputs } = ended;
  const problems: string[] = [];
  const key = (inputs["api-key"] ?? "").trim();
  const lines = log.split(/\r\n|\n|\r/);
  const mask = lines.findIndex((line) => line.startsWith("::add-mask::"));
  if (mask > 0) problems.push("something was printed before the key was masked");
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
  for (const spelling of new Set([key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])) {
    if (key.length < 8) break;
    const found = spelling.toLowerCase();
    for (const [place, text] of Object.entries({
      log: rest.join("\n"),
      summary,
      status: outputs["status"] ?? "",
    })) {
      if (text.toLowerCase().includes(found)) problems.push(`the key is in the ${place}`);
    }
  }
  if (/^false$/i.test((inputs["job-summary"] ?? "").trim()) && summary !== "")
    problems.push("there is a summary that nobody asked for");
  if (Buffer.byteLength(summary) > MAX_OUTPUT_BYTES) problems.push("the summary is over 1 MiB");
  return problems;
}
