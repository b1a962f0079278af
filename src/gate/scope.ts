import { data, type Expr } from "@actions/expressions";
import type { NamedValue } from "../verdict.ts";
import { size as sizeOf } from "../wording.ts";
import { jsonIn } from "./json-in-text.ts";
import { evaluate, type Names } from "./language.ts";
import { MAX_EVALUATED_BYTES } from "./protocol.ts";
import { pathOf, visit } from "./syntax.ts";
import { EvaluationError, jsonBeginning, Missing, valueOf } from "./values.ts";

const MAX_VALUE_CHARACTERS = 200;

/** Stands in for JSON that is too large to be read. */
export class Oversized {
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }
}

/** What an expression can see of a run, as far as it is known. */
export interface GateFacts {
  readonly status: string;
  /** JSON text. */
  readonly result: Buffer | Oversized | undefined;
  readonly nodes: Buffer | Oversized | undefined;
}

/** What the names stand for. A value is read only when it is needed, since few expressions use all names. */
export class Scope implements Names {
  readonly #facts: GateFacts;
  readonly #values = new Map<string, data.ExpressionData>();
  readonly #shown = new Map<string, string | undefined>();

  constructor(facts: GateFacts) {
    this.#facts = facts;
  }

  knows(name: string): boolean {
    if (name === "nodes") return this.#facts.nodes !== undefined;
    return name === "status" || this.#facts.result !== undefined;
  }

  get(name: string): data.ExpressionData {
    const value = this.#values.get(name) ?? this.#read(name);
    this.#values.set(name, value);
    return value;
  }

  #read(name: string): data.ExpressionData {
    const { status, nodes, result } = this.#facts;
    switch (name) {
      case "status":
        return new data.StringData(status);
      case "nodes":
        return read(nodes, "the node map") ?? new Missing("the nodes are not known");
      case "result":
        return read(result, "the main output") ?? new Missing("there is no main output");
      default: {
        const value = this.get("result");
        return value instanceof data.StringData ? jsonIn(value.value) : value;
      }
    }
  }

  /** The values that an expression reads, by path: a name with the constant keys after it, such as `json.score`. */
  valuesIn(expression: Expr): NamedValue[] {
    const names = new Set<string>();
    visit(expression, (node) => {
      const name = pathOf(node);
      if (name === undefined) return true;
      names.add(name);
      if (!this.#shown.has(name)) {
        this.#shown.set(
          name,
          evaluate(node, this, (value) => jsonBeginning(value, MAX_VALUE_CHARACTERS)).value,
        );
      }
      return false;
    });
    return Array.from(names, (name) => ({ name, value: this.#shown.get(name) })).filter(isKnown);
  }
}

function read(json: Buffer | Oversized | undefined, what: string): data.ExpressionData | undefined {
  if (!(json instanceof Oversized)) return json && valueOf(json);
  throw new EvaluationError(
    `it cannot be evaluated: ${what} has ${sizeOf(json.size)}, and expressions read at most ${sizeOf(MAX_EVALUATED_BYTES)}`,
  );
}

function isKnown(named: { name: string; value: string | undefined }): named is NamedValue {
  return named.value !== undefined;
}
