// How late the timers of this machine are. Measured by a thread of its own, so that what is fuzzed does not count.
import { Worker } from "node:worker_threads";

const EVERY_MS = 10;

export class Load {
  readonly #latestMs = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  readonly #thread = new Worker(
    `const { workerData } = require("node:worker_threads");
     let last = performance.now();
     setInterval(() => {
       const now = performance.now();
       workerData[0] = Math.max(workerData[0], now - last - ${EVERY_MS});
       last = now;
     }, ${EVERY_MS});`,
    { eval: true, workerData: this.#latestMs },
  );

  constructor() {
    this.#thread.unref();
  }

  /** How late a timer was at most since {@link reset}. */
  get latestMs(): number {
    return this.#latestMs[0] ?? 0;
  }

  reset(): void {
    this.#latestMs[0] = 0;
  }
}
