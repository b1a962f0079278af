import { describe, expect, test } from "@jest/globals";
import type { Transport } from "../src/api/transport.ts";
import type { Clock } from "../src/clock.ts";
import { concludeAll, neededOf } from "../src/many/conclude.ts";
import { endedOf, type Ended } from "../src/many/ended.ts";
import { waitForAll } from "../src/many/run.ts";
import type { Status } from "../src/outcome.ts";
import { renderRuns } from "../src/show/many.ts";
import type { HttpRequest } from "../src/api/transport.ts";
import { node } from "./api/agent-run.ts";

// The pure parts of the wait for many runs, and the wait with a clock of its own.

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

/** A clock on which time passes only while everybody sleeps. */
function virtualClock(): Clock {
  let time = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const step = () => {
    const [first] = [...sleepers].sort((a, b) => a.at - b.at);
    if (first === undefined) return;
    time = Math.max(time, first.at);
    first.wake();
  };
  let idle = 0;
  const tick = () => {
    // After some turns of the event loop nobody has anything to do but sleep.
    if (++idle > 20) {
      idle = 0;
      step();
    }
    if (sleepers.size > 0) setImmediate(tick);
    else isTicking = false;
  };
  let isTicking = false;
  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        idle = 0;
        const sleeper = {
          at: time + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal.removeEventListener("abort", sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener("abort", sleeper.wake);
        if (signal.aborted) sleeper.wake();
        if (!isTicking) {
          isTicking = true;
          setImmediate(tick);
        }
      }),
  };
}

interface Sent {
  readonly id: string;
  readonly at: number;
}

/** Waits for runs of which the nth ends at `endsAt[n]`, with faults by chance, and tells what was sent and when. */
async function waitFor(endsAt: readonly number[], faultRate: number, timeoutMs = 3_600_000) {
  const clock = virtualClock();
  const sent: Sent[] = [];
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  let open = 0;
  let mostOpen = 0;
  const failure = (fault: "connection" | "slow") =>
    ({ kind: "failure", fault, cause: "the connection was dropped", isUnsent: false }) as const;
  const response = (status: number, body: unknown, headers = {}) =>
    ({
      kind: "response",
      status,
      headers,
      body: Buffer.from(JSON.stringify(body)),
      mayBeCut: false,
    }) as const;
  const transport = {
    send: async ({ path }: HttpRequest) => {
      const query = new URL(path, "http://api").searchParams;
      const id = query.get("workflow_version_execution_id") ?? "";
      sent.push({ id, at: clock.now() });
      mostOpen = Math.max(mostOpen, ++open);
      await clock.sleep(200, new AbortController().signal);
      open--;
      if (random() < faultRate) {
        const kind = Math.floor(random() * 4);
        if (kind === 0) return failure("connection");
        if (kind === 1) return response(503, { message: "Unavailable" });
        if (kind === 2) return response(429, { message: "Slow down" }, { "retry-after": "1" });
        return { ...response(200, {}), body: Buffer.from('{"a":{"sta') };
      }
      const isOver = clock.now() >= (endsAt[Number(id) - 1] ?? 0);
      const isBad = Number(id) % 5 === 0;
      if (query.get("return_all_outputs") === "false") return response(200, { id });
      const status = isOver ? (isBad ? "FAILED" : "SUCCESS") : "RUNNING";
      return response(isOver ? 200 : 202, {
        a: node({ status, error_message: isOver && isBad ? "bad" : null }),
        b: node({ status: isOver ? "SUCCESS" : "QUEUED", is_output_node: true }),
      });
    },
  };
  const runs = endsAt.map((_, n) => ({ name: `run ${n + 1}`, executionId: String(n + 1) }));
  const settled: string[] = [];
  const observer = { answered: () => undefined, running: () => undefined, retrying: () => undefined };
  const ended = await waitForAll(
    { runs, timeoutMs, pollIntervalMs: 5_000, requestTimeoutMs: 30_000 },
    transport as unknown as Transport,
    { clock, cancel: new AbortController().signal },
    { of: () => observer, ended: () => undefined },
    (_, run, verdict) => {
      settled.push(run.name);
      return endedOf(run, verdict);
    },
  );
  return { ended, sent, mostOpen, settled };
}

const statusOf = ({ name, status }: Ended) => `${name}: ${status}`;
const expected = (count: number) =>
  Array.from({ length: count }, (_, n) => `run ${n + 1}: ${(n + 1) % 5 === 0 ? "failure" : "success"}`);
const minutes = (count: number) => Array.from({ length: count }, (_, n) => 50_000 + 500 * n);

/** The most requests that began within any second. */
function mostInASecond(sent: readonly Sent[]): number {
  return Math.max(
    ...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + 1_000).length),
  );
}

test("40 runs of a minute: at most 8 requests at once and 4 a second", async () => {
  const { ended, sent, mostOpen } = await waitFor(minutes(40), 0);
  expect(ended.map(statusOf)).toEqual(expected(40));
  expect(mostOpen).toBeLessThanOrEqual(8);
  expect(mostInASecond(sent)).toBeLessThanOrEqual(4);
}, 60_000);

test("40 runs with one answer in three a fault: nothing is lost, and no verdict is untrue", async () => {
  const { ended, sent, mostOpen, settled } = await waitFor(minutes(40), 1 / 3);
  expect(ended.map(statusOf)).toEqual(expected(40));
  expect(new Set(settled).size).toBe(40);
  expect(settled).toHaveLength(40);
  expect(mostOpen).toBeLessThanOrEqual(8);
  expect(mostInASecond(sent)).toBeLessThanOrEqual(4);
}, 60_000);

test("runs that go on at the deadline are timeouts, even where they have to queue", async () => {
  const { ended } = await waitFor(
    Array.from({ length: 60 }, () => 1e9),
    0,
    60_000,
  );
  expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(["timeout"]));
}, 60_000);

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
