import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { runAction } from "./action-process.ts";
import { API_KEY, startStandIn } from "./api/server.ts";
import {
  allowanceMs,
  done,
  issueCertificate,
  onlyError,
  preloaded,
  retries,
  runScript,
  shortTimeout,
} from "./stage.ts";

let certificate: ReturnType<typeof issueCertificate>["certificate"];
let trusted: ReturnType<typeof issueCertificate>["trusted"];
beforeAll(() => {
  ({ certificate, trusted } = issueCertificate());
});

/**
 * A real proxy, and behind it a stand-in where the world finds api.promptlayer.com.
 *
 * @param how it answers: by opening a tunnel, with a status that refuses to, not at all, or the first time too late
 */
async function startProxy(how: "open" | "hang" | "late" | number = "open") {
  const tls = await startStandIn({ tls: certificate });
  tls.play("1", (asked, nth) => (nth < 2 ? { status: 202, json: {} } : done(asked, nth)));
  const tunnels: { target: string; auth: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let late: Socket | undefined;
  const openTunnel = (client: Socket) => {
    const upstream = connect(tls.port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    }).on("error", () => client.destroy());
  };
  const server = createServer().on("connect", (request, client: Socket) => {
    tunnels.push({ target: request.url ?? "", auth: request.headers["proxy-authorization"] });
    sockets.add(client.on("error", () => undefined));
    if (how === "hang") return;
    if (typeof how === "number") client.end(`HTTP/1.1 ${how} No\r\n\r\n`);
    // Nobody waits for the first any more when the second is asked for.
    else if (how === "late" && tunnels.length === 1) late = client;
    else {
      if (late !== undefined) openTunnel(late);
      late = undefined;
      openTunnel(client);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://user:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`,
    tls,
    tunnels,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await tls.close();
    },
  };
}

const runDefault = (env: Record<string, string>, inputs: Record<string, string> = {}) =>
  runAction({
    inputs: { "execution-id": "1", "api-key": API_KEY, "poll-interval": "50ms", timeout: "30s", ...inputs },
    env,
  });

describe("TLS and proxies, with the default base-url", () => {
  test.concurrent.each(["https_proxy", "HTTPS_PROXY"])(
    "%s and a private authority work, and nothing lingers",
    async (variable) => {
      await using proxy = await startProxy();
      const ended = await runDefault({ ...trusted, [variable]: proxy.url });
      expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
      expect(ended.exitCode).toBe(0);
      expect(proxy.tunnels[0]).toEqual({
        target: "api.promptlayer.com:443",
        auth: `Basic ${Buffer.from("user:p@ss").toString("base64")}`,
      });
      expect(ended.log).not.toMatch(/p@ss|p%40ss/);
      expect(ended.tookMs).toBeLessThan(2 * 50 + (await allowanceMs()));
    },
  );

  test.concurrent("a tunnel that opens when nobody waits for it any more does no harm", async () => {
    await using proxy = await startProxy("late");
    const ended = await runDefault(
      { ...trusted, https_proxy: proxy.url },
      { "request-timeout": await shortTimeout() },
    );
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(retries(ended)).toHaveLength(1);
  });

  test.concurrent(
    "a proxy is found without a scheme too, and one that cannot be read is not passed over",
    async () => {
      await using proxy = await startProxy();
      const ended = await runDefault({ ...trusted, https_proxy: proxy.url.replace("http://", "") });
      expect(ended.outputs).toMatchObject({ status: "success" });
      expect(proxy.tunnels.length).toBeGreaterThan(0);
      proxy.tunnels.length = 0;
      for (const address of ["http://user:100%@127.0.0.1:3128", "http://", "my proxy:3128"]) {
        const refused = await runDefault({ ...trusted, HTTPS_PROXY: address });
        expect(refused.outputs).toEqual({ status: "error" });
        expect(onlyError(refused)).toMatch(/the proxy's address in https_proxy or http_proxy cannot be read/);
        expect(refused.log).not.toMatch(/100%|my proxy/);
        expect(retries(refused)).toEqual([]);
      }
      expect(proxy.tunnels).toEqual([]);
      // Loopback goes by no proxy.
      expect((await runScript(done, { env: { HTTP_PROXY: "http://" } })).outputs["status"]).toBe("success");
    },
  );

  test.concurrent("a proxy whose own certificate is not accepted ends it at once", async () => {
    await using proxy = await startProxy();
    const ended = await runDefault({ https_proxy: proxy.tls.url });
    expect(onlyError(ended)).toMatch(/the certificate of the proxy was not accepted/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent("no_proxy is heeded", async () => {
    await using proxy = await startProxy();
    const env = preloaded(
      `require("node:dns").lookup = (host, options, callback) =>
         callback(Object.assign(new Error("no " + host), { code: "ENOTFOUND" }));`,
    );
    const ended = await runDefault(
      { ...trusted, ...env, https_proxy: proxy.url, no_proxy: "example.com,.promptlayer.com" },
      { timeout: "1s" },
    );
    expect(proxy.tunnels).toEqual([]);
    expect(onlyError(ended)).toMatch(/the host's name was not found \(ENOTFOUND\)/);
  });

  test.concurrent("a certificate of an unknown authority ends it at once, with what to do", async () => {
    await using proxy = await startProxy();
    const ended = await runDefault({ https_proxy: proxy.url });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(
      /certificate .* was not accepted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)\. .*NODE_EXTRA_CA_CERTS/,
    );
    expect(retries(ended)).toEqual([]);
    expect(proxy.tls.asked).toEqual([]);
  });

  test.concurrent("so does a certificate of another host", async () => {
    await using proxy = await startProxy();
    const ended = await runDefault(trusted, { "base-url": proxy.tls.url });
    expect(onlyError(ended)).toMatch(/\(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent.each([403, 451])("and a proxy that answers %d", async (status) => {
    await using proxy = await startProxy(status);
    const ended = await runDefault({ ...trusted, https_proxy: proxy.url });
    expect(onlyError(ended)).toMatch(
      new RegExp(`the proxy refused to connect to the API's host: it answered ${status}\\b`),
    );
    expect(retries(ended)).toEqual([]);
    expect(ended.log).not.toMatch(/p@ss|p%40ss/);
  });

  test.concurrent.each<[string, number | "hang", RegExp]>([
    ["answers 502", 502, /the proxy could not connect to the API's host: it answered 502/],
    ["hangs", "hang", /no connection through the proxy within/],
  ])("a proxy that %s is tried again, until the deadline", async (_, how, message) => {
    await using proxy = await startProxy(how);
    const ended = await runDefault(
      { ...trusted, https_proxy: proxy.url },
      { "request-timeout": "300ms", timeout: "2s" },
    );
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(message);
    expect(retries(ended).length).toBeGreaterThan(0);
    expect(ended.tookMs).toBeLessThan(2_000 + (await allowanceMs()));
  });
});
