// Makes npm scripts work on a fresh clone: installs the packages of package-lock.json unless they are installed.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const modified = (path) =>
  statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes node_modules/.package-lock.json at the end of every install.
if (modified("node_modules/.package-lock.json") < modified("package-lock.json")) {
  console.log("Installing the packages of package-lock.json ...");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: new URL("..", import.meta.url),
    stdio: "inherit",
    shell: true,
  });
  process.exitCode = npm.status ?? 1;
}
