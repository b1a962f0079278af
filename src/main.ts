import { breakDown, run } from "./run.ts";
import { asError } from "./thrown.ts";

// Not proven. Whatever ends the process before there is a verdict leaves it red.
process.exitCode = 1;

/** How long a cancelled step may take to say so, in milliseconds: the runner sends SIGTERM after 7.5 s, then kills. */
const CANCEL_LIMIT_MS = 900;

const cancel = new AbortController();
let isOver = false;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    cancel.abort(signal);
    setTimeout(() => {
      if (!isOver) end(1, signal);
      leave(1);
    }, CANCEL_LIMIT_MS).unref();
  });
}

// Errors that nobody caught and rejections that nobody awaited come here.
process.on("uncaughtException", (error: unknown) => {
  end(1, asError(error).message);
  leave(1);
});

// Node ends the process when nothing is left to wait for, even if a promise is still pending.
process.on("exit", () => {
  if (!isOver) end(1, cancel.signal.aborted ? String(cancel.signal.reason) : "nothing was left to wait for");
});

void run(cancel.signal).then((code) => {
  end(code);
  // Not before the log is out, and not after: an idle connection would keep the process.
  process.stdout.write("", () => {
    leave(code);
  });
});

function end(code: 0 | 1, brokeDown?: string): void {
  isOver = true;
  process.exitCode = code;
  if (brokeDown !== undefined) breakDown(cancel.signal.aborted ? "cancelled" : "error", brokeDown);
}

/** Ends the process now. `process.exit` waits for a name look-up that hangs, for as long as the system lets it. */
function leave(code: 0 | 1): void {
  // Another program in its place does not; Windows has no such thing, there the look-up is waited for.
  if (process.execve !== undefined && process.getActiveResourcesInfo().includes("GetAddrInfoReqWrap"))
    process.execve(process.execPath, [process.execPath, "--eval", `process.exitCode = ${code}`], {});
  process.exit(code);
}
