import { expect, test } from "@jest/globals";
import type { Ended } from "./action-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { SCENARIOS } from "./api/scenarios.ts";
import { inTurn, type Script } from "./api/server.ts";
import { expectPlainWords } from "./plain.ts";
import { output, runScript, shortTimeout } from "./stage.ts";

/** What people see, without what differs from run to run. */
function seen({ log, summary }: Ended): string {
  const shown = log.replace(/^::add-mask::.*\n/, "").replaceAll("\u001b", "ESC");
  return `${shown}\n———\n${summary}`
    .replace(/127\.0\.0\.1:\d+/g, "HOST")
    .replace(/(?:[A-Z]:)?[\\/]\S*?promptlayer-agent-\w{6}[\\/]/g, "TEMP/")
    .replace(/^(ESC\[\d+m)?\[[\d.]+ m?s\]/gm, "$1[TIME]")
    .replace(/[\d.]+ m?s( · \d+ requests?)?<\/sub>/g, "TIME</sub>")
    .replace(/next try in [\d.]+ m?s/g, "next try in TIME")
    .replace(/(after|within|at most) [\d.]+ m?s/g, "$1 TIME");
}

const many = (count: number, make: (n: number) => ReturnType<typeof node>) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`Node ${n + 1}`, make(n)]));

const rows: [string, Script, Record<string, string>][] = [
  [
    "a run that succeeded",
    finished({
      Plan: node(),
      Answer: node({ ...output, value: { score: 0.92, big: 12345678901234567890n.toString() } }),
    }),
    {},
  ],
  [
    "numbers as they were sent",
    finished({ Answer: node(output) }, '{"id":12345678901234567890,"price":1.10}'),
    {},
  ],
  ["a text", finished({ Answer: node({ ...output, value: "# Notes\n\n```js\nlet x;\n```\n" }) }), {}],
  [
    "a run with a failed node",
    finished({ Plan: failedNode("Rate limit exceeded"), Answer: node({ ...output, value: "Yes." }) }),
    {},
  ],
  [
    "more failures than annotations",
    finished(many(12, (n) => failedNode(`Error ${n + 1}`, n === 0 ? output : {}))),
    {},
  ],
  [
    "a run with branches",
    finished({ Short: node({ ...output, value: "ok" }), Long: node({ ...output, status: "SKIPPED" }) }),
    {},
  ],
  [
    "an output too large for an environment variable",
    finished({ Plan: node({ value: "x".repeat(128 * 1_024) }), Answer: node({ ...output, value: "ok" }) }),
    { "return-all-outputs": "true" },
  ],
  ["a run without an output", finished({ Answer: node({ ...output, status: "SKIPPED" }) }), {}],
  [
    "assertions",
    finished({ Answer: node({ ...output, value: { score: 0.55, verdict: "approve" } }) }),
    {
      assert: "json.verdict == 'approve'\njson.score >= 0.8\nfromJSON(json.verdict)",
      outputs: "v = json.verdict\nbad = fromJSON(json.verdict)",
    },
  ],
  [
    "a timeout",
    inTurn({
      status: 202,
      json: {
        Plan: node(),
        Answer: node({ ...output, status: "RUNNING" }),
        Later: node({ status: "QUEUED" }),
      },
    }),
    {},
  ],
  ["a refused key", inTurn({ status: 401, json: { message: "Invalid API key" } }), {}],
  ["a wrong input", inTurn({}), { timeout: "soon" }],
  [
    "a fault that passes",
    (asked, nth) =>
      nth === 0
        ? { status: 503, json: { message: "Upstream unavailable" } }
        : finished({ Answer: node({ ...output, value: 1 }) })(asked, nth),
    {},
  ],
  ["hostile words", SCENARIOS.hostile.script(), {}],
];

test.each(rows)("%s", async (name, script, inputs) => {
  const timeout = name === "a timeout" ? { timeout: await shortTimeout() } : {};
  const ended = await runScript(script, { inputs: { ...inputs, ...timeout } });
  expect(seen(ended)).toMatchSnapshot();
  // Hostile words come in any form.
  if (ended.exitCode !== 0 && name !== "hostile words") expectPlainWords(ended);
});
