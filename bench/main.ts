// npm run bench: measures everything side by side and writes docs/performance.md and docs/delay.svg.
// npm run bench -- --delay: only its part on the delay, in seconds.
// npm run bench -- --many: only its part on many runs, in some minutes.
// npm run bench -- --light: guards the size of the bundle and the start-up with generous bounds, for CI.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { format } from "prettier";
import { agentRun, finished, node, type Step } from "../test/api/agent-run.ts";
import { API_KEY, startStandIn, type Script } from "../test/api/server.ts";
import { chart } from "./chart.ts";
import { costsOf, costsUnder5s, SCHEDULES, type Cost } from "./delay.ts";
import { BLIND, BY_MEDIAN, MISLEADING, UNUSUAL, USUAL, type Kind } from "./model.ts";
import {
  ACTION,
  inTurns,
  loadedBytes,
  measure,
  measureBeside,
  scriptOf,
  spreadOf,
  START,
  type Measured,
  type Spread,
} from "./startup.ts";

const isLight = process.argv.includes("--light");
const isDelay = process.argv.includes("--delay");
const isMany = process.argv.includes("--many");
const PAGE = new URL("../docs/performance.md", import.meta.url);
const CHART = new URL("../docs/delay.svg", import.meta.url);
/** How many runs of each median. */
const RUNS = 2_000;
const MIB = 1_024 * 1_024;

const api = await startStandIn();
const variables = (more: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries({ "api-key": API_KEY, "base-url": api.url, ...more }).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]),
  );
const inputs = (more: Readonly<Record<string, string>>) => variables({ "execution-id": "1", ...more });
const starting = (more: Readonly<Record<string, string>>) =>
  variables({ agent: "a", label: "production", "input-variables": '{"topic": "news"}', ...more });
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
  const noStart = starting({ version: "x" });
  api.offer("a", { run: () => done });
  const [none = [], pair = [], refusal = [], run = [], gated = [], refusedStart = [], started = []] =
    await inTurns(times, [
      () => measure(empty),
      () => measureBeside(empty),
      () => measure(ACTION, refused),
      () => measure(ACTION, inputs({})),
      () => measure(ACTION, asserting),
      () => measure(START, noStart),
      () => measure(START, starting({})),
    ]);
  expectGreen([...run, ...gated, ...started]);
  if ([...refusal, ...refusedStart].some(({ exitCode }) => exitCode !== 1))
    throw new Error("a refused input was not refused");
  const wall = (runs: readonly Measured[]) => ratiosOf(runs, none, ({ wallMs }) => wallMs);
  return {
    emptyMs: spreadOf(none.map(({ wallMs }) => wallMs)),
    refused: wall(refusal),
    finished: wall(run),
    gated: wall(gated),
    gatedToPair: ratiosOf(gated, pair, ({ wallMs }) => wallMs),
    refusedStart: wall(refusedStart),
    started: wall(started),
    bytes: {
      refused: await loadedBytes(ACTION, refused),
      finished: await loadedBytes(ACTION, inputs({})),
      gated: await loadedBytes(ACTION, asserting),
      refusedStart: await loadedBytes(START, noStart),
      started: await loadedBytes(START, starting({})),
    },
  };
}

/** What is measured, the figure and its bound. */
type Check = readonly [string, number, number];

async function check(): Promise<Check[]> {
  const { refused, finished: run, gatedToPair, refusedStart, started, bytes } = await startUp(9);
  return [
    ["bytes of dist that a run without assert loads", bytes.finished, 150_000],
    ["start-up to a refused input, times an empty Node process", refused.median, 2.3],
    ["start-up to the end of a finished run, times an empty Node process", run.median, 3.2],
    // It is two processes. Held against a lone one, it would show how busy the machine is.
    [
      "the same with `assert` and `outputs`, times an empty Node process beside another",
      gatedToPair.median,
      4.1,
    ],
    ["bytes of dist that a start loads", bytes.started, 150_000],
    ["start-up to a refused input of a start, times an empty Node process", refusedStart.median, 2.3],
    ["start-up to the end of a start, times an empty Node process", started.median, 3.2],
  ];
}

if (isLight) {
  let checks = await check();
  // A busy machine can only add.
  for (let again = 0; again < 2 && checks.some(([, figure, bound]) => figure > bound); again++) {
    const others = await check();
    checks = checks.map(([what, figure, bound], n) => [
      what,
      Math.min(figure, others[n]?.[1] ?? figure),
      bound,
    ]);
  }
  for (const [what, figure, bound] of checks) {
    console.log(
      `${figure <= bound ? "ok" : "TOO MUCH"}: ${what}: ${Number(figure.toFixed(2))}, at most ${bound}`,
    );
    if (figure > bound) process.exitCode = 1;
  }
  await api.close();
} else if (isDelay) {
  await api.close();
  await write(withSection("Delay", delaySection()));
} else if (isMany) {
  const rows = await manyRuns();
  await api.close();
  await write(withSection("Many runs", manySection(rows)));
} else {
  console.log("Measuring start-up ...");
  const start = await startUp(40);
  console.log("Measuring sizes ...");
  const sizes = await size();
  console.log("Measuring polls ...");
  const polls = await polling();
  console.log("Measuring many runs ...");
  const many = await manyRuns();
  await api.close();
  const text = page(start, sizes, many, polls);
  await write(text);
  console.log(text);
}

async function write(text: string): Promise<void> {
  writeFileSync(PAGE, await format(text, { parser: "markdown", printWidth: 110 }));
  writeFileSync(CHART, chart(RUNS));
}

/** The page as it is, with one section anew. */
function withSection(title: string, text: string): string {
  const [before, after] = readFileSync(PAGE, "utf8").split(new RegExp(`^## ${title}\\n[^]*?(?=^## )`, "mu"));
  if (before === undefined || after === undefined) throw new Error(`the page has no section ${title}`);
  return `${before}${text}\n${after}`;
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
  const POLLS = 60;
  const run = (count: number, body: (nth: number) => string) => async () => {
    play((asked, nth) => (nth < count ? { status: 202, body: body(nth) } : done(asked, nth)));
    return measure(ACTION, inputs({ "poll-interval": "110ms" }));
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

/** Waits for 256 large runs, and for 40 that take a minute, each once. */
async function manyRuns(): Promise<string[][]> {
  const wait = async (count: number, scriptOf: (n: number) => Script) => {
    const ids = Array.from({ length: count }, (_, n) => String(n + 1));
    for (const [n, id] of ids.entries()) api.play(id, scriptOf(n));
    api.asked.length = 0;
    const measured = await measure(ACTION, variables({ "execution-ids": JSON.stringify(ids) }));
    expectGreen([measured]);
    return { ...measured, requests: api.asked.length };
  };
  const own = await wait(1, () => done);
  const large = finished({ a: node({ is_output_node: true, value: "x".repeat(MIB) }) });
  const long = (n: number) => {
    const steps = Array.from({ length: 5 }, (_, stage): [string, Step] => [
      `Stage ${stage + 1}`,
      {
        takesMs: 10_000 + 100 * n,
        isOutput: stage === 4,
        ...(stage > 0 && { needs: [`Stage ${stage}`] }),
      },
    ]);
    return agentRun(Object.fromEntries(steps), undefined, performance.now());
  };
  const rows: [string, Awaited<ReturnType<typeof wait>>][] = [
    ["256 runs of 1 MiB, all over", await wait(256, () => large)],
    ["40 runs of 50 to 70 s, in five stages", await wait(40, long)],
  ];
  return rows.map(([what, { peakMiB, requests, cpuMs, wallMs }]) => [
    what,
    `${(wallMs / 1_000).toFixed(0)} s`,
    String(requests),
    `${((cpuMs - own.cpuMs) / 1_000).toFixed(2)} s`,
    `${(peakMiB - own.peakMiB).toFixed(0)} MiB`,
  ]);
}

function manySection(rows: string[][]): string {
  return `## Many runs

One wait for all of them, measured once. CPU and peak memory are over what the process takes for one run with hardly a body.

${table(["", "took", "requests", "CPU", "peak (target for 256 MiB: 150 MiB)"], rows)}

The pace is four requests a second in all, so 256 runs that are all over take 512 requests and more than two minutes. What a run said goes
to the file when the run has ended. Until Node collects them, some tens of MiB of bodies that nobody needs any more stay in memory.
`;
}

function page(
  start: Awaited<ReturnType<typeof startUp>>,
  sizes: string[][],
  many: string[][],
  polls: string[][],
): string {
  return `# Performance

Written by \`npm run bench\`, which measures all of it anew, side by side in one run. Last written on
${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${process.platform}, ${cpus().length} cores of ${cpus()[0]?.model ?? "unknown"}. Machines differ and are noisy, so
the ratios count: medians, with the least and the greatest of the runs behind them. Agents, API and network are simulated on one machine.

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
    ["the same with `assert` and `outputs`", ratio(start.gated), "3.2", kB(start.bytes.gated), ""],
    ["`start`: to a refused input", ratio(start.refusedStart), "1.8", kB(start.bytes.refusedStart), "150 kB"],
    [
      "`start`: to a run that is started (one request on loopback)",
      ratio(start.started),
      "2.5",
      kB(start.bytes.started),
      "150 kB",
    ],
  ],
)}

\`dist\` is not minified, so that it can be read. The build replaces \`undici\`, which is most of what \`@actions/http-client\` brings and
is used for nothing here, by a stub ([scripts/undici.ts](../scripts/undici.ts)), and declares \`@actions/core\` free of side effects, so that the
bundler leaves out its unused parts. Proxies work without it: \`test/proxy.test.ts\` runs with a real one. The HTTP client is a chunk of its
own, loaded when all inputs are good, and so is what \`assert\` and \`outputs\` need.

${delaySection()}
## Size

Time of the whole process for a finished run, against reading the same body and \`JSON.parse\`-ing it in bare Node; peak memory over
what the process takes with hardly a body, as a multiple of the body.

${table(["body", "ms", "times bare Node (target 2)", "peak, times the body (target 4)", "bare Node's peak"], sizes)}

The body is read once, byte by byte, and only what the verdict needs is built. Files are written from the same bytes.

${manySection(many)}
## Polls

On a run with 200 nodes, over 60 polls.

${table(["", "CPU for each poll", "bytes of body"], polls)}

A body that is the same as the one before is compared, not parsed. The connection is kept.
`;
}

function delaySection(): string {
  const figures = (costs: readonly Cost[]) =>
    costs.flatMap(({ delayMs, requests }) => [(delayMs / 1_000).toFixed(2), requests.toFixed(1)]);
  const part = (what: string, kinds: readonly Kind[], more: string[][] = []) =>
    table(
      [what, ...SCHEDULES.flatMap(({ name }) => [name, "requests"])],
      [...kinds.map((kind) => [kind.name, ...figures(costsOf(kind, RUNS))]), ...more],
    );
  return `## Delay

The delay is the time from the end of the run to the answer that reports it. It is computed with the function that the action
uses ([src/wait/pace.ts](../src/wait/pace.ts)), and with \`poll-interval\` at its default of 5 s. The agents are random, but made from a fixed seed
([bench/model.ts](../bench/model.ts)): every schedule waits for the same runs, and the table is the same each time. A request takes 0.2 s.
The request for the main output, which comes last, does not depend on the pauses and is not counted.

The agents have three to six stages, every second agent has a fan (a stage of four nodes side by side), and the times of a node are
log-normal (sigma 0.6). The rows differ in the median of a node's time. Each pair of columns has the mean delay in seconds and the mean
number of requests:

${part("median of a node", [...BY_MEDIAN, USUAL], [["of these, runs under 5 s", ...figures(costsUnder5s(RUNS))]])}

![Mean delay against the number of requests](delay.svg)

The lines show what other choices would cost: other intervals, and all pauses shorter or longer by the same factor. Both axes are
logarithmic.

While a node is queued, the run is usually at least one stage from its end, so the action asks less often. When no node is queued, it asks
often. It learns from the run itself how long a stage takes. Growing pauses begin at a second, and each is 1.3 times as long as the one
before: the action makes them where the responses show no nodes, or never one that is queued. Jitter shortens the first pause, and every
other but the longest, by up to a tenth.

The same comparison for other kinds of agents. The medians are 1 to 8 s, unless the row says otherwise:

${part("agents", [...UNUSUAL, ...BLIND])}

Where the last stage takes far longer than those before, the action asks more often than pauses that grow, and sees the end sooner:

${part("agents", MISLEADING)}
`;
}
