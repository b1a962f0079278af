// Makes the pictures of the README and of docs/many-runs.md: job summaries as GitHub shows them, light and dark, from real
// runs with the inputs in the first example of each document. With --pages it also makes pictures of every document, one
// for each screen, in a folder.
// Needs Chromium: node scripts/pictures.ts [--chromium /usr/bin/chromium] [--pages FOLDER]
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { chromium } from "playwright-core";
import { parse } from "yaml";
import { cleanUp, runAction } from "../test/action-process.ts";
import { agentRun } from "../test/api/agent-run.ts";
import { API_KEY, startStandIn, type Agent } from "../test/api/server.ts";

const { values: options } = parseArgs({
  options: { chromium: { type: "string", default: "/usr/bin/chromium" }, pages: { type: "string" } },
});

/** The height of a screen, in pixels. */
const SCREEN = 1_200;

/** GitHub's column is 830 px wide. */
const COLUMN = 830 + 2 * 24;

/** How many rows the pictures show of the summary of many runs. A whole summary would be long, and slow to load. */
const MANY_ROWS = 9;

const root = fileURLToPath(new URL("..", import.meta.url));
const stylesheet = readFileSync(
  createRequire(import.meta.url).resolve("github-markdown-css/github-markdown.css"),
  "utf8",
);

const browser = await chromium.launch({
  executablePath: options.chromium,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

if (options.pages !== undefined) mkdirSync(options.pages, { recursive: true });
for (const [name, score] of [
  ["green", 0.92],
  ["red", 0.64],
] as const)
  await pictures(`summary-${name}`, await summaryOf(score), Infinity);
for (const [name, failing] of [
  ["green", 3],
  ["red", 7],
] as const)
  await pictures(`many-${name}`, await summaryOfMany(failing), MANY_ROWS);

if (options.pages !== undefined) {
  for (const document of globSync(["*.md", "docs/*.md"], { cwd: root })) {
    for (const colorScheme of ["light", "dark"] as const) {
      const path = join(options.pages, `${basename(document, ".md")}-${colorScheme}-%.png`);
      await picture(readFileSync(join(root, document), "utf8"), COLUMN, path, colorScheme, { document });
    }
  }
}
await browser.close();
cleanUp();

/** The inputs of the two steps in the first example of a document. */
function stepsOf(document: string): Record<"start" | "wait", Record<string, string>> {
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(readFileSync(join(root, document), "utf8")) ?? [];
  const { jobs } = parse(example) as {
    jobs: Record<string, { steps: { uses?: string; with?: Record<string, unknown> }[] }>;
  };
  const steps = Object.values(jobs).flatMap(({ steps }) => steps);
  const inputsOf = (action: RegExp) =>
    Object.fromEntries(
      Object.entries(steps.find(({ uses }) => action.test(uses ?? ""))?.with ?? {}).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
  return {
    start: inputsOf(/wait-for-promptlayer-agent\/start@/),
    wait: inputsOf(/wait-for-promptlayer-agent@/),
  };
}

/** The job summary of the wait, after both steps of the README, for an agent that gives this score. */
async function summaryOf(score: number): Promise<string> {
  const notes = "Exports stream their rows.\nNo migration is needed.";
  return summaryAfter("README.md", "diff.patch", "+rows = stream()\n".repeat(400), {
    variables: ["diff"],
    run: (began) =>
      agentRun(
        {
          "Read the diff": { takesMs: 300, value: { files: 14 } },
          "Classify risk": { needs: ["Read the diff"], takesMs: 400, value: "low" },
          "Write notes": { needs: ["Read the diff"], takesMs: 600, value: notes },
          Verdict: {
            needs: ["Classify risk", "Write notes"],
            takesMs: 400,
            isOutput: true,
            value: { verdict: "approve", score, notes },
          },
        },
        undefined,
        began,
      ),
  });
}

/** The same for docs/many-runs.md: 20 cases are started twice, and `failing` of the runs fail. */
async function summaryOfMany(failing: number): Promise<string> {
  const names =
    "refund angry address invoice login export discount upgrade downgrade delivery return warranty password language privacy outage limits webhook trial closing";
  const cases = names
    .split(" ")
    .map((name) => JSON.stringify({ name, input_variables: { question: `About my ${name}` } }));
  let nth = 0;
  return summaryAfter("docs/many-runs.md", "evaluation/cases.jsonl", cases.join("\n"), {
    run: (began) => {
      // Every fifth run fails, for one of three causes in turn.
      const isBad = nth % 5 === 1 && nth < 5 * failing;
      const why = isBad ? ((nth - 1) / 5) % 3 : -1;
      nth++;
      const score = why === 0 ? 0.55 : 0.92;
      const value = {
        score,
        refused: why === 1,
        answer: why === 1 ? "I cannot help with that." : "Of course.",
      };
      return agentRun(
        {
          Draft: { takesMs: 300, ...(why === 2 && { fails: "The model's provider did not answer in time" }) },
          Answer: { needs: ["Draft"], takesMs: 300, isOutput: true, value },
        },
        undefined,
        began,
      );
    },
  });
}

/** The job summary of the wait, after the two steps in the first example of a document, with a file in the workspace. */
async function summaryAfter(document: string, file: string, content: string, agent: Agent): Promise<string> {
  const { start, wait } = stepsOf(document);
  await using api = await startStandIn();
  api.offer(start["agent"] ?? "", { labels: [start["label"] ?? ""], ...agent });
  const workspace = mkdtempSync(join(tmpdir(), "workspace-"));
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  writeFileSync(join(workspace, file), content);
  const common = { "api-key": API_KEY, "base-url": api.url };
  const env = { GITHUB_WORKSPACE: workspace };
  const files = start["input-files"]?.replace("${{ runner.temp }}", workspace) ?? "";
  const { outputs, log } = await runAction({
    action: "start",
    inputs: { ...start, "input-files": files, ...common },
    env,
  });
  if (outputs["status"] !== "started") throw new Error(log);
  const { "execution-id": id, "execution-ids": ids } = outputs;
  const which = ids === undefined ? { "execution-id": id ?? "" } : { "execution-ids": ids };
  const waited = await runAction({ inputs: { ...wait, ...which, ...common }, env });
  rmSync(workspace, { recursive: true });
  return waited.summary;
}

/** @param rows after how many rows of its table the page is cut. With --pages the folder has the whole page. */
async function pictures(name: string, markdown: string, rows: number): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    const file = `${name}-${colorScheme}`;
    await picture(markdown, 720, join(root, "docs", `${file}.png`), colorScheme, { rows });
    if (options.pages !== undefined)
      await picture(markdown, COLUMN, join(options.pages, `${file}-%.png`), colorScheme);
  }
}

/**
 * @param path where to write; if it has a `%`, there is a picture for each screen, with its number in place of the `%`
 * @param document the file that has the Markdown; the paths of its pictures are relative to it
 * @param rows after how many rows of its table the page is cut
 */
async function picture(
  markdown: string,
  width: number,
  path: string,
  colorScheme: "light" | "dark",
  { document = "README.md", rows = Infinity } = {},
): Promise<void> {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const page = await browser.newPage({
    colorScheme,
    viewport: { width, height: 100 },
    deviceScaleFactor: 1.5,
  });
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const file = join(folder, "page.html");
  writeFileSync(
    file,
    `<meta charset="utf-8"><base href="${pathToFileURL(join(root, document)).href}"><style>${stylesheet} body { margin: 0 } .markdown-body { padding: 24px }</style><body class="markdown-body">${html}`,
  );
  await page.goto(pathToFileURL(file).href);
  const end = rows === Infinity ? null : await page.locator("tr").nth(rows).boundingBox();
  const height =
    end === null ? Number(await page.evaluate("document.documentElement.scrollHeight")) : end.y + end.height;
  const screen = path.includes("%") ? SCREEN : height;
  for (let y = 0; y < height; y += screen) {
    await page.screenshot({
      path: path.replace("%", String(y / screen + 1)),
      fullPage: true,
      clip: { x: 0, y, width, height: Math.min(screen, height - y) },
    });
  }
  await page.close();
  rmSync(folder, { recursive: true });
  console.log(path.replace("%", "*"));
}
