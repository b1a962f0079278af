// Lints the workflows, and the YAML examples of the documentation as workflows, with what .ci/tools.sh installs.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, parseDocument } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "examples-"));
const tools = join(root, ".ci", "tools", "lint", "bin");
// What their users see is a file and a line of the documentation, so examples keep their line in their file.
const original = (text: string) => text.replace(/\S*workflows[\\/]([\w.-]+\.md)\.\d+\.yml/g, "$1");

// actionlint looks for the root of a repository. With the action there, it checks the names of inputs and outputs.
mkdirSync(join(scratch, ".git"));
mkdirSync(join(scratch, ".github", "workflows"), { recursive: true });
const action = parseDocument(readFileSync(join(root, "action.yml"), "utf8"));
const start = parseDocument(readFileSync(join(root, "start", "action.yml"), "utf8"));
for (const [folder, document] of [
  [scratch, action],
  [join(scratch, "start"), start],
] as const) {
  const main = join(folder, String(document.getIn(["runs", "main"])));
  mkdirSync(dirname(main), { recursive: true });
  writeFileSync(main, "");
}

let examples = 0;
for (const path of globSync(["*.md", "docs/*.md"], { cwd: root })) {
  const text = readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
  for (const { 1: indent = "", 2: block = "", index } of text.matchAll(/^( *)```ya?ml\n(.*?)\n\1```$/gms)) {
    examples++;
    const line = text.slice(0, index).split("\n").length;
    const example = workflow(block.replaceAll(new RegExp(`^${indent}`, "gm"), ""), `${path}:${line}`);
    for (const { 1: name } of example.matchAll(/^ *([\w-]+) = /gm)) {
      action.setIn(["outputs", name], { description: "Named by the input `outputs`." });
    }
    const before = "\n".repeat(Math.max(0, line - example.split("\n").length + block.split("\n").length));
    writeFileSync(
      join(scratch, ".github", "workflows", `${path.replace(/.*[\\/]/, "")}.${line}.yml`),
      before + example.replaceAll(/uses: [\w-]+\/wait-for-promptlayer-agent(\/start)?@\S+/g, "uses: .$1/"),
    );
  }
}
writeFileSync(join(scratch, "action.yml"), String(action));
mkdirSync(join(scratch, "start"));
writeFileSync(join(scratch, "start", "action.yml"), String(start));

run("actionlint", [], root);
run("zizmor", ["--persona=pedantic", ".github", "action.yml", "start/action.yml"], root);
run("actionlint", [], scratch);
run("zizmor", [`--config=${join(root, ".github", "zizmor.yml")}`, ".github"], scratch);
console.log(`${examples} examples of the documentation were linted too`);
rmSync(scratch, { recursive: true });

/** A workflow as it is, or one around steps. What else it needs goes before the first line. */
function workflow(block: string, where: string): string {
  const content: unknown = parse(block);
  if (Array.isArray(content)) {
    // Steps that are not shown, but spoken of.
    const others = new Set([...block.matchAll(/\bsteps\.([\w-]+)/g)].map(([, id = ""]) => id));
    for (const step of content as { id?: string }[]) others.delete(step.id ?? "");
    return [
      "on: push",
      "permissions: {}",
      "jobs:",
      "  example:",
      "    runs-on: ubuntu-latest",
      "    steps:",
      ...[...others].map((id) => `      - { id: ${id}, run: "true" }`),
      block.replaceAll(/^(?=.)/gm, "      "),
    ].join("\n");
  }
  if (typeof content !== "object" || content === null || !("jobs" in content)) {
    throw new Error(`${where}: neither a workflow nor a list of steps`);
  }
  return "on" in content ? block : `on: push\n${block}`;
}

function run(tool: string, args: string[], cwd: string): void {
  const ended = spawnSync(join(tools, tool), tool === "zizmor" ? ["--offline", "--quiet", ...args] : args, {
    cwd: resolve(cwd),
    encoding: "utf8",
    // actionlint calls shellcheck.
    env: { ...process.env, PATH: tools + delimiter + (process.env["PATH"] ?? "") },
  });
  if (ended.error) throw new Error(`Run .ci/tools.sh first: ${ended.error.message}`);
  process.stderr.write(original(ended.stdout + ended.stderr));
  if (ended.status !== 0) process.exitCode = 1;
}
