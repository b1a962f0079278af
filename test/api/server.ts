import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { performance } from "node:perf_hooks";

export const API_KEY = "pl_stand_in_0123456789abcdef";

/** One request as the stand-in got it. */
export interface Asked {
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly executionId: string;
  readonly allOutputs: boolean;
  /** Milliseconds since the stand-in started. */
  readonly at: number;
  /** Which connection it came on, counted from 1. */
  readonly connection: number;
}

/** An answer, or what happens in the place of one. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as it is. */
      readonly body?: string | Uint8Array;
      /** Sent as JSON with a line feed behind it, as the API does. */
      readonly json?: unknown;
      readonly chunked?: boolean;
      readonly delayMs?: number;
    }
  | Fault;

/** Takes over the connection. */
export type Fault = (socket: Socket, response: ServerResponse) => void;

/** What the stand-in answers for one execution; `nth` counts its requests from 0. */
export type Script = (asked: Asked, nth: number) => Reply | Promise<Reply>;

export interface StandIn extends AsyncDisposable {
  /** The base URL. */
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  /** The connections that are open now. */
  readonly connections: ReadonlySet<Socket>;
  play(executionId: string, script: Script): void;
  close(): Promise<void>;
}

export interface StandInOptions {
  /** A path before the API's own. */
  readonly prefix?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly port?: number;
  /** The address to listen on, 127.0.0.1 by default. */
  readonly host?: string;
  /** Answers with `Connection: close`, as recorded local answers did. */
  readonly closes?: boolean;
}

/** The replies one after another; the last repeats. */
export function inTurn(...replies: Reply[]): Script {
  return (_, nth) => replies[Math.min(nth, replies.length - 1)] ?? {};
}

/**
 * A real HTTP server on loopback that answers as PromptLayer's API does, by the reference: the execution's script if all
 * is well with the request, else 401, 404 or 422.
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { prefix = "", tls, port = 0, host = "127.0.0.1", closes = false } = options;
  const scripts = new Map<string, Script>();
  const counts = new Map<string, number>();
  const asked: Asked[] = [];
  const connections = new Set<Socket>();
  const numbers = new WeakMap<Socket, number>();
  const timers = new Set<NodeJS.Timeout>();
  const began = performance.now();
  let connectionCount = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "", "http://stand-in");
    const executionId = url.searchParams.get("workflow_version_execution_id") ?? "";
    const entry: Asked = {
      url,
      headers: request.headers,
      executionId,
      allOutputs: url.searchParams.get("return_all_outputs") === "true",
      at: performance.now() - began,
      connection: numbers.get(request.socket) ?? 0,
    };
    asked.push(entry);
    const script = scripts.get(executionId);
    let reply: Reply | undefined = refusal(request, url, prefix, script !== undefined);
    if (reply === undefined && script !== undefined) {
      const nth = counts.get(executionId) ?? 0;
      counts.set(executionId, nth + 1);
      reply = await script(entry, nth);
    }
    if (typeof reply === "function") {
      reply(request.socket, response);
      return;
    }
    const answer = reply ?? {};
    await new Promise<void>((resolve) => timers.add(setTimeout(resolve, answer.delayMs ?? 0)));
    send(response, answer, closes);
  };

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    response.on("error", () => undefined);
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };
  const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  server.keepAliveTimeout = 60_000;
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    numbers.set(socket, ++connectionCount);
    socket.on("error", () => undefined);
  });
  // Those too that never get through their handshake.
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => connections.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;

  const close = async () => {
    for (const timer of timers) clearTimeout(timer);
    for (const socket of connections) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${address.port}${prefix}`,
    port: address.port,
    asked,
    connections,
    play: (executionId, script) => {
      scripts.set(executionId, script);
      counts.delete(executionId);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function refusal(request: IncomingMessage, url: URL, prefix: string, isKnown: boolean): Reply | undefined {
  if (request.method !== "GET" || url.pathname !== `${prefix}/workflow-version-execution-results`) {
    return { status: 404, json: { detail: "Not Found" } };
  }
  if (request.headers["x-api-key"] !== API_KEY) {
    return { status: 401, json: { success: false, message: "Invalid API key" } };
  }
  for (const [name, form] of [
    ["workflow_version_execution_id", /^\d{1,19}$/],
    ["return_all_outputs", /^(true|false)?$/],
  ] as const) {
    if (form.test(url.searchParams.get(name) ?? "")) continue;
    return {
      status: 422,
      json: { detail: [{ loc: ["query", name], msg: "Input should be valid", type: "value_error" }] },
    };
  }
  return isKnown
    ? undefined
    : { status: 404, json: { success: false, message: "Workflow version execution not found" } };
}

function send(response: ServerResponse, answer: Exclude<Reply, Fault>, closes: boolean): void {
  const { status = 200, headers = {}, body, json, chunked = false } = answer;
  const payload = Buffer.from(body ?? (json === undefined ? "" : `${JSON.stringify(json)}\n`));
  response.writeHead(status, {
    Server: "gunicorn",
    ...(status !== 204 && { "Content-Type": "application/json" }),
    ...(!chunked && status !== 204 && { "Content-Length": String(payload.length) }),
    ...(closes && { Connection: "close" }),
    ...headers,
  });
  if (chunked) {
    response.write(payload.subarray(0, payload.length / 2));
    response.write(payload.subarray(payload.length / 2));
    response.end();
  } else {
    response.end(payload);
  }
}
