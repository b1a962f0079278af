import type { MainOutput, NodeMap } from "../api/execution.ts";
import type { Answer, Ask, Results } from "../api/results.ts";
import type { Clock } from "../clock.ts";
import { judgeNodes } from "../nodes.ts";
import { sentence } from "../wording.ts";
import { backoff, MAX_FAILURES, pollPause } from "./schedule.ts";

/** All in milliseconds. */
export interface WaitLimits {
  /** For the whole wait. */
  readonly timeoutMs: number;
  /** The longest pause between two polls. */
  readonly pollIntervalMs: number;
  /** For one request, body included. */
  readonly requestTimeoutMs: number;
}

/** Hears how the wait goes. */
export interface WaitObserver {
  /** A request ended, with or without a response, after `tookMs`. */
  answered(kind: Answer<unknown>["kind"], tookMs: number): void;
  /** The API answered that the agent is running. `nodes` shows how they stand now, if the answer did. */
  running(nodes: NodeMap | undefined): void;
  /** A request failed for the `nth` time in a row and is tried again after `pauseMs`. */
  retrying(cause: string, nth: number, pauseMs: number): void;
}

/** What the wait knows at its end, however it ended. */
interface Known {
  /** Of the finished run, or as they stood at the last look; undefined if they were never seen. */
  readonly nodes: NodeMap | undefined;
  readonly requests: number;
}

type Stop =
  | { readonly kind: "timeout" }
  | { readonly kind: "cancelled"; readonly signal: string }
  /** The API could not be asked, or not be understood. `advice` says what to do. */
  | { readonly kind: "error"; readonly cause: string; readonly advice: string };

/** How the wait ended. */
export type Wait = Known &
  (
    | Stop
    /** `result` is undefined if the run left nothing to ask for. */
    | { readonly kind: "finished"; readonly nodes: NodeMap; readonly result: MainOutput | undefined }
  );

/** Waits until the run has finished and its main output is there, or the wait cannot go on. Never rejects. */
export async function waitForResults(
  results: Results,
  limits: WaitLimits,
  clock: Clock,
  cancel: AbortSignal,
  observer: WaitObserver,
): Promise<Wait> {
  const polling = new Polling(limits, clock, cancel, observer);
  let nodes: NodeMap | undefined;
  const seen = await polling.until(results.nodes, (present) => {
    nodes = present ?? nodes;
    observer.running(present);
  });
  if (seen.kind !== "finished") return { ...seen, nodes, requests: polling.requests };
  nodes = seen.value;
  const judged = judgeNodes(nodes.nodes);
  if (!judged.hasMainOutput) {
    return { kind: "finished", nodes, result: undefined, requests: polling.requests };
  }
  const output = await polling.until(results.mainOutput, () => {
    observer.running(nodes);
  });
  // The main output never came, but that the run failed is known.
  const isFailure = output.kind === "timeout" && judged.failed.length > 0;
  if (isFailure) return { kind: "finished", nodes, result: undefined, requests: polling.requests };
  if (output.kind !== "finished") return { ...output, nodes, requests: polling.requests };
  return { kind: "finished", nodes, result: output.value, requests: polling.requests };
}

/** The deadline and what was learned of the API, over all questions of one wait. */
class Polling {
  requests = 0;
  readonly #limits: WaitLimits;
  readonly #clock: Clock;
  readonly #cancel: AbortSignal;
  readonly #observer: WaitObserver;
  readonly #deadline: number;
  #slowestMs = 0;

  constructor(limits: WaitLimits, clock: Clock, cancel: AbortSignal, observer: WaitObserver) {
    this.#limits = limits;
    this.#clock = clock;
    this.#cancel = cancel;
    this.#observer = observer;
    this.#deadline = clock.now() + limits.timeoutMs;
  }

  /** Asks until the answer is there. The first request goes out at once. */
  async until<T>(
    ask: Ask<T>,
    onRunning: (value: T | undefined) => void,
  ): Promise<{ readonly kind: "finished"; readonly value: T } | Stop> {
    let polls = 0;
    let failures = 0;
    for (;;) {
      const answer = await this.#ask(ask);
      if (this.#isCancelled()) return this.#cancelled();
      let atDeadline: Stop;
      let pauseMs: number;
      switch (answer.kind) {
        case "finished":
          return answer;
        case "permanent":
          return { kind: "error", cause: answer.cause, advice: answer.advice };
        case "running":
          failures = 0;
          pauseMs = pollPause(++polls, this.#limits.pollIntervalMs, Math.random());
          atDeadline = { kind: "timeout" };
          onRunning(answer.value);
          break;
        case "transient":
          failures++;
          // Never sooner than without it, or `Retry-After: 0` would use up all tries in an instant.
          pauseMs = Math.max(
            backoff(failures, Math.random()),
            (answer.retryAfterMs ?? 0) * (1 + 0.1 * Math.random()),
          );
          atDeadline = unreachable(answer.cause, failures);
          if (failures === MAX_FAILURES) return atDeadline;
          break;
      }
      const leftMs = this.#deadline - this.#clock.now();
      // A poll is begun only if there is room for its answer, so that one that the deadline cuts off has failed.
      const pollsAgain = leftMs > this.#roomMs();
      pauseMs = pollsAgain ? Math.min(pauseMs, leftMs - this.#roomMs()) : Math.max(0, leftMs);
      if (answer.kind === "transient" && pollsAgain) this.#observer.retrying(answer.cause, failures, pauseMs);
      await this.#clock.sleep(pauseMs, this.#cancel);
      if (this.#isCancelled()) return this.#cancelled();
      if (!pollsAgain) return atDeadline;
    }
  }

  async #ask<T>(ask: Ask<T>): Promise<Answer<T>> {
    const began = this.#clock.now();
    const timeoutMs = Math.max(0, Math.min(this.#limits.requestTimeoutMs, this.#deadline - began));
    this.requests++;
    const answer = await ask({ timeoutMs, cancel: this.#cancel });
    const tookMs = this.#clock.now() - began;
    this.#observer.answered(answer.kind, tookMs);
    if (answer.kind === "running") this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    // Lets a signal in that came while a large answer was read.
    await new Promise(setImmediate);
    return answer;
  }

  #isCancelled(): boolean {
    return this.#cancel.aborted;
  }

  #cancelled(): Stop {
    return { kind: "cancelled", signal: String(this.#cancel.reason) };
  }

  /**
   * The time that an answer is given before the deadline, from how long the slowest took: enough that an agent that still
   * runs is seen to run, since a request that the deadline cuts off shows nothing.
   */
  #roomMs(): number {
    return Math.min(Math.max(1_000, 1.5 * this.#slowestMs), this.#limits.requestTimeoutMs);
  }
}

function unreachable(cause: string, failures: number): Stop {
  const which = failures === 1 ? "The last request failed" : `The last ${failures} requests failed`;
  return {
    kind: "error",
    cause: sentence(`${which}: ${cause}`),
    advice:
      "Whether the agent still runs is not known. Check that this runner can reach `base-url` (by `https_proxy`, if that is set), and run the job again.",
  };
}
