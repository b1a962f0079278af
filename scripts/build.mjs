// Builds dist/ with ncc: a folder for each main.ts in src/, each with the licenses of all bundled packages.
import { execSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** `wait` loads `many` if `execution-ids` is given. */
const FOLDERS = ["wait", "many", "start", "gate"];

const root = new URL("..", import.meta.url);
const cache = "node_modules/.cache/dist";

function ncc(entry, folder) {
  execSync(`npx --no ncc build ${entry} --out ${cache}/${folder} --no-cache --license licenses.txt`, {
    cwd: root,
    stdio: "inherit",
  });
}

rmSync(new URL(cache, root), { recursive: true, force: true });
withoutSideEffects(["@actions/core", "@actions/expressions"], () => {
  for (const folder of FOLDERS) ncc(`src/${folder}/main.ts`, folder);
  // ncc writes the licenses of the last chunk only, so they come from a build that has only one.
  ncc("scripts/everything.ts", "licenses");
});
rmSync(new URL("dist", root), { recursive: true, force: true });
for (const folder of FOLDERS) {
  cpSync(new URL(`${cache}/${folder}`, root), new URL(`dist/${folder}`, root), { recursive: true });
  cpSync(new URL(`${cache}/licenses/licenses.txt`, root), new URL(`dist/${folder}/licenses.txt`, root));
}

/**
 * Lets the bundler leave out the unused parts of packages. It does so only if a package's package.json says that its
 * modules have no side effects.
 */
function withoutSideEffects([name, ...others], build) {
  if (name === undefined) return build();
  const file = new URL(`node_modules/${name}/package.json`, root);
  const manifest = readFileSync(file, "utf8");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(manifest), sideEffects: false }));
  try {
    withoutSideEffects(others, build);
  } finally {
    writeFileSync(file, manifest);
  }
}
