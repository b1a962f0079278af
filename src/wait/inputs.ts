import * as core from "@actions/core";
import { isExecutionId } from "../api/execution-id.ts";
import { InputError, InputReader, readApiKey, shownValue } from "../runner/inputs.ts";
import { quoted } from "../wording.ts";

/** Everything that the action was asked to do, except with which runs. Durations are in milliseconds. */
export interface CommonInputs {
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

/** The same for one run. */
export interface Inputs extends CommonInputs {
  /** A decimal int64. Text, because JavaScript's numbers lose precision past 2^53. */
  readonly executionId: string;
}

export const DEFAULTS = {
  "min-passed": "100%",
  "return-all-outputs": "false",
  timeout: "15m",
  "poll-interval": "5s",
  "request-timeout": "30s",
  "fail-on-error": "true",
  "job-summary": "true",
  "base-url": "https://api.promptlayer.com",
} as const;

/**
 * Reads and checks all inputs.
 *
 * @throws InputError for the first input that cannot be used
 */
export function readInputs(): Inputs {
  const apiKey = readApiKey();
  return { executionId: readExecutionId(apiKey), ...readCommonInputs(apiKey) };
}

/** @throws InputError for the first input that cannot be used */
export function readCommonInputs(apiKey: string): CommonInputs {
  const read = new InputReader(DEFAULTS);
  return {
    apiKey,
    returnAllOutputs: read.boolean("return-all-outputs"),
    timeoutMs: read.duration("timeout"),
    pollIntervalMs: read.duration("poll-interval"),
    requestTimeoutMs: read.duration("request-timeout"),
    failOnError: read.boolean("fail-on-error"),
    jobSummary: read.boolean("job-summary"),
    baseUrl: read.baseUrl("base-url"),
    // Untrimmed, so that errors can number the lines.
    assert: core.getInput("assert", { trimWhitespace: false }),
    outputs: core.getInput("outputs", { trimWhitespace: false }),
  };
}

function readExecutionId(apiKey: string): string {
  const id = core.getInput("execution-id");
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
  if (/^(null|none|nil|undefined|nan)$/i.test(id)) {
    throw new InputError(
      `Input \`execution-id\` is ${quoted(id)}: the step that starts the agent got no ID from the API. Look at the log of that step.`,
    );
  }
  const expected =
    "expected a decimal number from 1 to 9223372036854775807, the `workflow_version_execution_id` that starting the agent returned";
  const hint = /^\d(\.\d+)?e\+?\d+$/i.test(id)
    ? " A number in an expression lost precision: pass the ID on as text."
    : "";
  throw new InputError(`Input \`execution-id\` is ${shownValue(id)}; ${expected}.${hint}`);
}
