import fc from "fast-check";
import type { Json } from "./json-reading.ts";

/** What the names in an expression stand for. */
export interface Facts {
  readonly output: Json;
  readonly nodes: Json;
}

/** `red`: it reads what is not there. undefined: it is not decided here. */
type Truth = boolean | "red" | undefined;

/** A line of `assert`, or the right side of a line of `outputs`. */
export interface Condition {
  readonly text: string;
  /** Whether the action can evaluate it at all; undefined if that is not decided here. */
  readonly isValid: boolean | undefined;
  readonly decide: (facts: Facts) => Truth;
}

type Literal = string | number | boolean | null;
type Path = readonly ["json" | "result" | "nodes", ...string[]];

const pathText = ([root, ...names]: Path) =>
  root +
  names.map((name) => (/^[a-z]\w*$/i.test(name) ? `.${name}` : `['${name.replaceAll("'", "''")}']`)).join("");

const literalText = (value: Literal) =>
  typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);

/** What a path leads to; undefined where that is not plain. */
function lookUp([root, ...names]: Path, facts: Facts): Json | "missing" | undefined {
  // What JSON is found in a text is not decided here.
  if (root === "json" && facts.output.type === "string") return undefined;
  let value = root === "nodes" ? facts.nodes : facts.output;
  for (const name of names) {
    if (value.type !== "object") return undefined;
    const alike = value.members.filter(([other]) => other.toLowerCase() === name.toLowerCase());
    const [only] = alike;
    if (only === undefined) return name === names.at(-1) ? "missing" : undefined;
    if (alike.length > 1 || only[0] !== name) return undefined;
    value = only[1];
  }
  return value;
}

function compare(found: Json | "missing" | undefined, operator: string, literal: Literal): Truth {
  if (found === undefined) return undefined;
  if (literal === null) {
    if (operator !== "==" && operator !== "!=") return found === "missing" ? "red" : undefined;
    const isNull = found === "missing" || (found.type === "word" && found.value === null);
    // The language counts null as 0, as false and as ''.
    const isPlain =
      isNull ||
      (found.type === "string" && /^[a-z]+$/i.test(found.value) && !/nan|infinity/i.test(found.value));
    return isPlain ? isNull === (operator === "==") : undefined;
  }
  if (found === "missing") return "red";
  if (found.type === "string" && typeof literal === "string" && !/[^\x20-\x7e]/.test(found.value)) {
    const isEqual = found.value.toLowerCase() === literal.toLowerCase();
    return operator === "==" ? isEqual : operator === "!=" ? !isEqual : undefined;
  }
  if (found.type === "number" && typeof literal === "number") {
    if (operator === "==") return found.value === literal;
    if (operator === "!=") return found.value !== literal;
    return operator === "<" ? found.value < literal : found.value >= literal;
  }
  if (found.type === "word" && typeof found.value === "boolean" && typeof literal === "boolean") {
    return operator === "=="
      ? found.value === literal
      : operator === "!="
        ? found.value !== literal
        : undefined;
  }
  return undefined;
}

const path = fc.oneof(
  fc.constantFrom<Path>(
    ["json", "verdict"],
    ["json", "score"],
    ["json", "ok"],
    ["json", "verdikt"],
    ["result", "verdict"],
    ["result"],
  ),
  fc.constantFrom<Path>(
    ["nodes", "Review", "status"],
    ["nodes", "Score", "status"],
    ["nodes", "a b", "is_output_node"],
    ["nodes", "Review", "error_message"],
  ),
);

const literal = fc.constantFrom<Literal>(
  "approve",
  "APPROVE",
  "reject",
  "SUCCESS",
  0.8,
  1,
  true,
  false,
  null,
  "it's",
);

const comparison: fc.Arbitrary<Condition> = fc
  .tuple(path, fc.constantFrom("==", "!=", ">=", "<"), literal)
  .map(([path, operator, literal]) => ({
    text: `${pathText(path)} ${operator} ${literalText(literal)}`,
    isValid: true,
    decide: (facts) => compare(lookUp(path, facts), operator, literal),
  }));

const always: Condition = { text: "true", isValid: true, decide: () => true };
const never: Condition = { text: "false", isValid: true, decide: () => false };

const not = ({ text, isValid, decide }: Condition): Condition => ({
  text: `!(${text})`,
  isValid,
  decide: (facts) => {
    const truth = decide(facts);
    return typeof truth === "boolean" ? !truth : truth;
  },
});

/** The right side counts only if the left one leaves it open. */
const joined = (left: Condition, operator: "&&" | "||", right: Condition): Condition => ({
  text: `(${left.text}) ${operator} (${right.text})`,
  isValid: true,
  decide: (facts) => {
    const truth = left.decide(facts);
    return typeof truth === "boolean" && truth === (operator === "&&") ? right.decide(facts) : truth;
  },
});

const plain = fc.oneof(
  { weight: 6, arbitrary: comparison },
  { weight: 4, arbitrary: fc.constant(always) },
  fc.constant(never),
);

const valid = fc.oneof(
  { weight: 6, arbitrary: plain },
  plain.map(not),
  fc
    .tuple(plain, fc.constantFrom<"&&" | "||">("&&", "||"), plain)
    .map(([left, operator, right]) => joined(left, operator, right)),
);

const INVALID = [
  "json.a ==",
  "'open",
  "github.sha == 'x'",
  "${{ json.ok }}",
  "json.a = 1",
  "frobnicate(1)",
  'json.a == "x"',
  "(true",
];
const UNDECIDED = [
  "contains(json.list, 'x')",
  "json",
  "fromJSON(result).ok",
  "toJSON(nodes) != ''",
  "json.* == 1",
  "true\rfalse",
  "case(true, true, false)",
];

export const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 40, arbitrary: valid },
  fc.constantFrom(...INVALID).map((text): Condition => ({ text, isValid: false, decide: () => undefined })),
  fc
    .constantFrom(...UNDECIDED)
    .map((text): Condition => ({ text, isValid: undefined, decide: () => undefined })),
);

/** A line of `outputs`. */
export interface NamedOutput {
  readonly name: string;
  readonly text: string;
  readonly isValid: boolean | undefined;
  /** Its value in a run of that status; undefined where that is not decided here. */
  readonly decide: (facts: Facts, status: string) => string | undefined;
}

const plainOutput = fc
  .tuple(fc.constantFrom("verdict", "go-on", "x_1", "Y"), path)
  .map(([name, path]): NamedOutput => ({
    name,
    text: `${name} = ${pathText(path)}`,
    isValid: true,
    decide: (facts) => {
      const found = lookUp(path, facts);
      if (found === undefined || found === "missing") return undefined;
      if (found.type === "string") return found.value.toWellFormed();
      if (found.type === "word") return found.value === null ? "" : String(found.value);
      return found.type === "number" && String(found.value) === found.text ? found.text : undefined;
    },
  }));

const statusOutput = fc.constant<NamedOutput>({
  name: "is-good",
  text: "is-good = status == 'success'",
  isValid: true,
  decide: (_, status) => String(status === "success"),
});

const invalidOutput = fc
  .constantFrom("status = json.ok", "a b = 1", "result=1", "= 1", "x", "x<<E = 1", "a = 1 +")
  .map((text): NamedOutput => ({ name: "", text, isValid: false, decide: () => undefined }));

export const namedOutput = fc.oneof(
  { weight: 20, arbitrary: plainOutput },
  { weight: 10, arbitrary: statusOutput },
  invalidOutput,
);
