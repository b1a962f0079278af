const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;

/**
 * The pause after the `nth` failed request in a row (from 1), in milliseconds. It doubles from 1 s up to 30 s.
 *
 * @param retryAfterMs the pause that the API asks for in `Retry-After`. It can make ours longer, never shorter, or
 *   `Retry-After: 0` would leave no pause at all.
 * @param random returns a number from 0 to 1. Up to a quarter is taken off the pause, or a tenth is added to what the API
 *   asks for, so that many clients do not come back at the same moment.
 */
export function backoff(nth: number, retryAfterMs = 0, random: () => number = Math.random): number {
  const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
  return Math.max(pause * (1 - 0.25 * random()), retryAfterMs * (1 + 0.1 * random()));
}
