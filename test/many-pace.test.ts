import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Transport, type HttpRequest } from "../src/api/transport.ts";
import type { Clock } from "../src/clock.ts";
import { endedOf, type Ended } from "../src/many/ended.ts";
import { ResultsFile } from "../src/many/results.ts";
import { waitForAll } from "../src/many/run.ts";
import type { Verdict } from "../src/verdict.ts";
import { failedNode, node } from "./api/agent-run.ts";
import { captivePage, close, cut, garbage, reset } from "./api/faults.ts";
import { API_KEY, startStandIn, type Reply, type StandIn } from "./api/server.ts";
import { held } from "./memory.ts";

// The pace of the requests for many runs, with a clock that is handed in.

/** A clock on which time passes only while everybody sleeps and no request is on its way. */
class VirtualClock implements Clock {
  /** How many requests of a real server are on their way. */
  requests = 0;
  readonly #sleepers = new Set<{ at: number; wake: () => void }>();
  #time = 0;
  #idleTurns = 0;

  now(): number {
    return this.#time;
  }

  sleep(ms: number, signal = new AbortController().signal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener("abort", wake);
        this.#idleTurns = 0;
        resolve();
      };
      const sleeper = { at: this.#time + ms, wake };
      signal.addEventListener("abort", wake);
      if (this.#sleepers.size === 0) setImmediate(this.#turn);
      this.#sleepers.add(sleeper);
    });
  }

  readonly #turn = () => {
    // After some turns of the event loop nobody has anything to do but sleep.
    if (this.requests > 0) this.#idleTurns = 0;
    else if (++this.#idleTurns > 20) {
      const [first] = [...this.#sleepers].sort((a, b) => a.at - b.at);
      this.#time = Math.max(this.#time, first?.at ?? 0);
      first?.wake();
    }
    if (this.#sleepers.size > 0) setImmediate(this.#turn);
  };
}

interface Sent {
  readonly id: string;
  readonly at: number;
  readonly allOutputs: boolean;
}

/** Why a run failed, and when; it passes if there is no cause. */
interface Run {
  readonly endsAt: number;
  readonly isBad?: boolean;
  /** When its nodes start, if they are not all at work from the beginning. */
  readonly starts?: readonly number[];
}

type Response = readonly [status: number, body: unknown, headers?: Record<string, string>];

function responseOf(run: Run, now: number, { id, allOutputs }: Sent): Response {
  const isOver = now >= run.endsAt;
  if (!allOutputs) return [200, `output of ${id}`];
  const isBad = isOver && run.isBad === true;
  const stages = (run.starts ?? []).map((startsAt, n) => [
    `stage ${n}`,
    node({ status: isOver ? "SUCCESS" : now < startsAt ? "QUEUED" : "RUNNING" }),
  ]);
  const last = {
    a: isBad ? failedNode("bad") : node({ status: isOver ? "SUCCESS" : "RUNNING" }),
    b: node({ status: isOver ? "SUCCESS" : "RUNNING", is_output_node: true }),
  };
  return [isOver ? 200 : 202, { ...Object.fromEntries(stages), ...last }];
}

interface Options {
  /** What a request takes. */
  readonly requestMs?: number;
  readonly timeoutMs?: number;
  readonly pollIntervalMs?: number;
  /** What is answered in the place of a run's own answer; `nth` counts all requests from 0. */
  readonly instead?: (sent: Sent, nth: number) => Response | undefined;
}

/** Waits for runs with the IDs 1, 2 ... and tells what was sent and when. */
async function waitFor(runs: readonly Run[], options: Options = {}) {
  const clock = new VirtualClock();
  const sent: Sent[] = [];
  const open = { now: 0, most: 0 };
  const send = async ({ path }: HttpRequest) => {
    const query = new URL(path, "http://api").searchParams;
    const id = query.get("workflow_version_execution_id") ?? "";
    const own = { id, at: clock.now(), allOutputs: query.get("return_all_outputs") === "true" };
    const nth = sent.push(own) - 1;
    open.most = Math.max(open.most, ++open.now);
    await clock.sleep(options.requestMs ?? 200);
    open.now--;
    const run = runs[Number(id) - 1] ?? { endsAt: Infinity };
    const [status, body, headers = {}] = options.instead?.(own, nth) ?? responseOf(run, clock.now(), own);
    return { kind: "response", status, headers, body: Buffer.from(JSON.stringify(body)), mayBeCut: false };
  };
  const ended = await waitWith({ send } as unknown as Transport, clock, runs.length, endedOf, options);
  return { ended, sent, mostOpen: open.most };
}

/** Sends requests to a stand-in, during which no time passes on the clock, and notes when. */
function realTransport(api: StandIn, clock: VirtualClock, sent: Sent[] = []): Transport {
  const http = new Transport({ baseUrl: new URL(api.url), apiKey: API_KEY, userAgent: "test", env: {} });
  const send = async (request: HttpRequest) => {
    sent.push({ id: "", at: clock.now(), allOutputs: true });
    clock.requests++;
    try {
      return await http.send(request);
    } finally {
      clock.requests--;
    }
  };
  return { send } as unknown as Transport;
}

function waitWith(
  transport: Transport,
  clock: Clock,
  count: number,
  settle: (run: Pick<Ended, "name" | "executionId">, verdict: Verdict, nth: number) => Ended | Promise<Ended>,
  { timeoutMs = 3_600_000, pollIntervalMs = 5_000 }: Options = {},
): Promise<Ended[]> {
  const observer = { answered: () => undefined, running: () => undefined, retrying: () => undefined };
  return waitForAll(
    {
      runs: Array.from({ length: count }, (_, n) => ({ name: `run ${n + 1}`, executionId: String(n + 1) })),
      timeoutMs,
      pollIntervalMs,
      requestTimeoutMs: 30_000,
    },
    transport,
    { clock, cancel: new AbortController().signal },
    { of: () => observer, ended: () => undefined },
    (nth, run, verdict) => settle(run, verdict, nth),
  );
}

const statuses = (ended: readonly Ended[]) => ended.map(({ status }) => status);
/** Runs of about a minute, of which every fifth fails. */
const minutes = (count: number): Run[] =>
  Array.from({ length: count }, (_, n) => ({ endsAt: 50_000 + 500 * n, isBad: n % 5 === 4 }));
const statusesOf = (runs: readonly Run[]) =>
  runs.map(({ isBad }) => (isBad === true ? "failure" : "success"));

/** The most requests that began within any second. */
function mostInASecond(sent: readonly Sent[]): number {
  return Math.max(
    ...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + 1_000).length),
  );
}

describe("at most 8 requests at once and 4 a second in all", () => {
  test.each<[what: string, runs: number, requestMs: number, mostOpen: number]>([
    ["40 runs, fast answers", 40, 200, 4],
    ["40 runs, slow answers", 40, 3_000, 8],
    ["256 runs, fast answers", 256, 200, 4],
  ])("%s", async (_, count, requestMs, most) => {
    const runs = minutes(count);
    const { ended, sent, mostOpen } = await waitFor(runs, { requestMs });
    expect(statuses(ended)).toEqual(statusesOf(runs));
    expect(mostOpen).toBe(most);
    expect(mostInASecond(sent)).toBe(4);
  });
});

test("a run that is over is asked for its main output before others are asked whether they are", async () => {
  const { sent } = await waitFor(Array.from({ length: 60 }, () => ({ endsAt: 0 })));
  let waiting = 0;
  let most = 0;
  for (const { allOutputs } of sent) most = Math.max(most, (waiting += allOutputs ? 1 : -1));
  // Four requests began before the first was answered.
  expect(most).toBeLessThanOrEqual(5);
});

test("pauses go by each run's progress", async () => {
  const fast = { endsAt: 40_000, starts: [0, 5_000, 10_000] };
  const slow = { endsAt: 200_000, starts: [0, 90_000, 190_000] };
  const gapsOf = async (runs: readonly Run[], id: string) => {
    const { sent } = await waitFor(runs, { pollIntervalMs: 60_000 });
    const times = sent.filter((one) => one.id === id && one.allOutputs).map(({ at }) => at);
    return times.slice(1).map((at, n) => at - (times[n] ?? 0));
  };
  const [alone, both, other] = [
    await gapsOf([fast], "1"),
    await gapsOf([fast, slow], "1"),
    await gapsOf([fast, slow], "2"),
  ];
  const mean = (gaps: readonly number[]) => gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  expect(mean(both) / mean(alone)).toBeGreaterThan(0.8);
  expect(mean(both) / mean(alone)).toBeLessThan(1.25);
  expect(mean(other)).toBeGreaterThan(2 * mean(both));
});

describe("a 429 slows all of them", () => {
  const runs = Array.from({ length: 3 }, () => ({ endsAt: 120_000 }));
  test("no request of any run goes out until it may", async () => {
    const nth = 10;
    const { sent } = await waitFor(runs, {
      instead: (_, n) => (n === nth ? [429, { message: "Slow down" }, { "retry-after": "30" }] : undefined),
    });
    const answeredAt = (sent[nth]?.at ?? 0) + 200;
    const later = sent.filter(({ at }) => at > answeredAt);
    expect(later[0]?.at).toBeGreaterThanOrEqual(answeredAt + 30_000);
  });

  test("and from then on all are asked less often", async () => {
    const count = async (limited: boolean) => {
      const { sent } = await waitFor(runs, {
        instead: (_, n) => (limited && n === 0 ? [429, { message: "Slow down" }] : undefined),
      });
      return sent.filter(({ id, allOutputs }) => id !== "1" && allOutputs).length;
    };
    const [free, limited] = [await count(false), await count(true)];
    // Pauses are twice as long, but those that grow begin short.
    expect(limited / free).toBeLessThan(0.75);
  });
});

describe("at the deadline", () => {
  test("runs that go on are timeouts, even where they have to queue", async () => {
    const runs = Array.from({ length: 60 }, () => ({ endsAt: Infinity }));
    const { ended } = await waitFor(runs, { timeoutMs: 60_000 });
    expect(new Set(statuses(ended))).toEqual(new Set(["timeout"]));
  });

  test("there is a last look, as for one run", async () => {
    const { ended } = await waitFor([{ endsAt: 6_600 }], { timeoutMs: 9_000, requestMs: 10 });
    expect(statuses(ended)).toEqual(["success"]);
  });

  test("a run that nobody could look at for long is not known", async () => {
    const retryAfter: Response = [429, { message: "Slow down" }, { "retry-after": "3600" }];
    const { ended } = await waitFor([{ endsAt: 2_000 }, { endsAt: 2_000 }], {
      timeoutMs: 60_000,
      pollIntervalMs: 1_000,
      instead: (_, nth) => (nth === 1 ? retryAfter : undefined),
    });
    expect(statuses(ended)).toEqual(["error", "error"]);
    expect(ended[0]?.cause).toMatch(/last seen to run .* and the API's rate limit left no time to ask again/);
    expect(ended[1]?.cause).toMatch(/429, which is its rate limit/);
  });

  test("a run that is over has passed, however short the timeout", async () => {
    const { ended } = await waitFor([{ endsAt: 0 }, { endsAt: Infinity }, { endsAt: Infinity }], {
      timeoutMs: 500,
    });
    expect(statuses(ended)).toEqual(["success", "timeout", "timeout"]);
  });

  test("a run without its turn is not known, and one that failed has failed", async () => {
    const runs = [{ endsAt: 0 }, { endsAt: 0, isBad: true }, ...minutes(3)];
    const { ended } = await waitFor(runs, { timeoutMs: 500 });
    expect(statuses(ended)).toEqual(["error", "failure", "timeout", "timeout", "error"]);
    expect(ended[0]?.cause).toMatch(/asked for the main output of this run, which has ended/);
    expect(ended[4]?.cause).toMatch(/asked for this run/);
  });
});

describe("one answer in three a fault", () => {
  const faults: readonly Reply[] = [
    reset,
    close,
    garbage,
    captivePage,
    cut(200, '{"a":{"status":"SUCCESS","is_output_node":true}}', "length"),
    cut(202, '{"a":{"status":"RUNNING"}}', "chunked"),
    { status: 503, json: { message: "Unavailable" } },
    { status: 429, headers: { "Retry-After": "1" }, json: { message: "Slow down" } },
  ];

  test("40 runs: nothing is lost, and no verdict is untrue", async () => {
    await using api = await startStandIn();
    const clock = new VirtualClock();
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let faultCount = 0;
    const runs = minutes(40);
    for (const [n, run] of runs.entries()) {
      api.play(String(n + 1), ({ executionId: id, allOutputs }) => {
        if (random() < 1 / 3) {
          faultCount++;
          return faults[Math.floor(random() * faults.length)] ?? reset;
        }
        const [status, json] = responseOf(run, clock.now(), { id, allOutputs, at: clock.now() });
        return { status, json };
      });
    }
    const sent: Sent[] = [];
    const transport = realTransport(api, clock, sent);
    const folder = mkdtempSync(join(tmpdir(), "soak-"));
    const file = new ResultsFile(folder);
    const ended = await waitWith(transport, clock, runs.length, (run, verdict, nth) => {
      file.write(nth, run, verdict);
      return endedOf(run, verdict);
    });
    const path = file.whole()?.path ?? "";
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    rmSync(folder, { recursive: true });
    expect(statuses(ended)).toEqual(statusesOf(runs));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      runs.map(({ isBad }, n) =>
        expect.objectContaining({
          execution_id: String(n + 1),
          status: isBad === true ? "failure" : "success",
          result: `output of ${n + 1}`,
          failed_nodes: isBad === true ? ["a"] : [],
        }),
      ),
    );
    expect(faultCount / sent.length).toBeGreaterThan(0.25);
    expect(mostInASecond(sent)).toBeLessThanOrEqual(4);
  });
});

test("of 100 runs of 1 MiB, never more than a few are in memory", async () => {
  await using api = await startStandIn();
  const clock = new VirtualClock();
  const body = JSON.stringify({ a: node({ is_output_node: true, value: "x".repeat(1_024 * 1_024) }) });
  for (let n = 1; n <= 100; n++) api.play(String(n), () => ({ body }));
  const { memoryMiB: before } = await held();
  const measured: number[] = [];
  await waitWith(realTransport(api, clock), clock, 100, async (run, verdict, nth) => {
    if (nth % 20 === 19) {
      // Without this, time would pass on the clock meanwhile.
      clock.requests++;
      measured.push((await held()).memoryMiB - before);
      clock.requests--;
    }
    return endedOf(run, verdict);
  });
  expect(measured).toHaveLength(5);
  // Four requests a second, so that four runs at most have ended while one is settled, each with two bodies; and as many
  // bodies that the stand-in is sending.
  expect(Math.max(...measured)).toBeLessThan(32);
});
