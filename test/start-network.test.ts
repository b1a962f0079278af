import { once } from "node:events";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runAction, runStart, type Ended } from "./action-process.ts";
import {
  captivePage,
  close,
  cut,
  drip,
  endless,
  garbage,
  hang,
  hangAfterHead,
  redirect,
  reset,
  switchProtocols,
} from "./api/faults.ts";
import { API_KEY, startStandIn, type Agent, type Reply, type StandIn } from "./api/server.ts";
import { runStartInProcess } from "./in-process.ts";
import { allowanceMs, done, errors, issueCertificate, preloaded, shortTimeout } from "./stage.ts";

const MIB = 1_024 * 1_024;
const MAY = "A run may have been started: look in PromptLayer before you start again.";
const run = () => done;

const retries = (ended: Ended) =>
  ended.lines.filter((line) => line.startsWith("No run was started, next try"));

let api: StandIn;
let certificate: ReturnType<typeof issueCertificate>["certificate"];
let trusted: ReturnType<typeof issueCertificate>["trusted"];

beforeAll(async () => {
  api = await startStandIn();
  ({ certificate, trusted } = issueCertificate());
});
afterAll(() => api.close());

/** How many requests to start the agent came, and how many runs were started. */
function counts(agent: string, startedBy: ReadonlyMap<string, number>): { requests: number; runs: number } {
  return {
    requests: api.posted.filter((posted) => posted.agent === agent).length,
    runs: startedBy.get(agent) ?? 0,
  };
}

describe("never two runs: after a request that may have arrived comes no second one", () => {
  const startedBy = new Map<string, number>();
  const body = '{"success":true,"message":"","warning":null,"workflow_version_execution_id":2001}\n';
  const answer = (text: string, status = 201): Reply => ({ status, body: text });

  const faults: [string, Reply, RegExp][] = [
    ["a reset before the answer", reset, /connection was dropped \(ECONNRESET\)/],
    ["a close before the answer", close, /connection was dropped \(ECONNRESET\)/],
    ["no answer in time", hang, /no whole answer/],
    ["a head without a body", hangAfterHead, /no whole answer/],
    ["a body that drips", drip(20), /no whole answer/],
    [
      "an answer cut by length",
      cut(201, body, "length"),
      /dropped in the middle of the answer|connection was dropped/,
    ],
    ["a chunked answer cut", cut(201, body, "chunked"), /connection was dropped/],
    ["an answer without framing cut", cut(201, body, "none"), /not whole, valid JSON/],
    ["what is not HTTP", garbage, /the answer is not HTTP \(HPE_/],
    ["another protocol", switchProtocols, /connection was dropped|no whole answer|answered 101/],
    [
      "an answer in gzip",
      { status: 201, headers: { "Content-Encoding": "gzip" }, body: "x" },
      /its "gzip" encoding is broken/,
    ],
    [
      "an answer in zstd",
      { status: 201, headers: { "Content-Encoding": "zstd" }, body: "x" },
      /it is encoded \("zstd"\)/,
    ],
    ["an answer over 64 MiB", endless(64 * MIB + 1), /the answer is over 64 MiB/],
    [
      "a captive proxy's page",
      captivePage,
      /a web page "Sign in" came with status 200 in the place of the API's answer/,
    ],
    ["a list", answer("[]"), /it is not an object/],
    ["an ID of 2^63", answer(body.replace("2001", "9223372036854775808")), /is no int64/],
    ...[408, 503].map((status): [string, Reply, RegExp] => [
      String(status),
      { status, headers: { "Retry-After": "0" }, json: { message: "later" } },
      new RegExp(`the API answered ${status}: "later"`),
    ]),
    ...[303].map((status): [string, Reply, RegExp] => [
      String(status),
      redirect("https://elsewhere.example/x", status),
      new RegExp(`the answer was ${status}, a redirect to "https://elsewhere\\.example", which is refused`),
    ]),
  ];
  /** Whether the request ends only when the action gives it up. */
  const isSilent = ([, , message]: (typeof faults)[number]) => message.source.includes("no whole answer");

  test.concurrent.each(faults.filter(isSilent))("%s", (agent, fault, message) =>
    expectNoSecond(runStart, "4s", agent, fault, message),
  );
  test.each(faults.filter((row) => !isSilent(row)))("%s", (agent, fault, message) =>
    expectNoSecond(runStartInProcess, "20s", agent, fault, message),
  );

  async function expectNoSecond(
    start: typeof runStart,
    requestTimeout: string,
    agent: string,
    fault: Reply,
    message: RegExp,
  ) {
    api.offer(agent, {
      run,
      reply: (begin) => {
        begin();
        startedBy.set(agent, (startedBy.get(agent) ?? 0) + 1);
        return fault;
      },
    });
    const ended = await start(api, {
      inputs: { agent, "request-timeout": requestTimeout },
    });
    expect(counts(agent, startedBy)).toEqual({ requests: 1, runs: 1 });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(errors(ended)).toEqual([expect.stringMatching(message)]);
    expect(errors(ended)[0]).toContain(MAY);
    expect(ended.summary).toContain(MAY);
    expect(retries(ended)).toEqual([]);
  }
});

describe("what the API refuses is asked once, and no run was started", () => {
  test.each<[number, unknown, string]>([
    [
      400,
      { success: false, message: "bad" },
      'the API answered 400: "bad". Check "agent", "label" or "version", and "input-variables".',
    ],
    [
      401,
      { success: false, message: "Invalid API key" },
      'the API answered 401: "Invalid API key". Check "api-key"',
    ],
    [403, { error: "no" }, 'the API answered 403: "no". Check "api-key"'],
    [
      404,
      { success: false, message: "Workflow not found" },
      '404: "Workflow not found". Check "agent", and "label" or "version"',
    ],
    [409, "busy", 'the API answered 409: "busy". Check "base-url"'],
    [
      422,
      {
        detail: [
          { loc: ["body", "metadata"], msg: "wrong", type: "x" },
          { loc: [], msg: "worse" },
        ],
      },
      'the API answered 422: "body.metadata: wrong; worse". Check "agent"',
    ],
    [425, {}, "the API answered 425"],
  ])("%d: %j", async (status, json, message) => {
    const agent = `refuses ${status}`;
    api.offer(agent, { run, reply: () => ({ status, json }) });
    const ended = await runStartInProcess(api, { inputs: { agent } });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(errors(ended)).toEqual([expect.stringContaining(`No run was started: `)]);
    expect(errors(ended)[0]).toContain(message);
    expect(ended.log).not.toContain(MAY);
    expect(counts(agent, new Map())).toEqual({ requests: 1, runs: 0 });
  });

  test.each([
    [{ agent: "unknown" }, '404: "Workflow not found"'],
    [{ agent: "known", label: "beta" }, '404: "Workflow label not found"'],
    [{ agent: "known", "api-key": "other" }, '401: "Invalid API key"'],
  ])("by a stand-in that knows neither agent nor label nor key: %j", async (inputs, message) => {
    api.offer("known", { run });
    expect(errors(await runStartInProcess(api, { inputs }))[0]).toContain(message);
  });
});

describe("what a 429 refused is sent again", () => {
  test.concurrent(
    "no sooner than it asks, on a connection of its own, until a run is started: one",
    async () => {
      await using own = await startStandIn();
      own.offer("busy", {
        run,
        reply: (start, nth) =>
          nth < 2
            ? { status: 429, headers: { "Retry-After": String(nth) }, json: { error: "slow down" } }
            : start(),
      });
      const ended = await runStart(own, { inputs: { agent: "busy" } });
      expect(ended.outputs).toEqual({ status: "started", "execution-id": "2001" });
      expect(own.started).toEqual(["2001"]);
      expect(own.posted).toHaveLength(3);
      expect(new Set(own.posted.map(({ connection }) => connection)).size).toBe(3);
      expect(new Set(own.posted.map(({ body }) => body)).size).toBe(1);
      expect(retries(ended)).toEqual([
        expect.stringMatching(
          /^No run was started, next try in \d.*: the API answered 429, which is its rate limit: "slow down"$/,
        ),
        expect.stringContaining("429"),
      ]);
      // Two pauses, the shortest of 0.75 s and 1.5 s.
      expect(ended.tookMs).toBeGreaterThan(2_200);
    },
  );

  test.concurrent.each([
    [
      "86400",
      "1 request",
      /^No run was started: the API answered 429, which is its rate limit, and it asks for a pause of 24 h\. Set a longer "timeout"/,
    ],
    [
      "1",
      "several",
      /^No run was started: \d requests failed, the last because the API answered 429, which is its rate limit, and it asks for a pause of 1 s\./,
    ],
  ])("but not past the timeout (Retry-After: %s, %s)", async (retryAfter, _, message) => {
    const agent = `busy for ${retryAfter}`;
    api.offer(agent, { run, reply: () => ({ status: 429, headers: { "Retry-After": retryAfter } }) });
    const ended = await runStart(api, { inputs: { agent, timeout: "3500ms" } });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(errors(ended)[0]).toMatch(message);
    expect(ended.log).not.toContain(MAY);
    expect(ended.tookMs).toBeLessThan(3_500 + (await allowanceMs()));
  });
});

describe("what never arrived is sent again, and starts one run", () => {
  const HOST = "api.promptlayer.com";
  type Inputs = Readonly<Record<string, string>>;

  /** Starts agent "a" through the defaults: TLS, and the API's own host, which is found on loopback. */
  const startDefault = (env: Record<string, string>, inputs: Inputs = {}) =>
    runAction({
      action: "start",
      inputs: { agent: "a", label: "production", "api-key": API_KEY, timeout: "20s", ...inputs },
      env: { ...trusted, ...env },
    });
  async function startApi(reply?: Agent["reply"]): Promise<StandIn> {
    const tls = await startStandIn({ tls: certificate });
    tls.offer("a", { run, ...(reply !== undefined && { reply }) });
    return tls;
  }
  /** Short only for what hangs: a request that is cut off after it was sent is not sent again. */
  const timeoutFor = async ({ source }: RegExp): Promise<Inputs> =>
    /no whole answer|no connection/.test(source) ? { "request-timeout": await shortTimeout() } : {};
  const expectOneRun = (tls: StandIn, ended: Ended, tries: number) => {
    expect(ended.outputs).toEqual({ status: "started", "execution-id": "2001" });
    expect(retries(ended)).toHaveLength(tries - 1);
    expect({ requests: tls.posted.length, runs: tls.started.length }).toEqual({ requests: 1, runs: 1 });
  };
  const expectNoRun = (tls: StandIn, ended: Ended) => {
    expect(ended.outputs).toEqual({ status: "error" });
    expect(errors(ended)).toEqual([expect.stringMatching(/^No run was started: /)]);
    expect(ended.log).not.toContain(MAY);
    expect({ requests: tls.posted.length, runs: tls.started.length }).toEqual({ requests: 0, runs: 0 });
  };

  /** Finds the host on loopback, but the first look-ups fail with these codes, "hang", or "connect" with a code. */
  function withLookUps(port: number, ...fails: string[]): Record<string, string> {
    return preloaded(
      `const fails = ${JSON.stringify(fails)};
       const fault = (code, syscall) => Object.assign(new Error(code), { code, syscall });
       require("node:dns").lookup = (host, options, callback) => {
         const code = fails.shift();
         if (code === "hang") return;
         if (code !== undefined) callback(fault(code, "getaddrinfo"));
         else callback(null, options.all ? [{ address: "127.0.0.1", family: 4 }] : "127.0.0.1", 4);
       };
       const { Socket } = require("node:net");
       const { connect } = Socket.prototype;
       Socket.prototype.connect = function (...args) {
         const options = Array.isArray(args[0]) ? args[0][0] : args[0];
         if (options.port === 443) options.port = ${port};
         if (!fails[0]?.startsWith("connect ")) return connect.apply(this, args);
         const code = fails.shift().slice("connect ".length);
         process.nextTick(() => this.destroy(fault(code, "connect")));
         return this;
       };`,
    );
  }

  test.concurrent.each([
    ["ENOTFOUND", /the host's name was not found \(ENOTFOUND\)/],
    ["EAI_AGAIN", /could not be looked up \(EAI_AGAIN\)/],
    ["hang", /there was no connection within/],
    ["connect ETIMEDOUT", /the connection timed out \(ETIMEDOUT\)/],
    ["connect EHOSTUNREACH", /the host cannot be reached \(EHOSTUNREACH\)/],
    ["connect ECONNRESET", /the connection was dropped \(ECONNRESET\)/],
  ])("after a look-up or a connection that fails: %s", async (code, message) => {
    await using tls = await startApi();
    const ended = await startDefault(withLookUps(tls.port, code), await timeoutFor(message));
    expectOneRun(tls, ended, 2);
    expect(retries(ended)[0]).toMatch(message);
  });

  test.concurrent("after connections that were refused", async () => {
    const late = await startStandIn();
    const { port } = late;
    await late.close();
    let again: Promise<StandIn> | undefined;
    const ended = await runStart(late, {
      onLine: (line) => {
        if (!line.startsWith("No run was started")) return;
        again ??= startStandIn({ port }).then((standIn) => {
          standIn.offer("green", { run });
          return standIn;
        });
      },
    });
    await using standIn = await again;
    expect(ended.outputs).toEqual({ status: "started", "execution-id": "2001" });
    expect(retries(ended)[0]).toMatch(/the connection was refused \(ECONNREFUSED\)/);
    expect([standIn?.posted.length, standIn?.started.length]).toEqual([1, 1]);
  });

  test.concurrent("until the timeout, then it says that no run was started", async () => {
    await using tls = await startApi();
    const env = withLookUps(tls.port, ...Array.from({ length: 50 }, () => "ENOTFOUND"));
    const ended = await startDefault(env, { timeout: "3s" });
    expectNoRun(tls, ended);
    expect(errors(ended)[0]).toMatch(
      /requests failed, the last because the host's name was not found \(ENOTFOUND\)\. Check the host's name in "base-url"/,
    );
    expect(ended.tookMs).toBeLessThan(3_000 + (await allowanceMs()));
  });

  describe("in front of the API stands", () => {
    /** What the first connection or tunnel meets; `open` lets a tunnel open with the next one. */
    type Fault = (socket: Socket, open: () => void) => void;

    /** A gate and a proxy in front of an API. */
    async function startFront(fault?: Fault, reply?: Agent["reply"]) {
      const tls = await startApi(reply);
      const sockets = new Set<Socket>();
      const pass = (client: Socket) => {
        const upstream = connect(tls.port, "127.0.0.1").on("error", () => client.destroy());
        upstream.pipe(client).pipe(upstream);
        client.on("close", () => upstream.destroy());
      };
      const tunnel = (client: Socket) => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        pass(client);
      };
      let first = fault;
      let late: Socket | undefined;
      const meet = (client: Socket, otherwise: (client: Socket) => void) => {
        sockets.add(client.on("error", () => undefined));
        if (first === undefined) otherwise(client);
        else first(client, () => (late = client));
        first = undefined;
      };
      const gate = createTcpServer((client) => {
        meet(client, pass);
      });
      const proxy = createServer().on("connect", (_, client: Socket) => {
        meet(client, () => {
          if (late !== undefined) tunnel(late);
          late = undefined;
          tunnel(client);
        });
      });
      for (const server of [gate, proxy]) await once(server.listen(0, "127.0.0.1"), "listening");
      const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
      return {
        tls,
        throughGate: (inputs: Inputs = {}) =>
          startDefault(withLookUps(tls.port), { "base-url": `https://${HOST}:${portOf(gate)}`, ...inputs }),
        throughProxy: (inputs: Inputs = {}, env: Readonly<Record<string, string>> = {}) =>
          startDefault({ https_proxy: `http://127.0.0.1:${portOf(proxy)}`, ...env }, inputs),
        [Symbol.asyncDispose]: async () => {
          for (const socket of sockets) socket.destroy();
          gate.close();
          proxy.close();
          await tls.close();
        },
      };
    }

    test.concurrent.each<[string, Fault, RegExp]>([
      ["drops the connection", (socket) => socket.destroy(), /ECONNRESET/],
      [
        "resets it in the handshake",
        (socket) => socket.once("data", () => socket.resetAndDestroy()),
        /ECONNRESET/,
      ],
      ["never shakes hands", () => undefined, /there was no connection within/],
    ])("something that %s", async (_, fault, message) => {
      await using front = await startFront(fault);
      const ended = await front.throughGate(await timeoutFor(message));
      expectOneRun(front.tls, ended, 2);
      expect(retries(ended)[0]).toMatch(message);
    });

    test.concurrent.each<[string, Fault, RegExp]>([
      ["answers 502", (socket) => socket.end("HTTP/1.1 502 No\r\n\r\n"), /it answered 502/],
      ["answers 429", (socket) => socket.end("HTTP/1.1 429 No\r\n\r\n"), /it answered 429/],
      ["drops the connection", (socket) => socket.destroy(), /the proxy could not be used/],
      ["hangs", () => undefined, /no connection through the proxy/],
      [
        "opens a tunnel and drops it",
        (socket) => socket.write("HTTP/1.1 200 OK\r\n\r\n", () => socket.destroy()),
        /dropped/,
      ],
      [
        "opens a tunnel to nowhere",
        (socket) => socket.write("HTTP/1.1 200 OK\r\n\r\n"),
        /no connection through the proxy/,
      ],
      [
        "opens the tunnel when nobody waits for it any more",
        (_, open) => {
          open();
        },
        /no connection through the proxy/,
      ],
    ])("a proxy that %s", async (_, fault, message) => {
      await using front = await startFront(fault);
      const ended = await front.throughProxy(await timeoutFor(message));
      expectOneRun(front.tls, ended, 2);
      expect(retries(ended)[0]).toMatch(message);
    });

    test.concurrent("something that speaks no TLS: that is not tried again", async () => {
      await using front = await startFront((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      const ended = await front.throughGate();
      expectNoRun(front.tls, ended);
      expect(errors(ended)[0]).toMatch(/the API's host does not speak TLS on that port/);
      expect(retries(ended)).toEqual([]);
    });

    test.concurrent.each([403, 451])("a proxy that answers %d: that is not tried again", async (status) => {
      await using front = await startFront((socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
      const ended = await front.throughProxy();
      expectNoRun(front.tls, ended);
      expect(errors(ended)[0]).toMatch(/the proxy refused to connect .* Check "https_proxy"/);
      expect(retries(ended)).toEqual([]);
    });

    test.concurrent("but what the proxy drops after the request went through is not sent again", async () => {
      await using front = await startFront(undefined, (start) => {
        start();
        return (socket) => socket.resetAndDestroy();
      });
      const ended = await front.throughProxy();
      expect(ended.outputs).toEqual({ status: "error" });
      expect(errors(ended)[0]).toContain(MAY);
      expect([front.tls.posted.length, front.tls.started.length]).toEqual([1, 1]);
      expect(retries(ended)).toEqual([]);
    });

    test.concurrent("a certificate that is not accepted: not a byte of the request was sent", async () => {
      await using front = await startFront();
      const ended = await front.throughProxy({}, { NODE_EXTRA_CA_CERTS: "" });
      expectNoRun(front.tls, ended);
      expect(errors(ended)[0]).toMatch(/certificate .* was not accepted .*NODE_EXTRA_CA_CERTS/);
      expect(retries(ended)).toEqual([]);
    });
  });
});

// Windows has no signals.
(process.platform === "win32" ? describe.skip : describe)("a cancel", () => {
  test.concurrent("while the API is to start the run says that one may have been started", async () => {
    await using own = await startStandIn();
    own.offer("cancelled", { run, reply: (start) => (start(), hang) });
    const pending: Promise<unknown>[] = [];
    const ended = await runStart(own, {
      inputs: { agent: "cancelled" },
      onLine: (line, child) => {
        if (!line.startsWith("Starting")) return;
        pending.push(
          (async () => {
            while (own.started.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
            child.kill("SIGINT");
          })(),
        );
      },
    });
    await Promise.all(pending);
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "cancelled" });
    expect(errors(ended)).toEqual([`Cancelled while the API was asked to start the run: SIGINT. ${MAY}`]);
    expect(own.posted).toHaveLength(1);
  });

  test.concurrent("in a pause says that no run was started", async () => {
    api.offer("cancelled later", { run, reply: () => ({ status: 429, headers: { "Retry-After": "60" } }) });
    const ended = await runStart(api, {
      inputs: { agent: "cancelled later" },
      onLine: (line, child) => {
        if (line.startsWith("No run was started")) child.kill("SIGTERM");
      },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "cancelled" });
    expect(errors(ended)).toEqual([
      "Cancelled before a run was started: SIGTERM. Run the job again if you need the run.",
    ]);
    expect(ended.tookMs).toBeLessThan(30_000);
  });
});

describe("a crash says that a run may have been started, and leaves the step red", () => {
  test.concurrent.each([
    [
      "an error that nobody caught",
      'setTimeout(() => { throw new Error("a bug\\n::error::x"); }, 400);',
      "error",
    ],
    ["a call of process.exit", "setTimeout(() => process.exit(0), 400);", "error"],
  ])("%s", async (name, code, status) => {
    api.offer(name, { run, reply: () => hang });
    const env = preloaded(code);
    const ended = await runStart(api, { inputs: { agent: name }, env });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status });
    expect(errors(ended)).toHaveLength(1);
    expect(errors(ended)[0]).toContain(MAY);
  });
});
