import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { MAX_OUTPUT_BYTES } from "../limits.ts";
import { jsonByName } from "../run-name.ts";
import { asError } from "../thrown.ts";
import type { Verdict } from "../verdict.ts";
import type { NamedRun } from "./ids.ts";

/**
 * The file of all results: a line for each run, in the order given. It is written as each run ends, so that the results
 * need not stay in memory. A line that waits for the lines before it is a file of its own until then.
 */
export class ResultsFile {
  #error: Error | undefined;
  readonly #folder: string;
  /** The runs whose lines wait for the line of the run `#next`. */
  readonly #waiting = new Set<number>();
  #next = 0;

  /** @param folder where to make a folder for it */
  constructor(folder: string) {
    let own = "";
    this.#try(() => {
      own = mkdtempSync(join(folder, "promptlayer-agent-"));
    });
    this.#folder = own;
  }

  /** Why not all could be written; undefined if all was. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** Writes the line of the `nth` run, from 0. */
  write(nth: number, run: NamedRun, verdict: Verdict): void {
    this.#try(() => {
      // Piece by piece: joined, a large line would be in memory twice.
      for (const piece of lineOf(run, verdict)) appendFileSync(this.#part(nth), piece);
      this.#waiting.add(nth);
      for (; this.#waiting.delete(this.#next); this.#next++) {
        append(this.#path, this.#part(this.#next));
        rmSync(this.#part(this.#next));
      }
    });
  }

  /**
   * The file, when the lines of all runs are written.
   *
   * @returns the file's path, and all of it as a JSON array, or null if that is too large for an output; undefined if it
   *   could not be written
   */
  whole(): { readonly path: string; readonly array: string | null } | undefined {
    if (this.#error !== undefined) return undefined;
    const path = this.#path;
    let array: string | null = null;
    this.#try(() => {
      if (statSync(path).size <= MAX_OUTPUT_BYTES)
        array = `[${readFileSync(path, "utf8").trimEnd().replaceAll("\n", ",")}]`;
    });
    return this.error === undefined ? { path, array } : undefined;
  }

  get #path(): string {
    return join(this.#folder, "results.jsonl");
  }

  #part(nth: number): string {
    return join(this.#folder, `${nth}.part`);
  }

  #try(write: () => void): void {
    if (this.#error !== undefined) return;
    try {
      write();
    } catch (error) {
      this.#error = asError(error);
    }
  }
}

const buffer = Buffer.alloc(64 * 1_024);

/** Appends the content of a file to another, a little at a time. */
function append(to: string, from: string): void {
  const file = openSync(from, "r");
  try {
    for (let size = 1; size > 0;) {
      size = readSync(file, buffer);
      appendFileSync(to, buffer.subarray(0, size));
    }
  } finally {
    closeSync(file);
  }
}

/** The pieces of a line of JSON. The main output is in it as the API sent it. */
function lineOf({ name, executionId }: NamedRun, verdict: Verdict): (string | Buffer)[] {
  const { status, result, failed = [], assertions = [], namedOutputs, elapsedMs } = verdict;
  const json = (value: unknown) => JSON.stringify(value);
  const lines = assertions.filter(({ holds }) => !holds).map(({ expression }) => expression);
  const named = namedOutputs.flatMap(({ name: output, value }) =>
    value === undefined ? [] : [[output, json(value)] as const],
  );
  return [
    `{"name":${json(name)},"execution_id":"${executionId}","status":"${status}","result":`,
    result === undefined ? "null" : onOneLine(result.json),
    `,"failed_nodes":${json(failed.map((node) => node.name))},"failed_assertions":${json(lines)},"outputs":${jsonByName(named)},"elapsed_ms":${Math.round(elapsedMs)}}\n`,
  ];
}

/** The same JSON with its line breaks as spaces. Within a string JSON has no raw line break, so no value changes. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes("\n") && !json.includes("\r")) return json;
  const line = Buffer.from(json);
  for (const byte of [0x0a, 0x0d]) {
    for (let at = line.indexOf(byte); at >= 0; at = line.indexOf(byte, at + 1)) line[at] = 0x20;
  }
  return line;
}
