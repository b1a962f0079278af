import { expect } from "@jest/globals";
import type { Ended } from "./action-process.ts";

/** What a red step tells people is in plain words: whatever happened, its form is right. */
export function expectPlainWords({ commands, lines, summary }: Ended): void {
  const said = commands
    .filter(({ name }) => ["error", "warning", "notice"].includes(name))
    .map(({ data }) => data);
  for (const [n, text] of said.entries()) {
    expect(text).not.toContain("`");
    // A doubled full stop, also where the first belongs to a quote.
    expect(text).not.toMatch(/[.!?]["')]?\.(?= [A-Z]|$)/);
    expect(said.filter((other, at) => at !== n && other.includes(text))).toEqual([]);
  }
  if (summary === "") return;
  expect(summary).toContain("\n**What to do:** ");
  // No bare address, of which GitHub makes a link.
  expect(/\*\*What to do:\*\* (.*)/.exec(summary)?.[1]?.replace(/`[^`]*`/g, "")).not.toMatch(/:\/\/\w/);
  const [paragraph = ""] = /<p>.*<\/p>/.exec(summary) ?? [];
  expect(paragraph).not.toContain("`");
  // What is set as code is one word, or stands in quotes in the log, as the words of others do.
  for (const [, code = ""] of paragraph.matchAll(/<code>(.*?)<\/code>/g)) {
    const text = code
      .replace(/&#39;/g, "'")
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&");
    if (text.includes(" ")) expect(lines.some((line) => line.includes(`"${text}"`))).toBe(true);
  }
}
