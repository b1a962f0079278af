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
// Messages name the file and the line of the documentation, so each example keeps its line number.
const original = (text: string) => text.replace(/\S*workflows[\\/]([\w.-]+\.md)\.\d+\.yml/g, "$1");

// actionlint looks for the root of a repository. It checks the names of inputs and outputs by the actions in it.
mkdirSync(join(scratch, ".git"));
mkdirSync(join(scratch, ".github", "workflows"), { recursive: true });
placeAction("start", parseDocument(readFileSync(join(root, "start", "action.yml"), "utf8")));

let examples = 0;
for (const path of globSync(["*.md", "docs/*.md"], { cwd: root })) {
  const text = readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
  for (const { 1: indent = "", 2: block = "", index } of text.matchAll(/^( *)```ya?ml\n(.*?)\n\1```$/gms)) {
    examples++;
    const line = text.slice(0, index).split("\n").length;
    const name = `${path.replace(/.*[\\/]/, "")}.${line}`;
    const example = workflow(block.replaceAll(new RegExp(`^${indent}`, "gm"), ""), `${path}:${line}`);
    // Each example gets its own copy of the action, with the outputs that the example names.
    const action = parseDocument(readFileSync(join(root, "action.yml"), "utf8"));
    for (const output of namedOutputs(parse(example))) {
      action.setIn(["outputs", output], { description: "Named by the input `outputs`." });
    }
    placeAction(`wait-${name}`, action);
    const before = "\n".repeat(Math.max(0, line - example.split("\n").length + block.split("\n").length));
    writeFileSync(
      join(scratch, ".github", "workflows", `${name}.yml`),
      before +
        example.replaceAll(/uses: [\w-]+\/wait-for-promptlayer-agent(\/start)?@\S+/g, (_, start?: string) =>
          start === undefined ? `uses: ./wait-${name}` : "uses: ./start",
        ),
    );
  }
}

run("actionlint", [], root);
run("zizmor", ["--persona=pedantic", ".github", "action.yml", "start/action.yml"], root);
run("actionlint", [], scratch);
run("zizmor", [`--config=${join(root, ".github", "zizmor.yml")}`, ".github"], scratch);
console.log(`${examples} examples of the documentation were linted too`);
rmSync(scratch, { recursive: true });

/** Puts an action into the scratch repository, with an empty file instead of its program. */
function placeAction(name: string, action: ReturnType<typeof parseDocument>): void {
  const folder = join(scratch, name);
  const main = join(folder, String(action.getIn(["runs", "main"])));
  mkdirSync(folder);
  mkdirSync(dirname(main), { recursive: true });
  writeFileSync(main, "");
  writeFileSync(join(folder, "action.yml"), String(action));
}

/** The names of every `outputs` that a step is given. */
function namedOutputs(example: unknown): string[] {
  const { jobs } = example as { jobs: Record<string, { steps?: { with?: { outputs?: string } }[] }> };
  return Object.values(jobs)
    .flatMap(({ steps = [] }) => steps)
    .flatMap(({ with: inputs }) => [...(inputs?.outputs ?? "").matchAll(/^ *([\w-]+) *=(?!=)/gm)])
    .map(([, name = ""]) => name);
}

/** A block that is a workflow as it is, or a workflow around a block of steps. Lines are added only before the block. */
function workflow(block: string, where: string): string {
  const content: unknown = parse(block);
  if (Array.isArray(content)) {
    // Steps that the example refers to but does not show.
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
