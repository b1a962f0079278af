import { expect, test } from "@jest/globals";
import { backoff } from "../src/backoff.ts";

test("failures are followed by pauses that double from a second to half a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 9].map((nth) => backoff(nth, 0) / 1_000)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(backoff(1, 1)).toBe(750);
});
