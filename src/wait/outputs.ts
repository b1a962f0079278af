import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outputText } from "../api/execution.ts";
import { MAX_OUTPUT_BYTES } from "../limits.ts";
import type { Output } from "../runner/outputs.ts";
import { asError } from "../thrown.ts";
import type { Verdict } from "../verdict.ts";

/** The outputs of action.yml that are set for one run. */
export const OUTPUTS = [
  "status",
  "result",
  "result-file",
  "nodes",
  "nodes-file",
  "failed-nodes",
  "failed-assertions",
] as const;

/** The paths of the files that hold what the API sent. */
export interface Files {
  readonly result?: string;
  readonly nodes?: string;
}

/**
 * Writes what the API sent to files, byte for byte.
 *
 * @param folder where to make a folder for them
 * @returns the files that were written, and why not all could be
 */
export function writeFiles(
  { result, nodes }: Verdict,
  returnAllOutputs: boolean,
  folder: string,
): { readonly files: Files; readonly error?: Error } {
  const contents = [
    ["result", result?.json],
    ["nodes", returnAllOutputs ? nodes?.json : undefined],
  ] as const;
  const files: { -readonly [Name in keyof Files]: Files[Name] } = {};
  if (contents.every(([, json]) => json === undefined)) return { files };
  try {
    const directory = mkdtempSync(join(folder, "promptlayer-agent-"));
    for (const [name, json] of contents) {
      if (json === undefined) continue;
      const path = join(directory, `${name}.json`);
      writeFileSync(path, json);
      files[name] = path;
    }
    return { files };
  } catch (error) {
    return { files, error: asError(error) };
  }
}

/** The step's outputs, except `status`, as far as they are known. */
export function outputsOf(verdict: Verdict, files: Files, returnAllOutputs: boolean): Output[] {
  const { failed, assertions, namedOutputs, nodes, result } = verdict;
  const outputs: Output[] = [];
  if (failed !== undefined) {
    outputs.push({
      name: "failed-nodes",
      value: JSON.stringify(failed.map(({ name }) => name)),
      elsewhere: whereToRead("nodes-file", files),
    });
  }
  if (assertions !== undefined) {
    const lines = assertions.filter(({ holds }) => !holds).map(({ expression }) => expression);
    outputs.push({ name: "failed-assertions", value: JSON.stringify(lines) });
  }
  for (const { name, value, source } of namedOutputs) {
    if (value !== undefined) outputs.push({ name, value, elsewhere: whereToRead(source, files) });
  }
  if (returnAllOutputs && nodes !== undefined) {
    if (files.nodes !== undefined) outputs.push({ name: "nodes-file", value: files.nodes });
    const value = nodes.json.length > MAX_OUTPUT_BYTES ? null : nodes.json.toString("utf8");
    outputs.push({
      name: "nodes",
      value,
      elsewhere: whereToRead("nodes-file", files),
      nonFinite: nodes.nonFinite,
    });
  }
  if (result !== undefined) {
    if (files.result !== undefined) outputs.push({ name: "result-file", value: files.result });
    const value = outputText(result, MAX_OUTPUT_BYTES);
    outputs.push({
      name: "result",
      value,
      elsewhere: whereToRead("result-file", files),
      nonFinite: result.nonFinite,
    });
  }
  return outputs;
}

function whereToRead(source: "result-file" | "nodes-file", files: Files): string {
  const path = source === "nodes-file" ? files.nodes : files.result;
  return path === undefined
    ? "Set `return-all-outputs: true` to get the nodes in a file."
    : `The file of \`${source}\` has it: ${path}.`;
}
