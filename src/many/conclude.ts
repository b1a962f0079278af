import type { Outcome, Status } from "../outcome.ts";
import { InputError, shownValue } from "../runner/inputs.ts";
import { listed } from "../wording.ts";

/**
 * How many of `total` runs must pass by `min-passed`: a count, or a percentage, which is rounded up.
 *
 * @throws InputError if it is neither, or if it demands no run or more runs than there are
 */
export function neededOf(given: string, total: number): number {
  const [, whole = "", fraction = "", percent] = /^(\d{1,9})(?:\.(\d{1,9}))?(%)?$/.exec(given) ?? [];
  // In integers: as a floating-point number, 7% of 100 is 7.000000000000001, which is rounded up to 8.
  const scale = 10n ** BigInt(fraction.length);
  const number = BigInt(whole + fraction);
  const needed = percent === undefined ? number / scale : ceilOf(number * BigInt(total), 100n * scale);
  const isNumber = whole !== "" && (percent !== undefined || fraction === "");
  if (isNumber && needed >= 1n && needed <= BigInt(total)) return Number(needed);
  throw new InputError(
    `Input \`min-passed\` is ${shownValue(given)}; expected a count from 1 to ${total}, which is the number of runs, or a percentage above 0% up to 100%.`,
  );
}

function ceilOf(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** The outcome of the step, by the status of each run. */
export function concludeAll(
  runs: readonly { readonly name: string; readonly status: Status }[],
  needed: number,
): Outcome & { readonly passed: number } {
  const named = (...statuses: Status[]) =>
    runs.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
  const passed = named("success").length;
  const failed = named("failure");
  const unknown = named("timeout", "error");
  const headline = `${passed} of ${runs.length} runs passed, ${needed} needed`;
  if (named("cancelled").length > 0)
    return { status: "cancelled", headline: `Cancelled when ${headline}`, cause: "", advice: GO_ON, passed };
  if (passed >= needed) return { status: "success", headline, cause: "", advice: "", passed };
  if (runs.length - failed.length < needed) {
    return { status: "failure", headline, cause: listed(failed), advice: SEE_CAUSES, passed };
  }
  const isTimeout = named("error").length === 0;
  return {
    status: isTimeout ? "timeout" : "error",
    headline: `${headline}, and ${unknown.length} ${isTimeout ? "were still running when last seen" : "are not known"}`,
    cause: listed(unknown),
    advice: isTimeout
      ? `Raise \`timeout\` if the agent needs longer. ${GO_ON}`
      : "Look at the cause of each. Waiting again with the same `execution-ids` picks the runs up.",
    passed,
  };
}

const GO_ON =
  "The runs that have not ended go on: waiting again with the same `execution-ids` picks all of them up.";

const SEE_CAUSES =
  "Look at the cause of each in the log or the summary. If fewer runs have to pass, lower `min-passed`.";
