import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { costsOf, costsUnder5s, GROWING, THIS_ACTION } from "../bench/delay.ts";
import { BLIND, BY_MEDIAN, MISLEADING, UNUSUAL, USUAL } from "../bench/model.ts";
import { NOTHING_SEEN, observe, pauseAfter, type Pace, type Seen } from "../src/wait/pace.ts";

const LONGEST = 5_000;

/** The pause after some looks, a second apart. */
function pauseAfterLooks(looks: readonly (number | undefined)[], random = 0, longestMs = LONGEST): number {
  const pace = looks.reduce<Pace>(
    (before, queued, n) => observe(before, queued === undefined ? undefined : { queued }, n * 1_000),
    NOTHING_SEEN,
  );
  return pauseAfter(pace, Math.max(0, looks.length - 1) * 1_000, longestMs, random);
}

/** Plays a wait of `forMs` and returns its pauses. */
function pausesOf(
  forMs: number,
  seenAt: (now: number, nth: number) => Seen | undefined,
  random: () => number,
  longestMs = LONGEST,
): number[] {
  const pauses: number[] = [];
  let pace = NOTHING_SEEN;
  for (let now = 0; now < forMs; now += pauses.at(-1) ?? 0) {
    pace = observe(pace, seenAt(now, pauses.length), now);
    pauses.push(pauseAfter(pace, now, longestMs, random()));
  }
  return pauses;
}

describe("where nothing is seen to be queued", () => {
  test.each([
    ["answers show no nodes", undefined],
    ["answers show a node that runs", { queued: 0 }],
  ])("pauses start at a second and grow to the longest: %s", (_, seen) => {
    const pauses = pausesOf(
      60_000,
      () => seen,
      () => 0,
    );
    expect(pauses.slice(0, 4)).toEqual([1_000, 1_300, 1_690, 2_197].map((ms) => expect.closeTo(ms)));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBe(LONGEST);
  });

  test("a wait of any length takes at most five requests more than asking every five seconds", () => {
    for (const random of [0, 1]) {
      let at = 0;
      for (const [n, pause] of pausesOf(
        5_000_000,
        () => undefined,
        () => random,
      ).entries()) {
        at += pause;
        // The polls so far and the next, and the main output; against 0, 5, 10 ... seconds.
        expect(n + 3 - (Math.ceil(at / 5_000) + 1)).toBeLessThanOrEqual(5);
      }
    }
  });
});

describe("where nodes are queued", () => {
  test("the more are queued, the longer is the pause, up to a whole stage", () => {
    const pauses = [1, 2, 4, 9, 1_000].map((queued) => pauseAfterLooks([queued]));
    expect(pauses).toEqual([1_500, 400 + 2_000 * (0.15 + 0.4 * Math.SQRT2), 2_300, 2_400, 2_400]);
  });

  test("the sooner stages end, the shorter is the pause", () => {
    expect(pauseAfterLooks([4, 3, 2, 1])).toBeLessThan(pauseAfterLooks([4, 4, 2, 1]));
    expect(pauseAfterLooks([4, 4, 2, 1])).toBeLessThan(pauseAfterLooks([4, 4, 4, 1]));
  });

  test("in the last stage the pause is short, and grows with the stage", () => {
    const last = Array.from({ length: 40 }, (_, n) =>
      pauseAfterLooks([3, 2, 1, ...Array.from({ length: n + 1 }, () => 0)]),
    );
    expect(last[0]).toBeLessThan(pauseAfterLooks([3, 2, 1, 1]));
    expect(last).toEqual(last.toSorted((a, b) => a - b));
    expect(last.at(-1)).toBe(LONGEST);
  });

  test("an answer that shows no nodes leaves what was shown before", () => {
    expect(pauseAfterLooks([4, 3, undefined])).toBe(pauseAfterLooks([4, 3, 3]));
  });

  test("nodes that appear later and start do not make it ask more often than where nothing is seen", () => {
    for (const seenAt of [
      (_: number, nth: number) => ({ queued: nth % 2 }),
      (now: number) => ({ queued: Math.floor(now / 700) % 5 }),
    ]) {
      const pauses = pausesOf(600_000, seenAt, () => 0);
      const blind = pausesOf(
        600_000,
        () => undefined,
        () => 0,
      );
      expect(pauses.length).toBeLessThanOrEqual(blind.length + 5);
      expect(pauses.at(-1)).toBe(LONGEST);
    }
  });
});

test("jitter takes up to a tenth off the first pause and those that are not the longest", () => {
  expect(pauseAfterLooks([undefined], 1)).toBe(900);
  expect(pauseAfterLooks([undefined], 0.5, 200)).toBe(190);
  expect(pauseAfterLooks([1], 1)).toBe(1_350);
  expect(pauseAfterLooks([1], 1, 200)).toBe(180);
  expect(pauseAfterLooks([1, 1], 1, 200)).toBe(200);
  expect(pauseAfterLooks([1, 0], 1)).toBeCloseTo(0.9 * pauseAfterLooks([1, 0], 0));
});

describe("whatever is seen", () => {
  const looks = fc.array(
    fc.record({
      seen: fc.option(fc.record({ queued: fc.nat({ max: 100_000 }) }), { nil: undefined }),
      afterMs: fc.nat({ max: 100_000 }),
    }),
    { minLength: 1, maxLength: 60 },
  );
  const unit = fc.double({ min: 0, max: 1, noNaN: true });

  test("no pause is over the longest, zero or less", () => {
    fc.assert(
      fc.property(looks, fc.integer({ min: 1, max: 3_600_000 }), unit, (all, longestMs, random) => {
        let pace = NOTHING_SEEN;
        let now = 0;
        for (const { seen, afterMs } of all) {
          now += afterMs;
          pace = observe(pace, seen, now);
          const pause = pauseAfter(pace, now, longestMs, random);
          expect(pause).toBeLessThanOrEqual(longestMs);
          // The shortest there is: 0.4 s and a part of a stage, less a tenth.
          expect(pause).toBeGreaterThanOrEqual(0.9 * Math.min(400, longestMs));
        }
      }),
    );
  });

  test("what was seen before is not changed", () => {
    fc.assert(
      fc.property(looks, (all) => {
        let pace = Object.freeze(NOTHING_SEEN);
        for (const { seen, afterMs } of all) pace = Object.freeze(observe(pace, seen, afterMs));
        expect(pace.looks).toBe(all.length);
        expect(pace.moves).toBeLessThan(all.length);
      }),
    );
  });

  test("a long wait takes at most four requests for each stage seen to end and twelve more, over asking every five seconds", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 400 }), unit, (queued, random) => {
        const seenAt = (_: number, nth: number) => ({
          queued: queued[Math.min(nth, queued.length - 1)] ?? 0,
        });
        const forMs = 600_000;
        const polls = pausesOf(forMs, seenAt, () => random).length;
        const moves = new Set(queued.map((_, n) => Math.min(...queued.slice(0, n + 1)))).size - 1;
        expect(polls - forMs / LONGEST).toBeLessThanOrEqual(4 * moves + 12);
      }),
    );
  });
});

// Fewer runs than docs/performance.md has, of the same seed: the figures there are within these bounds, too.
describe("over the agents of the bench, compared with pauses that grow whatever is seen", () => {
  const RUNS = 150;
  const both = [THIS_ACTION, GROWING];
  const costs = (figures: ReturnType<typeof costsOf>) => {
    const [ours, growing] = figures;
    if (!ours || !growing) throw new Error("two schedules have two costs");
    return { ours, growing };
  };

  test("the mean delay is at most a second, for no more requests", () => {
    const { ours, growing } = costs(costsOf(USUAL, RUNS, both));
    expect(ours.delayMs).toBeLessThanOrEqual(1_000);
    expect(ours.requests).toBeLessThanOrEqual(growing.requests);
    expect(ours.requests).toBeLessThanOrEqual(8.9);
    // 2.3 s and 8.9 in issue #14: these agents are those of its table.
    expect(Math.abs(growing.delayMs - 2_300)).toBeLessThan(150);
    expect(Math.abs(growing.requests - 8.9)).toBeLessThan(0.3);
  });

  test("of runs under five seconds it is at most 0.9 s", () => {
    const { ours, growing } = costs(costsUnder5s(RUNS, both));
    expect(ours.delayMs).toBeLessThanOrEqual(900);
    expect(ours.requests).toBeLessThanOrEqual(growing.requests);
  });

  test.each([...BY_MEDIAN, ...UNUSUAL])("neither figure is worse: $name", (kind) => {
    const { ours, growing } = costs(costsOf(kind, RUNS, both));
    // The mean of so few runs is off by some hundredths.
    expect(ours.delayMs).toBeLessThanOrEqual(growing.delayMs + 40);
    expect(ours.requests).toBeLessThanOrEqual(growing.requests + 0.1);
  });

  test.each(BLIND)("both figures are the same: $name", (kind) => {
    const { ours, growing } = costs(costsOf(kind, RUNS, both));
    expect(ours).toEqual(growing);
  });

  test.each(MISLEADING)("the delay is less, for at most six requests more: $name", (kind) => {
    const { ours, growing } = costs(costsOf(kind, RUNS, both));
    expect(ours.delayMs).toBeLessThan(growing.delayMs);
    expect(ours.requests).toBeLessThanOrEqual(growing.requests + 6);
  });
});
