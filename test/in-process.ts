// Runs an action in the process of the tests: its sources, not dist/, against a real server. (Only the lines of `assert` and
// `outputs` are still evaluated by dist/gate.) That takes a twentieth of the time that a process takes, so a table can have many
// rows. Test in a process of its own what only a process shows: signals, crashes, the exit code, memory, the bundle. Runs cannot
// overlap, because the process has one environment and one stdout.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
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
  readonly cancel?: AbortSignal;
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

const STREAMS = [process.stdout, process.stderr].map((stream) => ({
  stream,
  write: stream.write.bind(stream),
}));

let isRunning = false;

/**
 * Runs an action with a runner's variables and files, its log caught.
 *
 * @param work resolves to the exit code
 */
export async function runInProcess<Code extends number | null>(
  name: "wait" | "start",
  work: (step: Step) => Promise<Code>,
  { inputs = {}, env = {}, clock, cancel = new AbortController().signal }: InProcessRun,
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
    for (const { stream } of STREAMS) {
      stream.write = (text: string | Uint8Array) => {
        log += typeof text === "string" ? text : Buffer.from(text).toString();
        return true;
      };
    }
    const began = performance.now();
    const exitCode = await work({
      ...stepOf(cancel, leaving.signal),
      ...(clock !== undefined && { clock }),
      execPath: nodeOfAction(),
      folder: join(ROOT, "dist", name),
    });
    return readEnded(exitCode, log, runner, performance.now() - began);
  } finally {
    for (const { stream, write } of STREAMS) stream.write = write;
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
