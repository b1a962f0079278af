import { createHash } from "node:crypto";
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { cases, type Case } from "./cases.ts";
import type { Trial } from "./expectation.ts";
import { Load } from "./load.ts";
import { disagreements } from "./oracle.ts";
import { ByteServer, type Exchange } from "./server.ts";
import { inOwnProcess, inProcess, skippingClock } from "./step.ts";

/** One run in so many is of the built action, in a process of its own. */
const BUILT_EVERY = 50;

/** The case that a run of a seed has. */
export function caseOf(seed: number, run: number): Case {
  const hash = createHash("sha256").update(`${seed}/${run}`).digest().readInt32LE();
  const [drawn] = fc.sample(fc.noBias(cases(isBuilt(run))), { seed: hash, numRuns: 1 });
  if (drawn === undefined) throw new Error("no case was drawn");
  return drawn;
}

const load = new Load();

const isBuilt = (run: number) => run % BUILT_EVERY === 0;

/** Runs a case against a server, and holds what came of it against the oracle. */
export async function tryCase(
  given: Case,
  run: number,
  server: ByteServer,
  port: number,
): Promise<{ trial: Trial; problems: string[] }> {
  const clock = isBuilt(run) ? { now: () => performance.now() } : skippingClock();
  const cancel = new AbortController();
  const exchanges: Exchange[] = [];
  const asked = { polls: 0, outputs: 0 };
  server.play = {
    now: () => clock.now(),
    answerTo: (isPoll) => {
      const kind = isPoll ? "polls" : "outputs";
      const answer = given[kind][Math.min(asked[kind]++, given[kind].length - 1)];
      if (answer === undefined) throw new Error("the case has no answer");
      return answer;
    },
    onExchange: (exchange) => {
      exchanges.push(exchange);
      if (exchanges.length === given.cancelledAt) cancel.abort("SIGINT");
    },
  };
  const inputs = Object.fromEntries(
    Object.entries(given.inputs).map(([name, value]) => [
      name,
      value.replace("BASE", `http://127.0.0.1:${port}`).replace("PORT", String(port)),
    ]),
  );
  const began = clock.now();
  const stage = "sleep" in clock ? inProcess(clock, load) : inOwnProcess;
  load.reset();
  const ended = await stage(inputs, cancel.signal);
  server.dropAll();
  // A busy machine may be long in starting a process.
  const lateMs = (exchanges[0]?.at ?? began) - began;
  const trial = {
    given,
    inputs,
    exchanges,
    isCancelled: cancel.signal.aborted,
    isBuilt: isBuilt(run),
    ended: { ...ended, tookMs: ended.tookMs - lateMs },
    began: began + lateMs,
    slackMs: 10 * load.latestMs + lateMs,
  };
  return { trial, problems: disagreements(trial) };
}

/** What was sent and seen, for a person to read. */
export function describe({ inputs, exchanges, ended }: Trial): string {
  const cut = (text: string) =>
    text.length > 1_500 ? `${text.slice(0, 1_500)}... (${text.length} characters)` : text;
  return [
    `  inputs ${JSON.stringify(inputs)}`,
    ...exchanges
      .slice(0, 12)
      .map(
        ({ isPoll, sent, ending, at }) =>
          `  ${Math.round(at)} ms, ${isPoll ? "nodes" : "main output"}: ${cut(JSON.stringify(sent.toString("latin1")))}, ${ending}`,
      ),
    `  (${exchanges.length} requests in all, ${Math.round(ended.tookMs)} ms)`,
    `  exit code ${String(ended.exitCode)}, outputs ${cut(JSON.stringify(ended.outputs))}`,
    cut(ended.log).replace(/^/gm, "  | "),
  ].join("\n");
}
