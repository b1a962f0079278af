import type { IncomingMessage } from "node:http";
import { HttpClient } from "@actions/http-client";
import { checkBypass, getProxyUrl } from "@actions/http-client/lib/proxy";
import type { RequestHandler } from "@actions/http-client/lib/interfaces";
import { LONGEST_TIMER_MS } from "./clock.ts";
import { NotTheApi, readMainOutput, readNodeMap, type MainOutput, type NodeMap } from "./execution.ts";
import { NotJson, TooLarge } from "./json.ts";
import { duration, plain } from "./plain-text.ts";
import { asError } from "./thrown.ts";

/** What became of one request. */
export type Answer<T> =
  | { readonly kind: "finished"; readonly value: T }
  /** `value` is what the answer told of the run so far, if it could be read. */
  | { readonly kind: "running"; readonly value: T | undefined }
  /** Another try may well succeed. `retryAfterMs` is the pause that the API asked for. */
  | { readonly kind: "failed"; readonly cause: string; readonly retryAfterMs?: number }
  /** Another try would end the same. */
  | { readonly kind: "hopeless"; readonly cause: string; readonly advice: string };

/** One way to ask for one execution's results. Never rejects. */
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

export interface ClientOptions {
  readonly baseUrl: URL;
  readonly apiKey: string;
  readonly userAgent: string;
}

/** The most that a body may hold. A run's outputs are text; this is far more than any step can use. */
export const BODY_LIMIT_BYTES = 64 * 1_024 * 1_024;

const REASON_LIMIT_BYTES = 64 * 1_024;
const REASON_LIMIT_MS = 2_000;

const CHECK_ID = "Check `execution-id`: it must be the ID that starting this run returned.";
const CHECK_BASE_URL = "Check `base-url`, and what answers in between (a proxy or a gateway).";

/** Codes of certificate errors: the "X509 certificate error codes" of Node's TLS documentation, and one of its own. */
const CERTIFICATE_ERRORS =
  /^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was dropped",
  EPIPE: "the connection was dropped",
  ETIMEDOUT: "the connection timed out",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ENOTFOUND: "the host's name was not found",
  EAI_AGAIN: "the host's name could not be looked up",
};

const BAD_PROXY: Answer<never> = {
  kind: "hopeless",
  cause: "the proxy's address in https_proxy or http_proxy cannot be read (it is not shown)",
  advice: "Write it as http://host:port, with what is special in a user name or a password percent-encoded.",
};

/** A client of `GET /workflow-version-execution-results` that keeps its connection between polls. */
export class PromptLayer {
  readonly #options: ClientOptions;
  readonly #http: HttpClient;
  readonly #hasBadProxy: boolean;
  #signal: AbortSignal | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#hasBadProxy = hasBadProxy(options.baseUrl);
    // The client of the toolkit takes no signal, but its handlers see Node's request options, which do.
    const handler: RequestHandler = {
      prepareRequest: (request) =>
        Object.assign(request, {
          signal: this.#signal,
          // Node looks a bracketed IPv6 address up as a name.
          host: request.host?.replace(/^\[(.*)\]$/, "$1"),
        }),
      canHandleAuthentication: () => false,
      handleAuthentication: () => Promise.reject(new Error("not used")),
    };
    this.#http = new HttpClient(options.userAgent, [handler], {
      // A redirect to another host would take the key along.
      allowRedirects: false,
      keepAlive: true,
      // Its own timer is an idle timer; ours counts the whole request.
      socketTimeout: LONGEST_TIMER_MS,
    });
  }

  /** The results of one execution. `executionId` is a decimal int64 as text. */
  results(executionId: string): Results {
    const running = memoized((body) => readIfPossible(body));
    return {
      nodes: (limits) => this.#ask(executionId, true, limits, readNodeMap, running),
      mainOutput: (limits) => this.#ask(executionId, false, limits, readMainOutput, () => undefined),
    };
  }

  async #ask<T>(
    executionId: string,
    allOutputs: boolean,
    { timeoutMs, cancel }: RequestLimits,
    read: (body: Buffer) => T,
    readRunning: (body: Buffer) => T | undefined,
  ): Promise<Answer<T>> {
    if (this.#hasBadProxy) return BAD_PROXY;
    const abort = new AbortController();
    const giveUp = () => {
      abort.abort();
    };
    const timer = setTimeout(giveUp, Math.min(timeoutMs, LONGEST_TIMER_MS));
    cancel.addEventListener("abort", giveUp);
    try {
      // The race, because not every request that is aborted settles its promise (one answered by 101 does not).
      return await Promise.race([
        aborted(abort.signal),
        this.#exchange(executionId, allOutputs, abort.signal, read, readRunning),
      ]);
    } catch (error) {
      if (abort.signal.aborted)
        return { kind: "failed", cause: `there was no whole answer within ${duration(timeoutMs)}` };
      // What was not read to its end must not keep its connection.
      giveUp();
      return failure(error);
    } finally {
      clearTimeout(timer);
      cancel.removeEventListener("abort", giveUp);
    }
  }

  async #exchange<T>(
    executionId: string,
    allOutputs: boolean,
    signal: AbortSignal,
    read: (body: Buffer) => T,
    readRunning: (body: Buffer) => T | undefined,
  ): Promise<Answer<T>> {
    const url = new URL(this.#options.baseUrl);
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/workflow-version-execution-results`;
    url.search = `workflow_version_execution_id=${executionId}&return_all_outputs=${allOutputs}`;
    // Read by the handler before `get` returns, so requests may overlap.
    this.#signal = signal;
    const { message } = await this.#http.get(url.href, {
      accept: "application/json",
      "accept-encoding": "identity",
      "x-api-key": this.#options.apiKey,
    });
    const status = message.statusCode ?? 0;
    switch (status) {
      case 200:
        return { kind: "finished", value: read(await readResult(message)) };
      case 202:
        return { kind: "running", value: readRunning(await readWhole(message)) };
      case 204:
        message.resume();
        return { kind: "running", value: undefined };
      default:
        // Below 400 there are no reasons, and what there is may be the agent's.
        return refusal(status, message, status < 400 ? "" : await readReason(message));
    }
  }
}

/**
 * Whether there is a proxy's address that the toolkit cannot read: it would go without. One without a scheme, as curl
 * takes it, gets its scheme.
 */
function hasBadProxy(baseUrl: URL): boolean {
  const names = baseUrl.protocol === "https:" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"];
  const given = names.filter((name) => process.env[name]);
  for (const name of given) {
    const address = process.env[name] ?? "";
    if (!/^https?:\/\//i.test(address)) process.env[name] = `http://${address}`;
  }
  return given.length > 0 && !checkBypass(baseUrl) && !getProxyUrl(baseUrl)?.hostname;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error("aborted"));
    });
  });
}

/** Skips the work for a body that is the same as the one before. */
function memoized<T>(read: (body: Buffer) => T): (body: Buffer) => T {
  let last: { body: Buffer; value: T } | undefined;
  return (body) => {
    if (last?.body.equals(body) !== true) last = { body, value: read(body) };
    return last.value;
  };
}

function readIfPossible(body: Buffer): NodeMap | undefined {
  try {
    return readNodeMap(body);
  } catch {
    return undefined;
  }
}

/**
 * The whole body of an answer that has to be understood.
 *
 * @throws NotJson if it is encoded or there is no telling that it is whole, and what {@link readWhole} throws
 */
async function readResult(message: IncomingMessage): Promise<Buffer> {
  const { "content-encoding": encoding = "", "transfer-encoding": transfer } = message.headers;
  if (!/^(identity)?$/i.test(encoding)) throw encoded(encoding);
  // In another coding than chunked a body goes on to the connection's end, which may be a cut.
  if (transfer !== undefined && transfer.toLowerCase() !== "chunked") throw encoded(transfer);
  const body = await readWhole(message);
  // So does one without a length, and a cut number is a number.
  const isDelimited = transfer !== undefined || "content-length" in message.headers;
  const last = body.at(-1) ?? 0;
  if (!isDelimited && last >= 0x30 && last <= 0x39) throw new NotJson("nothing shows that it is whole");
  return body;
}

/** @throws TooLarge, NotJson if the connection was dropped, or the connection's error */
async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const announced = Number(message.headers["content-length"] ?? 0);
  if (announced > BODY_LIMIT_BYTES) throw tooLarge();
  // Room for a body of known size is made once; pieces and a copy of them take twice the memory.
  const known = Buffer.alloc(announced);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    if (size + chunk.length > BODY_LIMIT_BYTES) throw tooLarge();
    if (announced > 0) chunk.copy(known, size);
    else chunks.push(chunk);
    size += chunk.length;
  }
  if (!message.complete) throw new NotJson("the connection was dropped in the middle of it");
  return announced > 0 ? known : Buffer.concat(chunks);
}

function encoded(coding: string): NotJson {
  return new NotJson(`it is encoded (${plain(coding, 40)}), which was not asked for`);
}

function tooLarge(): TooLarge {
  return new TooLarge(`over ${BODY_LIMIT_BYTES / 1_024 / 1_024} MiB`);
}

/** What there is of an error's body; the status says enough if there is nothing. */
async function readReason(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => message.destroy(), REASON_LIMIT_MS);
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > REASON_LIMIT_BYTES) break;
    }
    return reasonIn(Buffer.concat(chunks).toString("utf8"), message.headers["content-type"] ?? "");
  } catch {
    // The connection was dropped, or the reason is nested deeper than the stack goes.
    return "";
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The API's own reason: `message`, else `error`, else `detail`, which may be a list of `{loc, msg, type}`.
 *
 * @returns an empty string if there is none that a person could read
 */
export function reasonIn(body: string, contentType: string): string {
  let reason: unknown;
  try {
    reason = JSON.parse(body);
  } catch {
    return /html|xml/i.test(contentType) || body.trimStart().startsWith("<") ? "" : plain(body.trim(), 300);
  }
  if (typeof reason === "object" && reason !== null && !Array.isArray(reason)) {
    const { message, error, detail } = reason as Record<string, unknown>;
    reason = [message, error, detail].find(Boolean);
  }
  if (Array.isArray(reason)) reason = reason.map(validationError).join("; ");
  return plain(asText(reason), 300);
}

function validationError(item: unknown): string {
  if (typeof item !== "object" || item === null) return asText(item);
  const { loc, msg } = item as Record<string, unknown>;
  if (msg === undefined) return asText(item);
  return Array.isArray(loc) && loc.length > 0 ? `${loc.map(asText).join(".")}: ${asText(msg)}` : asText(msg);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function refusal(status: number, message: IncomingMessage, reason: string): Answer<never> {
  const cause = `the API answered ${status}${reason === "" ? "" : `: ${reason}`}`;
  if (isWorthRetrying(status)) {
    const retryAfterMs = retryAfter(message.headers, Date.now());
    return { kind: "failed", cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  if (status >= 300 && status < 400) {
    return {
      kind: "hopeless",
      cause: `the API answered ${status}, a redirect${redirectTarget(message.headers.location)}, which is refused: it would take the key along`,
      advice: "Set `base-url` to the address where the API itself answers.",
    };
  }
  return { kind: "hopeless", cause, advice: adviceFor(status) };
}

/** Whether a request that was answered by `status` could plausibly succeed if it were sent again. */
export function isWorthRetrying(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function adviceFor(status: number): string {
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
      return CHECK_BASE_URL;
  }
}

function redirectTarget(location: string | undefined): string {
  if (location === undefined || !URL.canParse(location)) return "";
  return ` to ${plain(new URL(location).origin, 200)}`;
}

/**
 * The pause that the API asks for, in milliseconds (RFC 9110, section 10.2.3: seconds, or a date).
 *
 * @param now the time of day in milliseconds, used where the answer does not tell its own
 */
export function retryAfter(headers: IncomingMessage["headers"], now: number): number | undefined {
  const value = headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = Date.parse(value);
  // Date.parse reads much that is no date of HTTP's, such as "1.5".
  if (!/^[A-Z]/i.test(value) || Number.isNaN(until)) return undefined;
  // Against the API's own clock, since this machine's may be wrong.
  const sent = Date.parse(headers.date ?? "");
  return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
}

function failure(error: unknown): Answer<never> {
  if (error instanceof NotJson) {
    return { kind: "failed", cause: `the answer cannot be read: ${error.message}` };
  }
  if (error instanceof NotTheApi) {
    return {
      kind: "hopeless",
      cause: `the answer is not what PromptLayer's API sends: ${error.message}`,
      advice: CHECK_BASE_URL,
    };
  }
  if (error instanceof TooLarge) {
    return {
      kind: "hopeless",
      cause: `the answer is ${error.message}`,
      advice: "Let the agent return less, for example an address of the data.",
    };
  }
  const { code: given, message } = asError(error);
  const code = typeof given === "string" ? given : "";
  if (CERTIFICATE_ERRORS.test(code)) {
    return {
      kind: "hopeless",
      cause: `the certificate of the API's host was not accepted (${code})`,
      advice:
        "Check `base-url`. If the host's certificate comes from a private authority, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate, in the `env:` of the step or the job.",
    };
  }
  if (/^tunneling socket .*cause=.*\b(certificate|altnames)\b/.test(message)) {
    return {
      kind: "hopeless",
      cause: "the certificate of the proxy was not accepted",
      advice:
        "If it comes from a private authority, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate.",
    };
  }
  const proxyStatus = Number(
    /^tunneling socket could not be established, statusCode=(\d+)$/.exec(message)?.[1] ?? 0,
  );
  if (proxyStatus >= 400 && !isWorthRetrying(proxyStatus)) {
    return {
      kind: "hopeless",
      cause: `the proxy refused to connect to the API's host: it answered ${proxyStatus}`,
      advice: "Check https_proxy and no_proxy in the environment of the step, and what the proxy allows.",
    };
  }
  return { kind: "failed", cause: networkCause(code, message) };
}

function networkCause(code: string, message: string): string {
  if (message.startsWith("tunneling socket")) return `the proxy could not be used (${plain(message, 200)})`;
  if (code.startsWith("HPE_")) return `the answer is not HTTP (${code})`;
  return `${NETWORK_ERRORS[code] ?? plain(message, 200)}${code === "" ? "" : ` (${plain(code, 40)})`}`;
}
