/** The lines of an input, except comments and empty lines, with their numbers from 1. */
export function numberedLines(text: string): [line: string, number: number][] {
  return text
    .split("\n")
    .map((line, index): [string, number] => [line.trim(), index + 1])
    .filter(([line]) => line !== "" && !line.startsWith("#"));
}
