// How long each kind of failure is worth asking again, against a clock that only moves when somebody sleeps.
import { describe, expect, test } from "@jest/globals";
import { readMainOutput, readNodeMap, type NodeMap } from "../src/api/execution.ts";
import type { Answer, Patience } from "../src/api/results.ts";
import type { Clock } from "../src/clock.ts";
import { backoff } from "../src/backoff.ts";
import { patienceMs, slowed } from "../src/wait/schedule.ts";
import { waitForResults } from "../src/wait/wait.ts";

const map = (status: string) =>
  readNodeMap(Buffer.from(`{"a":{"status":"${status}","is_output_node":true}}`));
const running: Answer<NodeMap> = { kind: "running", value: map("RUNNING") };
const nodes: Answer<NodeMap> = { kind: "finished", value: map("SUCCESS") };
const limited = (retryAfterMs?: number): Answer<never> => ({
  kind: "throttled",
  cause: "rate limit",
  advice: "Slow down.",
  retryAfterMs,
});
const failed = (patience: Patience, cause: string = patience): Answer<never> => ({
  kind: "transient",
  cause,
  advice: "Look.",
  patience,
});
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

/** Waits against answers of which the last repeats; each takes 10 ms. */
async function play(answers: Answer<NodeMap>[], timeoutMs = 3_600_000, tookMs = 10) {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const asked: number[] = [];
  const wait = await waitForResults(
    {
      nodes: () => {
        asked.push(now);
        now += tookMs;
        return Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) ?? nodes);
      },
      mainOutput: () => Promise.resolve({ kind: "finished", value: readMainOutput(Buffer.from('"x"')) }),
    },
    { timeoutMs, pollIntervalMs: 5_000, requestTimeoutMs: 30_000 },
    clock,
    new AbortController().signal,
    { answered: () => undefined, running: () => undefined, retrying: () => undefined },
  );
  const pauses = asked.slice(1).map((at, n) => at - tookMs - (asked[n] ?? 0));
  return { wait, tookMs: now, asked, pauses };
}

describe("a failure of an API that has never answered", () => {
  test.each<[Patience, number, number, number]>([
    ["short", 8_000, 10_000, 5],
    ["short-at-first", 8_000, 10_000, 5],
    ["long-at-first", 120_000, 130_000, 11],
  ])("%s, is given up after %d ms, and before %d", async (patience, least, most, requests) => {
    const { wait, tookMs, asked } = await play([failed(patience)]);
    expect(wait).toMatchObject({
      kind: "error",
      cause: `the last ${asked.length} requests failed: ${patience}.`,
    });
    expect(wait).toHaveProperty(
      "advice",
      // A run that was not found will not be found the next time.
      patience === "short"
        ? "Look."
        : "Look. Whether the agent still runs is not known; waiting again with the same `execution-id` picks it up.",
    );
    expect(tookMs).toBeGreaterThanOrEqual(least);
    expect(tookMs).toBeLessThan(most);
    expect(asked.length).toBeLessThanOrEqual(requests);
    expect(asked.length).toBeGreaterThanOrEqual(requests - 2);
  });

  test("is given up by the time that its requests took, too", async () => {
    const { tookMs, asked } = await play([failed("long-at-first")], 3_600_000, 30_000);
    expect(tookMs).toBeLessThan(155_000);
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  test("that is worth some seconds, is worth them after a long outage too", async () => {
    const answers = [...times(5, failed("long-at-first")), failed("short"), running, nodes];
    expect((await play(answers)).wait.kind).toBe("finished");
  });

  test("does not last longer because its kind changes", async () => {
    const answers = times(100, [failed("long-at-first"), failed("short")]).flat();
    const { wait, tookMs } = await play(answers);
    expect(wait.kind).toBe("error");
    expect(tookMs).toBeLessThan(130_000);
  });

  test("is given up at the deadline, if that comes before", async () => {
    const { wait, tookMs } = await play([failed("long-at-first")], 5_000);
    expect(wait).toMatchObject({ kind: "error", cause: expect.stringMatching(/long-at-first\.$/) });
    expect(tookMs).toBeCloseTo(5_000, 0);
  });
});

describe("a failure of an API that has answered", () => {
  test.each<Patience>(["short-at-first", "long-at-first"])(
    "%s, is waited for until the deadline",
    async (patience) => {
      const { wait, tookMs, pauses } = await play([running, failed(patience)], 900_000);
      expect(wait.kind).toBe("error");
      expect(tookMs).toBeCloseTo(900_000, 0);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
      expect(Math.max(...pauses)).toBeGreaterThan(22_000);
    },
  );

  test("and passes, is forgotten", async () => {
    const outage = times(40, failed("long-at-first"));
    const { wait } = await play([running, ...outage, running, ...outage, nodes]);
    expect(wait.kind).toBe("finished");
  });

  test("says that the run is not known is given up all the same", async () => {
    const { wait, tookMs } = await play([running, running, failed("short", "404")]);
    expect(wait).toMatchObject({ kind: "error", nodes: running.value });
    expect(tookMs).toBeLessThan(15_000);
  });

  test("counts an answer without nodes as one", async () => {
    const { tookMs } = await play([{ kind: "running", value: undefined }, failed("short-at-first")], 600_000);
    expect(tookMs).toBeCloseTo(600_000, 0);
  });
});

describe("the API's rate limit", () => {
  test("is never given up before the deadline, and decides there", async () => {
    const { wait, tookMs, asked } = await play([limited()], 1_800_000);
    expect(wait).toMatchObject({
      kind: "error",
      cause: `the last ${asked.length} requests failed: rate limit.`,
    });
    expect(tookMs).toBeCloseTo(1_800_000, 0);
    expect(asked.length).toBeLessThan(80);
  });

  test("slows all later polls: each time they are at least twice as far apart", async () => {
    const fewest = async (limits: number) => {
      const { pauses } = await play([running, ...times(limits, limited()), running], 1_200_000);
      return Math.min(...pauses.slice(limits + 20, -1));
    };
    expect(await fewest(0)).toBeCloseTo(5_000);
    expect(await fewest(1)).toBeCloseTo(10_000);
    expect(await fewest(2)).toBeCloseTo(20_000);
    expect(await fewest(3)).toBeCloseTo(40_000);
    // So that the end of the run is seen some time.
    expect(await fewest(9)).toBeCloseTo(40_000);
  });

  test("slows the tries after later failures too, up to half a minute", async () => {
    const { pauses } = await play([limited(), running, failed("long-at-first")], 600_000);
    expect(pauses[2]).toBeGreaterThanOrEqual(1_500);
    expect(Math.max(...pauses.slice(2))).toBeLessThanOrEqual(30_000);
  });

  test("waits as long as the API asks", async () => {
    const { pauses } = await play([limited(45_000), nodes]);
    expect(pauses[0]).toBeGreaterThanOrEqual(45_000);
    expect(pauses[0]).toBeLessThanOrEqual(49_500);
  });

  test("ends an unbroken row of failures, since somebody answered", async () => {
    const row = [...times(3, failed("long-at-first")), limited()];
    const { wait } = await play([...row, ...row, ...row, ...row, ...row, nodes]);
    expect(wait.kind).toBe("finished");
  });

  test("is forgotten at the deadline if the last poll saw the agent run", async () => {
    expect((await play([limited(), limited(), running], 60_000)).wait.kind).toBe("timeout");
  });
});

test("the pure parts", () => {
  expect([0, 1, 2, 3, 4, 10].map((count) => slowed(1_000, count))).toEqual([
    1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
  expect(patienceMs("short", true, true)).toBe(patienceMs("short", false, false));
  for (const patience of ["short-at-first", "long-at-first"] as const)
    expect(patienceMs(patience, true, true)).toBe(Infinity);
  // A web page comes from something in front of the API, so one that has answered for another run has an outage.
  expect(patienceMs("short-at-first", false, true)).toBe(patienceMs("long-at-first", false, false));
  expect(patienceMs("long-at-first", false, true)).toBe(patienceMs("long-at-first", false, false));
  expect(backoff(100, undefined, () => 0)).toBe(30_000);
});
