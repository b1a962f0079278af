import { expect, test } from "@jest/globals";
import type { Clock } from "../src/clock.ts";
import { Limiter } from "../src/many/limiter.ts";

/** A clock that moves to the end of a sleep as soon as nothing else happens, or ends the sleep when it is aborted. */
function fakeClock(): Clock & { time: number } {
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: async (ms: number, signal: AbortSignal) => {
      const wakeAt = clock.time + ms;
      for (let turn = 0; turn < 20 && !signal.aborted; turn++) await Promise.resolve();
      if (!signal.aborted) clock.time = Math.max(clock.time, wakeAt);
    },
  };
  return clock;
}

const never = new AbortController().signal;

/** When each of `count` turns comes, where each request ends at once. */
async function turns(limiter: Limiter, clock: { time: number }, count: number, until = 60_000) {
  const came: number[] = [];
  for (let n = 0; n < count; n++) {
    if (!(await limiter.take(until, never, false))) break;
    came.push(clock.time);
    limiter.done();
  }
  return came;
}

test("four turns come in any second", async () => {
  const clock = fakeClock();
  expect(await turns(new Limiter(clock), clock, 10)).toEqual([
    0, 0, 0, 0, 1_000, 1_000, 1_000, 1_000, 2_000, 2_000,
  ]);
});

test("the second counts from the first of the last four", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  await turns(limiter, clock, 1);
  clock.time = 600;
  await turns(limiter, clock, 3);
  expect(await turns(limiter, clock, 2)).toEqual([1_000, 1_600]);
});

test("no turn comes at the end of the wait, or after it", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  expect(await turns(limiter, clock, 6, 1_000)).toEqual([0, 0, 0, 0]);
  expect(clock.time).toBe(1_000);
});

test("while turns are held none comes; the longest hold counts", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  limiter.hold(5_000);
  limiter.hold(300);
  expect(await turns(limiter, clock, 1)).toEqual([5_000]);
});

test("eight requests are on their way at once; the end of one lets the next in, in the order they came", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  const came: number[] = [];
  const all = Array.from({ length: 10 }, async (_, n) => {
    if (await limiter.take(600_000, never, false)) came.push(n);
  });
  await Promise.all(all.slice(0, 8));
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  expect(came).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(clock.time).toBe(1_000);
  limiter.done();
  await all[8];
  expect(came.at(-1)).toBe(8);
  expect(clock.time).toBeLessThan(600_000);
  limiter.done();
  await all[9];
  expect(came.at(-1)).toBe(9);
});

test("an urgent turn comes before the usual, however long they have waited", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  await turns(limiter, clock, 4);
  const came: string[] = [];
  const take = async (name: string, isUrgent: boolean) => {
    if (await limiter.take(60_000, never, isUrgent)) came.push(name);
  };
  await Promise.all([take("a", false), take("b", false), take("urgent", true), take("next", true)]);
  expect(came).toEqual(["urgent", "next", "a", "b"]);
});

test("a cancel ends the wait for a turn", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  await turns(limiter, clock, 4);
  const cancel = new AbortController();
  const turn = limiter.take(60_000, cancel.signal, false);
  cancel.abort();
  expect(await turn).toBe(false);
  expect(clock.time).toBe(0);
});

test("what is still done with a response keeps its request open", async () => {
  const clock = fakeClock();
  const limiter = new Limiter(clock);
  for (let n = 0; n < 8; n++) limiter.keepOpen();
  const turn = limiter.take(600_000, never, false);
  limiter.done();
  expect(await turn).toBe(true);
  expect(clock.time).toBe(0);
  expect(await limiter.take(600_000, never, false)).toBe(false);
});
