import type { MainOutput, NodeMap } from "../api/execution.ts";
import type { Answer, Ask, Results } from "../api/results.ts";
import type { Clock } from "../clock.ts";
import { judgeNodes } from "../nodes.ts";
import { NOTHING_SEEN, observe, pauseAfter, type Seen } from "./pace.ts";
import { Troubles, type Unfinished } from "./troubles.ts";

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
  /** The API answered the last poll, and the run was not over. */
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

const NOT_KNOWN =
  "Whether the agent still runs is not known; waiting again with the same `execution-id` picks it up.";

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
    if (nodes === undefined || (present !== undefined && present.nodes.length > 0)) nodes = present;
    observer.running(present);
    return present && { queued: present.nodes.filter(({ status }) => status === "QUEUED").length };
  });
  if (seen.kind !== "finished") return { ...seen, nodes, requests: polling.requests };
  nodes = seen.value;
  const judged = judgeNodes(nodes.nodes);
  if (!judged.hasMainOutput) {
    return { kind: "finished", nodes, result: undefined, requests: polling.requests };
  }
  const output = await polling.until(results.mainOutput, () => {
    observer.running(nodes);
    return undefined;
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
  readonly #troubles = new Troubles();
  #slowestMs = 0;
  /** When the present question was first asked, and what its answers showed since. */
  #began = 0;
  #pace = NOTHING_SEEN;

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
    onRunning: (value: T | undefined) => Seen | undefined,
  ): Promise<{ readonly kind: "finished"; readonly value: T } | Stop> {
    this.#began = this.#clock.now();
    this.#pace = NOTHING_SEEN;
    for (;;) {
      const began = this.#clock.now();
      const answer = await this.#ask(ask);
      if (this.#isCancelled()) return this.#cancelled();
      if (answer.kind === "permanent") return { kind: "error", cause: answer.cause, advice: answer.advice };
      this.#troubles.note(answer, began);
      if (answer.kind === "finished") return answer;
      if (answer.kind === "running")
        this.#pace = observe(this.#pace, onRunning(answer.value), this.#clock.now() - this.#began);
      const stop = await this.#pause(answer);
      if (stop !== undefined) return stop;
    }
  }

  /** Waits until the next request is due; if there is to be none, until the wait is over. */
  async #pause(answer: Unfinished): Promise<Stop | undefined> {
    const atDeadline: Stop =
      answer.kind === "running"
        ? { kind: "timeout" }
        : { kind: "error", cause: this.#troubles.causeOf(answer), advice: `${answer.advice} ${NOT_KNOWN}` };
    const now = this.#clock.now();
    const patienceMs = this.#troubles.patienceLeftMs(answer, now);
    if (patienceMs <= 0) return atDeadline;
    const pollPauseMs = pauseAfter(this.#pace, now - this.#began, this.#limits.pollIntervalMs, Math.random());
    const leftMs = this.#deadline - now;
    // A poll is begun only if there is room for its answer, so that one that the deadline cuts off has failed.
    const pollsAgain = leftMs > this.#roomMs();
    const pauseMs = pollsAgain
      ? Math.min(this.#troubles.pauseMs(answer, pollPauseMs), patienceMs, leftMs - this.#roomMs())
      : Math.max(0, leftMs);
    if (answer.kind !== "running" && pollsAgain)
      this.#observer.retrying(answer.cause, this.#troubles.failures, pauseMs);
    await this.#clock.sleep(pauseMs, this.#cancel);
    if (this.#isCancelled()) return this.#cancelled();
    return pollsAgain ? undefined : atDeadline;
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
