import { accessSync, constants, statSync, truncateSync } from "node:fs";
import * as core from "@actions/core";
import type { Log } from "../show/log.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** GitHub's limit for an output: https://docs.github.com/actions/reference/limits */
export const MAX_OUTPUT_BYTES = 1_024 * 1_024;

/** Linux's limit for one environment string (MAX_ARG_STRLEN). */
const MAX_ENV_BYTES = 128 * 1_024;

export interface Output {
  readonly name: string;
  /** null if it is known to be over {@link MAX_OUTPUT_BYTES}. */
  readonly value: string | null;
  /** Where to read the value if the output cannot carry it: a sentence, or empty if it always can. */
  readonly elsewhere?: string;
}

/** The runner gave the step no place to write outputs to. */
export class NoPlaceForOutputs extends Error {}

/**
 * Checks that outputs can be written, so that nobody waits a quarter of an hour to learn that they cannot.
 *
 * @throws NoPlaceForOutputs
 */
export function checkPlaceForOutputs(env: Env): void {
  for (const [name, isFolder] of [
    ["GITHUB_OUTPUT", false],
    ["RUNNER_TEMP", true],
  ] as const) {
    const path = env[name] ?? "";
    if (path === "") throw new NoPlaceForOutputs(`${name} is not set`);
    try {
      accessSync(path, constants.W_OK);
      if (statSync(path).isDirectory() === isFolder) continue;
    } catch {
      // The error below says what matters.
    }
    throw new NoPlaceForOutputs(`${name} is ${path}, which cannot be written to`);
  }
}

/**
 * Sets the step's outputs: all of them, or none if one cannot be written.
 *
 * @throws the file system's error
 */
export function setOutputs(outputs: readonly Output[], env: Env, log: Log): void {
  const path = env["GITHUB_OUTPUT"] ?? "";
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    for (const { name, value } of outputs) core.setOutput(name, fits(value) ? value : "");
  } catch (error) {
    takeBack(path, size);
    throw error;
  }
  for (const output of outputs) warnOfLimits(output, log);
}

/** Cuts the file to what it held before: no later step may act on half of the outputs. */
function takeBack(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // A file that cannot be cut, such as a device, cannot be read either.
  }
}

function fits(value: string | null): value is string {
  return value !== null && Buffer.byteLength(value) <= MAX_OUTPUT_BYTES;
}

function warnOfLimits({ name, value, elsewhere = "" }: Output, log: Log): void {
  if (!fits(value)) {
    log.warning(
      `It is over 1 MiB, GitHub's limit for an output. ${elsewhere}`,
      `Output \`${name}\` was left empty`,
    );
    return;
  }
  if (!value.isWellFormed() || value.includes("\0")) {
    log.warning(
      `It has characters that a step's output cannot carry (half of a surrogate pair, or NUL). ${elsewhere}`,
      `Output \`${name}\` is not exact`,
    );
  }
  if (Buffer.byteLength(value) > MAX_ENV_BYTES) {
    log.notice(
      `It is over 128 KiB, and Linux cannot carry that through \`env:\` ("Argument list too long"). ${elsewhere}`,
      `Output \`${name}\` is large`,
    );
  }
}
