import { expect, test } from "@jest/globals";
import { resultsOf } from "../src/api/results.ts";
import { Transport } from "../src/api/transport.ts";
import type { Clock } from "../src/clock.ts";
import { waitForResults } from "../src/wait/wait.ts";
import { finished, node } from "./api/agent-run.ts";
import { captivePage, close, cut, garbage, hang, reset } from "./api/faults.ts";
import { API_KEY, startStandIn, type Reply } from "./api/server.ts";
import { held } from "./memory.ts";

const POLLS = 1_000;

test("a thousand polls through random faults end in the verdict, and hold on to nothing", async () => {
  await using api = await startStandIn();
  const nodes = { json: { a: node({ status: "RUNNING", value: "x".repeat(16_000) }) }, status: 202 };
  const faults: Reply[] = [
    reset,
    close,
    garbage,
    captivePage,
    cut(200, JSON.stringify(nodes.json), "length"),
    cut(202, JSON.stringify(nodes.json), "chunked"),
    { status: 503 },
    { status: 429, headers: { "Retry-After": "60" } },
  ];
  const done = finished({ a: node({ is_output_node: true, value: "done" }) });
  let failures = 0;
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const measured: Awaited<ReturnType<typeof held>>[] = [];
  api.play("1", (asked, nth) => {
    api.asked.length = 0;
    if (nth >= POLLS) return done(asked, nth);
    // Nine failures in a row are survived, ten are not.
    const isFault = failures < 9 && random() < 0.3;
    failures = isFault ? failures + 1 : 0;
    if (!isFault) return nodes;
    // Each hang takes real time, so there are few.
    return random() < 0.015 ? hang : (faults[Math.floor(random() * faults.length)] ?? reset);
  });

  // The first fetch of a process takes longer.
  await fetch(api.url);
  const began = performance.now();
  await fetch(api.url);
  const requestTimeoutMs = Math.max(100, 20 * (performance.now() - began));

  let time = 0;
  let pauses = 0;
  const clock: Clock = {
    now: () => time,
    // No request is on its way meanwhile.
    sleep: async (ms) => {
      time += ms;
      if (++pauses === POLLS / 4 || pauses === POLLS) measured.push(await held());
    },
  };
  const transport = new Transport({
    baseUrl: new URL(api.url),
    apiKey: API_KEY,
    userAgent: "soak",
    env: {},
  });
  const wait = await waitForResults(
    resultsOf("1", transport),
    { timeoutMs: 86_400_000, pollIntervalMs: 5_000, requestTimeoutMs },
    clock,
    new AbortController().signal,
    { answered: () => undefined, running: () => undefined, retrying: () => undefined },
  );

  expect(wait).toMatchObject({ kind: "finished" });
  expect(wait.requests).toBeGreaterThan(POLLS);
  const [early, late] = measured;
  // Half of the bodies that came between the two measurements.
  expect((late?.memoryMiB ?? Infinity) - (early?.memoryMiB ?? 0)).toBeLessThan(5);
  expect((late?.handles ?? Infinity) - (early?.handles ?? 0)).toBeLessThan(5);
  expect(api.connections.size).toBeLessThan(5);
});
