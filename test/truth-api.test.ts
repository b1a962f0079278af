// What the API and what stands before it really send, and what the action makes of it.
import { readFileSync } from "node:fs";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { Ended } from "./action-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { inTurn, type Fault, type Reply, type Script } from "./api/server.ts";
import { expectPlainWords } from "./plain.ts";
import { runScriptInProcess, sleeplessClock, type InProcessRun } from "./in-process.ts";
import { done, errors, onlyError, output, retries, runScript } from "./stage.ts";

/** A run that waits for long by its own clock, and takes no time. */
const long = (inputs: Record<string, string> = {}): InProcessRun => ({
  clock: sleeplessClock(),
  inputs: { timeout: "1h", "poll-interval": "5s", ...inputs },
});
const untilTimeout = () => long({ timeout: "20s" });

/** For how long the action waited by its own clock, in seconds; 0 if it did not wait. */
function seconds({ log }: Ended): number {
  const [, minutes = "0", rest = "0"] =
    /\[(?:(\d+) min ?)?(?:([\d.]+) s)?(?:\d+ ms)?\] (?:🚫|⏰|✅|❌)/u.exec(log) ?? [];
  return 60 * Number(minutes) + Number(rest);
}

const nodeText = (fields: string) => `{"a":{"status":"SUCCESS","value":1,"is_output_node":true,${fields}}}`;
const mainOutput = (body: string): Script => finished({ a: node(output) }, body);
const page = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "Content-Type": "text/html; charset=utf-8", ...headers },
  body: "<!doctype html><html><head><title>Acme SSO</title></head><p>Sign in</p></html>",
});

describe("the error message of a node may be any JSON", () => {
  test.each([
    ['"plain"', "plain"],
    ['{"raw": "Code execution failed: Traceback"}', "Code execution failed: Traceback"],
    ['{"code": 1, "message": "No credit"}', "No credit"],
    ['{"message": "second", "raw": "first"}', "first"],
    ['{"raw": "", "message": "used"}', "used"],
    ['{"raw": null,\n "code": 17}', '{"raw":null,"code":17}'],
    ['[ "a b", 2 ]', '["a b",2]'],
    ["false", "false"],
    ["0", "0"],
    ["NaN", "NaN"],
  ])("%s", async (json, text) => {
    const nodes = `{"a":{"status":"SUCCESS","error_message":${json}},"b":{"status":"FAILED","raw_error_message":${json}}}`;
    const ended = await runScriptInProcess(finished(nodes, '"x"'));
    expect(ended.outputs).toMatchObject({ status: "failure", "failed-nodes": '["a","b"]' });
    expect(errors(ended)).toEqual([`"a" (SUCCESS): ${text}`, `"b" (FAILED): ${text}`]);
    expectPlainWords(ended);
  });

  test.each(["null", '""', "{}", "[]", "{ }", "[\n]"])("%s is none", async (json) => {
    const body = nodeText(`"error_message":${json},"raw_error_message":${json}`);
    expect((await runScriptInProcess(finished(body, '"x"'))).outputs).toMatchObject({ status: "success" });
  });

  test("also while the agent runs", async () => {
    const running = {
      status: 202,
      body: '{"a":{"status":"FAILED","error_message":{"raw":"no"}},"b":{"status":"RUNNING"}}',
    };
    const ended = await runScriptInProcess(inTurn(running), untilTimeout());
    expect(ended.outputs).toMatchObject({ status: "timeout", "failed-nodes": '["a"]' });
    expect(ended.log).toContain('1 of 2 nodes done, running: "b"');
  });
});

test.each([
  ["null", "success"],
  ["true", "success"],
  ["false", "success"],
  ['"true"', "error"],
  ["1", "error"],
  ["NaN", "error"],
])("is_output_node may be %s: %s", async (flag, status) => {
  const body = `{"a":{"status":"SUCCESS","is_output_node":${flag}}}`;
  expect((await runScriptInProcess(finished(body, '"x"'))).outputs["status"]).toBe(status);
});

describe("a run that is not over", () => {
  test.each(["QUEUED", "RUNNING"])("has a node that is %s, in a 200 too", async (status) => {
    const early = { json: { a: node(output), b: node({ status }) } };
    const ended = await runScriptInProcess((asked, nth) => (nth < 2 ? early : done(asked, nth)));
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(ended.asked).toHaveLength(4);
    const late = await runScriptInProcess(inTurn(early), untilTimeout());
    expect(late.outputs["status"]).toBe("timeout");
    expect(onlyError(late)).toContain('1 of 2 nodes was running or queued when last seen: "b".');
  });

  test("may have a node whose status nobody knows, which is not done and has not failed", async () => {
    const json = { a: node({ status: "PENDING" }), b: node({ status: "FAILURE" }), c: node() };
    const ended = await runScriptInProcess(inTurn({ status: 202, json }), untilTimeout());
    expect(ended.outputs).toMatchObject({ status: "timeout", "failed-nodes": '["b"]' });
    expect(ended.log).toContain("2 of 3 nodes done");
    expect(onlyError(ended)).toContain('1 of 3 nodes was running or queued when last seen: "a".');
  });

  test("but a node of a run that is over has failed if nobody knows its status", async () => {
    const ended = await runScriptInProcess(
      finished({ a: node({ status: "CANCELED" }), b: node(output) }, '"x"'),
    );
    expect(ended.outputs).toMatchObject({ status: "failure", "failed-nodes": '["a"]' });
  });

  test.each<[string, Reply]>([
    ["nothing", { status: 202 }],
    ["null", { status: 202, json: null }],
    ["no nodes", { status: 202, json: {} }],
    ["text", { status: 202, body: "in progress" }],
    ["204", { status: 204 }],
  ])("and is answered by %s to the end: a timeout that says so", async (_, reply) => {
    const ended = await runScriptInProcess(inTurn(reply), untilTimeout());
    expect(ended.outputs["status"]).toBe("timeout");
    expect(onlyError(ended)).toMatch(
      /^Timed out after [\d.]+ s: the API answered that the run goes on \(202 or 204\) and never showed a node\. Check "execution-id"/,
    );
    expect(onlyError(ended)).not.toContain("still running");
  });

  test("keeps the nodes that it showed, when a later answer shows none", async () => {
    const shown = { status: 202, json: { a: node({ status: "RUNNING" }) } };
    const ended = await runScriptInProcess(inTurn(shown, { status: 202, json: {} }), untilTimeout());
    expect(onlyError(ended)).toContain('1 of 1 node was running or queued when last seen: "a".');
  });
});

test.concurrent.each(["timeout", "cancelled"])(
  "a step that is %s says that the agent goes on",
  async (status) => {
    const ended = await runScript(inTurn({ status: 202, json: { a: node({ status: "RUNNING" }) } }), {
      inputs: { timeout: status === "timeout" ? "1s" : "1m" },
      onLine: (line, child) => {
        if (status === "cancelled" && line.includes("nodes done")) child.kill("SIGINT");
      },
    });
    expect(ended.outputs["status"]).toBe(status);
    for (const text of [onlyError(ended), ended.summary]) {
      expect(text).toMatch(
        /The agent keeps running in PromptLayer: it cannot be stopped from here, and waiting again with the same ["`]execution-id["`] picks it up\./,
      );
    }
  },
);

describe("numbers that only Python's JSON has", () => {
  test.each(["NaN", "-Infinity", "[1, Infinity]", '{"a": {"score": NaN}}'])(
    "%s is judged and reaches the files exactly",
    async (json) => {
      const ended = await runScriptInProcess(
        ({ allOutputs }) => ({
          body: allOutputs
            ? `{"a":{"status":"SUCCESS","is_output_node":true,"value":${json}}}\n`
            : `${json}\n`,
        }),
        { inputs: { "return-all-outputs": "true" } },
      );
      expect(ended.outputs).toMatchObject({ status: "success", result: json });
      expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe(json);
      expect(readFileSync(ended.outputs["nodes-file"] ?? "", "utf8")).toContain(`"value":${json}}`);
      expect(retries(ended)).toEqual([]);
    },
  );
});

describe("a 200 with a message in the place of nodes", () => {
  test.each([
    [{ success: false, message: "Workspace is suspended" }, "Workspace is suspended"],
    [{ error: "Quota exceeded" }, "Quota exceeded"],
    [{ detail: "Not available" }, "Not available"],
    [{ success: false, error: { code: 7, message: "Plan expired." } }, "Plan expired."],
    [{ detail: [{ loc: ["query", "id"], msg: "too large" }] }, "query.id: too large"],
  ])("%j ends it at once, in the API's words", async (json, words) => {
    const ended = await runScriptInProcess(inTurn({ json }));
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toContain(
      `the API answered 200, but with a message in the place of nodes: "${words}"`,
    );
    expect(ended.asked).toHaveLength(1);
  });

  test("is no message if it is a node", async () => {
    const ended = await runScriptInProcess(inTurn({ json: { message: { status: "SUCCESS" }, other: 1 } }));
    expect(onlyError(ended)).toContain("a value in it is not a node");
  });

  test("is the agent's own value in a main output", async () => {
    const json = '{"success": false, "message": "x"}';
    expect((await runScriptInProcess(mainOutput(json))).outputs).toMatchObject({
      status: "success",
      result: json,
    });
  });
});

describe("a 404 of the API", () => {
  const missing: Reply = { status: 404, json: { success: false, message: "Execution not found" } };

  test("is asked again, because the copy that answers may lag", async () => {
    const ended = await runScriptInProcess((asked, nth) => (nth < 2 ? missing : done(asked, nth)), long());
    expect(ended.outputs["status"]).toBe("success");
    expect(retries(ended)).toHaveLength(2);
  });

  test.each<[string, Reply[]]>([
    ["from the start", [missing]],
    ["after it knew the run", [{ status: 202, json: { a: node({ status: "RUNNING" }) } }, missing]],
  ])("is permanent after some seconds: %s", async (_, replies) => {
    const ended = await runScriptInProcess(inTurn(...replies), long());
    expect(ended.outputs["status"]).toBe("error");
    expect(seconds(ended)).toBeGreaterThan(5);
    expect(seconds(ended)).toBeLessThan(15);
    expect(onlyError(ended)).toMatch(
      /requests failed: the API answered 404: "Execution not found"\. Check "execution-id".* at the same "base-url"\.$/,
    );
    expect(retries(ended).length).toBeGreaterThanOrEqual(2);
    expect(retries(ended).length).toBeLessThanOrEqual(5);
  });
});

describe("who answered", () => {
  const KEY = /Check "api-key"/;
  const ID = /Check "execution-id"/;
  const BASE_URL = /Check "base-url"/;
  const SSO =
    /a web page "Acme SSO" came with status \d+ in the place of the API's answer\. Check "base-url"/;
  const CHALLENGE =
    /a firewall answered \d+ in the API's place, with a challenge for browsers\. Ask whoever runs that firewall/;

  /** How often it is asked again at least and at most, and for how many seconds. */
  const BOUNDS = { once: [0, 0, 0, 5], short: [2, 5, 7, 10], long: [6, 11, 118, 130] } as const;

  // For each: how often it is asked, what is said, and what is not.
  test.each<[string, Reply, "once" | "short" | "long", RegExp, ...RegExp[]]>([
    ["a sign-in page", page(200), "short", SSO, KEY],
    ["a page without its type", { body: " \n<html><p>Hello" }, "short", /a web page came with status 200/],
    ["a page with a byte order mark", { body: "\ufeff<html>" }, "short", /a web page came with status 200/],
    ["XML", { headers: { "Content-Type": "application/xml" }, body: "<Error/>" }, "short", /a web page came/],
    [
      "a page in gzip",
      { headers: { "Content-Encoding": "gzip" }, body: gzipSync("<html>") },
      "short",
      /a web page came/,
    ],
    ["403 with a page", page(403), "short", SSO, KEY],
    ["404 with a page", page(404), "short", SSO, ID],
    [
      "403 with a page's type",
      { status: 403, headers: { "Content-Type": "text/html" }, body: "No" },
      "short",
      BASE_URL,
      KEY,
    ],
    ["400 with a page", page(400), "short", SSO, ID],
    ["401 with a page", page(401), "short", SSO, KEY],
    [
      "511, by which the runner's network wants a sign-in",
      page(511),
      "long",
      /"Acme SSO" came with status 511.* Check "base-url"/,
      /The fault is with the API/,
    ],
    [
      "a gateway's redirect",
      { status: 307, headers: { Location: "https://gateway.example/auth?key=1" } },
      "once",
      /the answer was 307, a redirect to "https:\/\/gateway\.example", which.* If a gateway wants a sign-in/,
      /the API answered|\/auth/,
    ],
    ["304, which is no redirect", { status: 304 }, "once", /answered 304\. Check "base-url"/, /redirect/],
    [
      "402 of the API",
      { status: 402, json: { message: "Payment required" } },
      "once",
      /402: "Payment required"\. Do what the message asks for/,
      BASE_URL,
    ],
    [
      "an error in an error",
      { status: 422, json: { detail: { error: { message: "No." } } } },
      "once",
      /422: "No\." Check/,
    ],
    [
      "text",
      { body: "OK" },
      "long",
      /it is not whole, valid JSON\. The answer was cut or garbled on its way, or is not the API's/,
    ],
    ["403 of the API", { status: 403, json: { error: "no" } }, "once", KEY, BASE_URL],
    [
      "403 of nobody knows whom",
      { status: 403, body: "denied" },
      "once",
      /Check "api-key".* Or something else answered: Check "base-url"/,
    ],
    [
      "404 of nobody knows whom",
      { status: 404, body: "404 page not found" },
      "short",
      /Check "execution-id".* Check "base-url"/,
    ],
    [
      "403 in gzip",
      { status: 403, headers: { "Content-Encoding": "gzip" }, body: gzipSync('{"message":"no right"}') },
      "once",
      /403: "no right"/,
    ],
    [
      "403 in another coding",
      { status: 403, headers: { "Content-Encoding": "zstd" }, body: "x" },
      "once",
      /answered 403\. /,
    ],
    [
      "403 with a byte order mark",
      { status: 403, body: '\ufeff{"message":"no right"}' },
      "once",
      /403: "no right"/,
    ],
    [
      "202 with a firewall's challenge",
      { status: 202, headers: { "x-amzn-waf-action": "challenge" } },
      "long",
      CHALLENGE,
    ],
    ["405 with a firewall's puzzle", page(405, { "x-amzn-waf-action": "captcha" }), "long", CHALLENGE],
    [
      "403 with another firewall's challenge",
      page(403, { "cf-mitigated": "challenge" }),
      "long",
      CHALLENGE,
      KEY,
    ],
    ["202 with a page", page(202), "long", SSO],
    [
      "502 with a page",
      page(502),
      "long",
      /"Acme SSO" came with status 502.* The fault is with the API or the gateway/,
      BASE_URL,
    ],
    [
      "500 of the API",
      { status: 500, json: { message: "oops" } },
      "long",
      /answered 500: "oops"\. The fault is with the API/,
    ],
    [
      "an empty 200",
      {},
      "long",
      /cannot be read: it is not whole, valid JSON\. The answer was cut or garbled/,
    ],
    ["no UTF-8", { body: Buffer.from([0xff, 0x31]) }, "long", /it is not UTF-8/],
  ])("%s", async (_, reply, tries, said, ...unsaid) => {
    const ended = await runScriptInProcess(inTurn(reply), long());
    expect(ended.outputs["status"]).toBe("error");
    expect(onlyError(ended)).toMatch(said);
    for (const words of unsaid) expect(onlyError(ended)).not.toMatch(words);
    expect(onlyError(ended)).not.toMatch(/can reach/);
    const [least, most, from, to] = BOUNDS[tries];
    expect(seconds(ended)).toBeGreaterThanOrEqual(from);
    expect(seconds(ended)).toBeLessThan(to);
    expect(retries(ended).length).toBeGreaterThanOrEqual(least);
    expect(retries(ended).length).toBeLessThanOrEqual(most);
  });

  test("an API that has answered before is waited for, with pauses up to half a minute", async () => {
    const running = { status: 202, json: { a: node({ status: "RUNNING" }) } };
    const replies = [page(200), { status: 503 }, page(403), page(202), page(401)] satisfies Reply[];
    const ended = await runScriptInProcess(
      (asked, nth) => (nth === 0 ? running : nth < 13 ? (replies[nth % 5] ?? running) : done(asked, nth)),
      long(),
    );
    expect(ended.outputs["status"]).toBe("success");
    expect(retries(ended)).toHaveLength(12);
    expect(seconds(ended)).toBeGreaterThan(130);
    const pauses = retries(ended).map((line) => Number(/next try in (\d+) s/.exec(line)?.[1] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30);
    expect(Math.max(...pauses)).toBeGreaterThan(22);
  });
});

describe("the API's rate limit", () => {
  const limited: Reply = { status: 429, json: { message: "slow down" } };

  test.each<[string, Reply, RegExp]>([
    ["the API", limited, /: the API answered 429, which is its rate limit: "slow down"\. Set a longer "poll/],
    [
      "a gateway",
      page(429),
      /came with status 429, a rate limit, in the place .* Set a longer "poll-interval"/,
    ],
  ])("of %s is no outage: at the deadline the verdict names it", async (_, reply, said) => {
    const ended = await runScriptInProcess(inTurn(reply), long({ timeout: "20m" }));
    expect(ended.outputs["status"]).toBe("error");
    expect(onlyError(ended)).toMatch(said);
    expect(onlyError(ended)).not.toMatch(/network|reach|proxy|drop/);
    expect(seconds(ended)).toBeGreaterThan(1_190);
  });
});

describe("a coding that was not asked for", () => {
  const coded = (coding: string, encode: (text: string) => Uint8Array): Script => {
    const plain = finished({ a: node({ ...output, value: "done" }) });
    return async (asked, nth) => {
      const reply = (await plain(asked, nth)) as { json: unknown };
      return { headers: { "Content-Encoding": coding }, body: encode(`${JSON.stringify(reply.json)}\n`) };
    };
  };

  test.each<[string, (text: string) => Uint8Array]>([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["GZIP", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["identity", (text) => Buffer.from(text)],
  ])("%s is read", async (coding, encode) => {
    const ended = await runScriptInProcess(coded(coding, encode));
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe('"done"');
    expect(retries(ended)).toEqual([]);
  });

  test("is read of a 202 too, which is one whatever its coding", async () => {
    const body = JSON.stringify({ a: node({ status: "RUNNING" }) });
    const headers = (coding: string) => ({ "Content-Encoding": coding });
    const ended = await runScriptInProcess(
      (asked, nth) =>
        [
          { status: 202, headers: headers("gzip"), body: gzipSync(body) },
          { status: 202, headers: headers("gzip"), body: "broken" },
          { status: 202, headers: headers("zstd"), body: "?" },
        ][nth] ?? done(asked, nth),
    );
    expect(ended.outputs["status"]).toBe("success");
    expect(ended.log).toContain('0 of 1 nodes done, running: "a"');
    expect(retries(ended)).toEqual([]);
  });

  test.each<[string, Reply, RegExp]>([
    ["zstd", { headers: { "Content-Encoding": "zstd" }, body: "x" }, /it is encoded \("zstd"\)/],
    ["two", { headers: { "Content-Encoding": "gzip, br" }, body: "x" }, /it is encoded \("gzip, br"\)/],
    [
      "the name of a method",
      { headers: { "Content-Encoding": "constructor" }, body: "1" },
      /it is encoded \("constructor"\)/,
    ],
    [
      "of the transfer, whose end may be a cut",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n9"),
      /it is encoded \("identity"\)/,
    ],
    [
      "of the transfer",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
      /it is encoded \("gzip, chunked"\)/,
    ],
  ])("is refused at once by its name: %s", async (_, reply, said) => {
    const ended = await runScriptInProcess(inTurn(reply));
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(said);
    expect(onlyError(ended)).toContain("Look at the gateway in front of the API");
    expect(ended.asked).toHaveLength(1);
  });

  test("is undone to 64 MiB and no further", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1_024 * 1_024 + 1, " "));
    const ended = await runScriptInProcess(inTurn({ headers: { "Content-Encoding": "gzip" }, body: bomb }));
    expect(onlyError(ended)).toContain("the answer is over 64 MiB");
    expect(ended.asked).toHaveLength(1);
  });

  test("that ends too early is asked for again", async () => {
    const whole = gzipSync("12");
    const half: Fault = (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
      socket.end(whole.subarray(0, whole.length - 4));
    };
    const ended = await runScriptInProcess((asked, nth) => (nth === 1 ? half : done(asked, nth)));
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(retries(ended)[0]).toContain('its "gzip" encoding is broken');
  });
});

test("a byte order mark is passed over", async () => {
  const body = JSON.stringify({ a: node(output) });
  const ended = await runScriptInProcess(({ allOutputs }) => ({
    body: `\ufeff${allOutputs ? body : '{"b":1}'}`,
  }));
  expect(ended.outputs).toMatchObject({ status: "success", result: '{"b":1}' });
  expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe('{"b":1}');
});

test("of an error's body that goes on for long, what has come is read", async () => {
  const ended = await runScriptInProcess(() => (socket) => {
    socket.write("HTTP/1.1 401 No\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n");
    socket.write('{"message": "The key has expired"}');
  });
  expect(onlyError(ended)).toMatch(/the API answered 401: "The key has expired"/);
});

describe("an answer that nobody asked for", () => {
  const head = (body: string) =>
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const unasked = (body: string) => head(body) + body;
  const nodes = JSON.stringify({ a: node({ ...output, value: "asked" }) });
  const evil = JSON.stringify({ a: node({ ...output, value: "evil" }) });

  test.concurrent.each([
    ["with the answer", undefined],
    ["right after it", 0],
    ["a moment after it", 1],
    ["later", 30],
  ])("is never the main output: %s", async (_, delayMs) => {
    for (let time = 0; time < 2; time++) {
      const ended = await runScript(({ allOutputs }) => {
        if (!allOutputs) return { json: "asked" };
        return (socket) => {
          if (delayMs === undefined) socket.write(unasked(nodes) + unasked('"evil"'));
          else {
            socket.write(unasked(nodes));
            setTimeout(() => socket.write(unasked('"evil"')), delayMs);
          }
        };
      });
      expect(ended.outputs).toMatchObject({ status: "success", result: "asked" });
    }
  });

  test.concurrent.each([
    ["with the answer", undefined, "300ms"],
    ["right after it", 0, "300ms"],
    ["in the pause", 30, "300ms"],
    // As with many runs, where the next request goes out at once.
    ["where there is hardly a pause", 20, "1ms"],
  ])("is never taken for the next poll's: %s", async (_, delayMs, interval) => {
    const running = JSON.stringify({ a: node({ status: "RUNNING" }) });
    const first = unasked(running).replace("200 OK", "202 Accepted");
    const ended = await runScript(
      (asked, nth) => {
        if (!asked.allOutputs) return { json: "asked" };
        if (nth > 0) return (socket) => setTimeout(() => socket.write(unasked(nodes)), 100);
        return (socket) => {
          if (delayMs === undefined) socket.write(first + unasked(evil));
          else {
            socket.write(first);
            setTimeout(() => socket.write(unasked(evil)), delayMs);
          }
        };
      },
      { inputs: { "poll-interval": interval, "return-all-outputs": "true" } },
    );
    expect(ended.outputs).toMatchObject({ status: "success", result: "asked", nodes });
    expect(ended.asked).toHaveLength(3);
  });
});

describe("a length that was announced", () => {
  // Node's parser lets these through when it is told to be lenient.
  const lenient = { NODE_OPTIONS: "--insecure-http-parser" };
  const nodes = JSON.stringify({ a: node({ ...output, value: "done" }) });
  const chunked =
    (announced: number): Fault =>
    (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${announced}\r\nTransfer-Encoding: chunked\r\n\r\n`);
      socket.write(`${nodes.length.toString(16)}\r\n${nodes}\r\n0\r\n\r\n`);
    };

  test.concurrent.each([
    ["more", 10],
    ["less", -10],
  ])("must be what arrives, not %s", async (_, difference) => {
    const ended = await runScript(
      (asked, nth) => (nth === 0 ? chunked(nodes.length + difference) : done(asked, nth)),
      { env: lenient },
    );
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(retries(ended)).toHaveLength(1);
    expect(retries(ended)[0]).toContain(
      `${nodes.length} bytes, but ${nodes.length + difference} were announced`,
    );
  });
});

test("what the nodes say is told before the API goes away for good", async () => {
  const nodes = { a: node({ status: "RUNNING" }), b: failedNode("no") };
  const ended = await runScriptInProcess(
    inTurn({ status: 202, json: nodes }, { status: 401, json: { message: "Key revoked" } }),
  );
  expect(ended.outputs).toMatchObject({ status: "error", "failed-nodes": '["b"]' });
  expect(errors(ended)[0]).toContain("Key revoked");
});
