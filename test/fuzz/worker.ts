// Does every nth run of a seed and tells of each: node test/fuzz/worker.ts SEED FIRST END STEP
import { ByteServer } from "./server.ts";
import { caseOf, describe, tryCase } from "./trial.ts";

/** What a worker tells of a run: that it begins, then how it ended. */
export interface Report {
  readonly run: number;
  /** undefined if the run begins. */
  readonly status?: string;
  readonly problems?: readonly string[];
  readonly description?: string;
}

const tell = (report: Report) => new Promise((resolve) => process.send?.(report, resolve));

const [seed = 0, first = 0, end = 0, step = 1] = process.argv.slice(2).map(Number);
const server = new ByteServer();
const port = await server.listen();
for (let run = first; run < end; run += step) {
  await tell({ run });
  const { trial, problems } = await tryCase(caseOf(seed, run), run, server, port);
  await tell({
    run,
    status: trial.ended.outputs["status"] ?? "none",
    problems,
    ...(problems.length > 0 && { description: describe(trial) }),
  });
  // What goes on would meddle with the next run; a new worker does the rest.
  if (trial.ended.exitCode === null) break;
}
server.close();
process.exit();
