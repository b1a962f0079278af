import { truthy } from "@actions/expressions/result";
import type { Assertion, Facts, NamedOutput } from "../verdict.ts";
import { evaluate } from "./language.ts";
import { readAssertLines, readOutputLines, type AssertLine, type OutputLine } from "./lines.ts";
import { Scope } from "./scope.ts";
import { namesIn } from "./syntax.ts";
import { outputText } from "./values.ts";

/** The lines of `assert` and `outputs`, ready to be evaluated. */
export class Gate {
  /** The inputs that were given but hold only comments. */
  readonly empty: readonly ("assert" | "outputs")[];
  readonly #assertions: readonly AssertLine[];
  readonly #outputs: readonly OutputLine[];

  /**
   * @param reserved the action's own outputs
   * @throws InputError for the first line that cannot be used
   */
  constructor(assert: string, outputs: string, reserved: readonly string[]) {
    this.#assertions = readAssertLines(assert);
    this.#outputs = readOutputLines(outputs, reserved);
    const empty: ("assert" | "outputs")[] = [];
    if (assert.trim() !== "" && this.#assertions.length === 0) empty.push("assert");
    if (outputs.trim() !== "" && this.#outputs.length === 0) empty.push("outputs");
    this.empty = empty;
  }

  /** Evaluates every assertion, in order. */
  assert(facts: Facts): Assertion[] {
    const scope = new Scope(facts);
    return this.#assertions.map(({ text, expression }) => {
      const { value = false, cause, found } = evaluate(expression, scope, truthy);
      return { expression: text, holds: value, cause, found, values: scope.valuesIn(expression) };
    });
  }

  /** Evaluates every output, in order. */
  outputs(facts: Facts): NamedOutput[] {
    const scope = new Scope(facts);
    return this.#outputs.map(({ name, text, expression }) => {
      const names = namesIn(expression);
      const source = names.includes("nodes") ? "nodes-file" : "result-file";
      const { value, cause, found } = names.every((used) => scope.knows(used))
        ? evaluate(expression, scope, outputText)
        : { value: undefined, cause: "", found: "" };
      return { name, expression: text, source, value, cause, found };
    });
  }
}
