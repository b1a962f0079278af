import type { Patience } from "../api/results.ts";

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;

/** Short enough for ten seconds in all, with the last request. */
const SHORT_PATIENCE_MS = 8_000;
const LONG_PATIENCE_MS = 120_000;

const MAX_SLOWDOWN = 8;

/** A poll's pause when the API's rate limit was met so many `times`: each doubles it, up to eight times its length. */
export function slowed(pauseMs: number, times: number): number {
  return pauseMs * Math.min(2 ** times, MAX_SLOWDOWN);
}

/**
 * The pause after the `nth` failed request in a row (from 1), in milliseconds: doubling from a second to half a
 * minute.
 *
 * @param random from 0 to 1; up to a quarter of the pause is taken off
 */
export function backoff(nth: number, random: number): number {
  const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
  return pause * (1 - 0.25 * random);
}

/** For how long an unbroken row of failures is tried again, in milliseconds; {@link Infinity} if to the deadline. */
export function patienceMs(patience: Patience, hasAnswered: boolean): number {
  if (patience === "short") return SHORT_PATIENCE_MS;
  if (hasAnswered) return Infinity;
  return patience === "short-at-first" ? SHORT_PATIENCE_MS : LONG_PATIENCE_MS;
}
