// Runs the built action as a runner would and shows what a workflow's author would see of it.
import { parseArgs } from "node:util";
import { cleanUp, runAction } from "../test/action-process.ts";
import { SCENARIOS } from "../test/api/scenarios.ts";
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

const api = await startStandIn();
for (const { executionId, script } of Object.values(SCENARIOS)) api.play(executionId, script());

const heading = (text: string) => {
  console.log(`\n\u001b[1m── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}\u001b[0m`);
};

heading(
  real === undefined ? `Log, against a stand-in of the API: ${scenario.about}` : `Log, execution ${real}`,
);
const ended = await runAction({
  inputs: {
    ...(real === undefined
      ? { "execution-id": scenario.executionId, "api-key": API_KEY, "base-url": api.url }
      : { "execution-id": real, "api-key": key ?? "" }),
    "return-all-outputs": "true",
    ...Object.fromEntries(
      values.input.map((input): [string, string] => [
        input.replace(/=.*/s, ""),
        input.replace(/^[^=]*=/, ""),
      ]),
    ),
  },
  onLine: (line) => {
    const shown = asTheRunnerShows(line);
    if (shown !== undefined) console.log(shown);
  },
});
heading("Annotations");
for (const { name, properties, data } of ended.commands) {
  if (properties["title"] !== undefined) console.log(`${name}: ${properties["title"]}\n  ${data}`);
}
heading("Outputs that a later step sees");
for (const [name, value] of Object.entries(ended.outputs)) {
  console.log(
    `${name} = ${value.length > 300 ? `${value.slice(0, 300)}… (${value.length} characters)` : value}`,
  );
}
heading("Job summary (Markdown)");
console.log(ended.summary);
heading(`The step is ${ended.exitCode === 0 ? "green" : "red"}: exit code ${ended.exitCode ?? "none"}`);
await api.close();
cleanUp();

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
