import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { runAction, runAgainst } from "./action-process.ts";
import { failedNode, finished, node, type Node } from "./api/agent-run.ts";
import { API_KEY, inTurn, type Script } from "./api/server.ts";
import { parseCommand, parseOutputs } from "./runner-protocol.ts";
import { runScriptInProcess, sleeplessClock } from "./in-process.ts";
import { api, errors, preloaded, retries, runScript, SLEEPLESS } from "./stage.ts";
import { expectOnlyOwnCommands, expectTameSummary, HOSTILE_TEXTS } from "./tame.ts";

describe("whatever the API says, the log, the outputs and the summary stay the action's", () => {
  /** The texts, as many at once as are shown: in number, and in characters where they share one message. */
  const packs = (mostTexts: number, mostCharacters = Infinity): string[][] => {
    const result: string[][] = [];
    let room = 0;
    for (const text of HOSTILE_TEXTS) {
      const last = result.at(-1);
      if (last !== undefined && last.length < mostTexts && text.length < room) last.push(text);
      else {
        result.push([text]);
        room = mostCharacters;
      }
      // Two characters more separate it from the next.
      room -= text.length + 2;
    }
    return result;
  };
  const nodesOf = (texts: string[], make: (text: string) => [string, Node][]) =>
    Object.fromEntries(texts.flatMap(make));
  const REASON = 300;
  interface Row {
    readonly name: string;
    readonly packs: string[][];
    readonly script: (texts: string[]) => Script;
    readonly status: string;
    /** Error annotations. */
    readonly annotations: (texts: string[]) => number;
  }
  const rows: Row[] = [
    {
      name: "a failed run",
      // Ten annotations are shown, two for each text.
      packs: packs(5),
      script: (texts) =>
        finished(
          {
            ...nodesOf(texts, (text) => [
              [text, failedNode(text, { raw_error_message: text })],
              [`b${text}`, node({ status: text })],
            ]),
            c: node({ is_output_node: true, value: "" }),
          },
          JSON.stringify(texts.join("\n")),
        ),
      status: "failure",
      annotations: (texts) => 2 * texts.length,
    },
    {
      name: "a successful run",
      packs: packs(Infinity),
      script: (texts) => {
        const value = Object.fromEntries(texts.map((text) => [text, [text]]));
        return finished(nodesOf(texts, (text) => [[text, node({ is_output_node: true, value })]]));
      },
      status: "success",
      annotations: () => 0,
    },
    {
      name: "progress, then an error",
      // A line of progress has five names.
      packs: packs(5, REASON),
      script: (texts) =>
        inTurn(
          { status: 202, json: nodesOf(texts, (text) => [[text, node({ status: "RUNNING" })]]) },
          { status: 400, json: { message: texts.join("\n") } },
        ),
      status: "error",
      annotations: () => 1,
    },
    {
      name: "a list of reasons",
      packs: packs(Infinity, REASON / 4),
      script: (texts) =>
        inTurn({
          status: 422,
          json: {
            detail: texts.flatMap((text) => [{ loc: [text, text], msg: text, type: text }, text]),
          },
        }),
      status: "error",
      annotations: () => 1,
    },
    {
      name: "plain words",
      packs: packs(Infinity, REASON),
      script: (texts) => inTurn({ status: 403, body: `x${texts.join("\n")}` }),
      status: "error",
      annotations: () => 1,
    },
    {
      name: "a timeout",
      packs: packs(5),
      script: (texts) =>
        inTurn({
          status: 202,
          json: nodesOf(texts, (text) => [[text, node({ status: "RUNNING", error_message: text })]]),
        }),
      status: "timeout",
      annotations: () => 1,
    },
  ];

  test.each(rows)("$name", async ({ packs, script, status, annotations }) => {
    const inputs = { "return-all-outputs": "true", timeout: "20s", "poll-interval": "5s" };
    const env = { RUNNER_DEBUG: "1" };
    for (const [nth, texts] of packs.entries()) {
      const ended =
        nth === 0
          ? await runScript(script(texts), { inputs, env: { ...env, ...preloaded(SLEEPLESS) } })
          : await runScriptInProcess(script(texts), { inputs, env, clock: sleeplessClock() });
      expectOnlyOwnCommands(ended);
      expectTameSummary(ended);
      expect(ended.exitCode).toBe(status === "success" ? 0 : 1);
      expect(ended.outputs["status"]).toBe(status);
      expect(errors(ended)).toHaveLength(annotations(texts));
      // A text that is cut off is not tested.
      if (texts.length > 1 && status === "error") expect(errors(ended)[0]).not.toContain("…");
      expect(ended.summary).not.toContain("Cut here");
      if (status === "failure") {
        expect(ended.outputs["result"]).toBe(texts.join("\n").toWellFormed());
        expect(JSON.parse(ended.outputs["failed-nodes"] ?? "")).toEqual(
          texts.flatMap((text) => [text, `b${text}`]),
        );
      }
    }
  });

  test("headers are text of theirs too", async () => {
    api.play(
      "1",
      inTurn({ status: 302, headers: { Location: "https://other.example/%0A::error::EVIL##[error]EVIL" } }),
    );
    const redirected = await runAgainst(api);
    expectOnlyOwnCommands(redirected);
    expect(errors(redirected)[0]).toContain('a redirect to "https://other.example", which is refused');
    expect(redirected.log).not.toContain("EVIL");
    api.play(
      "1",
      inTurn(
        { status: 503, headers: { "Retry-After": "::error::EVIL", Date: "##[error]EVIL" } },
        { headers: { "Content-Encoding": `##[error]EVIL ${"x".repeat(100)}` }, body: "{}" },
      ),
    );
    const encoded = await runAgainst(api);
    expectOnlyOwnCommands(encoded);
    expect(errors(encoded)[0]).toMatch(
      /it is encoded \("# #\[error\]evil x+…"\), which was not asked for\. /,
    );
    expect(retries(encoded)).toHaveLength(1);
  });

  test("a key that comes back from the API is in no line, annotation or summary", async () => {
    api.play(
      "1",
      finished(
        { [`n ${API_KEY}`]: failedNode(`bad key ${API_KEY}`), b: node({ is_output_node: true }) },
        `"${API_KEY}"`,
      ),
    );
    const ended = await runAgainst(api);
    expect(ended.lines.slice(1).join("\n")).not.toContain(API_KEY);
    expect(ended.summary).not.toContain(API_KEY);
    // Nor a part of it, where a text is cut in the middle of it.
    for (const before of [490, 485, 285, 70, 60]) {
      api.play(
        "1",
        finished({ [`${"n".repeat(before)}${API_KEY}`]: failedNode(`${"e".repeat(before)}${API_KEY}`) }),
      );
      const cutOff = await runAgainst(api);
      expect(`${cutOff.lines.slice(1).join("\n")}${cutOff.summary}`).not.toContain(API_KEY.slice(0, 5));
    }
    api.play(
      "1",
      finished(
        { a: node({ is_output_node: true }) },
        JSON.stringify(`${"x".repeat(9_990)}${API_KEY}${"x".repeat(70_000)}`),
      ),
    );
    expect((await runAgainst(api)).summary).not.toContain(API_KEY.slice(0, 5));
    api.play("1", inTurn({ status: 401, json: { message: `unknown key ${API_KEY}` } }));
    const refused = await runAgainst(api);
    expect(refused.lines.slice(1).join("\n")).not.toContain(API_KEY);
  });

  test("nor is a key that had to be escaped for JSON, for HTML, or for both", async () => {
    const key = 'pl_"quote"&key<1234>';
    await using own = createServer((_, response) => {
      const text = JSON.stringify(`the key is ${key}`);
      response.end(
        `{"${key.replaceAll('"', '\\"')}":{"status":"SUCCESS","is_output_node":true,"value":${text}}}`,
      );
    });
    own.listen(0, "127.0.0.1");
    await once(own, "listening");
    const ended = await runAction({
      inputs: {
        "execution-id": "1",
        "api-key": key,
        "base-url": `http://127.0.0.1:${(own.address() as AddressInfo).port}`,
        assert: "nodes.*.value[0] == 1\ntoJSON(result) == ''",
      },
    });
    expect(ended.outputs["status"]).toBe("failure");
    for (const text of [...ended.lines.slice(1), ended.summary]) expect(text).not.toMatch(/pl_|quote/);
  });
});

test("the summary stays under its limit and says what it left out", async () => {
  const long = `EVIL${"&<>\"'`\u202e".repeat(20_000)}`;
  const nodes: Record<string, Node> = {};
  for (let n = 0; n < 300; n++) nodes[`${n}${long.slice(0, 2_000)}`] = failedNode(long.slice(0, 5_000));
  nodes["out"] = node({ is_output_node: true });
  api.play("1", finished(nodes, JSON.stringify({ long })));
  const ended = await runAgainst(api, { inputs: { "return-all-outputs": "true" } });
  expectTameSummary(ended);
  expectOnlyOwnCommands(ended);
  expect(ended.summary).toMatch(/and 201 more nodes/);
  expect(ended.summary).toMatch(/Cut here: the whole is in the file of `result-file`/);
  expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe(JSON.stringify({ long }));
});

test("nor does it go over its limit by assertions and nodes together", async () => {
  const text = "\u202e".repeat(600);
  const names = Array.from({ length: 10 }, (_, n) => `n${n}`);
  const assert = Array.from(
    { length: 110 },
    (_, n) => `contains(format('${"{9}".repeat(80)}', json.${names.join(", json.")}), '${n}')`,
  );
  const nodes = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`${n}${text}`, node({ status: text })]),
  );
  const output = Object.fromEntries(names.map((name) => [name, text]));
  api.play("1", finished({ out: node({ is_output_node: true, value: output }) }));
  const few = await runAgainst(api, { inputs: { assert: assert.slice(0, 10).join("\n") } });
  expect(few.summary).not.toMatch(/more assertion/);
  const ended = await runAgainst(api, { inputs: { assert: assert.join("\n") } });
  expect(ended.summary).toMatch(/…and 100 more assertions\./);
  expectTameSummary(ended);
  api.play("1", finished({ ...nodes, out: node({ is_output_node: true, value: output }) }));
  const failed = await runAgainst(api, {
    inputs: { outputs: assert.map((line, n) => `o${n} = fromJSON(${line})`).join("\n") },
  });
  expect(failed.summary).toContain("PromptLayer agent run: failure");
  expectTameSummary(failed);
});

describe("a small heap is enough for", () => {
  const MIB = 1_024 * 1_024;
  const many = (count: number, fields: Partial<Node>, name = "n") =>
    `{${Array.from({ length: count }, (_, n) => `"${name}${n}":${JSON.stringify(node(fields))}`).join(",")}}`;
  const one = JSON.stringify({ a: node({ is_output_node: true }) });
  test.each<[string, string, string, string, RegExp]>([
    ["a hundred thousand nodes that failed", many(100_000, { status: "FAILED" }), "1", "failure", /FAILED/],
    [
      "nodes with long messages",
      many(60_000, { status: "FAILED", error_message: "é→ ".repeat(150) }),
      "1",
      "failure",
      /FAILED/,
    ],
    [
      "nodes with long statuses",
      many(60_000, { status: "é→ ".repeat(150) }),
      "1",
      "failure",
      /The node left/,
    ],
    [
      "nodes with long names",
      many(2, {}, "é→ ".repeat(2_000_000)),
      "1",
      "error",
      /names have more than 4194304 characters/,
    ],
    [
      "one node more",
      many(100_001, {}),
      "1",
      "error",
      /the answer is too large: it has more than 100000 nodes/,
    ],
    [
      "nothing but brackets",
      "[".repeat(64 * MIB),
      "1",
      "error",
      /the answer is nested more than a million deep/,
    ],
    [
      "values as deep as they are many",
      one,
      `${"[".repeat(2_200)}${"1,".repeat(30_000)}1${"]".repeat(2_200)}`,
      "success",
      /^$/,
    ],
  ])("%s", async (_, nodes, output, status, error) => {
    api.play("1", ({ allOutputs }) => ({ body: allOutputs ? nodes : output }));
    const ended = await runAgainst(api, { env: { NODE_OPTIONS: "--max-old-space-size=80" } });
    expect(ended.outputs["status"]).toBe(status);
    expect(ended.commands.find(({ name }) => name === "error")?.data ?? "").toMatch(error);
    expect(ended.summary).toContain(status);
  });
});

test("a deep or invisible main output does not take the summary away", async () => {
  const nodes = { bad: failedNode("quota exceeded"), out: node({ is_output_node: true }) };
  for (const json of [`${"[".repeat(50_000)}${"]".repeat(50_000)}`, JSON.stringify("\u202e".repeat(5_000))]) {
    api.play("1", finished(nodes, json));
    const ended = await runAgainst(api);
    expect(ended.summary).toContain("quota exceeded");
    expect(ended.summary).toContain("Cut here: the whole is in the file of `result-file`");
    expectTameSummary(ended);
  }
});

test("arbitrary names, messages and values arrive as they were sent (property)", async () => {
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom(...HOSTILE_TEXTS));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(text, text, fc.jsonValue()), {
        minLength: 1,
        maxLength: 20,
        selector: ([name]) => name,
      }),
      fc.jsonValue(),
      async (failures, value) => {
        const nodes: [string, Node][] = failures.map(([name, message, value]) => [
          name,
          failedNode(message, { value }),
        ]);
        const map = `{${[...nodes, ["\u0000out", node({ is_output_node: true })] as const].map(([name, fields]) => `${JSON.stringify(name)}:${JSON.stringify(fields)}`).join(",")}}`;
        const json = JSON.stringify(value);
        api.play("1", ({ allOutputs }) => ({ body: `${allOutputs ? map : json}\n` }));
        const ended = await runAgainst(api, { inputs: { "return-all-outputs": "true" } });
        expectOnlyOwnCommands(ended);
        expectTameSummary(ended);
        expect(JSON.parse(ended.outputs["failed-nodes"] ?? "")).toEqual(failures.map(([name]) => name));
        expect(ended.outputs["nodes"]).toBe(map);
        expect(ended.outputs["result"]).toBe(typeof value === "string" ? value.toWellFormed() : json);
        expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe(json);
      },
    ),
    { numRuns: 10 },
  );
});

describe("these tests read as the runner does", () => {
  test.each([
    ["::error::x", "error"],
    ["  \t::error title=a,b=c::x", "error"],
    ["::ERROR::x", "error"],
    ["text ::error::x", undefined],
    ["::unknown::x", undefined],
    ["::error:x", undefined],
    ["text ##[error]x", "error"],
    ["##[error title=x;a=b]x", "error"],
    ["# #[error]x", undefined],
    ["##[unknown]x", undefined],
    ["#\u200d#[group]x", "group"],
  ])("%j", (line, name) => {
    expect(parseCommand(line)?.name).toBe(name);
  });

  test("properties and data are unescaped once", () => {
    expect(parseCommand("::error title=a%3Ab%2Cc%25,file=x::d%0Ae%2525")).toEqual({
      name: "error",
      properties: { title: "a:b,c%", file: "x" },
      data: "d\ne%25",
    });
  });

  test("outputs", () => {
    expect(parseOutputs("a=1\nb<<E\nx\r\ny=<<E\n\nE\nc<<E\nE\n", "\n")).toEqual({
      a: "1",
      b: "x\r\ny=<<E\n",
      c: "",
    });
    expect(parseOutputs("b<<E\r\nx\ny\r\nE\r\n", "\r\n")).toEqual({ b: "x\ny" });
    expect(() => parseOutputs("a<<E\nx\n", "\n")).toThrow("delimiter");
    expect(() => parseOutputs("nothing\n", "\n")).toThrow("Invalid format");
  });
});
