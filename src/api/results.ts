import { ADVICE, PERMANENT_FAULTS } from "./advice.ts";
import { isRunning, readMainOutput, readNodeMap, type MainOutput, type NodeMap } from "./execution.ts";
import type { HttpFailure } from "./faults.ts";
import { NotJson, TooLarge } from "./json.ts";
import {
  adviceForAnswer,
  begins,
  causeOf,
  isChallenge,
  isPage,
  isTransient,
  NotTheApi,
  reasonIn,
  retryAfter,
} from "./refusal.ts";
import type { HttpResponse, Transport } from "./transport.ts";
import { quoted } from "../wording.ts";

/** What became of one request for the results of an execution. */
export type Answer<T> =
  | { readonly kind: "finished"; readonly value: T }
  /** `value` is what the answer said about the run so far, if it could be read. */
  | { readonly kind: "running"; readonly value: T | undefined }
  /** The API's rate limit is exceeded. */
  | (Failure & { readonly kind: "throttled" })
  /** Another try may well succeed. */
  | (Failure & { readonly kind: "transient"; readonly patience: Patience })
  /** Another try would fail the same way. */
  | (Failure & { readonly kind: "permanent" });

interface Failure {
  /** One clause, for use after a colon. */
  readonly cause: string;
  /** What to do about it, as Markdown. */
  readonly advice: string;
  /** The pause that the API asked for. */
  readonly retryAfterMs?: number | undefined;
}

/** How long to try again after a transient failure. */
export type Patience =
  /** Some seconds: a failure that lasts longer does not pass. */
  | "short"
  /**
   * Some seconds. If the API has answered before, it is an outage: some minutes if that was for another run, until the
   * deadline if it was for this one.
   */
  | "short-at-first"
  /** Some minutes. If the API has answered for this run before, until the deadline. */
  | "long-at-first";

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

const CHECK_ID = "Check `execution-id`: it must be the ID that starting this run returned";

/**
 * `GET /workflow-version-execution-results`. It changes nothing, so it may always be sent again.
 *
 * @param executionId a decimal int64 as text
 * @param keepsText whether to keep the JSON text of a running agent's node map, so that the same text is not read twice.
 *   For many runs at once it would take too much memory.
 */
export function resultsOf(
  executionId: string,
  transport: Pick<Transport, "send">,
  keepsText = true,
): Results {
  const ask = async <T>(
    allOutputs: boolean,
    limits: RequestLimits,
    read: (body: Buffer) => T,
    readRunning: (body: Buffer) => T | undefined,
  ): Promise<Answer<T>> => {
    const response = await transport.send({
      method: "GET",
      path: `/workflow-version-execution-results?workflow_version_execution_id=${executionId}&return_all_outputs=${allOutputs}`,
      needsNewConnection: !allOutputs,
      ...limits,
    });
    return response.kind === "failure" ? failed(response) : understood(response, read, readRunning);
  };
  const readRunning = keepsText
    ? memoized(readIfNodeMap)
    : (body: Buffer) => withoutText(readIfNodeMap(body));
  return {
    nodes: async (limits) => {
      const answer = await ask(true, limits, readNodeMap, readRunning);
      const stillRuns = answer.kind === "finished" && answer.value.nodes.some(isRunning);
      if (!stillRuns) return answer;
      return { kind: "running", value: keepsText ? answer.value : withoutText(answer.value) };
    },
    mainOutput: (limits) => ask(false, limits, readMainOutput, () => undefined),
  };
}

function readIfNodeMap(body: Buffer): NodeMap | undefined {
  try {
    return readNodeMap(body);
  } catch {
    return undefined;
  }
}

function withoutText(map: NodeMap | undefined): NodeMap | undefined {
  return map && { ...map, json: Buffer.alloc(0) };
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
  const { status, body } = response;
  if (isChallenge(response)) return transient(response, "long-at-first");
  switch (status) {
    case 200:
      if (isPage(response)) return transient(response, "short-at-first");
      if (response.mayBeCut) return unreadable("nothing shows that it is whole");
      try {
        return { kind: "finished", value: read(body) };
      } catch (error) {
        return unusable(error, body);
      }
    case 202:
    case 204:
      if (isPage(response)) return transient(response, "long-at-first");
      return { kind: "running", value: readRunning(body) };
    default:
      return refused(response);
  }
}

function transient(response: HttpResponse, patience: Patience): Answer<never> {
  return {
    kind: "transient",
    cause: causeOf(response),
    advice: adviceForAnswer(response),
    patience,
    retryAfterMs: retryAfter(response.headers, Date.now()),
  };
}

function unreadable(cause: string): Answer<never> {
  return {
    kind: "transient",
    cause: `the answer cannot be read: ${cause}`,
    advice: ADVICE.unreadable,
    patience: "long-at-first",
  };
}

const RETURN_LESS = "Let the agent return less, for example an address of the data.";
/** The largest answer that is searched for a message of the API's. */
const MAX_REASON_BYTES = 64 * 1_024;

/** @throws every error that the answer did not cause */
function unusable(error: unknown, body: Buffer): Answer<never> {
  if (error instanceof NotJson) return unreadable(error.message);
  if (error instanceof TooLarge)
    return { kind: "permanent", cause: `the answer is ${error.message}`, advice: RETURN_LESS };
  if (!(error instanceof NotTheApi)) throw error;
  const reason = begins(body, "{") && body.length <= MAX_REASON_BYTES ? reasonIn(body, "") : "";
  // An object is not a message: it is a node that is called `message`.
  if (reason !== "" && !reason.startsWith("{")) {
    return {
      kind: "permanent",
      cause: `the API answered 200, but with a message in the place of nodes: ${quoted(reason, 300)}`,
      advice: ADVICE.message,
    };
  }
  const cause = `the answer is not what PromptLayer's API sends: ${error.message}`;
  return { kind: "permanent", cause, advice: ADVICE["not-the-api"] };
}

function refused(response: HttpResponse): Answer<never> {
  const { status, headers, body } = response;
  if (status === 429) {
    return {
      kind: "throttled",
      cause: causeOf(response),
      advice: ADVICE["rate-limit"],
      retryAfterMs: retryAfter(headers, Date.now()),
    };
  }
  if (isTransient(status)) return transient(response, "long-at-first");
  if (isPage(response)) return transient(response, "short-at-first");
  const advice = adviceForStatus(status, begins(body, "{")) ?? adviceForAnswer(response);
  // The replica of the database that answers may not know the run yet.
  if (status === 404) return { kind: "transient", cause: causeOf(response), advice, patience: "short" };
  return { kind: "permanent", cause: causeOf(response), advice };
}

/** @param isJson whether the answer is a JSON object, as the API's own errors are; others may be a gateway's */
function adviceForStatus(status: number, isJson: boolean): string | undefined {
  const orElse = isJson ? "" : ` Or something else answered: ${ADVICE["not-the-api"]}`;
  switch (status) {
    case 401:
    case 403:
      return `${ADVICE.key}${orElse}`;
    case 404:
      return `${CHECK_ID}, in the workspace of \`api-key\` and at the same \`base-url\`.${orElse}`;
    case 400:
    case 422:
      return `${CHECK_ID}.${orElse}`;
    default:
      return undefined;
  }
}

function failed({ fault, cause }: HttpFailure): Answer<never> {
  const isAnswer = fault === "encoding" || fault === "damaged";
  const failure = {
    cause: isAnswer ? `the answer cannot be read: ${cause}` : cause,
    advice: fault === "too-large" ? RETURN_LESS : ADVICE[fault],
  };
  return PERMANENT_FAULTS.has(fault)
    ? { kind: "permanent", ...failure }
    : { kind: "transient", ...failure, patience: "long-at-first" };
}
