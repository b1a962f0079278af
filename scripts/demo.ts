// Runs the two built actions as GitHub's runner would, as two steps, and shows what a workflow's author would see.
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cleanUp, metadata, runAction, startMetadata, type Ended } from "../test/action-process.ts";
import { offerScenarios } from "../test/api/scenarios.ts";
import { API_KEY, startStandIn } from "../test/api/server.ts";
import { parseCommand } from "../test/runner-protocol.ts";

interface Demo {
  readonly about: string;
  /** The `status` at the end. */
  readonly status: string;
  /** Inputs of the step that starts the run. */
  readonly start?: Readonly<Record<string, string>>;
  /** Inputs of the step that waits. */
  readonly wait?: Readonly<Record<string, string>>;
  /** Cancel the wait after so long. */
  readonly cancelAfterMs?: number;
}

const GATE = { assert: "json.verdict == 'approve'\njson.score >= 0.8" };

const DEMOS: Readonly<Record<string, Demo>> = {
  green: { about: "the agent succeeds, and its answer passes the gate", status: "success", wait: GATE },
  red: { about: "a node of the agent fails", status: "failure", start: { agent: "red" }, wait: GATE },
  rejected: {
    about: "the agent succeeds, but its answer does not pass the gate",
    status: "failure",
    wait: { assert: "json.verdict == 'approve'\njson.score >= 0.95\njson.risk < 0.3" },
  },
  tolerated: {
    about: "the same, with fail-on-error: false",
    status: "failure",
    wait: { assert: "json.score >= 0.95", "fail-on-error": "false" },
  },
  prose: {
    about: "the answer has its JSON in a code fence between prose",
    status: "success",
    start: { agent: "prose" },
    wait: { ...GATE, outputs: "verdict = json.verdict\ntargets = json.targets" },
  },
  branches: { about: "one of two branches is taken", status: "success", start: { agent: "branches" } },
  many: {
    about: "three cases are started twice each, and five of six runs have to pass",
    status: "success",
    start: { "input-files": "", "cases-file": "cases.jsonl", repeat: "2" },
    wait: { ...GATE, "min-passed": "5" },
  },
  timeout: {
    about: "the agent is still running at the end of timeout",
    status: "timeout",
    start: { agent: "endless" },
    wait: { timeout: "4s" },
  },
  cancelled: {
    about: "the job is cancelled",
    status: "cancelled",
    start: { agent: "endless" },
    cancelAfterMs: 2_000,
  },
  error: { about: "the API refuses the key", status: "error", wait: { "api-key": "pl_wrong" } },
  warning: {
    about: "the start warns of a missing variable, and nothing is waited for",
    status: "failure",
    start: { agent: "review", "input-files": "" },
  },
  unsure: {
    about: "whether a run was started is not known, so it is not tried again",
    status: "error",
    start: { agent: "vague" },
  },
  hostile: {
    about: "an attacker wrote the names, the errors and the result",
    status: "failure",
    start: { agent: "hostile" },
  },
};

const HELP = `Usage: npm run demo -- [options]

Starts an agent and waits for it, as two steps of a job, against a stand-in of PromptLayer's API.

Options:
  --scenario NAME            what happens, see below (green by default)
  --input NAME=VALUE         an input of the step that waits; may be given several times
  --start-input NAME=VALUE   the same for the step that starts
  --execution-id ID          wait for a real run instead, with the key in PROMPTLAYER_API_KEY
  --help                     this text

Scenarios:
${Object.entries(DEMOS)
  .map(([name, { about, status }]) => `  ${name.padEnd(10)} ${about} (${status})`)
  .join("\n")}`;

const options = readOptions();
if (options.help) {
  console.log(HELP);
  process.exit();
}
const real = options["execution-id"];
const key = process.env["PROMPTLAYER_API_KEY"] ?? "";
if (real !== undefined && key === "")
  refuse("Set PROMPTLAYER_API_KEY to the key of the workspace that ran the agent.");
const demo = Object.hasOwn(DEMOS, options.scenario) ? DEMOS[options.scenario] : undefined;
if (demo === undefined)
  refuse(`There is no scenario "${options.scenario}"; the scenarios are ${Object.keys(DEMOS).join(", ")}.`);
const waitInputs = inputsOf(options.input, "--input", metadata.inputs);
const startInputs = inputsOf(options["start-input"], "--start-input", startMetadata.inputs);

const workspace = mkdtempSync(join(tmpdir(), "workspace-"));
writeFileSync(
  join(workspace, "diff.patch"),
  "--- a/export.py\n+++ b/export.py\n@@ -1 +1 @@\n-rows = load_all()\n+rows = stream()\n",
);
writeFileSync(
  join(workspace, "cases.jsonl"),
  ["export", "login", "python"]
    .map((name) => JSON.stringify({ name, input_variables: { topic: name } }))
    .join("\n"),
);
let status: string | undefined;
if (real !== undefined) {
  await step("wait", { "execution-id": real, "api-key": key, ...waitInputs });
} else {
  const api = await startStandIn();
  offerScenarios(api);
  console.log(`Scenario "${options.scenario}": ${demo.about}`);
  const common = { "api-key": API_KEY, "base-url": api.url };
  const started = await step("start", {
    agent: "green",
    label: "production",
    "input-files": "diff = diff.patch",
    ...common,
    ...demo.start,
    ...startInputs,
  });
  ({ status } = started.outputs);
  if (started.exitCode === 0) {
    const { "execution-id": id = "", "execution-ids": ids } = started.outputs;
    const ended = await step(
      "wait",
      {
        ...(ids === undefined ? { "execution-id": id } : { "execution-ids": ids }),
        ...common,
        ...demo.wait,
        ...waitInputs,
      },
      demo.cancelAfterMs,
    );
    ({ status } = ended.outputs);
  } else console.log("\nThe step that waits is skipped, because this one failed.");
  await api.close();
  const isAsGiven = options.input.length + options["start-input"].length === 0;
  if (isAsGiven && status !== demo.status) {
    console.error(`This scenario should end with "${demo.status}"`);
    process.exitCode = 1;
  }
}
rmSync(workspace, { recursive: true });
cleanUp();

/** Runs an action and shows its step, log, annotations, outputs and summary. */
async function step(
  action: "start" | "wait",
  inputs: Readonly<Record<string, string>>,
  cancelAfterMs?: number,
): Promise<Ended> {
  heading(action === "start" ? "Step 1: start the agent" : "Step 2: wait for it");
  console.log(`uses: OWNER/wait-for-promptlayer-agent${action === "start" ? "/start" : ""}@v1`);
  console.log("with:");
  for (const [name, value] of Object.entries(inputs)) {
    const shown =
      name === "api-key"
        ? "***"
        : value.includes("\n")
          ? `|\n    ${value.replaceAll("\n", "\n    ")}`
          : value;
    if (value !== "") console.log(`  ${name}: ${shown}`);
  }
  heading("Log");
  const ended = await runAction({
    action,
    inputs,
    env: { GITHUB_WORKSPACE: workspace },
    onSpawn: (child) => {
      if (cancelAfterMs !== undefined) setTimeout(() => child.kill("SIGINT"), cancelAfterMs);
    },
    onLine: (line) => {
      const shown = asTheRunnerShows(line);
      if (shown !== undefined) console.log(shown);
    },
  });
  const annotations = ended.commands.filter(({ properties }) => properties["title"] !== undefined);
  if (annotations.length > 0) heading("Annotations");
  for (const { name, properties, data } of annotations)
    console.log(`${name}: ${properties["title"] ?? ""}\n  ${data}`);
  heading("Outputs for later steps");
  for (const [name, value] of Object.entries(ended.outputs)) {
    console.log(
      `${name} = ${value.length > 300 ? `${value.slice(0, 300)}… (${value.length} characters)` : value}`,
    );
  }
  heading("Job summary (Markdown)");
  console.log(ended.summary);
  heading(`The step is ${ended.exitCode === 0 ? "green" : "red"}: exit code ${ended.exitCode ?? "none"}`);
  return ended;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        help: { type: "boolean", short: "h", default: false },
        "execution-id": { type: "string" },
        scenario: { type: "string", default: "green" },
        input: { type: "string", multiple: true, default: [] },
        "start-input": { type: "string", multiple: true, default: [] },
      },
    }).values;
  } catch (error) {
    const [message = ""] = (error as Error).message.split(/\n|\. To specify/);
    return refuse(`${message.replace(/\.$/, "")}. See npm run demo -- --help`);
  }
}

/** The inputs among `name=value` arguments. */
function inputsOf(
  given: readonly string[],
  option: string,
  known: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    given.map((text): [string, string] => {
      const [, name = "", value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
      if (value === undefined) refuse(`${option} "${text}" is not NAME=VALUE.`);
      if (!Object.hasOwn(known, name))
        refuse(
          `${option} "${text}": there is no input "${name}"; the inputs are ${Object.keys(known).join(", ")}.`,
        );
      return [name, value];
    }),
  );
}

function refuse(problem: string): never {
  console.error(problem);
  process.exit(1);
}

function heading(text: string): void {
  console.log(`\n\u001b[1m── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}\u001b[0m`);
}

/** A line of the log as the runner shows it; undefined if it is a workflow command that shows nothing. */
function asTheRunnerShows(line: string): string | undefined {
  const { name, data } = parseCommand(line) ?? {};
  switch (name) {
    case undefined:
      return line;
    case "error":
    case "warning":
    case "notice":
      return `\u001b[${{ error: 31, warning: 33, notice: 36 }[name]}m${name.charAt(0).toUpperCase()}${name.slice(1)}: ${data ?? ""}\u001b[0m`;
    case "group":
      return `▼ ${data ?? ""}`;
    default:
      return undefined;
  }
}
