import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import net, { type Socket } from "node:net";
import { MAX_TIMER_MS } from "../clock.ts";
import { asError } from "../thrown.ts";
import { duration, quoted } from "../wording.ts";
import { BadResponse, faultOf, type Fault, type HttpFailure } from "./faults.ts";
import { BadProxyAddress, proxyFor, TunnelAgent } from "./tunnel.ts";

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
  /**
   * Whether it must go on a connection of its own. On one that was used before, what the server sent without being asked
   * would be taken for the answer (RFC 9112, section 6.3). After a pause Node has seen and dropped that; at once it has not.
   */
  readonly needsNewConnection?: boolean;
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

/**
 * How long a connection to one of a host's addresses may take before the next is tried, in milliseconds. Node's 250 ms are
 * too short for a host that is far away: with an IPv6 address that leads nowhere it could never be reached. A lost packet
 * is sent again after one second (RFC 6298), and that second one should have its chance.
 */
const ADDRESS_TIMEOUT_MS = 2_000;

/** Sends requests to one origin, with the key in a header. Keeps connections open between them, but no tunnels. */
export class Transport {
  readonly #options: TransportOptions;
  /** What makes the connections, or why there can be none. */
  readonly #agent: http.Agent | HttpFailure;

  constructor(options: TransportOptions) {
    this.#options = options;
    net.setDefaultAutoSelectFamilyAttemptTimeout(
      Math.max(ADDRESS_TIMEOUT_MS, net.getDefaultAutoSelectFamilyAttemptTimeout()),
    );
    this.#agent = agentFor(options);
  }

  /** Sends a request and reads the response. Never rejects. */
  async send(request: HttpRequest): Promise<HttpResponse | HttpFailure> {
    const agent = this.#agent;
    if ("fault" in agent) return agent;
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
      return await Promise.race([
        aborted(abort.signal),
        this.#exchange(request, agent, abort.signal, onOpen),
      ]);
    } catch (error) {
      const [fault, cause] = abort.signal.aborted ? tooSlow(request, agent, isUnsent) : faultOf(error);
      // A response that was not read to its end must not keep its connection.
      giveUp();
      return { kind: "failure", fault, cause, isUnsent };
    } finally {
      clearTimeout(timer);
      request.cancel.removeEventListener("abort", giveUp);
    }
  }

  /** @param onOpen is called before the first byte of the request is sent */
  async #exchange(
    request: HttpRequest,
    agent: http.Agent,
    signal: AbortSignal,
    onOpen: () => void,
  ): Promise<HttpResponse> {
    const message = await this.#open(request, agent, signal, onOpen);
    const status = message.statusCode ?? 0;
    const response = { kind: "response", status, headers: message.headers } as const;
    if (status >= 400) return { ...response, body: await readBeginning(message), mayBeCut: false };
    if (status < 200 || status >= 300 || status === 204) {
      message.resume();
      return { ...response, body: Buffer.alloc(0), mayBeCut: false };
    }
    const coding = codingOf(message.headers);
    // Refused before it is read, but 202 means "accepted" whatever its body is.
    if (!isReadable(coding) && status !== 202)
      throw new BadResponse("coding", `it is encoded (${quoted(coding, 40)}), which was not asked for`);
    const whole = await readWhole(message);
    try {
      return { ...response, body: await decoded(whole, coding), mayBeCut: mayBeCut(message, whole, coding) };
    } catch (error) {
      if (status === 202) return { ...response, body: Buffer.alloc(0), mayBeCut: false };
      throw error;
    }
  }

  /** Sends the request and waits for the head of the response. */
  #open(
    { method, path, body, needsNewConnection = false }: HttpRequest,
    agent: http.Agent,
    signal: AbortSignal,
    onOpen: () => void,
  ): Promise<IncomingMessage> {
    const { baseUrl, apiKey, userAgent } = this.#options;
    if (needsNewConnection || method === "POST") closeIdle(agent);
    return new Promise((resolve, reject) => {
      // A redirect is not followed: to another host it would take the key along.
      (baseUrl.protocol === "https:" ? https : http)
        .request(
          `${baseUrl.origin}${baseUrl.pathname.replace(/\/+$/, "")}${path}`,
          {
            method,
            agent,
            signal,
            headers: {
              accept: "application/json",
              "accept-encoding": "identity",
              "user-agent": userAgent,
              "x-api-key": apiKey,
              ...(body !== undefined && {
                "content-type": "application/json",
                "content-length": Buffer.byteLength(body),
              }),
              // The server may close a kept connection just when a request goes out on it. Whether that request arrived
              // is not known, and only a GET can be sent again.
              ...(method === "POST" && { connection: "close" }),
            },
          },
          resolve,
        )
        .once("socket", (socket: Socket & { readonly secureConnecting?: boolean }) => {
          // Of TLS sockets, true until the handshake is done and the certificate was accepted.
          const { secureConnecting } = socket;
          if (!(secureConnecting ?? socket.connecting)) onOpen();
          else socket.once(secureConnecting === undefined ? "connect" : "secureConnect", onOpen);
        })
        .on("error", reject)
        .end(body);
    });
  }
}

function agentFor({ baseUrl, env }: TransportOptions): http.Agent | HttpFailure {
  try {
    const proxy = proxyFor(baseUrl, env);
    if (proxy !== undefined) return new TunnelAgent(proxy);
  } catch (error) {
    if (error instanceof BadProxyAddress)
      return { kind: "failure", fault: "proxy-address", cause: error.message, isUnsent: true };
    throw error;
  }
  return new (baseUrl.protocol === "https:" ? https : http).Agent({ keepAlive: true });
}

/** What took too long: the answer, or, as behind a firewall that drops packets, the connection. */
function tooSlow({ timeoutMs }: HttpRequest, agent: http.Agent, isUnsent: boolean): readonly [Fault, string] {
  const time = duration(timeoutMs);
  if (!isUnsent) return ["slow", `there was no whole answer within ${time}`];
  return agent instanceof TunnelAgent
    ? ["proxy", `there was no connection through the proxy within ${time}`]
    : ["route", `there was no connection within ${time}`];
}

function closeIdle({ freeSockets }: http.Agent): void {
  for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error("aborted"));
    });
  });
}

/** @throws BadResponse, or the connection's error */
async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const { socket } = message;
  const length = message.headers["content-length"];
  const announced = length === undefined ? undefined : Number(length);
  if (announced !== undefined && announced > MAX_BODY_BYTES) throw tooLarge();
  // A body of known size gets its memory once. Chunks and a copy of them would take twice as much.
  const known = announced === undefined ? undefined : Buffer.alloc(announced);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    if (size + chunk.length > MAX_BODY_BYTES) throw tooLarge();
    if (known === undefined) chunks.push(chunk);
    else chunk.copy(known, size);
    size += chunk.length;
  }
  if (!message.complete)
    throw new BadResponse("connection", "the connection was dropped in the middle of the answer");
  // Node's parser sees to that, unless it is told to be lenient (--insecure-http-parser).
  if (announced !== undefined && size !== announced) {
    // What would come next on this connection is anybody's guess.
    socket.destroy();
    throw new BadResponse("protocol", `the answer is of ${size} bytes where ${announced} were announced`);
  }
  return known ?? Buffer.concat(chunks);
}

function tooLarge(): BadResponse {
  return new BadResponse("too-large", `the answer is over ${MAX_BODY_BYTES / 1_024 / 1_024} MiB`);
}

/** The functions of zlib that undo the codings of HTTP which a server may choose by itself. */
const DECODERS = new Map([
  ["gzip", "gunzip"],
  ["x-gzip", "gunzip"],
  ["deflate", "inflate"],
  ["br", "brotliDecompress"],
] as const);

type Decode = (
  body: Buffer,
  options: { readonly maxOutputLength: number },
  callback: (error: Error | null, result: Buffer) => void,
) => void;

function isReadable(coding: string): boolean {
  return coding === "" || DECODERS.has(coding as never);
}

/** A body's coding, in lower case; empty if there is none. */
function codingOf({
  "content-encoding": encoding = "",
  "transfer-encoding": transfer = "",
}: IncomingHttpHeaders): string {
  // In another coding than chunked a body goes on to the end of the connection, which may be too early.
  if (!/^(chunked)?$/i.test(transfer)) return transfer.toLowerCase();
  return encoding
    .trim()
    .toLowerCase()
    .replace(/^identity$/, "");
}

/** @throws BadResponse if the body does not follow its coding, or is larger than `limit` without it */
async function decoded(body: Buffer, coding: string, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const name = DECODERS.get(coding as never);
  if (name === undefined) return body;
  const decode: Decode = (await import("node:zlib"))[name];
  return new Promise((resolve, reject) => {
    decode(body, { maxOutputLength: limit }, (error, result) => {
      if (error === null) resolve(result);
      else if (asError(error).code === "ERR_BUFFER_TOO_LARGE") reject(tooLarge());
      else reject(new BadResponse("damaged", `its ${quoted(coding)} coding is broken`));
    });
  });
}

/** A body without Content-Length also ends when the connection closes, and a truncated number is still valid JSON. */
function mayBeCut({ headers }: IncomingMessage, body: Buffer, coding: string): boolean {
  const isDelimited = "transfer-encoding" in headers || "content-length" in headers || coding !== "";
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
    const coding = codingOf(message.headers);
    return isReadable(coding)
      ? await decoded(Buffer.concat(chunks), coding, MAX_ERROR_BYTES)
      : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  } finally {
    clearTimeout(timer);
  }
}
