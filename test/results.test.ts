import { describe, expect, test } from "@jest/globals";
import { isTransient, reasonIn, retryAfter } from "../src/api/refusal.ts";
import type { Fault } from "../src/api/faults.ts";
import { resultsOf, type Answer } from "../src/api/results.ts";
import { Transport } from "../src/api/transport.ts";
import { node } from "./api/agent-run.ts";
import { API_KEY, inTurn, startStandIn } from "./api/server.ts";

describe("the API's own reason", () => {
  test.each<[unknown, string]>([
    [{ message: "a", error: "b", detail: "c" }, "a"],
    [{ error: "b", detail: "c" }, "b"],
    [{ message: "", error: null, detail: "c" }, "c"],
    [
      { detail: [{ loc: ["query", "id"], msg: "m" }, { msg: "n" }, "o", { x: 1 }] },
      'query.id: m; n; o; {"x":1}',
    ],
    ["text", "text"],
    [{}, ""],
    [null, ""],
  ])("in %j", (body, reason) => {
    expect(reasonIn(Buffer.from(JSON.stringify(body)), "application/json")).toBe(reason);
  });

  test("is no page", () => {
    expect(reasonIn(Buffer.from("Blocked"), "text/html")).toBe("");
    expect(reasonIn(Buffer.from(" <h1>Blocked</h1>"), "text/plain")).toBe("");
    expect(reasonIn(Buffer.from(" Blocked\n"), "text/plain")).toBe("Blocked");
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-08-01T12:00:00Z");
  test.each<[Record<string, string>, number | undefined]>([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "Sat, 01 Aug 2026 12:00:09 GMT" }, 9_000],
    // By the API's own clock, where it tells it.
    [{ "retry-after": "Sat, 01 Aug 2026 12:00:09 GMT", date: "Sat, 01 Aug 2026 12:00:05 GMT" }, 4_000],
    [{ "retry-after": "Sat, 01 Aug 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "1.5" }, undefined],
    [{ "retry-after": "-1" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("%j", (headers, ms) => {
    expect(retryAfter(headers, now)).toBe(ms);
  });
});

test("what is worth another try", () => {
  const statuses = Array.from({ length: 300 }, (_, n) => 300 + n);
  const retried = statuses.filter(isTransient);
  expect(retried.filter((status) => status < 500)).toEqual([408, 425, 429]);
  expect(retried.filter((status) => status >= 500)).toHaveLength(100);
});

describe("what an answer means", () => {
  interface Came {
    readonly status?: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    readonly mayBeCut?: boolean;
    readonly fault?: Fault;
  }
  const ask = (came: Came): Promise<Answer<unknown>> => {
    const { status = 200, headers = {}, body = "", mayBeCut = false, fault } = came;
    const send = () =>
      Promise.resolve(
        fault === undefined
          ? ({ kind: "response", status, headers, body: Buffer.from(body), mayBeCut } as const)
          : ({ kind: "failure", fault, cause: "it failed", isUnsent: false } as const),
      );
    return resultsOf("1", { send }).nodes({ timeoutMs: 1, cancel: new AbortController().signal });
  };
  const page = "<html><title>Sign in</title>";
  const ok = JSON.stringify({ a: node() });
  const challenge = { "cf-mitigated": "challenge" };

  test.each<[string, Came]>([
    ["nodes", { body: ok }],
    ["nodes that may be cut", { body: ok, mayBeCut: true }],
    ["nodes that run", { body: JSON.stringify({ a: node({ status: "RUNNING" }) }) }],
    ["nodes that are queued", { body: JSON.stringify({ a: node({ status: "QUEUED" }) }) }],
    ["a page in the place of nodes", { body: page }],
    ["a page in the place of 202", { status: 202, body: page }],
    ["202", { status: 202 }],
    ["204", { status: 204 }],
    ["JSON that is cut", { body: ok.slice(1) }],
    ["JSON that is too deep", { body: "[".repeat(1_000_001) }],
    ["a message in the place of nodes", { body: '{"message":"Upgrade"}' }],
    ["a long message", { body: JSON.stringify({ message: "Upgrade", x: "x".repeat(70_000) }) }],
    ["a list", { body: '[{"message":"x"}]' }],
    ["a challenge", { headers: challenge }],
    ["another challenge", { status: 403, headers: { "x-amzn-waf-action": "captcha" } }],
    ["429", { status: 429, headers: { "retry-after": " 7 " }, body: "x" }],
    ["503", { status: 503, body: '{"message":"later"}' }],
    ["401", { status: 401, body: "{}" }],
    ["401 of another", { status: 401, body: "no" }],
    ["404", { status: 404, body: "{}" }],
    ["404 of another", { status: 404, body: "no" }],
    ["404 with a page", { status: 404, body: page }],
    ["403 with a page by its type", { status: 403, headers: { "content-type": "text/html" }, body: "no" }],
    ["403 without a body", { status: 403, headers: { "content-type": "text/html" } }],
    [
      "403 of JSON under the type of a page",
      { status: 403, headers: { "content-type": "text/html" }, body: "{}" },
    ],
    ["422", { status: 422, body: "{}" }],
    ["400 with a page", { status: 400, body: page }],
    ["418", { status: 418, body: "{}" }],
    ["302", { status: 302, headers: { location: "https://x.example/y" } }],
    ["302 to nowhere", { status: 302, headers: { location: "//" } }],
    ["a broken encoding", { fault: "damaged" }],
    ["an encoding that is not known", { fault: "encoding" }],
    ["too much", { fault: "too-large" }],
    ["a dropped connection", { fault: "connection" }],
    ["a refused certificate", { fault: "certificate" }],
  ])("%s", async (_, came) => {
    const answer = await ask(came);
    expect("value" in answer ? { kind: answer.kind } : answer).toMatchSnapshot();
  });
});

test("an answer that is the same as the one before is not read again", async () => {
  await using api = await startStandIn();
  const body = (status: string) => ({ status: 202, json: { a: node({ status }) } });
  api.play("1", inTurn(body("QUEUED"), body("QUEUED"), body("RUNNING")));
  const { nodes } = resultsOf(
    "1",
    new Transport({ baseUrl: new URL(api.url), apiKey: API_KEY, userAgent: "test/1", env: {} }),
  );
  const ask = async () => {
    const answer = await nodes({ timeoutMs: 10_000, cancel: new AbortController().signal });
    return answer.kind === "running" ? answer.value : undefined;
  };
  const [first, second, third] = [await ask(), await ask(), await ask()];
  expect(first?.nodes).toMatchObject([{ name: "a", status: "QUEUED" }]);
  expect(second).toBe(first);
  expect(third?.nodes).toMatchObject([{ name: "a", status: "RUNNING" }]);
  expect(api.asked[0]?.headers["user-agent"]).toBe("test/1");
});
