// What happens after the step: what later steps and other jobs get, and what they are told.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runAgainst, type Ended } from "./action-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { API_KEY, inTurn } from "./api/server.ts";
import { parseOutputs } from "./runner-protocol.ts";
import { api, onlyError, preloaded } from "./stage.ts";
import { MAX_OUTPUT_BYTES } from "../src/limits.ts";
import { checkPlaceForOutputs, setOutputs, type Output } from "../src/runner/outputs.ts";
import { Log } from "../src/show/log.ts";

const answer = (value: unknown) => finished({ a: node({ is_output_node: true, value }) });
const told = (ended: Ended) =>
  ended.commands
    .filter(({ name }) => name === "warning" || name === "notice")
    .map(({ name, properties, data }) => `${name}: ${properties["title"] ?? ""}: ${data}`);

describe("limits of what can be handed on", () => {
  const KIB = 1_024;
  test.each<[string, number, string | undefined, RegExp[]]>([
    ["fits everywhere", 32_767, "Windows", []],
    [
      "one character over Windows' limit",
      32_768,
      "Windows",
      [
        /^notice: Output "result" is large: .*32767 characters, and Windows.*"result-file".*another job.*artifact/,
      ],
    ],
    ["the same on Linux", 32_768, "Linux", []],
    ["Linux' limit", 128 * KIB, "Linux", []],
    [
      "one byte over Linux' limit",
      128 * KIB + 1,
      "Linux",
      [/^notice: Output "result" is large: .*128 KiB.*"result-file".*another job.*artifact/],
    ],
    ["what another job can get", 512 * KIB - 100, "Linux", [/^notice: Output "result" is large/]],
    [
      "more than another job can get",
      512 * KIB + 1,
      "Linux",
      [/^warning: Output "result" is too large for another job: .*524288 characters.*artifact/],
    ],
    [
      "more than an output holds",
      1_024 * KIB + 1,
      "Linux",
      [/^warning: Output "result" was left empty: .*1 MiB.*artifact/],
    ],
  ])("%s", async (_, length, RUNNER_OS, expected) => {
    api.play("1", answer("x".repeat(length)));
    const ended = await runAgainst(api, { env: { RUNNER_OS } });
    expect(ended.outputs["status"]).toBe("success");
    expect(told(ended)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test("outputs that only together are too large for another job", async () => {
    api.play("1", answer("x".repeat(300 * KIB)));
    const ended = await runAgainst(api, { inputs: { outputs: "again = result" } });
    expect(told(ended)).toContainEqual(
      expect.stringMatching(/^warning: The outputs are too large to hand on all of them: /),
    );
  });

  test("a character of three bytes counts as one character", async () => {
    api.play("1", answer("日".repeat(32_768)));
    const ended = await runAgainst(api, { env: { RUNNER_OS: "Linux" } });
    expect(told(ended)).toEqual([]);
  });
});

test("NaN reaches the file and the output as it was sent, with a warning", async () => {
  api.play("1", finished({ a: node({ is_output_node: true }) }, '{"score": NaN, "big": -Infinity}'));
  const ended = await runAgainst(api, {
    inputs: { assert: "json.big < 0\n!(json.score < 1) && !(json.score >= 1)" },
  });
  expect(ended.exitCode).toBe(0);
  expect(ended.outputs["result"]).toBe('{"score": NaN, "big": -Infinity}');
  expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe('{"score": NaN, "big": -Infinity}');
  expect(ended.summary).toContain('{"score": NaN, "big": -Infinity}');
  expect(told(ended)).toEqual([
    expect.stringMatching(/^warning: Output "result" is not strict JSON: It holds NaN/),
  ]);
});

test("an output that holds the key is said to be dropped for other jobs", async () => {
  api.play("1", answer(`the key is ${API_KEY}`));
  const ended = await runAgainst(api);
  expect(ended.outputs["result"]).toBe(`the key is ${API_KEY}`);
  expect(told(ended)).toEqual([
    expect.stringMatching(/^warning: Output "result" holds the API key: .*drops/),
  ]);
  expect(ended.lines.slice(1).join("\n") + ended.summary).not.toContain(API_KEY);
});

test("the key is not printed in another case or spelling", async () => {
  const key = "PL_Odd  Spaces##[x]0123456789";
  for (const inputs of [
    { "base-url": `https://${key.replaceAll(/[^\w]/g, "")}.example:1/` },
    { "execution-id": key },
    { timeout: key },
  ]) {
    const given = "base-url" in inputs ? key.replaceAll(/[^\w]/g, "") : key;
    const ended = await runAgainst(api, { inputs: { "api-key": given, timeout: "1s", ...inputs } });
    expect(ended.exitCode).toBe(1);
    const shown = `${ended.lines.slice(1).join("\n")}${ended.summary}`.toLowerCase();
    expect(shown).not.toContain(given.toLowerCase().slice(0, 12));
  }
});

test("a redirect to a host that holds the key does not print it", async () => {
  api.play("1", inTurn({ status: 302, headers: { Location: `https://${API_KEY.toUpperCase()}.example/` } }));
  const ended = await runAgainst(api);
  expect(ended.log.toLowerCase().split("\n").slice(1).join("\n")).not.toContain(API_KEY);
});

test("a failure that fail-on-error lets pass is a warning, and the log says why the step is green", async () => {
  api.play("1", finished({ a: failedNode("quota"), b: node({ is_output_node: true, value: 1 }) }));
  const ended = await runAgainst(api, { inputs: { "fail-on-error": "false" } });
  expect(ended.exitCode).toBe(0);
  expect(ended.outputs["status"]).toBe("failure");
  expect(ended.commands.filter(({ name }) => name === "error")).toEqual([]);
  expect(told(ended)).toEqual([expect.stringMatching(/^warning: .*node failed: "a" \(FAILED\): quota$/)]);
  const green = /^The step stays green, because "fail-on-error" is false: a later step has to decide/;
  expect(ended.lines).toContainEqual(expect.stringMatching(green));
  expect(ended.summary).toContain("**What to do:** The step stays green");
});

test.each([
  [
    "EACCES",
    /RUNNER_TEMP is ".*", which this user may not write to\. .* set "options: --user root" in its "container:"/,
  ],
  ["EROFS", /RUNNER_TEMP is ".*", which cannot be written to \(EROFS\)/],
])("a user who may not write to the runner's folder is told why, and the cure: %s", async (code, said) => {
  // The tests may run as root, who may write anywhere.
  const env = preloaded(`const fs = require("node:fs");
    const { accessSync } = fs;
    fs.accessSync = (path, mode) => {
      if (path === process.env.RUNNER_TEMP) throw Object.assign(new Error("no"), { code: "${code}" });
      accessSync(path, mode);
    };
    require("node:module").syncBuiltinESMExports();`);
  const ended = await runAgainst(api, { env });
  expect(onlyError(ended)).toMatch(said);
  expect(ended.outputs).toEqual({ status: "error" });
  expect(api.asked).toEqual([]);
});

describe("outputs", () => {
  let folder: string;
  let file: string;
  const before = process.env["GITHUB_OUTPUT"];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "outputs-"));
    file = join(folder, "output");
    process.env["GITHUB_OUTPUT"] = file;
  });
  beforeEach(() => {
    writeFileSync(file, "earlier=1\n");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env["GITHUB_OUTPUT"];
    else process.env["GITHUB_OUTPUT"] = before;
  });

  class Told extends Log {
    readonly titles: string[] = [];
    override warning(_: string, title = ""): void {
      this.titles.push(title);
    }
    override notice(_: string, title = ""): void {
      this.titles.push(title);
    }
  }
  const set = (outputs: readonly Output[]) => {
    const log = new Told("the-key");
    setOutputs(outputs, { GITHUB_OUTPUT: file, RUNNER_OS: "Windows" }, log);
    return log.titles;
  };

  test("are all set or none", () => {
    const full = {
      name: "b",
      get value(): string {
        throw new Error("No space left");
      },
    };
    expect(() => set([{ name: "a", value: "1" }, full])).toThrow("No space left");
    expect(readFileSync(file, "utf8")).toBe("earlier=1\n");
  });

  test.each<[string, string | null, string[]]>([
    [
      "one of the largest that fit",
      "x".repeat(MAX_OUTPUT_BYTES),
      ["Output `a` is too large for another job"],
    ],
    ["one that is larger", "x".repeat(MAX_OUTPUT_BYTES + 1), ["Output `a` was left empty"]],
    ["one that is larger in UTF-8", "é".repeat(MAX_OUTPUT_BYTES / 2 + 1), ["Output `a` was left empty"]],
    ["one that is known to be larger", null, ["Output `a` was left empty"]],
    ["the largest for another job", "x".repeat(MAX_OUTPUT_BYTES / 2), ["Output `a` is large"]],
    ["half of a surrogate pair", "a\ud83d", ["Output `a` is not exact"]],
    ["NUL", "a\0", ["Output `a` is not exact"]],
    ["the key", "a THE-KEY", ["Output `a` holds the API key"]],
    ["none of these", "é🚀\r\n", []],
  ])("are told of where they hold %s", (_, value, titles) => {
    expect(set([{ name: "a", value }])).toEqual(titles);
    const isFit = value !== null && Buffer.byteLength(value) <= MAX_OUTPUT_BYTES;
    // Not by the matcher, which would print it.
    expect(parseOutputs(readFileSync(file, "utf8"))["a"] === (isFit ? value.toWellFormed() : "")).toBe(true);
  });

  test.each([
    [MAX_OUTPUT_BYTES / 4, []],
    [MAX_OUTPUT_BYTES / 4 + 1, ["The outputs are too large to hand on all of them"]],
    [MAX_OUTPUT_BYTES / 2 + 1, Array(2).fill(expect.stringMatching(/is too large for another job$/))],
  ])("are told of where they have %d characters each", (length, titles) => {
    const value = "x".repeat(length);
    const told = set([
      { name: "a", value },
      { name: "b", value },
    ]);
    expect(told.filter((title) => !title.endsWith("is large"))).toEqual(titles);
  });

  test("need a file that they can be written to, and a folder", () => {
    const refusalOf = (env: Record<string, string | undefined>) => {
      try {
        checkPlaceForOutputs({ GITHUB_OUTPUT: file, RUNNER_TEMP: folder, ...env });
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(refusalOf({})).toBe("");
    for (const [name, other, kind] of [
      ["GITHUB_OUTPUT", folder, "file"],
      ["RUNNER_TEMP", file, "folder"],
    ] as const) {
      expect(refusalOf({ [name]: undefined })).toBe(`${name} is not set`);
      expect(refusalOf({ [name]: "" })).toBe(`${name} is not set`);
      expect(refusalOf({ [name]: other })).toBe(`${name} is \`${other}\`, which is no ${kind}`);
      const nowhere = join(folder, "nowhere");
      expect(refusalOf({ [name]: nowhere })).toMatch(/nowhere`, which cannot be written to \(/);
    }
  });
});
