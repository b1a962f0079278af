import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseCommand } from "./runner-protocol.ts";
import { sanitizeBlock, sanitizeCode, sanitizeLine } from "../src/show/sanitize.ts";
import { duration, listed, quoted } from "../src/wording.ts";

describe("plain text", () => {
  test.each([
    ["a\nb\r\nc\rd\te", "a\\nb\\r\\nc\\rd\\te"],
    ["a\u2028b\u2029c\u0085d\vf\f", "a\\u{2028}b\\u{2029}c\\u{85}d\\u{b}f\\u{c}"],
    ["\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
    ["\u202eevil\u2066 \u200b\ufeff\u00ad", "\\u{202e}evil\\u{2066} \\u{200b}\\u{feff}\\u{ad}"],
    ["lone \ud800 half", "lone \\u{d800} half"],
    ["##[error]x ###[group]", "# #[error]x ## #[group]"],
    ["#\u0301#\u0640[error]x", "# \u0301#\u0640[error]x"],
    ["::error::x", ": :error::x"],
    ["\u0640:\u0301:error::x", "\u0640: \u0301:error::x"],
    ["  ::set-output name=a::b", " : :set-output name=a::b"],
    ["100%0A::error::", "100%0A::error::"],
    ["é 日本", "é 日本"],
    [
      "👩\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
      "👩\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
    ],
    ["a\u200d👩 👍🏽\u200d🚀", "a\\u{200d}👩 👍🏽\u200d🚀"],
    ["a\u200db 1\ufe0f \u3164 \u2800 \u034f", "a\\u{200d}b 1\\u{fe0f} \\u{3164} \\u{2800} \\u{34f}"],
    [`red${"\u3000".repeat(100)}✅\u00a0 success`, "red ✅ success"],
  ])("%j becomes %j", (text, expected) => {
    expect(sanitizeLine(text)).toBe(expected);
  });

  test("is cut at its limit, and says so", () => {
    expect(sanitizeLine("abcdef", 3)).toBe("abc…");
    expect(sanitizeLine("abc", 3)).toBe("abc");
    expect(sanitizeLine("a🚀", 2)).toBe("a\\u{d83d}…");
  });

  test("has no command, whatever character stands in one", () => {
    const found: string[] = [];
    const expectNone = (text: string) => {
      if (parseCommand(sanitizeLine(text, Infinity)) !== undefined) found.push(text);
    };
    for (let first = 0; first <= 0x10ffff; first += 128) {
      const chars = Array.from({ length: 128 }, (_, n) => String.fromCodePoint(first + n));
      // The runner reads these anywhere in a line.
      expectNone(chars.map((char) => `#${char}#[error]x`).join(" "));
      expectNone(chars.map((char) => `##${char}[error]x`).join(" "));
      // Nothing is assigned in the planes 4 to 13, and 15 and 16 are for private use: their ends stand for the rest.
      const isUniform = (first >= 0x40000 && first < 0xe0000) || first >= 0xf0000;
      const isEnd = first % 0x10000 === 0 || first % 0x10000 === 0xff80;
      if (isUniform && !isEnd) continue;
      for (const char of chars) {
        expectNone(`${char}::error::x`);
        expectNone(` :${char}:error::x`);
      }
    }
    expect(found).toEqual([]);
  });

  test("is the same whether its text is found ordinary or not (property)", () => {
    const text = fc.string({
      unit: fc.constantFrom("#", ":", "[", " ", "\t", "\n", "x", "✅", "…", "\u007f", "~", '"', "$"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (line) => {
        // No text with an accent is ordinary.
        expect(sanitizeLine(line)).toBe(sanitizeLine(`${line}é`).slice(0, -1));
        expect(sanitizeBlock(line)).toBe(sanitizeBlock(`${line}é`).slice(0, -1));
      }),
      { numRuns: 5_000 },
    );
  });

  test("stays safe when it is made safe again, and next to other text (property)", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("", " ", "##", "#", ":", "["),
        (text, before) => {
          const line = sanitizeLine(before + sanitizeLine(text));
          expect(line).not.toMatch(/##\[|\p{Cc}|[\u2028\u2029]|^\s*::/u);
          expect(sanitizeLine(line)).toBe(line);
        },
      ),
    );
  });

  test("in several lines keeps line feeds and tabs", () => {
    expect(sanitizeBlock("a\n\tb\r\n\u001b[1m")).toBe("a\n\tb\\r\n\\u{1b}[1m");
    expect(sanitizeBlock("\u202e")).toBe("\\u{202e}");
  });
});

test("a text in a summary's code is escaped for HTML, sanitized and cut", () => {
  expect(sanitizeCode(`<b a="1" c='2'>&\u202e`, 100)).toBe(
    "<code>&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\\u{202e}</code>",
  );
  expect(sanitizeCode("abc", 2)).toBe("<code>ab…</code>");
});

test("names are quoted, cut and counted", () => {
  expect(quoted("n".repeat(81))).toBe(`\`${"n".repeat(80)}…\``);
  expect(listed(["a", "b"])).toBe("`a`, `b`");
  expect(listed(["a", "b", "c", "d", "e", "f", "g"])).toBe("`a`, `b`, `c`, `d`, `e` and 2 more");
  expect(listed(["a", "b"], 9)).toBe("`a`, `b` and 7 more");
  expect(listed([])).toBe("");
});

test.each([
  [0, "0 ms"],
  [850.4, "850 ms"],
  [999.6, "1 s"],
  [1_250, "1.3 s"],
  [12_000, "12 s"],
  [59_700, "1 min"],
  [185_000, "3 min 5 s"],
  [900_000, "15 min"],
  [7_800_000, "2 h 10 min"],
  [86_400_000, "24 h"],
])("%d ms is said as %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});
