import { availableParallelism } from "node:os";

/** @type {import("jest").Config} */
export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  setupFiles: ["<rootDir>/test/realm.ts"],
  transform: { "\\.ts$": "<rootDir>/test/type-stripping.js" },
  // Most tests wait: for processes that they started, and for pauses and timeouts of these.
  maxWorkers: 3 * availableParallelism(),
  maxConcurrency: 10,
  // Only ends what hangs, also on a busy machine.
  testTimeout: 120_000,
};
