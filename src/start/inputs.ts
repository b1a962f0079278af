import * as core from "@actions/core";
import { InputError, InputReader, readApiKey, shownValue } from "../runner/inputs.ts";
import { size } from "../wording.ts";
import { readCases, repeated, type Case } from "./cases.ts";
import { readFiles, readObject, type Member } from "./variables.ts";

/** The version of the agent that runs. */
export type Version =
  | { readonly kind: "label"; readonly label: string }
  /** In decimal digits. */
  | { readonly kind: "number"; readonly number: string }
  | { readonly kind: "newest" };

/** Everything that the action was asked to do. Durations are in milliseconds. */
export interface Inputs {
  /** The agent's name. */
  readonly agent: string;
  readonly apiKey: string;
  readonly version: Version;
  /** The input variables of every run, in the order given, those from files last. */
  readonly variables: readonly Member[];
  readonly metadata: readonly Member[];
  /** The runs to start, in order; undefined if it is one run without a name. */
  readonly cases: readonly Case[] | undefined;
  readonly failOnWarning: boolean;
  readonly timeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly baseUrl: URL;
}

export const DEFAULTS = {
  "input-variables": "{}",
  metadata: "{}",
  repeat: "1",
  "fail-on-warning": "true",
  "base-url": "https://api.promptlayer.com",
  "request-timeout": "30s",
  timeout: "2m",
} as const;

/** More runs of the same case would show little more. */
const MAX_REPEAT = 20;

const MAX_REQUEST_BYTES = 16 * 1_024 * 1_024;

/**
 * Reads and checks all inputs, and the files that they name.
 *
 * @param workspace the folder that relative paths start at
 * @throws InputError for the first input that cannot be used
 */
export function readInputs(workspace: string): Inputs {
  const apiKey = readApiKey();
  const read = new InputReader(DEFAULTS);
  const agent = readAgent(apiKey);
  const version = readVersion();
  const given = readObject("input-variables", read.text("input-variables"));
  const files = readFiles(
    core.getInput("input-files", { trimWhitespace: false }),
    given,
    workspace,
    MAX_REQUEST_BYTES,
  );
  const variables = [...given, ...files];
  const metadata = readObject("metadata", read.text("metadata"), "a string");
  const request = { version, metadata, variables };
  const cases = readRuns(agent, variables, workspace);
  for (const { variables: own } of cases ?? [request]) requestBody({ ...request, variables: own });
  return {
    ...request,
    agent,
    apiKey,
    cases,
    failOnWarning: read.boolean("fail-on-warning"),
    timeoutMs: read.duration("timeout"),
    requestTimeoutMs: read.duration("request-timeout"),
    baseUrl: read.baseUrl("base-url"),
  };
}

function readAgent(apiKey: string): string {
  const agent = core.getInput("agent");
  if (agent === "") throw new InputError("Input `agent` is empty; expected the agent's name in PromptLayer.");
  if (agent === apiKey || (looksLikeKey(agent) && !looksLikeKey(apiKey))) {
    throw new InputError(
      "Inputs `agent` and `api-key` look swapped: `agent` looks like a key (its value is not shown).",
    );
  }
  // URL parsers resolve these as relative parts of a path, even if they are percent-encoded.
  if (agent === "." || agent === "..") {
    throw new InputError(`Input \`agent\` is \`${agent}\`, a name that no address can hold.`);
  }
  return agent;
}

function looksLikeKey(text: string): boolean {
  return /^(pl|sk|pk)[_-]\S+$/i.test(text);
}

function readVersion(): Version {
  const label = core.getInput("label");
  const number = core.getInput("version");
  if (label !== "" && number !== "") {
    throw new InputError(
      "Inputs `label` and `version` are both given; expected one of them, or neither for the newest version.",
    );
  }
  if (label !== "") return { kind: "label", label };
  if (number === "") return { kind: "newest" };
  if (/^[1-9]\d{0,8}$/.test(number)) return { kind: "number", number };
  const hint = /^v?\d/i.test(number) ? "" : " The name of a label goes into `label`.";
  throw new InputError(
    `Input \`version\` is ${shownValue(number)}; expected a positive integer such as \`3\`.${hint}`,
  );
}

function readRuns(agent: string, variables: readonly Member[], workspace: string): Case[] | undefined {
  const path = core.getInput("cases-file");
  const given = core.getInput("repeat") || DEFAULTS.repeat;
  const times = Number(given);
  if (!/^\d+$/.test(given) || times < 1 || times > MAX_REPEAT)
    throw new InputError(
      `Input \`repeat\` is ${shownValue(given)}; expected an integer from 1 to ${MAX_REPEAT}.`,
    );
  if (path !== "") return repeated(readCases(path, variables, workspace), times);
  return times === 1 ? undefined : repeated([{ name: agent, variables }], times);
}

/**
 * The JSON text of a request.
 *
 * @throws InputError if it is too large
 */
export function requestBody({
  version,
  variables,
  metadata,
}: Pick<Inputs, "version" | "variables" | "metadata">): string {
  const fields = [`"input_variables":${objectOf(variables)}`];
  if (metadata.length > 0) fields.push(`"metadata":${objectOf(metadata)}`);
  if (version.kind === "label") fields.push(`"workflow_label_name":${JSON.stringify(version.label)}`);
  if (version.kind === "number") fields.push(`"workflow_version_number":${version.number}`);
  const body = `{${fields.join(",")}}`;
  const bytes = Buffer.byteLength(body);
  if (bytes <= MAX_REQUEST_BYTES) return body;
  const [largest] = variables.toSorted((a, b) => b.bytes - a.bytes);
  throw new InputError(
    `The request would be over ${size(MAX_REQUEST_BYTES)}: it has ${bytes} bytes. The largest variable, in ${largest?.origin ?? ""}, is ${size(largest?.bytes ?? 0)}.`,
  );
}

function objectOf(members: readonly Member[]): string {
  return `{${members.map(({ name, json }) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}
