import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import https from "node:https";
import net, { type Socket } from "node:net";
import { MAX_TIMER_MS } from "../clock.ts";
import { duration } from "../wording.ts";
import { readBody, type Body } from "./body.ts";
import { faultOf, type Fault, type HttpFailure } from "./faults.ts";
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
   * Whether it needs a new connection. On a used one, bytes that the server sent after its last answer would be taken for
   * the next answer (RFC 9112, section 6.3). During a pause Node notices such bytes and closes the connection, so a request
   * without a pause after an answer always gets a new one.
   */
  readonly needsNewConnection?: boolean;
}

export interface HttpResponse extends Body {
  readonly kind: "response";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export interface TransportOptions {
  readonly baseUrl: URL;
  readonly apiKey: string;
  readonly userAgent: string;
  /** The environment, which names the proxies. */
  readonly env: Record<string, string | undefined>;
}

/**
 * How long a connection to one of a host's addresses may take before the next is tried, in milliseconds. Node's 250 ms are
 * too short for a host that is far away: if its IPv6 address does not work, it could never be reached. A lost packet is
 * sent again after one second (RFC 6298), which this leaves time for.
 */
const ADDRESS_TIMEOUT_MS = 2_000;

/** How long Node may take to notice bytes that nobody asked for, in milliseconds. */
const PAUSE_MS = 100;

/** Sends requests to one origin, with the key in a header. Reuses connections, but not tunnels. */
export class Transport {
  readonly #options: TransportOptions;
  /** What makes the connections, or why there can be none. */
  readonly #agent: http.Agent | HttpFailure;
  /** When the last response was read, as the time of day in milliseconds. */
  #answeredAt = 0;

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
    const { statusCode: status = 0, headers } = message;
    const body = await readBody(message);
    this.#answeredAt = Date.now();
    return { kind: "response", status, headers, ...body };
  }

  /** Sends the request and waits for the headers of the response. */
  #open(
    { method, path, body, needsNewConnection = false }: HttpRequest,
    agent: http.Agent,
    signal: AbortSignal,
    onOpen: () => void,
  ): Promise<IncomingMessage> {
    const { baseUrl } = this.#options;
    const hasPaused = Date.now() - this.#answeredAt >= PAUSE_MS;
    if (needsNewConnection || method === "POST" || !hasPaused) closeIdle(agent);
    return new Promise((resolve, reject) => {
      // This follows no redirect, which could send the key to another host.
      (baseUrl.protocol === "https:" ? https : http)
        .request(
          `${baseUrl.origin}${baseUrl.pathname.replace(/\/+$/, "")}${path}`,
          {
            method,
            agent,
            signal,
            headers: this.#headersOf(method, body),
          },
          resolve,
        )
        .once("socket", (socket: Socket & { readonly secureConnecting?: boolean }) => {
          // Only on TLS sockets: true until the handshake is done and the certificate is accepted.
          const { secureConnecting } = socket;
          if (!(secureConnecting ?? socket.connecting)) onOpen();
          else socket.once(secureConnecting === undefined ? "connect" : "secureConnect", onOpen);
        })
        .on("error", reject)
        .end(body);
    });
  }

  #headersOf(method: HttpRequest["method"], body: string | undefined): OutgoingHttpHeaders {
    return {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": this.#options.userAgent,
      "x-api-key": this.#options.apiKey,
      ...(body !== undefined && {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      }),
      // The server may close a kept connection while a request is being sent on it. Then it is not known whether the
      // request arrived, and a POST cannot be sent again.
      ...(method === "POST" && { connection: "close" }),
    };
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

/** What took too long: the answer, or the connection, as behind a firewall that drops packets. */
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
