import type { MainOutput, NodeMap } from "../api/execution.ts";
import type { Answer, Ask, Results } from "../api/results.ts";
import type { Clock } from "../clock.ts";
import { judgeNodes } from "../nodes.ts";
import { duration } from "../wording.ts";
import { NOTHING_SEEN, observe, pauseAfter, type Seen } from "./pace.ts";
import { Troubles, type ApiState, type Unfinished } from "./troubles.ts";

/** All in milliseconds. */
export interface WaitLimits {
  /** For the whole wait. */
  readonly timeoutMs: number;
  /** The longest pause between two polls. */
  readonly pollIntervalMs: number;
  /** For one request, body included. */
  readonly requestTimeoutMs: number;
}

/** What the waits for several runs share. */
export interface Shared {
  readonly api: ApiState;
  /** How long it takes to ask for each run once, in milliseconds. */
  readonly roundMs: number;
  /**
   * Waits for a request's turn, at most until `until` on the clock. Resolves to whether it came; if so, call {@link done}
   * after the request.
   *
   * @param isUrgent whether it goes before requests that are not urgent
   */
  take(until: number, cancel: AbortSignal, isUrgent: boolean): Promise<boolean>;
  /** The request whose turn it was has ended. */
  done(): void;
  /** Gives no turn for `ms` milliseconds. */
  hold(ms: number): void;
}

/** Hears how the wait goes. */
export interface WaitObserver {
  /** A request ended, with or without a response, after `tookMs`. */
  answered(kind: Answer<unknown>["kind"], tookMs: number): void;
  /** The API answered that the agent is running. `nodes` is undefined if the answer did not show them. */
  running(nodes: NodeMap | undefined): void;
  /** A request failed for the `nth` time in a row and is tried again after `pauseMs`. */
  retrying(cause: string, nth: number, pauseMs: number): void;
}

/** What the wait knows at its end, however it ended. */
interface Known {
  /** Those of the finished run, or as last seen; undefined if they were never seen. */
  readonly nodes: NodeMap | undefined;
  readonly requests: number;
}

type Stop =
  /** The API answered the last poll, and the run was not over. */
  | { readonly kind: "timeout" }
  | { readonly kind: "cancelled"; readonly signal: string }
  /** The API could not be reached or understood. `advice` says what to do. */
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

/** How the wait ends if the turn of its first request, or of the first for the main output, did not come. */
const NEVER_ASKED = neverAsked("this run");
const NEVER_ASKED_FOR_OUTPUT = neverAsked("the main output of this run, which has ended");

function neverAsked(what: string): Stop {
  return {
    kind: "error",
    cause: `\`timeout\` was over before the API was asked for ${what}.`,
    advice: "Raise `timeout`: with many runs, each waits for its turn.",
  };
}

/** Waits until the run has finished and its main output is there, or the wait cannot go on. Never rejects. */
export async function waitForResults(
  results: Results,
  limits: WaitLimits,
  clock: Clock,
  cancel: AbortSignal,
  observer: WaitObserver,
  shared?: Shared,
): Promise<Wait> {
  const polling = new Polling(limits, clock, cancel, observer, shared);
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
  // The main output never came, but it is known that the run failed.
  const isMissing = output.kind === "timeout" || output === NEVER_ASKED_FOR_OUTPUT;
  const isFailure = isMissing && judged.failed.length > 0;
  if (isFailure) return { kind: "finished", nodes, result: undefined, requests: polling.requests };
  if (output.kind !== "finished") return { ...output, nodes, requests: polling.requests };
  return { kind: "finished", nodes, result: output.value, requests: polling.requests };
}

/** Both questions of one wait, with their common deadline and what was learned about the API. */
class Polling {
  requests = 0;
  readonly #limits: WaitLimits;
  readonly #clock: Clock;
  readonly #cancel: AbortSignal;
  readonly #observer: WaitObserver;
  readonly #deadline: number;
  readonly #troubles: Troubles;
  readonly #shared: Shared | undefined;
  #slowestMs = 0;
  /** When the run was last seen to run. */
  #seenAt = 0;
  /** When the present question was first asked, and what its answers have shown. */
  #began = 0;
  #pace = NOTHING_SEEN;

  constructor(
    limits: WaitLimits,
    clock: Clock,
    cancel: AbortSignal,
    observer: WaitObserver,
    shared: Shared | undefined,
  ) {
    this.#shared = shared;
    this.#troubles = new Troubles(shared?.api);
    this.#limits = limits;
    this.#clock = clock;
    this.#cancel = cancel;
    this.#observer = observer;
    this.#deadline = clock.now() + limits.timeoutMs;
  }

  /** Asks until the answer is `finished`, or the wait has to stop. The first request is sent at once. */
  async until<T>(
    ask: Ask<T>,
    onRunning: (value: T | undefined) => Seen | undefined,
  ): Promise<{ readonly kind: "finished"; readonly value: T } | Stop> {
    this.#began = this.#clock.now();
    this.#pace = NOTHING_SEEN;
    let last: Stop | undefined;
    for (;;) {
      const hasTurn = await this.#takeTurn(last === undefined);
      if (this.#isCancelled()) return this.#cancelled();
      if (!hasTurn) return this.#withoutTurn(last);
      const began = this.#clock.now();
      const answer = await this.#ask(ask);
      if (this.#isCancelled()) return this.#cancelled();
      if (answer.kind === "permanent") return { kind: "error", cause: answer.cause, advice: answer.advice };
      this.#troubles.note(answer, began);
      if (answer.kind === "finished") return answer;
      if (answer.kind === "running") {
        this.#seenAt = this.#clock.now();
        this.#pace = observe(this.#pace, onRunning(answer.value), this.#seenAt - this.#began);
      }
      last = this.#stopAfter(answer);
      const pollsAgain = await this.#pause(answer);
      if (this.#isCancelled()) return this.#cancelled();
      if (!pollsAgain) return last;
    }
  }

  /**
   * Waits for the turn of the next request, if requests take turns.
   *
   * @param isFirst whether it is the first of a question. The first request for the main output is urgent: the run is over,
   *   and one request may be all that is missing.
   * @returns false if it did not come in time
   */
  async #takeTurn(isFirst: boolean): Promise<boolean> {
    const until = isFirst ? this.#deadline : this.#lastMoment();
    return (await this.#shared?.take(until, this.#cancel, isFirst && this.requests > 0)) ?? true;
  }

  /** How the wait ends if the turn of its next request does not come. */
  #withoutTurn(last: Stop | undefined): Stop {
    if (last === undefined) return this.requests === 0 ? NEVER_ASKED : NEVER_ASKED_FOR_OUTPUT;
    const unseenMs = this.#clock.now() - this.#seenAt;
    const { roundMs = 0, api } = this.#shared ?? {};
    const isRecent = unseenMs <= roundMs + this.#limits.pollIntervalMs + 2 * this.#roomMs();
    if (last.kind !== "timeout" || isRecent) return last;
    const why = api?.timesThrottled === 0 ? "its turn" : "the API's rate limit";
    return {
      kind: "error",
      cause: `it was last seen to run ${duration(unseenMs)} before \`timeout\` was over, and ${why} left no time to ask again.`,
      advice: `Raise \`timeout\`, or wait for fewer runs at once. ${NOT_KNOWN}`,
    };
  }

  /** How the wait ends if this answer is the last. */
  #stopAfter(answer: Unfinished): Stop {
    if (answer.kind === "running") return { kind: "timeout" };
    const { advice } = answer;
    // If the run was not found, waiting again does not help.
    const isNotFound = answer.kind === "transient" && answer.patience === "short";
    const cause = this.#troubles.causeOf(answer);
    return { kind: "error", cause, advice: isNotFound ? advice : `${advice} ${NOT_KNOWN}` };
  }

  /** Waits until the next request is due. Resolves to false, at once or at the deadline, if there is to be none. */
  async #pause(answer: Unfinished): Promise<boolean> {
    const now = this.#clock.now();
    const patienceMs = this.#troubles.patienceLeftMs(answer, now);
    if (patienceMs <= 0) return false;
    const pollPauseMs = pauseAfter(this.#pace, now - this.#began, this.#limits.pollIntervalMs, Math.random());
    const leftMs = this.#deadline - now;
    // A poll is sent only if there is time for its answer, so one that the deadline still cuts off counts as failed.
    const pollsAgain = leftMs > this.#roomMs();
    const pauseMs = pollsAgain
      ? Math.min(this.#troubles.pauseMs(answer, pollPauseMs), patienceMs, leftMs - this.#roomMs())
      : Math.max(0, leftMs);
    if (answer.kind !== "running" && pollsAgain)
      this.#observer.retrying(answer.cause, this.#troubles.failures, pauseMs);
    if (answer.kind === "throttled") this.#shared?.hold(answer.retryAfterMs ?? 0);
    await this.#clock.sleep(pauseMs, this.#cancel);
    return pollsAgain && this.#clock.now() <= this.#lastMoment();
  }

  async #ask<T>(ask: Ask<T>): Promise<Answer<T>> {
    const began = this.#clock.now();
    const timeoutMs = Math.max(0, Math.min(this.#limits.requestTimeoutMs, this.#deadline - began));
    this.requests++;
    const answer = await ask({ timeoutMs, cancel: this.#cancel });
    this.#shared?.done();
    const tookMs = this.#clock.now() - began;
    this.#observer.answered(answer.kind, tookMs);
    // A failed request may have been cut off, so its time shows nothing.
    if (answer.kind === "running" || answer.kind === "throttled")
      this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    // Lets Node handle a signal that came while a large answer was read.
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
   * The last moment to send a request that is not the first: a little after its room begins, since timers fire late. After
   * the machine was suspended they fire much later.
   */
  #lastMoment(): number {
    return this.#deadline - 0.8 * this.#roomMs();
  }

  /**
   * The time to leave for an answer before the deadline, in milliseconds, by the slowest answer so far. A request that the
   * deadline cuts off would not show whether the agent still runs.
   */
  #roomMs(): number {
    return Math.min(Math.max(1_000, 1.5 * this.#slowestMs), this.#limits.requestTimeoutMs);
  }
}
