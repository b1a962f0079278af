// Makes every npm script work on a fresh clone: installs what package-lock.json names unless it is there already.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const modified = (path) =>
  statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes node_modules/.package-lock.json at the end of every install.
if (modified("node_modules/.package-lock.json") < modified("package-lock.json")) {
  console.log("Installing what package-lock.json names ...");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: new URL("..", import.meta.url),
    stdio: "inherit",
    shell: true,
  });
  process.exitCode = npm.status ?? 1;
}
