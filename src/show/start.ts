import type { Outcome } from "../outcome.ts";
import type { Inputs, Version } from "../start/inputs.ts";
import { duration, quoted, size } from "../wording.ts";
import type { Log } from "./log.ts";
import { announce, MAX_CAUSE_CHARACTERS, renderOutcome, statusLine, table } from "./outcome.ts";
import { proseLine } from "./prose.ts";
import { sanitizeCode } from "./sanitize.ts";

/** What the action is about, as the titles of annotations and summaries name it. */
export const SUBJECT = "PromptLayer agent start";

const MAX_VARIABLES = 100;

/** Says in the log what the API is asked for. The values of the variables are shown nowhere. */
export function logRequest(inputs: Inputs, log: Log): void {
  const { agent, version, variables, baseUrl, timeoutMs } = inputs;
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
    `Starting PromptLayer agent ${quoted(agent)}, ${versionText(version, quoted)}, at ${baseUrl.host}, within ${duration(timeoutMs)}.`,
  );
  for (const { name, bytes } of variables.slice(0, MAX_VARIABLES))
    say(`Variable ${quoted(name)}: ${size(bytes)}`);
  if (variables.length > MAX_VARIABLES) say(`and ${variables.length - MAX_VARIABLES} more variables`);
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
