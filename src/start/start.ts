import type { RequestLimits } from "../api/results.ts";
import type { StartAnswer, StartedRun } from "../api/runs.ts";
import { backoff } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { counted, duration } from "../wording.ts";

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

/** The result of all tries. */
export type Start = {
  /** The name of the signal that cancelled the step; undefined if none did. */
  readonly signal: string | undefined;
} & (
  | { readonly kind: "started"; readonly run: StartedRun }
  | { readonly kind: "not started"; readonly cause: string; readonly advice: string }
  /** A run may have been started. */
  | { readonly kind: "unknown"; readonly cause: string; readonly advice: string }
);

/** The least time for another request, in milliseconds: one that the deadline cuts off may have started a run. */
export const MIN_REQUEST_MS = 1_000;

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
    // Lets Node handle a signal that came while the answer was read.
    await new Promise(setImmediate);
    if (answer.kind === "permanent") return { ...answer, kind: "not started", signal: signal() };
    if (answer.kind !== "transient") return { ...answer, signal: signal() };
    const pauseMs = backoff(tries, answer.retryAfterMs);
    const latest = deadline - Math.min(MIN_REQUEST_MS, requestTimeoutMs);
    const isInTime = clock.now() + pauseMs <= latest;
    if (isInTime) {
      observer.retrying(answer.cause, pauseMs);
      await clock.sleep(pauseMs, cancel);
    }
    // The sleep takes longer if the machine was suspended.
    if (!isInTime || cancel.aborted || clock.now() >= deadline) {
      const cause = causeAfter(tries, answer.cause, isInTime ? undefined : answer.retryAfterMs);
      return { kind: "not started", cause, advice: answer.advice, signal: signal() };
    }
  }
}

/** @param askedMs the pause that the API asked for, if there is no time for it before the deadline */
function causeAfter(tries: number, cause: string, askedMs = 0): string {
  const last = askedMs === 0 ? cause : `${cause}, and it asks for a pause of ${duration(askedMs)}`;
  return tries === 1 ? last : `${counted(tries, "request")} failed, the last because ${last}`;
}
