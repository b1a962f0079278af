import { expect, test } from "@jest/globals";
import { proseHtml, proseLine } from "../src/show/prose.ts";

test("in a line, backticks become quotes", () => {
  expect(proseLine("Input `timeout` is `soon`; expected a number.")).toBe(
    'Input "timeout" is "soon"; expected a number.',
  );
  expect(proseLine("an odd ` stays")).toBe("an odd ` stays");
});

test.each([
  [
    "Input `timeout` is `soon`: expected a number.",
    "Input <code>timeout</code> is <code>soon</code>: expected a number.",
  ],
  ["`a<b>` is wrong", "<code>a&lt;b&gt;</code> is wrong"],
  // What GitHub would make links, mentions or emoji of.
  ["see https://evil.example", "<code>see https://evil.example</code>"],
  ["www.evil.example", "<code>www.evil.example</code>"],
  ["ask @octocat", "<code>ask @octocat</code>"],
  [":rocket: #1", "<code>:rocket: #1</code>"],
  ["GH-1", "<code>GH-1</code>"],
  ["fixed in deadbeef", "<code>fixed in deadbeef</code>"],
  ["a | b * c_ ~d~ [e](f)", "<code>a | b * c_ ~d~ [e](f)</code>"],
  ["<img src=x> & more", "<code>&lt;img src=x&gt; &amp; more</code>"],
  ["a` @b `c", "a<code> @b </code>c"],
  ["a\nb", "<code>a\\nb</code>"],
])("in the summary, %j becomes %j", (text, html) => {
  expect(proseHtml(text, 500)).toBe(html);
});
