// Writes the inputs and outputs of both action.yml files into the README, between its markers, in the order of action.yml,
// where the most used come first. With --check it writes nothing, and fails if the README is not up to
// date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

interface Entry {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** `<!-- inputs of action.yml, folded after version -->`: the kind, the file, and the last entry that is not folded. */
const SECTION =
  /(<!-- (inputs|outputs) of (\S*action\.yml)(?:, folded after (\S+))? -->\n).*?(<!-- end -->)/gs;

/** The README with its generated sections up to date. */
export function withEntries(markdown: string): string {
  return markdown.replace(
    SECTION,
    (_, begin: string, kind: "inputs" | "outputs", path: string, last: string | undefined, end: string) =>
      `${begin}\n${section(kind, path, last)}\n\n${end}`,
  );
}

function section(kind: "inputs" | "outputs", path: string, last: string | undefined): string {
  const metadata = parse(readFileSync(join(root, path), "utf8")) as Record<
    typeof kind,
    Record<string, Entry>
  >;
  const names = Object.keys(metadata[kind]);
  const entries = Object.entries(metadata[kind]).map(([name, entry]) =>
    render(anchor(path, kind, name), name, entry),
  );
  const shown = last === undefined ? names.length : names.indexOf(last) + 1;
  if (shown === 0) throw new Error(`${path} has no ${kind} called ${String(last)}`);
  const rest = entries.slice(shown);
  const folded = names
    .slice(shown)
    .map((name) => `<code>${name}</code>`)
    .join(", ");
  return [
    entries.slice(0, shown).join("\n"),
    ...(rest.length === 0
      ? []
      : [`<details><summary>${folded}</summary>\n\n${rest.join("\n")}\n\n</details>`]),
  ].join("\n\n");
}

/** `assert` of the inputs of the wait is `input-assert`, that of the start would be `start-input-assert`. */
function anchor(path: string, kind: "inputs" | "outputs", name: string): string {
  return [...path.split("/").slice(0, -1), kind.slice(0, -1), name].join("-");
}

function render(id: string, name: string, { description, required, default: value }: Entry): string {
  const fact = required === true ? " (required)" : value === undefined ? "" : ` (default \`${value}\`)`;
  return `- <a name="${id}"></a>[\`${name}\`](#${id})${fact}: ${description}`;
}

if (import.meta.main) {
  const path = join(root, "README.md");
  const given = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  const wanted = withEntries(given);
  if (!process.argv.includes("--check")) writeFileSync(path, wanted);
  else if (given !== wanted) {
    console.error("README.md is not what action.yml and start/action.yml say: run `npm run docs`");
    process.exitCode = 1;
  }
}
