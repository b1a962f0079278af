import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { performance } from "node:perf_hooks";

export const API_KEY = "pl_stand_in_0123456789abcdef";

/** The ID of the first run that is started; each next one has the next ID. */
const FIRST_STARTED_ID = 2_001;

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

/** One request to start a run, as the stand-in got it. */
export interface Posted {
  /** The agent's name. */
  readonly agent: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The very text. */
  readonly body: string;
  readonly connection: number;
}

/** An agent that can be started. */
export interface Agent {
  /** Makes the script of a run that has begun at `began`, on the clock of `performance.now()`, with input variables. */
  readonly run: (began: number, variables: Readonly<Record<string, unknown>>) => Script;
  readonly labels?: readonly string[];
  /** The input variables that it needs; the answer warns of those that are missing or not used. Any will do by default. */
  readonly variables?: readonly string[];
  /**
   * What comes in the place of a plain start; `nth` counts the requests for this agent from 0. A run is started only if it
   * calls `start`, which returns what the API would answer.
   */
  readonly reply?: (start: () => StartReply, nth: number) => Reply | Promise<Reply>;
}

export interface StartReply {
  readonly status: number;
  readonly json: {
    readonly success: boolean;
    readonly message: string;
    readonly warning: string | null;
    readonly workflow_version_execution_id: number;
  };
}

export interface StandIn extends AsyncDisposable {
  /** The base URL. */
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  /** The connections that are open now. */
  readonly connections: ReadonlySet<Socket>;
  play(executionId: string, script: Script): void;
  /** The requests to start a run that came with the right key. */
  readonly posted: Posted[];
  /** The execution IDs of the runs that were started. */
  readonly started: string[];
  /** Lets an agent be started. What is started runs under a new ID from then on. */
  offer(name: string, agent: Agent): void;
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
 * is well with the request, else 401, 404 or 422. It also starts the agents that it is told to offer.
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { prefix = "", tls, port = 0, host = "127.0.0.1", closes = false } = options;
  const api = new Api(prefix);
  const connections = new Set<Socket>();
  const numbers = new WeakMap<Socket, number>();
  const timers = new Set<NodeJS.Timeout>();
  let connectionCount = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const reply = await api.reply(request, numbers.get(request.socket) ?? 0);
    if (typeof reply === "function") {
      reply(request.socket, response);
      return;
    }
    await new Promise<void>((resolve) => timers.add(setTimeout(resolve, reply.delayMs ?? 0)));
    send(response, reply, closes);
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
  const origin = `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}`;
  return Object.assign(api, {
    url: `${origin}:${address.port}${prefix}`,
    port: address.port,
    connections,
    close,
    [Symbol.asyncDispose]: close,
  });
}

/** The stand-in's runs and agents, and its answers to requests. */
class Api {
  readonly asked: Asked[] = [];
  readonly posted: Posted[] = [];
  readonly started: string[] = [];
  readonly #prefix: string;
  readonly #scripts = new Map<string, Script>();
  readonly #agents = new Map<string, Agent>();
  /** How many requests came for each execution, and for each agent. */
  readonly #polls = new Map<string, number>();
  readonly #starts = new Map<string, number>();
  readonly #began = performance.now();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  play(executionId: string, script: Script): void {
    this.#scripts.set(executionId, script);
    this.#polls.delete(executionId);
  }

  offer(name: string, agent: Agent): void {
    this.#agents.set(name, agent);
    this.#starts.delete(name);
  }

  reply(request: IncomingMessage, connection: number): Reply | Promise<Reply> {
    const url = new URL(request.url ?? "", "http://stand-in");
    const [, name] = /^\/workflows\/([^/]+)\/run$/.exec(url.pathname.slice(this.#prefix.length)) ?? [];
    return request.method === "POST" && name !== undefined && url.pathname.startsWith(this.#prefix)
      ? this.#answerStart(request, url.pathname, decodeURIComponent(name), connection)
      : this.#answerPoll(request, url, connection);
  }

  #answerPoll(request: IncomingMessage, url: URL, connection: number): Reply | Promise<Reply> {
    const executionId = url.searchParams.get("workflow_version_execution_id") ?? "";
    const asked: Asked = {
      url,
      headers: request.headers,
      executionId,
      allOutputs: url.searchParams.get("return_all_outputs") === "true",
      at: performance.now() - this.#began,
      connection,
    };
    this.asked.push(asked);
    const refused = refusal(request, url, this.#prefix);
    if (refused !== undefined) return refused;
    const script = this.#scripts.get(executionId);
    if (script === undefined) return notFound("Workflow version execution not found");
    return script(asked, countUp(this.#polls, executionId));
  }

  async #answerStart(
    request: IncomingMessage,
    path: string,
    name: string,
    connection: number,
  ): Promise<Reply> {
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    const { headers } = request;
    if (headers["x-api-key"] !== API_KEY) return WRONG_KEY;
    this.posted.push({ agent: name, path, headers, body, connection });
    const agent = this.#agents.get(name);
    if (agent === undefined) return notFound("Workflow not found");
    const order = readOrder(body, agent);
    if ("status" in order) return order;
    const start = (): StartReply => {
      const executionId = FIRST_STARTED_ID + this.started.length;
      this.started.push(String(executionId));
      const { warning, variables } = order;
      this.play(String(executionId), agent.run(performance.now(), variables));
      const message = "Workflow execution started";
      return {
        status: 201,
        json: { success: true, message, warning, workflow_version_execution_id: executionId },
      };
    };
    const nth = countUp(this.#starts, name);
    return agent.reply === undefined ? start() : agent.reply(start, nth);
  }
}

const WRONG_KEY = { status: 401, json: { success: false, message: "Invalid API key" } };
const notFound = (message: string) => ({ status: 404, json: { success: false, message } });

/** Counts one more request for `key`, and returns how many came before. */
function countUp(counts: Map<string, number>, key: string): number {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return count;
}

/** What a request to start a run asks for, or how the API refuses it. */
function readOrder(
  body: string,
  agent: Agent,
):
  | { readonly warning: string | null; readonly variables: Readonly<Record<string, unknown>> }
  | { readonly status: number; readonly json: unknown } {
  const invalid = (field: string, msg: string) => ({
    status: 422,
    json: { detail: [{ loc: ["body", field], msg, type: "value_error" }] },
  });
  const order: unknown = JSON.parse(body);
  if (!isRecord(order)) return invalid("body", "Input should be an object");
  const {
    input_variables: variables = {},
    metadata = {},
    workflow_label_name: label = null,
    workflow_version_number: version = null,
  } = order;
  if (!isRecord(variables)) return invalid("input_variables", "Input should be an object");
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== "string"))
    return invalid("metadata", "Input should be an object of strings");
  if (label !== null && version !== null)
    return invalid("workflow_label_name", "Give a label or a version, not both");
  if (version !== null && !Number.isInteger(version))
    return invalid("workflow_version_number", "Input should be a valid integer");
  if (label !== null && !(agent.labels ?? ["production"]).includes(label as string))
    return notFound("Workflow label not found");
  return { warning: warningOf(Object.keys(variables), agent.variables), variables };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function warningOf(given: readonly string[], needed: readonly string[] = given): string | null {
  const missing = needed.filter((name) => !given.includes(name));
  const unused = given.filter((name) => !needed.includes(name));
  const parts = [
    ...(missing.length > 0 ? [`Missing input variables: ${missing.join(", ")}.`] : []),
    ...(unused.length > 0 ? [`Unused input variables: ${unused.join(", ")}.`] : []),
  ];
  return parts.length > 0 ? parts.join(" ") : null;
}

function refusal(request: IncomingMessage, url: URL, prefix: string): Reply | undefined {
  if (request.method !== "GET" || url.pathname !== `${prefix}/workflow-version-execution-results`) {
    return { status: 404, json: { detail: "Not Found" } };
  }
  if (request.headers["x-api-key"] !== API_KEY) return WRONG_KEY;
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
  return undefined;
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
