import { expect } from "@jest/globals";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { MANY_OUTPUTS } from "../src/many/run.ts";
import { OUTPUTS } from "../src/wait/outputs.ts";
import type { Ended } from "./action-process.ts";
import { API_KEY } from "./api/server.ts";

const COMMANDS = [
  "::error::EVIL",
  "::set-output name=status::EVIL",
  "::stop-commands::EVIL",
  "::add-mask::e",
  "##[error]EVIL",
  "##[set-output name=result]EVIL",
];
const LINE_ENDS = [
  "\n",
  "\r",
  "\r\n",
  "%0A",
  "\u2028",
  "\u2029",
  "\u0085",
  "\v",
  "\f",
  "\n \t",
  "\n\ufeff",
  "\n\u200d",
  "x",
];
/** Texts that try to be more than text. */
export const HOSTILE_TEXTS = [
  ...COMMANDS,
  ...LINE_ENDS.map((end) => `EVIL${end}${COMMANDS.join(end)}`),
  "EVIL \u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
  "EVIL \u202e\u2066 bidi",
  `EVIL \u3164\u115f\u2800\u034f${"\u3000".repeat(200)}✅ success: EVIL`,
  "EVIL #\u200d#[error]x #\ufe0f#\u0301[group]x",
  "EVIL</code></td></tr></table><h1>EVIL</h1><script>alert(1)</script><img src=x onerror=alert(1)>",
  "EVIL | a | b |\n|---|---|\n| c | d |\n\n# EVIL\n\n[EVIL](https://evil.example) ![EVIL](https://evil.example/x.png)",
  "EVIL @octocat #1 https://evil.example www.evil.example octocat@example.com :tada: <https://evil.example>",
  "EVIL\n```\n# EVIL\n````\n# EVIL\n~~~\n</details>\n<b>EVIL",
  "EVIL `` ` `````````` `",
  "EVIL \ud800 \0 half",
  "EVIL &lt;b&gt; &#60; \\ $(id) `id` ${{ secrets.X }}",
  "__proto__",
  "",
];

const TITLES = new RegExp(
  `^(${[
    "PromptLayer agent start: (failure|error|warning|the API warns)",
    "PromptLayer agent run( 1)?: (failure|timeout|error|cancelled|node failed|assertion failed|output that cannot be evaluated|more failed)",
    "PromptLayer agent runs: ((run )?(failure|timeout|error|cancelled)|more runs did not pass)",
    'Output "(result|nodes|failed-nodes|warning|results)" (was left empty|is large|is too large for another job|is not exact|is not strict JSON|holds the API key)',
    "The outputs are too large to hand on all of them",
    'Input "(assert|outputs)" says nothing',
  ].join("|")})$`,
);

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
    if (name === "group") expect(data).toMatch(/^(Nodes|Runs) \(\d+\)$/);
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
  const allowed = [...OUTPUTS, ...MANY_OUTPUTS, ...named];
  expect(Object.keys(ended.outputs).filter((name) => !allowed.includes(name))).toEqual([]);
}

/**
 * What GitHub's Markdown makes of the summary has our structure alone, and their words in code only.
 *
 * @param details how many main outputs it may have
 */
export function expectTameSummary(ended: Ended, details = 1): void {
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
  for (const [name, most] of Object.entries({ h2: 1, table: 3, details })) {
    expect(tags.filter((tag) => tag.name === name).length).toBeLessThanOrEqual(most);
  }
  const outsideCode = html.replace(/<pre>.*?<\/pre>|<code>.*?<\/code>/gs, "");
  expect(outsideCode).not.toMatch(/EVIL|@octocat|https?:/);
  expect(Buffer.byteLength(ended.summary)).toBeLessThanOrEqual(1_024 * 1_024);
}
