import { describe, expect, test } from "@jest/globals";
import type { AgentNode } from "../src/api/execution.ts";
import { readMainOutput } from "../src/api/execution.ts";
import { failedSoFar, isMissing, judgeNodes } from "../src/nodes.ts";

const node = (name: string, status: string, more: Partial<AgentNode> = {}): AgentNode => ({
  name,
  status,
  error_message: null,
  raw_error_message: null,
  is_output_node: false,
  ...more,
});
const output = { is_output_node: true };

describe("the nodes of a finished run", () => {
  test.each<[string, AgentNode[], string[], boolean, RegExp | ""]>([
    ["all succeeded", [node("a", "SUCCESS"), node("b", "SUCCESS", output)], [], true, ""],
    [
      "untaken branches were skipped",
      [node("a", "SKIPPED", output), node("b", "SUCCESS", output)],
      [],
      true,
      "",
    ],
    ["no node is flagged as output", [node("a", "SUCCESS")], [], true, ""],
    [
      "an inner node failed, the output succeeded",
      [node("a", "FAILED"), node("b", "SUCCESS", output)],
      ["a"],
      true,
      "",
    ],
    [
      "a successful node has an error message",
      [node("a", "SUCCESS", { ...output, error_message: "no" })],
      ["a"],
      true,
      "",
    ],
    [
      "a successful node has a raw error message",
      [node("a", "SUCCESS", { ...output, raw_error_message: "no" })],
      ["a"],
      true,
      "",
    ],
    [
      "empty error messages are none",
      [node("a", "SUCCESS", { ...output, error_message: "", raw_error_message: "" })],
      [],
      true,
      "",
    ],
    ["a final status nobody knows", [node("a", "CANCELED"), node("b", "SUCCESS", output)], ["a"], true, ""],
    [
      "a status in lower case is another one",
      [node("a", "success", output)],
      ["a"],
      false,
      /None of the run's output nodes/,
    ],
    [
      "a node that still runs in a finished run",
      [node("a", "RUNNING"), node("b", "SUCCESS", output)],
      ["a"],
      true,
      "",
    ],
    [
      "the output node failed",
      [node("a", "SUCCESS"), node("b", "FAILED", output)],
      ["b"],
      false,
      /None of the run's output nodes/,
    ],
    [
      "all output nodes were skipped",
      [node("a", "SUCCESS"), node("b", "SKIPPED", output)],
      [],
      false,
      /None of the run's output nodes/,
    ],
    ["there are no nodes", [], [], false, /no nodes/],
  ])("%s", (_, nodes, failed, hasMainOutput, noOutputCause) => {
    const verdict = judgeNodes(nodes);
    expect(verdict.failed.map(({ name }) => name)).toEqual(failed);
    expect(verdict.hasMainOutput).toBe(hasMainOutput);
    if (noOutputCause === "") expect(verdict.noOutputCause).toBe("");
    else expect(verdict.noOutputCause).toMatch(noOutputCause);
  });

  test("give the readable message before the raw one, and say if there is none", () => {
    const causes = judgeNodes([
      node("a", "FAILED", { error_message: "readable", raw_error_message: "raw" }),
      node("b", "FAILED", { raw_error_message: "raw" }),
      node("c", "FAILED"),
    ]).failed.map(({ cause }) => cause);
    expect(causes).toEqual(["readable", "raw", "The node left no error message."]);
  });
});

test("of a run that goes on, queued and running nodes have not failed", () => {
  const nodes = [
    node("a", "QUEUED"),
    node("b", "RUNNING"),
    node("c", "FAILED"),
    node("d", "RUNNING", { error_message: "x" }),
    node("e", "FAILURE"),
  ];
  expect(failedSoFar(nodes).map(({ name }) => name)).toEqual(["c", "d", "e"]);
});

test("a node map in place of the main output is no output, unless an output node succeeded", () => {
  const map = readMainOutput(
    Buffer.from(
      '{"a":{"status":"SUCCESS","value":1,"error_message":null,"raw_error_message":null,"is_output_node":false}}',
    ),
  );
  expect(isMissing(map, [node("a", "SUCCESS")])).toBe(true);
  expect(isMissing(map, [node("a", "SUCCESS", output)])).toBe(false);
  expect(isMissing(map, [node("a", "SUCCESS"), node("b", "SUCCESS", output)])).toBe(false);
  expect(isMissing(readMainOutput(Buffer.from("{}")), [node("a", "SUCCESS", output)])).toBe(false);
  expect(isMissing(readMainOutput(Buffer.from('"a"')), [node("a", "SUCCESS")])).toBe(false);
});
