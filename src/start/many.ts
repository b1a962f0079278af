import type { Step } from "../runner/entry.ts";
import type { Case } from "./cases.ts";
import { MIN_REQUEST_MS, type Start, type StartLimits } from "./start.ts";

/** The result of one case. */
export interface NamedStart {
  readonly name: string;
  readonly start: Start;
}

/**
 * Starts the runs one after the other, up to the first that is not known to have been started: the step is red then, and
 * more runs would only cost money.
 *
 * @param onEnd is called with the result of the `nth` case, from 1
 */
export async function startAll(
  cases: readonly Case[],
  startOne: (variables: Case["variables"], timeoutMs: number) => Promise<Start>,
  { timeoutMs, requestTimeoutMs }: StartLimits,
  { clock, cancel }: Pick<Step, "clock" | "cancel">,
  onEnd: (nth: number, came: NamedStart) => void,
): Promise<NamedStart[]> {
  const deadline = clock.now() + timeoutMs;
  const starts: NamedStart[] = [];
  for (const { name, variables } of cases) {
    const leftMs = deadline - clock.now();
    const isLate = starts.length > 0 && leftMs < Math.min(MIN_REQUEST_MS, requestTimeoutMs);
    const start = isLate ? TOO_LATE : await startOne(variables, leftMs);
    const came = { name, start };
    onEnd(starts.push(came), came);
    if (start.kind !== "started" || start.signal !== undefined || cancel.aborted) break;
  }
  return starts;
}

const TOO_LATE: Start = {
  kind: "not started",
  signal: undefined,
  cause: "too little of `timeout` was left to ask the API",
  advice: "Raise `timeout`, which counts for all runs together.",
};
