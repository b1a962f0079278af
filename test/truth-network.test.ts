// What stands between the action and the API, and what the runner's Node can do.
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runAction, runAgainst } from "./action-process.ts";
import { API_KEY, startStandIn, type StandIn } from "./api/server.ts";
import {
  done,
  api,
  errors,
  issueCertificate,
  onlyError,
  preloaded,
  retries,
  runScript,
  SLEEPLESS,
} from "./stage.ts";

let certificate: ReturnType<typeof issueCertificate>["certificate"];
let ca: string;
let trusted: ReturnType<typeof issueCertificate>["trusted"];
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(() => {
  ({ certificate, ca, trusted } = issueCertificate());
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** Lets a server listen until the tests are over. */
async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const run = (env: Record<string, string>, inputs: Record<string, string> = {}) =>
  runAction({ inputs: { "execution-id": "1", "api-key": API_KEY, "poll-interval": "5s", ...inputs }, env });

const looksUp = (addresses: string) =>
  `require("node:dns").lookup = (host, options, callback) => setImmediate(() =>
     options.all ? callback(null, ${addresses}) : callback(null, ${addresses}[0].address, ${addresses}[0].family));`;

/** Connections fail, with this code of this system call. */
const failsWith = (code: string, syscall: string) =>
  preloaded(`${SLEEPLESS}
     require("node:dns").lookup = (host, options, callback) => setImmediate(callback,
     Object.assign(new Error("x"), { code: "${code}", syscall: "${syscall}" }));`);

describe("what can never work is not tried again", () => {
  test.concurrent.each([
    ["socks5://127.0.0.1:1080", /is that of a SOCKS proxy, which the action cannot use/],
    ["SOCKS4A://user:hunter2@127.0.0.1:1080", /is that of a SOCKS proxy/],
    ['"http://127.0.0.1:3128"', /is in quotes/],
    ["'http://127.0.0.1:3128'", /is in quotes/],
    ["ftp://127.0.0.1:21", /has a scheme other than http and https/],
    ["http://user:hunter2%@127.0.0.1:3128", /cannot be read/],
    ["http://127.0.0.1:99999", /cannot be read/],
  ])("a proxy %s", async (https_proxy, said) => {
    const ended = await run({ https_proxy });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(said);
    expect(onlyError(ended)).toContain('Write it as "http://host:port", not in quotes');
    expect(ended.log).not.toMatch(/hunter2|127\.0\.0\.1/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent.each<[string, () => Server, RegExp]>([
    [
      "without TLS",
      () => createHttpServer(),
      /the API's host does not speak TLS on that port \(wrong version number\)\. Check the scheme/,
    ],
    [
      "of something else",
      () => createTcpServer((socket) => socket.end("220 mail\r\n")),
      /does not speak TLS on that port/,
    ],
    [
      "with TLS 1.1",
      () => createHttpsServer({ ...certificate, minVersion: "TLSv1", maxVersion: "TLSv1.1" }),
      /the TLS handshake with the API's host failed \(.*(version|unsupported|alert)/,
    ],
    [
      "that wants a client's certificate",
      () => createHttpsServer(wantsCertificate("TLSv1.3")),
      /TLS handshake with the API's host failed \(.*certificate required\)/,
    ],
    [
      "that wants one by TLS 1.2",
      () => createHttpsServer(wantsCertificate("TLSv1.2")),
      /TLS handshake with the API's host failed \(.*handshake failure\)/,
    ],
    [
      "with an unknown name",
      () => alertServer(112),
      /TLS handshake with the API's host failed \(.*unrecognized name\)/,
    ],
  ])("a host %s", async (_, server, said) => {
    const port = await listening(server());
    const env = { ...trusted, ...preloaded(looksUp('[{ address: "127.0.0.1", family: 4 }]')) };
    const ended = await run(env, { "base-url": `https://api.promptlayer.com:${port}` });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(said);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent("a host that speaks TLS where base-url says http:", async () => {
    const port = await listening(createTcpServer((socket) => socket.end(alert(70))));
    const ended = await run({}, { "base-url": `http://127.0.0.1:${port}` });
    expect(onlyError(ended)).toMatch(/speaks TLS where "base-url" says http:\. Check the scheme/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent.each<[string, () => Server, "http" | "https", RegExp]>([
    [
      "https: to a proxy without TLS",
      () => createHttpServer(),
      "https",
      /the proxy does not speak TLS on that port \(wrong version number\)\. Check the scheme/,
    ],
    [
      "http: to a proxy with TLS",
      () => createTcpServer((socket) => socket.once("data", () => socket.end(alert(70)))),
      "http",
      /the proxy speaks TLS where its address says http:\. Check the scheme/,
    ],
    [
      "https: to a proxy that wants a client's certificate",
      () => createHttpsServer(wantsCertificate("TLSv1.2")),
      "https",
      /the TLS handshake with the proxy failed/,
    ],
  ])("%s", async (_, server, scheme, said) => {
    const port = await listening(server());
    const env = preloaded(looksUp('[{ address: "127.0.0.1", family: 4 }]'));
    const ended = await run({ ...trusted, ...env, https_proxy: `${scheme}://api.promptlayer.com:${port}` });
    expect(onlyError(ended)).toMatch(said);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent.each([
    [
      "a web server",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<html",
      /at the proxy's address is no proxy\. Check the/,
    ],
    ["SSH", "SSH-2.0-OpenSSH_9.9\r\n", /what the proxy answers is not HTTP \(HPE_\w+\)\. Check the scheme/],
    ["SOCKS", "\u0005\u00ff", /what the proxy answers is not HTTP .* A SOCKS proxy cannot be used/],
    [
      "a sign-in",
      "HTTP/1.1 302 Found\r\nLocation: http://x\r\n\r\n",
      /refused to connect .*: it answered 302\. Check/,
    ],
    [
      "a proxy for members",
      "HTTP/1.1 407 No\r\n\r\n",
      /the proxy wants a user name and a password: it answered 407\./,
    ],
  ])("%s in the place of a proxy", async (_, answer, said) => {
    const port = await listening(
      createTcpServer((socket) => socket.once("data", () => socket.end(answer, "latin1"))),
    );
    const ended = await run({ https_proxy: `http://127.0.0.1:${port}` });
    expect(onlyError(ended)).toMatch(said);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent.each([
    ["CERT_HAS_EXPIRED", /Check the clock of this runner\./],
    ["CERT_NOT_YET_VALID", /Check the clock of this runner\./],
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      /from a private authority \(that of a self-hosted API, or of a proxy that inspects TLS\), set NODE_EXTRA/,
    ],
  ])("a certificate with the fault %s", async (code, said) => {
    const ended = await run(failsWith(code, "connect"), { "base-url": "https://promptlayer.test" });
    expect(onlyError(ended)).toMatch(said);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent("a header block over Node's limit", async () => {
    const ended = await runScript(() => ({ headers: { "X-Large": "x".repeat(20_000) }, json: {} }));
    expect(onlyError(ended)).toMatch(
      /its headers are over Node's limit \(HPE_HEADER_OVERFLOW\)\. Look at the gateway/,
    );
    expect(retries(ended)).toEqual([]);
  });
});

describe("what may pass is tried again, with advice that fits", () => {
  test.concurrent.each<[string, string, RegExp]>([
    [
      "EHOSTUNREACH",
      "connect",
      /the host cannot be reached \(EHOSTUNREACH\)\. Check the network of this runner/,
    ],
    [
      "ENETUNREACH",
      "connect",
      /the network cannot be reached \(ENETUNREACH\)\. Check the network of this runner/,
    ],
    ["EACCES", "connect", /does not allow the connection \(EACCES\)\. Check the network of this runner/],
    [
      "ENOTFOUND",
      "getaddrinfo",
      /name was not found \(ENOTFOUND\)\. Check the host's name in "base-url", and the DNS/,
    ],
    ["EAI_FAIL", "getaddrinfo", /could not be looked up \(EAI_FAIL\)\. Check the host's name/],
    ["ECONNREFUSED", "connect", /was refused \(ECONNREFUSED\)\. Nothing listens at that address/],
    ["ECONNRESET", "read", /was dropped \(ECONNRESET\)\. Something on the way drops connections/],
    ["ETIMEDOUT", "connect", /timed out \(ETIMEDOUT\)\. Something on the way drops connections/],
  ])("%s", async (code, syscall, said) => {
    const ended = await run(failsWith(code, syscall), {
      "base-url": "https://promptlayer.test",
    });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(said);
    expect(onlyError(ended)).toContain('waiting again with the same "execution-id" picks it up');
  });

  test.concurrent("a proxy that is not there", async () => {
    const server = createTcpServer();
    const port = await listening(server);
    server.close();
    const ended = await run(
      { ...preloaded(SLEEPLESS), https_proxy: `http://127.0.0.1:${port}` },
      { timeout: "20s" },
    );
    expect(onlyError(ended)).toMatch(
      /the proxy could not be used: the connection was refused \(ECONNREFUSED\)\. Check that the proxy in "https_proxy" runs/,
    );
  });

  test.concurrent("a firewall that lets nothing through", async () => {
    const port = await listening(createTcpServer(() => undefined));
    const inputs = { "base-url": `https://127.0.0.1:${port}`, timeout: "20s", "request-timeout": "200ms" };
    const ended = await run({ ...trusted, ...preloaded(SLEEPLESS) }, inputs);
    expect(onlyError(ended)).toMatch(
      /there was no connection within \d+ ms\. Check the network of this runner/,
    );
    expect(retries(ended).length).toBeGreaterThan(0);
  });

  test.concurrent("an alert of TLS that may be gone next time", async () => {
    const port = await listening(alertServer(80));
    const ended = await run(
      { ...trusted, ...preloaded(SLEEPLESS) },
      { "base-url": `https://127.0.0.1:${port}`, timeout: "20s" },
    );
    expect(onlyError(ended)).toMatch(/requests failed: "tlsv1 alert internal error" \(EPROTO\)/);
    expect(retries(ended).length).toBeGreaterThan(0);
  });
});

test("a host with an address that leads nowhere and 320 ms of latency is reached", async () => {
  const env = preloaded(`${looksUp('[{ address: "127.0.0.1", family: 4 }, { address: "100::1", family: 6 }]')}
     const { TCP } = process.binding("tcp_wrap");
     for (const name of ["connect", "connect6"]) {
       const original = TCP.prototype[name];
       TCP.prototype[name] = function (request, ...rest) {
         const { oncomplete } = request;
         request.oncomplete = (...results) => setTimeout(() => oncomplete.apply(request, results), 320);
         return original.call(this, request, ...rest);
       };
     }`);
  api.play("1", done);
  const ended = await runAgainst(api, { env, inputs: { "base-url": `http://localhost:${api.port}` } });
  expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
  expect(retries(ended)).toEqual([]);
});

describe("a proxy", () => {
  let tls: StandIn;
  const tunnels: { target: string; auth: string | undefined }[] = [];
  let proxyPort: number;

  beforeAll(async () => {
    tls = await startStandIn({ tls: certificate });
    tls.play("1", (asked, nth) => (nth === 0 ? { status: 202 } : done(asked, nth)));
    const proxy = createHttpServer().on("connect", (request, client: Socket) => {
      tunnels.push({ target: request.url ?? "", auth: request.headers["proxy-authorization"] });
      const upstream = connect(tls.port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      }).on("error", () => client.destroy());
    });
    proxyPort = await listening(proxy);
  });
  afterAll(() => tls.close());

  const throwing = (env: Record<string, string> = {}) => ({ ...env, NODE_OPTIONS: "--throw-deprecation" });

  test.each([{}, throwing()])("with credentials is used without a warning: %j", async (env) => {
    tls.play("1", done);
    tunnels.length = 0;
    const ended = await run({
      ...trusted,
      ...env,
      https_proxy: `http://us%3Aer:p%40ss@127.0.0.1:${proxyPort}`,
    });
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(ended.log).not.toMatch(/deprecat|warning/i);
    expect(tunnels[0]).toEqual({
      target: "api.promptlayer.com:443",
      auth: `Basic ${Buffer.from("us:er:p@ss").toString("base64")}`,
    });
  });

  test.each(["203.0.113.7", "[2001:db8::7]"])(
    "leads to the host %s, which has no name, without a warning",
    async (host) => {
      tls.play("1", done);
      tunnels.length = 0;
      // The certificate is that of another host.
      const ended = await run(throwing({ ...trusted, https_proxy: `http://127.0.0.1:${proxyPort}` }), {
        "base-url": `https://${host}`,
      });
      expect(tunnels[0]?.target).toBe(`${host}:443`);
      expect(onlyError(ended)).toContain("(ERR_TLS_CERT_ALTNAME_INVALID)");
      expect(ended.log).not.toMatch(/deprecat/i);
    },
  );

  test("gets a tunnel for each request", async () => {
    tls.play("1", (asked, nth) => (nth < 2 ? { status: 202 } : done(asked, nth)));
    tunnels.length = 0;
    const ended = await run({ ...trusted, https_proxy: `http://127.0.0.1:${proxyPort}` });
    expect(ended.outputs["status"]).toBe("success");
    expect(tunnels).toHaveLength(4);
  });
});

describe("the runner's Node", () => {
  test("may define process.execve and throw in it, as on Windows", async () => {
    // A look-up that is still on its way makes the action try.
    const env =
      preloaded(`process.execve = () => { throw Object.assign(new Error("no"), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" }); };
       process.getActiveResourcesInfo = () => ["GetAddrInfoReqWrap"];`);
    api.play("1", done);
    const ended = await runAgainst(api, { env });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["status"]).toBe("success");
    expect(errors(ended)).toEqual([]);
    expect(ended.summary.match(/^## /gm)).toHaveLength(1);
  });

  test.each(["12.22.12", "16.20.2", "20.19.5", "21.7.3"])("may be too old: %s", async (version) => {
    const env = preloaded(
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
    api.play("1", done);
    const ended = await runAgainst(api, { env });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(ended.lines).toHaveLength(1);
    expect(onlyError(ended)).toContain(`Node ${version} runs this action, which needs Node 22 or newer.`);
    expect(ended.summary).toBe("");
    expect(api.asked).toEqual([]);
  });

  test("is not asked for more than it has where it is new enough", async () => {
    api.play("1", done);
    const ended = await runAgainst(api, {
      env: { NODE_OPTIONS: "--throw-deprecation --pending-deprecation" },
    });
    expect(ended.outputs).toMatchObject({ status: "success" });
    expect(ended.log).not.toMatch(/warning/i);
  });
});

function wantsCertificate(maxVersion: "TLSv1.2" | "TLSv1.3"): ServerOptions {
  return {
    ...certificate,
    ca,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: maxVersion,
    maxVersion,
  };
}

/** A fatal alert of TLS. */
function alert(description: number): Uint8Array {
  return Uint8Array.of(0x15, 3, 3, 0, 2, 2, description);
}

function alertServer(description: number): Server {
  return createTcpServer((socket) => socket.once("data", () => socket.end(alert(description))));
}
