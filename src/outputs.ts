import { accessSync, constants, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@actions/core";
import { outputText } from "./execution.ts";
import type { Log } from "./log.ts";
import type { Report } from "./report.ts";
import { asError } from "./thrown.ts";

/** The outputs of action.yml. */
export const OUTPUTS = [
  "status",
  "result",
  "result-file",
  "nodes",
  "nodes-file",
  "failed-nodes",
  "failed-assertions",
] as const;

/** GitHub's limit for an output: https://docs.github.com/actions/reference/limits */
const OUTPUT_LIMIT_BYTES = 1_024 * 1_024;

/** Linux's limit for one environment string (MAX_ARG_STRLEN). */
const ENV_LIMIT_BYTES = 128 * 1_024;

/** Where the files are that hold what the API sent. */
export interface Files {
  readonly result?: string;
  readonly nodes?: string;
}

/** The runner has no place for outputs. */
export class NoPlaceForOutputs extends Error {}

/**
 * Checks that outputs can be published, so that nobody waits a quarter of an hour to learn that they cannot.
 *
 * @throws NoPlaceForOutputs
 */
export function checkPlaceForOutputs(): void {
  for (const [name, isFolder] of [
    ["GITHUB_OUTPUT", false],
    ["RUNNER_TEMP", true],
  ] as const) {
    const path = process.env[name] ?? "";
    if (path === "") throw new NoPlaceForOutputs(`${name} is not set`);
    try {
      accessSync(path, constants.W_OK);
      if (statSync(path).isDirectory() === isFolder) continue;
    } catch {
      // As good as one of the wrong kind.
    }
    throw new NoPlaceForOutputs(`${name} is ${path}, which cannot be written to`);
  }
}

/**
 * Sets the step's outputs as far as they are known, `status` last.
 *
 * @param returnAllOutputs whether to publish the node map too
 * @throws the file system's error if an output or a file cannot be written, when all that can be is
 */
export function publish(report: Report, returnAllOutputs: boolean, log: Log): Files {
  const { files, problem } = writeFiles(report, returnAllOutputs);
  if (report.failed !== undefined) {
    const names = JSON.stringify(report.failed.map((node) => node.name));
    set("failed-nodes", names, log, "nodes-file", files.nodes);
  }
  if (report.assertions !== undefined) {
    const broken = report.assertions.filter(({ holds }) => !holds);
    core.setOutput("failed-assertions", JSON.stringify(broken.map(({ expression }) => expression)));
  }
  for (const { name, value, source } of report.namedOutputs) {
    if (value !== undefined)
      set(name, value, log, source, source === "nodes-file" ? files.nodes : files.result);
  }
  if (returnAllOutputs && report.nodes !== undefined) {
    if (files.nodes !== undefined) core.setOutput("nodes-file", files.nodes);
    const { json } = report.nodes;
    const text = json.length > OUTPUT_LIMIT_BYTES ? null : json.toString("utf8");
    set("nodes", text, log, "nodes-file", files.nodes);
  }
  if (report.result !== undefined) {
    if (files.result !== undefined) core.setOutput("result-file", files.result);
    set("result", outputText(report.result, OUTPUT_LIMIT_BYTES), log, "result-file", files.result);
  }
  if (problem !== undefined) throw problem;
  publishStatus(report);
  return files;
}

/**
 * Sets the output `status` alone.
 *
 * @throws the file system's error
 */
export function publishStatus({ status }: Report): void {
  core.setOutput("status", status);
}

/** @returns the files that could be written, and why not all could */
function writeFiles(report: Report, returnAllOutputs: boolean): { files: Files; problem?: Error } {
  const contents = [
    ["result", report.result?.json],
    ["nodes", returnAllOutputs ? report.nodes?.json : undefined],
  ] as const;
  const files: { -readonly [Name in keyof Files]: Files[Name] } = {};
  if (contents.every(([, json]) => json === undefined)) return { files };
  try {
    const directory = mkdtempSync(join(process.env["RUNNER_TEMP"] ?? "", "promptlayer-agent-"));
    for (const [name, json] of contents) {
      if (json === undefined) continue;
      const path = join(directory, `${name}.json`);
      writeFileSync(path, json);
      files[name] = path;
    }
    return { files };
  } catch (error) {
    return { files, problem: asError(error) };
  }
}

/**
 * @param text null if it is known to be over the limit
 * @param source the output that names the file to read instead, and that file if there is one
 */
function set(
  name: string,
  text: string | null,
  log: Log,
  source: "result-file" | "nodes-file",
  file?: string,
): void {
  const size = text === null ? Infinity : Buffer.byteLength(text);
  const advice =
    file === undefined
      ? "Set `return-all-outputs: true` to get the nodes in a file."
      : `Read the file of \`${source}\`: ${file}`;
  if (size > OUTPUT_LIMIT_BYTES) {
    core.setOutput(name, "");
    log.warning(
      `It is over 1 MiB, GitHub's limit for an output. ${advice}`,
      `Output \`${name}\` was left empty`,
    );
    return;
  }
  core.setOutput(name, text);
  if (text?.isWellFormed() === false || text?.includes("\0") === true) {
    log.warning(
      `It has characters that a step's output cannot carry (half of a surrogate pair, or NUL). ${advice}`,
      `Output \`${name}\` is not exact`,
    );
  }
  if (size > ENV_LIMIT_BYTES) {
    log.notice(
      `It is over 128 KiB, and Linux cannot carry that through \`env:\` ("Argument list too long"). ${advice}`,
      `Output \`${name}\` is large`,
    );
  }
}
