// Runs an action in the process of the tests: its sources, not dist/, against a real server. (Only the lines of `assert` and
// `outputs` are still evaluated by dist/gate.) That takes a twentieth of the time that a process takes, so a table can have many
// rows. Test in a process of its own what only a process shows: signals, crashes, the exit code, memory, the bundle. Runs cannot
// overlap, because the process has one environment and one stdout.
import { Console } from "node:console";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { jest } from "@jest/globals";
import type { Clock } from "../src/clock.ts";
import { waitForMany } from "../src/many/run.ts";
import { stepOf, type Step } from "../src/runner/entry.ts";
import { handOver as handOverStart } from "../src/start/hand-over.ts";
import { run as start } from "../src/start/run.ts";
import { handOver } from "../src/wait/hand-over.ts";
import { run as wait } from "../src/wait/run.ts";
import {
  inputVariables,
  nodeOfAction,
  readEnded,
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

/** Does what `runScript` does, in this process. */
export async function runScriptInProcess(
  script: Script,
  run: InProcessRun = {},
): Promise<Ended & { readonly asked: readonly Asked[] }> {
  await using own = await startStandIn();
  own.play("1", script);
  return { ...(await runAgainstInProcess(own, run)), asked: own.asked };
}

/** Does what `runAgainst` does, in this process. */
export function runAgainstInProcess(
  api: StandIn,
  { inputs = {}, ...rest }: InProcessRun = {},
): Promise<Ended> {
  const action = async (step: Step) => handOver(await wait(step), step);
  return runInProcess("wait", action, { inputs: waitInputs(api, inputs), ...rest });
}

/** Does what `runAgainst` does with `execution-ids`, in this process. */
export function runManyInProcess(api: StandIn, { inputs = {}, ...rest }: InProcessRun = {}): Promise<Ended> {
  return runInProcess("wait", waitForMany, { inputs: waitInputs(api, inputs), ...rest });
}

/** Does what `runStart` does, in this process. */
export function runStartInProcess(api: StandIn, { inputs = {}, ...rest }: InProcessRun = {}): Promise<Ended> {
  const action = async (step: Step) => handOverStart(await start(step), step);
  return runInProcess("start", action, { inputs: startInputs(api, inputs), ...rest });
}

// Jest gives tests an `Error` of their own, so Node's errors are not instances of it.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thrown: unknown): boolean {
    if (this === Error) return Object.prototype.toString.call(thrown) === "[object Error]";
    return Function.prototype[Symbol.hasInstance].call(this as typeof Error, thrown);
  },
});

// Jest's own console does not write to the streams of this process.
globalThis.console = new Console(process.stdout, process.stderr);

let isRunning = false;

async function runInProcess(
  name: "wait" | "start",
  action: (step: Step) => Promise<0 | 1>,
  { inputs = {}, env = {}, clock }: InProcessRun,
): Promise<Ended> {
  if (isRunning) throw new Error("A run is in progress: do not use test.concurrent here");
  isRunning = true;
  const { env: outerEnv } = process;
  const leaving = new AbortController();
  try {
    const runner = runnerVariables();
    const variables = { ...runner, ...inputVariables(name, inputs), ...env };
    process.env = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
    let log = "";
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, "write").mockImplementation((text) => {
        log += String(text);
        return true;
      });
    }
    const began = performance.now();
    const exitCode = await action({
      ...stepOf(new AbortController().signal, leaving.signal),
      ...(clock !== undefined && { clock }),
      execPath: nodeOfAction(),
      folder: join(ROOT, "dist", name),
    });
    return readEnded(exitCode, log, runner, performance.now() - began);
  } finally {
    jest.restoreAllMocks();
    process.env = outerEnv;
    leaving.abort();
    isRunning = false;
  }
}

/** A clock that jumps forward where it would sleep, so that long waits take no time. Sleeps at the same time add up. */
export function sleeplessClock(): Clock {
  let slept = 0;
  return {
    now: () => slept,
    sleep: async (ms, signal) => {
      await setImmediate();
      if (!signal.aborted) slept += Math.ceil(ms);
    },
  };
}
