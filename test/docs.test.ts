// That the documentation says what the code says, and that its links lead somewhere.
import { globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "@jest/globals";
import { withEntries } from "../scripts/docs.ts";
import { cleanUp, runAgainst, runStart } from "./action-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { inTurn, startStandIn } from "./api/server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8").replaceAll("\r\n", "\n");
const DOCUMENTS = globSync(["*.md", "docs/*.md", ".github/**/*.md"], { cwd: ROOT }).map((path) =>
  path.replaceAll("\\", "/"),
);

test("the README has the inputs and outputs of both action.yml", () => {
  expect(withEntries(read("README.md"))).toBe(read("README.md"));
});

afterAll(cleanUp);

/** The text without code, where nothing is a link or a heading. */
const prose = (markdown: string) =>
  markdown
    .replace(/^( *)(```+)[^\n]*\n.*?^\1\2$/gms, "")
    .replace(/``.+?``|`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()<>#]/g, ""));

/** The anchors that GitHub makes: of headings, and those that are written as HTML. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const { 1: heading = "" } of prose(markdown).matchAll(/^#{1,6} +(.*)$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  for (const { 1: name = "" } of markdown.matchAll(/<a (?:name|id)="([^"]+)"/g)) anchors.add(name);
  return anchors;
}

/** The relative links and the pictures of a document. */
function linksOf(markdown: string): string[] {
  const text = prose(markdown);
  return [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link = "", attribute = ""]) => link || attribute)
    .filter((link) => !/^[a-z]+:/i.test(link));
}

test.each(DOCUMENTS)("every link and anchor of %s exists", (document) => {
  const broken = linksOf(read(document)).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? document : relative(ROOT, join(ROOT, dirname(document), path));
    if (statSync(join(ROOT, target), { throwIfNoEntry: false }) === undefined) return true;
    return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
  });
  expect(broken).toEqual([]);
});

/** The promises of SECURITY.md, one a text. */
const PROMISES = (read("SECURITY.md").split("## Guarantees")[1] ?? "").split(/^- /m).slice(1);

test.each(PROMISES.map((promise) => [promise.split("**")[1] ?? promise, promise] as const))(
  "each test that SECURITY.md names for a promise exists: %s",
  (_, promise) => {
    const named = [...promise.matchAll(/\]\((test\/[\w-]+\.test\.ts)\)((?:,?\s+"[^"]+")*)/g)].map(
      ([, file = "", names = ""]) => [file, [...names.matchAll(/"([^"]+)"/g)].map(([name]) => name)] as const,
    );
    expect(named).not.toHaveLength(0);
    for (const [file, names] of named) {
      expect(names).not.toHaveLength(0);
      // As the title of a test or of several, or as a row of a table.
      const titles = [...read(file).matchAll(/[([]\s*("[^"]+")/g)].map(([, title]) => title);
      expect(titles).toEqual(expect.arrayContaining(names.map((name) => name.replaceAll(/\s+/g, " "))));
    }
  },
);

/** Quotes and backslashes are left out, since code and log write them in different ways. */
const withoutQuotes = (text: string) => text.replaceAll(/["'`\\]/g, "");

/** The lines of the source, as they are and with `…` for what varies. */
const SOURCE = globSync("src/**/*.ts", { cwd: ROOT })
  .map(read)
  .flatMap((source) => [source, source.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…")])
  .flatMap((source) => source.split("\n"))
  .map(withoutQuotes);

/** What the tables of the document quote from the log: the code in the first column. */
const QUOTES = [...read("docs/troubleshooting.md").matchAll(/^\| (`.*?) +\| .*\|$/gm)]
  .flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)])
  .map(([, quote = ""]) => quote)
  .filter((quote) => quote.includes(" "));

/** The log of runs that say what the source builds from parts. */
async function logs(): Promise<string[]> {
  await using api = await startStandIn();
  const output = { is_output_node: true };
  api.play("1", finished({ a: failedNode("x"), b: node(output) }));
  api.play("2", finished({ a: node(output) }, '{"b":1}'));
  api.play("3", finished({ a: node(output) }, '"prose"'));
  api.play("4", finished({ a: node(output) }, JSON.stringify("```json\n1\n```\n```json\n2\n```")));
  api.play("5", finished({ a: node(output) }, JSON.stringify("```json\n{\n```")));
  api.play("6", inTurn({ status: 202, json: { a: node({ status: "RUNNING" }), b: node() } }));
  const ended = await Promise.all([
    runAgainst(api),
    runAgainst(api, {
      inputs: { "execution-id": "2", assert: "json.a\nnodes.b.value", "fail-on-error": "false" },
    }),
    runAgainst(api, { inputs: { "execution-id": "2", outputs: "c = json.a\nd = json.b" } }),
    ...["3", "4", "5"].map((id) => runAgainst(api, { inputs: { "execution-id": id, assert: "json.a" } })),
    runAgainst(api, { inputs: { "execution-id": "6", timeout: "1200ms" } }),
    runAgainst(api, { inputs: { assert: 'json.a = "x"' } }),
    runAgainst(api, { inputs: { assert: "# json.a" } }),
    runStart(api, { inputs: { "input-variables": "{a: 1}" } }),
  ]);
  return ended.flatMap(({ lines }) => lines).map(withoutQuotes);
}

test("every text of the log that the document on errors quotes is one that the action says", async () => {
  expect(QUOTES.length).toBeGreaterThan(50);
  const said = [...SOURCE, ...(await logs())];
  const unsaid = QUOTES.filter((quote) => {
    const pattern = withoutQuotes(quote)
      .replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")
      .replaceAll("…", ".*")
      .replaceAll(/\b\d{3}\b/g, "(?:$&|…)");
    return !said.some((line) => new RegExp(pattern).test(line));
  });
  expect(unsaid).toEqual([]);
});
