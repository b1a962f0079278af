/** How a step ended: the value of the output `status`. A step that only starts a run is `started`, not `success`. */
export type Status = "success" | "started" | "failure" | "timeout" | "error" | "cancelled";

/** What a step tells people at its end. */
export interface Outcome {
  readonly status: Status;
  /** One sentence of our own words, without its full stop. */
  readonly headline: string;
  /** Why it failed, often in other people's words; empty if the headline says it. */
  readonly cause: string;
  /** What to do next, in our own words as Markdown; empty if there is nothing to do. */
  readonly advice: string;
}

/** The outcome of a step that could not do its job. For a run that failed it is `failure` instead. */
export function failed(headline: string, cause: string, advice: string): Outcome {
  return { status: "error", headline, cause, advice };
}

/** A failure as it is shown if `fail-on-error: false` leaves the step green. */
export function tolerated<T extends Outcome>(outcome: T): T {
  const green =
    "The step stays green, because `fail-on-error` is false: a later step has to decide by `status`.";
  return { ...outcome, advice: `${green} ${outcome.advice}`.trim() };
}
