const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;

/**
 * The pause after the `nth` failed request in a row (from 1), in milliseconds. It doubles from 1 s up to 30 s.
 *
 * @param random from 0 to 1; up to a quarter of the pause is taken off
 */
export function backoff(nth: number, random: number): number {
  const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
  return pause * (1 - 0.25 * random);
}
