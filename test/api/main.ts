// Serves the scenarios until it is stopped: node test/api/main.ts [--port 8787] [--fault-rate 0.3]
import { parseArgs } from "node:util";
import { captivePage, close, cut, garbage, reset } from "./faults.ts";
import { offerScenarios, SCENARIOS } from "./scenarios.ts";
import { API_KEY, startStandIn, type Reply, type Script } from "./server.ts";

const { values } = parseArgs({
  options: { port: { type: "string", default: "8787" }, "fault-rate": { type: "string", default: "0" } },
});

const FAULTS: readonly Reply[] = [
  reset,
  close,
  garbage,
  captivePage,
  cut(200, '{"a":{"status":"SUCCESS"}}', "length"),
  cut(202, '{"a":{"status":"RUNNING"}}', "chunked"),
  { status: 503, json: { message: "Upstream unavailable" } },
  { status: 429, headers: { "Retry-After": "1" }, json: { error: "Too many requests" } },
];

function withFaults(script: Script, rate: number): Script {
  return (asked, nth) =>
    Math.random() < rate ? (FAULTS[Math.floor(Math.random() * FAULTS.length)] ?? reset) : script(asked, nth);
}

const api = await startStandIn({ port: Number(values.port) });
console.log(`A stand-in of PromptLayer's API answers at ${api.url} to the key ${API_KEY}`);
for (const { executionId, about, script } of Object.values(SCENARIOS)) {
  api.play(executionId, withFaults(script(), Number(values["fault-rate"])));
  console.log(`  ${executionId}  ${about}`);
}
offerScenarios(api);
