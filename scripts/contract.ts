// Checks the requests by the vendor's OpenAPI document (test/api/promptlayer-openapi.json): a mock server that Prism makes
// from it must accept what the built actions send, and refuse what is wrong.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { cleanUp, runAction, type ActionRun } from "../test/action-process.ts";

const PRISM = "@stoplight/prism-cli@5.16.0";
const DOCUMENT = fileURLToPath(new URL("../test/api/promptlayer-openapi.json", import.meta.url));

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
// Not a development dependency: it has 200 packages, and only this script needs it.
const prism = spawn(
  "npm",
  ["exec", "--yes", `--package=${PRISM}`, "--", "prism", "mock", "--port", String(port), DOCUMENT],
  {
    env: { ...process.env, npm_config_ignore_scripts: "true" },
    stdio: ["ignore", "pipe", "inherit"],
    // A process group of its own, since npm starts Prism through a shell.
    detached: true,
  },
);
try {
  await listening();
  const all = {
    label: "production",
    "input-variables": '{"topic": "news", "id": 12345678901234567890, "nested": {"list": [1.10, null]}}',
    "input-files": `diff = ${DOCUMENT}`,
    metadata: '{"commit": "abc", "url": "https://x.test/1"}',
  };
  const rows: [string, ActionRun["inputs"]][] = [
    ["with all inputs", all],
    ["with a version", { version: "3" }],
    ["with nothing but a name", { agent: "a/b ü?" }],
  ];
  for (const [name, inputs] of rows) {
    const { outputs, log } = await runAction({
      action: "start",
      inputs: { agent: "release review", "api-key": "pl_key", "base-url": url, ...inputs },
    });
    // The ID is that of the document's example.
    check(`a start ${name}`, outputs["status"] === "started" && outputs["execution-id"] === "98765", log);
  }
  const waited = await runAction({
    inputs: { "execution-id": "98765", "api-key": "pl_key", "base-url": url, timeout: "5s" },
  });
  // The mock makes up statuses, so the run fails. It is enough that the mock accepted the request.
  check("a wait", waited.outputs["status"] === "failure", waited.log);
  const wrong = await fetch(`${url}/workflows/a/run`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"metadata": {"commit": 1}}',
  });
  check("metadata that is no string is refused", wrong.status === 422, await wrong.text());
} finally {
  if (prism.pid !== undefined) process.kill(-prism.pid);
  cleanUp();
}

function check(what: string, isRight: boolean, details: string): void {
  console.log(`${isRight ? "ok" : "WRONG"}: ${what}`);
  if (isRight) return;
  console.error(details);
  process.exitCode = 1;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Resolves when Prism answers. */
function listening(): Promise<void> {
  let log = "";
  return new Promise((resolve, reject) => {
    prism.stdout.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("Prism is listening")) resolve();
    });
    prism.on("exit", () => {
      reject(new Error(`Prism ended: ${log}`));
    });
  });
}
