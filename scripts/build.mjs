// Builds dist/ with ncc.
import { execSync } from "node:child_process";
import { copyFileSync, cpSync, rmSync } from "node:fs";

const root = new URL("..", import.meta.url);
const ncc = (entry, out) =>
  execSync(`npx --no ncc build ${entry} --out ${out} --no-cache --license licenses.txt`, {
    cwd: root,
    stdio: "inherit",
  });

const built = "node_modules/.cache/dist";
rmSync(new URL(built, root), { recursive: true, force: true });
ncc("src/main.ts", built);
rmSync(new URL("dist", root), { recursive: true, force: true });
cpSync(new URL(built, root), new URL("dist", root), { recursive: true });

// ncc writes the licenses of the last chunk only, so they are taken from a build that has but one.
const scratch = "node_modules/.cache/licenses";
ncc("scripts/everything.ts", scratch);
copyFileSync(new URL(`${scratch}/licenses.txt`, root), new URL("dist/licenses.txt", root));
