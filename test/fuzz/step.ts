import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../src/clock.ts";
import { Log } from "../../src/show/log.ts";
import { handOver } from "../../src/wait/hand-over.ts";
import { run } from "../../src/wait/run.ts";
import { cleanUp, metadata, runAction } from "../action-process.ts";
import { parseOutputs } from "../runner-protocol.ts";
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

/** A clock on which a pause takes no real time. */
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

const DEFAULTS = Object.fromEntries(
  Object.entries(metadata.inputs).map(([name, input]) => [name, input.default ?? ""]),
);

/** How long a run may take in real time before it counts as endless, on a machine that is idle. */
const ENDLESS_MS = 30_000;

/** Runs the action's code in this process, with files of its own and its log caught. */
export const inProcess =
  (clock: Clock, load: Load): Stage =>
  async (inputs, cancel) => {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
    const fileOf = (name: string) => join(folder, name);
    const given = { ...DEFAULTS, ...inputs };
    const env = {
      RUNNER_TEMP: fileOf("temp"),
      GITHUB_OUTPUT: fileOf("output"),
      GITHUB_STEP_SUMMARY: fileOf("summary"),
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    };
    mkdirSync(env.RUNNER_TEMP);
    for (const file of [env.GITHUB_OUTPUT, env.GITHUB_STEP_SUMMARY]) writeFileSync(file, "");
    Object.assign(process.env, env);
    let log = "";
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text: string | Uint8Array, ...rest: unknown[]) => {
      log += Buffer.from(text).toString();
      const done = rest.find((other) => typeof other === "function");
      if (done !== undefined) (done as () => void)();
      return true;
    };
    const began = clock.now();
    const leaving = new AbortController();
    const step = {
      env: process.env,
      clock,
      log: new Log(given["api-key"]?.trim() ?? ""),
      cancel,
      leaving: leaving.signal,
      execPath: process.execPath,
      // Expressions are evaluated by the built action.
      folder: fileURLToPath(new URL("../../dist/wait", import.meta.url)),
    };
    try {
      const ended = await orEndless(
        run(step).then((found) => handOver(found, step)),
        load,
      );
      const outputs = parseOutputs(readFileSync(env.GITHUB_OUTPUT, "utf8"));
      const summary = readFileSync(env.GITHUB_STEP_SUMMARY, "utf8");
      return { ...ended, log, outputs, summary, files: filesOf(outputs), tookMs: clock.now() - began };
    } finally {
      leaving.abort();
      process.stdout.write = write;
      rmSync(folder, { recursive: true });
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
