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
  ["see https://evil.example", "see <code>https://evil.example</code>"],
  ["www.evil.example", "<code>www.evil.example</code>"],
  ["ask @octocat, now", "ask <code>@octocat</code>, now"],
  [":rocket: #1", "<code>:rocket:</code> <code>#1</code>"],
  ["GH-1", "<code>GH-1</code>"],
  ["fixed in deadbeef; done", "fixed in <code>deadbeef</code>; done"],
  ["from 1 to 9223372036854775807, the ID", "from 1 to <code>9223372036854775807</code>, the ID"],
  ["a | [e](f)", "a <code>|</code> <code>[e](f)</code>"],
  ["<img src=x> & more", "<code>&lt;img</code> <code>src=x&gt;</code> <code>&amp;</code> more"],
  ["a` @b `c", "a<code> @b </code>c"],
  ["a\nb", "<code>a\\nb</code>"],
  ["it says `go on", "it says <code>go on</code>"],
])("in the summary, %j becomes %j", (text, html) => {
  expect(proseHtml(text, 500)).toBe(html);
});
