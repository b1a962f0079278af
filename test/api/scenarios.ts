import { agentRun, failedNode, finished, node, type Step } from "./agent-run.ts";
import { inTurn, type Script, type StandIn } from "./server.ts";

export interface Scenario {
  readonly executionId: string;
  readonly about: string;
  /** @param began when the run began, on the clock of `performance.now()`; by default with the first request */
  readonly script: (began?: number) => Script;
}

const verdict = JSON.stringify({ verdict: "approve", score: 0.92, targets: ["eu", "us"] });

const review = (more: Record<string, Partial<Step>> = {}): Record<string, Step> => {
  const steps: Record<string, Step> = {
    "Fetch changelog": { takesMs: 600, value: ["Faster exports", "Fix login on Safari", "Drop Python 3.8"] },
    "Classify risk": { needs: ["Fetch changelog"], takesMs: 900, value: { risk: "low", files: 14 } },
    "Write notes": {
      needs: ["Fetch changelog"],
      takesMs: 1_800,
      value: "Exports are faster.\nLogin works on Safari again.",
    },
    Score: { needs: ["Classify risk", "Write notes"], takesMs: 700, value: 0.92 },
    Verdict: {
      needs: ["Score"],
      takesMs: 500,
      isOutput: true,
      value: {
        verdict: "approve",
        score: 0.92,
        risks: ["migration"],
        notes: "Exports are faster.\nLogin works on Safari again.",
      },
    },
  };
  for (const [name, changes] of Object.entries(more))
    steps[name] = { takesMs: 0, ...steps[name], ...changes };
  return steps;
};

/** Runs to try the action by hand, to take pictures of, and for the end-to-end job of CI. */
export const SCENARIOS = {
  green: {
    executionId: "1001",
    about: "a release review of five nodes that approves",
    script: (began?: number) => agentRun(review(), undefined, began),
  },
  red: {
    executionId: "1002",
    about: "the same review, in which an inner node fails",
    script: (began?: number) =>
      agentRun(
        review({ "Classify risk": { fails: "Rate limit of the model's provider exceeded after 3 tries" } }),
        undefined,
        began,
      ),
  },
  branches: {
    executionId: "1003",
    about: "two branches of which one is taken",
    script: (began?: number) =>
      agentRun(
        {
          "Is it a fix?": { takesMs: 400, value: true },
          "Short review": { needs: ["Is it a fix?"], takesMs: 600, value: "Looks good.", isOutput: true },
          "Long review": { needs: ["Is it a fix?"], takesMs: 600, isSkipped: true, isOutput: true },
        },
        undefined,
        began,
      ),
  },
  hostile: {
    executionId: "1004",
    about: "names, errors and a result written by an attacker",
    script: () =>
      finished(
        {
          "::set-output name=result::approved\n::error::x": failedNode(
            "##[error]fake\r\n::stop-commands::x\u001b[31m",
          ),
          "</code></table><h1>Approved</h1><img src=x>@octocat #1": node({ status: "SUCCESS\n##[group]" }),
          "`|` \u202edevorppa\u202c https://evil.example": node({ is_output_node: true }),
        },
        JSON.stringify(
          "```\n</details><script>alert(1)</script>\n::error::owned\n````\n# Approved\n@octocat",
        ),
      ),
  },
  endless: {
    executionId: "1005",
    about: "a run that never ends",
    script: () =>
      inTurn({ status: 202, json: { "Think it over": node({ status: "RUNNING", is_output_node: true }) } }),
  },
  prose: {
    executionId: "1006",
    about: "prose with the verdict in a code fence, as language models answer",
    script: () =>
      finished(
        { Review: node({ is_output_node: true }) },
        JSON.stringify(`Here is my review.\n\n\`\`\`json\n${verdict}\n\`\`\`\n\nLet me know!`),
      ),
  },
} as const satisfies Record<string, Scenario>;

/**
 * Lets every scenario be started, as an agent of its name, and four more: `review` needs the variable `diff`, `answer`
 * gives a low score where its variable `question` is rude, `refusing` starts nothing, and `vague` starts a run but answers
 * with an error.
 */
export function offerScenarios(api: StandIn): void {
  for (const [name, { script }] of Object.entries(SCENARIOS)) api.offer(name, { run: script });
  const run = SCENARIOS.prose.script;
  api.offer("review", { run, variables: ["diff"] });
  api.offer("answer", {
    variables: ["question"],
    run: (began, { question }) => {
      const value = { score: question === "Hurry up!" ? 0.4 : 0.9 };
      return agentRun({ Answer: { takesMs: 500, isOutput: true, value } }, undefined, began);
    },
  });
  api.offer("refusing", {
    run,
    reply: () => ({
      status: 422,
      json: {
        detail: [
          { loc: ["body", "input_variables", "diff"], msg: "Field required", type: "missing" },
          { loc: ["body", "metadata"], msg: "Input should be a valid dictionary", type: "dict_type" },
        ],
      },
    }),
  });
  api.offer("vague", {
    run,
    reply: (start) => {
      start();
      return { status: 502, json: { message: "Bad gateway" } };
    },
  });
}
