import type { Patience } from "../api/results.ts";

/** Short enough for ten seconds in all, with the last request. */
const SHORT_PATIENCE_MS = 8_000;
const LONG_PATIENCE_MS = 120_000;

const MAX_SLOWDOWN = 8;

/** A poll's pause when the API's rate limit was met so many `times`: each doubles it, up to eight times its length. */
export function slowed(pauseMs: number, times: number): number {
  return pauseMs * Math.min(2 ** times, MAX_SLOWDOWN);
}

/** For how long an unbroken row of failures is tried again, in milliseconds; {@link Infinity} if to the deadline. */
export function patienceMs(patience: Patience, hasAnswered: boolean): number {
  if (patience === "short") return SHORT_PATIENCE_MS;
  if (hasAnswered) return Infinity;
  return patience === "short-at-first" ? SHORT_PATIENCE_MS : LONG_PATIENCE_MS;
}
