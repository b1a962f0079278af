import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isNodeMapShaped, outputText, readMainOutput, readNodeMap } from "../src/api/execution.ts";
import { NotJson } from "../src/api/json.ts";
import { NotTheApi } from "../src/api/refusal.ts";
import { node } from "./api/agent-run.ts";

const bytes = (text: string) => Buffer.from(text);
const insert = (text: string, at: number, what: string) => text.slice(0, at) + what + text.slice(at);

/** Whether it is a node map or not, readNodeMap must find it JSON exactly where JSON.parse does. */
function expectReadAsJsonParse(text: string): void {
  let isJson = true;
  try {
    JSON.parse(text);
  } catch {
    isJson = false;
  }
  let isRead = true;
  try {
    readNodeMap(bytes(text));
  } catch (error) {
    if (!(error instanceof NotTheApi || error instanceof NotJson)) throw error;
    isRead = error instanceof NotTheApi;
  }
  expect({ text, isRead }).toEqual({ text, isRead: isJson });
}

describe("a node map", () => {
  test("keeps the API's text and order, which JSON.parse does not", () => {
    const text = `{"b": ${JSON.stringify(node({}))}, "2": ${JSON.stringify(node({ value: 1 }))},\n "1" : ${JSON.stringify(node({}))}}`;
    const map = readNodeMap(bytes(`\t ${text}\r\n`));
    expect(map.nodes.map(({ name }) => name)).toEqual(["b", "2", "1"]);
    expect(map.json.toString()).toBe(text);
  });

  test("has the nodes' own words", () => {
    const map = readNodeMap(
      bytes(
        `{"é \\u0022x\\u0022": {"status": "FAILED", "value": [{"status": "no"}], "error_message": "caf\\u00e9 ☕", "raw_error_message": "raw", "is_output_node": true, "new": {}}}`,
      ),
    );
    expect(map.nodes).toEqual([
      {
        name: 'é "x"',
        status: "FAILED",
        error_message: "café ☕",
        raw_error_message: "raw",
        is_output_node: true,
      },
    ]);
  });

  test("may be empty, and may leave out what it has nothing to say about", () => {
    expect(readNodeMap(bytes("{ }\n")).nodes).toEqual([]);
    expect(readNodeMap(bytes('{"__proto__": {"status": "SUCCESS"}}')).nodes).toEqual([
      {
        name: "__proto__",
        status: "SUCCESS",
        error_message: null,
        raw_error_message: null,
        is_output_node: false,
      },
    ]);
  });

  test("has messages of any JSON, and null where they say nothing", () => {
    const read = (json: string) => {
      const fields = `"error_message":${json},"raw_error_message":${json},"is_output_node":null`;
      const [found] = readNodeMap(bytes(`{"a":{"status":"S",${fields}}}`)).nodes;
      expect(found?.raw_error_message).toBe(found?.error_message);
      expect(found?.is_output_node).toBe(false);
      return found?.error_message;
    };
    expect(["null", "{}", "{ \n }", "[]", "[ \n ]"].map(read)).toEqual([null, null, null, null, null]);
    expect(read('"text"')).toBe("text");
    expect(read('{"raw":"r","message":"m"}')).toBe("r");
    expect(read('{"x":1,"message":"m"}')).toBe("m");
    expect(read('{"raw":"","message":"m","text":"t"}')).toBe("m");
    expect(read('{"raw":1}')).toBe('{"raw":1}');
    expect(read("[null]")).toBe("[null]");
    expect(read('[ "a  b\\" c", {  "x" :  1 } ]')).toBe('["a  b\\" c",{"x":1}]');
    expect(read(`[${"1".repeat(9_998)}]`)).toBe(`[${"1".repeat(9_998)}]`);
    expect(read(`[${"1".repeat(9_994)},null,1]`)).toBe(`[${"1".repeat(9_994)},null…`);
    expect(read(`[${"1".repeat(9_999)}]`)).toBe(`[${"1".repeat(9_999)}…`);
  });

  test.each([
    ["it is not an object", '"done"'],
    ["a value in it is not a node", '{"a": 1}'],
    ["a node in it has no status", '{"a": {}}'],
    ["a node's status is not a string", '{"a": {"status": null}}'],
    ["a node's is_output_node is not a boolean", '{"a": {"status": "S", "is_output_node": 0}}'],
    ["a node has the same field twice", '{"a": {"status": "S", "status": "S"}}'],
    ["two nodes have the same name", '{"a": {"status": "S"}, "a": {"status": "S"}}'],
  ])("is refused because %s", (cause, text) => {
    expect(() => readNodeMap(bytes(text))).toThrow(cause);
  });

  test.each([
    ["another JSON value", '"done"'],
    ["a list", "[]"],
    ["a value that is no node", '{"a": 1}'],
    ["a node without a status", '{"a": {"value": 1}}'],
    ["a status that is no string", '{"a": {"status": true}}'],
    ["a flag that is no boolean", '{"a": {"status": "SUCCESS", "is_output_node": "false"}}'],
    ["two nodes of one name, the bad one first", '{"a": {"status": "FAILED"}, "a": {"status": "SUCCESS"}}'],
    ["two messages of one node", '{"a": {"status": "SUCCESS", "error_message": "x", "error_message": ""}}'],
    ["two raw messages", '{"a": {"status": "SUCCESS", "raw_error_message": "x", "raw_error_message": ""}}'],
    ["two flags of one node", '{"a": {"status": "FAILED", "is_output_node": true, "is_output_node": false}}'],
    ["two statuses of one node", '{"a": {"status": "FAILED", "status": "SUCCESS"}}'],
  ])("is not %s", (_, text) => {
    expect(() => readNodeMap(bytes(text))).toThrow(NotTheApi);
    expect(() => readNodeMap(bytes(text.slice(0, -1)))).toThrow(NotJson);
  });

  test("is whole or not JSON, wherever it was cut", () => {
    const text = JSON.stringify({
      a: node({ value: { x: ['"\\', 1.5e3, null] } }),
      b: node({ error_message: "é" }),
    });
    for (let length = 0; length < bytes(text).length; length++) {
      expect(() => readNodeMap(bytes(text).subarray(0, length))).toThrow(NotJson);
    }
    expect(readNodeMap(bytes(text)).nodes).toHaveLength(2);
  });

  test.each([
    "{,}",
    '{"a" {}}',
    '{"a":{"status":"SUCCESS"},}',
    '{"a":{"status":"SUCCESS"}} x',
    '{"a":{"status":"SUCCESS","value":[1}]}}',
    '{"a":{"status":"SUCCESS","value":}}',
    "{'a':1}",
    ...[
      "01",
      "-",
      "1.",
      "1e",
      "+1",
      "nan",
      "Na",
      "+NaN",
      "-NaN",
      "Infinit",
      "- Infinity",
      "--Infinity",
      "nul",
      '"\u001f"',
      '"\\uABCG"',
    ].map((value) => `{"a":{"status":"SUCCESS","value":${value}}}`),
  ])("is not %s", (text) => {
    expect(() => readNodeMap(bytes(text))).toThrow(NotJson);
  });

  test("may hold strings of any length, with escapes anywhere in them (property)", () => {
    const lengths = [0, 1, 30, 31, 32, 33, 4_095, 4_096, 4_097, 4_130, 9_000];
    const piece = fc.tuple(
      fc.constantFrom(...lengths),
      fc.constantFrom('"', "\\", "\n", "é", "🚀", "\u007f", "]", "{", ""),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), fc.nat(), (pieces, at) => {
        const text = pieces.map(([length, special]) => "x".repeat(length) + special).join("");
        const json = JSON.stringify({ [text]: node({ value: text, error_message: text }) });
        expect(readNodeMap(bytes(json)).nodes[0]).toMatchObject({ name: text, error_message: text });
        for (const bad of ["\n", "\u0000", "\\x", '"']) {
          expectReadAsJsonParse(insert(json, at % json.length, bad));
        }
      }),
    );
  });

  test.each(["1E5", "-0", '"\\uABCD\\/"', "[true,false,null]"])("may have the value %s", (value) => {
    expect(readNodeMap(bytes(`{"a":{"status":"SUCCESS","value":${value}}}`)).nodes).toHaveLength(1);
  });

  test("is UTF-8", () => {
    expect(() => readNodeMap(Buffer.from('{"\xe9": {"status": "SUCCESS"}}', "latin1"))).toThrow(NotJson);
  });

  test("accepts exactly what JSON.parse accepts (property)", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()),
        fc.nat(),
        fc.oneof(
          fc.string(),
          fc.constantFrom("0", "Na", "\u001f", "1E5", "\\uABCD", '"\\uABCD"', "-", "true"),
        ),
        (values, at, noise) => {
          const text = JSON.stringify(
            Object.fromEntries(Object.entries(values).map(([name, value]) => [name, node({ value })])),
            null,
            at % 3,
          );
          expect(
            readNodeMap(bytes(text))
              .nodes.map(({ name }) => name)
              .sort(),
          ).toEqual(Object.keys(values).sort());
          expectReadAsJsonParse(insert(text, at % (text.length + 1), noise));
        },
      ),
    );
  });

  test("has its messages cut where all together are longer than what people read", () => {
    const MIB = 1_024 * 1_024;
    const messages = [null, "a".repeat(3 * MIB), "b".repeat(3 * MIB), "c", null];
    const map = Object.fromEntries(messages.map((error_message, n) => [`n${n}`, node({ error_message })]));
    const kept = readNodeMap(bytes(JSON.stringify(map))).nodes.map(({ error_message }) => error_message);
    expect(kept.map((message) => message?.length)).toEqual([undefined, 3 * MIB, MIB + 1, 1, undefined]);
    expect(kept[3]).toBe("…");
  });

  test("is read however deep its values are", () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect(readNodeMap(bytes(`{"a": {"status": "SUCCESS", "value": ${deep}}}`)).nodes).toHaveLength(1);
  });
});

describe("a main output", () => {
  const text = (json: string, limit = 1_000) => outputText(readMainOutput(bytes(`${json}\n`)), limit);

  test.each([
    ['"a\\r\\nb\\u00e9 \\ud83d\\ude80"', "a\r\nbé 🚀"],
    ['""', ""],
    ["12345678901234567890", "12345678901234567890"],
    ["1.10", "1.10"],
    ['{ "b": 1,\n"a": [1e400] }', '{ "b": 1,\n"a": [1e400] }'],
    ["null", "null"],
    ["{}", "{}"],
  ])("%s reaches the step as its text", (json, expected) => {
    expect(text(json)).toBe(expected);
  });

  test("is held against the limit by its text, in bytes", () => {
    expect(text(`"${"\\u0061".repeat(10)}"`, 10)).toBe("aaaaaaaaaa");
    expect(text(`"${"\\u0061".repeat(11)}"`, 10)).toBeNull();
    expect(text('"ééééé"', 10)).toBe("ééééé");
    expect(text('"ééééé!"', 10)).toBeNull();
    expect(text("[1,2,3,4]", 9)).toBe("[1,2,3,4]");
    expect(text("[1,2,3,45]", 9)).toBeNull();
  });

  test.each(["", '"cut', "<html>", "{", "1 2", "nul"])("is not %j", (json) => {
    expect(() => readMainOutput(bytes(json))).toThrow(NotJson);
  });

  test("has the shape of a node map where every value has the five keys", () => {
    const shaped = (value: unknown) => isNodeMapShaped(readMainOutput(bytes(JSON.stringify(value))));
    expect(shaped({ a: node({}), b: { ...node(), more: 1 } })).toBe(true);
    expect(shaped({})).toBe(true);
    expect(shaped({ a: node({}), b: { status: "SUCCESS" } })).toBe(false);
    expect(shaped({ a: "text", b: node({}) })).toBe(false);
    expect(shaped({ a: { ...node({}), value: undefined } })).toBe(false);
    expect(shaped([node({})])).toBe(false);
    expect(shaped("text")).toBe(false);
    expect(shaped(null)).toBe(false);
  });
});
