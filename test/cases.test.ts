import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { cleanUp, runStart, type ActionRun, type Ended } from "./action-process.ts";
import { finished, node } from "./api/agent-run.ts";
import { startStandIn, type Reply, type StandIn, type StartReply } from "./api/server.ts";
import { runStartInProcess } from "./in-process.ts";
import { readCases, repeated } from "../src/start/cases.ts";

// Starting several runs.

let api: StandIn;
let workspace: string;
let agents = 0;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), "cases-"));
});
beforeEach(async () => {
  await (api as StandIn | undefined)?.close();
  api = await startStandIn();
});
afterAll(async () => {
  await api.close();
  cleanUp();
  rmSync(workspace, { recursive: true });
});

const messages = (ended: Ended, kind: string) =>
  ended.commands.filter(({ name }) => name === kind).map(({ data }) => data);

/** Starts the cases of a file's content, or none of a file. In the process of the tests unless told otherwise. */
async function startCases(
  content: string | Uint8Array | undefined,
  inputs: Readonly<Record<string, string>> = {},
  {
    reply,
    variables,
    start = runStartInProcess,
    ...run
  }: {
    start?: typeof runStart;
    reply?: (start: () => StartReply, nth: number) => Reply | Promise<Reply>;
    variables?: readonly string[];
  } & ActionRun = {},
) {
  const agent = `agent ${++agents}`;
  api.offer(agent, {
    run: () => finished({ a: node({ is_output_node: true, value: agent }) }),
    ...(reply !== undefined && { reply }),
    ...(variables !== undefined && { variables }),
  });
  const file = join(workspace, `cases-${agents}.jsonl`);
  if (content !== undefined) writeFileSync(file, content);
  const ended = await start(api, {
    inputs: { agent, ...(content !== undefined && { "cases-file": file }), ...inputs },
    env: { GITHUB_WORKSPACE: workspace },
    ...run,
  });
  const sent = api.posted.map(
    ({ body }) => /^\{"input_variables":(.*),"workflow_label_name":"production"\}$/.exec(body)?.[1] ?? body,
  );
  return { ended, sent };
}

const TWO = '{"name": "a", "input_variables": {"q": 1}}\n{"name": "b", "input_variables": {"q": 2}}\n';

describe("what is sent", () => {
  test.each([
    ["JSON lines", TWO],
    [
      "JSON lines with a byte order mark, CRLF and empty lines",
      `\ufeff\r\n${TWO.replaceAll("\n", "\r\n\r\n")}`,
    ],
    ["an array", `[${TWO.trim().replace("\n", ",\n")}]`],
    ["an array with a byte order mark", `\ufeff \n[${TWO.trim().replace("\n", ",\n")}]\n`],
  ])("one run for each case, in order: %s", async (_, content) => {
    const { ended, sent } = await startCases(content, {}, { start: runStart });
    expect(ended.exitCode).toBe(0);
    expect(sent).toEqual(['{"q":1}', '{"q":2}']);
    expect(ended.outputs).toEqual({ status: "started", "execution-ids": '{"a":"2001","b":"2002"}' });
    expect(ended.summary).toContain("<tr><td><code>b</code></td><td><code>2002</code></td></tr>");
  });

  test("a case's variables are laid over the common ones, with their exact text", async () => {
    writeFileSync(join(workspace, "diff.txt"), "+1\n");
    const { ended, sent } = await startCases(
      '{"name":"a","input_variables":{"n":12345678901234567890,"diff":"own","x":1.10}}\n{"name":"b"}',
      { "input-variables": '{"n": 0, "m": 2.50}', "input-files": "diff = diff.txt" },
    );
    expect(ended.exitCode).toBe(0);
    expect(sent).toEqual([
      '{"n":12345678901234567890,"m":2.50,"diff":"own","x":1.10}',
      '{"n":0,"m":2.50,"diff":"+1\\n"}',
    ]);
  });

  test("`repeat` starts each case so often", async () => {
    const { ended, sent } = await startCases(TWO, { repeat: "3" });
    expect(sent).toHaveLength(6);
    expect(Object.keys(JSON.parse(ended.outputs["execution-ids"] ?? "") as object)).toEqual([
      "a",
      "a #2",
      "a #3",
      "b",
      "b #2",
      "b #3",
    ]);
  });

  test("`repeat` without cases repeats the one run, under the agent's name", async () => {
    const { ended } = await startCases(undefined, { repeat: "2", agent: "green" });
    expect(ended.exitCode).toBe(1);
    api.offer("green", { run: () => finished({ a: node({ is_output_node: true, value: 1 }) }) });
    const again = await startCases(undefined, { repeat: "2", agent: "green" });
    expect(again.ended.outputs["execution-ids"]).toBe('{"green":"2001","green #2":"2002"}');
  });

  test("names like numbers keep their order", async () => {
    const { ended } = await startCases('{"name":"10"}\n{"name":"9"}\n{"name":"__proto__"}');
    expect(ended.outputs["execution-ids"]).toBe('{"10":"2001","9":"2002","__proto__":"2003"}');
  });

  test("runs are started one after the other", async () => {
    let open = 0;
    let most = 0;
    const { ended } = await startCases(
      TWO,
      { repeat: "5" },
      {
        reply: async (start) => {
          most = Math.max(most, ++open);
          await new Promise((resolve) => setTimeout(resolve, 20));
          open--;
          return start();
        },
      },
    );
    expect(ended.exitCode).toBe(0);
    expect(most).toBe(1);
  });

  test("without `cases-file` and `repeat` everything is as for one run", async () => {
    const { ended } = await startCases(undefined);
    expect(ended.outputs).toEqual({ status: "started", "execution-id": "2001" });
  });
});

describe("refused before any request", () => {
  const MANY = Array.from({ length: 257 }, (_, n) => `{"name":"${n}"}`).join("\n");
  test.each<[string, string, RegExp, Readonly<Record<string, string>>?]>([
    ["no case", "\n \n", /has no case in it/],
    ["an empty array", "[]", /has no case in it/],
    ["a name twice", `${TWO}{"name":"a"}`, /line 3, column 1: the name "a" is also at line 1, column 1\./],
    ["a name that `repeat` makes", '{"name":"a"}\n{"name":"a #2"}', /called "a #2"/, { repeat: "2" }],
    ["no name", '{"input_variables":{}}', /line 1, column 1: this case has no name/],
    ["an empty name", '{"name":" "}', /line 1, column 2: a name is empty/],
    ["a long name", `{"name":"${"x".repeat(201)}"}`, /over 200 characters/],
    ["a name that is no string", '{"name":1}', /line 1, column 9: "name" is no string/],
    ["variables that are no object", '{"name":"a","input_variables":[]}', /"input_variables" is no object/],
    ["an unknown key", '{"name":"a",\t"variables":{}}', /line 1, column 14: a case has no "variables"/],
    ["a key twice", '{"name":"a","name":"b"}', /line 1, column 13: "name" is also at line 1, column 2/],
    ["a variable twice", '{"name":"a","input_variables":{"x":1,"x":2}}', /"x" is also at line 1, column 32/],
    ["NaN", '{"name":"a","input_variables":{"x":NaN}}', /has NaN in it, which is not valid JSON/],
    ["no JSON", `${TWO}name: c`, /line 3, column 1: expected \{"name"/],
    ["a cut line", '{"name":"a"', /line 1, column 12: this is not valid JSON/],
    ["a case over several lines", '{\n"name":"a"}', /Write each case on a line of its own/],
    ["an item that is no case", '[{"name":"a"}, 1]', /line 1, column 16: expected \{"name"/],
    ["more than 256 cases", MANY, /line 257, column 1: there are more than 256 cases/],
    ["more than 256 runs", MANY.slice(0, MANY.lastIndexOf("\n")), /makes 512 runs/, { repeat: "2" }],
    ["repeat 0", TWO, /`?"?repeat"? is "0"; expected an integer from 1 to 20/, { repeat: "0" }],
    ["repeat 21", TWO, /expected an integer from 1 to 20/, { repeat: "21" }],
    ["repeat 1.5", TWO, /expected an integer from 1 to 20/, { repeat: "1.5" }],
    [
      "a case too large for a request",
      `{"name":"a","input_variables":{"x":"${"x".repeat(17 * 1_024 * 1_024)}"}}`,
      /over 16 MiB.*`?"?cases-file"?, line 1/,
    ],
    ["no such file", TWO, /missing\.json.*does not exist/, { "cases-file": "missing.json" }],
    ["a folder", TWO, /is a directory/, { "cases-file": "." }],
  ])("%s", async (_, content, expected, inputs = {}) => {
    const { ended } = await startCases(content, inputs);
    expect(ended.exitCode).toBe(1);
    expect(messages(ended, "error")).toEqual([expect.stringMatching(expected)]);
    expect(api.posted).toEqual([]);
  });

  test("a file that is not UTF-8", async () => {
    const { ended } = await startCases(Buffer.from([0x5b, 0xff, 0x5d]), {}, { start: runStart });
    expect(messages(ended, "error")).toEqual([expect.stringMatching(/is not UTF-8/)]);
  });

  test("a link that leads out of the workspace", async () => {
    mkdirSync(join(workspace, "inner"), { recursive: true });
    writeFileSync(join(workspace, "secret.json"), "[]");
    symlinkSync(join(workspace, "secret.json"), join(workspace, "inner", "cases.json"));
    const { ended } = await startCases(
      undefined,
      { "cases-file": "cases.json" },
      { env: { GITHUB_WORKSPACE: join(workspace, "inner") } },
    );
    expect(messages(ended, "error")).toEqual([expect.stringMatching(/leads out of GITHUB_WORKSPACE/)]);
  });
});

describe("when not all go well", () => {
  const FOUR = ["a", "b", "c", "d"].map((name) => `{"name":"${name}"}`).join("\n");

  test("a 429 is waited for, and no case is started twice", async () => {
    const { ended, sent } = await startCases(
      FOUR,
      {},
      {
        reply: (start, nth) =>
          nth === 1
            ? { status: 429, headers: { "Retry-After": "0" }, json: { message: "Slow down" } }
            : start(),
      },
    );
    expect(ended.exitCode).toBe(0);
    expect(sent).toHaveLength(5);
    expect(api.started).toHaveLength(4);
    expect(Object.keys(JSON.parse(ended.outputs["execution-ids"] ?? "") as object)).toHaveLength(4);
  });

  test.each([
    ["is refused", 422, /"b": no run was started: the API answered 422.*The 2 runs after it were not tried/],
    ["is not known to be started", 502, /"b": whether a run was started is not known: .*look in PromptLayer/],
  ])("a case that %s makes the step red, and stops it", async (_, status, expected) => {
    const { ended, sent } = await startCases(
      FOUR,
      {},
      {
        start: runStart,
        reply: (start, nth) => (nth === 1 ? { status, json: { message: "No" } } : start()),
      },
    );
    expect(ended.exitCode).toBe(1);
    expect(sent).toHaveLength(2);
    expect(ended.outputs).toEqual({ status: "error", "execution-ids": '{"a":"2001"}' });
    expect(messages(ended, "error")).toEqual([expect.stringMatching(expected)]);
    expect(ended.summary).toContain("1 of 4 runs were started");
  });

  test("`timeout` counts for all", async () => {
    const { ended, sent } = await startCases(
      FOUR,
      { timeout: "1200ms" },
      {
        reply: (start) => ({ ...start(), delayMs: 400 }),
      },
    );
    expect(ended.exitCode).toBe(1);
    expect(sent.length).toBeLessThan(4);
    expect(messages(ended, "error")).toEqual([
      expect.stringMatching(/too little of "timeout" was left.*Raise "timeout"/),
    ]);
    expect(Object.keys(JSON.parse(ended.outputs["execution-ids"] ?? "") as object)).toHaveLength(sent.length);
  });

  const WARNED =
    '{"name":"a","input_variables":{"q":1}}\n{"name":"b"}\n{"name":"c","input_variables":{"q":1}}';

  test.each([
    ["true", 1, "failure"],
    ["false", 0, "started"],
  ])("a warning, with fail-on-warning: %s", async (failOnWarning, exitCode, status) => {
    const { ended } = await startCases(
      WARNED,
      { "fail-on-warning": failOnWarning },
      { start: runStart, variables: ["q"] },
    );
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.outputs).toEqual({
      status,
      "execution-ids": '{"a":"2001","b":"2002","c":"2003"}',
      warning: '{"b":"Missing input variables: q."}',
    });
    expect(messages(ended, "warning")).toEqual(['"b": Missing input variables: q.']);
    if (exitCode === 1)
      expect(messages(ended, "error")).toEqual([
        expect.stringMatching(/3 runs were started, but the API warns of 1: "b"/),
      ]);
  });

  test("at most ten annotations, whatever the number of warnings", async () => {
    const { ended } = await startCases(
      Array.from({ length: 20 }, (_, n) => `{"name":"${n}"}`).join("\n"),
      {},
      { variables: ["q"] },
    );
    const warnings = messages(ended, "warning");
    expect(warnings).toHaveLength(9);
    expect(warnings.at(-1)).toMatch(/^12 more: "8", "9"/);
    expect(messages(ended, "error")).toHaveLength(1);
  });

  test("a job that is cancelled tells what was started", async () => {
    const { ended } = await startCases(
      FOUR,
      {},
      {
        start: runStart,
        onLine: (line, child) => {
          if (line.startsWith("2 of 4")) child.kill("SIGINT");
        },
        reply: (start, nth) => ({ ...start(), delayMs: nth < 2 ? 0 : 300 }),
      },
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs["status"]).toBe("cancelled");
    expect(ended.outputs["execution-ids"]).toMatch(/^\{"a":"2001","b":"2002"/);
  });
});

test("hostile names stay text", async () => {
  const name = "::set-output name=status::started\n##[error]x</code><img src=x>`@octocat`";
  const { ended } = await startCases(JSON.stringify([{ name }]), {}, { start: runStart });
  expect(Object.keys(ended.outputs).sort()).toEqual(["execution-ids", "status"]);
  expect(JSON.parse(ended.outputs["execution-ids"] ?? "")).toEqual({ [name]: "2001" });
  expect(ended.commands.map(({ name: command }) => command)).toEqual(["add-mask"]);
  expect(ended.summary).not.toContain("<img");
});

describe("the cases of a file", () => {
  const read = (content: string) => {
    const file = join(workspace, "read.jsonl");
    writeFileSync(file, content);
    return readCases("read.jsonl", [{ name: "x", json: "0", bytes: 1, origin: "" }], workspace).map(
      ({ name, variables }) => [name, ...variables.map((variable) => `${variable.name}=${variable.json}`)],
    );
  };

  test.each([
    [
      "lines",
      '{"name":"a"}\n{"name":"b"}',
      [
        ["a", "x=0"],
        ["b", "x=0"],
      ],
    ],
    [
      "lines between empty ones",
      '\n{"name":"a"}\r\n \r\n{"name":"b"}\n\n',
      [
        ["a", "x=0"],
        ["b", "x=0"],
      ],
    ],
    [
      "lines with a list in them",
      '{"name":"a","input_variables":{"x":[1.0]}}\n{"name":"b"}',
      [
        ["a", "x=[1.0]"],
        ["b", "x=0"],
      ],
    ],
    ["lines behind a byte order mark", '\ufeff\n{"name":"a"}', [["a", "x=0"]]],
    [
      "an array",
      ' \n[{"name":"a"},\n{"name":"b","input_variables":{"y":2}}]\n',
      [
        ["a", "x=0"],
        ["b", "x=0", "y=2"],
      ],
    ],
    ["an array behind a byte order mark", '\ufeff [{"name":"a"}]', [["a", "x=0"]]],
  ])("are %s", (_, content, cases) => {
    expect(read(content)).toEqual(cases);
  });

  test.each([
    ['{"name":1}', "`name` is no string"],
    ['{"name":"a","input_variables":[]}', "`input_variables` is no object"],
    ['{"name":"a","input_variables":"b"}', "`input_variables` is no object"],
    ["\n\n", "has no case in it"],
  ])("are not %j", (content, cause) => {
    expect(() => read(content)).toThrow(cause);
  });

  test("have names that stay names when they are repeated", () => {
    const cases = (...names: string[]) => names.map((name) => ({ name, variables: [] }));
    expect(repeated(cases("a", "b"), 2).map(({ name }) => name)).toEqual(["a", "a #2", "b", "b #2"]);
    expect(repeated(cases("n".repeat(197)), 2)).toHaveLength(2);
    expect(() => repeated(cases("n".repeat(198)), 2)).toThrow(
      /^A run would be called .*: a name is over 200/,
    );
    expect(() => repeated(cases("a", "a #2"), 2)).toThrow(/^Two runs would be called `a #2`/);
    expect(repeated(cases("a"), 256)).toHaveLength(256);
    expect(() => repeated(cases("a", "b"), 129)).toThrow(/expected at most 256 runs/);
  });
});
