import { describe, expect, test } from "@jest/globals";
import { runAgainst } from "./action-process.ts";
import { API_KEY, startStandIn } from "./api/server.ts";
import { refusalOf, withInputs } from "./given-inputs.ts";
import { done, onlyError, runScript } from "./stage.ts";
import { readInputs } from "../src/wait/inputs.ts";

const usable = { "execution-id": "1", "api-key": API_KEY, "base-url": "http://127.0.0.1:8080" };

describe("an input that cannot be used is refused before any request", () => {
  test.each<[Record<string, string>, RegExp]>([
    [
      { "execution-id": "" },
      /^.*"execution-id" is empty: most likely the step that starts the agent did not set its output/,
    ],
    [
      { "execution-id": "abc" },
      /"execution-id" is "abc"; expected a decimal number from 1 to 9223372036854775807/,
    ],
    [{ "execution-id": "null" }, /"execution-id" is "null": the step that starts the agent got no ID/],
    [{ "execution-id": "None" }, /"execution-id" is "None": the step that starts the agent got no ID/],
    [{ "execution-id": "0" }, /"execution-id" is "0"/],
    [{ "execution-id": "-1" }, /"execution-id" is "-1"/],
    [{ "execution-id": "1.0" }, /"execution-id" is "1\.0"/],
    [{ "execution-id": "9223372036854775808" }, /"execution-id" is "9223372036854775808"/],
    [{ "execution-id": "1.2345678901234568e+18" }, /lost precision: pass/],
    [{ "execution-id": "1e18" }, /lost precision: pass/],
    [{ "execution-id": "11e18" }, /returned\.$/],
    [{ "execution-id": "nullx" }, /"execution-id" is "nullx"; expected/],
    [{ "execution-id": "xnull" }, /"execution-id" is "xnull"; expected/],
    [{ "execution-id": "1e18x" }, /returned\.$/],
    [{ "api-key": "" }, /"api-key" is empty\. .* forks and from Dependabot get no Actions secrets/],
    [{ "api-key": '"pl_key"' }, /"api-key" has quotes or the word Bearer around the key/],
    [{ "api-key": "'pl_key'" }, /"api-key" has quotes or the word Bearer around the key/],
    [{ "api-key": "Bearer pl_key" }, /"api-key" has quotes or the word Bearer around the key/],
    [{ "execution-id": "https://dashboard.promptlayer.com/hunter2/1" }, /"execution-id" is not shown/],
    [{ "execution-id": '"1"' }, /"execution-id" is ""1""; expected a decimal number/],
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
    [{ "job-summary": "xfalse" }, /"job-summary" is "xfalse"/],
    [{ "job-summary": "falsey" }, /"job-summary" is "falsey"/],
    [{ "job-summary": "untrue" }, /"job-summary" is "untrue"/],
    [{ "job-summary": "truey" }, /"job-summary" is "truey"/],
    [{ "return-all-outputs": "yes" }, /"return-all-outputs" is "yes"/],
    [
      { "base-url": "api.promptlayer.com" },
      /"base-url" is "api\.promptlayer\.com": it is no URL, which begins with "https:/,
    ],
    [{ "base-url": "http://api.promptlayer.com" }, /would send the key unencrypted/],
    [{ "base-url": "http://localhost.example.com" }, /would send the key unencrypted/],
    [{ "base-url": "http://127.0.0.1.example.com" }, /would send the key unencrypted/],
    [{ "base-url": "http://[::2]" }, /would send the key unencrypted/],
    [{ "base-url": "ftp://example.com" }, /whose scheme is not "https:"/],
    [{ "base-url": "https://me:hunter2@example.com" }, /has user info/],
    [{ "base-url": "https://example.com/?key=hunter2" }, /has a query/],
  ])("%j", (inputs, message) => {
    const refusal = refusalOf("wait", { ...usable, ...inputs }, readInputs);
    expect(refusal).toMatch(message);
    expect(refusal).not.toContain("hunter2");
  });

  test.concurrent.each<[Record<string, string>, RegExp]>([
    [
      { "execution-id": "1\n::error::x" },
      /^An input cannot be used: Input "execution-id" is "1\\n::error::x"/,
    ],
    [{ "base-url": "https://me:hunter2@example.com" }, /has user info/],
  ])("and the step is red: %j", async (inputs, message) => {
    const ended = await runScript(done, { inputs });
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toEqual({ status: "error" });
    expect(onlyError(ended)).toMatch(message);
    expect(ended.log).not.toContain("hunter2");
    expect(ended.asked).toHaveLength(0);
    expect(ended.commands.map(({ name }) => name).filter((name) => name !== "add-mask")).toEqual(["error"]);
  });

  test.each(["pl_first\nsecond-half", "pl_\u0007bell-rings", "pl_schlüssel"])(
    "a key that cannot be a header is not echoed: %j",
    (key) => {
      const refusal = refusalOf("wait", { ...usable, "api-key": key }, readInputs);
      expect(refusal).toMatch(/^Input "api-key" cannot be sent in a header/);
      for (const part of key.split("\n")) expect(refusal).not.toContain(part);
    },
  );

  const key = "0f8fad5bd9cb469fa16570867728950e";

  test.each<[Record<string, string>, RegExp]>([
    [{ "execution-id": key, "api-key": "123" }, /look swapped/],
    [{ "execution-id": "pl_short", "api-key": "" }, /"api-key" is empty/],
    [{ "execution-id": "pl_short" }, /"execution-id" is not shown, as it may be a key; expected/],
    [{ "execution-id": key }, /"execution-id" is not shown/],
    [{ "execution-id": "hunter2$hunter2:hunter2 x" }, /"execution-id" is not shown/],
    [{ timeout: key }, /"timeout" is not shown/],
    [{ "base-url": key }, /"base-url" is not shown, as it may be a key: it is no URL/],
    [{ "base-url": `http://api.promptlayer.com/${key}` }, /is "http:\/\/api\.promptlayer\.com\/…", which/],
    [{ "base-url": `api.promptlayer.com/${key}` }, /is "api\.promptlayer\.com\/…": it is no URL/],
    [{ "execution-id": "abcdefghijklmno" }, /"execution-id" is "abcdefghijklmno"/],
    [{ "execution-id": "abcdefghijklmnop" }, /"execution-id" is not shown/],
    [{ "execution-id": "a-pl_b" }, /"execution-id" is "a-pl_b"/],
    [
      { "base-url": "http://staging-7.promptlayer2.com:8080/" },
      /is "http:\/\/staging-7\.promptlayer2\.com:8080\/", which/,
    ],
    [{ "base-url": "http://staging.promptlayer.com:x/" }, /"base-url" is not shown/],
    [{ "base-url": `http://x.y:1${key}` }, /"base-url" is not shown/],
    [{ "base-url": `http://x.y:${key}` }, /"base-url" is not shown/],
    [{ "base-url": `http://_${key}.com` }, /"base-url" is not shown/],
    [{ "base-url": `http://${key}` }, /"base-url" is not shown/],
    [{ "base-url": `pl_short://x` }, /"base-url" is not shown/],
    [{ "base-url": `http://${"a.".repeat(60)}test/` }, /is "http:\/\/(a\.){46}a…\/", which/],
  ])("a key in the wrong input is not echoed: %j", (inputs, message) => {
    const refusal = refusalOf("wait", { ...usable, ...inputs }, readInputs);
    expect(refusal).toMatch(message);
    expect(refusal).not.toMatch(/0f8fad5b|pl_short|hunter2/);
  });

  test.concurrent("nor anywhere else in the log", async () => {
    const ended = await runScript(done, { inputs: { "execution-id": key, "api-key": "123" } });
    expect(ended.outputs).toEqual({ status: "error" });
    expect(ended.log).not.toContain("0f8fad5b");
  });
});

describe("inputs are taken as people write them", () => {
  test.each<[Record<string, string>, Partial<ReturnType<typeof readInputs>>]>([
    [{ "execution-id": "9223372036854775807" }, { executionId: "9223372036854775807" }],
    [
      { "execution-id": " 1 ", "api-key": ` ${API_KEY}\n` },
      { executionId: "1", apiKey: API_KEY },
    ],
    [
      { timeout: "90", "poll-interval": "500ms", "request-timeout": "0.5h" },
      { timeoutMs: 90_000, pollIntervalMs: 500, requestTimeoutMs: 1_800_000 },
    ],
    [
      { timeout: "1000h", "poll-interval": "1.5 m", "request-timeout": ".5s" },
      { timeoutMs: 3_600_000_000, pollIntervalMs: 90_000, requestTimeoutMs: 500 },
    ],
    [
      {
        timeout: "",
        "poll-interval": "",
        "request-timeout": "",
        "fail-on-error": "",
        "job-summary": "",
        "return-all-outputs": "",
        "base-url": "",
      },
      {
        timeoutMs: 900_000,
        pollIntervalMs: 5_000,
        requestTimeoutMs: 30_000,
        failOnError: true,
        jobSummary: true,
        returnAllOutputs: false,
        baseUrl: new URL("https://api.promptlayer.com"),
      },
    ],
    [
      { "fail-on-error": "True", "job-summary": "FALSE", "return-all-outputs": "TRUE" },
      { failOnError: true, jobSummary: false, returnAllOutputs: true },
    ],
    [
      { "fail-on-error": "False", "job-summary": "false", "return-all-outputs": "true" },
      { failOnError: false, jobSummary: false, returnAllOutputs: true },
    ],
    [
      { assert: "\n # x\n a ", outputs: " b = 1\n" },
      { assert: "\n # x\n a ", outputs: " b = 1\n" },
    ],
    ...["http://localhost", "http://[::1]:80/x/", "http://127.255.0.1", "https://api.example/x"].map(
      (url): [Record<string, string>, { baseUrl: URL }] => [{ "base-url": url }, { baseUrl: new URL(url) }],
    ),
  ])("%j", (inputs, expected) => {
    expect(withInputs("wait", { ...usable, ...inputs }, readInputs)).toMatchObject(expected);
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
