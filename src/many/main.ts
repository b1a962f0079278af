import { failed } from "../outcome.ts";
import { enter } from "../runner/entry.ts";
import { handOverOutcome } from "../runner/hand-over.ts";
import { MANY_SUBJECT } from "../show/many.ts";
import { waitForMany } from "./run.ts";

enter(waitForMany, (step, status, cause) => {
  const outcome = failed(
    "The action ended before it had a verdict",
    cause,
    "Please report this, with the log.",
  );
  handOverOutcome({ ...outcome, status }, MANY_SUBJECT, step);
});
