// Makes the pictures of the README from real runs, with the inputs that its first example shows: the job summaries as
// GitHub shows them, light and dark. With --pages it also shows every document as GitHub would, a picture for each screen,
// in a folder to look at.
// Needs Chromium: node scripts/pictures.ts [--chromium /usr/bin/chromium] [--pages FOLDER]
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { chromium } from "playwright-core";
import { parse } from "yaml";
import { cleanUp, runAction } from "../test/action-process.ts";
import { agentRun } from "../test/api/agent-run.ts";
import { API_KEY, startStandIn } from "../test/api/server.ts";

const { values: options } = parseArgs({
  options: { chromium: { type: "string", default: "/usr/bin/chromium" }, pages: { type: "string" } },
});

/** What a screen shows of a page, in pixels. */
const SCREEN = 1_200;

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

const { start, wait } = stepsOfReadme();
for (const [name, score] of [
  ["green", 0.92],
  ["red", 0.64],
] as const) {
  const markdown = await summaryOf(score);
  for (const colorScheme of ["light", "dark"] as const) {
    const path = join(root, "docs", `summary-${name}-${colorScheme}.png`);
    await picture(markdown, 720, path, colorScheme);
  }
}

if (options.pages !== undefined) {
  mkdirSync(options.pages, { recursive: true });
  for (const document of globSync(["*.md", "docs/*.md"], { cwd: root })) {
    for (const colorScheme of ["light", "dark"] as const) {
      const path = join(options.pages, `${basename(document, ".md")}-${colorScheme}-%.png`);
      // GitHub's column is 830 px wide.
      await picture(readFileSync(join(root, document), "utf8"), 830 + 2 * 24, path, colorScheme, document);
    }
  }
}
await browser.close();
cleanUp();

/** The inputs of the two steps in the first example of the README. */
function stepsOfReadme(): Record<"start" | "wait", Record<string, string>> {
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  const { jobs } = parse(example) as {
    jobs: Record<string, { steps: { uses?: string; with?: Record<string, string> }[] }>;
  };
  const steps = Object.values(jobs).flatMap(({ steps }) => steps);
  const inputsOf = (action: RegExp) => steps.find(({ uses }) => action.test(uses ?? ""))?.with ?? {};
  return {
    start: inputsOf(/wait-for-promptlayer-agent\/start@/),
    wait: inputsOf(/wait-for-promptlayer-agent@/),
  };
}

/** The job summary of the wait, after both steps, for an agent that gives this score. */
async function summaryOf(score: number): Promise<string> {
  const notes = "Exports stream their rows.\nNo migration is needed.";
  await using api = await startStandIn();
  api.offer(start["agent"] ?? "", {
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
  const workspace = mkdtempSync(join(tmpdir(), "workspace-"));
  writeFileSync(join(workspace, "diff.patch"), "+rows = stream()\n".repeat(400));
  const common = { "api-key": API_KEY, "base-url": api.url };
  const env = { GITHUB_WORKSPACE: workspace };
  const files = start["input-files"]?.replace("${{ runner.temp }}", workspace) ?? "";
  const started = await runAction({
    action: "start",
    inputs: { ...start, "input-files": files, ...common },
    env,
  });
  const inputs = { ...wait, "execution-id": started.outputs["execution-id"] ?? "", ...common };
  const waited = await runAction({ inputs, env });
  rmSync(workspace, { recursive: true });
  return waited.summary;
}

/**
 * @param path where to; with a `%`, which becomes a number, a picture for each screen
 * @param document the file that the Markdown is of, from which its pictures are found
 */
async function picture(
  markdown: string,
  width: number,
  path: string,
  colorScheme: "light" | "dark",
  document = "README.md",
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
  const height = await page.evaluate("document.documentElement.scrollHeight");
  const screen = path.includes("%") ? SCREEN : Number(height);
  for (let y = 0; y < Number(height); y += screen) {
    await page.screenshot({
      path: path.replace("%", String(y / screen + 1)),
      fullPage: true,
      clip: { x: 0, y, width, height: Math.min(screen, Number(height) - y) },
    });
  }
  await page.close();
  rmSync(folder, { recursive: true });
  console.log(path.replace("%", "*"));
}
