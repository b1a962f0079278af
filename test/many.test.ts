import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runAgainst, type ActionRun, type Ended } from "./action-process.ts";
import { runManyInProcess, sleeplessClock } from "./in-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { API_KEY, inTurn, startStandIn, type Asked, type Script } from "./api/server.ts";
import { done, errors, output, shortTimeout } from "./stage.ts";

// Waiting for many runs. Its requests come seconds apart, so the tests that run it in processes run side by side, each with a
// stand-in of its own. many-pace.test.ts tests the pace itself with a clock of its own.

interface Waited extends Ended {
  readonly asked: readonly Asked[];
}

/** Waits for `ids`, where the scripts play as executions 1, 2 ... */
async function waitForIds(
  ids: unknown,
  scripts: readonly Script[],
  inputs: Readonly<Record<string, string>> = {},
  { wait = runAgainst, ...run }: ActionRun & { wait?: typeof runAgainst } = {},
): Promise<Waited> {
  await using own = await startStandIn();
  for (const [n, script] of scripts.entries()) own.play(String(n + 1), script);
  const executionIds = typeof ids === "string" ? ids : JSON.stringify(ids);
  const ended = await wait(own, {
    inputs: { "execution-id": "", "execution-ids": executionIds, ...inputs },
    ...run,
  });
  return { ...ended, asked: own.asked };
}

/** Waits in the process of the tests, without pauses. */
const waitAtOnce: typeof runAgainst = (api, run) =>
  runManyInProcess(api, { ...run, clock: sleeplessClock() });

/** Waits for runs called a, b ..., which play the scripts. */
function waitFor(
  scripts: readonly Script[],
  inputs: Readonly<Record<string, string>> = {},
  run: ActionRun = {},
): Promise<Waited> {
  const ids = scripts.map((_, n) => [String.fromCharCode(97 + n), String(n + 1)]);
  return waitForIds(Object.fromEntries(ids), scripts, inputs, run);
}

const warnings = ({ commands }: Ended) =>
  commands.filter(({ name }) => name === "warning").map(({ data }) => data);

const answer = (value: unknown) => finished({ a: node({ ...output, value }) });
const failed = finished({ a: failedNode("quota"), b: node({ ...output, value: "half" }) });
/** A run that failed and left no main output, so that one request is enough. */
const lost = finished({ a: failedNode("quota", output) });
const running = inTurn({ status: 202, json: { a: node({ ...output, status: "RUNNING" }) } });
const refused: Script = () => ({ status: 422, json: { message: "No such run" } });

describe("`execution-ids`", () => {
  test.each<[string, string, string[]]>([
    ["an array", '["1", "2"]', ["1", "2"]],
    ["an array of small numbers", "[1, 2]", ["1", "2"]],
    ["an object", '{"b": "1", "a": "2"}', ["b", "a"]],
    ["an object whose names look like numbers", '{"20": "1", "10": "2"}', ["20", "10"]],
    ["lines of IDs", "1\n\n# comment\n2\n", ["1", "2"]],
    ["lines with names", "x = y = 1\nz=2", ["x = y", "z"]],
    ["lines of both", "x = 1\n2", ["x", "2"]],
  ])("%s", async (_, ids, names) => {
    const ended = await waitForIds(ids, [lost, lost], {}, { wait: waitAtOnce });
    expect(ended.outputs).toMatchObject({ status: "failure", "failed-runs": JSON.stringify(names) });
  });

  const many = Array.from({ length: 257 }, (_, n) => String(n + 1));
  test.each<[string, string, RegExp, Readonly<Record<string, string>>?]>([
    ["an ID twice", '["1", "2", "1"]', /line 1, column 12: the ID "1" is also at line 1, column 2\./],
    ["an ID twice in lines", "1\n2\n1", /line 3: the ID "1" is also at line 1\./],
    ["a name twice", '{"a": "1", "a": "2"}', /line 1, column 12: "a" is also at line 1, column 2\./],
    ["a name twice in lines", "a = 1\na = 2", /line 2: the name "a" is also at line 1\./],
    ["an ID as another's name", "2 = 1\n2", /line 2: the name "2" is also at line 1\./],
    [
      "a rounded number",
      "[9007199254740993]",
      /line 1, column 2: .*a JSON parser may have rounded; write IDs as/,
    ],
    ["a number with a fraction", "[1.0]", /may have rounded/],
    ["an empty array", "[]", /names no run/],
    ["an empty object", "{}", /names no run/],
    ["only comments", "# 1", /names no run/],
    ["an empty ID", '{"a": ""}', /the ID is empty/],
    ["null", '{"a": null}', /expected an ID as a string/],
    ["no number", '["x"]', /line 1, column 2: the ID is "x"; expected a decimal number/],
    ["an empty name", " = 1", /line 1: a name is empty/],
    ["no JSON", '["1"', /this is not valid JSON/],
    ["more than 256", JSON.stringify(many), /there are more than 256 runs/],
    ["both inputs", '["1"]', /both given; expected one of them/, { "execution-id": "1" }],
    ["return-all-outputs", '["1"]', /"return-all-outputs" is true/, { "return-all-outputs": "true" }],
    ["min-passed over the number", '["1"]', /expected a count from 1 to 1/, { "min-passed": "2" }],
    ["min-passed zero", '["1"]', /"min-passed" is "0"/, { "min-passed": "0" }],
    ["a bad line of assert", '["1"]', /`?"?assert"?, line 1/, { assert: "nothing ==" }],
    [
      "a named output with the name of one of its own",
      '["1"]',
      /an output of the action/,
      { outputs: "passed = result" },
    ],
  ])("%s is refused before any request", async (_, ids, expected, inputs = {}) => {
    const ended = await waitForIds(ids, [done, done], inputs, { wait: waitAtOnce });
    expect(ended.exitCode).toBe(1);
    expect(errors(ended)).toEqual([expect.stringMatching(expected)]);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(ended.asked).toEqual([]);
  });

  test.concurrent("a key in it is not shown", async () => {
    const ended = await waitForIds([API_KEY], []);
    expect(ended.lines.slice(1).join("\n") + ended.summary).not.toContain(API_KEY.slice(0, 8));
  });
});

describe("the status of the step", () => {
  test.concurrent.each<[string, Script[], string, string, 0 | 1]>([
    ["all passed", [done, done], "100%", "success", 0],
    ["enough passed", [done, done, failed], "60%", "success", 0],
    ["a percentage is rounded up", [done, done, failed], "67%", "failure", 1],
    ["enough by count", [done, failed, failed], "1", "success", 0],
    ["too many failed", [done, failed, failed], "2", "failure", 1],
    ["the rest is not known", [done, failed, refused], "2", "error", 1],
    ["enough passed, and one is not known", [done, refused], "1", "success", 0],
  ])("%s", async (_, scripts, minPassed, status, exitCode) => {
    const ended = await waitFor(scripts, { "min-passed": minPassed });
    expect(ended.outputs["status"]).toBe(status);
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.outputs["total"]).toBe(String(scripts.length));
  });

  test.concurrent("timeout if all of the rest were still running", async () => {
    const timeout = await shortTimeout();
    const ended = await waitFor([done, running, running], { timeout });
    expect(ended.outputs).toMatchObject({
      status: "timeout",
      passed: "1",
      total: "3",
      "failed-runs": '["b","c"]',
    });
    expect(ended.summary).toContain("1 of 3 runs passed, 3 needed");
  });

  test.concurrent("a failure that fail-on-error lets pass leaves the step green, with warnings", async () => {
    const ended = await waitFor([done, failed], { "fail-on-error": "false" });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["status"]).toBe("failure");
    expect(errors(ended)).toEqual([]);
    expect(warnings(ended)).toHaveLength(2);
  });

  test.concurrent("assert and outputs are evaluated for each run", async () => {
    const ended = await waitFor([answer({ score: 0.9 }), answer({ score: 0.5 }), answer({ score: 0.8 })], {
      assert: "json.score >= 0.8",
      outputs: "score = json.score",
      "min-passed": "2",
    });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toMatchObject({
      status: "success",
      passed: "2",
      "failed-runs": '["b"]',
      score: '{"a":"0.9","b":"0.5","c":"0.8"}',
    });
  });
});

describe("what is handed on", () => {
  test.concurrent("results-file has each run in order, with its main output as it was sent", async () => {
    const sent = '{\r\n "id": 12345678901234567890,\n "price": 1.10 }';
    const scripts = [finished({ a: node(output) }, sent), failed, answer("text")];
    const ended = await waitFor(scripts, { assert: "result != 'text'", outputs: "r = result" });
    const text = readFileSync(ended.outputs["results-file"] ?? "", "utf8");
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"result":{   "id": 12345678901234567890,  "price": 1.10 },"failed_nodes":[]');
    expect(JSON.parse(lines[1] ?? "")).toEqual({
      name: "b",
      execution_id: "2",
      status: "failure",
      result: "half",
      failed_nodes: ["a"],
      failed_assertions: [],
      outputs: { r: "half" },
      elapsed_ms: expect.any(Number),
    });
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({
      failed_assertions: ["result != 'text'"],
      result: "text",
    });
    expect(ended.outputs["results"]).toBe(`[${lines.join(",")}]`);
    expect(Object.keys(ended.outputs).sort()).toEqual(
      ["failed-runs", "passed", "r", "results", "results-file", "status", "total"].sort(),
    );
  });

  test.concurrent("results over 1 MiB are left empty, and the file has them", async () => {
    const ended = await waitFor([answer("x".repeat(600_000)), answer("y".repeat(600_000))]);
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["results"]).toBe("");
    expect(warnings(ended)).toEqual([expect.stringMatching(/over 1 MiB.*results-file/)]);
    expect(readFileSync(ended.outputs["results-file"] ?? "", "utf8").split("\n")).toHaveLength(3);
  });
});

describe("what is shown", () => {
  test.concurrent("a line when the count changes, and a collapsed group with a line a run", async () => {
    const ended = await waitFor([done, failed, done], { "min-passed": "2" });
    expect(ended.log).toMatch(/^\[.*\] 1 of 3 done, [01] passed$/m);
    expect(ended.log).toMatch(/^\[.*\] 3 of 3 done, 2 passed$/m);
    const from = ended.lines.indexOf("::group::Runs (3)");
    expect(ended.lines.slice(from + 1, from + 5)).toEqual([
      expect.stringMatching(/^✅ "a" \(1\)/),
      expect.stringMatching(/^❌ "b" \(2\).*1 of 2 nodes reported an error: "a": "quota"/),
      expect.stringMatching(/^✅ "c" \(3\)/),
      "::endgroup::",
    ]);
  });

  test.concurrent("at most ten annotations, failures first, and the last says how many more", async () => {
    const scripts = [refused, ...Array.from({ length: 14 }, () => lost)];
    const ended = await waitFor(scripts);
    const shown = errors(ended);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toMatch(/^0 of 15 runs passed, 15 needed/);
    expect(shown[1]).toMatch(/^"b" \(2\): 1 of 1 node/);
    expect(shown.at(-1)).toMatch(/^7 more: "j", .* and 2 more/);
  });

  test.concurrent(
    "the summary has one table, failures first, and folds the output of each failed run",
    async () => {
      const ended = await waitFor([done, failed, done], { "min-passed": "2" });
      expect(ended.summary).toContain("2 of 3 runs passed, 2 needed");
      expect(ended.summary.match(/<table>/g)).toHaveLength(1);
      expect(ended.summary.indexOf("<code>b</code>")).toBeLessThan(ended.summary.indexOf("<code>a</code>"));
      expect(ended.summary.match(/<details>/g)).toHaveLength(1);
      expect(ended.summary).toContain("half");
      expect(ended.summary).not.toContain("done\n");
    },
  );

  test.concurrent("hostile names and outputs stay text", async () => {
    const script = finished({
      a: failedNode("::error::x"),
      b: node({ ...output, value: "```\n</details><h1>@octocat" }),
    });
    const name = "::set-output name=status::success\n##[error]x</code><img src=x>";
    const ended = await waitForIds({ [name]: "1" }, [script]);
    expect(ended.outputs["status"]).toBe("failure");
    expect(new Set(ended.commands.map(({ name: command }) => command))).toEqual(
      new Set(["add-mask", "error", "group", "endgroup"]),
    );
    expect(ended.summary).not.toContain("<img");
  });
});

test.concurrent("why a line could not be evaluated is said of each run", async () => {
  const ended = await waitFor([answer({ verdict: "ok" })], { assert: "json.risk <= 0.2" });
  const cause = '1 of 1 assertion failed: "json.risk <= 0.2": "json" has no "risk"; it has "verdict"';
  expect(ended.lines).toContainEqual(expect.stringContaining(cause));
  expect(ended.summary).toContain("has no <code>risk</code>");
});

test.concurrent("a named output that is too large in one run is left empty, with a warning", async () => {
  const ended = await waitFor([answer("x".repeat(1.2 * 1_024 * 1_024)), answer("y")], {
    outputs: "big = result",
  });
  expect(ended.exitCode).toBe(0);
  expect(ended.outputs["big"]).toBe("");
  expect(warnings(ended)).toContainEqual(expect.stringMatching(/"results-file"/));
  const [first = "{}"] = readFileSync(ended.outputs["results-file"] ?? "", "utf8").split("\n");
  expect(JSON.parse(first)).toMatchObject({ outputs: { big: null } });
});

test.concurrent("no named output says more than a step whose file could not be written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "taken-away-"));
  const ended = await waitFor(
    [done],
    { outputs: "go = status == 'success'" },
    {
      env: { RUNNER_TEMP: folder },
      onLine: (line) => {
        if (line.startsWith("Waiting for")) rmSync(folder, { recursive: true });
      },
    },
  );
  expect(ended.exitCode).toBe(1);
  expect(ended.outputs).toEqual({ status: "error", passed: "1", total: "1", "failed-runs": "[]" });
});

test.concurrent("a job that is cancelled says what is known", async () => {
  const ended = await waitFor(
    [done, running],
    {},
    {
      onLine: (line, child) => {
        if (line.includes("1 of 2 done")) child.kill("SIGINT");
      },
    },
  );
  expect(ended.exitCode).toBe(1);
  expect(ended.outputs).toMatchObject({ status: "cancelled", passed: "1", "failed-runs": '["b"]' });
});
