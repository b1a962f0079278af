import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { runAction, runAgainst } from "./action-process.ts";
import { node } from "./api/agent-run.ts";
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
import { API_KEY, inTurn, startStandIn, type Reply, type Script, type StandIn } from "./api/server.ts";
import { runScriptInProcess, sleeplessClock } from "./in-process.ts";
import { allowanceMs, done, onlyError, retries, runScript, shortTimeout } from "./stage.ts";

const MIB = 1_024 * 1_024;

const nodesText = `${JSON.stringify({ a: node({ is_output_node: true }) })}\n`;

describe("what passes is survived, with a line in the log", () => {
  // The fault, and what the log calls it.
  const rows: [string, Reply, RegExp][] = [
    ["reset", reset, /connection was dropped \(ECONNRESET\)/],
    ["close", close, /connection was dropped \(ECONNRESET\)/],
    ["garbage", garbage, /not HTTP \(HPE_/],
    ["a captive proxy's page", captivePage, /a web page "Sign in" came with status 200/],
    ["an empty 200", {}, /cannot be read/],
    [
      "a 200 in broken gzip",
      { headers: { "Content-Encoding": "gzip" }, body: "x" },
      /cannot be read: its "gzip" encoding is broken/,
    ],
    ["a 200 that is not UTF-8", { body: Buffer.from('{"\xe9":1}', "latin1") }, /it is not UTF-8/],
    ["a 200 cut by length", cut(200, nodesText, "length"), /connection was dropped/],
    ["a chunked 200 cut", cut(200, nodesText, "chunked"), /connection was dropped/],
    ["a 200 without framing cut", cut(200, nodesText, "none"), /not whole, valid JSON/],
    ["a number that may be cut", cut(200, "12", "none"), /nothing shows that it is whole/],
    ["a 202 cut by length", cut(202, nodesText, "length"), /connection was dropped/],
    ["a chunked 202 cut", cut(202, nodesText, "chunked"), /connection was dropped/],
    ...[408, 425, 500, 502, 503, 504, 599].map((status): [string, Reply, RegExp] => [
      String(status),
      { status, json: { message: "later" } },
      new RegExp(`the API answered ${status}: "later"`),
    ]),
    [
      "429",
      { status: 429, json: { message: "later" } },
      /the API answered 429, which is its rate limit: "later"/,
    ],
    ["429 without a word", { status: 429 }, /the API answered 429, which is its rate limit$/],
  ];
  // What ends only when the action gives it up.
  const silent: [string, Reply, RegExp][] = [
    ["an answer in another protocol", switchProtocols, /connection was dropped|no whole answer within/],
    ["no answer", hang, /no whole answer within/],
    ["a head without a body", hangAfterHead, /no whole answer within/],
    ["a body that drips", drip(20), /no whole answer within/],
  ];

  /** The fault comes once in the place of the nodes, and once in that of the main output. */
  const faultThenDone = (fault: Reply): Script => {
    const met = new Set<boolean>();
    return (asked, nth) => {
      if (met.has(asked.allOutputs)) return done(asked, nth);
      met.add(asked.allOutputs);
      return fault;
    };
  };
  const expectSurvived = (ended: Awaited<ReturnType<typeof runScript>>, message: RegExp) => {
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(ended.asked.map(({ allOutputs }) => allOutputs)).toEqual([true, true, false, false]);
    expect(retries(ended)).toEqual([expect.stringMatching(message), expect.stringMatching(message)]);
  };

  test.each(rows)("%s, to both questions", async (_, fault, message) => {
    expectSurvived(await runScriptInProcess(faultThenDone(fault), { clock: sleeplessClock() }), message);
  });

  test.concurrent.each(silent)("%s, to both questions", async (_, fault, message) => {
    const inputs = { "request-timeout": await shortTimeout() };
    expectSurvived(await runScript(faultThenDone(fault), { inputs }), message);
  });

  test.concurrent("no sooner than it says", async () => {
    const ended = await runScript(faultThenDone({ status: 503 }));
    expect(retries(ended)).toHaveLength(2);
    for (const [n, line] of retries(ended).entries()) {
      const { 1: pause = "", 2: unit } = /next try in ([\d.]+) (m?s)/.exec(line) ?? [];
      // What it says is rounded.
      const pauseMs = (unit === "s" ? 950 : 1) * Number(pause) - 2;
      expect(pauseMs).toBeGreaterThan(500);
      expect((ended.asked[2 * n + 1]?.at ?? 0) - (ended.asked[2 * n]?.at ?? 0)).toBeGreaterThan(pauseMs);
    }
  });

  test.concurrent("an answer that is given up, with its connection", async () => {
    let isClosed = false;
    let wasClosed: boolean | undefined;
    const ended = await runScript(
      (asked, nth) => {
        if (nth > 0) {
          wasClosed ??= isClosed;
          return done(asked, nth);
        }
        return (socket) => {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx");
          socket.on("close", () => (isClosed = true));
        };
      },
      { inputs: { "request-timeout": await shortTimeout() } },
    );
    expect(ended.outputs["status"]).toBe("success");
    expect(wasClosed).toBe(true);
  });

  test.concurrent("a server that is not there yet", async () => {
    const late = await startStandIn();
    const { port, url } = late;
    await late.close();
    let again: Promise<StandIn> | undefined;
    const ended = await runAction({
      inputs: { "execution-id": "1", "api-key": API_KEY, "base-url": url },
      onLine: (line) => {
        if (!line.includes("request failed")) return;
        again ??= startStandIn({ port }).then((standIn) => {
          standIn.play("1", done);
          return standIn;
        });
      },
    });
    await (await again)?.close();
    expect(ended.outputs["status"]).toBe("success");
    expect(retries(ended)[0]).toMatch(/connection was refused \(ECONNREFUSED\)/);
  });

  test.concurrent.each<[string, () => string, number]>([
    ["a number of seconds", () => "2", 2_000],
    // HTTP dates have whole seconds, so up to one is lost.
    ["a date", () => new Date(Date.now() + 3_000).toUTCString(), 2_000],
  ])("with %s in Retry-After, no sooner", async (_, retryAfter, atLeastMs) => {
    const ended = await runScript((asked, nth) =>
      nth === 0 ? { status: 429, headers: { "Retry-After": retryAfter() } } : done(asked, nth),
    );
    expect(ended.outputs["status"]).toBe("success");
    const [first, second] = ended.asked;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(atLeastMs);
  });
});

describe("what does not pass ends it at once", () => {
  test.concurrent.each([301, 302, 303, 307, 308, 304])(
    "%d: a redirect, and nobody else gets the key",
    async (status) => {
      const elsewhere: string[] = [];
      await using other = createServer((request, response) => {
        elsewhere.push(request.url ?? "");
        response.end("{}");
      });
      await once(other.listen(0, "127.0.0.1"), "listening");
      const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/login?next=x`;
      const ended = await runScript(inTurn(redirect(target, status)));
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs).toEqual({ status: "error" });
      expect(onlyError(ended)).toMatch(/a redirect to "http:\/\/127\.0\.0\.1:\d+", which is refused/);
      expect(elsewhere).toEqual([]);
      expect(retries(ended)).toEqual([]);
    },
  );

  test.concurrent.each([
    ["says that it is over 64 MiB", endless(64 * MIB + 1)],
    ["does not end", endless()],
  ])("a body that %s", async (_, fault) => {
    const ended = await runScript(inTurn(fault));
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(/the answer is over 64 MiB/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent("an announced body over 64 MiB, before any of it comes", async () => {
    const ended = await runScript(
      inTurn((socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${64 * MIB + 1}\r\n\r\n`)),
      { inputs: { "request-timeout": "1h" } },
    );
    expect(onlyError(ended)).toMatch(/the answer is over 64 MiB/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent("a 401 whose body does not end, without reading all that comes", async () => {
    let sent = 0;
    const ended = await runScript(
      inTurn((socket) => {
        socket.write("HTTP/1.1 401 No\r\n\r\n");
        const pump = () => {
          while (!socket.destroyed && socket.write("x".repeat(10_000))) sent += 10_000;
        };
        socket.on("drain", pump);
        pump();
      }),
    );
    expect(onlyError(ended)).toMatch(/the API answered 401/);
    // What the system's buffers hold comes on top of the 64 KiB.
    expect(sent).toBeLessThan(20 * MIB);
  });

  test.concurrent("a 401 whose body never comes", async () => {
    const ended = await runScript(
      inTurn((socket) => socket.write("HTTP/1.1 401 No\r\nContent-Length: 10\r\n\r\n")),
    );
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(/the API answered 401\. Check "api-key"/);
    expect(retries(ended)).toEqual([]);
  });

  test.concurrent.each([
    ["in one piece", false],
    ["in chunks", true],
  ])("but 64 MiB of nodes pass, whole, %s", async (_, chunked) => {
    const value = "x".repeat(8 * MIB - 200);
    const nodes = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`n${n}`, node({ value, is_output_node: n === 0 })]),
    );
    const body = JSON.stringify(nodes).padEnd(64 * MIB);
    expect(Buffer.byteLength(body)).toBe(64 * MIB);
    const ended = await runScript(({ allOutputs }) => (allOutputs ? { body, chunked } : { body: '"done"' }));
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
  });
});

test("connections are kept between polls, and none keeps the process", async () => {
  const ended = await runScript((asked, nth) => (nth < 5 ? { status: 202, json: {} } : done(asked, nth)), {
    inputs: { "poll-interval": "150ms" },
  });
  expect(ended.outputs["status"]).toBe("success");
  const connections = ended.asked.map(({ connection }) => connection);
  expect(new Set(connections.slice(0, -1)).size).toBe(1);
  // The main output comes on a connection of its own, so that nothing is taken for it that came before.
  expect(new Set(connections).size).toBe(2);
  // The server would keep a connection for a minute.
  expect(ended.tookMs).toBeLessThan(5 * 50 + (await allowanceMs()));
});

test.concurrent("an API that closes its connections is asked on new ones", async () => {
  await using closing = await startStandIn({ closes: true });
  closing.play("1", (asked, nth) => (nth < 2 ? { status: 202 } : done(asked, nth)));
  const ended = await runAgainst(closing);
  expect(ended.outputs["status"]).toBe("success");
  expect(new Set(closing.asked.map(({ connection }) => connection)).size).toBe(4);
  expect(retries(ended)).toEqual([]);
});
