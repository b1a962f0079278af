import { expect, test } from "@jest/globals";
import { backoff, pollPause } from "../src/wait/schedule.ts";

test("polls start a second apart, grow to the longest pause, and never pass it", () => {
  const pauses = Array.from({ length: 20 }, (_, n) => pollPause(n + 1, 5_000, 0));
  expect(pauses[0]).toBe(1_000);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.at(-1)).toBe(5_000);
  expect(pollPause(1, 200, 0)).toBe(200);
  expect(pollPause(10_000, 5_000, 0)).toBe(5_000);
});

test("the first pause and those that grow are up to a tenth shorter, by chance", () => {
  expect(pollPause(1, 5_000, 1)).toBe(900);
  expect(pollPause(1, 200, 0.5)).toBe(190);
  expect(pollPause(3, 5_000, 1)).toBeCloseTo(0.9 * 1_690);
  expect(pollPause(50, 5_000, 1)).toBe(5_000);
});

test("a wait of any length takes at most five requests more than asking every five seconds", () => {
  for (const random of [0, 1]) {
    let at = 0;
    for (let nth = 1; nth < 1_000; nth++) {
      // The polls so far and the next, and the main output; against 0, 5, 10 ... seconds.
      at += pollPause(nth, 5_000, random);
      expect(nth + 2 - (Math.ceil(at / 5_000) + 1)).toBeLessThanOrEqual(5);
    }
  }
});

test("failures are followed by pauses that double from a second to half a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 9].map((nth) => backoff(nth, 0) / 1_000)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(backoff(1, 1)).toBe(750);
});
