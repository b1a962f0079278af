import { spawn, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { Step } from "../runner/entry.ts";
import { InputError } from "../runner/inputs.ts";
import type { Assertion, Facts, NamedOutput } from "../verdict.ts";
import { duration, quoted } from "../wording.ts";
import type { Lines } from "./lines.ts";
import { MAX_EVALUATED_BYTES, type Question, type Written } from "./protocol.ts";

// Lines are evaluated in a child process, which is ended when time or memory run out. A worker thread would not do: it
// cannot be ended inside a native function such as String.prototype.includes, and when it has no memory left, the whole
// process ends.

/** How long the lines of one input may take, in milliseconds. */
const MAX_EVALUATION_MS = 10_000;

/** How long they may take after the step's deadline, in milliseconds. */
const GRACE_MS = 1_500;

/** The limit for the heap of the process, which holds the values. The process as a whole takes some more. */
const MAX_MEMORY_MIB = 256;

/** What the process needs of the step. */
export type Host = Pick<Step, "execPath" | "folder" | "env" | "clock" | "cancel" | "leaving">;

/** Evaluates the lines of `assert` and `outputs` within a bound of time and memory. */
export class GateProcess {
  readonly lines: Lines;
  readonly #written: Written;
  readonly #host: Host;
  #evaluator: Evaluator;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(host: Host, written: Written, evaluator: Evaluator, lines: Lines) {
    this.#host = host;
    this.#written = written;
    this.#evaluator = evaluator;
    this.lines = lines;
  }

  /**
   * Starts the process and reads the lines.
   *
   * @throws InputError for the first line that cannot be used
   */
  static async open(host: Host, written: Written): Promise<GateProcess> {
    const evaluator = new Evaluator(host, written);
    // Loaded and read here too, while the process starts, since waiting for the process to read the lines takes longer.
    const { LineError, readLines } = await import("./lines.ts");
    try {
      return new GateProcess(host, written, evaluator, readLines(written));
    } catch (error) {
      throw error instanceof LineError ? new InputError(error.message) : error;
    }
  }

  /** Whether there is time to evaluate anything: some of the grace at least. */
  hasTime(deadline: number): boolean {
    return this.#host.clock.now() < deadline + GRACE_MS / 2;
  }

  /**
   * Evaluates every assertion, in order.
   *
   * @param deadline of the step, as a time of the clock
   */
  async assert(facts: Facts, deadline: number): Promise<Assertion[]> {
    const { assert } = this.lines;
    const { answers, cause } = await this.#evaluate("assert", facts, assert.length, deadline);
    return assert.map(({ text }, n) => {
      const answer = answers[n] as Assertion | undefined;
      return (
        answer ?? { expression: text, holds: false, values: [], ...unevaluated(n - answers.length, cause) }
      );
    });
  }

  /**
   * Evaluates every output, in order.
   *
   * @param deadline of the step, as a time of the clock
   */
  async outputs(facts: Facts, deadline: number): Promise<NamedOutput[]> {
    const { outputs } = this.lines;
    const { answers, cause } = await this.#evaluate("outputs", facts, outputs.length, deadline);
    return outputs.map(({ name, text, source }, n) => {
      const answer = answers[n] as NamedOutput | undefined;
      const unset = { name, expression: text, source, value: undefined };
      return answer ?? { ...unset, ...unevaluated(n - answers.length, cause) };
    });
  }

  /** One evaluation after another, since the process has one thread. */
  #evaluate(kind: Question["kind"], facts: Facts, count: number, deadline: number): Promise<Answers> {
    const evaluated = this.#queue.then(() => this.#ask(kind, facts, count, deadline));
    this.#queue = evaluated;
    return evaluated;
  }

  async #ask(kind: Question["kind"], facts: Facts, count: number, deadline: number): Promise<Answers> {
    if (count === 0) return { answers: [], cause: "" };
    const limit = timeLimit(this.#host, deadline);
    if (limit.ms === 0) return { answers: [], cause: limit.cause };
    const { status, result, nodes } = facts;
    const question: Question = { kind, status, result: result?.length, nodes: nodes?.length };
    const content = [result, nodes].filter(
      (json) => json !== undefined && json.length <= MAX_EVALUATED_BYTES,
    );
    const messages = [message(question), ...(content as Buffer[])];
    if (!this.#evaluator.isAlive) this.#evaluator = new Evaluator(this.#host, this.#written);
    return this.#evaluator.ask(messages, count, limit);
  }
}

/** The answers that came, and why some did not; `cause` is empty if all came. */
interface Answers {
  readonly answers: readonly unknown[];
  readonly cause: string;
}

interface TimeLimit {
  readonly ms: number;
  readonly cause: string;
}

function timeLimit({ clock }: Host, deadline: number): TimeLimit {
  const leftMs = Math.max(0, deadline + GRACE_MS - clock.now());
  return leftMs < MAX_EVALUATION_MS
    ? { ms: leftMs, cause: "it was not done when the `timeout` of the step was over" }
    : {
        ms: MAX_EVALUATION_MS,
        cause: `it took longer than ${duration(MAX_EVALUATION_MS)}, which is the limit for the lines of an input`,
      };
}

/** @param after how many lines this one comes after the line at which evaluation ended; 0 for that line */
function unevaluated(after: number, cause: string): { cause: string; found: string } {
  return {
    cause:
      after === 0
        ? `it cannot be evaluated: ${cause}`
        : "it was not evaluated, because a line before it could not be evaluated within the limits",
    found: "",
  };
}

function message(content: Written | Question): Buffer {
  return Buffer.from(`${JSON.stringify(content)}\n`);
}

/** The child process. It takes questions until it has ended. */
class Evaluator {
  /** Has no pipes if it could not be started, which an event reports. */
  readonly #child: ChildProcess;
  readonly #cancel: AbortSignal;
  #isAlive = true;

  constructor({ execPath, folder, env, leaving, cancel }: Host, written: Written) {
    this.#cancel = cancel;
    const trackingId = env["RUNNER_TRACKING_ID"];
    this.#child = spawn(
      execPath,
      [`--max-old-space-size=${MAX_MEMORY_MIB}`, join(folder, "..", "gate", "index.js")],
      {
        // The key is not passed on. The runner finds processes that a job leaves behind by this one variable.
        env: trackingId === undefined ? {} : { RUNNER_TRACKING_ID: trackingId },
        stdio: ["pipe", "pipe", "ignore"],
        signal: leaving,
        killSignal: "SIGKILL",
        windowsHide: true,
      },
    );
    const { stdin, stdout } = this.#child;
    stdout?.setEncoding("utf8");
    // Writing fails when the process has ended. The cause is known from how it ended.
    stdin?.on("error", () => undefined);
    stdin?.write(message(written));
    for (const event of ["error", "exit"]) this.#child.on(event, () => (this.#isAlive = false));
    // Only an open question may keep the step alive.
    for (const handle of [this.#child, stdin as Socket | null, stdout as Socket | null]) handle?.unref();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Sends messages and waits for `count` answers. Ends the process if they do not come in time. Never rejects. */
  ask(messages: readonly Buffer[], count: number, limit: TimeLimit): Promise<Answers> {
    const child = this.#child;
    const answers: unknown[] = [];
    return new Promise((resolve) => {
      let rest = "";
      const settle = (cause: string) => {
        clearTimeout(timer);
        this.#cancel.removeEventListener("abort", onCancel);
        child.stdout?.off("data", onData);
        for (const [event, listener] of Object.entries(ends)) child.off(event, listener);
        if (cause !== "") this.#kill();
        resolve({ answers, cause });
      };
      const onData = (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) answers.push(JSON.parse(line));
        if (answers.length >= count) settle("");
      };
      const onCancel = () => {
        settle("the job was cancelled");
      };
      const ends = {
        error: (error: Error) => {
          settle(`the process that evaluates could not be used (${quoted(error.message)})`);
        },
        // Not `exit`: answers may still be in the pipe then.
        close: (code: number | null, signal: string | null) => {
          settle(causeOfEnd(code, signal));
        },
      };
      const timer = setTimeout(() => {
        settle(limit.cause);
      }, limit.ms);
      child.stdout?.on("data", onData);
      for (const [event, listener] of Object.entries(ends)) child.on(event, listener);
      this.#cancel.addEventListener("abort", onCancel);
      if (this.#cancel.aborted) onCancel();
      else for (const part of messages) child.stdin?.write(part);
    });
  }

  #kill(): void {
    this.#isAlive = false;
    this.#child.kill("SIGKILL");
  }
}

/** Node aborts when the heap is full: by a signal, or on Windows with this exit code. */
function causeOfEnd(code: number | null, signal: string | null): string {
  return signal === "SIGABRT" || code === 134
    ? `it needed more than ${MAX_MEMORY_MIB} MiB of memory, which is the limit`
    : `the process that evaluates it ended (${quoted(signal ?? String(code))})`;
}
