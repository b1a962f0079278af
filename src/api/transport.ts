import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from "node:http";
import type { Socket } from "node:net";
import { HttpClient } from "@actions/http-client";
import { checkBypass, getProxyUrl } from "@actions/http-client/lib/proxy";
import type { RequestHandler, RequestInfo } from "@actions/http-client/lib/interfaces";
import { MAX_TIMER_MS } from "../clock.ts";
import { asError } from "../thrown.ts";
import { cut, duration, quoted } from "../wording.ts";

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** What follows the base URL, with its query. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** How long it may take, body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly cancel: AbortSignal;
}

export interface HttpResponse {
  readonly kind: "response";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of a 2xx all of it, of a 3xx nothing, of an error the beginning. */
  readonly body: Buffer;
  /** Whether the body may be shorter than the server meant it, because nothing shows where it ends. */
  readonly mayBeCut: boolean;
}

/** Why there is no whole response. */
export interface HttpFailure {
  readonly kind: "failure";
  readonly fault: Fault;
  /** One clause, to stand after a colon. */
  readonly cause: string;
  /** Whether the server certainly never got the request. */
  readonly isUnsent: boolean;
}

/** The kinds of failures that call for different advice. */
export type Fault =
  /** The request took too long. */
  | "slow"
  /** The connection ended before the response did, or could not be opened. */
  | "connection"
  /** The host's name has no address. */
  | "name"
  /** Nobody listens there. */
  | "refused"
  /** The network knows no way there. */
  | "route"
  /** The host's certificate was not accepted. */
  | "certificate"
  | "proxy"
  /** The proxy's address cannot be used. */
  | "proxy-address"
  /** The proxy's certificate was not accepted. */
  | "proxy-certificate"
  /** The proxy does not let this request through. */
  | "proxy-refusal"
  /** What answered does not speak HTTP. */
  | "protocol"
  /** The body is in a coding that was not asked for. */
  | "coding"
  | "too-large";

export interface TransportOptions {
  readonly baseUrl: URL;
  readonly apiKey: string;
  readonly userAgent: string;
  /** Where the proxies are named. A proxy's address without a scheme, as curl takes it, gets its scheme. */
  readonly env: Record<string, string | undefined>;
}

/** The most that a body may hold. A run's outputs are text; this is far more than any step can use. */
export const MAX_BODY_BYTES = 64 * 1_024 * 1_024;

const MAX_ERROR_BYTES = 64 * 1_024;
const MAX_ERROR_MS = 2_000;

/** Sends requests to one origin, with the key in a header. Keeps connections open between them. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #http: WatchedClient;
  readonly #hasBadProxy: boolean;
  #signal: AbortSignal | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#hasBadProxy = hasBadProxy(options);
    // The toolkit's client takes no AbortSignal, but its handlers see the options of Node's request, which do.
    const handler: RequestHandler = {
      prepareRequest: (request) =>
        Object.assign(request, {
          signal: this.#signal,
          // Node would look an IPv6 address in brackets up as a name.
          host: request.host?.replace(/^\[(.*)\]$/, "$1"),
        }),
      canHandleAuthentication: () => false,
      handleAuthentication: () => Promise.reject(new Error("not used")),
    };
    this.#http = new WatchedClient(options.userAgent, [handler], {
      // A redirect to another host would take the key along.
      allowRedirects: false,
      keepAlive: true,
      // The client's timer is an idle timer. Ours counts the whole request.
      socketTimeout: MAX_TIMER_MS,
    });
  }

  /** Sends a request and reads the response. Never rejects. */
  async send(request: HttpRequest): Promise<HttpResponse | HttpFailure> {
    if (this.#hasBadProxy) {
      return failure(
        "proxy-address",
        "the proxy's address in https_proxy or http_proxy cannot be read (it is not shown)",
        true,
      );
    }
    const abort = new AbortController();
    const giveUp = () => {
      abort.abort();
    };
    const timer = setTimeout(giveUp, Math.min(request.timeoutMs, MAX_TIMER_MS));
    request.cancel.addEventListener("abort", giveUp);
    let isUnsent = true;
    const onOpen = () => {
      isUnsent = false;
    };
    try {
      // A race, because an aborted request does not always settle its promise: one that was answered by 101 does not.
      return await Promise.race([aborted(abort.signal), this.#exchange(request, abort.signal, onOpen)]);
    } catch (error) {
      if (abort.signal.aborted)
        return failure("slow", `there was no whole answer within ${duration(request.timeoutMs)}`, isUnsent);
      // A response that was not read to its end must not keep its connection.
      giveUp();
      return { ...failureOf(error), isUnsent };
    } finally {
      clearTimeout(timer);
      request.cancel.removeEventListener("abort", giveUp);
    }
  }

  async #exchange(
    { method, path, body }: HttpRequest,
    signal: AbortSignal,
    onOpen: () => void,
  ): Promise<HttpResponse> {
    const { baseUrl, apiKey } = this.#options;
    // Both are read before `request` returns, so requests may overlap.
    this.#signal = signal;
    this.#http.onOpen = onOpen;
    const { message } = await this.#http.request(
      method,
      `${baseUrl.origin}${baseUrl.pathname.replace(/\/+$/, "")}${path}`,
      body ?? null,
      {
        accept: "application/json",
        "accept-encoding": "identity",
        "x-api-key": apiKey,
        ...(body !== undefined && { "content-type": "application/json" }),
        // The server may close a kept connection just when a request goes out on it. Whether that request arrived is
        // not known, and only a GET can be sent again.
        ...(method === "POST" && { connection: "close" }),
      },
    );
    const status = message.statusCode ?? 0;
    const response = { kind: "response", status, headers: message.headers } as const;
    if (status >= 400) return { ...response, body: await readBeginning(message), mayBeCut: false };
    if (status < 200 || status >= 300 || status === 204) {
      message.resume();
      return { ...response, body: Buffer.alloc(0), mayBeCut: false };
    }
    const coding = codingOf(message.headers);
    // 202 means "accepted" whatever its body is.
    if (coding !== "" && status !== 202)
      throw new BadResponse("coding", `it is encoded (${quoted(coding, 40)}), which was not asked for`);
    const whole = await readWhole(message);
    return { ...response, body: coding === "" ? whole : Buffer.alloc(0), mayBeCut: mayBeCut(message, whole) };
  }
}

/** The toolkit's client, which tells when a request's connection is open. Not a byte of the request is sent before. */
class WatchedClient extends HttpClient {
  onOpen: () => void = () => undefined;

  override requestRawWithCallback(
    ...[info, ...rest]: Parameters<HttpClient["requestRawWithCallback"]>
  ): void {
    const { onOpen } = this;
    const httpModule = {
      ...info.httpModule,
      request: (options: RequestOptions, onResponse: (message: IncomingMessage) => void) =>
        info.httpModule.request(options, onResponse).once("socket", (socket) => {
          // Of TLS sockets, true until the handshake is done and the certificate was accepted.
          const { secureConnecting } = socket as Socket & { readonly secureConnecting?: boolean };
          if (!(secureConnecting ?? socket.connecting)) onOpen();
          else socket.once(secureConnecting === undefined ? "connect" : "secureConnect", onOpen);
        }),
    } as RequestInfo["httpModule"];
    super.requestRawWithCallback({ ...info, httpModule }, ...rest);
  }
}

/** Whether a proxy's address is given that the toolkit cannot read: it would go without a proxy. */
function hasBadProxy({ baseUrl, env }: TransportOptions): boolean {
  const names = baseUrl.protocol === "https:" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"];
  const given = names.filter((name) => env[name]);
  for (const name of given) {
    const address = env[name] ?? "";
    if (!/^https?:\/\//i.test(address)) env[name] = `http://${address}`;
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

/** A response that is no use, and why. */
class BadResponse extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, cause: string) {
    super(cause);
    this.fault = fault;
  }
}

/** @throws BadResponse, or the connection's error */
async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const announced = Number(message.headers["content-length"] ?? 0);
  if (announced > MAX_BODY_BYTES) throw tooLarge();
  // A body of known size gets its memory once. Chunks and a copy of them would take twice as much.
  const known = Buffer.alloc(announced);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    if (size + chunk.length > MAX_BODY_BYTES) throw tooLarge();
    if (announced > 0) chunk.copy(known, size);
    else chunks.push(chunk);
    size += chunk.length;
  }
  if (!message.complete)
    throw new BadResponse("connection", "the connection was dropped in the middle of the answer");
  return announced > 0 ? known : Buffer.concat(chunks);
}

function tooLarge(): BadResponse {
  return new BadResponse("too-large", `the answer is over ${MAX_BODY_BYTES / 1_024 / 1_024} MiB`);
}

/** The coding of a body that cannot be read as it is; empty if there is none. */
function codingOf({
  "content-encoding": encoding = "",
  "transfer-encoding": transfer = "",
}: IncomingHttpHeaders) {
  if (!/^(identity)?$/i.test(encoding)) return encoding;
  // In another coding than chunked a body goes on to the end of the connection, which may be too early.
  return /^(chunked)?$/i.test(transfer) ? "" : transfer;
}

/** A body without Content-Length also ends when the connection closes, and a truncated number is still valid JSON. */
function mayBeCut({ headers }: IncomingMessage, body: Buffer): boolean {
  const isDelimited = "transfer-encoding" in headers || "content-length" in headers;
  const last = body.at(-1) ?? 0;
  return !isDelimited && last >= 0x30 && last <= 0x39;
}

/** The beginning of an error's body. Of one that drops or drags on, what came. */
async function readBeginning(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => message.destroy(), MAX_ERROR_MS);
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ERROR_BYTES) break;
    }
    return Buffer.concat(chunks);
  } catch {
    return Buffer.alloc(0);
  } finally {
    clearTimeout(timer);
  }
}

function failure(fault: Fault, cause: string, isUnsent = false): HttpFailure {
  return { kind: "failure", fault, cause, isUnsent };
}

/** The X509 certificate error codes of Node's TLS documentation, and one of Node's own. */
const CERTIFICATE_ERRORS =
  /^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;

/** By Node's error codes: the fault, its cause, and whether it comes before anything is sent. */
const NETWORK_ERRORS: Readonly<Record<string, readonly [Fault, string, boolean]>> = {
  ECONNREFUSED: ["refused", "the connection was refused", true],
  ECONNRESET: ["connection", "the connection was dropped", false],
  EPIPE: ["connection", "the connection was dropped", false],
  ETIMEDOUT: ["connection", "the connection timed out", false],
  EHOSTUNREACH: ["route", "the host cannot be reached", false],
  ENETUNREACH: ["route", "the network cannot be reached", false],
  ENOTFOUND: ["name", "the host's name was not found", true],
  EAI_AGAIN: ["name", "the host's name could not be looked up", true],
};

function failureOf(error: unknown): HttpFailure {
  if (error instanceof BadResponse) return failure(error.fault, error.message);
  const { code: given, message } = asError(error);
  const code = typeof given === "string" ? given : "";
  if (message.startsWith("tunneling socket")) return proxyFailure(message);
  if (CERTIFICATE_ERRORS.test(code))
    return failure("certificate", `the certificate of the API's host was not accepted (${code})`, true);
  if (code.startsWith("HPE_")) return failure("protocol", `the answer is not HTTP (${code})`);
  const [fault, cause, isUnsent] =
    NETWORK_ERRORS[code] ?? (["connection", quoted(message, 200), false] as const);
  return failure(fault, code === "" ? cause : `${cause} (${cut(code, 40)})`, isUnsent);
}

/** @param message of the package `tunnel`, which has no codes */
function proxyFailure(message: string): HttpFailure {
  if (/cause=.*\b(certificate|altnames)\b/.test(message))
    return failure("proxy-certificate", "the certificate of the proxy was not accepted", true);
  const status = Number(
    /^tunneling socket could not be established, statusCode=(\d+)$/.exec(message)?.[1] ?? 0,
  );
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) {
    return failure(
      "proxy-refusal",
      `the proxy refused to connect to the API's host: it answered ${status}`,
      true,
    );
  }
  return failure("proxy", `the proxy could not be used (${quoted(message, 200)})`, true);
}
