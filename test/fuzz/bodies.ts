import fc from "fast-check";

/** Keys of the API. One of them is the case's own, and the agent repeats any of them. */
export const KEYS = ["pl_Fuzz0123456789abcdef", `pl_odd <"&'>  ##[error]%0A\\z`] as const;

/** Is in every text that tries to be more than text. */
export const MARKER = "EVIL";

const HOSTILE = [
  "::error::EVIL",
  "\n::error title=EVIL::x\n",
  "\r::set-output name=status::success EVIL\r",
  " ##[error]EVIL",
  "::stop-commands::EVIL",
  "::add-mask::EVIL",
  "\u001b[31mEVIL\u001b[0m",
  "\u202eEVIL\u2028\u200b",
  "<img src=EVIL>`|</code>",
  "```\n# EVIL\n```",
  "%0A::warning::EVIL",
  "\nstatus=success\nEVIL<<E\n",
  "\u0000EVIL",
  "__proto__",
  ...KEYS,
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  fc.constantFrom(
    '{"verdict":"approve"}',
    '```json\n{"verdict":"approve","score":1}\n```',
    "Looks good.",
    "",
  ),
);

const objectOf = (members: readonly (readonly [name: string, json: string])[]) =>
  `{${members.map(([name, json]) => `${JSON.stringify(name)}: ${json}`).join(", ")}}`;

const scalar = fc.oneof(
  { weight: 4, arbitrary: text.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.double().map((value) => JSON.stringify(value)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("0", "1.10", "-0", "12345678901234567890", "1e400", "true", "false", "null"),
  },
  fc.constantFrom("NaN", "Infinity", "-Infinity", '"\\ud800"', '"\\u0000"', '"\\/"'),
);

/** The text of any JSON value. */
export const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
    fc.array(fc.tuple(text, tie("value")), { maxLength: 3 }).map(objectOf),
    fc.integer({ min: 1, max: 2_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  ),
})).value;

/** What agents that judge something answer: the assertions of the cases ask for these names. */
const judgement = fc
  .record(
    {
      verdict: fc.constantFrom('"approve"', '"Approve"', '"reject"', "null"),
      score: fc.constantFrom("0.92", "0.2", "1", "NaN", '"0.92"'),
      ok: fc.constantFrom("true", "false"),
      note: scalar,
    },
    { requiredKeys: [] },
  )
  .map((members) => objectOf(Object.entries(members)));

const huge = fc.integer({ min: 1_048_500, max: 1_048_700 }).map((length) => `"${"x".repeat(length)}"`);

const output = fc.oneof({ weight: 20, arbitrary: judgement }, { weight: 20, arbitrary: jsonText }, huge);

type Fields = Readonly<
  Record<"status" | "value" | "error_message" | "raw_error_message" | "is_output_node", string>
>;

const GOOD: Fields = {
  status: '"SUCCESS"',
  value: "null",
  error_message: "null",
  raw_error_message: "null",
  is_output_node: "false",
};

const someOf = (...texts: string[]) => fc.constantFrom(...texts);

const goodNode = fc.record({
  status: someOf('"SUCCESS"', '"SUCCESS"', '"SKIPPED"'),
  value: jsonText,
  error_message: someOf("null", "null", '""', "{}", "[]"),
  raw_error_message: someOf("null", "null", '""', "{}", "[]"),
  is_output_node: someOf("false", "false", "null", "true"),
});

const badNode = fc
  .record(
    {
      status: someOf(
        '"FAILED"',
        '"FAILURE"',
        '"success"',
        '"SUCCESS "',
        '"PENDING"',
        '"QUEUED"',
        '"RUNNING"',
        '"SUCCESS\\n::error::EVIL"',
        '"\\u0053UCCESS"',
        "null",
        "0",
        "[]",
      ),
      value: jsonText,
      error_message: fc.oneof(
        jsonText,
        text.map((value) => JSON.stringify(value)),
      ),
      raw_error_message: fc.oneof(
        jsonText,
        text.map((value) => objectOf([["raw", JSON.stringify(value)]])),
      ),
      is_output_node: someOf("true", "null", "0", '"true"', "{}"),
    },
    { requiredKeys: [] },
  )
  .map((fields): Fields => ({ ...GOOD, ...fields }));

/** Its members in any order, and perhaps one of them left out, doubled or added. */
const nearNode = (node: Fields): fc.Arbitrary<string> => {
  const members = Object.entries(node);
  return fc.oneof(
    fc.shuffledSubarray(members, { minLength: members.length }).map(objectOf),
    fc.shuffledSubarray(members, { minLength: members.length - 1 }).map(objectOf),
    fc
      .tuple(fc.constantFrom(...members), badNode)
      .map(([[name], { status }]) => objectOf([...members, [name, status]])),
    fc.tuple(text, jsonText).map((extra) => objectOf([...members, extra])),
    jsonText,
  );
};

const whole = (node: Fields) => fc.constant(objectOf(Object.entries(node)));

const name = fc.oneof(fc.constantFrom("Review", "Score", "2", "a b"), text);

/** A run as the API tells of it: its nodes while it runs and at its end, and its main output, all as JSON text. */
export interface Run {
  readonly running: string;
  readonly nodes: string;
  readonly output: string;
}

const runOf = (output: string, others: readonly (readonly [string, string])[], last: string): Run => ({
  running: objectOf([...others, ["Review", objectOf(Object.entries({ ...GOOD, status: '"RUNNING"' }))]]),
  nodes: objectOf([...others, ["Review", last]]),
  output,
});

const lastNode = (value: string, fields: Partial<Fields> = {}) =>
  objectOf(Object.entries({ ...GOOD, value, is_output_node: "true", ...fields }));

/** A run that succeeded: several nodes, of which one gives the main output. */
const goodRun = fc
  .tuple(
    output,
    fc.uniqueArray(fc.tuple(name, goodNode.chain(whole)), { maxLength: 3, selector: ([key]) => key }),
  )
  .map(([value, others]) =>
    runOf(
      value,
      others.filter(([key]) => key !== "Review"),
      lastNode(value),
    ),
  );

const oddRun = fc
  .tuple(
    output,
    fc.array(
      fc.tuple(
        name,
        fc.oneof(goodNode, badNode).chain((node) => fc.oneof(whole(node), nearNode(node))),
      ),
      { maxLength: 4 },
    ),
    fc.oneof(fc.constant({}), badNode),
  )
  .map(([value, others, fields]) => runOf(value, others, lastNode(value, fields)));

/** A run of which a body is something else: any JSON, a node map in the place of the output, or nothing. */
const otherRun = fc
  .tuple(
    fc.oneof(goodRun, oddRun),
    fc.oneof(
      jsonText,
      fc.constantFrom(
        "",
        "{}",
        "null",
        "[]",
        '{"success": false, "message": "EVIL"}',
        "<!doctype html><p>EVIL</p>",
      ),
    ),
    fc.constantFrom("nodes", "output", "running", "map"),
  )
  .map(([run, body, place]) => (place === "map" ? { ...run, output: run.nodes } : { ...run, [place]: body }));

export const run: fc.Arbitrary<Run> = fc.oneof(
  { weight: 6, arbitrary: goodRun },
  { weight: 3, arbitrary: oddRun },
  { weight: 1, arbitrary: otherRun },
);
