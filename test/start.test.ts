import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { DEFAULTS, readInputs } from "../src/start/inputs.ts";
import { TooLarge } from "../src/api/json.ts";
import { GivenJson } from "../src/runner/given-json.ts";
import { InputError } from "../src/runner/inputs.ts";
import { readObject } from "../src/start/variables.ts";
import { runAgainst, runStart, startMetadata, type ActionRun, type Ended } from "./action-process.ts";
import { offerScenarios } from "./api/scenarios.ts";
import { API_KEY, startStandIn, type Posted, type Reply, type StandIn } from "./api/server.ts";
import { refusalOf, withInputs } from "./given-inputs.ts";
import { runStartInProcess } from "./in-process.ts";
import { done, onlyError } from "./stage.ts";

const MIB = 1_024 * 1_024;
const MAY = "A run may have been started: look in PromptLayer before you start again.";
const run = () => done;

let api: StandIn;
let workspace: string;

beforeAll(async () => {
  api = await startStandIn();
  offerScenarios(api);
  workspace = mkdtempSync(join(tmpdir(), "workspace-"));
});
afterAll(async () => {
  await api.close();
  rmSync(workspace, { recursive: true });
});

const annotations = (ended: Ended, kind: string) =>
  ended.commands.filter(({ name }) => name === kind).map(({ data }) => data);
let agents = 0;

/** Starts an agent of its own, with these inputs, and tells what the API got. In the process of the tests unless told otherwise. */
async function startAlone(
  inputs: Readonly<Record<string, string>> = {},
  {
    reply,
    env,
    start = runStartInProcess,
  }: Pick<ActionRun, "env"> & { readonly reply?: Reply; readonly start?: typeof runStartInProcess } = {},
): Promise<{ ended: Ended; posted: readonly Posted[] }> {
  const agent = inputs["agent"] ?? `agent ${++agents}`;
  api.offer(agent, { run, ...(reply !== undefined && { reply: () => reply }) });
  const ended = await start(api, {
    inputs: { agent, ...inputs },
    env: { GITHUB_WORKSPACE: workspace, ...env },
  });
  return { ended, posted: api.posted.filter((posted) => posted.agent === agent) };
}

test("the defaults in the code are those of start/action.yml", () => {
  const declared = Object.entries(startMetadata.inputs).filter(([, input]) => input.default !== undefined);
  expect(Object.fromEntries(declared.map(([name, input]) => [name, input.default]))).toEqual(DEFAULTS);
  expect(startMetadata.runs).toEqual({ using: "node24", main: "../dist/start/index.js" });
});

test("what is started can be waited for by its ID", async () => {
  const started = await runStart(api, { inputs: { agent: "prose" } });
  expect(started.exitCode).toBe(0);
  expect(started.outputs).toEqual({ status: "started", "execution-id": expect.stringMatching(/^2\d{3}$/) });
  const waited = await runAgainst(api, { inputs: { "execution-id": started.outputs["execution-id"] ?? "" } });
  expect(waited.outputs["status"]).toBe("success");
});

test("the key goes into the header, and into no line, annotation or summary", async () => {
  const { ended, posted } = await startAlone(
    { label: API_KEY },
    { env: { RUNNER_DEBUG: "1" }, start: runStart },
  );
  expect(posted[0]?.headers).toMatchObject({
    "x-api-key": API_KEY,
    "content-type": "application/json",
    accept: "application/json",
  });
  expect(ended.lines[0]).toBe(`::add-mask::${API_KEY}`);
  expect(ended.lines.some((line) => line.startsWith("::debug::request: permanent after "))).toBe(true);
  expect(`${ended.lines.slice(1).join("\n")}${ended.summary}`).not.toContain(API_KEY);
});

describe("the request holds", () => {
  test.each<[string, Record<string, string>, string]>([
    ["nothing but what was given", {}, '{"input_variables":{},"workflow_label_name":"production"}'],
    ["the label", { label: "production" }, '{"input_variables":{},"workflow_label_name":"production"}'],
    ["the version", { label: "", version: "12" }, '{"input_variables":{},"workflow_version_number":12}'],
    ["neither", { label: "" }, '{"input_variables":{}}'],
    [
      "the exact text of the values, in their order",
      {
        label: "",
        "input-variables":
          ' { "b" : 12345678901234567890,\n "2":1.10,"a\\u0062":[ 1, {"x":1e400} ],"c":"\\u00e9" } ',
      },
      '{"input_variables":{"b":12345678901234567890,"2":1.10,"ab":[ 1, {"x":1e400} ],"c":"\\u00e9"}}',
    ],
    [
      "metadata",
      { label: "", metadata: '{"url": "https://x.test/1", "é": ""}' },
      '{"input_variables":{},"metadata":{"url":"https://x.test/1","é":""}}',
    ],
    [
      "nothing for inputs that are set to nothing",
      { label: "", "input-variables": "", metadata: " " },
      '{"input_variables":{}}',
    ],
  ])("%s", async (_, inputs, body) => {
    const { ended, posted } = await startAlone(inputs);
    expect(ended.exitCode).toBe(0);
    expect(posted.map((request) => request.body)).toEqual([body]);
  });

  test("any members as they were given (property)", () => {
    const name = fc.string({ unit: "binary", maxLength: 20 });
    const members = fc.uniqueArray(fc.tuple(name, fc.jsonValue()), { selector: ([key]) => key });
    fc.assert(
      fc.property(members, fc.constantFrom("", " ", "\n"), (given, space) => {
        const expected = given.map(([key, value]) => ({
          name: key,
          json: JSON.stringify(value, null, space),
        }));
        const text = expected.map(({ name: key, json }) => [JSON.stringify(key), ":", json].join(space));
        const read = readObject("input-variables", `${space}{${text.join(`${space},${space}`)}}${space}`);
        expect(read.map(({ name: key, json }) => ({ name: key, json }))).toEqual(expected);
      }),
    );
  });

  test("the exact text of files", async () => {
    const text = '\ufeff::error::x\r\n"quoted" \\ \0 \u{1f680} ${{ github.token }}\n';
    writeFileSync(join(workspace, "a file = 1.diff"), text);
    writeFileSync(join(workspace, "empty"), "");
    const { ended, posted } = await startAlone({
      "input-variables": '{"x": 1}',
      "input-files": `# the diff\n\n  the diff = a file = 1.diff \r\nempty=${join(workspace, "empty")}\n`,
    });
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(posted[0]?.body ?? "")).toMatchObject({
      input_variables: { x: 1, "the diff": text, empty: "" },
    });
    expect(ended.lines).toContain(`Variable "the diff": ${Buffer.byteLength(text)} bytes`);
  });

  test("a file of 15 MiB, which no environment could carry", async () => {
    writeFileSync(join(workspace, "large"), "x".repeat(15 * MIB));
    const { ended, posted } = await startAlone({ "input-files": "diff = large" });
    expect(ended.exitCode).toBe(0);
    expect(posted[0]?.body.length).toBeGreaterThan(15 * MIB);
    expect(ended.lines).toContain('Variable "diff": 15 MiB');
  });
});

describe("the agent's name is percent-encoded", () => {
  test("with all that an address gives a meaning to", async () => {
    const { ended, posted } = await startAlone({ agent: "a/b?c#d%2f" });
    expect(ended.exitCode).toBe(0);
    expect(posted.map((request) => request.path)).toEqual(["/workflows/a%2Fb%3Fc%23d%252f/run"]);
  });

  test("behind a prefix too", async () => {
    await using prefixed = await startStandIn({ prefix: "/gate%20way" });
    prefixed.offer("x/y", { run });
    const ended = await runStart(prefixed, { inputs: { agent: "x/y" } });
    expect(ended.outputs["status"]).toBe("started");
    expect(prefixed.posted[0]?.path).toBe("/gate%20way/workflows/x%2Fy/run");
  });
});

describe("what cannot be used is refused before any request", () => {
  const hint =
    /Write a value from an expression as "\$\{\{ toJSON\(\.\.\.\) \}\}", without quotes around it\./;
  const onPosix = process.platform !== "win32";

  beforeAll(() => {
    mkdirSync(join(workspace, "folder"));
    writeFileSync(join(workspace, "ok"), "fine");
    writeFileSync(join(workspace, "latin1"), Buffer.from("caf\xe9", "latin1"));
    writeFileSync(join(workspace, "utf16"), Buffer.from("\ufeffdiff", "utf16le"));
    writeFileSync(join(workspace, "16MiB"), Buffer.alloc(16 * MIB, "x"));
    writeFileSync(join(workspace, "17MiB"), Buffer.alloc(17 * MIB, "x"));
    writeFileSync(join(workspace, "quotes"), Buffer.alloc(9 * MIB, '"'));
    if (!onPosix) return;
    execFileSync("mkfifo", [join(workspace, "fifo")]);
    symlinkSync("/proc/self/environ", join(workspace, "link"));
    symlinkSync("/etc", join(workspace, "way"));
    symlinkSync("loop", join(workspace, "loop"));
  });

  const rows: [Record<string, string>, RegExp][] = [
    [{ agent: "" }, /"agent" is empty/],
    [{ agent: "." }, /"agent" is "\.", a name that no address can hold/],
    [{ agent: ".." }, /"agent" is "\.\."/],
    [{ "api-key": "" }, /"api-key" is empty/],
    [{ label: "production", version: "3" }, /"label" and "version" are both given/],
    [{ label: "", version: "0" }, /"version" is "0"; expected a positive integer such as "3"\.$/],
    [{ label: "", version: "-1" }, /"version" is "-1"/],
    [{ label: "", version: "1.0" }, /"version" is "1\.0"; expected a positive integer such as "3"\.$/],
    [{ label: "", version: "v3" }, /"version" is "v3"; expected a positive integer such as "3"\.$/],
    [
      { label: "", version: "production" },
      /"version" is "production".* The name of a label goes into "label"\./,
    ],
    [{ label: "", version: "12345678901234567890" }, /"version" is "12345678901234567890"/],
    [{ timeout: "soon" }, /"timeout" is "soon"/],
    [{ "request-timeout": "0" }, /"request-timeout" is "0"/],
    [{ "fail-on-warning": "no" }, /"fail-on-warning" is "no"; expected true or false/],
    [{ "base-url": "http://api.promptlayer.com" }, /would send the key unencrypted/],
    [{ "input-variables": "topic: news" }, /"input-variables", line 1, column 1: expected a JSON object/],
    [{ "input-variables": '["x"]' }, /line 1, column 1: expected a JSON object/],
    [{ "input-variables": '"x"' }, hint],
    [
      { "input-variables": '\n {\n  "a": 1,\n  "é": "x"y"}' },
      /line 4, column 11: this is not valid JSON\. Write/,
    ],
    [{ "input-variables": '{"a": "two\nlines"}' }, hint],
    [{ "input-variables": '{"a": 1' }, /line 1, column 8: this is not valid JSON/],
    [{ "input-variables": '{"a": 1} x' }, /line 1, column 9: this is not valid JSON/],
    [{ "input-variables": "{'a': 1}" }, /line 1, column 2: this is not valid JSON/],
    [{ "input-variables": '{"a": 1,}' }, /line 1, column 9: this is not valid JSON/],
    [
      { "input-variables": '{"a": 1, "b": [NaN]}' },
      /line 1, column 15: the value of "b" has NaN in it, which is not valid JSON/,
    ],
    [{ "input-variables": '{"a": -Infinity}' }, /line 1, column 7: .* has -Infinity in it/],
    [
      { "input-variables": '{"a": 1,\n "b": 2, "\\u0061": 3}' },
      /line 2, column 10: "a" is also at line 1, column 2\./,
    ],
    [{ "input-variables": `{"a":${"[".repeat(9)}` }, /this is not valid JSON/],
    [{ metadata: '{"run": 1}' }, /"metadata", line 1, column 9: the value of "run" is no string/],
    [{ metadata: '{"a": "1", "a": "2"}' }, /"metadata", line 1, column 12: "a" is also at/],
    [{ metadata: "[]" }, /"metadata", line 1, column 1: expected a JSON object/],
    [{ "input-files": "ok" }, /"input-files", line 1, "ok": expected "name = path"/],
    [{ "input-files": "\na = ok\n= ok" }, /line 3, "= ok": expected "name = path"/],
    [{ "input-files": "a =" }, /expected "name = path"/],
    [{ "input-files": "a = ok\nb = ok\na = ok" }, /line 3, "a = ok": "a" is also in "input-files", line 1\./],
    [
      { "input-variables": '{"a": 1}', "input-files": "a = ok" },
      /line 1, "a = ok": "a" is also in "input-variables"\./,
    ],
  ];
  const fileRows: [Record<string, string>, RegExp][] = [
    [
      { "input-files": "a = missing" },
      /the file ".*[\\/]missing", relative to GITHUB_WORKSPACE \(.*workspace-.*\), does not exist\./,
    ],
    [
      { "input-files": "a = ok\nb = ../nowhere/x" },
      /line 2.*nowhere[\\/]x", relative to GITHUB_WORKSPACE .*, does not exist/,
    ],
    [{ "input-files": `a = ${join(tmpdir(), "no-such-file")}` }, /no-such-file", does not exist/],
    [{ "input-files": "a = folder" }, /is a directory/],
    [{ "input-files": "a = latin1" }, /is not UTF-8\./],
    [{ "input-files": "a = utf16" }, /is not UTF-8 but UTF-16, which PowerShell's ">" writes/],
    [{ "input-files": "a = 17MiB" }, /is 17 MiB, over the 16 MiB that a request may be/],
    [
      { "input-files": "a = ok\nb = 16MiB" },
      /The request would be over 16 MiB: it has 16777\d{3} bytes\. The largest variable, in "input-files", line 2, is 16 MiB/,
    ],
    [{ "input-files": "a = quotes" }, /The request would be over 16 MiB: it has 18874\d{3} bytes/],
    ...(onPosix
      ? ([
          [{ "input-files": "a = fifo" }, /is no regular file/],
          [{ "input-files": "a = /dev/zero" }, /is no regular file/],
          [{ "input-files": "a = link" }, /is a symbolic link that leads out of GITHUB_WORKSPACE/],
          [{ "input-files": "a = way/passwd" }, /is a symbolic link that leads out of GITHUB_WORKSPACE/],
          [{ "input-files": "a = loop" }, /cannot be read \(ELOOP\)/],
        ] satisfies [Record<string, string>, RegExp][])
      : []),
  ];

  const usable = { agent: "a", label: "production", "api-key": API_KEY };

  test.each(rows)("%j", (inputs, message) => {
    expect(refusalOf("start", { ...usable, ...inputs }, () => readInputs(workspace))).toMatch(message);
  });

  const redRows = [[{ timeout: "soon" }, /"timeout" is "soon"/] as const, ...fileRows];
  test.each(redRows.map(([inputs, message], n) => [inputs, message, `refused ${n}`] as const))(
    "and the step is red: %j",
    async (inputs, message, agent) => {
      const { ended, posted } = await startAlone({ agent, ...inputs });
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs).toEqual({ status: "error" });
      expect(onlyError(ended)).toMatch(message);
      expect(ended.log).not.toContain(MAY);
      expect(ended.summary).toContain("PromptLayer agent start: error");
      expect(posted).toEqual([]);
    },
  );

  // The superuser may read everything.
  (process.getuid?.() === 0 ? test.skip : test)("a file that this user may not read", async () => {
    writeFileSync(join(workspace, "secret"), "x");
    chmodSync(join(workspace, "secret"), 0);
    expect(onlyError((await startAlone({ "input-files": "a = secret" })).ended)).toMatch(
      /secret", relative to GITHUB_WORKSPACE \(.*\), may not be read by this user/,
    );
  });

  (onPosix ? test : test.skip)("a link that stays in the workspace is followed", async () => {
    symlinkSync("ok", join(workspace, "inner"));
    const { posted } = await startAlone({ "input-files": "a = inner" });
    expect(posted[0]?.body).toContain('"a":"fine"');
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ agent: "pl_0123456789abcdef", "api-key": "review" }, /look swapped/],
    [{ agent: API_KEY }, /look swapped/],
    [{ agent: API_KEY, "api-key": "review" }, /look swapped/],
    [{ label: "", version: "pl_short" }, /"version" is not shown, as it may be a key; .* a label goes into/],
    [{ label: "", version: "0f8fad5bd9cb469fa16570867728950e" }, /"version" is not shown.*"3"\.$/],
    [{ "input-variables": "pl_0123456789abcdef" }, /expected a JSON object/],
    [
      { metadata: '{"key": pl_0123456789abcdef}' },
      /"metadata", line 1, column 9: the value of "key" is no string/,
    ],
  ])("a key in the wrong input is not echoed: %j", (inputs, message) => {
    const refusal = refusalOf("start", { ...usable, ...inputs }, () => readInputs(workspace));
    expect(refusal).toMatch(message);
    expect(refusal).not.toMatch(/pl_0123|pl_short|0f8fad5b|stand_in/);
  });

  test("nor anywhere else in the log", async () => {
    const { ended } = await startAlone({ agent: API_KEY, "api-key": "review" }, { start: runStart });
    expect(onlyError(ended)).toMatch(/look swapped/);
    expect(ended.lines.slice(1).join("\n")).not.toContain("stand_in");
  });

  test("without a place for outputs, no run is started", async () => {
    const { ended, posted } = await startAlone({}, { env: { GITHUB_OUTPUT: "/nowhere/output" } });
    expect(ended.exitCode).toBe(1);
    expect(onlyError(ended)).toMatch(/^The runner has no place for the outputs/);
    expect(posted).toEqual([]);
  });
});

describe("a step is green only for", () => {
  const answer = (fields: string, status = 201): Reply => ({ status, body: `${fields}\n` });
  const id = '"workflow_version_execution_id"';

  test.each<[string, Reply, string]>([
    ["the largest int64", answer(`{"success":true,${id}:9223372036854775807}`), "9223372036854775807"],
    [
      "an ID past 2^53",
      answer(`{"success":true,"message":"",${id}:9007199254740993,"warning":null}`),
      "9007199254740993",
    ],
    ["an ID as text", answer(`{"success":true,${id}:"12"}`), "12"],
    ["an answer without success", answer(`{${id}:1}`), "1"],
    ["a 200", answer(`{"success":true,${id}:1}`, 200), "1"],
    ["a 202", answer(`{"success":true,${id}:1}`, 202), "1"],
    ["a chunked answer", { status: 201, body: `{"success":true,${id}:77}`, chunked: true }, "77"],
  ])("%s", async (agent, reply, executionId) => {
    const { ended } = await startAlone({ agent }, { reply });
    expect(ended.outputs).toEqual({ status: "started", "execution-id": executionId });
    expect(ended.exitCode).toBe(0);
    expect(ended.lines.at(-1)).toContain(`🚀 started: Run ${executionId} was started.`);
  });

  test.each<[string, Reply, RegExp]>([
    [
      "success false",
      answer(`{"success":false,"message":"quota exceeded"}`),
      /^No run was started: the API answered 201, but without success: "quota exceeded"/,
    ],
    [
      "success false, with null for an ID",
      answer(`{"success":false,"error":"no",${id}:null}`, 200),
      /without success: "no"/,
    ],
  ])("not %s: no run was started", async (agent, reply, message) => {
    const { ended, posted } = await startAlone({ agent }, { reply });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(ended.exitCode).toBe(1);
    expect(onlyError(ended)).toMatch(message);
    expect(ended.log).not.toContain(MAY);
    expect(posted).toHaveLength(1);
  });
});

describe("a warning of the API", () => {
  const reply = (warning: string): Reply => ({
    status: 201,
    body: `{"success":true,"message":"","warning":${warning},"workflow_version_execution_id":5}`,
  });

  test("fails the step, though the run was started", async () => {
    const ended = await runStart(api, { inputs: { agent: "review", "input-variables": '{"diif": 1}' } });
    expect(ended.exitCode).toBe(1);
    const warning = "Missing input variables: diff. Unused input variables: diif.";
    expect(ended.outputs).toEqual({ status: "failure", "execution-id": api.started.at(-1), warning });
    expect(onlyError(ended)).toBe(
      `Run ${api.started.at(-1) ?? ""} was started, but the API warns: "${warning}" Correct "input-variables" and "input-files", or set "fail-on-warning: false". The run goes on all the same: look at it in PromptLayer before you start again.`,
    );
    expect(ended.summary).toContain(`<code>${warning}</code>`);
  });

  test("fails none with fail-on-warning: false, but is shown", async () => {
    const { ended } = await startAlone({ "fail-on-warning": "false" }, { reply: reply("[1.10]") });
    expect(ended.outputs).toEqual({ status: "started", "execution-id": "5", warning: "[1.10]" });
    expect(ended.exitCode).toBe(0);
    expect(annotations(ended, "warning")).toHaveLength(1);
  });

  test("is none if it is empty", async () => {
    const { ended } = await startAlone({}, { reply: reply("[ ]") });
    expect(ended.outputs).toEqual({ status: "started", "execution-id": "5" });
    expect(ended.exitCode).toBe(0);
  });
});

describe("people see", () => {
  test("what is asked for, and no value of it", async () => {
    writeFileSync(join(workspace, "shown"), "s3cret".repeat(50_000));
    const { ended } = await startAlone({
      agent: "shown",
      "input-variables": '{"n": "s3cret-text", "long": [1, 2, 3]}',
      "input-files": "diff = shown",
      metadata: '{"commit": "s3cret-commit"}',
    });
    expect(ended.lines.slice(1, 5)).toEqual([
      `Starting PromptLayer agent "shown", label "production", at ${new URL(api.url).host}, within 2 min.`,
      'Variable "n": 13 bytes',
      'Variable "long": 9 bytes',
      'Variable "diff": 293 KiB',
    ]);
    for (const part of ["<code>shown</code>", "label <code>production</code>", "<td>293 KiB</td>"])
      expect(ended.summary).toContain(part);
    expect(`${ended.log}${ended.summary}`).not.toContain("s3cret");
    expect(annotations(ended, "notice")).toEqual([]);
  });

  test("a notice if the newest version runs", async () => {
    const { ended } = await startAlone({ label: "" });
    expect(annotations(ended, "notice")).toEqual([
      expect.stringMatching(/so the newest version runs.*A label is safer/),
    ]);
    expect(ended.exitCode).toBe(0);
  });

  test("at most a hundred variables", async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`v${n}`, n]));
    const { ended } = await startAlone({ "input-variables": JSON.stringify(many) });
    expect(ended.lines.filter((line) => line.startsWith("Variable"))).toHaveLength(100);
    expect(ended.lines).toContain("and 50 more variables");
    expect(ended.summary).toContain("…and 50 more variables.");
  });

  test("the ID of a run whose outputs could not be set", async () => {
    const full = existsSync("/dev/full") ? "/dev/full" : "/nowhere";
    const { ended } = await startAlone({}, { env: { GITHUB_OUTPUT: full } });
    expect(ended.exitCode).toBe(1);
    if (full === "/dev/full")
      expect(onlyError(ended)).toMatch(
        /^Run 2\d{3} was started, but the outputs could not be published: "ENOSPC/,
      );
  });
});

describe("JSON that somebody wrote", () => {
  const given = (text: string) => new GivenJson("This", Buffer.from(text));
  const readAll = (text: string, hint?: string) => () => {
    const json = given(text);
    json.read(() => {
      json.reader.skip();
    }, hint);
  };

  test("is refused where it ends to be valid, with a hint if there is one", () => {
    expect(readAll(" [1,\n x]")).toThrow(new InputError("This, line 2, column 2: this is not valid JSON."));
    expect(readAll("[1] 2", "Write one.")).toThrow(
      new InputError("This, line 1, column 4: this is not valid JSON. Write one."),
    );
  });

  test("is refused where it is too large to be read", () => {
    const json = given("[]");
    expect(() => {
      json.read(() => {
        throw new TooLarge("over 1 MiB");
      });
    }).toThrow(new InputError("This, line 1, column 1: this is over 1 MiB."));
  });

  test("hands on any other error as it is", () => {
    const json = given("[]");
    const error = new RangeError("too deep");
    expect(() => {
      json.read(() => {
        throw error;
      });
    }).toThrow(error);
  });
});

describe("the inputs of a start", () => {
  const read = (inputs: Readonly<Record<string, string>>) =>
    withInputs("start", { "api-key": API_KEY, agent: "a", ...inputs }, () => readInputs(workspace));

  test.each([
    ["", { kind: "newest" }],
    ["7", { kind: "number", number: "7" }],
    ["123456789", { kind: "number", number: "123456789" }],
  ])("take the version %j", (version, expected) => {
    expect(read({ version }).version).toEqual(expected);
  });

  test.each(["0", "1234567890", "v2", "prod", "prod2"])("refuse the version %j", (version) => {
    expect(() => read({ version })).toThrow(
      /^v?\d/.test(version) ? /such as `3`\.$/ : /such as `3`\. The name of a label goes into `label`\.$/,
    );
  });

  test("start a run as often as `repeat` says", () => {
    expect(read({}).cases).toBeUndefined();
    expect(read({ repeat: "1" }).cases).toBeUndefined();
    expect(read({ repeat: "3" }).cases?.map(({ name }) => name)).toEqual(["a", "a #2", "a #3"]);
    for (const repeat of ["0", "1.5", "-1", "x", "1e1"])
      expect(() => read({ repeat })).toThrow(/^Input `repeat` is .*; expected an integer from 1 to /);
  });
});
