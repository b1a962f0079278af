import { expect, test } from "@jest/globals";
import { Troubles, type Unfinished } from "../src/wait/troubles.ts";

const throttled: Unfinished = { kind: "throttled", cause: "429", advice: "" };
const transient: Unfinished = { kind: "transient", cause: "reset", advice: "", patience: "long-at-first" };

test("a poll that the rate limit refused comes again no sooner than the next poll would", () => {
  const troubles = new Troubles();
  troubles.note(throttled, 0);
  expect(troubles.pauseMs(throttled, 60_000)).toBe(120_000);
  expect(troubles.pauseMs(transient, 60_000)).toBeLessThanOrEqual(2_000);
});

test("a rate limit is asked again for ever, an outage at first for two minutes", () => {
  const troubles = new Troubles();
  troubles.note(transient, 1_000);
  expect(troubles.patienceLeftMs(transient, 2_000)).toBe(119_000);
  expect(troubles.patienceLeftMs(throttled, 1e9)).toBe(Infinity);
  expect(troubles.patienceLeftMs({ kind: "running", value: undefined }, 1e9)).toBe(Infinity);
});

test("after an answer for another run, a web page is tried for as long as an outage", () => {
  const page: Unfinished = { ...transient, patience: "short-at-first" };
  const api = { timesThrottled: 0, hasAnswered: false };
  const [one, other] = [new Troubles(api), new Troubles(api)];
  one.note(page, 0);
  expect(one.patienceLeftMs(page, 9_000)).toBeLessThanOrEqual(0);
  other.note({ kind: "running", value: undefined }, 0);
  expect(one.patienceLeftMs(page, 9_000)).toBe(111_000);
  other.note(throttled, 0);
  expect(one.pauseMs({ kind: "running", value: undefined }, 1_000)).toBe(2_000);
});
