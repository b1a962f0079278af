import { describe, expect, test } from "@jest/globals";
import { runAction, type Ended } from "./action-process.ts";
import { drip, hang } from "./api/faults.ts";
import { inTurn, type Reply } from "./api/server.ts";
import { allowanceMs, done, onlyError, preloaded, retries, runScript, scratch } from "./stage.ts";

/** Look-ups wait for a thread, and the only one is kept busy for ever by opening a FIFO that nobody writes to. */
function withStuckLookUps(code = ""): Record<string, string> {
  const fifo = JSON.stringify(scratch("fifo"));
  const env = preloaded(
    `require("node:child_process").execFileSync("mkfifo", [${fifo}]);
     require("node:fs").open(${fifo}, "r", () => {});
     ${code}`,
  );
  return { ...env, UV_THREADPOOL_SIZE: "1" };
}

describe("the deadline holds", () => {
  const expectTook = async ({ tookMs }: Ended, seconds: number) => {
    expect(tookMs).toBeGreaterThan(1_000 * seconds);
    expect(tookMs).toBeLessThan(1_000 * seconds + (await allowanceMs()));
  };

  test.concurrent.each<[string, Reply, RegExp]>([
    ["a server that hangs", hang, /the last request failed: there was no whole answer within [\d.]+ s/],
    ["a body that drips", drip(50), /there was no whole answer/],
    [
      "a Retry-After of a day",
      { status: 503, headers: { "Retry-After": "86400" } },
      /the last 2 requests failed: the API answered 503/,
    ],
    ["one error after another", { status: 500 }, /requests failed: the API answered 500/],
  ])("against %s, and calls it an error", async (_, fault, message) => {
    const ended = await runScript(inTurn(fault), { inputs: { timeout: "3s" } });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(message);
    await expectTook(ended, 3);
  });

  // Windows has no FIFOs, and no program can take another's place there.
  const onPosix = process.platform === "win32" ? test.concurrent.skip : test.concurrent;

  onPosix.each([
    ["ends", undefined, "error"],
    ["is cancelled", "SIGTERM", "cancelled"],
  ] as const)("against a DNS look-up that hangs in the system, when it %s", async (_, signal, status) => {
    let sentAt = 0;
    const env = withStuckLookUps(
      `const dns = require("node:dns");
         const { lookup } = dns;
         dns.lookup = (...args) => {
           console.log("looking up");
           return lookup(...args);
         };`,
    );
    const ended = await runAction({
      inputs: {
        "execution-id": "1",
        "api-key": "k",
        "base-url": "https://promptlayer.test",
        timeout: "1s",
      },
      env,
      onLine: (line, child) => {
        if (signal === undefined || line !== "looking up") return;
        sentAt = performance.now();
        child.kill(signal);
      },
    });
    expect(ended.outputs).toEqual({ status });
    expect(ended.exitCode).toBe(1);
    if (signal === undefined) await expectTook(ended, 1);
    else expect(performance.now() - sentAt).toBeLessThan(await allowanceMs());
  });

  onPosix("and such a look-up does not keep a run that went well after all", async () => {
    const env = withStuckLookUps('require("node:dns").lookup("promptlayer.test", () => {});');
    const ended = await runScript(done, { env });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["status"]).toBe("success");
    expect(ended.tookMs).toBeLessThan(await allowanceMs());
  });

  test.concurrent("against a clock that is set back", async () => {
    const env = preloaded("const now = Date.now(); let n = 0; Date.now = () => now - 3_600_000 * n++;");
    const ended = await runScript(inTurn({ status: 202 }), { inputs: { timeout: "1s" }, env });
    expect(ended.outputs).toEqual({ status: "timeout" });
    await expectTook(ended, 1);
  });

  test.concurrent("and a host that no DNS knows is tried again until then", async () => {
    const ended = await runAction({
      inputs: {
        "execution-id": "1",
        "api-key": "k",
        "base-url": "https://promptlayer.invalid",
        timeout: "2s",
      },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    await expectTook(ended, 2);
    expect(onlyError(ended)).toMatch(/host's name|could not be looked up|EAI_AGAIN|ENOTFOUND/);
    expect(retries(ended).length).toBeGreaterThan(0);
  });
});

describe("whatever ends the process before the verdict leaves the step red, with the reason", () => {
  test.concurrent.each([
    ["an error that nobody caught", 'throw new Error("a bug\\n::error::x")', /a bug\\n::error::x/],
    ["a rejection that nobody awaited", 'Promise.reject(new Error("a bug"))', /a bug/],
    ["a call of process.exit", "process.exit(0)", /ended before it had a verdict/],
  ])("%s", async (_, code, reason) => {
    const env = preloaded(
      `const http = require("node:http");
       const { request } = http;
       http.request = (...args) => request(...args).on("response", () => setImmediate(() => { ${code}; }));`,
    );
    const ended = await runScript(inTurn({ status: 202 }), { env });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs["status"]).toBe("error");
    expect(onlyError(ended)).toMatch(reason);
    expect(ended.log).not.toMatch(/^\s+at /m);
  });

  test.concurrent("a promise that never settles while nothing is left to wait for", async () => {
    // Like a connection that drops in mid-body under readBody(): no timer, no handle, no event.
    const env = preloaded(
      `const { EventEmitter } = require("node:events");
       require("node:http").request = () => Object.assign(new EventEmitter(), { setTimeout() {}, end() {} });
       const timeout = setTimeout; globalThis.setTimeout = (...args) => timeout(...args).unref();`,
    );
    const ended = await runScript(done, { env });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(/ended before it had a verdict: nothing was left to wait for/);
  });
});
