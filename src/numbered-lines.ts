/** The lines of an input that hold something other than a comment, with their numbers. */
export function numberedLines(text: string): [line: string, number: number][] {
  return text
    .split("\n")
    .map((line, index): [string, number] => [line.trim(), index + 1])
    .filter(([line]) => line !== "" && !line.startsWith("#"));
}
