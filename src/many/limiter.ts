import type { Clock } from "../clock.ts";
import type { Shared } from "../wait/wait.ts";

const MAX_AT_ONCE = 8;
const MAX_IN_WINDOW = 4;
const WINDOW_MS = 1_000;

/** Gives turns to the requests of several waits: first come, first served; eight at once and four a second at most. */
export class Limiter implements Shared {
  readonly throttle = { times: 0 };
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;
  /** When the last four requests began. */
  #begins: number[] = [];
  #heldUntil = 0;
  #isFreed = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(until: number, cancel: AbortSignal): Promise<boolean> {
    const turn = this.#last.then(() => this.#next(until, cancel));
    this.#last = turn;
    return turn;
  }

  done(): void {
    this.#open--;
    this.#isFreed.abort();
    this.#isFreed = new AbortController();
  }

  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.now() + ms);
  }

  async #next(until: number, cancel: AbortSignal): Promise<boolean> {
    for (;;) {
      const now = this.#clock.now();
      if (cancel.aborted || now >= until) return false;
      const [fourthLast = -Infinity] = this.#begins.length < MAX_IN_WINDOW ? [] : this.#begins;
      const free = Math.max(this.#heldUntil, fourthLast + WINDOW_MS);
      if (this.#open < MAX_AT_ONCE && now >= free) {
        this.#open++;
        this.#begins = [...this.#begins, now].slice(-MAX_IN_WINDOW);
        return true;
      }
      const wakeAt = now >= free ? until : Math.min(free, until);
      await this.#clock.sleep(wakeAt - now, AbortSignal.any([cancel, this.#isFreed.signal]));
    }
  }
}
