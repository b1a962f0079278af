import * as core from "@actions/core";
import { failed } from "../outcome.ts";
import { enter } from "../runner/entry.ts";
import { handOverOutcome } from "../runner/hand-over.ts";
import { SUBJECT } from "../show/summary.ts";
import { handOver } from "./hand-over.ts";
import { run } from "./run.ts";

enter(
  async (step) => {
    if (core.getInput("execution-ids") === "") return handOver(await run(step), step);
    // A chunk of its own, for those who use it.
    const { waitForMany } = await import("../many/run.ts");
    return waitForMany(step);
  },
  (step, status, cause) => {
    const outcome = failed(
      "The action ended before it had a verdict",
      cause,
      "Please report this, with the log.",
    );
    handOverOutcome({ ...outcome, status }, SUBJECT, step);
  },
);
