import { expect, test } from "@jest/globals";
import { backoff } from "../src/backoff.ts";

test("failures are followed by pauses that double from a second to half a minute", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 9].map((nth) => backoff(nth, undefined, () => 0) / 1_000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(backoff(1, undefined, () => 1)).toBe(750);
});

test("what the API asks for makes a pause longer, up to a tenth more, and never shorter", () => {
  expect(backoff(1, 5_000, () => 0)).toBe(5_000);
  expect(backoff(1, 5_000, () => 1)).toBe(5_500);
  expect(backoff(3, 5_000, () => 0)).toBe(5_000);
  expect(backoff(3, 0, () => 0)).toBe(4_000);
});
