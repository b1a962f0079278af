import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Clock } from "../../src/clock.ts";
import type { Step } from "../../src/runner/entry.ts";
import { handOver } from "../../src/wait/hand-over.ts";
import { run } from "../../src/wait/run.ts";
import { cleanUp, runAction } from "../action-process.ts";
import { runInProcess } from "../in-process.ts";
import type { Load } from "./load.ts";

/** What the runner and later steps see of a step. */
export interface Ended {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What the outputs `result-file` and `nodes-file` lead to. */
  readonly files: Readonly<Record<string, Buffer | undefined>>;
  /** On the clock of the step. */
  readonly tookMs: number;
  /** What the step should never do: throw, or go on without end. */
  readonly crash?: string;
}

/** How a case is run. */
export type Stage = (inputs: Readonly<Record<string, string>>, cancel: AbortSignal) => Promise<Ended>;

/** A clock on which a pause takes no real time. Real time counts too, unlike on `sleeplessClock`: some answers are slow. */
export function skippingClock(): Clock {
  let skipped = -performance.now();
  return {
    now: () => performance.now() + skipped,
    sleep: async (ms, signal) => {
      if (!signal.aborted) skipped += ms;
      await new Promise(setImmediate);
    },
  };
}

/** How long a run may take in real time before it counts as endless, on a machine that is idle. */
const ENDLESS_MS = 30_000;

/** Runs the action's code in this process. */
export const inProcess =
  (clock: Clock, load: Load): Stage =>
  async (inputs, cancel) => {
    const began = clock.now();
    let crash: Pick<Ended, "crash"> = {};
    const work = async (step: Step) => {
      const { exitCode, ...rest } = await orEndless(
        run(step).then((found) => handOver(found, step)),
        load,
      );
      crash = rest;
      return exitCode;
    };
    try {
      const ended = await runInProcess("wait", work, { inputs, clock, cancel });
      return { ...ended, ...crash, files: filesOf(ended.outputs), tookMs: clock.now() - began };
    } finally {
      cleanUp();
    }
  };

async function orEndless(code: Promise<0 | 1>, load: Load): Promise<Pick<Ended, "exitCode" | "crash">> {
  let timer: NodeJS.Timeout | undefined;
  let onCrash: (error: unknown) => void = () => undefined;
  try {
    return await Promise.race([
      code.then(
        (exitCode) => ({ exitCode }),
        (error: unknown) => ({ exitCode: 1, crash: String((error as Error).stack) }),
      ),
      new Promise<{ exitCode: null; crash: string }>((resolve) => {
        const began = performance.now();
        timer = setInterval(() => {
          if (performance.now() - began > ENDLESS_MS + 100 * load.latestMs)
            resolve({ exitCode: null, crash: "it goes on without end" });
        }, 1_000);
        onCrash = (error) => {
          resolve({ exitCode: null, crash: `nobody caught ${String((error as Error).stack)}` });
        };
        process.on("uncaughtException", onCrash);
      }),
    ]);
  } finally {
    clearInterval(timer);
    process.off("uncaughtException", onCrash);
  }
}

/** Runs the built action in a process of its own, as the runner does. */
export const inOwnProcess: Stage = async (inputs, cancel) => {
  try {
    const { outputs, ...ended } = await runAction({
      inputs,
      onSpawn: (child) => {
        cancel.addEventListener("abort", () => child.kill("SIGINT"));
      },
    });
    return { ...ended, outputs, files: filesOf(outputs) };
  } finally {
    cleanUp();
  }
};

function filesOf(outputs: Ended["outputs"]): Ended["files"] {
  const read = (name: string) => (outputs[name] === undefined ? undefined : readFileSync(outputs[name]));
  return { result: read("result-file"), nodes: read("nodes-file") };
}
