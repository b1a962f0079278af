import type { Clock } from "../clock.ts";
import type { Shared } from "../wait/wait.ts";

const MAX_AT_ONCE = 8;
const MAX_IN_WINDOW = 4;
const WINDOW_MS = 1_000;

/** Gives turns to the requests of several waits: first come, first served; eight at once and four a second at most. */
export class Limiter implements Shared {
  readonly api = { timesThrottled: 0, hasAnswered: false };
  readonly roundMs: number;
  readonly #clock: Clock;
  /** The last turn in each queue. Urgent turns come before usual ones. */
  readonly #last: Record<"usual" | "urgent", Promise<unknown>> = {
    usual: Promise.resolve(),
    urgent: Promise.resolve(),
  };
  #urgent = 0;
  #open = 0;
  /** When the last four requests began. */
  #begins: number[] = [];
  #heldUntil = 0;
  #change = new AbortController();

  /** @param runs how many take turns */
  constructor(clock: Clock, runs = 1) {
    this.roundMs = (runs / MAX_IN_WINDOW) * WINDOW_MS;
    this.#clock = clock;
  }

  take(until: number, cancel: AbortSignal, isUrgent: boolean): Promise<boolean> {
    const queue = isUrgent ? "urgent" : "usual";
    if (isUrgent) this.#urgent++;
    const turn = this.#last[queue].then(() => this.#next(until, cancel, isUrgent));
    this.#last[queue] = turn;
    return turn;
  }

  done(): void {
    this.#open--;
    this.#changed();
  }

  /** Counts one more request as open until {@link done}: its response is still in memory. */
  keepOpen(): void {
    this.#open++;
  }

  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.now() + ms);
  }

  async #next(until: number, cancel: AbortSignal, isUrgent: boolean): Promise<boolean> {
    try {
      for (;;) {
        const now = this.#clock.now();
        if (cancel.aborted || now >= until) return false;
        const [fourthLast = -Infinity] = this.#begins.length < MAX_IN_WINDOW ? [] : this.#begins;
        const free = Math.max(this.#heldUntil, fourthLast + WINDOW_MS);
        if (this.#open < MAX_AT_ONCE && now >= free && (isUrgent || this.#urgent === 0)) {
          this.#open++;
          this.#begins = [...this.#begins, now].slice(-MAX_IN_WINDOW);
          return true;
        }
        const wakeAt = now >= free ? until : Math.min(free, until);
        await this.#clock.sleep(wakeAt - now, AbortSignal.any([cancel, this.#change.signal]));
      }
    } finally {
      if (isUrgent) this.#urgent--;
      this.#changed();
    }
  }

  /** Wakes all that wait for a turn, so that each checks again whether its own has come. */
  #changed(): void {
    this.#change.abort();
    this.#change = new AbortController();
  }
}
