import { describe, expect, test } from "@jest/globals";
import { isTransient, reasonIn, retryAfter } from "../src/api/refusal.ts";
import { resultsOf } from "../src/api/results.ts";
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
