import { readSync, writeSync } from "node:fs";
import { Gate } from "./gate.ts";
import { MAX_EVALUATED_BYTES, type Question, type Written } from "./protocol.ts";
import { Oversized } from "./scope.ts";

// The process in which expressions are evaluated. Whatever they do, the step can end it. It reads and writes
// synchronously, so that each answer is sent before the next line is evaluated, and ends when its input does.

const STDIN = 0;
const STDOUT = 1;

class Input {
  #rest = Buffer.alloc(0);

  /** @returns undefined at the end of the input */
  message(): unknown {
    for (let from = 0; ;) {
      const end = this.#rest.indexOf("\n", from);
      if (end >= 0) return JSON.parse(this.#take(end + 1).toString());
      from = this.#rest.length;
      const chunk = Buffer.allocUnsafe(65_536);
      const size = read(chunk);
      if (size === 0) return undefined;
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, size)]);
    }
  }

  /** The JSON that follows a question. */
  json(size: number | undefined): Buffer | Oversized | undefined {
    if (size === undefined) return undefined;
    if (size > MAX_EVALUATED_BYTES) return new Oversized(size);
    const json = Buffer.alloc(size);
    let length = this.#take(Math.min(size, this.#rest.length)).copy(json);
    while (length < size) {
      const more = read(json.subarray(length));
      if (more === 0) break;
      length += more;
    }
    return json;
  }

  #take(size: number): Buffer {
    const taken = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(size);
    return taken;
  }
}

function read(into: Buffer): number {
  try {
    return readSync(STDIN, into);
  } catch {
    // On Windows, reading at the end of a pipe throws.
    return 0;
  }
}

function say(message: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at);
}

const input = new Input();
const written = input.message() as Written | undefined;
const gate = written && new Gate(written.assert, written.outputs, written.reserved);
for (;;) {
  const question = input.message() as Question | undefined;
  if (gate === undefined || question === undefined) break;
  const { kind, status } = question;
  const facts = { status, result: input.json(question.result), nodes: input.json(question.nodes) };
  for (const answer of kind === "assert" ? gate.assert(facts) : gate.outputs(facts)) say(answer);
}
