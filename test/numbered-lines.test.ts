import { expect, test } from "@jest/globals";
import { numberedLines } from "../src/numbered-lines.ts";

test("lines are numbered as they were written, without comments and white space around them", () => {
  expect(numberedLines("# a\n\n b = 1 \r\n  # c\n#\nd # e\n \t\n")).toEqual([
    ["b = 1", 3],
    ["d # e", 6],
  ]);
  expect(numberedLines("")).toEqual([]);
});
