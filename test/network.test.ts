import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCA, createCert } from "mkcert";
import { cleanUp, runAction, runAgainst, type Ended } from "./action-process.ts";
import { finished, node } from "./api/agent-run.ts";
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
import { API_KEY, inTurn, startStandIn, type Reply, type StandIn } from "./api/server.ts";

const MIB = 1_024 * 1_024;

const done = finished({ a: node({ is_output_node: true, value: "done" }) });
const nodesText = `${JSON.stringify({ a: node({ is_output_node: true }) })}\n`;
const cause = (ended: Ended) => ended.commands.find(({ name }) => name === "error")?.data ?? "";
const retries = (ended: Ended) => ended.lines.filter((line) => line.includes("request failed"));

let api: StandIn;
let folder: string;

beforeAll(async () => {
  api = await startStandIn();
  folder = mkdtempSync(join(tmpdir(), "network-"));
});
afterAll(async () => {
  await api.close();
  cleanUp();
  rmSync(folder, { recursive: true });
});

/** A module that Node loads before the action, to bend what the action stands on. */
function preloaded(name: string, code: string): Record<string, string> {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, code);
  return { NODE_OPTIONS: `--require=${path}` };
}

/** Look-ups wait for a thread, and the only one is kept busy for ever by opening a FIFO that nobody writes to. */
function withStuckLookUps(name: string, code = ""): Record<string, string> {
  const fifo = JSON.stringify(join(folder, `fifo-${name}`));
  const env = preloaded(
    `stuck-${name.replaceAll(" ", "-")}`,
    `require("node:child_process").execFileSync("mkfifo", [${fifo}]);
     require("node:fs").open(${fifo}, "r", () => {});
     ${code}`,
  );
  return { ...env, UV_THREADPOOL_SIZE: "1" };
}

describe("what passes is survived, with a line in the log", () => {
  // fault, what the log calls it, where it comes: asking for the nodes, or for the main output
  const rows: [string, Reply, RegExp][] = [
    ["reset", reset, /connection was dropped \(ECONNRESET\)/],
    ["close", close, /connection was dropped \(ECONNRESET\)/],
    ["garbage", garbage, /not HTTP \(HPE_/],
    [
      "an answer in another protocol",
      switchProtocols,
      /connection was dropped|no whole answer within 400 ms/,
    ],
    ["a captive proxy's page", captivePage, /a web page "Sign in" came with status 200/],
    ["an empty 200", {}, /cannot be read/],
    [
      "a 200 in broken gzip",
      { headers: { "Content-Encoding": "gzip" }, body: "x" },
      /cannot be read: the answer's gzip coding is broken/,
    ],
    ["a 200 that is not UTF-8", { body: Buffer.from('{"\xe9":1}', "latin1") }, /it is not UTF-8/],
    ["a 200 cut by length", cut(200, nodesText, "length"), /connection was dropped/],
    ["a chunked 200 cut", cut(200, nodesText, "chunked"), /connection was dropped/],
    ["a 200 without framing cut", cut(200, nodesText, "none"), /not whole, valid JSON/],
    ["a number that may be cut", cut(200, "12", "none"), /nothing shows that it is whole/],
    ["a 202 cut by length", cut(202, nodesText, "length"), /connection was dropped/],
    ["a chunked 202 cut", cut(202, nodesText, "chunked"), /connection was dropped/],
    ["no answer", hang, /no whole answer within 400 ms/],
    ["a head without a body", hangAfterHead, /no whole answer within 400 ms/],
    ["a body that drips", drip(20), /no whole answer within 400 ms/],
    ...[408, 425, 500, 502, 503, 504, 599].map((status): [string, Reply, RegExp] => [
      String(status),
      { status, json: { message: "later" } },
      new RegExp(`the API answered ${status}: later`),
    ]),
    [
      "429",
      { status: 429, json: { message: "later" } },
      /the API answered 429, which is its rate limit: later/,
    ],
    ["429 without a word", { status: 429 }, /the API answered 429, which is its rate limit$/],
  ];
  const both = rows.flatMap((row) => [true, false].map((allOutputs) => [...row, allOutputs] as const));

  test.concurrent.each(both.map((row, n) => [...row, String(100 + n)] as const))(
    "%s",
    async (_name, fault, message, allOutputs, executionId) => {
      let met = false;
      api.play(executionId, (asked, nth) => {
        if (met || asked.allOutputs !== allOutputs) return done(asked, nth);
        met = true;
        return fault;
      });
      const ended = await runAgainst(api, {
        inputs: { "execution-id": executionId, "request-timeout": "400ms" },
      });
      expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
      expect(retries(ended)).toHaveLength(1);
      expect(retries(ended)[0]).toMatch(message);
      expect(api.asked.filter((asked) => asked.executionId === executionId)).toHaveLength(3);
      expect(ended.tookMs).toBeGreaterThan(700);
    },
  );

  test("an answer that is given up, with its connection", async () => {
    let isClosed = false;
    let wasClosed: boolean | undefined;
    api.play("2", (asked, nth) => {
      if (nth > 0) {
        wasClosed ??= isClosed;
        return done(asked, nth);
      }
      return (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx");
        socket.on("close", () => (isClosed = true));
      };
    });
    const ended = await runAgainst(api, { inputs: { "execution-id": "2", "request-timeout": "400ms" } });
    expect(ended.outputs["status"]).toBe("success");
    expect(wasClosed).toBe(true);
  });

  test("a server that is not there yet", async () => {
    const late = await startStandIn();
    const { port, url } = late;
    await late.close();
    const ended = runAction({ inputs: { "execution-id": "1", "api-key": API_KEY, "base-url": url } });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await using again = await startStandIn({ port });
    again.play("1", done);
    expect((await ended).outputs["status"]).toBe("success");
    expect(retries(await ended)[0]).toMatch(/connection was refused \(ECONNREFUSED\)/);
  });

  test.each<[string, () => string, number]>([
    ["a number of seconds", () => "2", 2_000],
    // HTTP dates have whole seconds, so up to one is lost.
    ["a date", () => new Date(Date.now() + 3_000).toUTCString(), 2_000],
  ])("with %s in Retry-After, no sooner", async (_, retryAfter, atLeastMs) => {
    api.play("2", (asked, nth) =>
      nth === 0 ? { status: 429, headers: { "Retry-After": retryAfter() } } : done(asked, nth),
    );
    const before = api.asked.length;
    expect((await runAgainst(api, { inputs: { "execution-id": "2" } })).outputs["status"]).toBe("success");
    const [first, second] = api.asked.slice(before);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(atLeastMs);
  });
});

describe("what does not pass ends it at once", () => {
  const elsewhere: string[] = [];
  const other = createServer((request, response) => {
    elsewhere.push(request.url ?? "");
    response.end("{}");
  });
  beforeAll(async () => {
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
  });
  afterAll(() => {
    other.close();
  });

  test.each([301, 302, 303, 307, 308, 304])(
    "%d: a redirect, and nobody else gets the key",
    async (status) => {
      const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/login?next=x`;
      api.play("3", inTurn(redirect(target, status)));
      const ended = await runAgainst(api, { inputs: { "execution-id": "3" } });
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs).toEqual({ status: "error" });
      expect(cause(ended)).toMatch(/a redirect to http:\/\/127\.0\.0\.1:\d+, which is refused/);
      expect(elsewhere).toEqual([]);
      expect(retries(ended)).toEqual([]);
    },
  );

  test.each([
    ["says that it is over 64 MiB", endless(64 * MIB + 1)],
    ["does not end", endless()],
  ])("a body that %s", async (_, fault) => {
    api.play("4", inTurn(fault));
    const ended = await runAgainst(api, { inputs: { "execution-id": "4" } });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(cause(ended)).toMatch(/the answer is over 64 MiB/);
    expect(retries(ended)).toEqual([]);
  });

  test("an announced body over 64 MiB, before any of it comes", async () => {
    api.play(
      "4",
      inTurn((socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${64 * MIB + 1}\r\n\r\n`)),
    );
    const ended = await runAgainst(api, { inputs: { "execution-id": "4", "request-timeout": "5s" } });
    expect(cause(ended)).toMatch(/the answer is over 64 MiB/);
    expect(ended.tookMs).toBeLessThan(4_000);
  });

  test("a 401 whose body does not end, without reading all that comes", async () => {
    let sent = 0;
    api.play(
      "4",
      inTurn((socket) => {
        socket.write("HTTP/1.1 401 No\r\n\r\n");
        const pump = () => {
          while (!socket.destroyed && socket.write("x".repeat(10_000))) sent += 10_000;
        };
        socket.on("drain", pump);
        pump();
      }),
    );
    const ended = await runAgainst(api, { inputs: { "execution-id": "4" } });
    expect(cause(ended)).toMatch(/the API answered 401/);
    // What the system's buffers hold comes on top of the 64 KiB.
    expect(sent).toBeLessThan(20 * MIB);
  });

  test("a 401 whose body never comes", async () => {
    api.play(
      "9",
      inTurn((socket) => socket.write("HTTP/1.1 401 No\r\nContent-Length: 10\r\n\r\n")),
    );
    const ended = await runAgainst(api, { inputs: { "execution-id": "9" } });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(cause(ended)).toMatch(/the API answered 401\. Check `api-key`/);
    expect(retries(ended)).toEqual([]);
  });

  test("but 64 MiB of nodes pass, whole", async () => {
    const value = "x".repeat(8 * MIB - 200);
    const nodes = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`n${n}`, node({ value, is_output_node: n === 0 })]),
    );
    const text = JSON.stringify(nodes).padEnd(64 * MIB);
    expect(Buffer.byteLength(text)).toBe(64 * MIB);
    for (const chunked of [false, true]) {
      api.play("5", ({ allOutputs }) => (allOutputs ? { body: text, chunked } : { body: '"done"' }));
      expect((await runAgainst(api, { inputs: { "execution-id": "5" } })).outputs).toMatchObject({
        status: "success",
        result: "done",
      });
    }
  });
});

describe("the deadline holds", () => {
  const within = (ended: Ended, seconds: number) => {
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(ended.tookMs).toBeGreaterThan(1_000 * seconds - 100);
    expect(ended.tookMs).toBeLessThan(1_000 * seconds + 1_000);
  };

  test.concurrent.each<[string, Reply, RegExp]>([
    ["a server that hangs", hang, /The last request failed: there was no whole answer within 1\.\d s/],
    ["a body that drips", drip(50), /there was no whole answer/],
    [
      "a Retry-After of a day",
      { status: 503, headers: { "Retry-After": "86400" } },
      /The last 2 requests failed: the API answered 503/,
    ],
    ["one error after another", { status: 500 }, /requests failed: the API answered 500/],
  ])("against %s, and calls it an error", async (name, fault, message) => {
    const executionId = String(10_000 + name.length);
    api.play(executionId, inTurn(fault));
    const ended = await runAgainst(api, { inputs: { "execution-id": executionId, timeout: "1500ms" } });
    within(ended, 1.5);
    expect(cause(ended)).toMatch(message);
  });

  // Windows has no FIFOs, and no program can take another's place there.
  const onPosix = process.platform === "win32" ? test.skip : test;

  onPosix.each([
    ["ends", undefined, 1, "error"],
    ["is cancelled", "SIGTERM", 0.3, "cancelled"],
  ] as const)(
    "against a DNS look-up that hangs in the system, when it %s",
    async (name, signal, seconds, status) => {
      const env = withStuckLookUps(name);
      const ended = await runAction({
        inputs: {
          "execution-id": "1",
          "api-key": "k",
          "base-url": "https://promptlayer.test",
          timeout: "1s",
        },
        env,
        onLine: (line, child) => {
          if (signal !== undefined && line.startsWith("Waiting for"))
            setTimeout(() => child.kill(signal), 300);
        },
      });
      expect(ended.outputs).toEqual({ status });
      expect(ended.exitCode).toBe(1);
      expect(ended.tookMs).toBeGreaterThan(1_000 * seconds - 100);
      expect(ended.tookMs).toBeLessThan(1_000 * seconds + 1_000);
    },
  );

  onPosix("and such a look-up does not keep a run that went well after all", async () => {
    api.play("6", done);
    const env = withStuckLookUps("green", 'require("node:dns").lookup("promptlayer.test", () => {});');
    const ended = await runAgainst(api, {
      inputs: { "execution-id": "6" },
      env,
    });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["status"]).toBe("success");
    expect(ended.tookMs).toBeLessThan(2_000);
  });

  test("against a clock that is set back", async () => {
    const env = preloaded(
      "clock",
      "const now = Date.now(); let n = 0; Date.now = () => now - 3_600_000 * n++;",
    );
    api.play("6", inTurn({ status: 202 }));
    const ended = await runAgainst(api, { inputs: { "execution-id": "6", timeout: "1s" }, env });
    expect(ended.outputs).toEqual({ status: "timeout" });
    expect(ended.tookMs).toBeLessThan(2_000);
  });

  test("and a host that no DNS knows is tried again until then", async () => {
    const ended = await runAction({
      inputs: {
        "execution-id": "1",
        "api-key": "k",
        "base-url": "https://promptlayer.invalid",
        timeout: "2s",
      },
    });
    within(ended, 2);
    expect(cause(ended)).toMatch(/host's name|could not be looked up|EAI_AGAIN|ENOTFOUND/);
    expect(retries(ended).length).toBeGreaterThan(0);
  });
});

describe("whatever ends the process before the verdict leaves the step red, with the reason", () => {
  test.each([
    [
      "an error that nobody caught",
      'setTimeout(() => { throw new Error("a bug\\n::error::x"); }, 300);',
      /a bug\\n::error::x/,
    ],
    [
      "a rejection that nobody awaited",
      'setTimeout(() => Promise.reject(new Error("a bug")), 300);',
      /a bug/,
    ],
    ["a call of process.exit", "setTimeout(() => process.exit(0), 300);", /ended before it had a verdict/],
  ])("%s", async (_, code, reason) => {
    api.play("7", inTurn({ status: 202 }));
    const ended = await runAgainst(api, { inputs: { "execution-id": "7" }, env: preloaded("bug", code) });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs["status"]).toBe("error");
    expect(cause(ended)).toMatch(reason);
    expect(ended.log).not.toMatch(/^\s+at /m);
  });

  test("a promise that never settles while nothing is left to wait for", async () => {
    // Like a connection that drops in mid-body under readBody(): no timer, no handle, no event.
    const env = preloaded(
      "silence",
      `const { EventEmitter } = require("node:events");
       require("node:http").request = () => Object.assign(new EventEmitter(), { setTimeout() {}, end() {} });
       const timeout = setTimeout; globalThis.setTimeout = (...args) => timeout(...args).unref();`,
    );
    const ended = await runAgainst(api, { env });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(cause(ended)).toMatch(/ended before it had a verdict: nothing was left to wait for/);
  });
});

test("connections are kept between polls, and none keeps the process", async () => {
  api.play("8", (asked, nth) => (nth < 5 ? { status: 202, json: {} } : done(asked, nth)));
  const before = api.asked.length;
  const ended = await runAgainst(api, { inputs: { "execution-id": "8" } });
  expect(ended.outputs["status"]).toBe("success");
  const connections = api.asked.slice(before).map(({ connection }) => connection);
  expect(new Set(connections.slice(0, -1)).size).toBe(1);
  // The main output comes on a connection of its own, so that nothing is taken for it that came before.
  expect(new Set(connections).size).toBe(2);
  expect(ended.tookMs).toBeLessThan(1_500);
});

test("an API that closes its connections is asked on new ones", async () => {
  await using closing = await startStandIn({ closes: true });
  closing.play("1", (asked, nth) => (nth < 2 ? { status: 202 } : done(asked, nth)));
  const ended = await runAgainst(closing);
  expect(ended.outputs["status"]).toBe("success");
  expect(new Set(closing.asked.map(({ connection }) => connection)).size).toBe(4);
  expect(retries(ended)).toEqual([]);
});

describe("TLS and proxies, with the default base-url", () => {
  let tls: StandIn;
  let trusted: Record<string, string>;
  const tunnels: { target: string; auth: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let refuse: number | "hang" | undefined;
  let isLate = false;

  // A real proxy, which finds the stand-in where the world finds api.promptlayer.com.
  const proxy = createServer();
  proxy.on("connect", (request, client: Socket) => {
    tunnels.push({ target: request.url ?? "", auth: request.headers["proxy-authorization"] });
    sockets.add(client.on("error", () => undefined));
    if (refuse === "hang") return;
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const open = () => {
      openTunnel(client);
    };
    // The first comes too late, when nobody waits for it any more.
    if (isLate && tunnels.length === 1) setTimeout(open, 700);
    else open();
  });
  const openTunnel = (client: Socket) => {
    const upstream = connect(tls.port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    }).on("error", () => client.destroy());
  };
  const proxyUrl = () => `http://user:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const runDefault = (env: Record<string, string>, inputs: Record<string, string> = {}) =>
    runAction({
      inputs: { "execution-id": "1", "api-key": API_KEY, "poll-interval": "50ms", timeout: "30s", ...inputs },
      env,
    });

  beforeAll(async () => {
    const ca = await createCA({
      organization: "Test",
      countryCode: "DE",
      state: "-",
      locality: "-",
      validity: 2,
    });
    const cert = await createCert({
      ca: { key: ca.key, cert: ca.cert },
      domains: ["api.promptlayer.com"],
      validity: 2,
    });
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, ca.cert);
    trusted = { NODE_EXTRA_CA_CERTS: caFile };
    tls = await startStandIn({ tls: { key: cert.key, cert: cert.cert } });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await tls.close();
  });

  const play = () => {
    tunnels.length = 0;
    refuse = undefined;
    isLate = false;
    tls.play("1", (asked, nth) => (nth < 2 ? { status: 202, json: {} } : done(asked, nth)));
  };

  test.each(["https_proxy", "HTTPS_PROXY"])(
    "%s and a private authority work, and nothing lingers",
    async (variable) => {
      play();
      const ended = await runDefault({ ...trusted, [variable]: proxyUrl() });
      expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
      expect(ended.exitCode).toBe(0);
      expect(tunnels[0]).toEqual({
        target: "api.promptlayer.com:443",
        auth: `Basic ${Buffer.from("user:p@ss").toString("base64")}`,
      });
      expect(ended.log).not.toMatch(/p@ss|p%40ss/);
      expect(ended.tookMs).toBeLessThan(2_000);
    },
  );

  test("a tunnel that opens when nobody waits for it any more does no harm", async () => {
    play();
    isLate = true;
    const ended = await runDefault(
      { ...trusted, https_proxy: proxyUrl() },
      { "request-timeout": "400ms", timeout: "10s" },
    );
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(retries(ended)).toHaveLength(1);
  });

  test("a proxy is found without a scheme too, and one that cannot be read is not passed over", async () => {
    play();
    const ended = await runDefault({ ...trusted, https_proxy: proxyUrl().replace("http://", "") });
    expect(ended.outputs).toMatchObject({ status: "success" });
    expect(tunnels.length).toBeGreaterThan(0);
    tunnels.length = 0;
    for (const address of ["http://user:100%@127.0.0.1:3128", "http://", "my proxy:3128"]) {
      const refused = await runDefault({ ...trusted, HTTPS_PROXY: address });
      expect(refused.outputs).toEqual({ status: "error" });
      expect(cause(refused)).toMatch(/the proxy's address in https_proxy or http_proxy cannot be read/);
      expect(refused.log).not.toMatch(/100%|my proxy/);
      expect(retries(refused)).toEqual([]);
    }
    expect(tunnels).toEqual([]);
    // Loopback goes by no proxy.
    api.play("1", done);
    expect((await runAgainst(api, { env: { HTTP_PROXY: "http://" } })).outputs["status"]).toBe("success");
  });

  test("a proxy whose own certificate is not accepted ends it at once", async () => {
    play();
    const ended = await runDefault({ https_proxy: tls.url });
    expect(cause(ended)).toMatch(/the certificate of the proxy was not accepted/);
    expect(retries(ended)).toEqual([]);
  });

  test("no_proxy is heeded", async () => {
    play();
    const env = preloaded(
      "no-dns",
      `require("node:dns").lookup = (host, options, callback) =>
         callback(Object.assign(new Error("no " + host), { code: "ENOTFOUND" }));`,
    );
    const ended = await runDefault(
      { ...trusted, ...env, https_proxy: proxyUrl(), no_proxy: "example.com,.promptlayer.com" },
      { timeout: "1s" },
    );
    expect(tunnels).toEqual([]);
    expect(cause(ended)).toMatch(/the host's name was not found \(ENOTFOUND\)/);
  });

  test("a certificate of an unknown authority ends it at once, with what to do", async () => {
    play();
    const before = tls.asked.length;
    const ended = await runDefault({ https_proxy: proxyUrl() });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(cause(ended)).toMatch(
      /certificate .* was not accepted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)\. .*NODE_EXTRA_CA_CERTS/,
    );
    expect(retries(ended)).toEqual([]);
    expect(tls.asked).toHaveLength(before);
  });

  test("so does a certificate of another host", async () => {
    play();
    const ended = await runDefault(trusted, { "base-url": tls.url });
    expect(cause(ended)).toMatch(/\(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    expect(ended.tookMs).toBeLessThan(1_500);
  });

  test.each([403, 407])("and a proxy that answers %d", async (status) => {
    play();
    refuse = status;
    const ended = await runDefault({ ...trusted, https_proxy: proxyUrl() });
    expect(cause(ended)).toMatch(
      new RegExp(`the proxy refused to connect to the API's host: it answered ${status}\\.`),
    );
    expect(retries(ended)).toEqual([]);
    expect(ended.log).not.toMatch(/p@ss|p%40ss/);
  });

  test.each<[string, number | "hang", RegExp]>([
    ["answers 502", 502, /the proxy could not connect to the API's host: it answered 502/],
    ["hangs", "hang", /no whole answer within/],
  ])("a proxy that %s is tried again, until the deadline", async (_, how, message) => {
    play();
    refuse = how;
    const ended = await runDefault(
      { ...trusted, https_proxy: proxyUrl() },
      { "request-timeout": "300ms", timeout: "2s" },
    );
    expect(ended.outputs).toEqual({ status: "error" });
    expect(cause(ended)).toMatch(message);
    expect(retries(ended).length).toBeGreaterThan(0);
    expect(ended.tookMs).toBeLessThan(3_000);
  });
});
