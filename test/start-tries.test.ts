import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { StartAnswer } from "../src/api/runs.ts";
import type { Clock } from "../src/clock.ts";
import { conclude } from "../src/start/conclude.ts";
import { start, type StartLimits } from "../src/start/start.ts";

const run = { executionId: "7", warning: "" };
const answers = {
  started: { kind: "started", run },
  transient: { kind: "transient", cause: "refused", advice: "Look." },
  permanent: { kind: "permanent", cause: "404", advice: "Look." },
  unknown: { kind: "unknown", cause: "dropped", advice: "" },
} satisfies Record<string, StartAnswer>;

/** Tries with these answers, the last one again and again, on a clock of its own. Each request takes `tookMs`. */
async function tries(given: readonly StartAnswer[], limits: StartLimits, tookMs = 0, oversleptMs = 0) {
  const retries: { cause: string; pauseMs: number }[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      now += ms + oversleptMs;
      return Promise.resolve();
    },
  };
  const sent: { at: number; timeoutMs: number }[] = [];
  const came = await start(
    ({ timeoutMs }) => {
      sent.push({ at: now, timeoutMs });
      now += Math.min(tookMs, timeoutMs);
      return Promise.resolve(given[Math.min(sent.length, given.length) - 1] ?? answers.unknown);
    },
    limits,
    clock,
    new AbortController().signal,
    {
      answered: () => undefined,
      retrying: (cause, pauseMs) => retries.push({ cause, pauseMs }),
    },
  );
  return { came, sent, now, retries };
}

const limits = { timeoutMs: 120_000, requestTimeoutMs: 30_000 };

test("no request follows one that may have started a run (property)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.values(answers)), { minLength: 1, maxLength: 12 }),
      fc.record({ timeoutMs: fc.nat(300_000), requestTimeoutMs: fc.nat(60_000) }),
      fc.nat(60_000),
      async (given, bounds, tookMs) => {
        const { came, sent } = await tries(given, bounds, tookMs);
        const first = given.findIndex(({ kind }) => kind !== "transient");
        if (first >= 0) expect(sent.length).toBeLessThanOrEqual(first + 1);
        expect(came.kind === "started").toBe(sent.length === first + 1 && given[first]?.kind === "started");
        expect(came.kind === "unknown").toBe(sent.length === first + 1 && given[first]?.kind === "unknown");
        for (const { at, timeoutMs } of sent.slice(1)) {
          expect(timeoutMs).toBeGreaterThanOrEqual(Math.min(1_000, bounds.requestTimeoutMs));
          expect(at + timeoutMs).toBeLessThanOrEqual(bounds.timeoutMs);
        }
      },
    ),
  );
});

test("it gives up by the timeout, with the last cause and the number of requests", async () => {
  const { came, now, sent } = await tries([answers.transient], limits);
  expect(now).toBeLessThan(120_000);
  expect(sent.length).toBeGreaterThan(5);
  expect(came).toEqual({
    kind: "not started",
    cause: `${sent.length} requests failed, the last because refused`,
    advice: "Look.",
    signal: undefined,
  });
});

describe("a pause that the API asks for", () => {
  const asksFor = (retryAfterMs: number): StartAnswer => ({ ...answers.transient, retryAfterMs });

  test("gets up to a tenth longer, so that jobs that were refused together do not come back together", async () => {
    const pauses: number[] = [];
    for (let time = 0; time < 50; time++) {
      const { retries } = await tries([asksFor(20_000), answers.started], limits);
      expect(retries).toEqual([{ cause: "refused", pauseMs: expect.any(Number) }]);
      pauses.push(retries[0]?.pauseMs ?? 0);
    }
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(22_000);
    expect(new Set(pauses).size).toBeGreaterThan(40);
  });

  test("is named if it ends too late, where the last request would get less than a second", async () => {
    const { came, sent, retries } = await tries([asksFor(119_500)], limits);
    expect(sent).toHaveLength(1);
    expect(retries).toEqual([]);
    expect(came).toMatchObject({ cause: "refused, and it asks for a pause of 2 min" });
    const short = await tries([asksFor(100)], { timeoutMs: 2_000, requestTimeoutMs: 500 });
    expect(short.sent.length).toBeGreaterThan(1);
  });

  test("is not named if none was asked for", async () => {
    const { came } = await tries([answers.transient], { ...limits, timeoutMs: 1_000 });
    expect(came).toMatchObject({ cause: "refused" });
  });
});

test("a machine that was suspended in a pause sends nothing after the timeout", async () => {
  const { came, sent } = await tries([answers.transient, answers.started], limits, 0, 3_600_000);
  expect(sent).toHaveLength(1);
  expect(came.kind).toBe("not started");
});

describe("a cancelled step is red whatever came of its request, and says what did", () => {
  test.each([
    [{ kind: "started", run, signal: "SIGINT" }, /after the run was started/, /The run goes on/],
    [
      { kind: "not started", cause: "x", advice: "y", signal: "SIGINT" },
      /before a run was started/,
      /^Run the job again/,
    ],
    [
      { kind: "unknown", cause: "x", advice: "y", signal: "SIGINT" },
      /was asked to start/,
      /^A run may have been started/,
    ],
  ] as const)("%j", (came, headline, advice) => {
    const outcome = conclude(came, true);
    expect(outcome).toMatchObject({ status: "cancelled", cause: "SIGINT" });
    expect(outcome.headline).toMatch(headline);
    expect(outcome.advice).toMatch(advice);
  });
});
