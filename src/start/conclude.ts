import type { Outcome } from "../outcome.ts";
import { quoted } from "../wording.ts";
import type { Start } from "./start.ts";

export const MAY_HAVE_STARTED = "A run may have been started: look in PromptLayer before you start again.";

/** Turns what came of all tries into the outcome. Only here a step becomes `started`, and only with a run's ID. */
export function conclude(start: Start, failOnWarning: boolean): Outcome {
  const { signal } = start;
  if (signal !== undefined) return cancelled(start, signal);
  switch (start.kind) {
    case "started":
      return started(start.run.executionId, failOnWarning ? start.run.warning : "");
    case "not started":
      return {
        status: "error",
        headline: "No run was started",
        cause: start.cause,
        advice: start.advice,
      };
    case "unknown":
      return {
        status: "error",
        headline: "Whether a run was started is not known",
        cause: start.cause,
        advice: `${MAY_HAVE_STARTED} ${start.advice}`.trim(),
      };
  }
}

function started(executionId: string, warning: string): Outcome {
  if (warning === "") {
    return { status: "started", headline: `Run ${executionId} was started`, cause: "", advice: "" };
  }
  return {
    status: "failure",
    headline: `Run ${executionId} was started, but the API warns`,
    cause: quoted(warning, 500),
    advice:
      "Correct `input-variables` and `input-files`, or set `fail-on-warning: false`. The run goes on all the same: look at it in PromptLayer before you start again.",
  };
}

function cancelled(start: Start, signal: string): Outcome {
  const [headline, advice] = {
    started: [
      "Cancelled when the run was started already",
      "The run goes on: look at it in PromptLayer before you start again.",
    ],
    "not started": ["Cancelled before a run was started", ""],
    unknown: ["Cancelled while the API was to start the run", MAY_HAVE_STARTED],
  }[start.kind] as [string, string];
  return { status: "cancelled", headline, cause: signal, advice };
}
