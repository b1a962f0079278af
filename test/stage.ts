// What the tests of the built action share. Importing it gives each test of the file a stand-in of the API.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import { cleanUp, runAction, runAgainst, type ActionRun, type Ended } from "./action-process.ts";
import { finished, node } from "./api/agent-run.ts";
import { expectPlainWords } from "./plain.ts";
import { startStandIn, type Asked, type Script, type StandIn } from "./api/server.ts";

/** The stand-in of the test that runs. Concurrent tests share it, so they use {@link runScript} in its place. */
export let api: StandIn;
let folder: string;
let files = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stage-"));
});
beforeEach(async () => {
  api = await startStandIn();
});
afterEach(() => api.close());
afterAll(() => {
  cleanUp();
  rmSync(folder, { recursive: true });
});

export const output = { is_output_node: true };
export const done = finished({ a: node({ ...output, value: "done" }) });

/** Runs the built action against a stand-in of its own, which plays the script as execution 1. */
export async function runScript(
  script: Script,
  run: ActionRun = {},
): Promise<Ended & { readonly asked: readonly Asked[] }> {
  await using own = await startStandIn();
  own.play("1", script);
  return { ...(await runAgainst(own, run)), asked: own.asked };
}

/** The messages of the error annotations. */
export const errors = ({ commands }: Ended) =>
  commands.filter(({ name }) => name === "error").map(({ data }) => data);

/** The one error annotation of a red step. */
export function onlyError(ended: Ended): string {
  expect(errors(ended)).toHaveLength(1);
  expectPlainWords(ended);
  return errors(ended)[0] ?? "";
}

/** The lines of the log that tell of a request that is sent again. */
export const retries = ({ lines }: Ended) => lines.filter((line) => line.includes("request failed"));

/** The measurement that is under way, shared by tests that run side by side. */
let measuring: Promise<Ended> | undefined;

/**
 * How much longer the action may take than what it was made to wait for, in milliseconds. Machines differ, so it is ten
 * times what a run that has finished takes here and now.
 */
export async function allowanceMs(): Promise<number> {
  measuring ??= runScript(done).finally(() => (measuring = undefined));
  const { exitCode, tookMs } = await measuring;
  expect(exitCode).toBe(0);
  return 10 * tookMs;
}

/** A timeout, as an input has it, that leaves time for an answer here and now and is not long to wait for. */
export async function shortTimeout(): Promise<string> {
  return `${Math.ceil(Math.max(400, (await allowanceMs()) / 2))}ms`;
}

/** What an empty Node process takes here and now, in milliseconds. */
export async function emptyNodeMs(): Promise<number> {
  const main = scratch("empty.cjs");
  writeFileSync(main, "");
  return (await runAction({ main })).tookMs;
}

/** A module that Node loads before the action, to change what the action stands on. */
export function preloaded(code: string): Record<string, string> {
  const path = scratch("preloaded.cjs");
  writeFileSync(path, code);
  return { NODE_OPTIONS: `--require=${path}` };
}

/** A certificate for api.promptlayer.com, that of its authority, and the environment in which the action trusts that. */
export function issueCertificate() {
  const program = fileURLToPath(new URL("api/certificate.ts", import.meta.url));
  const { ca, ...certificate } = JSON.parse(
    execFileSync(process.execPath, [program], { encoding: "utf8" }),
  ) as Readonly<Record<"key" | "cert" | "ca", string>>;
  const authority = scratch("ca.pem");
  writeFileSync(authority, ca);
  return { certificate, ca, trusted: { NODE_EXTRA_CA_CERTS: authority } };
}

/** For {@link preloaded}: the action's clock jumps where it would sleep, so that long waits are as they are and take no time. */
export const SLEEPLESS = `{
  const { setTimeout: timer } = globalThis;
  const { bigint: now } = process.hrtime;
  let slept = 0n;
  process.hrtime.bigint = () => now() + slept;
  // What ends a sleep is called wake in src/clock.ts. Other timers bound what others do.
  globalThis.setTimeout = (call, ms, ...args) =>
    call.name !== "wake"
      ? timer(call, ms, ...args)
      : timer(() => {
          slept += BigInt(Math.ceil(ms * 1e6));
          call();
        }, 0);
}`;

/** The path of a file, new with each call, in a folder that is removed after the tests. */
export const scratch = (name: string) => join(folder, `${++files}-${name}`);
