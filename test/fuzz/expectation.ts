import { metadata } from "../action-process.ts";
import { isNodeMap, judgeNodes, readAnswer, type Judgement } from "./answer-reading.ts";
import type { Case } from "./cases.ts";
import type { Facts } from "./conditions.ts";
import type { Exchange } from "./server.ts";
import type { Ended } from "./step.ts";

// Written from README.md, SECURITY.md, action.yml and the API's reference, not from the sources. Where they leave
// something open, everything that they allow is allowed, but green never without proof.

/** Everything that is known of a run that is over. */
export interface Trial {
  readonly given: Case;
  /** The inputs as the step got them. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly exchanges: readonly Exchange[];
  readonly isCancelled: boolean;
  /** Whether the action ran in a process of its own, which a signal may reach only after the verdict. */
  readonly isBuilt: boolean;
  readonly ended: Ended;
  /** When the step began, on its clock. */
  readonly began: number;
  /** How much later than it should anything may have happened, as busy as the machine was meanwhile. */
  readonly slackMs: number;
}

/** @returns milliseconds; NaN if it is no duration, undefined if that is left open */
function duration(text: string): number | undefined {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  if (number === undefined) return /^[.,]?\d+ ?\w*$/.test(text) ? undefined : NaN;
  const ms = Number(number) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit as "ms" | "s" | "m" | "h"];
  return ms > 0 ? ms : NaN;
}

/** Whether the action can work with its inputs; undefined if the documents leave that open. */
export function areUsable({ given, inputs }: Trial): boolean | undefined {
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

/** In milliseconds. */
export const timeoutOf = ({ inputs }: Trial): number => duration(inputs["timeout"] || "15m") ?? Infinity;

/** Whether a request may give up before an answer that came at once. */
export const isImpatient = ({ inputs }: Trial) => inputs["request-timeout"]?.endsWith("0ms") === true;

const hasGate = ({ assertions, namedOutputs }: Case) => assertions.length + namedOutputs.length > 0;

/** What the documents say of a run. */
export interface Expectation {
  readonly statuses: ReadonlySet<string>;
  readonly judgement?: Judgement;
  readonly facts?: Facts;
}

/** How far short of its deadline a step may end: it asks no more when there is no room for an answer. */
export const ROOM_MS = 1_000;
/** How long lines may be evaluated after the deadline. */
const GRACE_MS = 1_500;
/** How long an API that never answered is tried at least. */
const PATIENCE_MS = 60_000;

export function expected(trial: Trial): Expectation {
  const { given, exchanges, inputs, isCancelled, isBuilt } = trial;
  const usable = areUsable(trial);
  const last = exchanges.at(-1);
  const only = (...statuses: string[]): Expectation => ({ statuses: new Set(statuses) });
  if (usable === false || (usable === undefined && last === undefined)) return only("error");
  if (isCancelled && last !== undefined && isBuilt && exchanges.length === given.cancelledAt) {
    const found = expectedOf(trial, last);
    return { ...found, statuses: new Set([...found.statuses, "cancelled"]) };
  }
  if (isCancelled) return only("cancelled");
  if (last !== undefined) return expectedOf(trial, last);
  // TLS is spoken to a server that has none, or the machine was too busy for a request to arrive.
  const busyMs = Math.max(trial.slackMs, trial.ended.tookMs - timeoutOf(trial));
  const isUnheard = inputs["base-url"]?.startsWith("https:") === true || busyMs > timeoutOf(trial);
  return isUnheard ? only("error") : only();
}

/** @param last the exchange after which the action asked no more */
function expectedOf(trial: Trial, last: Exchange): Expectation {
  const { exchanges, given, began, ended, slackMs } = trial;
  const { meanings, json } = readAnswer(last.sent, last.ending, last.isPoll);
  const poll = exchanges.findLast(({ isPoll }) => isPoll);
  const nodes = poll && readAnswer(poll.sent, poll.ending, true).json;
  const judgement = nodes && judgeNodes(nodes);
  const isGood = judgement?.isGood;

  const statuses = new Set<string>();
  const timeoutMs = timeoutOf(trial);
  const isAtDeadline = ended.tookMs >= timeoutMs - ROOM_MS - slackMs;
  const isGivenUp = isAtDeadline || ended.tookMs >= PATIENCE_MS;
  // An answer may come too late for its request.
  const isLate = isImpatient(trial) || last.at - began > timeoutMs - 2 * ROOM_MS - slackMs;
  if (meanings.includes("permanent") || isLate) statuses.add("error");
  if (meanings.includes("transient") && isGivenUp) statuses.add("error");
  if (meanings.includes("running") && isAtDeadline) statuses.add("timeout");
  const found = { statuses, ...(judgement && { judgement }) };
  if (last.isPoll) {
    const mayFail = judgement?.isGood !== true || judgement.hasOutput !== true;
    if (meanings.includes("final") && mayFail) statuses.add("failure");
    return found;
  }
  // That the run failed is known, whatever became of the main output.
  if (isGood !== true) statuses.add("failure");
  if (!meanings.includes("final") || nodes === undefined || json === undefined) return found;

  const facts = { nodes, output: json };
  const isMap = isNodeMap(json);
  const truths = given.assertions.map(({ decide }) => decide(facts));
  const isUndecided =
    truths.includes(undefined) ||
    given.namedOutputs.some(({ decide }) => decide(facts, "success") === undefined);
  const holds = truths.every((truth) => truth === true || truth === undefined);
  // Where no node says that it is an output node, the API's answer tells whether there is an output. One without names shows
  // nothing.
  const isEmpty = json.type === "object" && json.members.length === 0;
  const hasOutput = judgement?.hasOutput ?? !(isMap || isEmpty);
  // Lines that are not evaluated in time are red.
  const isCutOff = hasGate(given) && ended.tookMs >= timeoutMs + GRACE_MS - slackMs;
  if (isGood !== false && hasOutput && holds) statuses.add("success");
  if (isGood !== true || isMap || !hasOutput || !holds || isUndecided || isCutOff) statuses.add("failure");
  return { ...found, ...(!isCutOff && { facts }) };
}
