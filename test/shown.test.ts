// What people see of several runs at once, of their start and of their end, without a process. The snapshots show it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { readMainOutput, readNodeMap } from "../src/api/execution.ts";
import { systemClock } from "../src/clock.ts";
import { concludeAll as concludeRuns } from "../src/many/conclude.ts";
import type { Ended } from "../src/many/ended.ts";
import { Log } from "../src/show/log.ts";
import { announceVerdict } from "../src/show/annotations.ts";
import { announceRuns, ManyProgress, renderRuns } from "../src/show/many.ts";
import {
  announceStart,
  announceStarts,
  logRequest,
  logStart,
  renderStart,
  renderStarts,
} from "../src/show/start.ts";
import { statusLine, withAdvice, writeSummary } from "../src/show/outcome.ts";
import { excerptOf, renderVerdict } from "../src/show/summary.ts";
import { concludeAll } from "../src/start/conclude.ts";
import type { Inputs } from "../src/start/inputs.ts";
import type { NamedStart } from "../src/start/many.ts";
import { applyGate, conclude } from "../src/verdict.ts";

let lines: string[];
let log: Log;

beforeEach(() => {
  log = new Log("");
  jest.useFakeTimers({ now: 0 });
  lines = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines.push(String(text).trimEnd().replaceAll("\u001b", "ESC"));
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const inputs: Inputs = {
  agent: "review",
  apiKey: "k",
  version: { kind: "number", number: "3" },
  variables: [{ name: "diff", json: '"x"', bytes: 1, origin: "" }],
  metadata: [],
  cases: [
    { name: "a", variables: [] },
    { name: "b", variables: [] },
  ],
  failOnWarning: true,
  timeoutMs: 120_000,
  requestTimeoutMs: 30_000,
  baseUrl: new URL("https://api.promptlayer.com"),
};

describe("the start of several runs", () => {
  const cases = ["a", "b", "c"].map((name) => ({ name }));
  const started = (name: string, warning = ""): NamedStart => ({
    name,
    start: { kind: "started", run: { executionId: `${name}1`, warning }, signal: undefined },
  });
  const cancelled = ({ name, start }: NamedStart): NamedStart => ({
    name,
    start: { ...start, signal: "SIGTERM" },
  });
  const ended = (name: string, kind: "not started" | "unknown"): NamedStart => ({
    name,
    start: { kind, cause: "the connection was dropped", advice: "Look.", signal: undefined },
  });

  test.each<[string, NamedStart[], boolean]>([
    ["of all", cases.map(({ name }) => started(name)), true],
    ["with warnings", [started("a", "w"), started("b"), started("c", "x")], true],
    ["with warnings that are let pass", [started("a", "w"), started("b"), started("c", "x")], false],
    ["of none", [ended("a", "not started")], true],
    ["of one, and the next was not started", [started("a"), ended("b", "not started")], true],
    ["of all but perhaps the last", [started("a"), started("b"), ended("c", "unknown")], true],
    ["cancelled before any was started", [cancelled(ended("a", "not started"))], true],
    ["cancelled after one was started", [cancelled(started("a"))], true],
    ["cancelled in a request", [started("a"), cancelled(ended("b", "unknown"))], true],
  ])("%s", (_, starts, failOnWarning) => {
    const outcome = concludeAll(starts, cases, failOnWarning);
    for (const [n, came] of starts.entries()) logStart(came, n + 1, cases.length, log);
    announceStarts(outcome, starts, log);
    expect({ outcome, lines, summary: renderStarts(outcome, inputs, starts).split("\n") }).toMatchSnapshot();
  });

  test.each([9, 10, 11])("with %d warnings has ten annotations at the most", (count) => {
    const starts = Array.from({ length: count }, (_, n) => started(`n${n + 1}`, "w"));
    for (const failOnWarning of [true, false])
      announceStarts(concludeAll(starts, starts, failOnWarning), starts, new Log(""));
    expect(lines).toMatchSnapshot();
  });

  test("says what is asked for", () => {
    logRequest(inputs, log);
    logRequest({ ...inputs, cases: undefined, version: { kind: "newest" } }, log);
    expect(lines).toMatchSnapshot();
  });

  test("shows a hundred rows", () => {
    const rowsOf = (count: number) => {
      const starts = [...Array.from({ length: count - 1 }, (_, n) => started(`n${n}`)), started("last", "w")];
      const summary = renderStarts(concludeAll(starts, starts, false), inputs, starts);
      return [summary.match(/<tr>/g)?.length, /…and .*/.exec(summary)?.[0], summary.indexOf("last") < 400];
    };
    expect(rowsOf(100)).toEqual([101, undefined, true]);
    expect(rowsOf(101)).toEqual([101, "…and 1 more run.", true]);
  });

  test("of one run shows its version and the API's warning", () => {
    const outcome = { status: "started", headline: "Run 7 was started", cause: "", advice: "" } as const;
    announceStart(outcome, "unused: `x`", log);
    expect(lines).toEqual([
      "::warning title=PromptLayer agent start%3A warning::The API warns: \"unused: 'x'\"",
      expect.stringContaining("🚀 started: Run 7 was started."),
    ]);
    expect(renderStart(outcome, inputs, "unused: `x`").split("\n")).toMatchSnapshot();
    expect(
      renderStart(outcome, { ...inputs, version: { kind: "newest" } }, "").split("\n"),
    ).toMatchSnapshot();
  });
});

describe("many runs", () => {
  const ended = (name: string, status: Ended["status"]): Ended => ({
    name,
    executionId: `${name}1`,
    status,
    cause: `it is a ${status}`,
    excerpt: status === "failure" ? { text: "no", language: "", isCut: true } : undefined,
    nonFinite: undefined,
    elapsedMs: 1_500,
  });
  const all = (["success", "cancelled", "timeout", "error", "failure"] as const).map((status, n) =>
    ended(`n${n}`, status),
  );

  test("have no more annotations than GitHub shows, and the last tells of those left", () => {
    const runs = Array.from({ length: 12 }, (_, n) => ended(`n${n}`, "failure"));
    announceRuns(concludeRuns(runs, 12), runs, false, log);
    const errors = lines.flatMap((text) => text.split("\n")).filter((line) => line.startsWith("::error"));
    expect(errors).toHaveLength(10);
    expect(errors[8]).toContain('"n7" (n71)');
    expect(errors[9]).toMatch(/::4 more: "n8", "n9", "n10", "n11"$/);
    expect(renderRuns(concludeRuns(runs, 12), runs, undefined)).not.toContain("All results");
  });

  test.each<[string, Ended[], number]>([
    ["that all passed", [ended("a", "success"), ended("b", "success")], 2],
    ["of which enough passed", [ended("a", "failure"), ended("b", "success")], 1],
    ["of which too many failed", [ended("a", "failure"), ended("b", "success")], 2],
    ["that are not known", [ended("a", "error"), ended("b", "timeout")], 1],
    ["that went on", [ended("a", "timeout"), ended("b", "success")], 2],
    ["that were cancelled, among others", all, 1],
  ])("%s", (_, runs, needed) => {
    const { passed, ...outcome } = concludeRuns(runs, needed);
    announceRuns(outcome, runs, false, log);
    expect({
      passed,
      outcome,
      lines,
      summary: renderRuns(outcome, runs, "/tmp/r").split("\n"),
    }).toMatchSnapshot();
  });

  test.each([9, 10, 11])("of which %d failed have ten annotations at the most", (count) => {
    const runs = Array.from({ length: count }, (_, n) => ended(`n${n + 1}`, "failure"));
    for (const isTolerated of [false, true])
      announceRuns(concludeRuns(runs, 1), runs, isTolerated, new Log(""));
    announceRuns(concludeRuns(runs, 0), runs, false, new Log(""));
    expect(lines.filter((line) => !line.includes("(n"))).toMatchSnapshot();
  });

  test("on their way: a line for each that ended, a heartbeat after half a minute, and twenty failed requests", () => {
    const progress = new ManyProgress(
      2,
      log,
      systemClock(() => Date.now()),
    );
    const observer = progress.of({ name: "a", executionId: "1" });
    jest.advanceTimersByTime(29_000);
    progress.ended({ status: "success" });
    jest.advanceTimersByTime(29_000);
    expect(lines).toHaveLength(1);
    jest.advanceTimersByTime(32_000);
    expect(lines).toHaveLength(3);
    progress.ended({ status: "failure" });
    for (let n = 0; n < 25; n++) observer.retrying("dropped", n, 1_000);
    observer.running(undefined);
    progress.stop();
    jest.advanceTimersByTime(90_000);
    expect(lines).toHaveLength(25);
    expect([...lines.slice(0, 5), ...lines.slice(-2)]).toMatchSnapshot();
  });
});

test("every status has a sign of its own", () => {
  const signs = (["success", "started", "failure", "timeout", "error", "cancelled"] as const).map((status) =>
    statusLine({ status, headline: "", cause: "", advice: "" }).slice(0, -`${status}: .`.length).trim(),
  );
  expect(new Set(signs).size).toBe(6);
  expect(signs).not.toContain("");
});

test("a sentence without advice ends with itself", () => {
  expect(withAdvice({ status: "error", headline: "It failed", cause: "", advice: "" })).toBe("It failed.");
});

test("a summary is written where there is room for it", () => {
  const MIB = 1_024 * 1_024;
  const folder = mkdtempSync(join(tmpdir(), "summary-"));
  const path = join(folder, "summary");
  writeSummary("é", path);
  writeSummary("b", path);
  expect(readFileSync(path, "utf8")).toBe("éb");
  writeFileSync(path, "x".repeat(MIB - 4));
  expect(() => {
    writeSummary("ééb", path);
  }).toThrow("it would be over 1 MiB");
  writeSummary("éé", path);
  expect(readFileSync(path)).toHaveLength(MIB);
  expect(() => {
    writeSummary("a", "");
  }).toThrow("GITHUB_STEP_SUMMARY is not set");
  rmSync(folder, { recursive: true });
});

const mapOf = (nodes: object) => readNodeMap(Buffer.from(JSON.stringify(nodes)));
const outputOf = (json: string) => readMainOutput(Buffer.from(json));
/** The verdict on a finished run with these nodes and, as JSON text, this main output. */
const verdictOn = (nodes: object, json?: string) => {
  const result = json === undefined ? undefined : outputOf(json);
  return conclude("1", { kind: "finished", nodes: mapOf(nodes), result, requests: 1 }, 0);
};

describe("the log of one run", () => {
  const shown = { showsValues: true, isTolerated: false };

  test.each([
    [200, 200, undefined],
    [200, 205, "and 5 more nodes"],
  ])("lists %d of %d nodes", (listed, count, rest) => {
    const nodes = Array.from({ length: count }, (_, n) => [`n${n}`, { status: "SUCCESS" }] as const);
    announceVerdict(verdictOn(Object.fromEntries(nodes), "1"), log, shown);
    const group = lines.slice(lines.indexOf(`::group::Nodes (${count})`) + 1, lines.indexOf("::endgroup::"));
    expect(group.filter((line) => line.startsWith("✅ "))).toHaveLength(listed);
    expect(group[listed]).toBe(rest);
  });

  test("shows at most ten values of a failed line", () => {
    const values = Array.from({ length: 12 }, (_, n) => ({ name: `v${n}`, value: "1" }));
    const line = { expression: "x", holds: false, cause: "", found: "", values };
    announceVerdict(applyGate(verdictOn({ a: { status: "SUCCESS" } }, "1"), [line]), log, shown);
    expect(lines.find((text) => text.startsWith("::error"))?.match(/ was /g)).toHaveLength(10);
  });
});

describe("the summary of one run", () => {
  const rowsOf = (markdown: string, part: RegExp) =>
    (markdown.match(/<tr><td>.*<\/tr>/g) ?? []).filter((row) => part.test(row));

  test("has the failed first where there is no room for all", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 130 }, (_, n) => [`n${n}`, { status: n > 97 ? "FAILED" : "SUCCESS" }]),
    );
    const verdict = verdictOn(nodes);
    const markdown = renderVerdict(verdict, {});
    const rows = rowsOf(markdown, /<code>n\d+<\/code>/);
    expect(rows).toHaveLength(100);
    expect(rows.map((row) => /n(\d+)/.exec(row)?.[1])).toEqual(
      [...Array(32).keys()].map((n) => String(n + 98)).concat([...Array(68).keys()].map(String)),
    );
    expect(markdown).toContain("…and 30 more nodes, in a file with `return-all-outputs: true`.");
    expect(renderVerdict(verdict, { nodes: "/n" })).toContain(
      "…and 30 more nodes, all in the file of `nodes-file`.",
    );
  });

  test("has all in their order where there is room, and no table of no nodes", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`n${n}`, { status: n > 97 ? "FAILED" : "SUCCESS" }]),
    );
    const summaryOf = (map: object) => renderVerdict(verdictOn(map), {});
    const rows = rowsOf(summaryOf(nodes), /<code>n\d+<\/code>/);
    expect(rows.map((row) => /n(\d+)/.exec(row)?.[1])).toEqual([...Array(100).keys()].map(String));
    expect(summaryOf(nodes)).not.toContain("more nodes");
    expect(summaryOf({})).not.toContain("<table>");
  });

  test("has fewer rows where the words of others would fill it, the failed lines first", () => {
    const hidden = "\u202e".repeat(500);
    const nodes = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`n${n}`, { status: "FAILED", error_message: hidden }]),
    );
    const lines = Array.from({ length: 120 }, (_, n) => ({
      expression: `e${n} ${hidden}`,
      holds: n !== 119,
      cause: "",
      found: "",
      values: [],
    }));
    const markdown = renderVerdict({ ...verdictOn(nodes), assertions: lines }, {});
    expect(rowsOf(markdown, /<code>n\d+<\/code>/)).toHaveLength(10);
    expect(rowsOf(markdown, /<code>e\d+ /).map((row) => /e(\d+) /.exec(row)?.[1])).toEqual([
      "119",
      ...[...Array(9).keys()].map(String),
    ]);
    expect(markdown).toContain("…and 110 more assertions.");
    expect(markdown.length).toBeLessThan(512 * 1_024);
  });

  test("says where the whole main output is, if it is cut", () => {
    const verdict = verdictOn({ a: { status: "SUCCESS" } }, `"${"x".repeat(20_000)}"`);
    const summaryOf = (files: object) => renderVerdict(verdict, files);
    expect(summaryOf({})).toContain("\n\nCut here: the whole is in the file of `result-file`.\n");
    expect(summaryOf({ result: "/r" })).toContain("in the file of `result-file`, <code>/r</code>.\n");
  });

  test("has a row for each node, and for each output that cannot be evaluated", () => {
    const nodes = { a: { status: "SUCCESS", is_output_node: true }, b: { status: "SKIPPED" } };
    const output = { expression: "e", source: "result-file", value: undefined, found: "" } as const;
    const namedOutputs = [
      { ...output, name: "o", cause: "no `q`" },
      { ...output, name: "p", cause: "" },
    ];
    const markdown = renderVerdict({ ...verdictOn(nodes, '"x"'), namedOutputs }, {});
    expect(markdown.match(/<tr>.*/g)).toEqual([
      expect.stringMatching(/^<tr><th><\/th><th>Output that cannot be evaluated<\/th><th>\w+<\/th><\/tr>$/),
      "<tr><td>❌</td><td><code>o = e</code></td><td>no <code>q</code></td></tr>",
      "<tr><th>Node</th><th>Status</th><th>Output node</th></tr>",
      "<tr><td><code>a</code></td><td>✅&nbsp;<code>SUCCESS</code></td><td>yes</td></tr>",
      "<tr><td><code>b</code></td><td>⏭️&nbsp;<code>SKIPPED</code></td><td></td></tr>",
    ]);
    expect(markdown).toContain("\n```\nx\n```\n");
    const failed = { a: { status: "SUCCESS" }, b: { status: "FAILED", error_message: "no" } };
    expect(renderVerdict(verdictOn(failed, '"x"'), {}).match(/<tr>.*/g)).toEqual([
      "<tr><th>Node</th><th>Status</th><th>Output node</th><th>Error</th></tr>",
      "<tr><td><code>a</code></td><td>✅&nbsp;<code>SUCCESS</code></td><td></td><td></td></tr>",
      "<tr><td><code>b</code></td><td>❌&nbsp;<code>FAILED</code></td><td></td><td><code>no</code></td></tr>",
    ]);
  });

  test("has of each line what it came to, and of no more than ten values", () => {
    const values = Array.from({ length: 12 }, (_, n) => ({ name: `v${n}`, value: "1" }));
    const line = { expression: "x", holds: true, cause: "", found: "", values: [] };
    const verdict = applyGate(verdictOn({ a: { status: "SUCCESS" } }, "1"), [
      line,
      { ...line, expression: "y", holds: false },
      { ...line, expression: "z", holds: false, values },
      { ...line, expression: "c", holds: false, cause: "no `q`", found: "it has `r`" },
      { ...line, expression: "d", holds: false, cause: "no `q`" },
    ]);
    const [x, y, z, c, d] = rowsOf(renderVerdict(verdict, {}), /<td>(✅|❌)<\/td>/);
    expect(x).toBe("<tr><td>✅</td><td><code>x</code></td><td></td></tr>");
    expect(y).toBe("<tr><td>❌</td><td><code>y</code></td><td>it is false</td></tr>");
    expect(z?.match(/ was /g)).toHaveLength(10);
    expect(c).toContain("<td>no <code>q</code>; it has <code>r</code></td>");
    expect(d).toContain("<td>no <code>q</code></td>");
  });

  test.each<[string, string, object]>([
    ["a text", '"a\\n{}"', { text: "a\n{}", language: "", isCut: false }],
    [
      "JSON, indented with its numbers as they were sent",
      '{"a":[1.10,1e3]}',
      { text: '{\n  "a": [\n    1.10,\n    1e3\n  ]\n}', language: "json", isCut: false },
    ],
    [
      "JSON that strict readers refuse, as it was sent",
      '{"a": NaN}',
      { text: '{"a": NaN}', language: "json", isCut: false },
    ],
    [
      "JSON a hundred deep, indented",
      "[".repeat(100) + "1" + "]".repeat(100),
      { text: expect.stringMatching(/^\[\n {2}\[\n/), isCut: true },
    ],
    [
      "deeper JSON, as it was sent",
      "[".repeat(101) + "1" + "]".repeat(101),
      { text: expect.stringMatching(/^\[{101}1/), isCut: false },
    ],
    [
      "a text of as many characters as there is room for",
      `"${"x".repeat(10_000)}"`,
      { text: "x".repeat(10_000), isCut: false },
    ],
    ["a longer text, cut", `"${"x".repeat(10_001)}"`, { text: `${"x".repeat(10_000)}…`, isCut: true }],
    [
      "a text that is too large to be read for it, as it was sent",
      `"${"\\n".repeat(40_000)}"`,
      { text: expect.stringMatching(/^"(\\n){4999}\\…$/), language: "json", isCut: true },
    ],
    [
      "a large text that is one by its escapes alone",
      `"${"\\u0061".repeat(9_000)}"`,
      { text: "a".repeat(9_000), language: "", isCut: false },
    ],
  ])("has of a main output %s", (_, json, expected) => {
    expect(excerptOf(outputOf(json))).toMatchObject(expected);
  });
});
