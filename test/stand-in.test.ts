import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { agentRun, failedNode, finished, node } from "./api/agent-run.ts";
import { offerScenarios, SCENARIOS } from "./api/scenarios.ts";
import { API_KEY } from "./api/server.ts";
import { api } from "./stage.ts";

// The response schema of GET /workflow-version-execution-results in PromptLayer's OpenAPI document (August 2026), with
// the five keys of a node required and typed as the reference describes them.
const nodeMap = new Ajv2020().compile({
  type: "object",
  additionalProperties: {
    type: "object",
    required: ["status", "value", "error_message", "raw_error_message", "is_output_node"],
    additionalProperties: false,
    properties: {
      status: { type: "string" },
      value: {},
      error_message: { type: ["string", "null"] },
      raw_error_message: { type: ["string", "null"] },
      is_output_node: { type: "boolean" },
    },
  },
});

const ask = (query: string, headers: Record<string, string> = { "X-API-KEY": API_KEY }) =>
  fetch(`${api.url}/workflow-version-execution-results?${query}`, { headers });

test.each(Object.entries(SCENARIOS))(
  "the scenario %s answers by the API's schema",
  async (_, { executionId, script }) => {
    api.play(executionId, script());
    const response = await ask(`workflow_version_execution_id=${executionId}&return_all_outputs=true`);
    const text = await response.text();
    expect([200, 202]).toContain(response.status);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(text.endsWith("}\n")).toBe(true);
    expect(nodeMap(JSON.parse(text))).toBe(true);
  },
);

test("a run goes from queued to its end, skipping what cannot be reached", async () => {
  let now = 0;
  api.play(
    "1",
    agentRun(
      {
        a: { takesMs: 10, value: 1 },
        b: { needs: ["a"], takesMs: 10, fails: "no" },
        c: { needs: ["b"], takesMs: 10, isOutput: true },
        d: { needs: ["a"], takesMs: 10, value: "out", isOutput: true },
      },
      () => now,
    ),
  );
  const statuses = async (at: number) => {
    now = at;
    const response = await ask("workflow_version_execution_id=1&return_all_outputs=true");
    const body: unknown = await response.json();
    expect(nodeMap(body)).toBe(true);
    return [
      response.status,
      ...Object.values(body as Record<string, { status: string }>).map(({ status }) => status),
    ];
  };
  expect(await statuses(0)).toEqual([202, "RUNNING", "QUEUED", "QUEUED", "QUEUED"]);
  expect(await statuses(15)).toEqual([202, "SUCCESS", "RUNNING", "QUEUED", "RUNNING"]);
  expect(await statuses(20)).toEqual([200, "SUCCESS", "FAILED", "SKIPPED", "SUCCESS"]);
  const output = await ask("workflow_version_execution_id=1");
  expect([output.status, await output.text()]).toEqual([200, '"out"\n']);
});

test("where no output node succeeded, the node map comes in place of the main output", async () => {
  api.play("1", finished({ a: failedNode("no", { is_output_node: true }), b: node() }));
  const response = await ask("workflow_version_execution_id=1&return_all_outputs=false");
  expect(nodeMap(await response.json())).toBe(true);
});

test("wrong requests are refused as the API refuses them", async () => {
  api.play("1", finished({}));
  const refused = async (query: string, headers?: Record<string, string>) => {
    const response = await ask(query, headers);
    return [response.status, await response.json()];
  };
  expect(await refused("workflow_version_execution_id=1", {})).toEqual([
    401,
    { success: false, message: "Invalid API key" },
  ]);
  expect(await refused("workflow_version_execution_id=2")).toEqual([
    404,
    expect.objectContaining({ success: false }),
  ]);
  expect(await refused("workflow_version_execution_id=x")).toEqual([
    422,
    { detail: [expect.objectContaining({ loc: ["query", "workflow_version_execution_id"] })] },
  ]);
  expect(await refused("workflow_version_execution_id=1&return_all_outputs=1")).toEqual([
    422,
    { detail: [expect.objectContaining({ loc: ["query", "return_all_outputs"] })] },
  ]);
  expect((await fetch(`${api.url}/other`)).status).toBe(404);
});

describe("a request to start a run", () => {
  const post = (body: object, name = "green", headers: Record<string, string> = { "X-API-KEY": API_KEY }) =>
    fetch(`${api.url}/workflows/${name}/run`, { method: "POST", headers, body: JSON.stringify(body) });
  const refused = async (...args: Parameters<typeof post>) => {
    const response = await post(...args);
    return [response.status, await response.json()];
  };

  test("starts the agent's scenario from then on, under a new ID, and is counted", async () => {
    offerScenarios(api);
    for (const id of [2001, 2002]) {
      const response = await post({ input_variables: { topic: "news" } });
      expect([response.status, await response.json()]).toEqual([
        201,
        {
          success: true,
          message: "Workflow execution started",
          warning: null,
          workflow_version_execution_id: id,
        },
      ]);
    }
    expect(api.started).toEqual(["2001", "2002"]);
    const { status } = await ask("workflow_version_execution_id=2001&return_all_outputs=true");
    expect(status).toBe(202);
  });

  test("runs from the start on, not from the first look", async () => {
    api.offer("quick", {
      run: (began) => agentRun({ a: { takesMs: 50, value: 1, isOutput: true } }, undefined, began),
    });
    await post({}, "quick");
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect((await ask("workflow_version_execution_id=2001&return_all_outputs=true")).status).toBe(200);
  });

  test("is warned of, or refused, as by the API", async () => {
    offerScenarios(api);
    expect(await refused({ input_variables: { dif: 1 } }, "review")).toEqual([
      201,
      expect.objectContaining({
        warning: "Missing input variables: diff. Unused input variables: dif.",
      }),
    ]);
    expect(await refused({}, "green", {})).toEqual([401, expect.objectContaining({ success: false })]);
    expect(await refused({}, "unknown")).toEqual([404, expect.objectContaining({ success: false })]);
    expect(await refused({ workflow_label_name: "beta" })).toEqual([
      404,
      expect.objectContaining({ success: false }),
    ]);
    for (const [body, field] of [
      [[], "body"],
      [{ input_variables: [] }, "input_variables"],
      [{ metadata: { a: 1 } }, "metadata"],
      [{ workflow_label_name: "production", workflow_version_number: 1 }, "workflow_label_name"],
      [{ workflow_version_number: "1" }, "workflow_version_number"],
    ] as const) {
      expect(await refused(body)).toEqual([
        422,
        { detail: [expect.objectContaining({ loc: ["body", field] })] },
      ]);
    }
    expect(api.started).toHaveLength(1);
  });
});
