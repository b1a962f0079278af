import { expect, test } from "@jest/globals";
import { systemClock } from "../src/clock.ts";

const clock = systemClock(() => 7);

/** Whether a sleep is over after everything that is due now. */
async function isOver(sleep: Promise<void>): Promise<boolean> {
  let over = false;
  void sleep.then(() => (over = true));
  await new Promise((resolve) => setTimeout(resolve, 5));
  return over;
}

test("a sleep ends when its time is over, or at once with its signal", async () => {
  expect(clock.now()).toBe(7);
  await clock.sleep(1, new AbortController().signal);
  const cancel = new AbortController();
  const sleep = clock.sleep(3_600_000, cancel.signal);
  expect(await isOver(sleep)).toBe(false);
  cancel.abort();
  expect(await isOver(sleep)).toBe(true);
  expect(await isOver(clock.sleep(3_600_000, cancel.signal))).toBe(true);
});

test("a sleep that is longer than a timer can be is not over at once", async () => {
  const cancel = new AbortController();
  expect(await isOver(clock.sleep(2 ** 40, cancel.signal))).toBe(false);
  cancel.abort();
});
