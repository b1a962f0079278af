import { enter } from "../runner/entry.ts";
import { handOverOutcome } from "../runner/hand-over.ts";
import { SUBJECT } from "../show/start.ts";
import { MAY_HAVE_STARTED } from "./conclude.ts";
import { handOver } from "./hand-over.ts";
import { run } from "./run.ts";

enter(
  async (step) => handOver(await run(step), step),
  (step, status, cause) => {
    const headline = "The action ended before it knew whether a run was started";
    handOverOutcome({ status, headline, cause, advice: MAY_HAVE_STARTED }, SUBJECT, step);
  },
);
