import { describe, expect, test } from "@jest/globals";
import type { Answer, RequestLimits } from "../src/api/results.ts";
import type { Clock } from "../src/clock.ts";
import { readMainOutput, readNodeMap, type MainOutput, type NodeMap } from "../src/api/execution.ts";
import { waitForResults, type Shared, type WaitLimits } from "../src/wait/wait.ts";

const LIMITS: WaitLimits = { timeoutMs: 60_000, pollIntervalMs: 5_000, requestTimeoutMs: 30_000 };

/** A clock that only moves when somebody sleeps or a request takes its time. */
class FakeClock implements Clock {
  time = 1_000_000;
  /** How much longer a pause takes than it should. */
  oversleepMs = 0;
  now(): number {
    return this.time;
  }
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    expect(ms).toBeGreaterThanOrEqual(0);
    if (!signal.aborted) this.time += ms + this.oversleepMs;
    return Promise.resolve();
  }
}

const map = (status: string): NodeMap =>
  readNodeMap(Buffer.from(`{"a":{"status":"${status}","is_output_node":true}}`));
const running: Answer<NodeMap> = { kind: "running", value: map("RUNNING") };
const nodes: Answer<NodeMap> = { kind: "finished", value: map("SUCCESS") };
const output: Answer<MainOutput> = { kind: "finished", value: readMainOutput(Buffer.from('"done"')) };
const failed = (cause: string, retryAfterMs?: number): Answer<never> => ({
  kind: "transient",
  cause,
  advice: "Look.",
  patience: "long-at-first",
  retryAfterMs,
});

interface Played {
  asked: { at: number; timeoutMs: number }[];
  retries: { nth: number; pauseMs: number }[];
  /** What the observer heard besides. */
  answered: { kind: string; tookMs: number }[];
  shown: (NodeMap | undefined)[];
  cancel: AbortController;
}

/** Waits against answers of which the last repeats; each takes `takesMs`, or hangs until its timeout. */
async function play(
  nodesAnswers: (Answer<NodeMap> | "hang")[],
  outputAnswers: Answer<MainOutput>[] = [output],
  limits: Partial<WaitLimits> = {},
  takesMs: number | (() => number) = 10,
  shared?: Shared,
  oversleepMs = 0,
) {
  const clock = new FakeClock();
  clock.oversleepMs = oversleepMs;
  const played: Played = {
    asked: [],
    retries: [],
    answered: [],
    shown: [],
    cancel: new AbortController(),
  };
  const began = clock.now();
  const from =
    <T>(answers: (Answer<T> | "hang")[]) =>
    ({ timeoutMs }: RequestLimits): Promise<Answer<T>> => {
      played.asked.push({ at: clock.now() - began, timeoutMs });
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? "hang";
      const tookMs = typeof takesMs === "number" ? takesMs : takesMs();
      if (answer === "hang" || tookMs > timeoutMs) {
        clock.time += timeoutMs;
        return Promise.resolve(failed("no answer"));
      }
      clock.time += tookMs;
      return Promise.resolve(answer);
    };
  const wait = await waitForResults(
    { nodes: from(nodesAnswers), mainOutput: from(outputAnswers) },
    { ...LIMITS, ...limits },
    clock,
    played.cancel.signal,
    {
      answered: (kind, tookMs) => played.answered.push({ kind, tookMs }),
      running: (present) => played.shown.push(present),
      retrying: (_cause, nth, pauseMs) => played.retries.push({ nth, pauseMs }),
    },
    shared,
  );
  return { wait, tookMs: clock.now() - began, ...played };
}

describe("the wait", () => {
  test("for a finished run is over after two requests and no pause", async () => {
    const { wait, tookMs } = await play([nodes]);
    expect(wait).toMatchObject({ kind: "finished", requests: 2 });
    expect(tookMs).toBe(20);
  });

  test("goes on while the main output answers 202", async () => {
    const { wait } = await play([running, nodes], [{ kind: "running", value: undefined }, output]);
    expect(wait).toMatchObject({ kind: "finished", requests: 4 });
  });

  test("keeps the nodes that it saw when a later answer has none", async () => {
    const { wait } = await play([running, { kind: "running", value: undefined }]);
    expect(wait).toMatchObject({ kind: "timeout", nodes: running.value });
  });

  test("keeps the nodes that it saw when a later answer has none of them, and takes an empty map if it saw nothing", async () => {
    const empty: Answer<NodeMap> = { kind: "running", value: readNodeMap(Buffer.from("{}")) };
    expect((await play([running, empty])).wait).toMatchObject({ nodes: running.value });
    expect((await play([empty])).wait).toMatchObject({ nodes: empty.value });
  });

  test("tells its observer of each answer, and of no retry while all is well", async () => {
    const came = await play(
      [running, failed("reset"), nodes],
      [{ kind: "running", value: undefined }, output],
    );
    expect(came.answered).toEqual([
      { kind: "running", tookMs: 10 },
      { kind: "transient", tookMs: 10 },
      { kind: "finished", tookMs: 10 },
      { kind: "running", tookMs: 10 },
      { kind: "finished", tookMs: 10 },
    ]);
    expect(came.shown).toEqual([running.value, nodes.value]);
    expect(came.retries).toEqual([{ nth: 1, pauseMs: expect.any(Number) }]);
    expect((await play([failed("reset")], [output], { timeoutMs: 500 })).retries).toEqual([]);
  });

  test("looks less often while nodes are queued", async () => {
    const queued: Answer<NodeMap> = {
      kind: "running",
      value: readNodeMap(
        Buffer.from('{"a":{"status":"RUNNING"},"b":{"status":"QUEUED"},"c":{"status":"QUEUED"}}'),
      ),
    };
    const limits = { timeoutMs: 60_000, pollIntervalMs: 60_000 };
    const { asked } = await play([queued], [output], limits);
    expect(asked.length).toBeLessThan((await play([running], [output], limits)).asked.length);
    expect(asked[1]?.at).toBeGreaterThan(1_600);
    expect(asked[1]?.at).toBeLessThan(1_900);
    expect((await play([queued, running], [output])).wait).toMatchObject({ nodes: running.value });
  });

  test("is slowed down by the rate limit, and has room for an answer as slow as that", async () => {
    const throttled: Answer<never> = { kind: "throttled", cause: "429", advice: "Wait." };
    const { asked, retries, wait } = await play([throttled, throttled, running, nodes], [output], {
      timeoutMs: 600_000,
    });
    expect(wait.kind).toBe("finished");
    expect(retries.map(({ nth }) => nth)).toEqual([1, 2]);
    const gaps = asked.slice(1).map(({ at }, n) => at - (asked[n]?.at ?? 0));
    // Two polls were refused, so the pauses are four times as long.
    expect(gaps[2]).toBeGreaterThanOrEqual(3_600);
    const slow = await play([throttled], [output], { timeoutMs: 60_000, requestTimeoutMs: 20_000 }, 8_000);
    expect(slow.wait).toMatchObject({
      kind: "error",
      cause: expect.stringMatching(/^the last \d+ requests failed: 429\.$/),
    });
    expect(slow.asked.at(-1)?.at).toBeLessThanOrEqual(60_000 - 12_000);
  });

  test("goes on to the deadline under a rate limit that never ends", async () => {
    const { wait, tookMs } = await play([{ kind: "throttled", cause: "429", advice: "Wait." }], [output], {
      timeoutMs: 3_600_000,
    });
    expect(wait.kind).toBe("error");
    expect(tookMs).toBeCloseTo(3_600_000, 0);
  });

  test("is not slowed down by how long a failure took", async () => {
    const times = [8_000];
    const { asked } = await play([failed("reset"), running], [output], {}, () => times.shift() ?? 10);
    expect(asked.at(-1)?.at).toBeCloseTo(LIMITS.timeoutMs - 1_000, 0);
  });

  test.each<[string, Answer<NodeMap>, object]>([
    ["running", running, { kind: "timeout" }],
    ["failed", failed("reset"), { kind: "error", cause: "the last request failed: reset." }],
  ])("of a machine that was suspended past the deadline ends as last seen: %s", async (_, seen, ending) => {
    const { wait, asked } = await play([seen], [output], {}, 10, undefined, 3_600_000);
    expect(asked).toHaveLength(1);
    expect(wait).toMatchObject(ending);
  });

  test("says so if one request failed", async () => {
    const { wait } = await play([running, failed("reset")], [output], { timeoutMs: 1_900 });
    expect(wait).toMatchObject({
      kind: "error",
      cause: "the last request failed: reset.",
      advice: expect.stringMatching(/^Look\. Whether the agent still runs is not known/),
    });
  });

  describe("in turns with others", () => {
    /** Gives as many turns. */
    const turns = (count: number) => {
      const held: number[] = [];
      const untils: number[] = [];
      const shared: Shared = {
        api: { timesThrottled: 0, hasAnswered: false },
        roundMs: 0,
        take: (until) => Promise.resolve(untils.push(until - 1_000_000) <= count),
        done: () => held.push(-1),
        hold: (ms) => held.push(ms),
      };
      return { shared, held, untils };
    };

    test("is an error if its turn never came", async () => {
      const { shared, untils } = turns(0);
      expect((await play([running], [output], {}, 10, shared)).wait).toEqual({
        kind: "error",
        cause: "`timeout` was over before the API was asked for this run.",
        advice: "Raise `timeout`: with many runs, each waits for its turn.",
        nodes: undefined,
        requests: 0,
      });
      expect(untils).toEqual([60_000]);
    });

    test("ends as its last answer said if no other turn comes in time", async () => {
      const { shared, untils } = turns(1);
      expect((await play([running], [output], {}, 10, shared)).wait).toMatchObject({
        kind: "timeout",
        requests: 1,
      });
      expect(untils).toEqual([60_000, 59_200]);
      const late = turns(1);
      expect((await play([nodes], [output], {}, 10, late.shared)).wait).toMatchObject({
        kind: "error",
        cause: expect.stringMatching(/^`timeout` was over before the API was asked for the main output/),
        requests: 1,
      });
      const lost = turns(1);
      expect((await play([failed("reset")], [output], {}, 10, lost.shared)).wait).toMatchObject({
        kind: "error",
      });
    });

    test("gives each turn back, and holds all when the API says how long", async () => {
      const { shared, held } = turns(9);
      const throttled = (retryAfterMs?: number): Answer<never> => ({
        kind: "throttled",
        cause: "429",
        advice: "Wait.",
        retryAfterMs,
      });
      await play(
        [throttled(3_000), throttled(), running, failed("503", 9_000), nodes],
        [output],
        {},
        10,
        shared,
      );
      expect(held).toEqual([-1, 3_000, -1, 0, -1, -1, -1, -1]);
    });

    test("comes before others only when it first asks for the main output", async () => {
      const { shared } = turns(9);
      const urgent: boolean[] = [];
      shared.take = (_until, _cancel, isUrgent) => {
        urgent.push(isUrgent);
        return Promise.resolve(true);
      };
      await play([running, nodes], [{ kind: "running", value: undefined }, output], {}, 10, shared);
      expect(urgent).toEqual([false, false, true, false]);
    });

    test("ends as cancelled while it waits for its turn", async () => {
      const { shared } = turns(0);
      const cancel = new AbortController();
      shared.take = () => {
        cancel.abort("SIGINT");
        return Promise.resolve(true);
      };
      const ask = () => Promise.reject(new Error("asked"));
      const heard = { answered: () => undefined, running: () => undefined, retrying: () => undefined };
      const results = { nodes: ask, mainOutput: ask };
      expect(
        await waitForResults(results, LIMITS, new FakeClock(), cancel.signal, heard, shared),
      ).toMatchObject({ kind: "cancelled", signal: "SIGINT", requests: 0 });
    });
  });

  test("asks for no main output where there is none", async () => {
    const { wait, asked } = await play([{ kind: "finished", value: map("FAILED") }]);
    expect(wait).toMatchObject({ kind: "finished", result: undefined });
    expect(asked).toHaveLength(1);
  });

  test("ends at the deadline as a timeout while the agent runs, with its nodes", async () => {
    const { wait, tookMs, asked } = await play([running]);
    expect(wait).toMatchObject({ kind: "timeout", nodes: running.value });
    const pauses = asked.slice(1).map(({ at }, n) => at - 10 - (asked[n]?.at ?? 0));
    expect(pauses[0]).toBeGreaterThanOrEqual(900);
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    expect(pauses[1]).toBeGreaterThanOrEqual(1_100);
    expect(pauses.at(-2)).toBeCloseTo(5_000, 0);
    expect(tookMs).toBeCloseTo(LIMITS.timeoutMs, 0);
    // The last look is just before the deadline, so that a run that ends in the last pause is not missed.
    expect(asked.at(-1)?.at).toBeCloseTo(LIMITS.timeoutMs - 1_000, 0);
  });

  test.each([0.3, 1, 3])(
    "calls no healthy API unreachable because its answers vary (about %d s)",
    async (seconds) => {
      let seed = 7;
      const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
      for (let time = 0; time < 100; time++) {
        // Log-normal, as latencies are.
        const latency = () =>
          1_000 *
          seconds *
          Math.exp(0.4 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
        expect((await play([running], [output], { timeoutMs: 900_000 }, latency)).wait.kind).toBe("timeout");
      }
    },
  );

  test("keeps room for an answer as slow as the slowest, but no more than request-timeout", async () => {
    const limits = { timeoutMs: 100_000, requestTimeoutMs: 5_000 };
    const { asked } = await play([running], [output], limits, 4_000);
    expect(asked.at(-1)?.at).toBeCloseTo(100_000 - 5_000, 0);
  });

  test("of a run that is known to have failed ends as that, if only the main output stays away", async () => {
    const both = readNodeMap(
      Buffer.from('{"a":{"status":"SUCCESS","is_output_node":true},"b":{"status":"FAILED"}}'),
    );
    const { wait } = await play([{ kind: "finished", value: both }], [{ kind: "running", value: undefined }]);
    expect(wait).toMatchObject({ kind: "finished", nodes: both, result: undefined });
    const lost = await play([{ kind: "finished", value: both }], [failed("reset")]);
    expect(lost.wait.kind).toBe("error");
  });

  test("is a timeout too if only the main output stays away", async () => {
    expect((await play([nodes], [{ kind: "running", value: undefined }])).wait).toMatchObject({
      kind: "timeout",
      nodes: nodes.value,
    });
  });

  test("begins no poll that has no room for its answer", async () => {
    const { wait, asked } = await play([running], [output], { timeoutMs: 15_000 }, 4_000);
    expect(wait.kind).toBe("timeout");
    expect(Math.max(...asked.map(({ at }) => at))).toBeLessThanOrEqual(15_000 - 5_000);
  });

  test.each<[string, (Answer<NodeMap> | "hang")[]]>([
    ["hangs from the start", ["hang"]],
    ["hangs after it was seen running", [running, "hang"]],
    ["fails at the last look", [running, failed("reset")]],
  ])("is an error, not a timeout, if the API %s", async (_, answers) => {
    const { wait, tookMs } = await play(answers, [output], { timeoutMs: 20_000 });
    expect(wait.kind).toBe("error");
    expect(tookMs).toBeCloseTo(20_000, 0);
  });

  test("gives no request more time than is left, nor more than request-timeout", async () => {
    const { asked } = await play(["hang"], [output], { timeoutMs: 40_000 });
    expect(asked.map(({ timeoutMs }) => Math.round(timeoutMs / 1_000))[0]).toBe(30);
    expect(asked.every(({ at, timeoutMs }) => at + timeoutMs <= 40_000)).toBe(true);
  });

  test("waits as long as the API asks", async () => {
    const { asked } = await play([failed("429", 7_000), nodes]);
    expect(asked[1]?.at).toBeGreaterThanOrEqual(7_010);
    expect(asked[1]?.at).toBeLessThanOrEqual(7_710);
  });

  test("waits no less than without being asked, whatever the API asks", async () => {
    const { tookMs, wait } = await play([failed("429", 0)], [output], { timeoutMs: 3_600_000 });
    expect(wait.kind).toBe("error");
    expect(tookMs).toBeGreaterThan(100_000);
  });

  test("goes on after one slow answer", async () => {
    const slow = async (first: number) => {
      const answers = [running, running, nodes];
      const clock = new FakeClock();
      let took = first;
      return waitForResults(
        {
          nodes: () => {
            clock.time += took;
            took = 10;
            return Promise.resolve(answers.shift() ?? nodes);
          },
          mainOutput: () => Promise.resolve(output),
        },
        { ...LIMITS, timeoutMs: 10_000 },
        clock,
        new AbortController().signal,
        { answered: () => undefined, running: () => undefined, retrying: () => undefined },
      );
    };
    expect((await slow(2_500)).kind).toBe("finished");
  });

  test("is not kept past the deadline by the API, and looks once more before it", async () => {
    const late = await play([failed("503", 86_400_000), nodes]);
    expect(late.wait.kind).toBe("finished");
    expect(late.asked[1]?.at).toBeCloseTo(LIMITS.timeoutMs - 1_000, 0);
    const { wait, tookMs } = await play([failed("503", 86_400_000)]);
    expect(wait).toMatchObject({ kind: "error", cause: "the last 2 requests failed: 503." });
    expect(tookMs).toBeCloseTo(LIMITS.timeoutMs, 0);
  });

  test("ends at once where trying again is hopeless", async () => {
    const { wait, asked } = await play([running, { kind: "permanent", cause: "404", advice: "look" }]);
    expect(wait).toMatchObject({ kind: "error", cause: "404", advice: "look", nodes: running.value });
    expect(asked).toHaveLength(2);
  });

  test("ends as cancelled by a signal that came while an answer was read", async () => {
    const cancel = new AbortController();
    const wait = await waitForResults(
      {
        nodes: () => {
          setImmediate(() => {
            cancel.abort("SIGTERM");
          });
          return Promise.resolve(nodes);
        },
        mainOutput: () => Promise.resolve(output),
      },
      LIMITS,
      new FakeClock(),
      cancel.signal,
      { answered: () => undefined, running: () => undefined, retrying: () => undefined },
    );
    expect(wait).toMatchObject({ kind: "cancelled", signal: "SIGTERM" });
  });

  test.each<[string, Answer<NodeMap>]>([
    ["a request that can never succeed", { kind: "permanent", cause: "404", advice: "look" }],
    ["the last pause", running],
  ])("ends as cancelled by a signal in %s", async (_, answer) => {
    const cancel = new AbortController();
    const clock = new FakeClock();
    clock.sleep = () => {
      cancel.abort("SIGTERM");
      return Promise.resolve();
    };
    const ask = () => {
      if (answer.kind === "permanent") cancel.abort("SIGTERM");
      return Promise.resolve(answer);
    };
    const wait = await waitForResults(
      { nodes: ask, mainOutput: () => Promise.resolve(output) },
      { ...LIMITS, timeoutMs: 500 },
      clock,
      cancel.signal,
      { answered: () => undefined, running: () => undefined, retrying: () => undefined },
    );
    expect(wait).toMatchObject({ kind: "cancelled", signal: "SIGTERM", requests: 1 });
  });

  test("ends as cancelled during a request and during a pause", async () => {
    for (const sleepsBefore of [0, 1]) {
      const cancel = new AbortController();
      const clock = new FakeClock();
      clock.sleep = () => {
        cancel.abort("SIGTERM");
        return Promise.resolve();
      };
      const wait = await waitForResults(
        {
          nodes: () => {
            if (sleepsBefore === 0) cancel.abort("SIGTERM");
            return Promise.resolve(sleepsBefore === 0 ? nodes : running);
          },
          mainOutput: () => Promise.resolve(output),
        },
        LIMITS,
        clock,
        cancel.signal,
        { answered: () => undefined, running: () => undefined, retrying: () => undefined },
      );
      expect(wait).toMatchObject({ kind: "cancelled", signal: "SIGTERM", requests: 1 });
    }
  });
});
