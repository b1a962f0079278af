import { data, type Expr } from "@actions/expressions";
import { IndexAccess } from "@actions/expressions/ast";
import type { Facts, NamedValue } from "../verdict.ts";
import { asError } from "../thrown.ts";
import { cut } from "../wording.ts";
import { jsonIn, parseJson } from "./json-in-text.ts";
import { dataOf, evaluate, jsonText } from "./language.ts";
import { isJsonOrNode, pathOf, visit } from "./syntax.ts";

/** The names that an expression may use. */
export const NAMES = ["result", "json", "nodes", "status"] as const;

const MAX_VALUE_CHARACTERS = 200;

/** What the names stand for. A value is read when it is asked for, since few expressions need all. */
export class Scope extends data.Dictionary {
  readonly #facts: Facts;
  /** Each value, or why it cannot be read. */
  readonly #values = new Map<string, data.ExpressionData | Error>();
  readonly #shown = new Map<string, string | undefined>();

  constructor(facts: Facts) {
    super();
    this.#facts = facts;
  }

  knows(name: string): boolean {
    if (name === "nodes") return this.#facts.nodes !== undefined;
    return name === "status" || this.#facts.result !== undefined;
  }

  override get(key: string): data.ExpressionData {
    const name = key.toLowerCase();
    let value = this.#values.get(name);
    if (value === undefined) {
      try {
        value = this.#read(name);
      } catch (error) {
        value = asError(error);
      }
      this.#values.set(name, value);
    }
    if (value instanceof Error) throw value;
    return value;
  }

  #read(name: string): data.ExpressionData {
    switch (name) {
      case "status":
        return new data.StringData(this.#facts.status);
      case "nodes":
        return parsed(this.#facts.nodes);
      case "result":
        return parsed(this.#facts.result);
      default: {
        const result = this.get("result");
        return result instanceof data.StringData ? dataOf(jsonIn(result.value)) : result;
      }
    }
  }

  /** The values that an expression's names had, each with all of its dots and brackets that are constant. */
  valuesIn(expression: Expr): NamedValue[] {
    const names = new Set<string>();
    visit(expression, (node) => {
      const name = pathOf(node);
      if (name === undefined) return true;
      names.add(name);
      if (!this.#shown.has(name)) {
        const { value } = evaluate(node, this, (item) => jsonText(item));
        // A copy, because a slice would keep the whole text in memory.
        this.#shown.set(name, value && Buffer.from(cut(value, MAX_VALUE_CHARACTERS)).toString());
      }
      return false;
    });
    return Array.from(names, (name) => ({ name, value: this.#shown.get(name) })).filter(isKnown);
  }

  absentIn(expression: Expr): string[] {
    const names = new Set<string>();
    visit(expression, (node) => {
      if (!(node instanceof IndexAccess) || !isJsonOrNode(node.expr)) return;
      if (evaluate(node.expr, this).value instanceof data.Null) names.add(pathOf(node.expr) ?? "");
    });
    return [...names];
  }
}

function parsed(json: Buffer | undefined): data.ExpressionData {
  return json === undefined ? new data.Null() : dataOf(parseJson(json));
}

function isKnown(named: { name: string; value: string | undefined }): named is NamedValue {
  return named.value !== undefined;
}
