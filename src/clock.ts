/** Time as the wait sees it, so that tests can hand in a clock of their own. */
export interface Clock {
  /** Milliseconds from some fixed moment; never runs backwards, whatever happens to the time of day. */
  now(): number;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay that a Node timer can hold; it fires at once for a longer one. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const monotonicClock: Clock = {
  // Not `performance`: loading its module would take most of a millisecond.
  now: () => Number(process.hrtime.bigint()) / 1e6,
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
      const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
      signal.addEventListener("abort", wake);
    }),
};
