import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { concludeAll, neededOf } from "../src/many/conclude.ts";
import type { Ended } from "../src/many/ended.ts";
import { MAX_OUTPUT_BYTES } from "../src/limits.ts";
import { readRuns } from "../src/many/ids.ts";
import { ResultsFile } from "../src/many/results.ts";
import type { Status } from "../src/outcome.ts";
import { renderRuns } from "../src/show/many.ts";
import type { Verdict } from "../src/verdict.ts";

// The pure parts of the wait for many runs.

test("256 runs are taken, in their order", () => {
  const ids = Array.from({ length: 256 }, (_, n) => String(256 - n));
  expect(readRuns(JSON.stringify(ids)).map(({ executionId }) => executionId)).toEqual(ids);
});

test.each<[string, [string, string][]]>([
  [
    '["1", 23]',
    [
      ["1", "1"],
      ["23", "23"],
    ],
  ],
  [
    ' {"b": "2", "1": 3}',
    [
      ["b", "2"],
      ["1", "3"],
    ],
  ],
  [
    "1\n\n b = 2 \r\na = b = 3",
    [
      ["1", "1"],
      ["b", "2"],
      ["a = b", "3"],
    ],
  ],
])("%j names its runs", (text, runs) => {
  expect(readRuns(text).map(({ name, executionId }) => [name, executionId])).toEqual(runs);
});

test.each([
  ["[]", "Input `execution-ids` names no run: "],
  ['{"a": "x"}', "Input `execution-ids`, line 1, column 7: the ID is `x`; "],
  ['{"a": ""}', "Input `execution-ids`, line 1, column 7: the ID is empty: "],
  ['{" ": "1"}', "Input `execution-ids`, line 1, column 2: a name is empty."],
  ['{"a": "1", "b": "1"}', "line 1, column 12: the ID `1` is also at line 1, column 2."],
  ["[9007199254740993]", "column 2: the ID is a number that a JSON parser may have rounded; "],
  ["[1e3]", "column 2: the ID is a number that a JSON parser may have rounded; "],
  ["[null]", "column 2: expected an ID as a string."],
  ["a = 1\na = 2", "Input `execution-ids`, line 2: the name `a` is also at line 1."],
  ["x [1]", "Input `execution-ids`, line 1: the ID is `x [1]`; "],
])("%j is refused where its fault is", (text, cause) => {
  expect(() => readRuns(text)).toThrow(cause);
});

describe("min-passed", () => {
  test.each<[string, number, number]>([
    ["100%", 40, 40],
    ["90%", 40, 36],
    ["7%", 100, 7],
    ["29%", 100, 29],
    ["0.1%", 1_000, 1],
    ["0.11%", 1_000, 2],
    ["66.7%", 3, 3],
    ["66.6%", 3, 2],
    ["1%", 1, 1],
    ["00080%", 10, 8],
    ["12", 12, 12],
    ["1", 12, 1],
  ])("%s of %d runs is %d", (given, total, needed) => {
    expect(neededOf(given, total)).toBe(needed);
  });

  test.each(["0", "0%", "0.0%", "101%", "13", "-1", "1.5", "80 %", "%", "80%%", "all", "1e1", " ", "100.1%"])(
    "%j of 12 runs is refused",
    (given) => {
      expect(() => neededOf(given, 12)).toThrow(/expected a count from 1 to 12.*or a percentage/);
    },
  );
});

describe("the status of the step", () => {
  const S = "success";
  const F = "failure";
  const T = "timeout";
  const E = "error";
  const C = "cancelled";
  test.each<[Status[], number, Status]>([
    [[S, S], 2, S],
    [[S, F], 1, S],
    [[S, T], 1, S],
    [[S, E], 1, S],
    [[S, F], 2, F],
    [[F, T], 2, F],
    [[F, E], 2, F],
    [[F, T], 1, T],
    [[S, T], 2, T],
    [[S, E], 2, E],
    [[S, T, E], 3, E],
    [[F, T, E], 2, E],
    [[F, F, T, E], 3, F],
    [[S, C], 1, C],
    [[C, C], 1, C],
  ])("%j with %d needed is %s", (statuses, needed, expected) => {
    const runs = statuses.map((status, n) => ({ name: String(n), status }));
    expect(concludeAll(runs, needed).status).toBe(expected);
  });
});

test("the summary of many failures has at most 100 rows and less than 1 MiB", () => {
  const hostile = "\\u{202e}".repeat(10_000);
  const runs = Array.from({ length: 256 }, (_, n): Ended => ({
    name: `${n}\u202e`.repeat(40),
    executionId: String(n),
    status: "failure",
    cause: `\`${"\u202e".repeat(800)}\``,
    excerpt: { text: hostile, language: "", isCut: true },
    nonFinite: undefined,
    elapsedMs: 1,
  }));
  const outcome = { status: "failure", headline: "0 of 256 runs passed", cause: "", advice: "" } as const;
  const summary = renderRuns(outcome, runs, "/tmp/results.jsonl");
  expect(summary.match(/<tr>/g)).toHaveLength(101);
  expect(summary).toContain("…and 156 more runs.");
  expect(summary).toMatch(/The main outputs of \d+ more runs are in the file/);
  expect(Buffer.byteLength(summary)).toBeLessThan(1_024 * 1_024);
});

describe("the file of all results", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "results-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const FOUND: Verdict = {
    executionId: "7",
    status: "success",
    headline: "",
    cause: "",
    advice: "",
    elapsedMs: 6.6,
    nodes: undefined,
    result: undefined,
    failed: undefined,
    assertions: undefined,
    namedOutputs: [],
    requests: 1,
  };
  const run = { name: 'the "run"', executionId: "7" };
  const resultOf = (json: string) => ({ result: { json: Buffer.from(json), nonFinite: undefined } });
  const lineOf = (found: Partial<Verdict>) => {
    const file = new ResultsFile(folder);
    file.write(0, run, { ...FOUND, ...found });
    const whole = file.whole();
    const line = readFileSync(whole?.path ?? "", "utf8");
    expect(whole?.array).toBe(`[${line.trimEnd()}]`);
    return line;
  };

  test("has a line of what is known of a run", () => {
    const BEGIN = '{"name":"the \\"run\\"","execution_id":"7","status":';
    expect(lineOf({})).toBe(
      `${BEGIN}"success","result":null,"failed_nodes":[],"failed_assertions":[],"outputs":{},"elapsed_ms":7}\n`,
    );
    const assertion = { cause: "", found: "", values: [] };
    const output = { expression: "", source: "nodes-file", cause: "", found: "" } as const;
    const found: Partial<Verdict> = {
      status: "failure",
      ...resultOf('{"2":1.10}'),
      failed: [{ name: "a", status: "FAILED", cause: "" }],
      assertions: [
        { ...assertion, expression: "x", holds: true },
        { ...assertion, expression: "y", holds: false },
      ],
      namedOutputs: [
        { ...output, name: "b", value: "" },
        { ...output, name: "2", value: "t" },
        { ...output, name: "c", value: null },
        { ...output, name: "d", value: undefined },
      ],
    };
    expect(lineOf(found)).toBe(
      `${BEGIN}"failure","result":{"2":1.10},"failed_nodes":["a"],"failed_assertions":["y"],"outputs":{"b":"","2":"t","c":null},"elapsed_ms":7}\n`,
    );
  });

  test.each(["[1,\n\n2]", "[1,\r2\r]", "[1,\r\n2]", '["\\n\\r",\r\n2]'])("keeps %j on one line", (json) => {
    expect(lineOf(resultOf(json))).toContain(`"result":${json.replace(/[\r\n]/g, " ")},`);
  });

  test("has its lines in the order of the runs, and nothing else is left of them", () => {
    const file = new ResultsFile(folder);
    for (const nth of [2, 0, 3, 1]) file.write(nth, { name: String(nth), executionId: String(nth) }, FOUND);
    const { path, array } = file.whole() ?? { path: "", array: "" };
    expect((JSON.parse(array ?? "") as { name: string }[]).map(({ name }) => name)).toEqual([
      "0",
      "1",
      "2",
      "3",
    ]);
    expect(readdirSync(dirname(path))).toEqual(["results.jsonl"]);
  });

  test("is no array where that is too large for an output", () => {
    const file = new ResultsFile(folder);
    file.write(0, run, { ...FOUND, ...resultOf(`"${"x".repeat(MAX_OUTPUT_BYTES)}"`) });
    expect(file.whole()).toMatchObject({ array: null });
    expect(file.error).toBeUndefined();
  });

  test("leaves no file open", () => {
    const next = () => {
      const file = openSync(process.execPath, "r");
      closeSync(file);
      return file;
    };
    const file = new ResultsFile(folder);
    const before = next();
    for (let nth = 0; nth < 40; nth++) file.write(nth, run, FOUND);
    expect(next() - before).toBeLessThan(20);
  });

  test("is not there once it could not be written, and says why", () => {
    const file = new ResultsFile(join(folder, "nowhere"));
    file.write(0, run, FOUND);
    expect(file.whole()).toBeUndefined();
    expect(file.error?.message).toMatch(/ENOENT/);
    // What has no folder of its own must not be written to another.
    for (const name of ["0.part", "results.jsonl"]) expect(existsSync(name)).toBe(false);
    const empty = new ResultsFile(folder);
    expect(empty.whole()).toBeUndefined();
    expect(empty.error?.message).toMatch(/ENOENT/);
  });
});
