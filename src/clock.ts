/** Time as the wait sees it, so that tests can hand in a clock of their own. */
export interface Clock {
  /** Milliseconds from some fixed moment. Never runs backwards, whatever happens to the time of day. */
  now(): number;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay that a Node timer can hold, in milliseconds. Given a longer one, it fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** @param now as {@link Clock.now} */
export function systemClock(now: () => number): Clock {
  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.min(ms, MAX_TIMER_MS));
        signal.addEventListener("abort", wake);
      }),
  };
}
