import { describe, expect, test } from "@jest/globals";
import { runAction } from "./action-process.ts";
import { failedNode, finished, node } from "./api/agent-run.ts";
import { API_KEY, startStandIn, type Script } from "./api/server.ts";
import { errors, output } from "./stage.ts";
import { expectOnlyOwnCommands, expectTameSummary, HOSTILE_TEXTS } from "./tame.ts";

// What hostile words do where many runs are waited for.

/** Runs that do not pass, each with words of others in another place. */
const FAILING: readonly ((text: string) => Script)[] = [
  (text) => finished({ [text]: failedNode(text, { ...output, raw_error_message: text }) }),
  (text) => () => ({ status: 400, json: { message: text } }),
  (text) => finished({ [text]: node({ ...output, value: text }) }),
];

describe("whatever the API says, the log, the outputs and the summary stay the action's", () => {
  const half = Math.ceil(HOSTILE_TEXTS.length / 2);
  const halves = [HOSTILE_TEXTS.slice(0, half), HOSTILE_TEXTS.slice(half)];

  test.concurrent.each(FAILING.flatMap((_, kind) => halves.map((texts) => [kind, texts] as const)))(
    "from kind %d of run on",
    async (from, texts) => {
      await using own = await startStandIn();
      const ids = texts.map((text, n) => {
        const script = FAILING[(from + n) % FAILING.length];
        if (script !== undefined) own.play(String(n + 1), script(text));
        return [text.slice(0, 200) || "no name", String(n + 1)] as const;
      });
      const ended = await runAction({
        inputs: {
          "execution-ids": JSON.stringify(Object.fromEntries(ids)),
          "api-key": API_KEY,
          "base-url": own.url,
          assert: "result == 1",
          outputs: "r = result",
        },
        env: { RUNNER_DEBUG: "1" },
      });
      expectOnlyOwnCommands(ended, ["r"]);
      expectTameSummary(ended, texts.length);
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs["failed-runs"]).toBe(JSON.stringify(ids.map(([name]) => name)));
      expect(errors(ended)).toHaveLength(10);
    },
  );
});
