import { readMainOutput, readNodeMap, type MainOutput, type NodeMap } from "./execution.ts";
import { NotJson, TooLarge } from "./json.ts";
import {
  adviceForAnswer,
  causeOf,
  CHECK_BASE_URL,
  FAULT_ADVICE,
  isTransient,
  NotTheApi,
  retryAfter,
} from "./refusal.ts";
import type { HttpFailure, HttpResponse, Transport } from "./transport.ts";

/** What became of one request for the results of an execution. */
export type Answer<T> =
  | { readonly kind: "finished"; readonly value: T }
  /** `value` is what the answer told of the run so far, if it could be read. */
  | { readonly kind: "running"; readonly value: T | undefined }
  /** Another try may well succeed. `retryAfterMs` is the pause that the API asked for. */
  | { readonly kind: "transient"; readonly cause: string; readonly retryAfterMs?: number }
  /** Another try would end the same. */
  | { readonly kind: "permanent"; readonly cause: string; readonly advice: string };

/** Asks once for one execution's results. Never rejects. */
export type Ask<T> = (limits: RequestLimits) => Promise<Answer<T>>;

export interface RequestLimits {
  /** How long the request may take, body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly cancel: AbortSignal;
}

/** The results of one execution, as the API has them. */
export interface Results {
  readonly nodes: Ask<NodeMap>;
  readonly mainOutput: Ask<MainOutput>;
}

const CHECK_ID = "Check `execution-id`: it must be the ID that starting this run returned.";

/**
 * `GET /workflow-version-execution-results`. Asking changes nothing, so it may always be asked again.
 *
 * @param executionId a decimal int64 as text
 */
export function resultsOf(executionId: string, transport: Transport): Results {
  const ask =
    <T>(
      allOutputs: boolean,
      read: (body: Buffer) => T,
      readRunning: (body: Buffer) => T | undefined,
    ): Ask<T> =>
    async (limits) => {
      const response = await transport.send({
        method: "GET",
        path: `/workflow-version-execution-results?workflow_version_execution_id=${executionId}&return_all_outputs=${allOutputs}`,
        ...limits,
      });
      return response.kind === "failure" ? failed(response) : understood(response, read, readRunning);
    };
  const readRunning = memoized((body) => {
    try {
      return readNodeMap(body);
    } catch {
      return undefined;
    }
  });
  return {
    nodes: ask(true, readNodeMap, readRunning),
    mainOutput: ask(false, readMainOutput, () => undefined),
  };
}

/** Skips the work for a body that is the same as the one before. */
function memoized<T>(read: (body: Buffer) => T): (body: Buffer) => T {
  let last: { body: Buffer; value: T } | undefined;
  return (body) => {
    if (last?.body.equals(body) !== true) last = { body, value: read(body) };
    return last.value;
  };
}

function understood<T>(
  response: HttpResponse,
  read: (body: Buffer) => T,
  readRunning: (body: Buffer) => T | undefined,
): Answer<T> {
  switch (response.status) {
    case 200:
      if (response.mayBeCut) return unreadable("nothing shows that it is whole");
      try {
        return { kind: "finished", value: read(response.body) };
      } catch (error) {
        return unusable(error);
      }
    case 202:
    case 204:
      return { kind: "running", value: readRunning(response.body) };
    default:
      return refused(response);
  }
}

function unreadable(cause: string): Answer<never> {
  return { kind: "transient", cause: `the answer cannot be read: ${cause}` };
}

/** @throws what is neither the answer's fault nor expected */
function unusable(error: unknown): Answer<never> {
  if (error instanceof NotJson) return unreadable(error.message);
  if (error instanceof NotTheApi) {
    return {
      kind: "permanent",
      cause: `the answer is not what PromptLayer's API sends: ${error.message}`,
      advice: CHECK_BASE_URL,
    };
  }
  if (error instanceof TooLarge) {
    return { kind: "permanent", cause: `the answer is ${error.message}`, advice: RETURN_LESS };
  }
  throw error;
}

function refused(response: HttpResponse): Answer<never> {
  const { status, headers } = response;
  const cause = causeOf(response);
  if (isTransient(status)) {
    const retryAfterMs = retryAfter(headers, Date.now());
    return { kind: "transient", cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  return { kind: "permanent", cause, advice: adviceForStatus(status) };
}

function adviceForStatus(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return "Check `api-key`: that it is a PromptLayer key of the workspace that ran the agent, and that the secret is available to this workflow (pull requests from forks get none).";
    case 404:
      return `${CHECK_ID} The key must be of the workspace that ran the agent.`;
    case 400:
    case 422:
      return CHECK_ID;
    default:
      return adviceForAnswer(status);
  }
}

const RETURN_LESS = "Let the agent return less, for example an address of the data.";

/** Advice for the faults that another try would not mend. */
const PERMANENT_FAULTS: typeof FAULT_ADVICE = { ...FAULT_ADVICE, "too-large": RETURN_LESS };

function failed({ fault, cause }: HttpFailure): Answer<never> {
  if (fault === "coding") return unreadable(cause);
  const advice = PERMANENT_FAULTS[fault];
  return advice === undefined ? { kind: "transient", cause } : { kind: "permanent", cause, advice };
}
