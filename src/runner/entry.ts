import { existsSync } from "node:fs";
import { dirname } from "node:path";
import * as core from "@actions/core";
import { systemClock, type Clock } from "../clock.ts";
import type { Outcome } from "../outcome.ts";
import { Log } from "../show/log.ts";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import { handOverOutcome } from "./hand-over.ts";
import { givenApiKey } from "./inputs.ts";

// Every action of this repository starts here. Nothing else touches the process.

/** What an action gets from its process. */
export interface Step {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the job is cancelled; its reason is the signal's name. */
  readonly cancel: AbortSignal;
  /** Aborted when the process ends, so that it leaves no other process behind. */
  readonly leaving: AbortSignal;
  /** The path of Node. */
  readonly execPath: string;
  /** The folder of the action's own files. */
  readonly folder: string;
}

const CRASH = {
  headline: "The action ended before it had a verdict",
  advice: "Please report this, with the log.",
};

/** How long a cancelled step may take to end, in milliseconds. The runner sends SIGTERM after 7.5 s, then kills. */
const CANCEL_LIMIT_MS = 900;

/**
 * Runs an action as the whole work of this process.
 *
 * @param work resolves to the exit code
 * @param subject what the step is to do, as the titles of annotations and summaries name it
 * @param crash what to say if the process ends before `work` does
 */
export function enter(
  work: (step: Step) => Promise<0 | 1>,
  subject: string,
  crash: Pick<Outcome, "headline" | "advice"> = CRASH,
): void {
  if (isNodeTooOld()) return;
  // Fail by default: whatever ends the process before there is a verdict leaves the step red.
  process.exitCode = 1;
  const cancel = new AbortController();
  const leaving = new AbortController();
  const step = stepOf(cancel.signal, leaving.signal);
  let isOver = false;
  const tellCrash = (cause: string) => {
    isOver = true;
    process.exitCode = 1;
    const status = cancel.signal.aborted ? "cancelled" : "error";
    handOverOutcome({ ...crash, status, cause }, subject, step);
  };

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      cancel.abort(signal);
      setTimeout(() => {
        if (!isOver) tellCrash(signal);
        leave(1);
      }, CANCEL_LIMIT_MS).unref();
    });
  }
  // Node reports unhandled rejections here too.
  process.on("uncaughtException", (error: unknown) => {
    tellCrash(quoted(asError(error).message, 300));
    leave(1);
  });
  // Node ends the process when nothing is left to wait for, even if a promise is still pending.
  process.on("exit", () => {
    leaving.abort();
    if (!isOver)
      tellCrash(cancel.signal.aborted ? String(cancel.signal.reason) : "nothing was left to wait for");
  });

  void work(step).then((code) => {
    isOver = true;
    process.exitCode = code;
    // Leave only when the log is written. Do not wait for more: an idle connection would keep the process alive.
    process.stdout.write("", () => {
      leave(code);
    });
  });
}

/** What this process gives to an action. Masks the key first. */
export function stepOf(cancel: AbortSignal, leaving: AbortSignal): Step {
  const key = givenApiKey();
  if (key !== "") core.setSecret(key);
  return {
    env: process.env,
    // Not `performance`: loading its module takes most of a millisecond.
    clock: systemClock(() => Number(process.hrtime.bigint()) / 1e6),
    log: new Log(key),
    cancel,
    leaving,
    execPath: process.execPath,
    folder: dirname(process.argv[1] ?? ""),
  };
}

/** The first version of Node with ECMAScript 2024 and `JSON.rawJSON`, which the action uses. */
const MIN_NODE = 22;

/** If so, also reports it. Uses only what every version of Node has. */
function isNodeTooOld(): boolean {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= MIN_NODE) return false;
  process.exitCode = 1;
  core.error(
    `Node ${node} runs this action, which needs Node ${MIN_NODE} or newer. Update the runner: 2.327.1 and later bring Node 24. Where another program runs the action, give that a newer Node.`,
    { title: "Node is too old" },
  );
  try {
    core.setOutput("status", "error");
  } catch {
    // The log has said it.
  }
  return true;
}

/**
 * Ends the process now. `process.exit()` waits for libuv's thread pool, so a hung getaddrinfo() delays it, and for V8's
 * threads. If one of these waits for the main thread to collect garbage, it never ends. Replacing the process image waits
 * for neither, but Node cannot do that on Windows.
 */
function leave(code: 0 | 1): void {
  const name = code === 0 ? "true" : "false";
  const path = [`/bin/${name}`, `/usr/bin/${name}`].find((each) => existsSync(each));
  if (path !== undefined) {
    // Replacing the image does not call these listeners.
    process.emit("exit", code);
    try {
      process.execve?.(path, [name], {});
    } catch {
      // Then process.exit() ends it.
    }
  }
  process.exit(code);
}
