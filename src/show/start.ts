import type { Outcome } from "../outcome.ts";
import type { Inputs, Version } from "../start/inputs.ts";
import type { NamedStart } from "../start/many.ts";
import { counted, cut, duration, listed, quoted, size } from "../wording.ts";
import { shownAlone, type Log } from "./log.ts";
import { announce, MAX_CAUSE_CHARACTERS, renderOutcome, statusLine, table } from "./outcome.ts";
import { proseHtml, proseLine } from "./prose.ts";
import { sanitizeCode } from "./sanitize.ts";

/** What the action is about, as the titles of annotations and summaries name it. */
export const SUBJECT = "PromptLayer agent start";

const MAX_VARIABLES = 100;
const MAX_ROWS = 100;

/** Says in the log what the API is asked for. The values of the variables are shown nowhere. */
export function logRequest(inputs: Inputs, log: Log): void {
  const { agent, version, variables, cases, baseUrl, timeoutMs } = inputs;
  if (version.kind === "newest") {
    log.notice(
      "Neither `label` nor `version` is given, so the newest version runs, even one that is not ready for use. A label is safer.",
      `${SUBJECT}: the newest version runs`,
    );
  }
  const say = (line: string) => {
    log.info(proseLine(line));
  };
  say(
    `Starting PromptLayer agent ${quoted(agent)}${cases === undefined ? "" : `, ${counted(cases.length, "run")}`}, ${versionText(version, quoted)}, at ${baseUrl.host}, within ${duration(timeoutMs)}.`,
  );
  for (const { name, bytes } of variables.slice(0, MAX_VARIABLES))
    say(`Variable ${quoted(name)}: ${size(bytes)}`);
  if (variables.length > MAX_VARIABLES) say(`and ${variables.length - MAX_VARIABLES} more variables`);
}

/** Says in the log whether the `nth` run of several was started. */
export function logStart({ name, start }: NamedStart, nth: number, count: number, log: Log): void {
  const which = `${nth} of ${count}, ${quoted(name)}`;
  if (start.kind === "started") log.info(proseLine(`${which}: run ${start.run.executionId} was started`));
  else
    log.info(proseLine(`${which}: ${start.kind === "unknown" ? "not known to be started" : "not started"}`));
}

/** Says in annotations and at the end of the log how the start of several runs ended. */
export function announceStarts(outcome: Outcome, starts: readonly NamedStart[], log: Log): void {
  const warned = starts.filter(({ start }) => warningOf(start) !== "");
  const room = Math.max(1, log.room - Number(outcome.status !== "started"));
  const single = shownAlone(warned.length, room);
  for (const { name, start } of warned.slice(0, single))
    log.warning(
      `${quoted(name)}: ${cut(warningOf(start), MAX_CAUSE_CHARACTERS)}`,
      `${SUBJECT}: the API warns`,
    );
  const rest = warned.slice(single).map(({ name }) => name);
  if (rest.length > 0) log.warning(`${rest.length} more: ${listed(rest)}`, `${SUBJECT}: the API warns`);
  if (outcome.status === "started") log.info(statusLine(outcome), "green");
  else announce(outcome, SUBJECT, log);
}

/** The job summary of several runs, as GitHub Markdown. Those that were not started come first. */
export function renderStarts(outcome: Outcome, inputs: Inputs, starts: readonly NamedStart[]): string {
  const noted = starts
    .map(({ name, start }) => ({ name, start, note: noteOf(start) }))
    .sort((a, b) => Number(b.note !== "") - Number(a.note !== ""));
  const hasNotes = noted.some(({ note }) => note !== "");
  const rows = noted
    .slice(0, MAX_ROWS)
    .map(({ name, start, note }) => [
      sanitizeCode(name, 80),
      start.kind === "started" ? sanitizeCode(start.run.executionId, 40) : start.kind,
      ...(hasNotes ? [note] : []),
    ]);
  const rest = Math.max(0, starts.length - MAX_ROWS);
  const facts = [
    `Agent ${sanitizeCode(inputs.agent, 100)}`,
    versionText(inputs.version, (text) => sanitizeCode(text, 100)),
    sanitizeCode(inputs.baseUrl.host, 100),
  ];
  const head = ["Run", "Execution", ...(hasNotes ? ["Warning or cause"] : [])];
  const runs = table(head, rows, rest, "run");
  return `${renderOutcome(outcome, SUBJECT)}\n${runs}\n\n<p><sub>${facts.join(" · ")}</sub></p>\n`;
}

/** What the table says of a start that did not go well, as HTML. */
function noteOf(start: NamedStart["start"]): string {
  if (start.kind !== "started") return proseHtml(start.cause, MAX_CAUSE_CHARACTERS);
  const warning = warningOf(start);
  return warning === "" ? "" : sanitizeCode(warning, MAX_CAUSE_CHARACTERS);
}

function warningOf(start: NamedStart["start"]): string {
  return start.kind === "started" ? start.run.warning : "";
}

/** Says in annotations and at the end of the log how the step ended. */
export function announceStart(outcome: Outcome, warning: string, log: Log): void {
  if (outcome.status !== "started") {
    announce(outcome, SUBJECT, log);
    return;
  }
  if (warning !== "")
    log.warning(`The API warns: ${quoted(warning, MAX_CAUSE_CHARACTERS)}`, `${SUBJECT}: warning`);
  log.info(statusLine(outcome), "green");
}

/** The job summary, as GitHub Markdown. */
export function renderStart(outcome: Outcome, inputs: Inputs, warning: string): string {
  const { agent, version, variables, baseUrl } = inputs;
  const code = (text: string) => sanitizeCode(text, 100);
  const rows = [
    ["Version", versionText(version, code)],
    ["Host", code(baseUrl.host)],
    ...(warning === "" ? [] : [["Warning", sanitizeCode(warning, MAX_CAUSE_CHARACTERS)]]),
    ...variables.slice(0, MAX_VARIABLES).map(({ name, bytes }) => [`Variable ${code(name)}`, size(bytes)]),
  ];
  const rest = Math.max(0, variables.length - MAX_VARIABLES);
  return `${renderOutcome(outcome, SUBJECT)}\n${table(["Agent", code(agent)], rows, rest, "variable")}\n`;
}

function versionText(version: Version, show: (text: string) => string): string {
  switch (version.kind) {
    case "label":
      return `label ${show(version.label)}`;
    case "number":
      return `version ${version.number}`;
    case "newest":
      return "the newest version";
  }
}
