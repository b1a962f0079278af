import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Clock } from "../src/clock.ts";
import { readNodeMap } from "../src/api/execution.ts";
import { Log } from "../src/show/log.ts";
import { ManyProgress } from "../src/show/many.ts";
import { Progress } from "../src/show/progress.ts";

let lines: string[];
let clock: Clock;

beforeEach(() => {
  jest.useFakeTimers();
  lines = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines.push(String(text).trimEnd());
    return true;
  });
  clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
});
afterEach(() => {
  jest.restoreAllMocks();
  delete process.env["RUNNER_DEBUG"];
  jest.useRealTimers();
});

const nodes = (...statuses: string[]) =>
  readNodeMap(
    Buffer.from(JSON.stringify(Object.fromEntries(statuses.map((status, n) => [`n${n + 1}`, { status }])))),
  );

test("a line for each change, none for the same again", () => {
  const progress = new Progress(new Log(""), clock);
  progress.running(undefined);
  progress.running(undefined);
  jest.advanceTimersByTime(2_000);
  const first = nodes("RUNNING", "QUEUED");
  progress.running(first);
  progress.running(first);
  progress.running(nodes("RUNNING", "QUEUED"));
  jest.advanceTimersByTime(10_000);
  progress.running(nodes("SUCCESS", "RUNNING"));
  progress.retrying("the connection was dropped (ECONNRESET)", 1, 950);
  progress.retrying("the connection was refused (ECONNREFUSED)", 2, 1_900);
  progress.stop();
  expect(lines).toEqual([
    "[0 ms] the API answers that the run goes on, and shows no nodes",
    '[2 s] 0 of 2 nodes done, running: "n1"',
    '[12 s] 1 of 2 nodes done, running: "n2"',
    "[12 s] request failed, next try in 950 ms: the connection was dropped (ECONNRESET)",
    "[12 s] request failed (2 in a row), next try in 1.9 s: the connection was refused (ECONNREFUSED)",
  ]);
});

test("a run without nodes, and one whose nodes are all done", () => {
  const progress = new Progress(new Log(""), clock);
  progress.running(nodes());
  progress.running(nodes("SUCCESS", "FAILED"));
  progress.running(nodes("SUCCESS", "QUEUED"));
  progress.stop();
  expect(lines).toEqual([
    "[0 ms] the API answers that the run goes on, and shows no nodes",
    "[0 ms] 2 of 2 nodes done",
    "[0 ms] 1 of 2 nodes done",
  ]);
});

test("each request is told of in the log of a debugged job", () => {
  process.env["RUNNER_DEBUG"] = "1";
  const one = new Progress(new Log(""), clock);
  one.answered("running", 20);
  one.answered("finished", 2_000);
  one.stop();
  const many = new ManyProgress(2, new Log(""), clock);
  many.of({ name: "a", executionId: "1" }).answered("running", 20);
  many.of({ name: "b", executionId: "2" }).answered("running", 20);
  many.stop();
  expect(lines).toEqual([
    "::debug::request 1: running after 20 ms",
    "::debug::request 2: finished after 2 s",
    '::debug::request 1, "a": running after 20 ms',
    '::debug::request 2, "b": running after 20 ms',
  ]);
});

test("a heartbeat every half a minute of silence, until the end", () => {
  const progress = new Progress(new Log(""), clock);
  jest.advanceTimersByTime(31_000);
  progress.running(nodes("RUNNING"));
  jest.advanceTimersByTime(65_000);
  progress.stop();
  jest.advanceTimersByTime(65_000);
  expect(lines).toEqual([
    "[30 s] still waiting; nothing is known of the run yet",
    '[31 s] 0 of 1 nodes done, running: "n1"',
    '[1 min 1 s] still waiting; 0 of 1 nodes done, running: "n1"',
    '[1 min 31 s] still waiting; 0 of 1 nodes done, running: "n1"',
  ]);
});

test("of many runs: a line when the count changes, a heartbeat in silence, and twenty failed requests at most", () => {
  const progress = new ManyProgress(2, new Log(""), clock);
  jest.advanceTimersByTime(31_000);
  progress.ended({ status: "failure" });
  const one = progress.of({ name: "b", executionId: "2" });
  one.running(nodes("RUNNING"));
  jest.advanceTimersByTime(31_000);
  for (let nth = 1; nth <= 30; nth++) one.retrying("the connection was dropped", nth, 1_000);
  progress.ended({ status: "success" });
  progress.stop();
  jest.advanceTimersByTime(65_000);
  expect(lines).toEqual([
    "[30 s] still waiting; 0 of 2 done, 0 passed",
    "[31 s] 1 of 2 done, 0 passed",
    "[1 min 1 s] still waiting; 1 of 2 done, 0 passed",
    ...Array<string>(20).fill('[1 min 2 s] "b": request failed, next try in 1 s: the connection was dropped'),
    "[1 min 2 s] further failed requests are not logged",
    "[1 min 2 s] 2 of 2 done, 1 passed",
  ]);
});
