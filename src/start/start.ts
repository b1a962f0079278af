import type { RequestLimits } from "../api/results.ts";
import type { StartAnswer, StartedRun } from "../api/runs.ts";
import { backoff } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { counted } from "../wording.ts";

/** All in milliseconds. */
export interface StartLimits {
  /** For all tries together. */
  readonly timeoutMs: number;
  /** For one request, body included. */
  readonly requestTimeoutMs: number;
}

/** Hears how the start goes. */
export interface StartObserver {
  /** A request ended, with or without a response, after `tookMs`. */
  answered(kind: StartAnswer["kind"], tookMs: number): void;
  /** No run was started, and the next try comes after `pauseMs`. */
  retrying(cause: string, pauseMs: number): void;
}

/** What came of all tries. */
export type Start = {
  /** The name of the signal that cancelled the step; undefined if none did. */
  readonly signal: string | undefined;
} & (
  | { readonly kind: "started"; readonly run: StartedRun }
  | { readonly kind: "not started"; readonly cause: string; readonly advice: string }
  /** A run may have been started. */
  | { readonly kind: "unknown"; readonly cause: string; readonly advice: string }
);

/** What a request is given at least, in milliseconds: one that the deadline cuts off may have started a run. */
const MIN_REQUEST_MS = 1_000;

/** Starts a run. It tries again only while it is certain that no run was started. */
export async function start(
  send: (limits: RequestLimits) => Promise<StartAnswer>,
  { timeoutMs, requestTimeoutMs }: StartLimits,
  clock: Clock,
  cancel: AbortSignal,
  observer: StartObserver,
): Promise<Start> {
  const deadline = clock.now() + timeoutMs;
  const signal = () => (cancel.aborted ? String(cancel.reason) : undefined);
  for (let tries = 1; ; tries++) {
    const began = clock.now();
    const answer = await send({ timeoutMs: Math.min(requestTimeoutMs, deadline - began), cancel });
    observer.answered(answer.kind, clock.now() - began);
    // Lets a signal in that came while the answer was read.
    await new Promise(setImmediate);
    if (answer.kind === "permanent") return { ...answer, kind: "not started", signal: signal() };
    if (answer.kind !== "transient") return { ...answer, signal: signal() };
    // Never sooner than without it, or `Retry-After: 0` would send one request after the other.
    const pauseMs = Math.max(
      backoff(tries, Math.random()),
      (answer.retryAfterMs ?? 0) * (1 + 0.1 * Math.random()),
    );
    const leftMs = deadline - clock.now();
    const isLast = leftMs - pauseMs < Math.min(MIN_REQUEST_MS, requestTimeoutMs);
    if (!isLast) {
      observer.retrying(answer.cause, pauseMs);
      await clock.sleep(pauseMs, cancel);
    }
    if (isLast || cancel.aborted) {
      const advice = answer.retryAfterMs === undefined ? CHECK_REACH : RAISE_TIMEOUT;
      return { kind: "not started", cause: causeAfter(answer.cause, tries), advice, signal: signal() };
    }
  }
}

const CHECK_REACH =
  "Check that this runner can reach `base-url` (by `https_proxy`, if that is set), and run the job again.";
const RAISE_TIMEOUT =
  "The API asks for a longer pause than `timeout` leaves. Raise `timeout`, or run the job again later.";

function causeAfter(cause: string, tries: number): string {
  return tries === 1 ? cause : `${counted(tries, "request")} failed, the last one so: ${cause}`;
}
