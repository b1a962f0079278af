import type { Patience } from "../api/results.ts";

/** With the last request, about ten seconds in all. */
const SHORT_PATIENCE_MS = 8_000;
const LONG_PATIENCE_MS = 120_000;

const MAX_SLOWDOWN = 8;

/** The pause between polls after the rate limit was met so many `times`: each doubles it, up to eight times its length. */
export function slowed(pauseMs: number, times: number): number {
  return pauseMs * Math.min(2 ** times, MAX_SLOWDOWN);
}

/**
 * How long to try again while every request fails, in milliseconds; {@link Infinity} means until the deadline.
 *
 * @param hasAnswered whether the API has answered for this run
 * @param isReached whether it has answered for any run
 */
export function patienceMs(patience: Patience, hasAnswered: boolean, isReached: boolean): number {
  if (patience === "short") return SHORT_PATIENCE_MS;
  if (hasAnswered) return Infinity;
  return patience === "short-at-first" && !isReached ? SHORT_PATIENCE_MS : LONG_PATIENCE_MS;
}
