import { quoted } from "../wording.ts";
import { ADVICE, PERMANENT_FAULTS } from "./advice.ts";
import { isExecutionId } from "./execution-id.ts";
import type { HttpFailure } from "./faults.ts";
import { checkJson, JsonReader, NotJson, TooLarge, trimmed } from "./json.ts";
import { adviceForAnswer, causeOf, isChallenge, isPage, NotTheApi, reasonIn, retryAfter } from "./refusal.ts";
import type { RequestLimits } from "./results.ts";
import type { HttpResponse, Transport } from "./transport.ts";

/** A run that the API has started. */
export interface StartedRun {
  /** A decimal int64 as text. */
  readonly executionId: string;
  /** The API's warning about the input variables; empty if there is none. One that is not a string is kept as JSON text. */
  readonly warning: string;
}

/** What became of one request to start a run. */
export type StartAnswer =
  | { readonly kind: "started"; readonly run: StartedRun }
  /** No run was started, and another try may well start it. `retryAfterMs` is the pause that the API asked for. */
  | {
      readonly kind: "transient";
      readonly cause: string;
      readonly advice: string;
      readonly retryAfterMs?: number;
    }
  /** No run was started, and another try would fail the same way. */
  | { readonly kind: "permanent"; readonly cause: string; readonly advice: string }
  /** A run may have been started, so that another try could start a second one. */
  | { readonly kind: "unknown"; readonly cause: string; readonly advice: string };

/**
 * `POST /workflows/{workflow_name}/run`, sent once. A second request may start a second run, since the API has no
 * idempotency key and cannot list runs. So the answer is "transient" only if the request certainly never arrived, or if
 * it was refused with 429.
 *
 * @param body the JSON text of the request
 */
export async function startRun(
  agent: string,
  body: string,
  transport: Pick<Transport, "send">,
  limits: RequestLimits,
): Promise<StartAnswer> {
  const path = `/workflows/${encodeURIComponent(agent)}/run`;
  const response = await transport.send({ method: "POST", path, body, ...limits });
  if (response.kind === "failure") return failed(response);
  // A gateway's page and a firewall's challenge may come with any status, even 200.
  const isAnswer = response.status >= 200 && response.status < 300;
  return isAnswer && !isPage(response) && !isChallenge(response) ? understood(response) : refused(response);
}

function failed({ fault, cause, isUnsent }: HttpFailure): StartAnswer {
  const advice = ADVICE[fault];
  if (!isUnsent) return { kind: "unknown", cause, advice };
  return { kind: PERMANENT_FAULTS.has(fault) ? "permanent" : "transient", cause, advice };
}

function understood({ body, headers, status }: HttpResponse): StartAnswer {
  try {
    const { success, id, warning } = readAnswer(body);
    if (!success && id === "") {
      const reason = reasonIn(body, headers["content-type"] ?? "");
      return {
        kind: "permanent",
        cause: `the API answered ${status}, but without success: ${quoted(reason, 300)}`,
        advice: CHECK_REQUEST,
      };
    }
    if (!success) throw new NotTheApi("it has an ID, but `success` is false");
    if (!isExecutionId(id)) throw new NotTheApi("its workflow_version_execution_id is no int64 above zero");
    return { kind: "started", run: { executionId: id, warning } };
  } catch (error) {
    if (!(error instanceof NotJson || error instanceof NotTheApi || error instanceof TooLarge)) throw error;
    const cause = `the API answered ${status}, but the answer cannot be used: ${error.message}`;
    return { kind: "unknown", cause, advice: error instanceof NotJson ? "" : ADVICE["not-the-api"] };
  }
}

/** @returns the ID as text, whatever it is; empty if there is none */
function readAnswer(body: Buffer): { success: boolean; id: string; warning: string } {
  const json = trimmed(body);
  const reader = new JsonReader(json);
  const fields = new Map<string, string>();
  if (!reader.nextIsObject()) {
    checkJson(json);
    throw new NotTheApi("it is not an object");
  }
  reader.object((name) => {
    const value = reader.text();
    if (!["success", "workflow_version_execution_id", "warning"].includes(name)) return;
    if (fields.has(name)) throw new NotTheApi(`\`${name}\` is in it twice`);
    fields.set(name, value);
  });
  reader.end();
  return {
    success: fields.get("success") !== "false",
    id: readText(fields.get("workflow_version_execution_id") ?? ""),
    warning: readText(fields.get("warning") ?? ""),
  };
}

/** A JSON string as its text, any other value as its JSON text; empty for null, false, `[]` and `{}`. */
function readText(json: string): string {
  if (json.startsWith('"')) return JSON.parse(json) as string;
  return /^(null|false|\[\s*\]|\{\s*\})$/.test(json) ? "" : json;
}

function refused(response: HttpResponse): StartAnswer {
  const { status, headers } = response;
  const cause = causeOf(response);
  if (status === 429) {
    const retryAfterMs = retryAfter(headers, Date.now());
    const advice =
      "Set a longer `timeout`, and let fewer jobs start runs at the same time: they share the API's rate limit.";
    return { kind: "transient", cause, advice, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  // A 408 may come from a gateway that has passed the request on, and so may a redirect or a 5xx.
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  return { kind: isRefusal ? "permanent" : "unknown", cause, advice: adviceForStatus(response) };
}

const CHECK_REQUEST = "Check `agent`, `label` or `version`, and `input-variables`.";

function adviceForStatus(response: HttpResponse): string {
  if (isPage(response)) return adviceForAnswer(response);
  switch (response.status) {
    case 401:
    case 403:
      return ADVICE.key;
    case 404:
      return "Check `agent`, and `label` or `version`: they must be in the workspace of the key.";
    case 400:
    case 422:
      return CHECK_REQUEST;
    default:
      return adviceForAnswer(response);
  }
}
