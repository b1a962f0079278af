import { describe, expect, test } from "@jest/globals";
import { concludeAll, neededOf } from "../src/many/conclude.ts";
import type { Ended } from "../src/many/ended.ts";
import { readRuns } from "../src/many/ids.ts";
import type { Status } from "../src/outcome.ts";
import { renderRuns } from "../src/show/many.ts";

// The pure parts of the wait for many runs.

test("256 runs are taken, in their order", () => {
  const ids = Array.from({ length: 256 }, (_, n) => String(256 - n));
  expect(readRuns(JSON.stringify(ids)).map(({ executionId }) => executionId)).toEqual(ids);
});

describe("min-passed", () => {
  test.each<[string, number, number]>([
    ["100%", 40, 40],
    ["90%", 40, 36],
    ["7%", 100, 7],
    ["29%", 100, 29],
    ["0.1%", 1_000, 1],
    ["0.11%", 1_000, 2],
    ["66.7%", 3, 3],
    ["66.6%", 3, 2],
    ["1%", 1, 1],
    ["00080%", 10, 8],
    ["12", 12, 12],
    ["1", 12, 1],
  ])("%s of %d runs is %d", (given, total, needed) => {
    expect(neededOf(given, total)).toBe(needed);
  });

  test.each(["0", "0%", "0.0%", "101%", "13", "-1", "1.5", "80 %", "%", "80%%", "all", "1e1", " ", "100.1%"])(
    "%j of 12 runs is refused",
    (given) => {
      expect(() => neededOf(given, 12)).toThrow(/expected a count from 1 to 12.*or a percentage/);
    },
  );
});

describe("the status of the step", () => {
  const S = "success";
  const F = "failure";
  const T = "timeout";
  const E = "error";
  const C = "cancelled";
  test.each<[Status[], number, Status]>([
    [[S, S], 2, S],
    [[S, F], 1, S],
    [[S, T], 1, S],
    [[S, E], 1, S],
    [[S, F], 2, F],
    [[F, T], 2, F],
    [[F, E], 2, F],
    [[F, T], 1, T],
    [[S, T], 2, T],
    [[S, E], 2, E],
    [[S, T, E], 3, E],
    [[F, T, E], 2, E],
    [[F, F, T, E], 3, F],
    [[S, C], 1, C],
    [[C, C], 1, C],
  ])("%j with %d needed is %s", (statuses, needed, expected) => {
    const runs = statuses.map((status, n) => ({ name: String(n), status }));
    expect(concludeAll(runs, needed).status).toBe(expected);
  });
});

test("the summary of many failures has at most 100 rows and less than 1 MiB", () => {
  const hostile = "\\u{202e}".repeat(10_000);
  const runs = Array.from({ length: 256 }, (_, n): Ended => ({
    name: `${n}\u202e`.repeat(40),
    executionId: String(n),
    status: "failure",
    cause: `\`${"\u202e".repeat(800)}\``,
    excerpt: { text: hostile, language: "", isCut: true },
    nonFinite: undefined,
    elapsedMs: 1,
  }));
  const outcome = { status: "failure", headline: "0 of 256 runs passed", cause: "", advice: "" } as const;
  const summary = renderRuns(outcome, runs, "/tmp/results.jsonl");
  expect(summary.match(/<tr>/g)).toHaveLength(101);
  expect(summary).toContain("…and 156 more runs.");
  expect(summary).toMatch(/The main outputs of \d+ more runs are in the file/);
  expect(Buffer.byteLength(summary)).toBeLessThan(1_024 * 1_024);
});
