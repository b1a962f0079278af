import { ADVICE, PERMANENT_FAULTS } from "./advice.ts";
import {
  isRunning,
  NotTheApi,
  readMainOutput,
  readNodeMap,
  type MainOutput,
  type NodeMap,
} from "./execution.ts";
import type { HttpFailure } from "./faults.ts";
import { NotJson, TooLarge } from "./json.ts";
import {
  begins,
  isChallenge,
  isTransient,
  pageTitle,
  reasonIn,
  redirectTarget,
  retryAfter,
} from "./refusal.ts";
import type { HttpResponse, Transport } from "./transport.ts";

/** What became of one request for the results of an execution. */
export type Answer<T> =
  | { readonly kind: "finished"; readonly value: T }
  /** `value` is what the answer told of the run so far, if it could be read. */
  | { readonly kind: "running"; readonly value: T | undefined }
  /** The API's rate limit is exceeded. */
  | (Failure & { readonly kind: "throttled" })
  /** Another try may well succeed. */
  | (Failure & { readonly kind: "transient"; readonly patience: Patience })
  /** Another try would end the same. */
  | (Failure & { readonly kind: "permanent" });

interface Failure {
  /** One clause, to stand after a colon. */
  readonly cause: string;
  /** What to do about it, as Markdown. */
  readonly advice: string;
  /** The pause that the API asked for. */
  readonly retryAfterMs?: number | undefined;
}

/** How long a transient failure is worth asking again. */
export type Patience =
  /** Some seconds: it is over then, or it stays. */
  | "short"
  /** Some seconds, but without end if the API has answered this step before: then it is an outage. */
  | "short-at-first"
  /** Some minutes, but without end if the API has answered this step before. */
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

const CHECK_ID = "Check `execution-id`: it must be the ID that starting this run returned.";

/**
 * `GET /workflow-version-execution-results`. Asking changes nothing, so it may always be asked again.
 *
 * @param executionId a decimal int64 as text
 */
export function resultsOf(executionId: string, transport: Transport): Results {
  const ask = async <T>(
    allOutputs: boolean,
    limits: RequestLimits,
    read: (body: Buffer) => T,
    readRunning: (body: Buffer) => T | undefined,
  ): Promise<Answer<T>> => {
    const response = await transport.send({
      method: "GET",
      path: `/workflow-version-execution-results?workflow_version_execution_id=${executionId}&return_all_outputs=${allOutputs}`,
      // Nothing else is asked for at once after another answer.
      needsNewConnection: !allOutputs,
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
    nodes: async (limits) => {
      const answer = await ask(true, limits, readNodeMap, readRunning);
      const isOver = answer.kind !== "finished" || !answer.value.nodes.some(isRunning);
      return isOver ? answer : { kind: "running", value: answer.value };
    },
    mainOutput: (limits) => ask(false, limits, readMainOutput, () => undefined),
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
  const { status, headers, body } = response;
  if (isChallenge(headers)) {
    const cause = `a firewall answered ${status} in the API's place, with a challenge for browsers`;
    return { kind: "transient", cause, advice: ADVICE.challenge, patience: "long-at-first" };
  }
  switch (status) {
    case 200:
      if (begins(body, "<")) return page(response, "short-at-first");
      if (response.mayBeCut) return unreadable("nothing shows that it is whole");
      try {
        return { kind: "finished", value: read(body) };
      } catch (error) {
        return unusable(error, body);
      }
    case 202:
    case 204:
      return begins(body, "<")
        ? page(response, "long-at-first")
        : { kind: "running", value: readRunning(body) };
    default:
      return refused(response);
  }
}

function page({ status, body }: HttpResponse, patience: Patience): Answer<never> {
  const cause = `a web page${pageTitle(body)} came with status ${status} in the place of the API's answer`;
  return { kind: "transient", cause, advice: ADVICE.page, patience };
}

function unreadable(cause: string): Answer<never> {
  return {
    kind: "transient",
    cause: `the answer cannot be read: ${cause}`,
    advice: ADVICE.unreadable,
    patience: "long-at-first",
  };
}

/** The largest answer that is searched for a sentence of the API's. */
const MAX_REASON_BYTES = 64 * 1_024;

/** @throws what is neither the answer's fault nor expected */
function unusable(error: unknown, body: Buffer): Answer<never> {
  if (error instanceof NotJson) return unreadable(error.message);
  if (error instanceof NotTheApi) {
    const reason = begins(body, "{") && body.length <= MAX_REASON_BYTES ? reasonIn(body, "") : "";
    // An object is no sentence, but a node of that name.
    return reason === "" || reason.startsWith("{")
      ? {
          kind: "permanent",
          cause: `the answer is not what PromptLayer's API sends: ${error.message}`,
          advice: ADVICE["not-the-api"],
        }
      : {
          kind: "permanent",
          cause: `the API answered 200, but with a message in the place of nodes: ${reason}`,
          advice: "Do what the message asks for, or ask PromptLayer's support what it means.",
        };
  }
  if (error instanceof TooLarge)
    return { kind: "permanent", cause: `the answer is ${error.message}`, advice: ADVICE["too-large"] };
  throw error;
}

function refused(response: HttpResponse): Answer<never> {
  const { status, headers, body } = response;
  if (status < 400) {
    const isRedirect = status >= 300;
    return {
      kind: "permanent",
      cause: isRedirect
        ? `the API answered ${status}, a redirect${redirectTarget(headers)}, which is refused: it would take the key along`
        : `the API answered ${status}`,
      advice: ADVICE[isRedirect ? "redirect" : "not-the-api"],
    };
  }
  const contentType = headers["content-type"] ?? "";
  const isPage = begins(body, "<") || (/html/i.test(contentType) && !begins(body, "{") && body.length > 0);
  const reason = reasonIn(body, contentType);
  const saying = reason === "" ? "" : `: ${reason}`;
  const cause = `the API answered ${status}${saying}`;
  const retryAfterMs = retryAfter(headers, Date.now());
  if (status === 429) {
    const limited = `the API answered 429, which is its rate limit${saying}`;
    return { kind: "throttled", cause: limited, advice: ADVICE["rate-limit"], retryAfterMs };
  }
  if (isTransient(status))
    return { kind: "transient", cause, advice: ADVICE.server, patience: "long-at-first", retryAfterMs };
  // A gateway's or another server's: it says nothing of the key or the ID.
  if (isPage && (status === 403 || status === 404)) return page(response, "short-at-first");
  if (isPage) return { kind: "permanent", cause, advice: ADVICE.page };
  const advice = adviceForStatus(status, begins(body, "{"));
  // The copy of the database that answers may not know the run yet.
  if (status === 404) return { kind: "transient", cause, advice, patience: "short", retryAfterMs };
  return { kind: "permanent", cause, advice };
}

/** @param isJson whether the answer is a JSON object, as the API's own errors are; others may be a gateway's */
function adviceForStatus(status: number, isJson: boolean): string {
  const whoElse = isJson ? "" : ` Or something else answered: ${ADVICE["not-the-api"]}`;
  switch (status) {
    case 401:
    case 403:
      return `${ADVICE.key}${whoElse}`;
    case 404:
      return `${CHECK_ID} The key must be of the workspace that ran the agent.${whoElse}`;
    case 400:
    case 422:
      return `${CHECK_ID}${whoElse}`;
    default:
      return ADVICE["not-the-api"];
  }
}

function failed({ fault, cause }: HttpFailure): Answer<never> {
  const isAnswer = fault === "coding" || fault === "damaged";
  const failure = { cause: isAnswer ? `the answer cannot be read: ${cause}` : cause, advice: ADVICE[fault] };
  return PERMANENT_FAULTS.has(fault)
    ? { kind: "permanent", ...failure }
    : { kind: "transient", ...failure, patience: "long-at-first" };
}
