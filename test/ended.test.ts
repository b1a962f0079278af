import { describe, expect, test } from "@jest/globals";
import { readMainOutput } from "../src/api/execution.ts";
import { MAX_OUTPUT_BYTES } from "../src/limits.ts";
import { endedOf, NamedValues } from "../src/many/ended.ts";
import type { NamedOutput, Verdict } from "../src/verdict.ts";

const run = (name: string) => ({ name, executionId: "1" });

describe("what is kept of a run", () => {
  const verdict: Verdict = {
    executionId: "1",
    status: "failure",
    headline: "A node failed",
    cause: "it is so",
    advice: "",
    elapsedMs: 7,
    nodes: undefined,
    result: undefined,
    failed: undefined,
    assertions: undefined,
    namedOutputs: [],
    requests: 1,
  };
  const failed = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: `n${n}`, status: "FAILED", cause: "c".repeat(400) }));
  const causeOf = (fields: object) => endedOf(run("a"), { ...verdict, ...fields }).cause;

  test("is its cause in a sentence, with the first node that failed", () => {
    expect(causeOf({})).toBe("A node failed: it is so");
    expect(causeOf({ cause: "" })).toBe("A node failed");
    expect(causeOf({ cause: "c".repeat(900) })).toHaveLength(801);
    expect(causeOf({ failed: [] })).toBe("A node failed: it is so");
    expect(causeOf({ failed: failed(1) })).toBe(`A node failed: \`n0\`: \`${"c".repeat(300)}…\``);
    expect(causeOf({ failed: failed(3) })).toBe(`A node failed: \`n0\`: \`${"c".repeat(300)}…\`, and 2 more`);
    expect(causeOf({ failed: failed(1), status: "timeout" })).toBe("A node failed: it is so");
  });

  test("is the first line that could not be evaluated, if no node failed", () => {
    const line = { expression: "x", holds: false, cause: "", found: "", values: [] };
    const output = {
      name: "o",
      expression: "x",
      source: "result-file",
      value: undefined,
      found: "",
    } as const;
    const assertions = [line, { ...line, expression: "y", cause: "no `q`", found: "it has `r`" }];
    const namedOutputs = [
      { ...output, cause: "" },
      { ...output, name: "p", cause: "no `s`" },
    ];
    expect(causeOf({ assertions, namedOutputs })).toBe("A node failed: `y`: no `q`; it has `r`");
    expect(causeOf({ namedOutputs })).toBe("A node failed: `p`: no `s`");
    expect(causeOf({ assertions: [line] })).toBe("A node failed: it is so");
    expect(causeOf({ assertions, status: "error" })).toBe("A node failed: it is so");
    expect(causeOf({ namedOutputs, failed: failed(1) })).toBe(
      `A node failed: \`n0\`: \`${"c".repeat(300)}…\``,
    );
  });

  test("is the beginning of its main output only if it did not succeed", () => {
    const result = readMainOutput(Buffer.from('"text"'));
    expect(endedOf(run("a"), { ...verdict, result }).excerpt).toMatchObject({ text: "text" });
    expect(endedOf(run("a"), { ...verdict, result, status: "success" }).excerpt).toBeUndefined();
    expect(endedOf(run("a"), verdict).excerpt).toBeUndefined();
  });
});

describe("the values of a named output", () => {
  const output = (name: string, value: NamedOutput["value"]) => ({ name, value }) as NamedOutput;
  const runs = ["a", "b", "c"].map(run);

  test("are an object by run, in the order of the runs, without those that have none", () => {
    const values = new NamedValues();
    values.add(2, [output("x", "3"), output("y", undefined)]);
    values.add(0, [output("x", '"1"')]);
    values.add(1, [output("x", undefined)]);
    expect(values.outputs(runs, "there")).toEqual([
      { name: "x", value: '{"a":"\\"1\\"","c":"3"}', elsewhere: "there" },
      { name: "y", value: "{}", elsewhere: "there" },
    ]);
  });

  test("are left out where one of them is too large", () => {
    const values = new NamedValues();
    values.add(0, [output("x", "1")]);
    values.add(1, [output("x", null)]);
    values.add(2, [output("x", "3")]);
    expect(values.outputs(runs, "there")).toEqual([{ name: "x", value: null, elsewhere: "there" }]);
  });

  test("are left out where they are larger than an output together", () => {
    const half = "x".repeat(MAX_OUTPUT_BYTES / 2);
    const values = new NamedValues();
    values.add(0, [output("x", half), output("y", half)]);
    values.add(1, [output("x", half), output("y", half)]);
    values.add(2, [output("y", "x"), output("z", "1")]);
    const [x, y, z] = values.outputs(runs, "");
    expect(x?.value).toHaveLength(MAX_OUTPUT_BYTES + '{"a":"","b":""}'.length);
    expect(y?.value).toBeNull();
    expect(z?.value).toBe('{"c":"1"}');
  });
});
