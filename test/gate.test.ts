import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { data } from "@actions/expressions";
import fc from "fast-check";
import { parse } from "yaml";
import { metadata, runAgainst } from "./action-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { inTurn } from "./api/server.ts";
import { runAgainstInProcess } from "./in-process.ts";
import { api, errors, shortTimeout } from "./stage.ts";
import { expectOnlyOwnCommands, expectTameSummary } from "./tame.ts";
import { proseLine } from "../src/show/prose.ts";
import { Gate } from "../src/gate/gate.ts";
import { LineError, readLines } from "../src/gate/lines.ts";
import { MAX_EVALUATED_BYTES } from "../src/gate/protocol.ts";
import { Oversized } from "../src/gate/scope.ts";
import { jsonText } from "../src/gate/values.ts";
import { MAX_OUTPUT_BYTES } from "../src/limits.ts";
import { MANY_OUTPUTS } from "../src/many/run.ts";
import { OUTPUTS } from "../src/wait/outputs.ts";

const play = (result: unknown, nodes: Parameters<typeof finished>[0] = {}) => {
  api.play("1", finished({ ...(nodes as object), Answer: node({ is_output_node: true, value: result }) }));
};

test("the outputs in the code are those of action.yml", () => {
  const inCode = new Set([...OUTPUTS, ...MANY_OUTPUTS]);
  expect(inCode).toEqual(new Set(Object.keys(metadata.outputs)));
});

describe("in docs/gates.md", () => {
  interface Workflow {
    jobs: Record<string, { steps: { with?: Record<string, string> }[] }>;
  }
  const document = readFileSync(new URL("../docs/gates.md", import.meta.url), "utf8");
  const inputOf = (name: string, input: string) => {
    const block = document.split("```yaml\n").find((text) => text.startsWith(`name: ${name}\n`)) ?? "";
    const [job] = Object.values((parse(block.split("```")[0] ?? "") as Workflow).jobs);
    return job?.steps.find((step) => step.with?.[input] !== undefined)?.with?.[input] ?? "";
  };
  const assert = inputOf("Gates", "assert");
  const gates = assert.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const approving = {
    verdict: "Approve",
    score: 0.8,
    checked: ["Licenses"],
    reviewers: ["human"],
    targets: ["eu", "us"],
  };
  const nodes = {
    "Classify risk": node({ value: { risk: "low" } }),
    Estimate: node({ value: '{"hours": 3}' }),
    "Write notes": node({ value: "Line 1\n`$(id)`" }),
  };
  const prose = (value: unknown) => `Here you are:\n\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\nBye.`;

  test("eight gates hold of a run that they approve", async () => {
    expect(gates).toHaveLength(8);
    for (const result of [approving, JSON.stringify(approving), prose(approving)]) {
      play(result, nodes);
      const ended = await runAgainstInProcess(api, { inputs: { assert } });
      expect(errors(ended)).toEqual([]);
      expect(ended.outputs).toMatchObject({ status: "success", "failed-assertions": "[]" });
      expect(ended.exitCode).toBe(0);
    }
  });

  test.each<[number[], object, object, string]>([
    [[0], { score: 0.79 }, {}, "json.score was 0.79"],
    [[1, 5], { verdict: "reject" }, {}, 'json.verdict was "reject"'],
    [[2], { checked: ["tests"] }, {}, 'json.checked was ["tests"]'],
    [
      [3],
      {},
      { "Classify risk": node({ value: { risk: "HIGH" } }) },
      "nodes['Classify risk'].value.risk was \"HIGH\"",
    ],
    [
      [3],
      {},
      { "Classify risk": node({ value: '{"risk":"low"}' }) },
      'nodes[\'Classify risk\'].value" is text, which has no "risk"; "fromJSON" reads the JSON in a text',
    ],
    [[4], {}, { Estimate: node({ value: '{"weeks": 40}' }) }, "nodes.Estimate.value was"],
    [[0, 1, 2, 5], { verdict: null, score: null, checked: null, reviewers: null }, {}, "json.score was null"],
    [[4], {}, { Estimate: node({ value: "about three" }) }, "fromJSON was given text that is not JSON"],
    [[5], { reviewers: [] }, {}, "json.reviewers was []"],
  ])("gates %j fail a run that they do not", async (failing, changes, otherNodes, values) => {
    play(prose({ ...approving, ...changes }), { ...nodes, ...otherNodes });
    const ended = await runAgainstInProcess(api, { inputs: { assert } });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs["status"]).toBe("failure");
    expect(JSON.parse(ended.outputs["failed-assertions"] ?? "")).toEqual(failing.map((n) => gates[n]));
    expect(errors(ended)).toHaveLength(failing.length);
    expect(errors(ended)[0]).toContain(`${gates[failing[0] ?? 0] ?? ""}: `);
    expect(errors(ended)[0]).toContain(values);
    expect(ended.outputs["result"]).toBe(prose({ ...approving, ...changes }));
  });

  test("three hand-overs arrive", async () => {
    play(prose(approving), nodes);
    const ended = await runAgainst(api, { inputs: { outputs: inputOf("Hand over", "outputs") } });
    expect(ended.outputs).toMatchObject({
      status: "success",
      verdict: "Approve",
      notes: "Line 1\n`$(id)`",
      targets: '["eu","us"]',
    });
    expect(ended.outputs["failed-assertions"]).toBeUndefined();
  });
});

describe("assertions", () => {
  test("are judged by fail-on-error, and decide in a later step", async () => {
    play({ ok: false });
    const ended = await runAgainstInProcess(api, { inputs: { assert: "json.ok", "fail-on-error": "false" } });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toMatchObject({
      status: "failure",
      "failed-assertions": '["json.ok"]',
      result: '{"ok":false}',
    });
  });

  test("are not evaluated of a run that failed, or that is not over", async () => {
    api.play("1", finished({ a: failedNode("no"), b: node({ is_output_node: true, value: 1 }) }));
    const failed = await runAgainst(api, { inputs: { assert: "false" } });
    expect(failed.outputs["failed-assertions"]).toBeUndefined();
    expect(errors(failed)).toEqual(['"a" (FAILED): no']);
    api.play("1", inTurn({ status: 202 }));
    const late = await runAgainst(api, { inputs: { assert: "true", timeout: await shortTimeout() } });
    expect(late.outputs).toEqual({ status: "timeout" });
  });

  test("are evaluated of a run without node errors that left no main output, beside that", async () => {
    api.play("1", finished({ a: node({ value: 1 }), b: node({ is_output_node: true, status: "SKIPPED" }) }));
    const ended = await runAgainstInProcess(api, { inputs: { assert: "nodes.a.value == 1\njson.ok" } });
    expect(ended.outputs).toMatchObject({ status: "failure", "failed-assertions": '["json.ok"]' });
    expect(errors(ended)).toEqual([
      expect.stringMatching(/^None of the run's output nodes succeeded\./),
      "json.ok: there is no main output",
    ]);
  });

  test("show no values where there is no summary to show them", async () => {
    play({ score: 0.55, name: "s3cret" });
    const assert = "json.score >= 0.8\nfromJSON(json.name)";
    const ended = await runAgainstInProcess(api, { inputs: { assert, "job-summary": "false" } });
    expect(errors(ended)).toEqual([
      "json.score >= 0.8: it is false",
      "fromJSON(json.name): it cannot be evaluated: fromJSON was given text that is not JSON",
    ]);
    expect(ended.log).not.toMatch(/0\.55|s3cret/);
  });

  test("may stand between comments and empty lines, with any line ends", async () => {
    play({ ok: true });
    const assert = "\r\n\t# one\r\n \r\n\tjson.ok \r\n\t\n  # two\njson.no\t";
    const ended = await runAgainstInProcess(api, { inputs: { assert } });
    expect(ended.outputs["failed-assertions"]).toBe('["json.no"]');
  });

  test("show no more of long values than there is room for", async () => {
    const long = "x".repeat(1_000);
    play({ a: long, b: "y" });
    const ended = await runAgainstInProcess(api, {
      inputs: { assert: `json.a == json.b\njson['${long}'] == 1` },
    });
    expect(errors(ended)).toEqual([
      `json.a == json.b: json.a was "${"x".repeat(99)}…, json.b was "y"`,
      `json['${"x".repeat(294)}…: "json" has no "${"x".repeat(80)}…"; it has "a", "b"`,
    ]);
    expect(ended.summary).toContain(`was <code>&quot;${"x".repeat(59)}…</code>`);
    expect(ended.summary.replace(/<details>.*/s, "")).not.toContain("x".repeat(301));
  });

  test.each([
    [
      "is never a pass if it cannot be evaluated",
      "fromJSON(result)",
      "it cannot be evaluated: fromJSON was given text that is not JSON",
    ],
    ["is false if it is null", "nodes.Answer.error_message", "nodes.Answer.error_message was null"],
    ["has nothing to show without names", "1 > 2", "it is false"],
    ["shows names as they are written", "nodes['it''s'].value == 1", "nodes['it''s'].value was 2"],
    ["shows filters", "contains(nodes.*.status, 'FAILED')", 'nodes.*.status was ["SUCCESS","SUCCESS"]'],
  ])("one %s", async (_, assert, message) => {
    play("prose", { "it's": node({ value: 2 }) });
    const ended = await runAgainstInProcess(api, { inputs: { assert } });
    expect(errors(ended)).toEqual([
      `${assert}: ${message}${assert === "fromJSON(result)" ? ', result was "prose"' : ""}`,
    ]);
    expect(ended.exitCode).toBe(1);
  });

  test("that are hostile values' to fill cannot fill more than their place", async () => {
    const evil = "x\n::error::EVIL\r##[error]EVIL</code><h1>EVIL</h1>\u202e```\n@octocat";
    play({ text: evil });
    const ended = await runAgainst(api, {
      inputs: {
        assert: "json.text == ''\nfromJSON(json.text)\nformat(json.text, 1) == json.text",
        outputs: "text = json.text\nbad = fromJSON(json.text)",
      },
    });
    expect(errors(ended)).toHaveLength(3);
    expectOnlyOwnCommands(ended, ["text"]);
    expectTameSummary(ended);
    expect(ended.outputs["text"]).toBe(evil);
    expect("bad" in ended.outputs).toBe(false);
  });
});

test("an input of comments alone is warned of, since YAML's > makes one line of all", async () => {
  play({ ok: false });
  const ended = await runAgainstInProcess(api, { inputs: { assert: "# The score json.ok" } });
  expect(ended.outputs["status"]).toBe("success");
  expect(ended.outputs["failed-assertions"]).toBeUndefined();
  expect(ended.commands).toContainEqual(
    expect.objectContaining({ name: "warning", properties: { title: 'Input "assert" says nothing' } }),
  );
});

test("those who use none of this do not load it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dist-"));
  const dist = new URL("../dist/wait/", import.meta.url);
  for (const file of readdirSync(dist)) {
    const content = readFileSync(new URL(file, dist), "utf8");
    if (!content.includes("Evaluator")) writeFileSync(join(folder, file), content);
  }
  play("text");
  const main = join(folder, "index.js");
  expect((await runAgainst(api, { main })).outputs["status"]).toBe("success");
  expect((await runAgainst(api, { main, inputs: { assert: "true" } })).outputs["status"]).toBe("error");
  rmSync(folder, { recursive: true });
});

describe("named outputs", () => {
  test("are text, nothing, or JSON", async () => {
    play({ text: "a\r\nb", none: null, list: [1, { b: "é", a: true }], number: 0.5, yes: true, empty: {} });
    const outputs =
      "t=json.text\nn = json.none\nl = json.list\nd = json.number\ny = json.yes\ne = json.empty\np = toJSON(json.list[1])\ns = status";
    const ended = await runAgainstInProcess(api, { inputs: { outputs } });
    expect(ended.outputs).toMatchObject({
      t: "a\r\nb",
      n: "",
      l: '[1,{"b":"é","a":true}]',
      d: "0.5",
      y: "true",
      e: "{}",
      p: '{\n  "b": "é",\n  "a": true\n}',
      s: "success",
    });
  });

  test("are set on failure as far as their values are known", async () => {
    api.play("1", finished({ a: failedNode("no", { is_output_node: true }), b: node({ value: "known" }) }));
    const ended = await runAgainstInProcess(api, {
      inputs: { outputs: "known = nodes.b.value\nunknown = json.verdict\nstate = status" },
    });
    expect(ended.outputs).toMatchObject({ status: "failure", known: "known", state: "failure" });
    expect("unknown" in ended.outputs).toBe(false);
  });

  test("are set as far as all that they read is known", async () => {
    api.play("1", finished({ a: failedNode("no", { is_output_node: true }), b: node({ value: "known" }) }));
    const ended = await runAgainstInProcess(api, {
      inputs: { outputs: "either = json.verdict || nodes.b.value" },
    });
    expect("either" in ended.outputs).toBe(false);
  });

  test("keep their reason where the status that they read turns", async () => {
    play("prose");
    const outputs = "x = status == 'success' && fromJSON(result) || 'none'";
    const ended = await runAgainst(api, { inputs: { outputs, "fail-on-error": "false" } });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["status"]).toBe("failure");
    expect("x" in ended.outputs).toBe(false);
    expect(ended.commands).toContainEqual(
      expect.objectContaining({
        name: "warning",
        data: expect.stringContaining("fromJSON was given text that is not JSON"),
      }),
    );
  });

  test("name the file of the result when they are large by it", async () => {
    play({ large: "x".repeat(1_024 * 1_024 + 1) });
    const ended = await runAgainst(api, { inputs: { outputs: "large = json.large" } });
    expect(ended.commands).toContainEqual(
      expect.objectContaining({
        data: expect.stringContaining(`"result-file" has it: ${ended.outputs["result-file"] ?? ""}`),
      }),
    );
  });

  test("see the status that the step will have", async () => {
    play({ ok: false });
    const asserted = await runAgainstInProcess(api, {
      inputs: { assert: "json.ok", outputs: "go = status" },
    });
    expect(asserted.outputs["go"]).toBe("failure");
    play("prose");
    const outputs = "go = status == 'success'\nbad = fromJSON(result)";
    expect((await runAgainstInProcess(api, { inputs: { outputs } })).outputs).toMatchObject({
      status: "failure",
      go: "false",
    });
  });

  test("are told of on a timeout too, and name the file that has it all when they are large", async () => {
    const large = { a: node({ status: "RUNNING", value: "x".repeat(1_024 * 1_024 + 1) }) };
    api.play("1", inTurn({ status: 202, json: large }));
    const inputs = {
      timeout: await shortTimeout(),
      outputs: "large = nodes.a.value\nbad = fromJSON(nodes.a.status)\nnul = fromJSON('\"\\u0000\"')",
      "return-all-outputs": "true",
    };
    const ended = await runAgainst(api, { inputs });
    expect(ended.outputs).toMatchObject({ status: "timeout", large: "" });
    const told = ended.commands.map(({ properties, data }) => `${properties["title"] ?? ""}: ${data}`);
    expect(told).toContainEqual(
      expect.stringMatching(/^Output "large" was left empty: .*"nodes-file" has it: .*nodes\.json\./),
    );
    expect(told).toContainEqual(expect.stringMatching(/^Output "nul" is not exact: /));
    expect(told).toContainEqual(
      expect.stringMatching(/^PromptLayer agent run 1: output that cannot be evaluated: bad = /),
    );
    expect(told).toContainEqual(expect.stringMatching(/^PromptLayer agent run 1: timeout: /));
  });

  test("have no more annotations than GitHub shows, with the one of the timeout", async () => {
    api.play("1", inTurn({ status: 202, json: { a: node({ status: "RUNNING" }) } }));
    const outputs = Array.from({ length: 10 }, (_, n) => `o${n} = fromJSON(nodes.a.status)`).join("\n");
    const told = errors(await runAgainst(api, { inputs: { timeout: await shortTimeout(), outputs } }));
    expect(told).toHaveLength(10);
    expect(told[0]).toMatch(/^Timed out/);
    expect(told[9]).toBe('2 more: "o8", "o9"');
  });

  test("that cannot be evaluated make a failure that says which", async () => {
    play("prose");
    const ended = await runAgainstInProcess(api, {
      inputs: { outputs: "good = result\nbad = fromJSON(result)" },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toMatchObject({ status: "failure", good: "prose" });
    expect("bad" in ended.outputs).toBe(false);
    expect(errors(ended)).toEqual([
      "bad = fromJSON(result): it cannot be evaluated: fromJSON was given text that is not JSON",
    ]);
  });
});

test("a line that cannot be used is refused before any request", async () => {
  const ended = await runAgainst(api, { inputs: { outputs: "a = json\nResult = json" } });
  expect(ended.exitCode).toBe(1);
  expect(ended.outputs).toEqual({ status: "error" });
  expect(errors(ended)).toEqual([
    expect.stringMatching(/Input "outputs", line 2, .*: "Result" is an output of the action itself/),
  ]);
  expect(api.asked).toHaveLength(0);
});

describe("what was written", () => {
  const read = (assert: string, outputs = "") => readLines({ assert, outputs, reserved: OUTPUTS });
  const refusalOf = (assert: string, outputs?: string) => {
    try {
      read(assert, outputs);
    } catch (error) {
      expect(error).toBeInstanceOf(LineError);
      return (error as LineError).message;
    }
    return undefined;
  };

  test.each<[string, string, RegExp]>([
    ["assert", "json.score >=", /line 1, "json\.score >=": Unexpected end of expression/],
    [
      "assert",
      "\n# fine\njsn.score",
      /line 3, "jsn\.score": Unrecognized named-value: 'jsn', at position 1; the names are result, json, nodes, status/,
    ],
    ["assert", "github.sha == ''", /Unrecognized named-value: 'github'/],
    ["assert", "succes()", /Unrecognized function: 'succes'.*; the functions are contains, /],
    ["assert", "always()", /Unrecognized function: 'always'/],
    ["assert", "constructor(1)", /Unrecognized function: 'constructor'/],
    ["assert", "contains(json)", /Too few parameters/],
    ["assert", "${{ json.ok }}", /write it without "\$\{\{ \}\}"/],
    ["assert", 'json.a == "b"', /write strings in single quotes/],
    ["assert", "json.a = 'b'", /compare values with ==/],
    ["assert", "json.a == 'b", /Unexpected symbol/],
    ["assert", "json.a json.b", /Unexpected symbol: 'json'/],
    ["assert", `${"(".repeat(60)}1${")".repeat(60)}`, /max expression depth/],
    ["outputs", "json.verdict", /expected "name = expression"/],
    ["outputs", "json.a == 1", /expected "name = expression"/],
    ["outputs", "1a = json", /expected "name = expression"/],
    ["outputs", "a.b = json", /expected "name = expression"/],
    ["outputs", "a<<b = json", /expected "name = expression"/],
    ["outputs", "a =", /the expression is missing/],
    ["outputs", "Result = json", /"Result" is an output of the action itself/],
    ["outputs", "failed-assertions = json", /is an output of the action itself/],
    ["outputs", "a = json\nA = result", /line 2, "A = result": "A" is set twice/],
    ["outputs", "a = ${{ json }}", /write it without/],
  ])("is refused, and the message says why: %s: %j", (input, text, message) => {
    const told = proseLine((input === "assert" ? refusalOf(text) : refusalOf("", text)) ?? "");
    expect(told).toMatch(new RegExp(`^Input "${input}"`));
    expect(told).toMatch(message);
  });

  // Behind such an end, part of a comment would look like a line.
  test.each([
    ["json.ok\rjson.no", 1, "a carriage return without a line feed"],
    ["# One\rjson.no", 1, "a carriage return without a line feed"],
    ["json.ok\r\n# two\r\r\njson.no", 2, "a carriage return without a line feed"],
    ["json.ok\n  # two\u2028json.no ", 2, "a line separator (U+2028)"],
    ["# one\u2029json.no", 1, "a paragraph separator (U+2029)"],
    ["# one\u0085json.no", 1, "a next line character (U+0085)"],
    ["# one\vjson.no", 1, "a vertical tab"],
    ["# one\fjson.no", 1, "a form feed"],
  ])("%j has an end of a line that not every program knows", (text, number, name) => {
    const line = text.split(/\r?\n/)[number - 1]?.trim() ?? "";
    const cause = `line ${number}, \`${line}\`: it holds ${name}; end each line with a line feed.`;
    expect(refusalOf(text)).toBe(`Input \`assert\`, ${cause}`);
    expect(refusalOf("", text)).toBe(`Input \`outputs\`, ${cause}`);
  });

  test("may end its lines with a line feed, with or without a carriage return, and the last with that alone", () => {
    const { assert } = read("json.ok\r\n# two\njson.no\r\njson.ok\r");
    expect(assert.map(({ text }) => text)).toEqual(["json.ok", "json.no", "json.ok"]);
  });

  test.each([
    ["", "", []],
    [" \n\t", " \r\n", []],
    ["# json.ok", "", ["assert"]],
    ["json.ok", "\n# a = json", ["outputs"]],
    ["#", "#", ["assert", "outputs"]],
  ])("as %j and %j says nothing in %j", (assert, outputs, empty) => {
    expect(read(assert, outputs).empty).toEqual(empty);
  });

  test("tells of each output which file has all that it reads", () => {
    const { outputs } = read(
      "",
      "a = nodes.x.value\nb=json.c\nc = json.c && !NODES.x.value\nd = status == 'x'",
    );
    expect(outputs.map(({ name, text, source }) => [name, text, source])).toEqual([
      ["a", "nodes.x.value", "nodes-file"],
      ["b", "json.c", "result-file"],
      ["c", "json.c && !NODES.x.value", "nodes-file"],
      ["d", "status == 'x'", "result-file"],
    ]);
  });

  test.each([
    ["json.a json.b", /: Unexpected symbol: 'json', at position 8\.$/],
    ["json.a <= (", /: Unexpected end of expression: [^;]*, at position 11\.$/],
    ["json.a = 1", /: Unexpected symbol: [^;]* position 8; compare values with ==\.$/],
    ['json.a = "b"', /: Unexpected symbol: [^;]* position 8; write strings in single quotes\.$/],
  ])("as %s gets the advice that fits it, and no other", (line, said) => {
    expect(refusalOf(line)).toMatch(said);
  });
});

describe("what is known of a run", () => {
  const KNOWN = Buffer.from('{"list":[1],"ok":false}');
  const EVALUABLE = { cause: "", found: "" };

  test("is shown for each name with its constant dots and brackets", () => {
    const assert = "json.list[0] == 2\n!json.ok && nodes['a b'].c";
    const facts = { status: "success", result: KNOWN, nodes: Buffer.from('{"a b":{"c":0}}') };
    expect([...new Gate(assert, "", []).assert(facts)]).toEqual([
      {
        ...EVALUABLE,
        expression: "json.list[0] == 2",
        holds: false,
        values: [{ name: "json.list[0]", value: "1" }],
      },
      {
        ...EVALUABLE,
        expression: "!json.ok && nodes['a b'].c",
        holds: false,
        values: [
          { name: "json.ok", value: "false" },
          { name: "nodes['a b'].c", value: "0" },
        ],
      },
    ]);
  });

  test("makes an output only if all that it reads is known, and is no fault otherwise", () => {
    const outputs = "r = json.ok\nn = nodes.a\nboth = json.ok || !nodes.a\ns = status";
    const read = (facts: { result: Buffer | undefined; nodes: Buffer | undefined }) =>
      Array.from(
        new Gate("", outputs, []).outputs({ ...facts, status: "failure" }),
        ({ value, cause, found }) => {
          expect([cause, found]).toEqual(["", ""]);
          return value;
        },
      );
    const nodes = Buffer.from('{"a":1}');
    expect(read({ result: KNOWN, nodes })).toEqual(["false", "1", "false", "failure"]);
    expect(read({ result: KNOWN, nodes: undefined })).toEqual(["false", undefined, undefined, "failure"]);
    expect(read({ result: undefined, nodes })).toEqual([undefined, "1", undefined, "failure"]);
  });

  test.each([
    ["json", { result: undefined, nodes: KNOWN }, "there is no main output"],
    ["nodes.a", { result: KNOWN, nodes: undefined }, "the nodes are not known"],
    [
      "result",
      { result: new Oversized(11 * 2 ** 20), nodes: KNOWN },
      /: the main output has 11 MiB, .* most 10 MiB$/,
    ],
    [
      "nodes.a",
      { result: KNOWN, nodes: new Oversized(11 * 2 ** 20) },
      /: the node map has 11 MiB, .* most 10 MiB$/,
    ],
  ])("may lack what %s reads", (assert, facts, cause) => {
    const [assertion] = new Gate(assert, "", []).assert({ ...facts, status: "success" });
    expect(assertion).toMatchObject({ holds: false, found: "", values: [] });
    expect(assertion?.cause).toMatch(cause);
  });
});

describe("the bounds of the language", () => {
  const HALF = MAX_EVALUATED_BYTES / 2;
  const TOO_LONG = "it cannot be evaluated: it makes a text of more than 10 MiB";
  const causeOf = (line: string, result: unknown) => {
    const facts = { status: "success", result: Buffer.from(JSON.stringify(result)), nodes: undefined };
    return [...new Gate("", `x = ${line} && 1`, []).outputs(facts)][0]?.cause;
  };

  test.each([
    ["format('{0}{0}', result.long)", HALF, ""],
    ["format('{0}{0}', result.long)", HALF + 1, TOO_LONG],
    ["join(result.two, result.long)", HALF, ""],
    ["join(result.two, result.long)", HALF + 1, TOO_LONG],
    ["join(result.longs, '')", HALF, ""],
    ["join(result.longs, '')", HALF + 1, TOO_LONG],
    ["toJSON(result.long)", 2 * HALF - 2, ""],
    ["toJSON(result.long)", 2 * HALF - 1, TOO_LONG.replace("a text", "JSON")],
  ])("%s of %d characters", (line, length, cause) => {
    const long = "x".repeat(length);
    expect(causeOf(line, { long, longs: line.includes("longs") ? [long, long] : [], two: ["", ""] })).toBe(
      cause,
    );
  });

  test.each<[string, unknown, boolean]>([
    ["a text as large as an output", "x".repeat(MAX_OUTPUT_BYTES), true],
    ["a larger text", "x".repeat(MAX_OUTPUT_BYTES + 1), false],
    ["a text that is larger in UTF-8", "é".repeat(MAX_OUTPUT_BYTES / 2 + 1), false],
    ["JSON as large as an output", ["x".repeat(MAX_OUTPUT_BYTES - 4)], true],
    ["larger JSON", ["x".repeat(MAX_OUTPUT_BYTES - 3)], false],
    ["JSON of which a whole beginning fits", [0, "x".repeat(MAX_OUTPUT_BYTES)], false],
    ["JSON that is larger in UTF-8", ["é".repeat(MAX_OUTPUT_BYTES / 2)], false],
  ])("an output of %s", (_, result, fits) => {
    const json = JSON.stringify(result);
    const facts = { status: "success", result: Buffer.from(json), nodes: undefined };
    const [output] = new Gate("", "x = result", []).outputs(facts);
    // Not by the matcher, which would print it.
    expect(output?.value === (typeof result === "string" ? result : json)).toBe(fits);
    if (!fits) expect(output?.value).toBeNull();
  });

  test("a value that is nested too deep is said to be that, wherever it shows", () => {
    const cause = "it cannot be evaluated: a value is too large or nested too deep";
    const json = "[".repeat(100_000) + "]".repeat(100_000);
    expect(causeOf("fromJSON(result)", json)).toBe(cause);
    let value = new data.Array();
    for (let depth = 0; depth < 100_000; depth++) value = new data.Array(value);
    expect(() => jsonText(value)).toThrow(RangeError);
  });
});

describe("the language", () => {
  const holds = (expression: string, result: unknown = null) => {
    const facts = {
      result: Buffer.from(JSON.stringify(result)),
      nodes: Buffer.from("{}"),
      status: "success",
    };
    const [assertion] = new Gate(expression, "", []).assert(facts);
    return assertion?.cause === "" ? assertion.holds : assertion?.cause;
  };

  // https://docs.github.com/actions/reference/workflows-and-actions/expressions
  test.each([
    // Truthiness
    ["false", false],
    ["0", false],
    ["-0", false],
    ["''", false],
    ["null", false],
    ["NaN", false],
    ["'false'", true],
    ["'0'", true],
    ["-1", true],
    ["result.list", true],
    ["result.object", true],
    // Loose equality: null is 0, booleans are 0 and 1, strings are numbers or NaN, arrays and objects are NaN
    ["null == 0", true],
    ["null == false", true],
    ["null == ''", true],
    ["true == 1", true],
    ["true == '1'", true],
    ["true == 'true'", false],
    ["'' == 0", true],
    ["' 12 ' == 12", true],
    ["'0x10' == 16", true],
    ["'1e3' == 1000", true],
    ["'abc' == 0", false],
    ["NaN == NaN", false],
    ["NaN != NaN", true],
    ["'ABC' == 'abc'", true],
    ["'é' == 'É'", true],
    ["result.list == result.list", true],
    ["result.list == result.list2", false],
    ["result.object == 'Object'", false],
    // Order
    ["1 < 2", true],
    ["'a' < 'B'", true],
    ["'10' < '9'", true],
    ["'10' > 9", true],
    ["null >= 0", true],
    ["null >= 0.8", false],
    ["'x' >= 1", false],
    ["true > false", true],
    ["result.list > 1", false],
    // Access
    ["result.missing == null", true],
    ["result.missing.more == null", true],
    ["result.OBJECT.A == 1", true],
    ["result.list[0] == 1", true],
    ["result.list[9] == null", true],
    ["result.list[-1] == null", true],
    ["result['object']['a'] == 1", true],
    ["join(result.people.*.name, '+') == 'Ann+Bob'", true],
    ["result.text.length == null", true],
    // Operators and functions
    ["true && 'x' == 'X'", true],
    ["false || null", false],
    ["!(1 == 2)", true],
    ["true || fromJSON('not JSON')", true],
    ["contains('Hello', 'LL')", true],
    ["contains(result.list, '1')", true],
    ["contains(result.list, 'B')", true],
    ["contains(result.list, 'bb')", false],
    ["contains(result.mixed, '0')", true],
    ["contains(result.mixed, '')", true],
    ["contains(result.mixed, 'x')", false],
    ["contains(result.people.*.name, 'BOB')", true],
    ["contains(result.text, null)", true],
    ["contains(result.object, 1)", false],
    ["startsWith('Hello', 'he')", true],
    ["endsWith('Hello', 'LO')", true],
    ["format('{0}-{1}{{}}', 1, 'a') == '1-a{}'", true],
    ["fromJSON('{\"a\":[1,2]}').a[1] == 2", true],
    ["fromJSON(toJSON(result.object)).a == 1", true],
    ["format('{1}{0}{1}', null, true) == 'truetrue'", true],
    ["format('{{{0}}}', result.list) == '{Array}'", true],
    ["format('{10}{1}', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'a') == 'a1'", true],
    ["join(result.list) == '1,b'", true],
    ["join(result.list, result.object) == '1,b'", true],
    ["join(result.object) == ''", true],
    ["join('a', '+') == 'a'", true],
    ["join(result.mixed, '+') == '+false+Array'", true],
    ["case(false, 1, 2) == 2", true],
    ["case(true, 1, fromJSON('x')) == 1", true],
    ["case(false, fromJSON('x'), true, 1, 2) == 1", true],
    ["'it''s ''fine''' == result.quoted", true],
    // Numbers are doubles
    ["9007199254740993 == 9007199254740992", true],
  ])("%s is %s", (expression, expected) => {
    const result = {
      list: [1, "b"],
      list2: [1, "b"],
      mixed: [null, false, []],
      object: { a: 1 },
      text: "text",
      quoted: "it's 'fine'",
      people: [{ name: "Ann" }, { age: 3 }, { name: "Bob" }],
    };
    expect(holds(expression, result)).toBe(expected);
  });

  // Where the library is not the runner (actions/runner 258d6c8, src/Sdk/DTExpressions2): an update may change these.
  test.each([
    // EvaluationResult.cs compares by .NET's OrdinalIgnoreCase, which maps one character to one
    ["'stra\u00dfe' == 'strasse'", true],
    ["'\u017f' == 's'", true],
    // ExpressionUtility.cs, ParseNumber: NaN, and a 32-bit -1
    ["'0b11' == 3", true],
    ["'0xFFFFFFFF' == -1", false],
    // ExpressionConstants.cs, NumberFormat: 15 digits
    ["format('{0}', 9007199254740993) == '9.00719925474099E+15'", false],
  ])("%s is %s, unlike in the runner", (expression, expected) => {
    expect(holds(expression)).toEqual(expected);
  });

  test.each(["{", "}", "{0", "{1}", "{a}", "{}", "{0:x}", "{0abc}", "{-1}"])(
    "refuses the format %s",
    (text) => {
      expect(holds("format(result, 1) || true", text)).toMatch(/format was given a text that does not fit/);
    },
  );

  test("has one object for json and result, if the main output is one", () => {
    expect(holds("json == result", { a: 1 })).toBe(true);
    expect(holds("json == result", '{"a": 1}')).toBe(false);
  });

  test("hands a number past the largest over as such, not as null", () => {
    const facts = {
      result: Buffer.from('{"score": 1e999, "list": [-1e999]}'),
      nodes: undefined,
      status: "success",
    };
    const expressions = new Gate("json.score >= 0.8", "score = json.score\nlist = json.list\nnot = NaN", []);
    expect([...expressions.assert(facts)]).toMatchObject([
      { holds: true, values: [{ name: "json.score", value: "Infinity" }] },
    ]);
    expect([...expressions.outputs(facts)].map(({ value }) => value)).toEqual([
      "Infinity",
      "[-Infinity]",
      "NaN",
    ]);
  });

  test("reads a value once for all lines", () => {
    let reads = 0;
    const facts = {
      get result() {
        reads++;
        return Buffer.from("[1]");
      },
      nodes: undefined,
      status: "success",
    };
    const expressions = new Gate(Array(9).fill("result[0] == json[1]").join("\n"), "", []);
    expect([...expressions.assert(facts)].map(({ holds }) => holds)).toEqual(Array(9).fill(false));
    expect(reads).toBeLessThanOrEqual(2);
  });

  test("hands over any value as it is, fenced or not", () => {
    const expressions = new Gate("", "r = result\nj = json\nf = fromJSON(toJSON(result))", []);
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        const json = JSON.stringify(given);
        const value = JSON.parse(json) as unknown;
        const text = value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
        const run = (result: string) =>
          Array.from(
            expressions.outputs({ result: Buffer.from(result), nodes: undefined, status: "success" }),
            (output) => output.value,
          );
        const [r, j, f] = run(json);
        expect([r, f]).toEqual([text, text]);
        if (typeof value !== "string") expect(j).toBe(text);
        expect(run(JSON.stringify(`So:\r\n~~~~ json\r\n${json}\r\n~~~~\r\nBye`))[1]).toBe(text);
      }),
    );
  });

  test("finds names that objects of JavaScript have anyway", () => {
    const result = JSON.parse('{"__proto__": {"x": 1}, "constructor": "FAILED"}') as unknown;
    expect(holds("result.__proto__.x == 1 && result.constructor == 'failed'", result)).toBe(true);
    expect(holds("contains(result.*, 'FAILED')", result)).toBe(true);
    expect(holds("fromJSON(toJSON(result)).constructor == 'FAILED'", result)).toBe(true);
    expect(holds("result.toString == null && result.valueOf == null", result)).toBe(true);
  });

  test("takes the name of the very case before others", () => {
    expect(holds("result.ok", { ok: false, OK: true })).toBe(false);
    expect(holds("result.OK", { ok: false, OK: true })).toBe(true);
    expect(holds("result.Ok", { ok: false })).toBe(false);
  });

  test("does not follow values without end", () => {
    const deep = { toJSON: () => "deep" };
    expect(holds("result == 'deep'", deep)).toBe(true);
    const facts = {
      result: Buffer.from("[".repeat(100_000) + "]".repeat(100_000)),
      nodes: Buffer.from("{}"),
      status: "success",
    };
    const [assertion] = new Gate("result[0] == null || true", "", []).assert(facts);
    expect(assertion).toMatchObject({
      holds: false,
      cause: "it cannot be evaluated: a value is too large or nested too deep",
      found: "",
    });
  });
});
