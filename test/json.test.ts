import { describe, expect, test } from "@jest/globals";
import { readMainOutput, readNodeMap } from "../src/api/execution.ts";
import { checkJson, JsonReader, NotJson } from "../src/api/json.ts";

/** What a builder of values makes of a JSON text. */
function build(text: string): unknown {
  const reader = new JsonReader(Buffer.from(text));
  const value = (): unknown => {
    if (reader.nextIsString()) return reader.string();
    if (reader.nextIsNumber()) return reader.number();
    if (reader.nextIsArray()) {
      const items: unknown[] = [];
      reader.array(() => items.push(value()));
      return items;
    }
    if (!reader.nextIsObject()) return reader.literal();
    const pairs: [string, unknown][] = [];
    reader.object((name) => pairs.push([name, value()]));
    return Object.fromEntries(pairs);
  };
  const built = value();
  reader.end();
  return built;
}

test.each([
  '{"a":[1,-2.5e3,"x\\u00e9",null,true,false,[],{}],"b":{"c":[[0]]}}',
  " [1]".trim(),
  '""',
  '{ "a" : 1 ,\n"b" : [ 1 , 2 ] , "c" : { } , "d" : [\t] }',
  "1e400",
])("a value can be built: %s", (text) => {
  expect(build(text)).toEqual(JSON.parse(text));
});

test.each(["[1,]", "[,1]", "[1 2]", "[1", '{"a":[1}', "[1]]"])("no value can be built of %s", (text) => {
  expect(() => build(text)).toThrow(NotJson);
});

describe("numbers that are not finite", () => {
  test.each([
    ["NaN", NaN],
    ["Infinity", Infinity],
    ["-Infinity", -Infinity],
  ])("%s is read as a number", (word, value) => {
    expect(build(`[${word}]`)).toEqual([value]);
    expect(new JsonReader(Buffer.from(word)).literal()).toBeUndefined();
  });

  test("are told of, by the first", () => {
    expect(checkJson(Buffer.from("[1,-Infinity,NaN]")).nonFinite).toBe("-Infinity");
    expect(checkJson(Buffer.from('[1,"NaN",{"Infinity":-1},null,true]')).nonFinite).toBeUndefined();
    expect(readMainOutput(Buffer.from('{"score": NaN}')).nonFinite).toBe("NaN");
    const map = readNodeMap(
      Buffer.from(
        '{"a": {"status": "SUCCESS", "value": [Infinity]}, "b": {"status": "SUCCESS", "value": NaN}}',
      ),
    );
    expect(map.nonFinite).toBe("Infinity");
    expect(map.nodes).toHaveLength(2);
  });
});

test("a byte order mark is passed over, but only at the beginning", () => {
  const map = readNodeMap(Buffer.from('\ufeff {"a": {"status": "SUCCESS"}}\n'));
  expect(map.json.toString()).toBe('{"a": {"status": "SUCCESS"}}');
  expect(readMainOutput(Buffer.from('\ufeff"done"')).json.toString()).toBe('"done"');
  for (const text of ["\ufeff", "\ufeff\ufeff1", " \ufeff1", "1\ufeff"])
    expect(() => readMainOutput(Buffer.from(text))).toThrow(NotJson);
});

test.each([
  ["1", 0],
  ["[]", 0],
  ["[1]", 1],
  ["[[],{}]", 1],
  ['[[1],{"a":{"b":1}},2]', 3],
])("how deep %s is nested is measured", (json, depth) => {
  expect(checkJson(Buffer.from(json)).depth).toBe(depth);
});

test.each(["\\u00", "\\u00g0", "\\ux000", "\\u000x", "\\", "\\x", "\\u"])(
  "no string has the escape %s",
  (escape) => {
    for (const json of [`"${escape}"`, `"${escape}`, `"${"x".repeat(40)}${escape}"`])
      expect(() => checkJson(Buffer.from(json))).toThrow(NotJson);
  },
);
