import { appendFileSync, statSync } from "node:fs";
import { isJsonString, type AgentNode, type MainOutput } from "./execution.ts";
import type { Assertion, NamedOutput } from "./expressions.ts";
import { checkJson } from "./json.ts";
import type { Files } from "./outputs.ts";
import { counted, cut, duration, escapeHtml, plain, visible } from "./plain-text.ts";
import type { Report, Status } from "./report.ts";

/** GitHub drops a step's summary that is larger. */
const SUMMARY_LIMIT_BYTES = 1_024 * 1_024;

const MOST_ROWS = 100;
/** Of each table, where with more the summary would be too large. */
const FEW_ROWS = 10;
const MOST_NAME_CHARACTERS = 80;
const MOST_CAUSE_CHARACTERS = 500;
const MOST_VALUE_CHARACTERS = 60;
/** About four screens: past that a person opens the file. */
const MOST_OUTPUT_CHARACTERS = 10_000;
/** A longer main output is cut as it is, not parsed to be printed prettily. */
const MOST_PRETTY_BYTES = 64 * 1_024;
const MOST_PRETTY_DEPTH = 100;

export const STATUS_SYMBOLS: Readonly<Record<Status, string>> = {
  success: "✅",
  failure: "❌",
  timeout: "⏰",
  error: "🚫",
  cancelled: "⏹️",
};

/**
 * Appends to the job summary.
 *
 * @throws Error if there is no summary on this runner, it has no room, or it cannot be written
 */
export function writeSummary(markdown: string): void {
  const path = process.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (path === "") throw new Error("GITHUB_STEP_SUMMARY is not set");
  const present = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (present + Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES) throw new Error("it would be over 1 MiB");
  appendFileSync(path, markdown);
}

/**
 * The job summary as GitHub Markdown; `executionId` is empty if there is none. Words of others stand only in `<code>`
 * (where GitHub makes no links, mentions or emoji of them) and in fences, in any case on bounded room.
 */
export function renderSummary(report: Report, executionId: string, files: Files): string {
  const markdown = renderTables(report, executionId, files, MOST_ROWS);
  return Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES / 2
    ? renderTables(report, executionId, files, FEW_ROWS)
    : markdown;
}

function renderTables(report: Report, executionId: string, files: Files, mostRows: number): string {
  const blocks = [
    `## ${STATUS_SYMBOLS[report.status]} PromptLayer agent run: ${report.status}`,
    `<p>${report.headline}${report.details === "" ? "" : `: ${code(report.details, MOST_CAUSE_CHARACTERS)}`}.</p>`,
  ];
  if (report.advice !== "") blocks.push(`**What to do:** ${report.advice}`);
  if (report.assertions !== undefined) blocks.push(assertionTable(report.assertions, mostRows));
  const bad = report.namedOutputs.filter(({ problem }) => problem !== "");
  if (bad.length > 0) blocks.push(badOutputTable(bad, mostRows));
  if (report.nodes !== undefined && report.nodes.nodes.length > 0)
    blocks.push(nodeTable(report, files, mostRows));
  if (report.result !== undefined) blocks.push(mainOutput(report.result, files));
  if (executionId !== "") {
    const facts = [
      `Execution ${code(executionId, 40)}`,
      duration(report.elapsedMs),
      counted(report.requests, "request"),
    ];
    blocks.push(`<sub>${facts.join(" · ")}</sub>`);
  }
  return `${blocks.join("\n\n")}\n`;
}

function assertionTable(assertions: readonly Assertion[], mostRows: number): string {
  const { shown, rest } = firstRows(assertions, mostRows, ({ holds }) => !holds);
  const rows = shown.map(({ expression, holds, problem, values }) => {
    const had = values
      .slice(0, 10)
      .map(({ name, value }) => `${code(name, 80)} was ${code(value, MOST_VALUE_CHARACTERS)}`);
    return [
      holds ? "✅" : "❌",
      code(expression, 300),
      [...(problem === "" ? [] : [code(problem, 300)]), ...had].join("<br>"),
    ];
  });
  return table(["", "Assertion", "Values"], rows, rest, "assertion");
}

function badOutputTable(outputs: readonly NamedOutput[], mostRows: number): string {
  const { shown, rest } = firstRows(outputs, mostRows, () => true);
  const rows = shown.map(({ name, expression, problem }) => [
    "❌",
    code(`${name} = ${expression}`, 300),
    code(problem, 300),
  ]);
  return table(["", "Output that cannot be evaluated", "Why"], rows, rest, "output");
}

function nodeTable(report: Report, files: Files, mostRows: number): string {
  const causes = new Map(report.failed?.map((node) => [node.name, node.cause]));
  const { shown, rest } = firstRows(report.nodes?.nodes ?? [], mostRows, ({ name }) => causes.has(name));
  const rows = shown.map((node) => {
    const cause = causes.get(node.name);
    return [
      code(node.name, MOST_NAME_CHARACTERS),
      `${symbolOf(node, cause !== undefined)}&nbsp;${code(node.status, 40)}`,
      node.is_output_node ? "yes" : "",
      ...(causes.size === 0 ? [] : [cause === undefined ? "" : code(cause, MOST_CAUSE_CHARACTERS)]),
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

/** As many as a table has room for, in their order; if that is not all, the bad ones first. `rest` is how many are not shown. */
function firstRows<T>(
  items: readonly T[],
  most: number,
  isBad: (item: T) => boolean,
): { shown: readonly T[]; rest: number } {
  if (items.length <= most) return { shown: items, rest: 0 };
  const shown = items.toSorted((a, b) => Number(isBad(b)) - Number(isBad(a))).slice(0, most);
  return { shown, rest: items.length - most };
}

/**
 * A table of cells in HTML, since in one of Markdown's somebody else's `|` could begin a cell.
 *
 * @param rest how many of `noun` are not shown
 */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rest: number,
  noun: string,
  where = "",
): string {
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  const lines = ["<table>", row(head, "th"), ...rows.map((cells) => row(cells, "td")), "</table>"];
  if (rest > 0) lines.push("", `…and ${rest} more ${noun}${rest === 1 ? "" : "s"}${where}.`);
  return lines.join("\n");
}

export function symbolOf(node: AgentNode, failed: boolean): string {
  if (failed) return "❌";
  switch (node.status) {
    case "SUCCESS":
      return "✅";
    case "SKIPPED":
      return "⏭️";
    default:
      return "⏳";
  }
}

function mainOutput(output: MainOutput, files: Files): string {
  const { text, language, whole } = readable(output);
  const safe = visible(text.slice(0, MOST_OUTPUT_CHARACTERS + 1));
  const shown = cut(safe, MOST_OUTPUT_CHARACTERS);
  const isCut = !whole || safe.length > MOST_OUTPUT_CHARACTERS;
  const note = isCut
    ? `\n\nCut here: the whole is in the file of \`result-file\`${files.result === undefined ? "" : `, ${code(files.result, 500)}`}.`
    : "";
  return `<details><summary>Main output</summary>\n\n${fenced(shown, language)}${note}\n\n</details>`;
}

/** The main output for a reader: a string as its text, JSON indented with its numbers as they were sent. */
function readable({ json }: MainOutput): { text: string; language: string; whole: boolean } {
  if (json.length > MOST_PRETTY_BYTES) {
    // More than fits, so that the cut is marked where it shows.
    return { text: json.toString("utf8", 0, 4 * MOST_OUTPUT_CHARACTERS), language: "json", whole: false };
  }
  if (isJsonString(json))
    return { text: JSON.parse(json.toString("utf8")) as string, language: "", whole: true };
  return { text: indented(json), language: "json", whole: true };
}

// Of the "JSON.parse source text access" proposal, in Node since 22 and not yet in TypeScript's library.
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
  // Each level indents each of its lines.
  if (checkJson(json).depth > MOST_PRETTY_DEPTH) return text;
  const value = JSON.parse(text, (_key, item: unknown, context) =>
    typeof item === "number" ? JSON.rawJSON(context.source) : item,
  );
  return JSON.stringify(value, null, 2);
}

/** A fenced block whose fence is longer than any run of its characters in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function code(text: string, limit: number): string {
  return `<code>${escapeHtml(plain(text, limit))}</code>`;
}
