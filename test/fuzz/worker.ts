// Does every nth run of a seed and tells of each: node test/fuzz/worker.ts SEED FIRST END STEP
import { ByteServer } from "./server.ts";
import { caseOf, describe, tryCase } from "./trial.ts";

/** What a worker tells of a run; without problems, all is well. */
export interface Report {
  readonly run: number;
  readonly status?: string;
  readonly problems?: readonly string[];
  readonly description?: string;
}

const tell = (report: Report) => process.send?.(report);

const [seed = 0, first = 0, end = 0, step = 1] = process.argv.slice(2).map(Number);
const server = new ByteServer();
const port = await server.listen();
for (let run = first; run < end; run += step) {
  tell({ run });
  const { trial, problems } = await tryCase(caseOf(seed, run), run, server, port);
  tell({
    run,
    status: trial.ended.outputs["status"] ?? "none",
    problems,
    ...(problems.length > 0 && { description: describe(trial) }),
  });
}
server.close();
process.disconnect();
