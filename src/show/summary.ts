import { isJsonString, type MainOutput } from "../api/execution.ts";
import { checkJson } from "../api/json.ts";
import { reasonOf, type Assertion, type NamedOutput, type Verdict } from "../verdict.ts";
import type { Files } from "../wait/outputs.ts";
import { counted, cut, duration } from "../wording.ts";
import { MAX_CAUSE_CHARACTERS, MAX_SUMMARY_BYTES, renderOutcome, table } from "./outcome.ts";
import { proseHtml } from "./prose.ts";
import { sanitizeBlock, sanitizeCode } from "./sanitize.ts";
import { nodeSymbol } from "./symbols.ts";

const MAX_ROWS = 100;
/** For each table, if the summary would be too large with more. */
const MAX_ROWS_IF_LARGE = 10;
const MAX_LINE_CAUSE_CHARACTERS = 800;
const MAX_NAME_CHARACTERS = 80;
const MAX_VALUE_CHARACTERS = 60;
/** About four screens. For more there is the file. */
const MAX_OUTPUT_CHARACTERS = 10_000;
/** A longer main output is shown as it was sent, without indentation. */
const MAX_PRETTY_BYTES = 64 * 1_024;
const MAX_PRETTY_DEPTH = 100;

/** What the wait is about, as the titles of annotations and summaries name it. */
export const SUBJECT = "PromptLayer agent run";

/**
 * The job summary of a run, as GitHub Markdown. Other people's words are set only in `<code>` and in fences, where
 * GitHub makes no links, mentions or emoji of them, and are cut to a length.
 */
export function renderVerdict(verdict: Verdict, files: Files): string {
  const markdown = renderTables(verdict, files, MAX_ROWS);
  return Buffer.byteLength(markdown) > MAX_SUMMARY_BYTES / 2
    ? renderTables(verdict, files, MAX_ROWS_IF_LARGE)
    : markdown;
}

function renderTables(verdict: Verdict, files: Files, maxRows: number): string {
  const { executionId, elapsedMs, requests, assertions, namedOutputs, nodes, result } = verdict;
  const blocks = [renderOutcome(verdict, SUBJECT).trimEnd()];
  if (assertions !== undefined) blocks.push(assertionTable(assertions, maxRows));
  const failedOutputs = namedOutputs.filter(({ cause }) => cause !== "");
  if (failedOutputs.length > 0) blocks.push(outputTable(failedOutputs, maxRows));
  if (nodes !== undefined && nodes.nodes.length > 0) blocks.push(nodeTable(verdict, files, maxRows));
  if (result !== undefined) blocks.push(mainOutput(result, files));
  const facts = [
    `Execution ${sanitizeCode(executionId, 40)}`,
    duration(elapsedMs),
    counted(requests, "request"),
  ];
  blocks.push(`<p><sub>${facts.join(" · ")}</sub></p>`);
  return `${blocks.join("\n\n")}\n`;
}

function assertionTable(assertions: readonly Assertion[], maxRows: number): string {
  const { shown, rest } = firstRows(assertions, maxRows, ({ holds }) => !holds);
  const rows = shown.map((assertion) => {
    const { expression, holds, values } = assertion;
    const clauses = [
      ...causeOf(assertion),
      ...values
        .slice(0, 10)
        .map(
          ({ name, value }) => `${sanitizeCode(name, 80)} was ${sanitizeCode(value, MAX_VALUE_CHARACTERS)}`,
        ),
    ];
    return [
      holds ? "✅" : "❌",
      sanitizeCode(expression, 300),
      clauses.join("<br>") || (holds ? "" : "it is false"),
    ];
  });
  return table(["", "Assertion", "Values"], rows, rest, "assertion");
}

function outputTable(outputs: readonly NamedOutput[], maxRows: number): string {
  const { shown, rest } = firstRows(outputs, maxRows, () => true);
  const rows = shown.map((output) => [
    "❌",
    sanitizeCode(`${output.name} = ${output.expression}`, 300),
    causeOf(output).join(""),
  ]);
  return table(["", "Output that cannot be evaluated", "Cause"], rows, rest, "output");
}

/** Why a line could not be evaluated; nothing if it was. */
function causeOf(line: Assertion | NamedOutput): string[] {
  return line.cause === "" ? [] : [proseHtml(reasonOf(line), MAX_LINE_CAUSE_CHARACTERS)];
}

function nodeTable(verdict: Verdict, files: Files, maxRows: number): string {
  const causes = new Map(verdict.failed?.map((node) => [node.name, node.cause]));
  const { shown, rest } = firstRows(verdict.nodes?.nodes ?? [], maxRows, ({ name }) => causes.has(name));
  const rows = shown.map((node) => {
    const cause = causes.get(node.name);
    return [
      sanitizeCode(node.name, MAX_NAME_CHARACTERS),
      `${nodeSymbol(node, cause !== undefined)}&nbsp;${sanitizeCode(node.status, 40)}`,
      node.is_output_node ? "yes" : "",
      ...(causes.size === 0 ? [] : [cause === undefined ? "" : sanitizeCode(cause, MAX_CAUSE_CHARACTERS)]),
    ];
  });
  const where =
    files.nodes === undefined
      ? ", in a file with `return-all-outputs: true`"
      : ", all in the file of `nodes-file`";
  return table(
    ["Node", "Status", "Output node", ...(causes.size === 0 ? [] : ["Error"])],
    rows,
    rest,
    "node",
    where,
  );
}

/** At most `maxRows` items, in their order; if there are more, the failed ones first. `rest` is how many are not shown. */
function firstRows<T>(
  items: readonly T[],
  maxRows: number,
  isFailed: (item: T) => boolean,
): { shown: readonly T[]; rest: number } {
  if (items.length <= maxRows) return { shown: items, rest: 0 };
  const shown = items.toSorted((a, b) => Number(isFailed(b)) - Number(isFailed(a))).slice(0, maxRows);
  return { shown, rest: items.length - maxRows };
}

function mainOutput(output: MainOutput, files: Files): string {
  const where = files.result === undefined ? "" : `, ${sanitizeCode(files.result, 500)}`;
  return folded(
    "Main output",
    excerptOf(output),
    `Cut here: the whole is in the file of \`result-file\`${where}.`,
  );
}

/** As much of a main output as the summary shows. */
export interface Excerpt {
  /** Safe to show in a fenced block. */
  readonly text: string;
  readonly language: string;
  readonly isCut: boolean;
}

export function excerptOf(output: MainOutput): Excerpt {
  const { text, language, whole } = readable(output);
  const safe = sanitizeBlock(text.slice(0, MAX_OUTPUT_CHARACTERS + 1));
  const isCut = !whole || safe.length > MAX_OUTPUT_CHARACTERS;
  return { text: cut(safe, MAX_OUTPUT_CHARACTERS), language, isCut };
}

/** @param title as HTML */
export function folded(title: string, { text, language, isCut }: Excerpt, noteIfCut: string): string {
  const note = isCut ? `\n\n${noteIfCut}` : "";
  return `<details><summary>${title}</summary>\n\n${fenced(text, language)}${note}\n\n</details>`;
}

/** The main output for a reader: a string as its text, JSON indented with its numbers as they were sent. */
function readable({ json, nonFinite }: MainOutput): { text: string; language: string; whole: boolean } {
  if (json.length > MAX_PRETTY_BYTES) {
    // More than is shown, so that the cut is marked.
    return { text: json.toString("utf8", 0, 4 * MAX_OUTPUT_CHARACTERS), language: "json", whole: false };
  }
  if (isJsonString(json))
    return { text: JSON.parse(json.toString("utf8")) as string, language: "", whole: true };
  // JSON.parse refuses NaN and Infinity.
  const text = nonFinite === undefined ? indented(json) : json.toString("utf8");
  return { text, language: "json", whole: true };
}

// From the "JSON.parse source text access" proposal, in Node since 22 and not yet in TypeScript's library.
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source: string }) => unknown,
    ): unknown;
  }
}

function indented(json: Buffer): string {
  const text = json.toString("utf8");
  // Indentation would make deep JSON many times as large.
  if (checkJson(json).depth > MAX_PRETTY_DEPTH) return text;
  const value = JSON.parse(text, (_key, item: unknown, context) =>
    typeof item === "number" ? JSON.rawJSON(context.source) : item,
  );
  return JSON.stringify(value, null, 2);
}

/** A fenced block. Its fence has more backticks than any row of them in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
