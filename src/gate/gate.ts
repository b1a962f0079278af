import { truthy } from "@actions/expressions/result";
import type { Assertion, NamedOutput } from "../verdict.ts";
import { size as sizeOf } from "../wording.ts";
import { evaluate } from "./language.ts";
import { readLines, type Lines } from "./lines.ts";
import { Scope, type GateFacts } from "./scope.ts";
import { namesIn } from "./syntax.ts";
import { EvaluationError, outputText } from "./values.ts";

/** The limit for all named outputs of a step together, in bytes. GitHub hands on less than this to another job. */
const MAX_OUTPUTS_BYTES = 16 * 1_024 * 1_024;

/** The lines of `assert` and `outputs`, ready to be evaluated. */
export class Gate {
  readonly #lines: Lines;

  /**
   * @param reserved the action's own outputs
   * @throws LineError for the first line that cannot be used
   */
  constructor(assert: string, outputs: string, reserved: readonly string[]) {
    this.#lines = readLines({ assert, outputs, reserved });
  }

  /** Evaluates every assertion, in order. */
  *assert(facts: GateFacts): Generator<Assertion> {
    const scope = new Scope(facts);
    for (const { text, expression } of this.#lines.assert) {
      const { value = false, cause, found } = evaluate(expression, scope, truthy);
      yield { expression: text, holds: value, cause, found, values: scope.valuesIn(expression) };
    }
  }

  /** Evaluates every output, in order. */
  *outputs(facts: GateFacts): Generator<NamedOutput> {
    const scope = new Scope(facts);
    let size = 0;
    const withinLimit = (value: string | null) => {
      size += Buffer.byteLength(value ?? "");
      if (size <= MAX_OUTPUTS_BYTES) return value;
      throw new EvaluationError(
        `it cannot be handed over: the named outputs hold more than ${sizeOf(MAX_OUTPUTS_BYTES)} together`,
      );
    };
    for (const { name, text, expression, source } of this.#lines.outputs) {
      const { value, cause, found } = namesIn(expression).every((used) => scope.knows(used))
        ? evaluate(expression, scope, (result) => withinLimit(outputText(result)))
        : { value: undefined, cause: "", found: "" };
      yield { name, expression: text, source, value, cause, found };
    }
  }
}
