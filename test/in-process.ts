// Runs an action in the process of the tests, from its sources, against a real server. That takes a twentieth of the time of a
// process of its own, so that a table may have many rows. What the process itself decides (signals, crashes, the exit code,
// memory, the bundle) only a process of its own shows. Such tests cannot run concurrently: inputs and log belong to the process.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import * as core from "@actions/core";
import { jest } from "@jest/globals";
import { systemClock, type Clock } from "../src/clock.ts";
import { waitForMany } from "../src/many/run.ts";
import type { Step } from "../src/runner/entry.ts";
import { Log } from "../src/show/log.ts";
import { handOver as handOverStart } from "../src/start/hand-over.ts";
import { run as start } from "../src/start/run.ts";
import { handOver } from "../src/wait/hand-over.ts";
import { run as wait } from "../src/wait/run.ts";
import {
  endedAs,
  inputVariables,
  nodeOfAction,
  ROOT,
  runnerVariables,
  startInputs,
  waitInputs,
  type ActionRun,
  type Ended,
} from "./action-process.ts";
import { startStandIn, type Asked, type Script, type StandIn } from "./api/server.ts";

export interface InProcessRun extends Pick<ActionRun, "inputs" | "env"> {
  /** The system's by default. */
  readonly clock?: Clock;
}

const WORK = {
  wait: async (step: Step) => handOver(await wait(step), step),
  many: waitForMany,
  start: async (step: Step) => handOverStart(await start(step), step),
};

/** As {@link runScript}. */
export async function runScriptInProcess(
  script: Script,
  run: InProcessRun = {},
): Promise<Ended & { readonly asked: readonly Asked[] }> {
  await using own = await startStandIn();
  own.play("1", script);
  return { ...(await runAgainstInProcess(own, run)), asked: own.asked };
}

/** As {@link runAgainst}. */
export function runAgainstInProcess(
  api: StandIn,
  { inputs = {}, ...rest }: InProcessRun = {},
): Promise<Ended> {
  const isMany = (inputs["execution-ids"] ?? "") !== "";
  return runInProcess(isMany ? "many" : "wait", { inputs: waitInputs(api, inputs), ...rest });
}

/** As {@link runStart}. */
export function runStartInProcess(api: StandIn, { inputs = {}, ...rest }: InProcessRun = {}): Promise<Ended> {
  return runInProcess("start", { inputs: startInputs(api, inputs), ...rest });
}

// Jest runs code in a realm of its own, whose Error is not that of Node's errors.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thrown: unknown): boolean {
    if (this === Error) return Object.prototype.toString.call(thrown) === "[object Error]";
    return Function.prototype[Symbol.hasInstance].call(this as typeof Error, thrown);
  },
});

let isBusy = false;

async function runInProcess(
  name: keyof typeof WORK,
  { inputs = {}, env = {}, clock = systemClock(() => performance.now()) }: InProcessRun,
): Promise<Ended> {
  if (isBusy) throw new Error("Another test runs in this process");
  isBusy = true;
  const runner = runnerVariables();
  const variables = { ...runner, ...inputVariables(name === "start" ? "start" : "wait", inputs), ...env };
  const leaving = new AbortController();
  const { env: own } = process;
  let log = "";
  process.env = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
  const stdout = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    log += String(text);
    return true;
  });
  const began = performance.now();
  try {
    core.setSecret(inputs["api-key"] ?? "");
    const exitCode = await WORK[name]({
      env: process.env,
      clock,
      log: new Log(inputs["api-key"] ?? ""),
      cancel: new AbortController().signal,
      leaving: leaving.signal,
      execPath: nodeOfAction(),
      folder: join(ROOT, "dist", name),
    });
    return endedAs(exitCode, log, runner, performance.now() - began);
  } finally {
    process.env = own;
    stdout.mockRestore();
    leaving.abort();
    isBusy = false;
  }
}

/** The system's clock, except that it jumps where it would sleep: long waits take no time. */
export function sleeplessClock(): Clock {
  let slept = 0;
  return {
    now: () => performance.now() + slept,
    sleep: async (ms, signal) => {
      await setImmediate();
      if (!signal.aborted) slept += Math.ceil(ms);
    },
  };
}
