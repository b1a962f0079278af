import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

export const ACTION = fileURLToPath(new URL("../dist/wait/index.js", import.meta.url));
export const START = fileURLToPath(new URL("../dist/start/index.js", import.meta.url));

/** What one process took. */
export interface Measured {
  readonly wallMs: number;
  readonly peakMiB: number;
  readonly cpuMs: number;
  readonly exitCode: number | null;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});
const report = join(folder, "report.cjs");
writeFileSync(
  report,
  `process.on("exit", () => {
     const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
     const fs = require("node:fs");
     // On Linux maxRSS may be that of the process before its exec, which is this one.
     const own = fs.existsSync("/proc/self/status") && /VmHWM:\\s*(\\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))?.[1];
     fs.writeFileSync(process.env.BENCH_REPORT, JSON.stringify([(own || maxRSS) / 1024, (userCPUTime + systemCPUTime) / 1000]));
   });`,
);

/** Runs a script in a process of its own, with the variables of a runner. */
export async function measure(script: string, env: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const files = Object.fromEntries(
    ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "BENCH_REPORT"].map((name) => [name, join(folder, name)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, "");
  const began = performance.now();
  const child = spawn(process.execPath, ["--require", report, script], {
    stdio: "ignore",
    env: { PATH: process.env["PATH"], RUNNER_TEMP: folder, ...files, ...env },
  });
  const [exitCode] = (await once(child, "exit")) as [number | null];
  const wallMs = performance.now() - began;
  const [peakMiB = 0, cpuMs = 0] = JSON.parse(readFileSync(files["BENCH_REPORT"] ?? "", "utf8")) as number[];
  return { wallMs, peakMiB, cpuMs, exitCode };
}

/** Runs a script while a second process runs it too. */
export async function measureBeside(script: string): Promise<Measured> {
  const other = spawn(process.execPath, [script], { stdio: "ignore" });
  const [measured] = await Promise.all([measure(script), once(other, "exit")]);
  return measured;
}

/** A script that does nothing, or what it is given. */
export function scriptOf(name: string, code: string): string {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, code);
  return path;
}

/** How many bytes of dist/ a run loads. */
export async function loadedBytes(script: string, env: Readonly<Record<string, string>>): Promise<number> {
  const list = join(folder, "loaded");
  const hooks = scriptOf(
    "hooks",
    `const urls = [];
     require("node:module").registerHooks({ load: (url, context, next) => { urls.push(url); return next(url, context); } });
     process.on("exit", () => require("node:fs").writeFileSync(process.env.BENCH_LOADED, JSON.stringify(urls)));`,
  );
  await measure(script, { ...env, BENCH_LOADED: list, NODE_OPTIONS: `--require=${hooks}` });
  const urls = JSON.parse(readFileSync(list, "utf8")) as string[];
  return urls
    .filter((url) => url.startsWith(new URL("../dist/", import.meta.url).href))
    .reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
}

/** The median, and how far the figures spread. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (n: number) => sorted[n] ?? NaN;
  return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1) };
}

/** Runs several things in turn, so that the machine's moods meet all alike: one list of results for each. */
export async function inTurns<T>(times: number, runs: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results: T[][] = runs.map(() => []);
  for (let turn = -1; turn < times; turn++) {
    for (const [n, run] of runs.entries()) {
      const result = await run();
      // The first turn warms caches up.
      if (turn >= 0) results[n]?.push(result);
    }
  }
  return results;
}
