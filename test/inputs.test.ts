import { describe, expect, test } from "@jest/globals";
import { runAgainst } from "./action-process.ts";
import { API_KEY, startStandIn } from "./api/server.ts";
import { done, onlyError, runScript } from "./stage.ts";

describe("an input that cannot be used is refused before any request", () => {
  test.concurrent.each<[Record<string, string>, RegExp]>([
    [
      { "execution-id": "" },
      /^.*"execution-id" is empty: most likely the step that starts the agent did not set its output/,
    ],
    [
      { "execution-id": "abc" },
      /"execution-id" is "abc"; expected a decimal number from 1 to 9223372036854775807/,
    ],
    [{ "execution-id": "null" }, /"execution-id" is "null": the step that starts the agent got no ID/],
    [{ "execution-id": "0" }, /"execution-id" is "0"/],
    [{ "execution-id": "-1" }, /"execution-id" is "-1"/],
    [{ "execution-id": "1.0" }, /"execution-id" is "1\.0"/],
    [{ "execution-id": "9223372036854775808" }, /"execution-id" is "9223372036854775808"/],
    [{ "execution-id": "1.2345678901234568e+18" }, /lost precision: pass/],
    [{ "execution-id": "1\n::error::x" }, /"execution-id" is "1\\n::error::x"/],
    [{ "api-key": "" }, /"api-key" is empty/],
    [
      { timeout: "soon" },
      /"timeout" is "soon"; expected a number of seconds, or a number with ms, s, m or h/,
    ],
    [{ timeout: "0" }, /"timeout" is "0"/],
    [{ timeout: "-5s" }, /"timeout" is "-5s"/],
    [{ timeout: "5d" }, /"timeout" is "5d"/],
    [{ "poll-interval": "1e3" }, /"poll-interval" is "1e3"/],
    [{ "request-timeout": "0.0s" }, /"request-timeout" is "0\.0s"/],
    [{ "fail-on-error": "no" }, /"fail-on-error" is "no"; expected true or false/],
    [{ "job-summary": "1" }, /"job-summary" is "1"/],
    [{ "return-all-outputs": "yes" }, /"return-all-outputs" is "yes"/],
    [
      { "base-url": "api.promptlayer.com" },
      /"base-url" is "api\.promptlayer\.com": it is no URL, which begins with https/,
    ],
    [{ "base-url": "http://api.promptlayer.com" }, /would send the key unencrypted/],
    [{ "base-url": "http://localhost.example.com" }, /would send the key unencrypted/],
    [{ "base-url": "http://127.0.0.1.example.com" }, /would send the key unencrypted/],
    [{ "base-url": "http://[::2]" }, /would send the key unencrypted/],
    [{ "base-url": "ftp://example.com" }, /which is not https:/],
    [{ "base-url": "https://me:hunter2@example.com" }, /has user info/],
    [{ "base-url": "https://example.com/?key=hunter2" }, /has a query/],
  ])("%j", async (inputs, message) => {
    const ended = await runScript(done, { inputs });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(message);
    expect(ended.log).not.toContain("hunter2");
    expect(ended.asked).toHaveLength(0);
    expect(ended.commands.map(({ name }) => name).filter((name) => name !== "add-mask")).toEqual(["error"]);
  });

  test.concurrent("a key that cannot be a header is not echoed", async () => {
    for (const key of ["pl_first\nsecond-half", "pl_\u0007bell-rings", "pl_schlüssel"]) {
      const ended = await runScript(done, { inputs: { "api-key": key } });
      expect(onlyError(ended)).toMatch(/"api-key" cannot be sent in a header/);
      for (const part of key.split("\n")) expect(ended.lines.slice(1).join("\n")).not.toContain(part);
      expect(ended.outputs).toEqual({ status: "error" });
    }
  });

  test.concurrent("a key in the wrong input is not echoed", async () => {
    const key = "0f8fad5bd9cb469fa16570867728950e";
    for (const inputs of [
      { "execution-id": key, "api-key": "123" },
      { "execution-id": "pl_short", "api-key": "" },
      { "execution-id": "pl_short" },
      { "execution-id": key },
      { "execution-id": "hunter2$hunter2:hunter2 x" },
      { timeout: key },
      { "base-url": key },
      { "base-url": `http://api.promptlayer.com/${key}` },
      { "base-url": `api.promptlayer.com/${key}` },
      { "base-url": `http://${key}` },
    ]) {
      const ended = await runScript(done, { inputs });
      expect(ended.outputs).toEqual({ status: "error" });
      expect(ended.log).not.toMatch(/0f8fad5b|pl_short|hunter2/);
    }
    expect(onlyError(await runScript(done, { inputs: { "execution-id": key, "api-key": "123" } }))).toMatch(
      /look swapped/,
    );
  });
});

describe("inputs are taken as people write them", () => {
  test.concurrent.each<[Record<string, string>]>([
    [{ "execution-id": "9223372036854775807" }],
    [{ "execution-id": " 1 ", "api-key": ` ${API_KEY}\n` }],
    [{ timeout: "90", "poll-interval": "500ms", "request-timeout": "0.5h" }],
    [{ timeout: "1000h", "poll-interval": "1.5m", "request-timeout": "9999h" }],
    [
      {
        timeout: "",
        "poll-interval": "",
        "request-timeout": "",
        "fail-on-error": "",
        "job-summary": "",
        "return-all-outputs": "",
      },
    ],
    [{ "fail-on-error": "True", "job-summary": "FALSE", "return-all-outputs": "TRUE" }],
  ])("%j", async (inputs) => {
    await using api = await startStandIn();
    api.play((inputs["execution-id"] ?? "1").trim(), done);
    const ended = await runAgainst(api, { inputs });
    expect(ended.outputs).toMatchObject({ status: "success", result: "done" });
    expect(ended.exitCode).toBe(0);
  });

  test.concurrent(
    "base-url may have a path and a slash at its end, and loopback goes by any of its names",
    async () => {
      await using prefixed = await startStandIn({ prefix: "/gate%20way/pl" });
      const port = String(prefixed.port);
      for (const url of [
        `http://127.0.0.1:${port}/gate%20way/pl`,
        `http://localhost:${port}/gate%20way/pl/`,
        `http://127.1:${port}/gate%20way/pl//`,
      ]) {
        prefixed.play("1", done);
        const ended = await runAgainst(prefixed, { inputs: { "base-url": url } });
        expect([url, ended.outputs["status"]]).toEqual([url, "success"]);
      }
    },
  );
});

test.concurrent("loopback has a name in IPv6 too", async () => {
  await using six = await startStandIn({ host: "::1" });
  six.play("1", done);
  expect(six.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await runAgainst(six)).outputs["status"]).toBe("success");
  expect(six.asked[0]?.headers.host).toBe(new URL(six.url).host);
});

test.concurrent("a long key is as good as any", async () => {
  const key = "k".repeat(12_000);
  const ended = await runScript(done, { inputs: { "api-key": key } });
  expect(onlyError(ended)).toContain("401");
  expect(ended.lines.slice(1).join("\n")).not.toContain("kkkk");
});

test.concurrent("a wrong input is told of in the summary too", async () => {
  const ended = await runScript(done, { inputs: { timeout: "soon" } });
  expect(ended.summary).toContain("Input <code>timeout</code> is <code>soon</code>");
  expect((await runScript(done, { inputs: { timeout: "soon", "job-summary": "false" } })).summary).toBe("");
});
