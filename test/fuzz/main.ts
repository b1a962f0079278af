// Runs the action on seeded random cases: npm run fuzz -- --seed N --runs N; one run alone: --seed N --only K
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Report } from "./worker.ts";

const { values } = parseArgs({
  options: { seed: { type: "string" }, runs: { type: "string", default: "1000" }, only: { type: "string" } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const only = values.only === undefined ? undefined : Number(values.only);
const [first, end] = only === undefined ? [0, Number(values.runs)] : [only, only + 1];

/** How long one run may keep its worker busy before the worker is given up. Only ends what hangs, also on a busy machine. */
const BLOCKED_MS = 300_000;

/** More than the cores, since runs of the built action wait for real time. */
const workers = Math.min(end - first, availableParallelism() + 1);

const began = performance.now();
const statuses = new Map<string, number>();
let done = 0;
let disagreed = 0;

function tellOf(run: number, problems: readonly string[], description: string): void {
  disagreed++;
  console.log(`Run ${run} of seed ${seed} disagrees:`);
  for (const problem of problems) console.log(`- ${problem}`);
  console.log(description);
  console.log(`  npm run fuzz -- --seed ${seed} --only ${run}\n`);
}

/** Does the runs of one worker from `from` on. */
async function work(from: number): Promise<void> {
  if (from >= end) return;
  let last: Report = { run: from };
  const worker = fork(
    fileURLToPath(import.meta.resolve("./worker.ts")),
    [seed, from, end, workers].map(String),
  );
  const timer = setTimeout(() => worker.kill("SIGKILL"), BLOCKED_MS);
  worker.on("message", (report: Report) => {
    timer.refresh();
    last = report;
    const { run, status, problems = [], description = "" } = report;
    if (status === undefined) return;
    done++;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (problems.length > 0) tellOf(run, problems, description);
  });
  await new Promise((resolve) => worker.on("exit", resolve));
  clearTimeout(timer);
  const { run, status } = last;
  if (status === undefined) tellOf(run, ["the worker ended in the middle of it"], "");
  await work(run + workers);
}

await Promise.all(Array.from({ length: workers }, (_, n) => work(first + n)));
const tally = [...statuses].map(([status, count]) => `${count} ${status}`).join(", ");
console.log(
  `${done} runs of seed ${seed} in ${Math.round((performance.now() - began) / 1_000)} s: ${tally}; ${disagreed} disagreed`,
);
process.exitCode = disagreed === 0 && done === end - first ? 0 : 1;
