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

/** One of some JSON texts without spaces in them. */
const oneOf = (texts: string) => fc.constantFrom(...texts.split(" "));

const textJson = text.map((value) => JSON.stringify(value));

const scalar = fc.oneof(
  { weight: 8, arbitrary: textJson },
  { weight: 4, arbitrary: fc.double().map((value) => JSON.stringify(value)) },
  { weight: 6, arbitrary: oneOf("0 1.10 -0 12345678901234567890 1e400 true false null") },
  oneOf('NaN Infinity -Infinity "\\ud800" "\\u0000" "\\/"'),
);

/** The text of any JSON value. */
const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 12, arbitrary: scalar },
    { weight: 4, arbitrary: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`) },
    { weight: 8, arbitrary: fc.array(fc.tuple(text, tie("value")), { maxLength: 3 }).map(objectOf) },
    fc.integer({ min: 1, max: 2_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  ),
})).value;

/** What agents that judge something answer: the assertions of the cases ask for these names. */
const judgement = fc
  .record(
    {
      verdict: oneOf('"approve" "Approve" "reject" null'),
      score: oneOf('0.92 0.2 1 NaN "0.92"'),
      ok: oneOf("true false"),
      note: scalar,
    },
    { requiredKeys: [] },
  )
  .map((members) => objectOf(Object.entries(members)));

/** About as long as an output may be. */
const long = fc.integer({ min: 1_048_500, max: 1_048_700 }).map((length) => `"${"x".repeat(length)}"`);

type Key = "status" | "value" | "error_message" | "raw_error_message" | "is_output_node";
type Fields = Readonly<Record<Key, string>>;
const nodeText = (fields: Partial<Fields>) => objectOf(Object.entries(fields));

const goodNode = fc.record<Fields>({
  status: oneOf('"SUCCESS" "SUCCESS" "SKIPPED"'),
  value: jsonText,
  error_message: oneOf('null null "" {} []'),
  raw_error_message: oneOf('null null "" {} []'),
  is_output_node: oneOf("false false null true"),
});

/** A node with something that makes it fail, or that nobody expects. */
const badField = fc.oneof(
  { weight: 6, arbitrary: oneOf('"FAILED" "FAILURE"').map((status) => ({ status })) },
  {
    weight: 4,
    arbitrary: oneOf('"success" "SUCCESS_" "PENDING" "QUEUED" "RUNNING" "::error::EVIL" "\\u0053UCCESS"').map(
      (status) => ({ status }),
    ),
  },
  { weight: 2, arbitrary: fc.oneof(textJson, jsonText).map((error_message) => ({ error_message })) },
  {
    weight: 2,
    arbitrary: fc
      .oneof(
        textJson,
        textJson.map((json) => objectOf([["raw", json]])),
      )
      .map((raw_error_message) => ({ raw_error_message })),
  },
  fc.constant({ is_output_node: "true", status: '"SKIPPED"' }),
  oneOf('0 "true" {}').map((is_output_node) => ({ is_output_node })),
  oneOf("null 0 []").map((status) => ({ status })),
);
const badNode = fc.tuple(goodNode, badField).map(([node, field]): Fields => ({ ...node, ...field }));

/** Not quite a node: in another order, or with a member left out, doubled or added. */
const nearNode = fc.tuple(goodNode, badField).chain(([node, field]) => {
  const members = Object.entries(node);
  return fc.oneof(
    fc.shuffledSubarray(members, { minLength: 4 }).map(objectOf),
    fc.shuffledSubarray([...members, ...Object.entries(field)], { minLength: members.length }).map(objectOf),
    fc.tuple(text, jsonText).map((extra) => objectOf([...members, extra])),
    jsonText,
  );
});

/** A run as the API tells of it: its nodes while it runs and at its end, and its main output, all as JSON text. */
export interface Run {
  readonly running: string;
  readonly nodes: string;
  readonly output: string;
}

const name = fc.oneof(fc.constantFrom("Score", "2", "a b"), text);

/** @param others the nodes beside that of the main output, whose fields `last` changes */
const runOf = (
  others: fc.Arbitrary<string>,
  last: fc.Arbitrary<Partial<Fields>>,
  value = fc.oneof(judgement, jsonText),
): fc.Arbitrary<Run> =>
  fc
    .tuple(
      value,
      fc.uniqueArray(fc.tuple(name, others), { maxLength: 3, selector: ([key]) => key }),
      goodNode,
      last,
    )
    .map(([value, nodes, node, fields]) => {
      const good = { ...node, status: '"SUCCESS"', value, is_output_node: "true" };
      return {
        running: objectOf([...nodes, ["Review", nodeText({ ...good, status: '"RUNNING"', value: "null" })]]),
        nodes: objectOf([...nodes, ["Review", nodeText({ ...good, ...fields })]]),
        output: value,
      };
    });

const good = goodNode.map(nodeText);
const goodRun = runOf(good, fc.constant({}));
const longRun = runOf(good, fc.constant({}), long);
const failedRun = runOf(fc.oneof(good, badNode.map(nodeText)), fc.oneof(fc.constant({}), badField));
const oddRun = runOf(fc.oneof(good, nearNode), fc.constant({}));
/** Its output node was skipped, or no node says that it is one; then the API sends the nodes for the main output. */
const outputlessRun = fc
  .tuple(
    runOf(
      goodNode.map((node) => nodeText({ ...node, is_output_node: "false" })),
      fc.constantFrom<Partial<Fields>>(
        { status: '"SKIPPED"' },
        { is_output_node: "false" },
        { is_output_node: "null" },
      ),
    ),
    fc.boolean(),
  )
  .map(([run, isMap]) => (isMap ? { ...run, output: run.nodes } : run));
const doubledRun = fc
  .tuple(goodRun, failedRun)
  .map(([{ nodes, ...run }, other]) => ({ ...run, nodes: `${nodes.slice(0, -1)}, ${other.nodes.slice(1)}` }));

/** A run of which a body is something else: any JSON, a node map in the place of the output, or nothing. */
const otherRun = fc
  .record({
    run: fc.oneof(goodRun, failedRun),
    body: fc.oneof(
      jsonText,
      fc.constantFrom("", "{}", "[]", '{"success": false, "message": "EVIL"}', "<p>EVIL"),
    ),
    place: fc.constantFrom("nodes", "output", "running", "map"),
  })
  .map(({ run, body, place }) =>
    place === "map" ? { ...run, output: run.nodes } : { ...run, [place]: body },
  );

export const run: fc.Arbitrary<Run> = fc.oneof(
  { weight: 24, arbitrary: goodRun },
  longRun,
  { weight: 8, arbitrary: failedRun },
  { weight: 2, arbitrary: outputlessRun },
  { weight: 4, arbitrary: oddRun },
  { weight: 4, arbitrary: otherRun },
  doubledRun,
);
