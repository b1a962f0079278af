import * as core from "@actions/core";
import { enter } from "../runner/entry.ts";
import { SUBJECT } from "../show/summary.ts";
import { handOver } from "./hand-over.ts";
import { run } from "./run.ts";

if (core.getInput("execution-ids") === "") {
  enter(async (step) => handOver(await run(step), step), SUBJECT);
} else {
  // Many runs have a bundle of their own. A chunk of this bundle would share modules with it, which the bundler could then
  // not merge: a wait for one run would load a sixth more. Written like this, the bundler does not see the call.
  process.exitCode = 1;
  const { createRequire } = process.getBuiltinModule("node:module");
  createRequire(process.argv[1] ?? "")("../many/index.js");
}
