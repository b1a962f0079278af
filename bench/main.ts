// npm run bench: measures everything side by side and writes docs/performance.md and docs/delay.svg.
// npm run bench -- --light: guards the size of the bundle and the start-up with generous bounds, for CI.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { format } from "prettier";
import { finished, node } from "../test/api/agent-run.ts";
import { API_KEY, startStandIn, type Script } from "../test/api/server.ts";
import { chart, delayOf, SCHEDULES } from "./delay.ts";
import {
  ACTION,
  inTurns,
  loadedBytes,
  measure,
  scriptOf,
  spreadOf,
  type Measured,
  type Spread,
} from "./startup.ts";

const isLight = process.argv.includes("--light");
const MIB = 1_024 * 1_024;

const api = await startStandIn();
const inputs = (more: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries({ "execution-id": "1", "api-key": API_KEY, "base-url": api.url, ...more }).map(
      ([name, value]) => [`INPUT_${name.toUpperCase()}`, value],
    ),
  );
const play = (script: Script) => {
  api.asked.length = 0;
  api.play("1", script);
};
const done = finished({ a: node({ is_output_node: true, value: { score: 1 } }) });
const empty = scriptOf("empty", "");

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
const kB = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`;
const ratio = ({ median, min, max }: Spread) => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
const ratiosOf = (a: readonly Measured[], b: readonly Measured[], of: (run: Measured) => number) =>
  spreadOf(a.map((run, n) => of(run) / of(b[n] ?? run)));
const expectGreen = (runs: readonly Measured[]) => {
  if (runs.some(({ exitCode }) => exitCode !== 0)) throw new Error("a run that should be green was red");
};

async function startUp(times: number) {
  play(done);
  const refused = inputs({ "execution-id": "x" });
  const asserting = inputs({ assert: "json.score == 1", outputs: "score = json.score" });
  const [none = [], refusal = [], run = [], gated = []] = await inTurns(times, [
    () => measure(empty),
    () => measure(ACTION, refused),
    () => measure(ACTION, inputs({})),
    () => measure(ACTION, asserting),
  ]);
  expectGreen([...run, ...gated]);
  if (refusal.some(({ exitCode }) => exitCode !== 1)) throw new Error("a refused input was not refused");
  const wall = (runs: readonly Measured[]) => ratiosOf(runs, none, ({ wallMs }) => wallMs);
  return {
    emptyMs: spreadOf(none.map(({ wallMs }) => wallMs)),
    refused: wall(refusal),
    finished: wall(run),
    gated: wall(gated),
    bytes: {
      refused: await loadedBytes(refused),
      finished: await loadedBytes(inputs({})),
      gated: await loadedBytes(asserting),
    },
  };
}

if (isLight) {
  const { refused, finished: run, bytes } = await startUp(9);
  const checks: [string, number, number][] = [
    ["bytes of dist that a run without assert loads", bytes.finished, 150_000],
    ["start-up to a refused input, times an empty Node process", refused.median, 2.3],
    ["start-up to the end of a finished run, times an empty Node process", run.median, 3.2],
  ];
  for (const [what, figure, bound] of checks) {
    console.log(
      `${figure <= bound ? "ok" : "TOO MUCH"}: ${what}: ${Number(figure.toFixed(2))}, at most ${bound}`,
    );
    if (figure > bound) process.exitCode = 1;
  }
  await api.close();
} else {
  console.log("Measuring start-up ...");
  const start = await startUp(40);
  console.log("Measuring sizes ...");
  const sizes = await size();
  console.log("Measuring polls ...");
  const polls = await polling();
  await api.close();
  const text = page(start, sizes, polls);
  writeFileSync(
    new URL("../docs/performance.md", import.meta.url),
    await format(text, { parser: "markdown", printWidth: 110 }),
  );
  writeFileSync(new URL("../docs/delay.svg", import.meta.url), chart(Math.random));
  console.log(text);
}

async function size() {
  const bare = scriptOf(
    "bare",
    `require("node:http").get(process.env.URL, (message) => {
       const chunks = [];
       message.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
         if (Object.keys(JSON.parse(Buffer.concat(chunks).toString())).length === 0) process.exitCode = 1;
         process.exit();
       });
     });`,
  );
  const url = `${api.url}/workflow-version-execution-results?workflow_version_execution_id=1&return_all_outputs=true`;
  const withKey = bareWithKey(bare, url);
  // What the processes take by themselves: with hardly a body.
  play(done);
  const [small = [], bareSmall = []] = await inTurns(7, [
    () => measure(ACTION, inputs({})),
    () => measure(withKey),
  ]);
  const peakOf = (runs: readonly Measured[]) => spreadOf(runs.map(({ peakMiB }) => peakMiB)).median;
  const rows: string[][] = [];
  for (const [mib, nodes, text, what] of [
    [1, 8, "x", ""],
    [8, 8, "x", ""],
    [32, 8, "x", ""],
    [64, 1, "x", ""],
    [64, 8, "x", ""],
    [64, 20_000, "x", ""],
    [16, 8, 'A line of prose, with a "quotation" in it.\n', ", prose"],
    [16, 8, "Ein Satz mit Umläuten, für größere Überraschung. ", ", not ASCII"],
  ] as const) {
    const overhead = JSON.stringify({ n00000: node() }).length;
    const room = Math.floor((mib * MIB) / nodes) - overhead - 8;
    const value = text.repeat(Math.floor(room / (Buffer.byteLength(JSON.stringify(text)) - 2)));
    const entries = Array.from({ length: nodes }, (_, n) => [
      `n${String(n)}`,
      node({ value, is_output_node: n === 0 }),
    ]);
    const body = `${JSON.stringify(Object.fromEntries(entries))}\n`;
    play(({ allOutputs }) => ({ body: allOutputs ? body : '"done"\n' }));
    const [ours = [], theirs = []] = await inTurns(7, [
      () => measure(ACTION, inputs({})),
      () => measure(withKey),
    ]);
    expectGreen([...ours, ...theirs]);
    const peak = (runs: readonly Measured[], own: readonly Measured[]) =>
      ratio(spreadOf(runs.map(({ peakMiB }) => (peakMiB - peakOf(own)) / mib)));
    rows.push([
      `${mib} MiB in ${nodes} ${nodes === 1 ? "node" : "nodes"}${what}`,
      spreadOf(ours.map(({ wallMs }) => wallMs)).median.toFixed(0),
      ratio(ratiosOf(ours, theirs, ({ wallMs }) => wallMs)),
      peak(ours, small),
      peak(theirs, bareSmall),
    ]);
  }
  return rows;
}

function bareWithKey(script: string, url: string): string {
  const code = readFileSync(script, "utf8").replace(
    "process.env.URL",
    `${JSON.stringify(url)}, { headers: { "x-api-key": ${JSON.stringify(API_KEY)} } }`,
  );
  return scriptOf("bare-with-key", code);
}

async function polling() {
  const value = { text: "x".repeat(400) };
  const nodes = (changing: number) =>
    Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [
        `Node ${n}`,
        node({ status: n <= changing ? "SUCCESS" : "RUNNING", value }),
      ]),
    );
  const bodies = Array.from({ length: 100 }, (_, n) => `${JSON.stringify(nodes(n))}\n`);
  const POLLS = 200;
  const run = (count: number, body: (nth: number) => string) => async () => {
    play((asked, nth) => (nth < count ? { status: 202, body: body(nth) } : done(asked, nth)));
    return measure(ACTION, inputs({ "poll-interval": "1ms" }));
  };
  const same = bodies[0] ?? "";
  const [one = [], still = [], moving = []] = await inTurns(9, [
    run(1, () => same),
    run(POLLS, () => same),
    run(POLLS, (nth) => bodies[nth % bodies.length] ?? ""),
  ]);
  const cpu = (runs: readonly Measured[]) =>
    spreadOf(runs.map(({ cpuMs }, n) => (cpuMs - (one[n]?.cpuMs ?? 0)) / (POLLS - 1)));
  const ms = ({ median, min, max }: Spread) =>
    `${median.toFixed(2)} ms (${min.toFixed(2)}–${max.toFixed(2)})`;
  return [
    ["nothing changed since the last poll", ms(cpu(still)), `${(same.length / 1_024).toFixed(0)} KiB`],
    ["a node changed", ms(cpu(moving)), `${((bodies[50]?.length ?? 0) / 1_024).toFixed(0)} KiB`],
  ];
}

function page(start: Awaited<ReturnType<typeof startUp>>, sizes: string[][], polls: string[][]): string {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const delays = [2, 5, 15, 60, 300].map((length) => [
    `${length} s`,
    ...SCHEDULES.map((schedule) => {
      const from = Math.max(0, length - 2.5) * 1_000;
      const { meanMs, worstMs, requests } = delayOf(schedule, from, (length + 2.5) * 1_000, Math.random);
      return `${seconds(meanMs)}, ${seconds(worstMs)}, ${requests.toFixed(1)}`;
    }),
  ]);
  const under5 = SCHEDULES.map((schedule) => seconds(delayOf(schedule, 0, 5_000, Math.random).meanMs));
  return `# What it costs

Written by \`npm run bench\`, which measures all of it anew, side by side in one run. Last written on
${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${process.platform}, ${cpus().length} cores of ${cpus()[0]?.model ?? "unknown"}. Machines differ and are noisy, so
what counts are the ratios: medians, with the least and the greatest of the runs behind them.

## Start-up

Whole processes, run in turn 40 times, as multiples of a Node process that does nothing (${start.emptyMs.median.toFixed(0)} ms here).

${table(
  ["", "times an empty Node process", "target", "of dist it loads", "target"],
  [
    ["to a refused input", ratio(start.refused), "1.8", kB(start.bytes.refused), ""],
    [
      "to the end of a finished run (two requests on loopback)",
      ratio(start.finished),
      "2.5",
      kB(start.bytes.finished),
      "150 kB",
    ],
    ["the same with `assert` and `outputs`", ratio(start.gated), "", kB(start.bytes.gated), ""],
  ],
)}

\`dist\` is not minified, so that it can be read. Bundled as they come, the two official packages alone were
481 kB minified when that was tried, nearly all of it \`undici\` for a proxy dispatcher that is never called: the patches in [patches/](../patches) leave that
import out, and declare \`@actions/core\` free of side effects, so that its unused parts fall away. Proxies go through \`tunnel\`,
which stays, and \`test/network.test.ts\` runs with a real proxy. The HTTP client is a chunk of its own, loaded when all inputs are good,
and so is what \`assert\` and \`outputs\` need.

## Delay

From the agent's finish to the poll that sees it: mean, worst, and the number of requests, over runs within 2.5 s
of the given length. Computed from the very function that the action pauses by, against what
people write today. The time of the requests themselves comes on top; this action makes one more, for the main output.

${table(["the agent runs", ...SCHEDULES.map(({ name }) => name)], delays)}

Over all runs under 5 s the means are ${under5.map((mean, n) => `${mean} (${SCHEDULES[n]?.name ?? ""})`).join(", ")}.

![Mean delay by the length of the run](delay.svg)

The first pause is a second, each next one 1.3 times as long, up to \`poll-interval\`. A slower growth would see short runs
sooner, but cost more than five requests over asking every 5 s; the main output, which the others do not ask for apart,
is counted in. Chance takes up to a tenth off the pauses while they grow, never later, so that the cost stays bounded
however long the wait.

## Size

Time of the whole process for a finished run, against reading the same body and \`JSON.parse\`-ing it in bare Node; peak memory over
what the process takes with hardly a body, as a multiple of the body.

${table(["body", "ms", "times bare Node (target 2)", "peak, times the body (target 4)", "bare Node's peak"], sizes)}

The body is read once, byte by byte, and only what the verdict needs is built; files are written from the same bytes. Long
strings are searched, not walked: walked, they made V8 compile the walk, which took five megabytes when that was tried.

## Polls

On a run with 200 nodes, over 200 polls.

${table(["", "CPU for each poll", "bytes of body"], polls)}

A body that is the same as the one before is compared, not parsed. The connection is kept.
`;
}
