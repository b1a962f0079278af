// Reading is linear in time, and its memory does not depend on what the JSON is made of.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { isNodeMapShaped, readMainOutput, readNodeMap } from "../src/api/execution.ts";
import { checkJson } from "../src/api/json.ts";
import { finished, node } from "./api/agent-run.ts";
import { done, runScript } from "./stage.ts";

const MIB = 1_024 * 1_024;

/** JSON of about so many bytes: a beginning, as many parts as there is room for, and an end. */
function filled(size: number, head: string, part: string | ((n: number) => string), tail: string): Buffer {
  if (typeof part === "string") return Buffer.from(head + part.repeat(size / part.length) + tail);
  const bytes = Buffer.alloc(size);
  let at = bytes.write(head);
  for (let n = 0; at < size - tail.length - 1_100; n++) at += bytes.write(part(n), at);
  at += bytes.write(tail, at);
  return bytes.subarray(0, at);
}

const NODE = JSON.stringify(node());
const BODIES: readonly [string, string, string | ((n: number) => string), string][] = [
  ["one key again and again", '{"a":{"0":0', ',"0":1', "}}"],
  ["as many keys as can be", '{"a":{"0":0', (n) => `,"${n.toString(36)}":1`, "}}"],
  ["long keys", '{"a":{"0":0', `,"${"\\u00e9".repeat(160)}":1`, "}}"],
  ["values that are no nodes", '{"a":1', ',"b":{}', "}"],
  ["nodes", `{"a":${NODE}`, (n) => `,"${n}":${NODE}`, "}"],
  ["zeros", "[0", ",0", "]"],
  ["a string of escapes", '"', "\\u0131", '"'],
  ["a message of escapes", '{"a":{"status":"SUCCESS","error_message":{"raw":"', "\\u0131", '"}}}'],
  ["a message of zeros", '{"a":{"status":"SUCCESS","error_message":[0', ",0", "]}}"],
];

describe("takes a few times what checking the JSON takes", () => {
  test.each(BODIES)("%s", (_, head, part, tail) => {
    const body = filled(MIB, head, part, tail);
    const fastest = (read: () => void) => {
      const times = Array.from({ length: 3 }, () => {
        // Of the processor, which does not depend on what else it does.
        const began = process.cpuUsage();
        read();
        const { user, system } = process.cpuUsage(began);
        return (user + system) / 1_000;
      });
      return Math.min(...times);
    };
    const checkMs = fastest(() => checkJson(body));
    const mainMs = fastest(() => isNodeMapShaped(readMainOutput(body)));
    const nodesMs = fastest(() => {
      try {
        readNodeMap(body);
      } catch {
        // Most are no node maps.
      }
    });
    expect(mainMs).toBeLessThan(40 * checkMs + 40);
    expect(nodesMs).toBeLessThan(40 * checkMs + 40);
  });
});

(process.platform === "linux" ? test.concurrent : test.concurrent.skip)(
  "stays within its bound while a run goes on",
  async () => {
    const running = (value: string) => {
      const text = JSON.stringify(node({ status: "RUNNING", value }));
      return filled(60 * MIB, `{"a":${NODE}`, (n) => `,"${n}":${text}`, "}");
    };
    const value = "x".repeat(900);
    const bodies = [running(value), running(`${value}x`)];
    let peakMiB = 0;
    const ended = await runScript(
      (asked, nth) => (nth < 5 ? { status: 202, body: bodies[nth % 2] ?? "" } : done(asked, nth)),
      {
        inputs: { "request-timeout": "5m" },
        onSpawn: (child) => {
          const timer = setInterval(() => {
            const path = `/proc/${child.pid ?? 0}/status`;
            const [, kib] = /VmHWM:\s*(\d+)/.exec(existsSync(path) ? readFileSync(path, "utf8") : "") ?? [];
            peakMiB = Math.max(peakMiB, Number(kib ?? 0) / 1_024);
          }, 20);
          child.on("exit", () => {
            clearInterval(timer);
          });
        },
      },
    );
    expect(ended.outputs["status"]).toBe("success");
    expect(peakMiB).toBeGreaterThan(100);
    expect(peakMiB).toBeLessThan(640);
  },
);

describe("needs no heap", () => {
  test.concurrent.each(BODIES.slice(0, 3))(
    "for %s, as a main output",
    async (_, head, part, tail) => {
      const body = filled(16 * MIB, head, part, tail);
      const ended = await runScript(({ allOutputs }) => (allOutputs ? { json: { a: node() } } : { body }), {
        env: { NODE_OPTIONS: "--max-old-space-size=32" },
        inputs: { "request-timeout": "5m" },
      });
      expect(ended.exitCode).toBe(0);
      expect(ended.outputs["status"]).toBe("success");
    },
    120_000,
  );

  test.concurrent(
    "for a message",
    async () => {
      const body = filled(16 * MIB, '{"a":{"status":"FAILED","error_message":[0', ",0", "]}}");
      const ended = await runScript(finished(body.toString()), {
        env: { NODE_OPTIONS: "--max-old-space-size=32" },
        inputs: { "request-timeout": "5m" },
      });
      expect(ended.outputs).toMatchObject({ status: "failure", "failed-nodes": '["a"]' });
    },
    120_000,
  );
});
