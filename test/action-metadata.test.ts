import { readFileSync } from "node:fs";
import { NoOperationTraceWriter } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";
import { expect, test } from "@jest/globals";

const actionYml = readFileSync(new URL("../action.yml", import.meta.url), "utf8");

/** What GitHub's own parser has against it. */
function errors(content: string): string[] {
  const { context } = parseAction({ name: "action.yml", content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

test.each(["action.yml", "start/action.yml"])("GitHub's parser accepts %s", (path) => {
  expect(errors(readFileSync(new URL(`../${path}`, import.meta.url), "utf8"))).toEqual([]);
});

test.each([
  ["an unknown runtime", "using: node24", "using: node99", "Unexpected value 'node99'"],
  ["a missing description", /^description: .*\n/m, "", "Required property is missing: description"],
  ["an unknown icon", "icon: check-circle", "icon: nonsense", "Unexpected value 'nonsense'"],
  ["an expression in a description", "API key.", "API key. ${{ }}", "An expression was expected"],
])("GitHub's parser refuses %s", (_, part, replacement, message) => {
  expect(errors(actionYml.replace(part, () => replacement))).toEqual([expect.stringContaining(message)]);
});
