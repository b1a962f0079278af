import type { Answer } from "../api/results.ts";
import { backoff } from "../backoff.ts";
import { sentence } from "../wording.ts";
import { patienceMs, slowed } from "./schedule.ts";

/** An answer after which the API is asked again, or the wait is given up. */
export type Unfinished = Extract<Answer<unknown>, { readonly kind: "running" | "throttled" | "transient" }>;
type Failed = Exclude<Unfinished, { readonly kind: "running" }>;

/** What the requests so far have shown of the API, whichever run they were for. */
export interface ApiState {
  /** How often its rate limit was met. */
  timesThrottled: number;
  /** Whether a request has succeeded. */
  hasAnswered: boolean;
}

/** What went wrong during one wait, and what follows from it for the next request. */
export class Troubles {
  /** How many requests failed in a row. */
  failures = 0;
  readonly #api: ApiState;
  /** Whether the API has answered for this run. */
  #hasAnswered = false;
  /** When the present row of transient failures began, and the present row of those with short patience. */
  #since: number | undefined;
  #shortSince: number | undefined;

  /** @param api what the waits for several runs share */
  constructor(api: ApiState = { timesThrottled: 0, hasAnswered: false }) {
    this.#api = api;
  }

  /** @param began when the request was sent */
  note(answer: Answer<unknown>, began: number): void {
    if (answer.kind === "transient") {
      this.#since ??= began;
      this.#shortSince = answer.patience === "long-at-first" ? undefined : (this.#shortSince ?? began);
    } else {
      this.#since = undefined;
      this.#shortSince = undefined;
    }
    const requestSucceeded = answer.kind === "finished" || answer.kind === "running";
    if (requestSucceeded) this.#hasAnswered = this.#api.hasAnswered = true;
    if (answer.kind === "throttled") this.#api.timesThrottled++;
    this.failures = requestSucceeded ? 0 : this.failures + 1;
  }

  /** How long to go on trying after this answer, in milliseconds; 0 or less means to give up. */
  patienceLeftMs(answer: Unfinished, now: number): number {
    // A rate limit is not an outage: it always passes.
    if (answer.kind !== "transient") return Infinity;
    const since = (answer.patience === "long-at-first" ? this.#since : this.#shortSince) ?? now;
    return since + patienceMs(answer.patience, this.#hasAnswered, this.#api.hasAnswered) - now;
  }

  /** @param pollPauseMs the pause between two polls when all is well */
  pauseMs(answer: Unfinished, pollPauseMs: number): number {
    const paceMs = slowed(pollPauseMs, this.#api.timesThrottled);
    if (answer.kind === "running") return paceMs;
    return Math.max(
      backoff(this.failures + this.#api.timesThrottled, answer.retryAfterMs),
      answer.kind === "throttled" ? paceMs : 0,
    );
  }

  causeOf({ cause }: Failed): string {
    const which =
      this.failures === 1 ? "the last request failed" : `the last ${this.failures} requests failed`;
    return sentence(`${which}: ${cause}`);
  }
}
