import * as core from "@actions/core";
import { plain } from "./plain-text.ts";

/** Everything that the action was asked to do. Durations are in milliseconds. */
export interface Inputs {
  /** A decimal int64. Text, because JavaScript's numbers lose digits past 2^53. */
  readonly executionId: string;
  readonly apiKey: string;
  readonly returnAllOutputs: boolean;
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly failOnError: boolean;
  readonly jobSummary: boolean;
  readonly baseUrl: URL;
  /** Expressions, one a line. */
  readonly assert: string;
  /** `name = expression`, one a line. */
  readonly outputs: string;
}

/** An input that cannot be used. The message is one line for people and holds no secret. */
export class InputError extends Error {}

/**
 * What an input is when it is given as an empty string, as a caller's own unset input gives it. The runner itself
 * fills in the defaults of action.yml, and a test holds the two equal.
 */
export const DEFAULTS = {
  "return-all-outputs": "false",
  timeout: "15m",
  "poll-interval": "5s",
  "request-timeout": "30s",
  "fail-on-error": "true",
  "job-summary": "true",
  "base-url": "https://api.promptlayer.com",
} as const;

const LARGEST_ID = 2n ** 63n - 1n;

/** The API key as it was given, to be masked before anything else happens. */
export function givenApiKey(): string {
  return core.getInput("api-key");
}

/**
 * Reads and checks all inputs.
 *
 * @throws InputError for the first that cannot be used
 */
export function readInputs(): Inputs {
  const apiKey = readApiKey();
  return {
    executionId: readExecutionId(apiKey),
    apiKey,
    returnAllOutputs: readBoolean("return-all-outputs"),
    timeoutMs: readDuration("timeout"),
    pollIntervalMs: readDuration("poll-interval"),
    requestTimeoutMs: readDuration("request-timeout"),
    failOnError: readBoolean("fail-on-error"),
    jobSummary: readBoolean("job-summary"),
    baseUrl: readBaseUrl(),
    // Untrimmed, so that errors can number the lines.
    assert: core.getInput("assert", { trimWhitespace: false }),
    outputs: core.getInput("outputs", { trimWhitespace: false }),
  };
}

function readApiKey(): string {
  const key = givenApiKey();
  if (key === "") {
    throw new InputError(
      "Input `api-key` is empty. If it comes from a secret, make sure that the secret exists and is available to this workflow (pull requests from forks get none).",
    );
  }
  // What Node accepts as a header's value, less what could not be typed: RFC 9110, section 5.5.
  if (!/^[\x20-\x7e]+$/.test(key)) {
    throw new InputError(
      "Input `api-key` cannot be sent in a header (its value is not shown): it holds a line break, a control character or a character outside ASCII. Store the secret again, with the key alone in it.",
    );
  }
  return key;
}

function readExecutionId(apiKey: string): string {
  const id = core.getInput("execution-id");
  const expected =
    "expected a decimal number from 1 to 9223372036854775807, the `workflow_version_execution_id` that starting the agent returned";
  if (id === "") {
    throw new InputError(
      "Input `execution-id` is empty: most likely the step that starts the agent did not set its output, or the output's name is misspelled in `${{ steps.<id>.outputs.<name> }}`.",
    );
  }
  if (isExecutionId(id)) return id;
  if (isExecutionId(apiKey)) {
    throw new InputError(
      "Inputs `execution-id` and `api-key` look swapped: `api-key` is a number and `execution-id` is none (its value is not shown).",
    );
  }
  if (id === "null") {
    throw new InputError(
      "Input `execution-id` is `null`: the step that starts the agent got no ID from the API. Look at what that step was answered.",
    );
  }
  if (/^\d(\.\d+)?e\+?\d+$/i.test(id)) {
    throw new InputError(
      `Input \`execution-id\` is ${shown(id)}; ${expected}. A number in an expression lost digits on its way: pass the ID on as text.`,
    );
  }
  throw new InputError(`Input \`execution-id\` is ${shown(id)}; ${expected}.`);
}

function isExecutionId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= LARGEST_ID;
}

/** The booleans of YAML 1.2's core schema, which are also those of `core.getBooleanInput`. */
function readBoolean(name: keyof typeof DEFAULTS): boolean {
  const given = withDefault(name);
  if (/^(true|True|TRUE)$/.test(given)) return true;
  if (/^(false|False|FALSE)$/.test(given)) return false;
  throw new InputError(`Input \`${name}\` is ${shown(given)}; expected true or false.`);
}

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

function readDuration(name: keyof typeof DEFAULTS): number {
  const given = withDefault(name);
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?$/.exec(given) ?? [];
  const ms = Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS];
  if (!(ms > 0 && ms <= Number.MAX_SAFE_INTEGER)) {
    throw new InputError(
      `Input \`${name}\` is ${shown(given)}; expected a number of seconds, or a number with ms, s, m or h such as \`90s\` or \`15m\`, above zero.`,
    );
  }
  return ms;
}

function readBaseUrl(): URL {
  const given = withDefault("base-url");
  const refuse = (problem: string) =>
    new InputError(
      `Input \`base-url\` ${problem}; expected an address such as \`https://api.promptlayer.com\`.`,
    );
  if (!URL.canParse(given))
    throw refuse(`is ${shownAddress(given)}: it is no URL, which begins with https://`);
  const url = new URL(given);
  if (url.username !== "" || url.password !== "")
    throw refuse("has user info in it (its value is not shown), which is not supported");
  if (given.includes("?") || given.includes("#")) {
    throw refuse("has a query or a fragment (its value is not shown), which cannot be kept");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw refuse(
      `is ${shownAddress(given)}, which would send the key unencrypted: http: is for loopback only`,
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw refuse(`is ${shownAddress(given)}, which is not https:`);
  return url;
}

/** @param hostname as the URL parser leaves it: IPv4 addresses in any notation become four decimal numbers */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function withDefault(name: keyof typeof DEFAULTS): string {
  return core.getInput(name) || DEFAULTS[name];
}

/** A given value as an error may show it, unless it may be a key that got into the wrong input. */
function shown(value: string): string {
  return isHarmless(value) ? `\`${plain(value, 100)}\`` : NOT_SHOWN;
}

/** The same for an address, of which the host is shown at any length and what comes behind it never. */
function shownAddress(value: string): string {
  const [, scheme = "", host = "", path = ""] = /^([a-z]+:\/\/)?([^/]*)(.*)$/is.exec(value) ?? [];
  if (!isHarmless(host) && !/^[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?$/i.test(host)) return NOT_SHOWN;
  return `\`${plain(scheme + host, 100)}${path.length > 1 ? "/…" : path}\``;
}

const NOT_SHOWN = "not shown, as it may be a key";

function isHarmless(value: string): boolean {
  return (value.length < 16 && !/^(pl|sk|pk)[_-]/i.test(value)) || /^[-+.\de]+$/i.test(value);
}
