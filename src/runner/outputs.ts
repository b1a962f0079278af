import { accessSync, constants, statSync, truncateSync } from "node:fs";
import * as core from "@actions/core";
import { MAX_OUTPUT_BYTES } from "../limits.ts";
import type { Log } from "../show/log.ts";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The limit for all outputs of a job together, in characters: 1 MiB, at two bytes each (UTF-16).
 * https://docs.github.com/actions/reference/limits
 */
const MAX_JOB_CHARACTERS = (1_024 * 1_024) / 2;

/** Linux's limit for one environment string, in bytes (MAX_ARG_STRLEN in linux/binfmts.h). */
const MAX_LINUX_BYTES = 128 * 1_024;

/** Windows' limit for one environment variable, in characters (SetEnvironmentVariable in processenv.h). */
const MAX_WINDOWS_CHARACTERS = 32_767;

export interface Output {
  readonly name: string;
  /** null if it is known to be over {@link MAX_OUTPUT_BYTES}. */
  readonly value: string | null;
  /** Where to read the value if the output cannot carry it: a sentence, or empty if it always can. */
  readonly elsewhere?: string;
  /** The first non-finite number in its JSON. */
  readonly nonFinite?: string | undefined;
}

/** The runner gave the step no place to write outputs to. The message says which, why, and what to do. */
export class NoPlaceForOutputs extends Error {}

/**
 * Checks before anything else is done that outputs can be written, so that nobody waits for a run in vain.
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
    let cause = isFolder ? "which is no folder" : "which is no file";
    try {
      accessSync(path, constants.W_OK);
      if (statSync(path).isDirectory() === isFolder) continue;
    } catch (error) {
      const { code } = asError(error);
      cause =
        code === "EACCES"
          ? "which this user may not write to. If the job runs in a container, set `options: --user root` in its `container:`"
          : `which cannot be written to (${String(code)})`;
    }
    throw new NoPlaceForOutputs(`${name} is ${quoted(path, 300)}, ${cause}`);
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
  for (const output of outputs) warnOfLimits(output, env["RUNNER_OS"] === "Windows", log);
  warnOfSum(outputs, log);
}

/** Cuts the file to what it held before: no later step may act on half of the outputs. */
function takeBack(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // A file that cannot be truncated, such as a device, cannot be read by the runner either.
  }
}

function fits(value: string | null): value is string {
  return value !== null && Buffer.byteLength(value) <= MAX_OUTPUT_BYTES;
}

const OTHER_JOBS = "A file does not reach another job by itself: hand it on with `actions/upload-artifact`.";

function warnOfLimits(
  { name, value, elsewhere = "", nonFinite }: Output,
  isWindows: boolean,
  log: Log,
): void {
  if (nonFinite !== undefined) {
    log.warning(
      `It holds ${nonFinite}, as Python writes it. Strict JSON readers such as \`fromJSON\` and \`JSON.parse\` refuse that. Let the agent return null or a text in its place.`,
      `Output \`${name}\` is not strict JSON`,
    );
  }
  if (!fits(value)) {
    log.warning(
      `It is over 1 MiB, too large for an output. ${elsewhere} ${OTHER_JOBS}`,
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
  if (log.withoutKey(value) !== value) {
    log.warning(
      "GitHub drops an output that holds a secret when it is handed on to another job. Keep the agent from repeating the key.",
      `Output \`${name}\` holds the API key`,
    );
  }
  warnOfLength(name, value, elsewhere, isWindows, log);
}

/** Warns of the places that cannot take an output of this length. */
function warnOfLength(name: string, value: string, elsewhere: string, isWindows: boolean, log: Log): void {
  if (value.length > MAX_JOB_CHARACTERS) {
    log.warning(
      `It has over ${MAX_JOB_CHARACTERS} characters, more than GitHub hands on to another job (1 MiB, at two bytes a character). ${elsewhere} ${OTHER_JOBS}`,
      `Output \`${name}\` is too large for another job`,
    );
  } else if (isWindows ? value.length > MAX_WINDOWS_CHARACTERS : Buffer.byteLength(value) > MAX_LINUX_BYTES) {
    const limit = isWindows
      ? `${MAX_WINDOWS_CHARACTERS} characters, and Windows cannot carry that through \`env:\``
      : '128 KiB, and Linux cannot carry that through `env:` ("Argument list too long")';
    log.notice(`It is over ${limit}. ${elsewhere} ${OTHER_JOBS}`, `Output \`${name}\` is large`);
  }
}

/** Warns if each output could be handed on to another job, but not all of them together. */
function warnOfSum(outputs: readonly Output[], log: Log): void {
  const sizes = outputs.map(({ value }) => (fits(value) ? value.length : 0));
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum <= MAX_JOB_CHARACTERS || sizes.some((size) => size > MAX_JOB_CHARACTERS)) return;
  log.warning(
    `Together they have over ${MAX_JOB_CHARACTERS} characters, more than GitHub hands on to another job (1 MiB, at two bytes a character). Hand on only those that the job needs.`,
    "The outputs are too large to hand on all of them",
  );
}
