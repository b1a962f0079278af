import { failed } from "../outcome.ts";
import { enter } from "../runner/entry.ts";
import { handOverOutcome } from "../runner/hand-over.ts";
import { SUBJECT } from "../show/summary.ts";
import { handOver } from "./hand-over.ts";
import { run } from "./run.ts";

enter(
  async (step) => handOver(await run(step), step),
  (step, status, cause) => {
    const outcome = failed(
      "The action ended before it had a verdict",
      cause,
      "Please report this, with the log.",
    );
    handOverOutcome({ ...outcome, status }, SUBJECT, step);
  },
);
