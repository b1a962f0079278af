import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runAction, runAgainst } from "./action-process.ts";
import { API_KEY, startStandIn, type StandIn } from "./api/server.ts";
import { allowanceMs, api, done, onlyError, preloaded, retries, scratch } from "./stage.ts";

describe("TLS and proxies, with the default base-url", () => {
  let tls: StandIn;
  let trusted: Record<string, string>;
  const tunnels: { target: string; auth: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let refuse: number | "hang" | undefined;
  let isLate = false;
  let late: Socket | undefined;

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
    // The first comes too late: with the second, when nobody waits for it any more.
    if (isLate && tunnels.length === 1) late = client;
    else {
      if (late !== undefined) openTunnel(late);
      late = undefined;
      openTunnel(client);
    }
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
    const program = fileURLToPath(new URL("api/certificate.ts", import.meta.url));
    const { ca, key, cert } = JSON.parse(
      execFileSync(process.execPath, [program], { encoding: "utf8" }),
    ) as Record<"ca" | "key" | "cert", string>;
    const caFile = scratch("ca.pem");
    writeFileSync(caFile, ca);
    trusted = { NODE_EXTRA_CA_CERTS: caFile };
    tls = await startStandIn({ tls: { key, cert } });
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
      expect(ended.tookMs).toBeLessThan(2 * 50 + (await allowanceMs()));
    },
  );

  test("a tunnel that opens when nobody waits for it any more does no harm", async () => {
    play();
    isLate = true;
    const requestTimeout = `${Math.ceil(await allowanceMs())}ms`;
    const ended = await runDefault(
      { ...trusted, https_proxy: proxyUrl() },
      { "request-timeout": requestTimeout },
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
      expect(onlyError(refused)).toMatch(/the proxy's address in https_proxy or http_proxy cannot be read/);
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
    expect(onlyError(ended)).toMatch(/the certificate of the proxy was not accepted/);
    expect(retries(ended)).toEqual([]);
  });

  test("no_proxy is heeded", async () => {
    play();
    const env = preloaded(
      `require("node:dns").lookup = (host, options, callback) =>
         callback(Object.assign(new Error("no " + host), { code: "ENOTFOUND" }));`,
    );
    const ended = await runDefault(
      { ...trusted, ...env, https_proxy: proxyUrl(), no_proxy: "example.com,.promptlayer.com" },
      { timeout: "1s" },
    );
    expect(tunnels).toEqual([]);
    expect(onlyError(ended)).toMatch(/the host's name was not found \(ENOTFOUND\)/);
  });

  test("a certificate of an unknown authority ends it at once, with what to do", async () => {
    play();
    const before = tls.asked.length;
    const ended = await runDefault({ https_proxy: proxyUrl() });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(
      /certificate .* was not accepted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)\. .*NODE_EXTRA_CA_CERTS/,
    );
    expect(retries(ended)).toEqual([]);
    expect(tls.asked).toHaveLength(before);
  });

  test("so does a certificate of another host", async () => {
    play();
    const ended = await runDefault(trusted, { "base-url": tls.url });
    expect(onlyError(ended)).toMatch(/\(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    expect(retries(ended)).toEqual([]);
  });

  test.each([403, 407])("and a proxy that answers %d", async (status) => {
    play();
    refuse = status;
    const ended = await runDefault({ ...trusted, https_proxy: proxyUrl() });
    expect(onlyError(ended)).toMatch(
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
    expect(onlyError(ended)).toMatch(message);
    expect(retries(ended).length).toBeGreaterThan(0);
    expect(ended.tookMs).toBeLessThan(2_000 + (await allowanceMs()));
  });
});
