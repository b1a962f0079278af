import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The memory in MiB after a collection, buffers included, and the number of what keeps the process. */
export async function held(): Promise<{ memoryMiB: number; handles: number }> {
  // Buffers are freed some time after their objects were collected.
  for (let time = 0; time < 5; time++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return {
    memoryMiB: (heapUsed + external) / 1_024 / 1_024,
    handles: process.getActiveResourcesInfo().length,
  };
}
