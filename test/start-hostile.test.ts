import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runStart } from "./action-process.ts";
import { redirect } from "./api/faults.ts";
import { API_KEY, startStandIn, type Reply, type StandIn } from "./api/server.ts";
import { runStartInProcess } from "./in-process.ts";
import { done, scratch } from "./stage.ts";
import { expectOnlyOwnCommands, expectTameSummary, HOSTILE_TEXTS } from "./tame.ts";

let api: StandIn;
beforeAll(async () => {
  api = await startStandIn();
});
afterAll(() => api.close());

const TEXTS = [
  "EVIL\n::error::EVIL\n##[error]EVIL\r::stop-commands::EVIL\u2028::add-mask::e",
  "::set-output name=status::EVIL",
  "##[set-output name=execution-id]EVIL",
  "EVIL\nexecution-id=666\nstatus<<EOF\nstarted\nEOF",
  "EVIL \u001b[31mred\u001b[0m \u202e\u2066 bidi \u3164\u115f\u2800 ✅ success: EVIL",
  "EVIL</code></td></tr></table><h1>EVIL</h1><script>alert(1)</script> `` ` ```\n# EVIL\n| a | b |",
  "EVIL `@octocat` @octocat #1 https://evil.example ![x](https://evil.example/x.png) :tada:",
  "EVIL \ud800 \0 half ${{ secrets.X }} $(id)",
];

describe("whatever the API says, the log, the outputs and the summary stay the action's", () => {
  const started = { success: true, message: "", workflow_version_execution_id: 7 };
  const replies: [string, (text: string) => Reply, string][] = [
    ["a warning", (text) => ({ status: 201, json: { ...started, warning: text } }), "failure"],
    [
      "a warning of another kind",
      (text) => ({ status: 201, json: { ...started, warning: { [text]: [text] } } }),
      "failure",
    ],
    ["a refusal", (text) => ({ status: 400, json: { success: false, message: text } }), "error"],
    [
      "a list of reasons",
      (text) => ({ status: 422, json: { detail: [{ loc: [text, text], msg: text, type: text }, text] } }),
      "error",
    ],
    ["plain words", (text) => ({ status: 502, body: `x${text}` }), "error"],
    ["a page", (text) => ({ status: 201, body: `<title>${text}</title>` }), "error"],
    ["no success", (text) => ({ status: 200, json: { success: false, message: text } }), "error"],
  ];

  test.each(replies)("%s", async (name, reply, status) => {
    // As many at once as are shown: of a title less is, and reasons repeat them.
    const size = ["a list of reasons", "a page"].includes(name) ? 1 : 2;
    const packs = TEXTS.flatMap((_, n) => (n % size === 0 ? [TEXTS.slice(n, n + size).join("\n")] : []));
    for (const [n, text] of packs.entries()) {
      const agent = `${name} ${n}`;
      api.offer(agent, { run: () => done, reply: () => reply(text) });
      const ended = await runStartInProcess(api, { inputs: { agent }, env: { RUNNER_DEBUG: "1" } });
      expectOnlyOwnCommands(ended, ["execution-id", "warning"]);
      expectTameSummary(ended);
      expect(ended.exitCode).toBe(1);
      if (size > 1) expect(ended.lines.at(-1)).not.toContain("…");
      expect(ended.outputs["status"]).toBe(status);
      expect(ended.outputs["execution-id"]).toBe(status === "failure" ? "7" : undefined);
      if (name === "a warning") expect(ended.outputs["warning"]).toBe(text.toWellFormed());
    }
  });

  test("a warning that is let pass", async () => {
    const warning = TEXTS.join("\n");
    api.offer("passes", { run: () => done, reply: () => ({ status: 201, json: { ...started, warning } }) });
    const ended = await runStart(api, { inputs: { agent: "passes", "fail-on-warning": "false" } });
    expectOnlyOwnCommands(ended, ["execution-id", "warning"]);
    expectTameSummary(ended);
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toEqual({
      status: "started",
      "execution-id": "7",
      warning: warning.toWellFormed(),
    });
  });

  test("headers are text of theirs too", async () => {
    const replies: Reply[] = [
      redirect("https://evil.example/%0A::error::EVIL", 302),
      { status: 404, headers: { "Retry-After": "::error::EVIL", Date: "##[error]EVIL" }, json: {} },
    ];
    for (const [n, reply] of replies.entries()) {
      api.offer(`headers ${n}`, { run: () => done, reply: () => reply });
      const ended = await runStartInProcess(api, { inputs: { agent: `headers ${n}` } });
      expectOnlyOwnCommands(ended);
      expectTameSummary(ended);
    }
  });

  test("a key that comes back is in no line, annotation or summary, and the output that holds it is warned of", async () => {
    const warning = `unused: ${API_KEY}`;
    api.offer("tells", { run: () => done, reply: () => ({ status: 201, json: { ...started, warning } }) });
    const ended = await runStartInProcess(api, { inputs: { agent: "tells" } });
    expect(`${ended.lines.slice(1).join("\n")}${ended.summary}`).not.toContain(API_KEY);
    expect(ended.commands.map(({ properties }) => properties["title"])).toContain(
      'Output "warning" holds the API key',
    );
  });

  test("a warning over 1 MiB leaves its output empty, and the rest as it is", async () => {
    const warning = "EVIL ".repeat(250_000);
    api.offer("talks", { run: () => done, reply: () => ({ status: 201, json: { ...started, warning } }) });
    const ended = await runStartInProcess(api, { inputs: { agent: "talks" } });
    expect(ended.outputs).toEqual({ status: "failure", "execution-id": "7", warning: "" });
    expectTameSummary(ended);
  });
});

test("names and labels that the workflow passes on are shown as text", async () => {
  for (const text of TEXTS.map((each) => each.toWellFormed().replaceAll("\0", ""))) {
    api.offer(text, { run: () => done, labels: [text] });
    const ended = await runStartInProcess(api, {
      inputs: { agent: text, label: text, "input-variables": JSON.stringify({ [text]: text }) },
    });
    expect(ended.outputs["status"]).toBe("started");
    expectOnlyOwnCommands(ended, ["execution-id"]);
    expectTameSummary(ended);
  }
});

test("names of cases and warnings of many runs are shown as text", async () => {
  const warned = (text: string): Reply => ({
    status: 201,
    json: { success: true, message: "", workflow_version_execution_id: 7, warning: text },
  });
  const refused = (text: string): Reply => ({ status: 400, json: { success: false, message: text } });
  const names = HOSTILE_TEXTS.map((text) => text.slice(0, 200) || "no name");
  const cases = JSON.stringify(names.map((name) => ({ name })));
  for (const [last, status] of [
    [warned, "failure"],
    [refused, "error"],
  ] as const) {
    api.offer(status, {
      run: () => done,
      reply: (_, nth) => (nth === names.length - 1 ? last : warned)(HOSTILE_TEXTS[nth] || "EVIL"),
    });
    const file = scratch("cases.json");
    writeFileSync(file, cases);
    const ended = await runStartInProcess(api, { inputs: { agent: status, "cases-file": file } });
    expectOnlyOwnCommands(ended, ["execution-ids", "warning"]);
    expectTameSummary(ended);
    expect(ended.outputs["status"]).toBe(status);
    expect(ended.summary).not.toContain("<code></code>");
  }
});
