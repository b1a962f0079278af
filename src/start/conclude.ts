import type { Outcome } from "../outcome.ts";
import { counted, listed, quoted, sentence } from "../wording.ts";
import type { NamedStart } from "./many.ts";
import type { Start } from "./start.ts";

export const MAY_HAVE_STARTED = "A run may have been started: look in PromptLayer before you start again.";

/** Turns the result of all tries into the outcome. Only this makes a step `started`, and only with a run's ID. */
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
      "Cancelled after the run was started",
      "The run goes on: look at it in PromptLayer before you start again.",
    ],
    "not started": ["Cancelled before a run was started", "Run the job again if you need the run."],
    unknown: ["Cancelled while the API was asked to start the run", MAY_HAVE_STARTED],
  }[start.kind] as [string, string];
  return { status: "cancelled", headline, cause: signal, advice };
}

/**
 * The same for several runs.
 *
 * @param starts the results of the cases that were tried, in order; all but the last are `started`
 * @param cases all that were to be started
 */
export function concludeAll(
  starts: readonly NamedStart[],
  cases: readonly { readonly name: string }[],
  failOnWarning: boolean,
): Outcome {
  const runs = starts.flatMap(({ name, start }) =>
    start.kind === "started" ? [{ name, ...start.run }] : [],
  );
  const tried = starts.at(-1);
  const last = tried?.start;
  const done = `${runs.length} of ${counted(cases.length, "run")}`;
  const goOn = runs.length === 0 ? "" : GO_ON;
  if (last?.signal !== undefined) {
    const advice = [...(last.kind === "unknown" ? [MAY_HAVE_STARTED] : []), goOn].join(" ").trim();
    return {
      status: "cancelled",
      headline: `Cancelled when ${done} were started`,
      cause: last.signal,
      advice,
    };
  }
  if (tried !== undefined && tried.start.kind !== "started")
    return stopped(done, tried, cases.length - starts.length, goOn);
  const warned = failOnWarning ? runs.filter(({ warning }) => warning !== "") : [];
  if (warned.length === 0) {
    return {
      status: "started",
      headline: `${counted(runs.length, "run")} were started`,
      cause: "",
      advice: "",
    };
  }
  return {
    status: "failure",
    headline: `${counted(runs.length, "run")} were started, but the API warns of ${warned.length}`,
    cause: listed(warned.map(({ name }) => name)),
    advice: `Correct the input variables, or set \`fail-on-warning: false\`. ${GO_ON}`,
  };
}

const GO_ON = "The runs that were started go on: look at them in PromptLayer before you start again.";

/** The outcome if the last case that was tried is not known to have been started. */
function stopped(done: string, { name, start }: NamedStart, untried: number, goOn: string): Outcome {
  const { headline, cause, advice } = conclude(start, false);
  const after =
    untried === 0
      ? ""
      : ` The ${counted(untried, "run")} after it ${untried === 1 ? "was" : "were"} not tried.`;
  return {
    status: "error",
    headline: `${done} were started`,
    cause: `${quoted(name)}: ${headline.charAt(0).toLowerCase()}${headline.slice(1)}: ${sentence(cause)}${after}`,
    advice: [goOn, advice].join(" ").trim(),
  };
}
