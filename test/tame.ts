import { expect } from "@jest/globals";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { OUTPUTS } from "../src/wait/outputs.ts";
import type { Ended } from "./action-process.ts";
import { API_KEY } from "./api/server.ts";

const TITLES =
  /^(PromptLayer agent start: (failure|error|warning)|PromptLayer agent run( 1)?: (failure|timeout|error|cancelled|node failed|assertion failed|output that cannot be evaluated|more failed|assertions held without what they ask for)|Output "(result|nodes|failed-nodes|warning)" (was left empty|is large|is too large for another job|is not exact)|Input "(assert|outputs)" says nothing)$/;

/** But for what the emoji of the action itself are made of. */
const INVISIBLE = /(?!(?<=⏭|⏹)\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\u2800]/u;

/**
 * What the runner makes of the log must be the action's own doing, whatever was in the API's answers.
 *
 * @param named the outputs that the run was asked to set besides
 */
export function expectOnlyOwnCommands(ended: Ended, named: readonly string[] = []): void {
  const [mask, ...others] = ended.commands;
  expect(mask).toEqual({ name: "add-mask", properties: {}, data: API_KEY });
  expect(ended.lines[0]).toBe(`::add-mask::${API_KEY}`);
  let depth = 0;
  for (const { name, properties, data } of others) {
    expect(["error", "warning", "notice", "group", "endgroup", "debug"]).toContain(name);
    if (name === "group") expect(data).toMatch(/^Nodes \(\d+\)$/);
    if (name === "group") depth++;
    if (name === "endgroup") depth--;
    if (!name.includes("group") && name !== "debug") expect(properties["title"]).toMatch(TITLES);
    expect(Object.keys(properties).filter((key) => key !== "title")).toEqual([]);
    expect(data).not.toMatch(INVISIBLE);
  }
  expect(depth).toBe(0);
  // The escapes of colours are the action's own, around whole lines.
  const escape = "\\u{1b}";
  const plainLog = ended.log.replace(new RegExp(`^${escape}\\[\\d+m(.*)${escape}\\[0m$`, "gmu"), "$1");
  expect(plainLog.replaceAll("\n", "")).not.toMatch(INVISIBLE);
  const allowed = [...OUTPUTS, ...named];
  expect(Object.keys(ended.outputs).filter((name) => !allowed.includes(name))).toEqual([]);
}

/** What GitHub's Markdown makes of the summary has our structure alone, and their words in code only. */
export function expectTameSummary(ended: Ended): void {
  const html = micromark(ended.summary, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const tags = Array.from(html.matchAll(/<([a-z][a-z\d]*)([^>]*)>/gi), ([, name = "", attributes = ""]) => ({
    name,
    attributes,
  }));
  const allowed = [
    "h2",
    "p",
    "table",
    "tr",
    "th",
    "td",
    "code",
    "details",
    "summary",
    "pre",
    "sub",
    "strong",
    "br",
  ];
  expect(tags.map(({ name }) => name).filter((name) => !allowed.includes(name))).toEqual([]);
  expect(
    tags
      .map(({ attributes }) => attributes)
      .filter((text) => text !== "" && text !== ' class="language-json"'),
  ).toEqual([]);
  for (const [name, most] of Object.entries({ h2: 1, table: 3, details: 1 })) {
    expect(tags.filter((tag) => tag.name === name).length).toBeLessThanOrEqual(most);
  }
  const outsideCode = html.replace(/<pre>.*?<\/pre>|<code>.*?<\/code>/gs, "");
  expect(outsideCode).not.toMatch(/EVIL|@octocat|https?:/);
  expect(Buffer.byteLength(ended.summary)).toBeLessThanOrEqual(1_024 * 1_024);
}
