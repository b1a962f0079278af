// Makes the pictures of the README from real runs: the job summary as GitHub shows it, light and dark.
// Needs Chromium: node scripts/pictures.ts [path of the browser, /usr/bin/chromium by default]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { chromium } from "playwright-core";
import { cleanUp, runAgainst } from "../test/action-process.ts";
import { SCENARIOS } from "../test/api/scenarios.ts";
import { startStandIn } from "../test/api/server.ts";

const stylesheet = readFileSync(
  createRequire(import.meta.url).resolve("github-markdown-css/github-markdown.css"),
  "utf8",
);
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const api = await startStandIn();

for (const [name, inputs] of [
  ["green", { assert: "json.verdict == 'approve'\njson.score >= 0.8" }],
  ["red", {}],
] as const) {
  const { executionId, script } = SCENARIOS[name];
  api.play(executionId, script());
  const { summary } = await runAgainst(api, {
    inputs: { "execution-id": executionId, "poll-interval": "5s", ...inputs },
  });
  const html = micromark(summary.replace("<details>", "<details open>"), {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({
      colorScheme,
      viewport: { width: 880, height: 100 },
      deviceScaleFactor: 1.5,
    });
    await page.setContent(
      `<meta charset="utf-8"><style>${stylesheet} body { margin: 0 } .markdown-body { padding: 24px }</style><body class="markdown-body">${html}`,
    );
    const path = fileURLToPath(new URL(`../docs/summary-${name}-${colorScheme}.png`, import.meta.url));
    await page.screenshot({ path, fullPage: true });
    console.log(path);
  }
}
await browser.close();
await api.close();
cleanUp();
