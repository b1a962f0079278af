import { describe, expect, test } from "@jest/globals";
import { runAgainst, type Ended } from "./action-process.ts";
import { finished, node } from "./api/agent-run.ts";
import { api } from "./stage.ts";
import { Gate } from "../src/gate/gate.ts";
import { jsonIn } from "../src/gate/json-in-text.ts";
import { jsonText, Missing } from "../src/gate/values.ts";

// A gate does not open on what is missing.

const factsOf = (result: unknown, nodes: unknown = {}) => ({
  result: Buffer.from(JSON.stringify(result)),
  nodes: Buffer.from(JSON.stringify(nodes)),
  status: "success",
});

/** What a line of `assert` comes to: whether it holds, or why it cannot be evaluated. */
function comesTo(line: string, result: unknown, nodes?: unknown): boolean | string {
  const [assertion] = [...new Gate(line, "", []).assert(factsOf(result, nodes))];
  const { holds, cause, found } = assertion ?? { holds: false, cause: "nothing", found: "" };
  if (cause === "") return holds;
  expect(holds).toBe(false);
  return found === "" ? cause : `${cause}; ${found}`;
}

const AGENT = {
  score: 0.9,
  verdict: "approve",
  none: null,
  zero: 0,
  text: "prose",
  list: [1, "b"],
  people: [{ name: "Ann" }, { age: 3 }, "Bob"],
  key: "score",
  lost: "losst",
  yes: true,
};
const NODES = { "Classify risk": node({ value: { risk: "low" } }), Text: node({ value: '{"a":1}' }) };
const NAMES = "`score`, `verdict`, `none`, `zero`, `text` and 5 more";

describe("a line that reads what is not there is red and says what was there", () => {
  test.each([
    // Those of the issue, green in version 1.0.0
    ["json.risk <= 0.2", `\`json\` has no \`risk\`; it has ${NAMES}`],
    ["json.verdikt != 'reject'", `\`json\` has no \`verdikt\`; it has ${NAMES}`],
    ["!json.blocked", `\`json\` has no \`blocked\`; it has ${NAMES}`],
    [
      "nodes['Classify Risks'].value.risk != 'high'",
      "no node is called `Classify Risks`; the nodes are `Classify risk`, `Text`",
    ],
    // Every way to read
    ["json.risk", `\`json\` has no \`risk\`; it has ${NAMES}`],
    ["json.risk == json.danger", /^`json` has no `risk`/],
    ["json.risk == ''", /^`json` has no `risk`/],
    ["0 >= json.risk", /^`json` has no `risk`/],
    ["json.risk || true", /^`json` has no `risk`/],
    ["true && json.risk", /^`json` has no `risk`/],
    ["!(json.risk && true)", /^`json` has no `risk`/],
    ["!contains(json.lists, 'x')", /^`json` has no `lists`/],
    ["contains('', json.risk)", /^`json` has no `risk`/],
    ["toJSON(json.risk) == 'null'", /^`json` has no `risk`/],
    ["format('{0}', json.risk) == ''", /^`json` has no `risk`/],
    ["join(json.lists) == ''", /^`json` has no `lists`/],
    ["case(json.risk == null, json.danger, true) != 1", /^`json` has no `danger`/],
    ["fromJSON('null') == json.risk", /^`json` has no `risk`/],
    ["json[json.risk] == null", /^`json` has no `risk`/],
    // Every place where something can be missing
    ["json.risk.low != 1", /^`json` has no `risk`/],
    ["json.none.risk != 1", "`json.none` is null, which has no `risk`"],
    ["json.score.risk != 1", "`json.score` is a number, which has no `risk`"],
    ["json.text.risk != 1", "`json.text` is text, which has no `risk`; `fromJSON` reads the JSON in a text"],
    ["json.list[9] != 1", "`json.list` has no `9`; it has 2 items"],
    ["json.list[-1] != 1", "`json.list` has no `-1`; it has 2 items"],
    ["json.list.name != 1", "`json.list` is a list, which has no `name`"],
    ["json.yes.risk != 1", "`json.yes` is a boolean, which has no `risk`"],
    ["json[format('{0}', 'risk')] != 1", `\`json\` has no \`[…]\`; it has ${NAMES}`],
    ["json[json.key].risk != 1", "`json[…]` is a number, which has no `risk`"],
    ["fromJSON('{\"score\":1}')[json.key].risk != 1", "`…[…]` is a number, which has no `risk`"],
    ["(json || nodes).risk != 1", /^`…` has no `risk`/],
    ["json[json.lost] != 1", `\`json\` has no \`[json.lost]\`; it has ${NAMES}`],
    ["json[json.list] != 1", /^`json` has no `\[json.list\]`/],
    ["fromJSON(nodes.Text.value).b != 1", "`fromJSON(…)` has no `b`; it has `a`"],
    ["(json).risk != 1", /^`json` has no `risk`/],
    ["!contains(json.lists.*.name, 'x')", /^`json` has no `lists`/],
    ["join(json.none.*) == ''", "`json.none` is null, which has no items"],
    ["case(json.score, 1, 2) == 1", "a condition of `case` is a number, not a boolean"],
    ["case(json, 1, 2) == 1", "a condition of `case` is an object, not a boolean"],
    ["join(json.text.*) == ''", "`json.text` is text, which has no items"],
  ])("%s", (line, expected) => {
    if (typeof expected === "string") expect(comesTo(line, AGENT, NODES)).toBe(expected);
    else expect(comesTo(line, AGENT, NODES)).toMatch(expected);
  });

  test.each([
    ["Approved.", "the main output is text without JSON"],
    ["```json\n{}\n```\n```json\n{}\n```", "the main output is text with more than one piece of JSON"],
    ['```json\n{"a":\n```', "the main output is text with a `json` fence that is not valid JSON"],
  ])("json of %j", (text, cause) => {
    expect(comesTo("json.risk != 1", text)).toBe(cause);
    expect(comesTo("!json", text)).toBe(cause);
    expect(comesTo("json == null", text)).toBe(true);
  });

  test("names no more than five of many names, each cut", () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${"`x".repeat(60)}${n}`, n]));
    const found = String(comesTo("json.risk", many)).replace(/.*; /, "");
    expect(found).toBe(
      `it has ${Array(5)
        .fill(`\`${"'x".repeat(40)}…\``)
        .join(", ")} and 7 more`,
    );
    expect(comesTo("json.risk", {})).toBe("`json` has no `risk`; it is empty");
    expect(comesTo("nodes.risk", {})).toBe("no node is called `risk`; there are no nodes");
  });

  test("says so where a name is there more than once", () => {
    const facts = {
      ...factsOf(null),
      result: Buffer.from('{"ok": false, "ok": true, "A": 1, "a": 2, "Aa": 3, "aA": 4}'),
    };
    const [same, exact, neither] = new Gate(
      "json.ok\njson.A == 1 && json.a == 2\njson.AA == 3",
      "",
      [],
    ).assert(facts);
    expect(same).toMatchObject({
      holds: false,
      cause: "the name `ok` is there more than once in one object",
    });
    expect(exact).toMatchObject({ holds: true });
    expect(neither).toMatchObject({
      holds: false,
      cause: "the name `AA` is there more than once in one object",
    });
  });
});

describe("what is optional stays possible", () => {
  test.each([
    ["json.b == null || json.b < 3", true],
    ["json.score == null || json.score < 3", true],
    ["null == json.b", true],
    ["json.b != null", false],
    ["json.score != null", true],
    ["(json.b) == (null)", true],
    ["json.a.b == null", true],
    ["json.list[9] == null", true],
    ["json.list[9].name == null", true],
    ["json.text.risk == null", true],
    ["nodes.Nobody.value == null", true],
    ["json.lists.* == null", true],
    // A present null is a value
    ["json.none == null", true],
    ["json.none == 0", true],
    ["!json.none", true],
    ["json.none < 1", true],
    ["nodes.Text.error_message == ''", true],
    // What is not evaluated is not read
    ["true || json.b", true],
    ["false && json.b", false],
    ["case(true, 1, json.b) == 1", true],
    ["case(json.b == null, 'none', json.b) == 'none'", true],
    ["(json.b == null && 'none' || json.b) == 'none'", true],
    ["case(json.score == null, 'none', json.score) == 0.9", true],
    ["case(true, json.b, 1) == null", true],
    // Filters pass over items without the key
    ["join(json.people.*.name, '+') == 'Ann'", true],
    ["join(json.people.*.*, '+') == 'Ann+3'", true],
    ["contains(json.people.*.nobody, 'x')", false],
    ["contains(nodes.*.status, 'FAILED')", false],
    ["json[json.key] == 0.9", true],
  ])("%s is %s", (line, expected) => {
    expect(comesTo(line, AGENT, NODES)).toBe(expected);
  });

  test("in an output", () => {
    const lines = [
      "a = json.risk == null && 'none' || json.risk",
      "b = case(json.risk == null, '', json.risk)",
      "c = json.none",
      "d = json.risk",
      "e = json",
    ];
    const outputs = new Gate("", lines.join("\n"), []).outputs(factsOf({ none: null }));
    expect([...outputs].map(({ value, cause }) => value ?? cause)).toEqual([
      "none",
      "",
      "",
      "`json` has no `risk`",
      '{"none":null}',
    ]);
  });
});

test("numbers that JSON does not know are those numbers, also when they are handed on", () => {
  const facts = {
    ...factsOf(null),
    result: Buffer.from('{"a": NaN, "b": [Infinity, {"c": -Infinity}], "2": 1e999}'),
  };
  const assert =
    "json.b[0] > 5\njson.a < 1\njson.a >= 1\njson.b[1].c < 0\njson['2'] == json.b[0]\nfromJSON(toJSON(json)).b[0] > 5";
  const gate = new Gate(assert, "all = json\nindented = toJSON(json.b)", []);
  expect([...gate.assert(facts)].map(({ holds }) => holds)).toEqual([true, false, false, true, true, true]);
  expect([...gate.outputs(facts)].map(({ value }) => value)).toEqual([
    '{"a":NaN,"b":[Infinity,{"c":-Infinity}],"2":Infinity}',
    '[\n  Infinity,\n  {\n    "c": -Infinity\n  }\n]',
  ]);
});

describe("json of a text is", () => {
  const NOTHING = "the main output is text without JSON";
  const SEVERAL = "the main output is text with more than one piece of JSON";
  const INVALID = "the main output is text with a `json` fence that is not valid JSON";
  const BROKEN = "the main output is text with a piece of JSON that is not valid JSON";
  const UNCLOSED = "the main output is text with a code fence that is never closed";
  test.each<[string, string, unknown]>([
    ["the whole text", ' {"a": 1}\n', { a: 1 }],
    ["the whole text behind a byte order mark", '\ufeff{"a": 1}', { a: 1 }],
    ["a scalar", "true", true],
    ["the whole text between white space that JSON has not", "\u00a0true\u2028", true],
    ["in a fence", 'Sure!\n```json\n{"a": 1}\n```\nBye', { a: 1 }],
    ["in a fence of tildes, with CR LF", "~~~\r\n[1]\r\n~~~", [1]],
    ["in a longer fence, with a shorter one inside", '````\n"```"\n````', "```"],
    ["the one fence that is JSON", "```sh\nls\n```\n```\n{}\n```", {}],
    ["in an indented fence, whatever line breaks are around", "1.\r   ~~~\t json5 \r[3]\r  ~~~~ \rx", [3]],
    ["not begun by code in a line", "```npm test``` passed.\n```\n[2]\n```", [2]],
    ["missing in prose", "Approved.", NOTHING],
    ["missing in a fence that is not closed", '```json\n{"a": 1}', UNCLOSED],
    ["missing if it is cut", '```json\n{"a": 1\n```', INVALID],
    [
      "missing if a quoted fence swallows the answer",
      '```json\n{"verdict":"approve"}\n```\n````\n```json\n{"verdict":"reject"}\n```',
      UNCLOSED,
    ],
    ["missing if the last of several is cut", '```json\n{"ok":true}\n```\n```json\n{"ok":fal', UNCLOSED],
    ["missing if one that says JSON5 is none", '~~~\n{"ok":true}\n~~~\n~~~ JSON5\n{ok:false}\n~~~', INVALID],
    [
      "missing if one that says json is none",
      '```json\n{"ok":true}\n```\n```json\n{"ok":false,}\n```',
      INVALID,
    ],
    ["not ended by a fence with a label", "~~~\n[1]\n~~~ json\n~~~", NOTHING],
    ["not claimed by a label that only ends in json", '```ndjson\n{"a":1}\n{"a":2}\n```', NOTHING],
    ["in a fence of tildes with backticks behind them", "~~~ ```\n[1]\n~~~", [1]],
    ["in a fence of tildes with one backtick behind them", "~~~ a`b\n[1]\n~~~", [1]],
    ["not begun by backticks with one behind them", '``` a`b\n{"a":1}', { a: 1 }],
    ["not begun by backticks in a line", 'a ``` b\n{"a":1}', { a: 1 }],
    ["not ended by another fence, or a shorter one", '````\n{"a":\n```\n1}\n````', NOTHING],
    ["missing if there are several", '```json\n{"ok": true}\n```\n```json\n{"ok": false}\n```', SEVERAL],
    // A fence that is closed on its line
    ["in a fence on one line", 'Here:\n```json {"a": 1} ```\nBye', { a: 1 }],
    ["in a fence on one line without spaces", '```json{"a":1}```', { a: 1 }],
    ["in a fence on one line without a label", '```[{"a":1}]```', [{ a: 1 }]],
    ["in backticks in a line", 'Result: ```json {"a": 1}```.', { a: 1 }],
    ["missing if such a fence is not JSON", 'Result: ```json {"a": 1,}```.', INVALID],
    ["missing if another follows in a line", '```json\n{"a":1}\n```\nNo: ```json {"a":2}```', SEVERAL],
    ["not in a format string", '```{name}``` is\n```json\n{"a":1}\n```', { a: 1 }],
    [
      "in a fence on one line, with a line separator in a string",
      '```json {"a":"\u2028"}```',
      { a: "\u2028" },
    ],
    ["not in backticks that begin with a word", '```json or {x}```\n{"a":1}', { a: 1 }],
    ["not between two pieces of code in a line", "Run ```npm test``` [1] ```x```", NOTHING],
    ["not between them, however many backticks there are", "```npm```` [1] ```x```", NOTHING],
    ["not in the word json", 'As ```json```:\n```json\n{"a":1}\n```', { a: 1 }],
    ["missing if the fence begins with the JSON", '```json {\n"a":1}\n```', INVALID],
    // Thinking
    ["behind the thinking", '<think>\n```json\n{"a":0}\n```\n</think>\n\n{"a":1}', { a: 1 }],
    ["behind the thinking, in a fence", ' <thinking>No {</thinking>So:\n```json\n{"a":1}\n```', { a: 1 }],
    ["behind a closing tag alone", 'Let me see: {"a":\n{"a":0}\n</think>\n{"a":1}', { a: 1 }],
    ["behind the thinking, as it stands there", "<think>Hm</think> true", true],
    ["behind a closing tag that begins the text", "</think> \r\ntrue", true],
    ["behind the last closing tag alone", '{"a":0}\n</think>\n{"a":1}\n</think>\n{"a":2}', { a: 2 }],
    ["missing if a closing tag alone ends the text", '{"a":0}\n</think>', NOTHING],
    ["behind the last closing tag", '<think>"</think>"? {"a":0}\n</think>\n{"a":1}', { a: 1 }],
    [
      "missing if the thinking is not closed",
      '<think>\n```json\n{"a":0}\n```\n',
      "the main output is text whose thinking is never closed",
    ],
    ["missing if only the thinking has it", '<think>\n{"a":0}\n</think>\nApproved.', NOTHING],
    ["not cut by a tag in a string", '{"a":"<think>\\n</think>"}', { a: "<think>\n</think>" }],
    // JSON on its own lines
    [
      "on its own lines in prose",
      'Result:\n{\n  "a": [1,\n2],\n  "b": "}\\"{"\n}\nBye.',
      { a: [1, 2], b: '}"{' },
    ],
    ["a list on its own lines", 'Result:\r\n\r\n  ["x", "y"] \r\n\r\nBye.', ["x", "y"]],
    ["missing if it goes on behind it", 'Result:\n{"a": 1}, I think.', BROKEN],
    ["missing if it is cut", 'Result:\n{"a": 1, "b": ', BROKEN],
    ["missing if one of two is cut", '{"ok":true}\nNo:\n{"ok":fal', BROKEN],
    ["missing if there are two lines of it", '{"a":1}\n{"a":2}', SEVERAL],
    ["missing if a fence has another", '```json\n{"a":1}\n```\nNo:\n{"a":2}\n', SEVERAL],
    ["missing in the middle of a line", 'It is {"a":1}.', NOTHING],
    ["not in prose that begins with brackets", '[1] Smith\n[x](http://x)\n{name}\n{\n{"a":1}\n', { a: 1 }],
    ["missing if it begins like JSON in code", 'function f() {\n{"a":1}\n', { a: 1 }],
  ])("%s", (_, text, expected) => {
    const value = jsonIn(text);
    expect(value instanceof Missing ? value.error.message : JSON.parse(jsonText(value))).toEqual(expected);
  });
});

describe("the step", () => {
  const play = (result: unknown) => {
    api.play("1", finished({ "Classify risk": node({ is_output_node: true, value: result }) }));
  };
  const annotations = (ended: Ended) =>
    ended.commands.filter(({ name }) => ["error", "warning"].includes(name)).map(({ data }) => data);
  const rows = (ended: Ended) => ended.summary.match(/<tr><td>.*<\/tr>/g) ?? [];

  test("tells in its annotation what its summary tells", async () => {
    play({ score: 0.9, "<b>": 1 });
    const assert = "json.risk <= 0.2\njson.score > 1\n1 > 2\nnodes['Classify Risks'] == 1\njson.score < 1";
    const ended = await runAgainst(api, { inputs: { assert } });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs["status"]).toBe("failure");
    expect(annotations(ended)).toEqual([
      'json.risk <= 0.2: "json" has no "risk"; it has "score", "<b>"',
      "json.score > 1: json.score was 0.9",
      "1 > 2: it is false",
      'nodes[\'Classify Risks\'] == 1: no node is called "Classify Risks"; the nodes are "Classify risk"',
    ]);
    expect(rows(ended).slice(0, 5)).toEqual([
      "<tr><td>❌</td><td><code>json.risk &lt;= 0.2</code></td><td><code>json</code> has no <code>risk</code>; it has <code>score</code>, <code>&lt;b&gt;</code></td></tr>",
      "<tr><td>❌</td><td><code>json.score &gt; 1</code></td><td><code>json.score</code> was <code>0.9</code></td></tr>",
      "<tr><td>❌</td><td><code>1 &gt; 2</code></td><td>it is false</td></tr>",
      "<tr><td>❌</td><td><code>nodes[&#39;Classify Risks&#39;] == 1</code></td><td>no node is called <code>Classify Risks</code>; the nodes are <code>Classify risk</code></td></tr>",
      "<tr><td>✅</td><td><code>json.score &lt; 1</code></td><td><code>json.score</code> was <code>0.9</code></td></tr>",
    ]);
  });

  test("keeps the agent's names to itself without a summary", async () => {
    play({ secret: 1 });
    const ended = await runAgainst(api, { inputs: { assert: "json.risk", "job-summary": "false" } });
    expect(annotations(ended)).toEqual(['json.risk: "json" has no "risk"']);
    expect(ended.log).not.toContain("secret");
  });

  test("hands on no empty value for what is missing", async () => {
    play({ score: 1 });
    const outputs = "risk = json.risk\nlevel = json.risk == null && 'none' || json.risk";
    const ended = await runAgainst(api, { inputs: { outputs } });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toMatchObject({ status: "failure", level: "none" });
    expect("risk" in ended.outputs).toBe(false);
    expect(annotations(ended)).toEqual(['risk = json.risk: "json" has no "risk"; it has "score"']);
    expect(rows(ended)[0]).toContain(
      "<td><code>json</code> has no <code>risk</code>; it has <code>score</code></td>",
    );
  });

  test("is green with optional things, without a warning", async () => {
    play("I cannot answer that.");
    const assert = "json == null || json.verdict != 'reject'\nnodes['Classify Risks'] == null";
    const ended = await runAgainst(api, { inputs: { assert } });
    expect(ended.exitCode).toBe(0);
    expect(annotations(ended)).toEqual([]);
  });
});
