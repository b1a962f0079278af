import type { ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  unwatchFile,
  watchFile,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Socket } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { metadata, runAction, runAgainst } from "./action-process.ts";
import { agentRun, failedNode, finished, node } from "./api/agent-run.ts";
import { API_KEY, inTurn } from "./api/server.ts";
import { runAgainstInProcess, runScriptInProcess } from "./in-process.ts";
import { allowanceMs, api, emptyNodeMs, errors, onlyError, output, scratch, shortTimeout } from "./stage.ts";
import { DEFAULTS } from "../src/wait/inputs.ts";

test("the defaults in the code are those of action.yml", () => {
  const declared = Object.entries(metadata.inputs).flatMap(([name, input]) =>
    input.default === undefined ? [] : [[name, input.default] as const],
  );
  expect(Object.fromEntries(declared)).toEqual(DEFAULTS);
  expect(metadata.runs).toEqual({ using: "node24", main: "dist/wait/index.js" });
});

describe("a finished run", () => {
  test("takes two requests and little time, and sets the outputs of the contract", async () => {
    api.play("1", finished({ Plan: node({ value: 1 }), Answer: node({ ...output, value: "Yes." }) }));
    const ended = await runAgainst(api);
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toEqual({
      status: "success",
      result: "Yes.",
      "result-file": expect.stringMatching(/result\.json$/),
      "failed-nodes": "[]",
    });
    expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe('"Yes."');
    expect(api.asked.map(({ url }) => url.search)).toEqual([
      "?workflow_version_execution_id=1&return_all_outputs=true",
      "?workflow_version_execution_id=1&return_all_outputs=false",
    ]);
    // bench/ guards how little; this finds a pause or a connection that keeps the process.
    expect(ended.tookMs).toBeLessThan(10 * (await emptyNodeMs()));
  });

  test("sends the key in the header, and to no log even in debug mode", async () => {
    api.play("1", finished({ a: node({ ...output, value: "x" }) }));
    const ended = await runAgainst(api, { env: { RUNNER_DEBUG: "1" } });
    expect(api.asked.map(({ headers }) => headers["x-api-key"])).toEqual([API_KEY, API_KEY]);
    expect(api.asked[0]?.headers).toMatchObject({
      accept: "application/json",
      "accept-encoding": "identity",
    });
    expect(ended.lines[0]).toBe(`::add-mask::${API_KEY}`);
    expect(ended.lines.filter((line) => /^::debug::request \d: finished after /.test(line))).toHaveLength(2);
    expect(ended.lines.slice(1).join("\n")).not.toContain(API_KEY);
    expect(ended.summary).not.toContain(API_KEY);
  });

  test("with return-all-outputs publishes the node map exactly as it was sent", async () => {
    const text = `{ "2": ${JSON.stringify(node({ value: 1 }))},\n\t"b ☕": ${JSON.stringify(node(output)).replace("null", "1.10")} }`;
    api.play("1", finished(`\n ${text} \n`, "1"));
    const ended = await runAgainst(api, { inputs: { "return-all-outputs": "true" } });
    expect(ended.outputs["nodes"]).toBe(text);
    expect(readFileSync(ended.outputs["nodes-file"] ?? "", "utf8")).toBe(text);
    expect(ended.outputs["status"]).toBe("success");
  });

  test.each<[string, string, string]>([
    ["text", '"Looks good."', "Looks good."],
    ["an empty text", '""', ""],
    [
      "line ends and what looks like an output file",
      JSON.stringify("a\r\nx=1\rstatus<<EOF\nfailure\nEOF\n"),
      "a\r\nx=1\rstatus<<EOF\nfailure\nEOF\n",
    ],
    ["emoji, escaped or not", '"\\ud83d\\ude80 🚀"', "🚀 🚀"],
    ["a number past 2^53", "12345678901234567890", "12345678901234567890"],
    ["a decimal with a zero at its end", "1.10", "1.10"],
    [
      "an object with its white space and order",
      '{ "b": 12345678901234567890,\r\n  "1": [1.10, null] }',
      '{ "b": 12345678901234567890,\r\n  "1": [1.10, null] }',
    ],
    ["an empty object", "{}", "{}"],
    ["null", "null", "null"],
    ["false", "false", "false"],
    ["what looks like a node map", JSON.stringify({ a: node() }), JSON.stringify({ a: node() })],
  ])("passes on %s exactly", async (_, json, result) => {
    api.play("1", finished({ a: node(output) }, json));
    const ended = await runAgainstInProcess(api);
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["result"]).toBe(result);
    expect(readFileSync(ended.outputs["result-file"] ?? "", "utf8")).toBe(json);
  });

  test("says when a result has characters that an output cannot carry", async () => {
    api.play("1", finished({ a: node(output) }, '"half \\ud83d"'));
    const ended = await runAgainst(api);
    expect(ended.exitCode).toBe(0);
    expect(ended.commands).toContainEqual(
      expect.objectContaining({ name: "warning", data: expect.stringMatching(/result-file/) }),
    );
  });

  test("is a success if no node is flagged as output and a main output comes", async () => {
    api.play("1", finished({ a: node() }, '"text"'));
    expect((await runAgainst(api)).outputs).toMatchObject({ status: "success", result: "text" });
  });
});

describe("a failed run", () => {
  test.each<[string, Parameters<typeof finished>, string[], string | undefined, number]>([
    [
      "an inner node failed, the output succeeded",
      [{ a: failedNode("no"), b: node({ ...output, value: "r" }) }],
      ["a"],
      "r",
      2,
    ],
    [
      "an error message on a node that succeeded",
      [{ a: node({ ...output, value: "r", error_message: "no" }) }],
      ["a"],
      "r",
      2,
    ],
    [
      "a raw error message alone",
      [{ a: node({ ...output, value: "r", raw_error_message: "no" }) }],
      ["a"],
      "r",
      2,
    ],
    [
      "a final status that nobody knows",
      [{ a: node({ status: "CANCELED" }), b: node({ ...output, value: "r" }) }],
      ["a"],
      "r",
      2,
    ],
    [
      "the API's order of names",
      [`{"b":${JSON.stringify(failedNode("x"))},"2":${JSON.stringify(failedNode("y"))}}`],
      ["b", "2"],
      undefined,
      2,
    ],
    ["the output node failed", [{ a: failedNode("no", output) }], ["a"], undefined, 1],
    [
      "all output nodes were skipped",
      [{ a: node(), b: node({ ...output, status: "SKIPPED" }) }],
      [],
      undefined,
      1,
    ],
    ["no nodes at all", [{}], [], undefined, 1],
    ["no node flagged, and the node map in place of an output", [{ a: node() }], [], undefined, 2],
  ])("%s", async (_, run, failed, result, requests) => {
    api.play("1", finished(...run));
    const ended = await runAgainst(api);
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs["status"]).toBe("failure");
    expect(JSON.parse(ended.outputs["failed-nodes"] ?? "")).toEqual(failed);
    expect(ended.outputs["result"]).toBe(result);
    expect("result-file" in ended.outputs).toBe(result !== undefined);
    expect(api.asked).toHaveLength(requests);
    expect(errors(ended)).toHaveLength(Math.max(1, failed.length));
  });

  test("has an annotation for each failed node with its name, status and message", async () => {
    api.play(
      "1",
      finished({
        "Write notes": failedNode("Rate limit: 100%"),
        b: node({ status: "LOST" }),
        c: node(output),
      }),
    );
    const ended = await runAgainst(api);
    expect(errors(ended)).toEqual([
      '"Write notes" (FAILED): Rate limit: 100%',
      '"b" (LOST): The node left no error message.',
    ]);
  });

  test("has ten annotations at the most, the tenth with how many more", async () => {
    api.play(
      "1",
      finished(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`n${n + 1}`, failedNode("no")]))),
    );
    const annotations = errors(await runAgainst(api));
    expect(annotations).toHaveLength(10);
    expect(annotations[9]).toBe('3 more: "n10", "n11", "n12"');
    api.play(
      "1",
      finished(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`n${n + 1}`, failedNode("no")]))),
    );
    expect(errors(await runAgainst(api))[9]).toBe('"n10" (FAILED): no');
  });

  test("prints none of the agent's values in the log", async () => {
    api.play(
      "1",
      finished({ a: node({ ...output, value: { secret: "s3cret-value" } }), b: failedNode("no") }),
    );
    const ended = await runAgainst(api, { inputs: { "return-all-outputs": "true" } });
    expect(ended.log).not.toContain("s3cret-value");
    expect(ended.summary).toContain("s3cret-value");
  });

  test("leaves the step green with fail-on-error: false, and only then", async () => {
    api.play("1", finished({ a: failedNode("no", output) }));
    const ended = await runAgainst(api, { inputs: { "fail-on-error": "false" } });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["status"]).toBe("failure");
  });
});

describe("a run that goes on", () => {
  test.each([
    ["202 with the nodes", { status: 202, json: { a: node({ status: "RUNNING" }) } }],
    ["202 without a body", { status: 202 }],
    ["202 in gzip", { status: 202, headers: { "Content-Encoding": "gzip" }, body: "x" }],
    [
      "202 that ends with its connection",
      (socket: Socket) => socket.end("HTTP/1.1 202 OK\r\n\r\nplace in the queue: 3"),
    ],
    [
      "204 with a length",
      (socket: Socket) => socket.end("HTTP/1.1 204 OK\r\nContent-Length: 99999999\r\n\r\n"),
    ],
    ["202 with something else", { status: 202, body: "<still running" }],
    ["202 that claims to be finished", { status: 202, json: { a: node(output) } }],
    ["204", { status: 204 }],
  ])("is waited for while the API answers %s", async (_, reply) => {
    const done = finished({ a: node({ ...output, value: "done" }) });
    api.play("1", (asked, nth) => (nth === 0 ? reply : done(asked, nth)));
    const ended = await runAgainstInProcess(api);
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(api.asked).toHaveLength(3);
  });

  test("is waited for while the main output answers 202", async () => {
    api.play("1", (asked, nth) => {
      if (asked.allOutputs) return { json: { a: node(output) } };
      return nth === 1 ? { status: 202 } : { body: '"done"\n' };
    });
    expect((await runAgainst(api)).outputs["result"]).toBe("done");
    expect(api.asked.map(({ allOutputs }) => allOutputs)).toEqual([true, false, false]);
  });

  test("shows its progress, a line for each change", async () => {
    api.play(
      "1",
      agentRun(
        { A: { takesMs: 300 }, B: { needs: ["A"], takesMs: 300, isOutput: true, value: "x" } },
        // The agent's time goes on with each request, whatever ours does.
        () => 100 * api.asked.length,
      ),
    );
    const ended = await runAgainst(api);
    const progress = ended.lines.filter((line) => line.startsWith("["));
    expect(progress.map((line) => line.replace(/^\[.*?\] /, ""))).toEqual([
      '0 of 2 nodes done, running: "A"',
      '1 of 2 nodes done, running: "B"',
    ]);
  });

  test("is a timeout at the deadline, with the nodes that ran, whatever fail-on-error says", async () => {
    const nodes = {
      A: node(),
      B: node({ status: "RUNNING" }),
      C: node({ status: "QUEUED" }),
      D: failedNode("early"),
    };
    api.play("1", inTurn({ status: 202, json: nodes }));
    const ended = await runAgainst(api, {
      inputs: { timeout: "1.5", "fail-on-error": "false", "return-all-outputs": "true" },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toMatchObject({
      status: "timeout",
      "failed-nodes": '["D"]',
      nodes: JSON.stringify(nodes),
    });
    expect(onlyError(ended)).toMatch(
      /^Timed out after [\d.]+ s: 2 of 4 nodes were running or queued when last seen: "B", "C"\. Raise "timeout"/,
    );
    expect(ended.tookMs).toBeGreaterThan(1_500);
    expect(ended.tookMs).toBeLessThan(1_500 + (await allowanceMs()));
  });

  // Windows has no signals: there a process that is sent one is ended.
  const onPosix = process.platform === "win32" ? test.skip : test;

  onPosix.each(["SIGINT", "SIGTERM"] as const)("is cancelled by %s, at once", async (signal) => {
    api.play("1", inTurn({ status: 202 }));
    let sentAt = 0;
    const ended = await runAgainst(api, {
      inputs: { "poll-interval": "1h" },
      onLine: (line, child) => {
        if (!line.includes("shows no nodes")) return;
        sentAt = performance.now();
        child.kill(signal);
      },
    });
    expect(performance.now() - sentAt).toBeLessThan(await allowanceMs());
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "cancelled" });
    expect(onlyError(ended)).toMatch(
      new RegExp(`^Cancelled before the agent was done: ${signal}\\. The agent keeps running in PromptLayer`),
    );
  });

  test("times out in its own words if only the main output stays away", async () => {
    api.play("1", ({ allOutputs }) => (allOutputs ? { json: { a: node(output) } } : { status: 202 }));
    const ended = await runAgainst(api, { inputs: { timeout: await shortTimeout() } });
    expect(ended.outputs).toEqual({ status: "timeout", "failed-nodes": "[]" });
    expect(onlyError(ended)).toMatch(/the nodes are done, but the API is still preparing the main output/);
  });

  onPosix("is cancelled by several signals at once, and by one while nobody reads its log", async () => {
    api.play("1", inTurn({ status: 202 }));
    const many = await runAgainst(api, {
      onLine: (line, child) => {
        if (line.includes("shows no nodes"))
          for (const signal of ["SIGINT", "SIGTERM", "SIGINT"] as const) child.kill(signal);
      },
    });
    expect(many.outputs).toEqual({ status: "cancelled" });
    expect(errors(many)).toHaveLength(1);
    // 800 kB of log when it is escaped, more than a pipe or a socket holds.
    const nodes = Object.fromEntries(
      Array.from({ length: 199 }, (_, n) => [`n${n}`, failedNode("\u202e".repeat(600))]),
    );
    api.play("1", finished({ ...nodes, out: node(output) }));
    // The summary is the last that it writes before it waits for its log to be read.
    const summary = scratch("summary");
    writeFileSync(summary, "");
    let sentAt = 0;
    const unread = await runAgainst(api, {
      isRead: false,
      env: { GITHUB_STEP_SUMMARY: summary },
      onSpawn: (child) => {
        watchFile(summary, { interval: 20 }, () => {
          unwatchFile(summary);
          sentAt = performance.now();
          child.kill("SIGTERM");
        });
      },
    });
    expect(unread.exitCode).toBe(1);
    expect(sentAt).toBeGreaterThan(0);
    // It gives its log 900 ms.
    expect(performance.now() - sentAt).toBeLessThan(900 + (await allowanceMs()));
  });

  onPosix("is cancelled in the middle of a request too", async () => {
    let action: ChildProcess | undefined;
    let sentAt = 0;
    api.play(
      "1",
      inTurn(() => {
        sentAt = performance.now();
        action?.kill("SIGTERM");
      }),
    );
    const ended = await runAgainst(api, { onSpawn: (child) => (action = child) });
    expect(performance.now() - sentAt).toBeLessThan(await allowanceMs());
    expect(ended.outputs).toEqual({ status: "cancelled" });
    expect(ended.exitCode).toBe(1);
  });
});

describe("a refused request", () => {
  const detail = [
    {
      loc: ["query", "workflow_version_execution_id"],
      msg: "Input should be a valid integer",
      type: "int_parsing",
    },
  ];
  test.each([
    [400, { message: "Bad thing" }, 'the API answered 400: "Bad thing". Check "execution-id"'],
    [
      401,
      { success: false, message: "Invalid API key" },
      'the API answered 401: "Invalid API key". Check "api-key"',
    ],
    [403, { error: "Forbidden" }, 'the API answered 403: "Forbidden". Check "api-key"'],
    [
      422,
      { detail },
      'the API answered 422: "query.workflow_version_execution_id: Input should be a valid integer". Check "execution-id"',
    ],
    [
      422,
      { message: "first", error: "second", detail },
      'the API answered 422: "first". Check "execution-id"',
    ],
    [418, undefined, 'the API answered 418. Check "base-url"'],
    [409, "plain words", 'the API answered 409: "plain words". Check "base-url"'],
  ])("%d ends it at once: %j", async (status, body, message) => {
    const reply = { status, ...(typeof body === "string" ? { body } : { json: body }) };
    const ended = await runScriptInProcess(inTurn(reply), { inputs: { "fail-on-error": "false" } });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toContain(message);
    expect(ended.asked).toHaveLength(1);
  });

  test("a reason that nobody can read is none", async () => {
    const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const ended = await runScriptInProcess(inTurn({ status: 401, body: `{"message":${deep}}` }));
    expect(onlyError(ended)).toContain('the API answered 401. Check "api-key"');
    expect(ended.asked).toHaveLength(1);
  });

  test("what is neither an answer nor an error is shown to nobody", async () => {
    const ended = await runScriptInProcess(inTurn({ status: 203, json: { message: "the agent's words" } }));
    expect(onlyError(ended)).toContain('the API answered 203. Check "base-url"');
    expect(ended.log).not.toContain("words");
  });

  test("by a stand-in that knows neither key nor run", async () => {
    // An ID that is not known yet is asked for again, until the deadline if that is near.
    expect(onlyError(await runAgainst(api, { inputs: { timeout: "500ms" } }))).toContain(
      '404: "Workflow version execution not found"',
    );
    expect(onlyError(await runAgainst(api, { inputs: { "api-key": "other" } }))).toContain(
      '401: "Invalid API key"',
    );
  });
});

describe("a 200 that is no result is no success", () => {
  test.each([["text"], [[]], [1], [null], [{ success: false }], [{ a: { value: 1 } }]])(
    "%j",
    async (json) => {
      const ended = await runScriptInProcess(inTurn({ json }));
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs).toEqual({ status: "error" });
      expect(onlyError(ended)).toContain("not what PromptLayer's API sends");
      expect(ended.asked).toHaveLength(1);
    },
  );
});

describe("large outputs", () => {
  const text = (bytes: number) => "x".repeat(bytes);
  test.each([
    [128 * 1_024, [], true],
    [128 * 1_024 + 1, ["notice"], true],
    [500 * 1_024, ["notice"], true],
    [1_024 * 1_024, ["warning"], true],
    [1_024 * 1_024 + 1, ["warning"], false],
  ])("of %d bytes", async (bytes, told, isSet) => {
    api.play("1", finished({ a: node({ ...output, value: text(bytes) }) }));
    const ended = await runAgainstInProcess(api);
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs["result"]).toBe(isSet ? text(bytes) : "");
    const file = ended.outputs["result-file"] ?? "";
    expect(readFileSync(file, "utf8")).toBe(JSON.stringify(text(bytes)));
    const annotations = ended.commands.filter(({ name }) => name === "notice" || name === "warning");
    expect(annotations.map(({ name }) => name)).toEqual(told);
    for (const { data } of annotations) expect(data).toContain(file);
    expect(Buffer.byteLength(ended.summary)).toBeLessThan(1_024 * 1_024);
  });

  test("are counted in bytes, for the nodes too", async () => {
    const nodes = { a: node({ ...output, value: "é".repeat(600_000) }) };
    api.play("1", finished(nodes, "1"));
    const ended = await runAgainst(api, { inputs: { "return-all-outputs": "true" } });
    expect(ended.outputs["nodes"]).toBe("");
    expect(readFileSync(ended.outputs["nodes-file"] ?? "", "utf8")).toBe(JSON.stringify(nodes));
  });
});

describe("where the runner has no place for them", () => {
  const done = finished({ a: node({ ...output, value: "x" }) });

  test("the summary is optional", async () => {
    for (const path of [undefined, "/nowhere/at/all"]) {
      api.play("1", done);
      const ended = await runAgainst(api, { env: { GITHUB_STEP_SUMMARY: path } });
      expect(ended.exitCode).toBe(0);
      expect(ended.commands).toContainEqual(
        expect.objectContaining({
          name: "warning",
          properties: { title: "The job summary could not be written" },
        }),
      );
    }
  });

  test("job-summary: false writes none", async () => {
    api.play("1", done);
    const ended = await runAgainst(api, { inputs: { "job-summary": "false" } });
    expect(ended.summary).toBe("");
    expect(ended.log).not.toContain("::group::");
    expect(ended.exitCode).toBe(0);
  });

  test.each<[string, string | undefined]>([
    ["GITHUB_OUTPUT", undefined],
    ["GITHUB_OUTPUT", "/nowhere/output"],
    // A full disk, on systems that have one at hand.
    ["GITHUB_OUTPUT", existsSync("/dev/full") ? "/dev/full" : "/nowhere"],
    ["RUNNER_TEMP", undefined],
    ["RUNNER_TEMP", "/nowhere"],
    ["RUNNER_TEMP", process.execPath],
    ["GITHUB_OUTPUT", tmpdir()],
    ["RUNNER_TEMP", "/proc"],
  ])("%s=%s makes the step red, the outputs are not optional", async (name, value) => {
    api.play("1", done);
    const ended = await runAgainstInProcess(api, { env: { [name]: value } });
    expect(ended.exitCode).toBe(1);
    expect(errors(ended)).toHaveLength(1);
    expect(ended.outputs["status"]).not.toBe("success");
    // What can be seen beforehand costs no wait.
    if (!["/dev/full", "/proc"].includes(value ?? "")) {
      expect(errors(ended)[0]).toMatch(/^The runner has no place for the outputs/);
      expect(api.asked).toHaveLength(0);
    }
  });
});

test("what needs no file is set even where no file can be written", async () => {
  api.play("1", finished({ a: failedNode("no"), b: node({ ...output, value: "x" }) }));
  const folder = mkdtempSync(join(tmpdir(), "taken-away-"));
  const ended = await runAgainst(api, {
    inputs: { outputs: "go = status == 'success'\nwhy = status" },
    env: { RUNNER_TEMP: folder },
    onLine: (line) => {
      if (line.startsWith("Waiting for")) rmSync(folder, { recursive: true });
    },
  });
  expect(ended.exitCode).toBe(1);
  expect(ended.outputs).toEqual({
    status: "error",
    go: "false",
    why: "error",
    "failed-nodes": '["a"]',
    result: "x",
  });
});

test("a full disk does not hide what the run said", async () => {
  api.play("1", finished({ a: failedNode("quota exceeded"), b: node({ ...output, value: "x" }) }));
  const ended = await runAgainst(api, {
    env: { GITHUB_OUTPUT: existsSync("/dev/full") ? "/dev/full" : "/nowhere" },
  });
  expect(ended.exitCode).toBe(1);
  if (existsSync("/dev/full")) {
    expect(errors(ended)).toEqual([
      expect.stringMatching(/^The outputs could not be published: "ENOSPC.*Make room/),
      '"a" (FAILED): quota exceeded',
    ]);
    expect(ended.summary).toContain("quota exceeded");
  }
});

test("without the file's variables of any runner it still says what is wrong", async () => {
  const ended = await runAction({
    env: { GITHUB_OUTPUT: undefined, RUNNER_TEMP: undefined, GITHUB_STEP_SUMMARY: undefined },
  });
  expect(ended.exitCode).toBe(1);
  expect(onlyError(ended)).toMatch(/"api-key" is empty/);
});
