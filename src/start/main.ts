import { enter } from "../runner/entry.ts";
import { SUBJECT } from "../show/start.ts";
import { MAY_HAVE_STARTED } from "./conclude.ts";
import { handOver } from "./hand-over.ts";
import { run } from "./run.ts";

enter(async (step) => handOver(await run(step), step), SUBJECT, {
  headline: "The action ended before it knew whether a run was started",
  advice: MAY_HAVE_STARTED,
});
