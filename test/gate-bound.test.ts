import { existsSync, readFileSync } from "node:fs";
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { finished, node } from "./api/agent-run.ts";
import { API_KEY, inTurn, type Script } from "./api/server.ts";
import { allowanceMs, errors, output, preloaded, runScript } from "./stage.ts";
import { systemClock } from "../src/clock.ts";
import { GateProcess, type Host } from "../src/gate/process.ts";

// One bound of time and memory around all evaluation.

const MIB = 1_024 * 1_024;
const million = 1_000_000;
const onLinux = process.platform === "linux" ? test.concurrent : test.concurrent.skip;

/** A run that finished with a main output, as JSON text. */
const withOutput = (json: string) => finished({ a: node(output) }, json);

/** A text and a part that `contains` would look for until tomorrow, in a native function of Node. */
const ENDLESS = JSON.stringify({
  a: "a".repeat(4 * million),
  b: `${"a".repeat(million)}b${"a".repeat(million)}`,
});
const SEARCH = "contains(json.a, json.b)";

/** The memory that a process and the processes that it started took at most, until `stop` is called. On Linux only. */
function watch(pid: number) {
  const peaksMiB = new Map<number, number>();
  const environments = new Map<number, string>();
  const look = (at = pid) => {
    try {
      const status = readFileSync(`/proc/${at}/status`, "utf8");
      const peak = Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
      peaksMiB.set(at, Math.max(peak, peaksMiB.get(at) ?? 0));
      const environment = readFileSync(`/proc/${at}/environ`, "utf8");
      // At its end the action replaces itself by a program without one.
      if (environment !== "") environments.set(at, environment);
      const children = readFileSync(`/proc/${at}/task/${at}/children`, "utf8").match(/\d+/g) ?? [];
      for (const started of children) look(Number(started));
    } catch {
      // It has ended, or this is not Linux.
    }
  };
  const timer = setInterval(look, 10);
  return {
    pid,
    peaksMiB,
    environments,
    started: () => [...peaksMiB.keys()].filter((other) => other !== pid),
    look: () => {
      look();
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** The same of a step, until it ends. */
function watched(step: ChildProcess) {
  const watching = watch(step.pid ?? 0);
  step.on("exit", watching.stop);
  return watching;
}

/** What a process that evaluates needs of this one. */
function hostOf(leaving: AbortSignal): Host {
  return {
    execPath: process.execPath,
    folder: fileURLToPath(new URL("../dist/wait", import.meta.url)),
    env: {},
    clock: systemClock(() => performance.now()),
    cancel: new AbortController().signal,
    leaving,
  };
}

const factsOf = (json: string) => ({ result: Buffer.from(json), nodes: undefined, status: "success" });

describe("what took minutes and gigabytes is quick and small", () => {
  type Row = readonly [name: string, json: string, assert: string, cause: RegExp | undefined];
  const names = Array.from({ length: 100_000 }, (_, n) => `"${n}":0`).join(",");
  const ofStep: Row[] = [
    [
      "a text of fences, 16 MiB",
      JSON.stringify("~~~\n".repeat(3.2 * MIB)),
      "json == null",
      /has 16 MiB, and .* at most 10 MiB/,
    ],
    [
      "an object of many names, 64 MiB",
      `{"a":{${`${names},`.repeat((60 * MIB) / names.length)}"b":0}}`,
      "",
      undefined,
    ],
    [
      "a text without ASCII, 64 MiB",
      JSON.stringify("ı".repeat(31 * MIB)),
      "result == 'x'",
      /has 62 MiB, and/,
    ],
    [
      "a text without ASCII, 4 MiB",
      JSON.stringify("ı".repeat(2 * MIB)),
      "result == 'x'",
      /: (it is false|result was .*)$/,
    ],
  ];

  test.concurrent.each(ofStep)("in a step: %s", async (_, json, assert, cause) => {
    const env = { NODE_OPTIONS: "--max-old-space-size=96" };
    const plainJson = JSON.stringify("x".repeat(Math.min(4 * MIB, json.length)));
    // Before the run that it is compared with, so that both meet the same load.
    const plain = await runScript(withOutput(plainJson), { inputs: { assert: "status == 'success'" }, env });
    let seen: ReturnType<typeof watched> | undefined;
    const ended = await runScript(withOutput(json), {
      inputs: { assert },
      env,
      onSpawn: (child) => (seen = watched(child)),
    });
    expect(ended.outputs["status"]).toBe(cause === undefined ? "success" : "failure");
    if (cause !== undefined) expect(errors(ended)).toEqual([expect.stringMatching(cause)]);
    expect(ended.tookMs).toBeLessThan(10 * plain.tookMs);
    const { pid = 0, peaksMiB = new Map<number, number>() } = seen ?? {};
    // The body and a copy of it, beside Node.
    expect(peaksMiB.get(pid) ?? 0).toBeLessThan(4 * (json.length / MIB) + 160);
    for (const [other, peak] of peaksMiB) if (other !== pid) expect(peak).toBeLessThan(512);
  });

  const zeros = `${"[".repeat(2_000)}${Array(120_000).fill("0").join(",")}${"]".repeat(2_000)}`;
  const ofEvaluation: Row[] = [
    ["a text of fences", JSON.stringify("~~~\n".repeat(0.8 * MIB)), "json != null", undefined],
    ["a text of brackets on lines", JSON.stringify("[[\n".repeat(MIB)), "json != null", /nested too deep/],
    ["a text of backticks", JSON.stringify("``` x\n".repeat(MIB / 2)), "json != null", undefined],
    ["a line of backticks", JSON.stringify(`${"`".repeat(4 * million)}x\``), "json != null", undefined],
    [
      "spaces behind a fence",
      JSON.stringify(`~~~${" ".repeat(4 * million)}a\u2028b`),
      "json != null",
      undefined,
    ],
    ["spaces", JSON.stringify(`${" ".repeat(4 * million)}x`), "json != null", undefined],
    ["brackets around zeros", zeros, "contains(toJSON(json), 'x')", /it makes JSON of more than 10 MiB/],
    [
      "a long separator",
      JSON.stringify({ l: Array(100_000).fill(""), s: " ".repeat(240_000) }),
      "contains(join(json.l, json.s), join(json.l, json.s))",
      /it makes a text of more than 10 MiB/,
    ],
    [
      "a format",
      JSON.stringify({ f: "{0}".repeat(million), v: "x".repeat(million) }),
      "format(json.f, json.v) == ''",
      /it makes a text of more than 10 MiB/,
    ],
    ["a format of braces", JSON.stringify("{".repeat(2 * million)), "format(result, 1) == 'x'", undefined],
  ];

  // Not concurrent: `GateProcess` imports a module, which Jest does not allow in concurrent tests.
  test.each(ofEvaluation)("in the process that evaluates: %s", async (_, json, assert, cause) => {
    const watching = watch(process.pid);
    watching.look();
    const others = watching.started();
    /** What became of the line, and how long that took with the start of the process. */
    const evaluate = async (line: string, result: string) => {
      const leaving = new AbortController();
      const began = performance.now();
      const gate = await GateProcess.open(hostOf(leaving.signal), {
        assert: line,
        outputs: "",
        reserved: [],
      });
      const [assertion] = await gate.assert(factsOf(result), Infinity);
      const tookMs = performance.now() - began;
      watching.look();
      leaving.abort();
      return { assertion, tookMs };
    };
    const plain = await evaluate("status == 'success'", JSON.stringify("x".repeat(json.length)));
    const { assertion, tookMs } = await evaluate(assert, json);
    watching.stop();
    expect(assertion).toMatchObject({ holds: false });
    expect(assertion?.cause).toMatch(cause ?? /^$/);
    expect(tookMs).toBeLessThan(30 * plain.tookMs);
    const own = watching.started().filter((pid) => !others.includes(pid));
    if (process.platform === "linux") expect(own).toHaveLength(2);
    for (const pid of own) expect(watching.peaksMiB.get(pid)).toBeLessThan(512);
  });
});

describe("evaluation that does not end", () => {
  const GRACE_MS = 1_500;
  /** A timeout that leaves time for the answers here and now: as an input has it, and in milliseconds. */
  const enoughTime = async () => {
    const ms = Math.ceil((await allowanceMs()) / 2);
    return [`${ms}ms`, ms] as const;
  };

  test.concurrent("is ended soon after the deadline, and the line is red", async () => {
    const [timeout, timeoutMs] = await enoughTime();
    const inputs = { assert: `json.a != ''\n${SEARCH}\njson.b != ''`, timeout };
    const { outputs, tookMs, ...ended } = await runScript(withOutput(ENDLESS), { inputs });
    expect(outputs).toMatchObject({
      status: "failure",
      "failed-assertions": JSON.stringify([SEARCH, "json.b != ''"]),
    });
    expect(ended.exitCode).toBe(1);
    expect(errors({ outputs, tookMs, ...ended })).toEqual([
      `${SEARCH}: it cannot be evaluated: it was not done when the "timeout" of the step was over`,
      "json.b != '': it was not evaluated, because a line before it could not be evaluated within the limits",
    ]);
    expect(tookMs).toBeGreaterThan(timeoutMs + GRACE_MS);
    expect(tookMs).toBeLessThan(timeoutMs + GRACE_MS + (await allowanceMs()));
  });

  test.concurrent("is ended in an output too, which is not set", async () => {
    const [timeout, timeoutMs] = await enoughTime();
    const inputs = { outputs: `before = status\nendless = ${SEARCH}\nafter = status`, timeout };
    const ended = await runScript(withOutput(ENDLESS), { inputs });
    expect(ended.outputs).toMatchObject({ status: "failure" });
    for (const name of ["endless", "after"]) expect(name in ended.outputs).toBe(false);
    expect(ended.tookMs).toBeLessThan(timeoutMs + GRACE_MS + (await allowanceMs()));
  });

  test.concurrent("is ended after ten seconds in any case, and later evaluation goes on", async () => {
    const inputs = { assert: SEARCH, outputs: "go = status" };
    // For the step, these ten seconds are over sooner.
    const env = preloaded(
      "const set = setTimeout; globalThis.setTimeout = (call, ms) => set(call, ms === 10_000 ? 1_000 : ms);",
    );
    const ended = await runScript(withOutput(ENDLESS), { inputs, env });
    expect(errors(ended)).toEqual([
      `${SEARCH}: it cannot be evaluated: it took longer than 10 s, which is the limit for the lines of an input`,
    ]);
    expect(ended.outputs).toMatchObject({ status: "failure", go: "failure" });
    expect(ended.tookMs).toBeLessThan(1_000 + (await allowanceMs()));
  });

  test.concurrent.each(["assert", "outputs"])("is ended by a cancel (%s)", async (input) => {
    let cancelledAt = 0;
    let step: ChildProcess | undefined;
    const endless = withOutput(ENDLESS);
    const script: Script = (asked, nth) => {
      const cancel = () => {
        cancelledAt = performance.now();
        step?.kill("SIGINT");
      };
      if (!asked.allOutputs) setTimeout(cancel, 1_000);
      return endless(asked, nth);
    };
    const ended = await runScript(script, {
      inputs: { [input]: input === "assert" ? SEARCH : `x = ${SEARCH}`, "fail-on-error": "false" },
      onSpawn: (child) => (step = child),
    });
    expect(performance.now() - cancelledAt).toBeLessThan(await allowanceMs());
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toMatchObject({ status: "cancelled" });
    expect(errors(ended)).toEqual([expect.stringContaining("SIGINT")]);
  });
});

describe("evaluation that needs too much memory", () => {
  test.concurrent(
    "is red and says so, within a bound for both processes",
    async () => {
      let seen: ReturnType<typeof watched> | undefined;
      const ended = await runScript(withOutput(`[${"{},".repeat(3 * million)}{}]`), {
        inputs: { assert: "status == 'success'\nresult[0] == 0\nresult[0] == 0", outputs: "go = status" },
        env: { NODE_OPTIONS: "--max-old-space-size=64" },
        onSpawn: (child) => (seen = watched(child)),
      });
      expect(errors(ended)).toEqual([
        // On a slow machine the time is over first.
        expect.stringMatching(
          /^result\[0\] == 0: it cannot be evaluated: it (needed more than 256 MiB of memory|took longer than 10 s), which is the limit/,
        ),
        "result[0] == 0: it was not evaluated, because a line before it could not be evaluated within the limits",
      ]);
      expect(ended.outputs).toMatchObject({ status: "failure", go: "failure" });
      const { pid = 0, peaksMiB = new Map<number, number>() } = seen ?? {};
      expect(peaksMiB.get(pid) ?? 0).toBeLessThan(160);
      for (const peak of peaksMiB.values()) expect(peak).toBeLessThan(512);
    },
    60_000,
  );

  test.concurrent("of a main output over 10 MiB leaves lines that do not read it alone", async () => {
    const json = JSON.stringify("x".repeat(10 * MIB));
    const assert = "status == 'success'\nnodes.a.status == 'SUCCESS'\njson == null\nresult != ''";
    const ended = await runScript(withOutput(json), { inputs: { assert, outputs: "all = result" } });
    const cause = "it cannot be evaluated: the main output has 10 MiB, and expressions read at most 10 MiB";
    expect(errors(ended)).toEqual([
      `json == null: ${cause}`,
      `result != '': ${cause}`,
      `all = result: ${cause}`,
    ]);
    expect(ended.outputs["status"]).toBe("failure");
  });

  test.concurrent(
    "of many large outputs ends at 16 MiB of them",
    async () => {
      const outputs = Array.from({ length: 20 }, (_, n) => `o${n} = result`).join("\n");
      const ended = await runScript(withOutput(JSON.stringify("x".repeat(MIB))), { inputs: { outputs } });
      expect(ended.outputs["o15"]).toHaveLength(MIB);
      expect("o16" in ended.outputs).toBe(false);
      expect(errors(ended)[0]).toBe(
        "o16 = result: it cannot be handed over: the named outputs hold more than 16 MiB together",
      );
    },
    60_000,
  );
});

describe("the process that evaluates", () => {
  onLinux("has no key, and is not there without assert and outputs", async () => {
    for (const inputs of [{}, { assert: "json == 1" }]) {
      let seen: ReturnType<typeof watched> | undefined;
      const script = inTurn({ status: 202 }, { status: 202 }, { status: 202 });
      await runScript(script, {
        inputs: { timeout: "2s", ...inputs },
        env: { RUNNER_TRACKING_ID: "github_1" },
        onSpawn: (child) => (seen = watched(child)),
      });
      const { pid = 0, environments = new Map<number, string>(), started = () => [] } = seen ?? {};
      expect(environments.get(pid)).toContain(API_KEY);
      expect(started().map((other) => environments.get(other))).toEqual(
        "assert" in inputs ? ["RUNNER_TRACKING_ID=github_1\0"] : [],
      );
    }
  });

  onLinux("ends with the step, even if that is killed", async () => {
    let seen: ReturnType<typeof watched> | undefined;
    const ended = await runScript(inTurn({ status: 202 }), {
      inputs: { assert: "json == 1" },
      onSpawn: (child) => {
        seen = watched(child);
        setTimeout(() => child.kill("SIGKILL"), 1_500);
      },
    });
    expect(ended.exitCode).toBe(null);
    const [evaluator] = seen?.started() ?? [];
    expect(evaluator).toBeDefined();
    while (existsSync(`/proc/${evaluator ?? 0}`)) await sleep(50);
  });

  test("evaluates for many runs, one after another, and is started anew when it had to be ended", async () => {
    const leaving = new AbortController();
    const gate = await GateProcess.open(hostOf(leaving.signal), {
      assert: "json.n != null",
      outputs: `n = json.n\nx = ${SEARCH} || true`,
      reserved: [],
    });
    const deadline = performance.now() + 60_000;
    const numbered = (n: number) => gate.outputs(factsOf(`{"n":${n},"a":"a","b":"b"}`), deadline);
    const all = await Promise.all(Array.from({ length: 256 }, (_, n) => numbered(n)));
    expect(all.map(([first]) => first?.value)).toEqual(Array.from({ length: 256 }, (_, n) => String(n)));
    const endless = factsOf(ENDLESS.replace("{", '{"n":1,'));
    const [[good, ended], next] = await Promise.all([gate.outputs(endless, performance.now()), numbered(7)]);
    expect([good?.value, ended?.value]).toEqual(["1", undefined]);
    expect(ended?.cause).toMatch(/it was not done when/);
    expect(next[0]).toMatchObject({ value: "7" });
    // Long after the deadline nothing is evaluated, or many runs would end a little later each.
    const [late] = await gate.assert(factsOf('{"n":1}'), performance.now() - 60_000);
    expect(late).toMatchObject({ holds: false, cause: expect.stringMatching(/it was not done when/) });
    leaving.abort();
  });
});

test("a line that another program would end elsewhere is refused before any request", async () => {
  const ended = await runScript(withOutput('{"ok":true}'), { inputs: { assert: "# One\rjson.no" } });
  expect(ended.outputs).toEqual({ status: "error" });
  expect(errors(ended)).toEqual([expect.stringMatching(/line 1.*a carriage return without a line feed/)]);
  expect(ended.asked).toHaveLength(0);
});
