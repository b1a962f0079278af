import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readMainOutput, readNodeMap } from "../src/api/execution.ts";
import { MAX_OUTPUT_BYTES } from "../src/limits.ts";
import { tolerated } from "../src/outcome.ts";
import { applyGate, applyOutputs, cancelled, conclude, canBeGated, type Verdict } from "../src/verdict.ts";
import { outputsOf, writeFiles } from "../src/wait/outputs.ts";
import type { Wait } from "../src/wait/wait.ts";

const mapOf = (nodes: object) => readNodeMap(Buffer.from(JSON.stringify(nodes)));
const GOOD = mapOf({ a: { status: "SUCCESS" }, b: { status: "SKIPPED" } });
const FAILED = mapOf({ a: { status: "SUCCESS" }, b: { status: "FAILED", error_message: "no" } });
const RUNNING = mapOf({ a: { status: "SUCCESS" }, b: { status: "RUNNING" } });
const OUTPUT = readMainOutput(Buffer.from("1"));

const verdictOn = (wait: Partial<Wait> & Pick<Wait, "kind">) =>
  conclude("7", { nodes: undefined, requests: 3, ...wait } as Wait, 1_000);
const SUCCESS = verdictOn({ kind: "finished", nodes: GOOD, result: OUTPUT });

describe("a verdict", () => {
  test.each<[string, Verdict, Verdict["status"], boolean]>([
    ["success, of nodes that all passed and a main output", SUCCESS, "success", true],
    [
      "failure without a main output",
      verdictOn({ kind: "finished", nodes: GOOD, result: undefined }),
      "failure",
      true,
    ],
    [
      "failure where a node failed",
      verdictOn({ kind: "finished", nodes: FAILED, result: OUTPUT }),
      "failure",
      false,
    ],
    [
      "failure without a node, even with a main output",
      verdictOn({ kind: "finished", nodes: mapOf({}), result: OUTPUT }),
      "failure",
      true,
    ],
    [
      "failure where a node is not done",
      verdictOn({ kind: "finished", nodes: RUNNING, result: OUTPUT }),
      "failure",
      false,
    ],
    ["timeout", verdictOn({ kind: "timeout", nodes: GOOD }), "timeout", false],
    ["cancelled", verdictOn({ kind: "cancelled", signal: "SIGTERM", nodes: GOOD }), "cancelled", false],
    ["error", verdictOn({ kind: "error", cause: "c", advice: "a", nodes: GOOD }), "error", false],
  ])("is %s", (_, verdict, status, gated) => {
    expect(verdict).toMatchObject({
      executionId: "7",
      status,
      requests: 3,
      elapsedMs: 1_000,
      namedOutputs: [],
    });
    expect(verdict.headline).not.toBe("");
    expect(verdict.advice === "").toBe(status === "success");
    expect(verdict.assertions).toBeUndefined();
    expect(canBeGated(verdict)).toBe(gated);
  });

  test.each([
    [RUNNING, "1 of 2 nodes was running or queued when last seen", /^Raise `timeout`/],
    [
      mapOf({ a: { status: "RUNNING" }, b: { status: "QUEUED" } }),
      "2 of 2 nodes were running or queued",
      /^Raise/,
    ],
    [GOOD, "the nodes are done, but the API is still preparing the main output", /^Raise/],
    [
      mapOf({}),
      "the API answered that the run goes on (202 or 204) and never showed a node",
      /^Check `execution-id`/,
    ],
    [undefined, "the API answered that the run goes on (202 or 204) and never showed a node", /^Check/],
  ])("of a timeout says how far the run was (%#)", (nodes, state, advice) => {
    const verdict = verdictOn({ kind: "timeout", nodes });
    expect(verdict.headline).toContain(`Timed out after 1 s: ${state}`);
    expect(verdict.advice).toMatch(advice);
    expect(canBeGated(verdict)).toBe(false);
  });

  const line = (expression: string, holds: boolean) => ({
    expression,
    holds,
    cause: "",
    found: "",
    values: [],
  });
  const LINES = [line("x", true), line("y", false), line("z", false)];

  test("turns to failure by a line that does not hold, and names it", () => {
    const gated = applyGate(SUCCESS, LINES);
    expect(gated).toMatchObject({ status: "failure", cause: "`y`, `z`", assertions: LINES });
    expect(gated.headline).toBe("2 of 3 assertions failed");
    expect(gated.advice).not.toBe("");
  });

  test("advises otherwise where a line could not be evaluated", () => {
    const adviceOf = (...causes: string[]) =>
      applyGate(
        SUCCESS,
        causes.map((cause) => ({ ...line("x", false), cause })),
      ).advice;
    expect(adviceOf("", "no `q`")).toBe(adviceOf("no `q`"));
    expect(adviceOf("no `q`")).not.toBe(adviceOf(""));
    expect(adviceOf("no `q`")).not.toBe("");
  });

  test("that leaves the step green is the same but for its advice", () => {
    const failure = applyGate(SUCCESS, LINES);
    const { advice, ...rest } = tolerated(failure);
    expect({ ...rest, advice: failure.advice }).toEqual(failure);
    expect(advice).toMatch(/^The step stays green, .* `status`\. /);
    expect(advice.endsWith(failure.advice)).toBe(true);
    expect(tolerated({ ...failure, advice: "" }).advice).toMatch(/`status`\.$/);
  });

  test("stays success where all hold, and says how many", () => {
    expect(applyGate(SUCCESS, [])).toBe(SUCCESS);
    const held = applyGate(SUCCESS, LINES.slice(0, 1));
    expect(held).toMatchObject({ status: "success", cause: "", assertions: LINES.slice(0, 1) });
    expect(held.headline).toBe(`${SUCCESS.headline}, and 1 assertion held`);
  });

  test("keeps its own cause where it is a failure already", () => {
    const failure = verdictOn({ kind: "finished", nodes: FAILED, result: OUTPUT });
    expect(applyGate(failure, LINES)).toEqual({ ...failure, assertions: LINES });
  });

  test("turns to failure by an output that cannot be evaluated, and names it", () => {
    const output = (name: string, cause: string) =>
      ({ name, expression: "", source: "result-file", value: undefined, cause, found: "" }) as const;
    const outputs = [output("a", ""), output("b", "no"), output("c", "no")];
    const failed = applyOutputs(SUCCESS, outputs);
    expect(failed).toMatchObject({ status: "failure", cause: "`b`, `c`", namedOutputs: outputs });
    expect(failed.headline).toBe("2 of 3 named outputs could not be evaluated");
    expect(failed.advice).not.toBe("");
    expect(applyOutputs(SUCCESS, outputs.slice(0, 1))).toEqual({
      ...SUCCESS,
      namedOutputs: outputs.slice(0, 1),
    });
    const late = verdictOn({ kind: "timeout", nodes: RUNNING });
    expect(applyOutputs(late, outputs)).toEqual({ ...late, namedOutputs: outputs });
  });

  test("is no longer one when the job is cancelled while it is evaluated", () => {
    const verdict = cancelled(applyGate(SUCCESS, LINES), "SIGINT");
    expect(verdict).toMatchObject({ status: "cancelled", cause: "SIGINT", namedOutputs: [] });
    expect(verdict.assertions).toBeUndefined();
    expect(verdict.result).toBe(SUCCESS.result);
    expect([verdict.headline, verdict.advice]).not.toContain("");
  });
});

describe("the outputs of a verdict", () => {
  const names = (verdict: Verdict, files: Parameters<typeof outputsOf>[1] = {}, all = true) =>
    outputsOf(verdict, files, all).map(({ name, value }) => [name, value]);

  test("are those that are known", () => {
    const lines = [
      { expression: "x", holds: true, cause: "", found: "", values: [] },
      { expression: "y", holds: false, cause: "", found: "", values: [] },
    ];
    const gated = applyGate(SUCCESS, lines);
    expect(names(gated, { result: "/r", nodes: "/n" })).toEqual([
      ["failed-nodes", "[]"],
      ["failed-assertions", '["y"]'],
      ["nodes-file", "/n"],
      ["nodes", String(GOOD.json)],
      ["result-file", "/r"],
      ["result", "1"],
    ]);
    expect(names(SUCCESS, { result: "/r", nodes: "/n" }, false)).toEqual([
      ["failed-nodes", "[]"],
      ["result-file", "/r"],
      ["result", "1"],
    ]);
    expect(names(SUCCESS)).toEqual([
      ["failed-nodes", "[]"],
      ["nodes", String(GOOD.json)],
      ["result", "1"],
    ]);
    const output = { expression: "", source: "result-file", cause: "", found: "" } as const;
    const named = [
      { ...output, name: "x", value: "1" },
      { ...output, name: "y", value: undefined },
      { ...output, name: "z", value: null },
    ];
    expect(names(applyOutputs(SUCCESS, named), {}, false).slice(1, 3)).toEqual([
      ["x", "1"],
      ["z", null],
    ]);
    expect(names(verdictOn({ kind: "error", cause: "", advice: "" }))).toEqual([]);
  });

  test("say in which file a value is that they cannot hold", () => {
    const base = JSON.stringify({ a: { status: "SUCCESS", value: "" } });
    for (const [length, value] of [
      [MAX_OUTPUT_BYTES - base.length, expect.any(String)],
      [MAX_OUTPUT_BYTES - base.length + 1, null],
    ] as const) {
      const nodes = mapOf({ a: { status: "SUCCESS", value: "x".repeat(length) } });
      const verdict = verdictOn({ kind: "finished", nodes, result: OUTPUT });
      const all = outputsOf(verdict, { nodes: "/n" }, true);
      const elsewhere = "The file of `nodes-file` has it: /n.";
      expect(all.find(({ name }) => name === "nodes")).toMatchObject({ value, elsewhere });
      expect(all.find(({ name }) => name === "failed-nodes")).toMatchObject({ elsewhere });
    }
    for (const { elsewhere } of outputsOf(verdictOn({ kind: "timeout", nodes: RUNNING }), {}, false))
      expect(elsewhere).toMatch(/`return-all-outputs: true`/);
  });
});

test("the files of a verdict hold what the API sent, and nothing is made where there is none", () => {
  const folder = mkdtempSync(join(tmpdir(), "verdict-"));
  expect(writeFiles(verdictOn({ kind: "error", cause: "", advice: "" }), true, folder)).toEqual({
    files: {},
  });
  expect(writeFiles(verdictOn({ kind: "timeout", nodes: RUNNING }), false, folder)).toEqual({ files: {} });
  expect(readdirSync(folder)).toEqual([]);
  const { files } = writeFiles(verdictOn({ kind: "timeout", nodes: RUNNING }), true, folder);
  expect(Object.keys(files)).toEqual(["nodes"]);
  expect(readFileSync(files.nodes ?? "")).toEqual(RUNNING.json);
  expect(String(readFileSync(writeFiles(SUCCESS, false, folder).files.result ?? ""))).toBe("1");
  expect(writeFiles(SUCCESS, true, join(folder, "nowhere")).error?.message).toMatch(/ENOENT/);
  rmSync(folder, { recursive: true });
});
