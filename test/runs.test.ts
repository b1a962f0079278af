import { describe, expect, test } from "@jest/globals";
import { startRun, type StartAnswer } from "../src/api/runs.ts";
import type { HttpRequest, HttpResponse } from "../src/api/transport.ts";
import { conclude } from "../src/start/conclude.ts";

const id = '"workflow_version_execution_id"';

/** Starts a run of an agent, where this is what comes back. */
async function started(
  response: Partial<Omit<HttpResponse, "body">> & { readonly body?: string | Buffer } = {},
  agent = "a",
): Promise<{ answer: StartAnswer; sent: readonly HttpRequest[] }> {
  const sent: HttpRequest[] = [];
  const { status = 201, headers = {}, body = `{"success":true,${id}:1}` } = response;
  const send = (request: HttpRequest) => {
    sent.push(request);
    const came = { kind: "response", status, headers, body: Buffer.from(body), mayBeCut: false } as const;
    return Promise.resolve(came);
  };
  const cancel = new AbortController().signal;
  return { answer: await startRun(agent, "{}", { send }, { timeoutMs: 1_000, cancel }), sent };
}

test.each([
  ["release review", "/workflows/release%20review/run"],
  ["../..", "/workflows/..%2F../run"],
  ["%2e%2e", "/workflows/%252e%252e/run"],
  ["...", "/workflows/.../run"],
  ["a\\..\\b", "/workflows/a%5C..%5Cb/run"],
  ["Prüfung 🚀", "/workflows/Pr%C3%BCfung%20%F0%9F%9A%80/run"],
  ["a\nb", "/workflows/a%0Ab/run"],
  ["(!*'~)", "/workflows/(!*'~)/run"],
  ["pl_review", "/workflows/pl_review/run"],
])("the name of an agent is percent-encoded: %j", async (agent, path) => {
  const { sent } = await started({}, agent);
  expect(sent).toMatchObject([{ method: "POST", path, body: "{}", timeoutMs: 1_000 }]);
});

describe("a run may have been started", () => {
  const body = `{"success":true,"message":"","warning":null,${id}:2001}\n`;
  const rows: [string, Parameters<typeof started>[0], RegExp][] = [
    [
      "an empty 201",
      { body: "" },
      /^the API answered 201, but the answer cannot be used: it is not whole, valid/,
    ],
    ["a 204", { status: 204, body: "" }, /^the API answered 204/],
    [
      "no ID",
      { body: '{"success":true,"message":"ok"}' },
      /workflow_version_execution_id is no int64 above zero$/,
    ],
    ["an ID of 0", { body: body.replace("2001", "0") }, /is no int64/],
    ["an ID of 2^63", { body: body.replace("2001", "9223372036854775808") }, /is no int64/],
    ["an ID with a fraction", { body: body.replace("2001", "2001.0") }, /is no int64/],
    ["an ID in powers of ten", { body: body.replace("2001", "2e3") }, /is no int64/],
    [
      "two IDs",
      { body: body.replace("{", `{${id}:1,`) },
      /: `workflow_version_execution_id` is in it twice$/,
    ],
    ["two warnings", { body: body.replace("{", '{"warning":1,') }, /: `warning` is in it twice$/],
    [
      "an ID, but success is false",
      { body: body.replace("true", "false") },
      /: it has an ID, but `success` is false$/,
    ],
    ["more than JSON", { body: `${body}x` }, /not whole, valid JSON/],
    [
      "an answer that is not UTF-8",
      { body: Buffer.from(body.replace('""', '"\xe9"'), "latin1") },
      /it is not UTF-8/,
    ],
    ...[408, 500, 503, 599].map((status): [string, Parameters<typeof started>[0], RegExp] => [
      String(status),
      { status, body: '{"message":"later"}' },
      new RegExp(`^the API answered ${status}: \`later\`$`),
    ]),
    ...[301, 307].map((status): [string, Parameters<typeof started>[0], RegExp] => [
      String(status),
      { status, headers: { location: "https://elsewhere.example/x" }, body: "" },
      new RegExp(
        `^the answer was ${status}, a redirect to \`https://elsewhere\\.example\`, which is refused: `,
      ),
    ]),
  ];
  test.each(rows)("after %s", async (_, response, cause) => {
    const { answer } = await started(response);
    expect(answer).toMatchObject({ kind: "unknown", cause: expect.stringMatching(cause) });
  });
});

describe("a warning of the API", () => {
  const answered = async (json: string) => {
    const { answer } = await started({ body: `{"success":true,"warning":${json},${id}:5}` });
    if (answer.kind !== "started") throw new Error(answer.cause);
    return { kind: "started", run: answer.run, signal: undefined } as const;
  };

  test.each([
    ['"x"', "x"],
    ['["diff"]', '["diff"]'],
    ['{ "missing": 1.10 }', '{ "missing": 1.10 }'],
    ["true", "true"],
    ['" "', " "],
  ])("counts if it is %s", async (json, warning) => {
    const came = await answered(json);
    expect(came.run).toEqual({ executionId: "5", warning });
    expect(conclude(came, true).status).toBe("failure");
    expect(conclude(came, false).status).toBe("started");
  });

  test.each(["null", '""', "[ ]", "{ }", "false"])("is none if it is %s", async (json) => {
    const came = await answered(json);
    expect(came.run.warning).toBe("");
    expect(conclude(came, true).status).toBe("started");
  });
});
