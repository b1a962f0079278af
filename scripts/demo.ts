// Runs the built actions as a runner would, as two steps that start a run and wait for it, and shows what a workflow's
// author would see of them. With --execution-id it waits for a real run that was started elsewhere.
import { parseArgs } from "node:util";
import { cleanUp, runAction, runStart, type ActionRun, type Ended } from "../test/action-process.ts";
import { offerScenarios, SCENARIOS } from "../test/api/scenarios.ts";
import { API_KEY, startStandIn } from "../test/api/server.ts";
import { parseCommand } from "../test/runner-protocol.ts";

const { values } = parseArgs({
  options: {
    "execution-id": { type: "string" },
    scenario: { type: "string", default: "green" },
    input: { type: "string", multiple: true, default: [] },
  },
});

const real = values["execution-id"];
const scenario = Object.entries(SCENARIOS).find(([name]) => name === values.scenario)?.[1];
const key = process.env["PROMPTLAYER_API_KEY"];
if (real !== undefined && key === undefined) {
  refuse("Set PROMPTLAYER_API_KEY to the key of the workspace that ran the agent.");
}
if (scenario === undefined) refuse(`The scenarios are ${Object.keys(SCENARIOS).join(", ")}.`);

const onLine = (line: string) => {
  const shown = asTheRunnerShows(line);
  if (shown !== undefined) console.log(shown);
};
const inputs = Object.fromEntries(
  values.input.map((input): [string, string] => [input.replace(/=.*/s, ""), input.replace(/^[^=]*=/, "")]),
);
const wait = (run: ActionRun["inputs"]) =>
  runAction({ inputs: { ...run, "return-all-outputs": "true", ...inputs }, onLine });

if (real !== undefined) {
  heading(`Log, execution ${real}`);
  show(await wait({ "execution-id": real, "api-key": key ?? "" }));
} else {
  await using api = await startStandIn();
  offerScenarios(api);
  heading(`A stand-in of the API plays ${scenario.about}`);
  heading("Step 1 starts a run: log");
  const started = await runStart(api, {
    inputs: { agent: values.scenario, "input-variables": '{"topic": "news"}' },
    onLine,
  });
  show(started);
  const id = started.outputs["execution-id"] ?? "";
  heading("Step 2 waits for it: log");
  show(await wait({ "execution-id": id, "api-key": API_KEY, "base-url": api.url }));
}
cleanUp();

/** What a step leaves behind besides its log. */
function show({ commands, outputs, summary, exitCode }: Ended): void {
  heading("Annotations");
  for (const { name, properties, data } of commands) {
    if (properties["title"] !== undefined) console.log(`${name}: ${properties["title"]}\n  ${data}`);
  }
  heading("Outputs that a later step sees");
  for (const [name, value] of Object.entries(outputs)) {
    const isLong = value.length > 300;
    console.log(`${name} = ${isLong ? `${value.slice(0, 300)}… (${value.length} characters)` : value}`);
  }
  heading("Job summary (Markdown)");
  console.log(summary);
  heading(`The step is ${exitCode === 0 ? "green" : "red"}: exit code ${exitCode ?? "none"}`);
}

function heading(text: string): void {
  console.log(`\n\u001b[1m── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}\u001b[0m`);
}

function refuse(problem: string): never {
  console.error(problem);
  process.exit(1);
}

/** A line of the log with its workflow command carried out. */
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
