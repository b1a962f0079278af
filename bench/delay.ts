import { NOTHING_SEEN, observe, pauseAfter } from "../src/wait/pace.ts";
import { look, runsOf, seeded, USUAL, type Counts, type Kind, type Random, type Run } from "./model.ts";

/** The default of the input `poll-interval`. */
const LONGEST_MS = 5_000;

/** What a request takes. The API looks at the run halfway through. */
const REQUEST_MS = 200;

/** The pause after an answer that the agent is running; `now` is when it came, since the wait began. In milliseconds. */
type Pause = (seen: Counts | undefined, now: number) => number;

export interface Schedule {
  readonly name: string;
  /** Begins the wait for one run. */
  readonly begin: (random: Random) => Pause;
}

/** By the function that the action pauses by. */
const byProgress: Schedule["begin"] = (random) => {
  let pace = NOTHING_SEEN;
  return (seen, now) => {
    pace = observe(pace, seen, now);
    return pauseAfter(pace, now, LONGEST_MS, random());
  };
};

/** By the same function, kept from seeing anything: what the action did before it went by progress. */
const blindly: Schedule["begin"] = (random) => {
  const pause = byProgress(random);
  return (_, now) => pause(undefined, now);
};

export function every(seconds: number): Schedule {
  return { name: `every ${seconds} s`, begin: () => () => seconds * 1_000 };
}

export const THIS_ACTION: Schedule = { name: "this action", begin: byProgress };
export const GROWING: Schedule = { name: "growing pauses", begin: blindly };

export const SCHEDULES: readonly Schedule[] = [THIS_ACTION, GROWING, every(5), every(10)];

export interface Cost {
  /** From the end of the run to the answer that tells of it: the mean, in milliseconds. */
  readonly delayMs: number;
  /** How many requests were made up to that answer: the mean. */
  readonly requests: number;
}

/** Waits for each of the runs, and takes the means. */
function costOf(schedule: Schedule, runs: readonly Run[]): Cost {
  const random = seeded(1);
  let delayMs = 0;
  let requests = 0;
  for (const run of runs) {
    const waitedFrom = run.waitedFrom ?? 0;
    const pause = schedule.begin(random);
    let now = REQUEST_MS;
    requests++;
    for (;;) {
      const lookedAt = waitedFrom + now - REQUEST_MS / 2;
      if (lookedAt >= run.endsAt) break;
      now += pause(look(run, lookedAt), now) + REQUEST_MS;
      requests++;
    }
    delayMs += waitedFrom + now - run.endsAt;
  }
  return { delayMs: delayMs / runs.length, requests: requests / runs.length };
}

const SEED = 14;

/** With every pause `factor` times as long, but still not over the longest. */
export function scaled({ name, begin }: Schedule, factor: number): Schedule {
  return {
    name,
    begin: (random) => {
      const pause = begin(random);
      return (seen, now) => Math.min(LONGEST_MS, factor * pause(seen, now));
    },
  };
}

/** What each schedule costs on some kind of agents. */
export function costsOf(kind: Kind, ofEach: number, schedules: readonly Schedule[] = SCHEDULES): Cost[] {
  const runs = runsOf(kind, ofEach, SEED);
  return schedules.map((schedule) => costOf(schedule, runs));
}

/** The same on those of the usual agents' runs that end within five seconds. */
export function costsUnder5s(ofEach: number, schedules: readonly Schedule[] = SCHEDULES): Cost[] {
  const runs = runsOf(USUAL, ofEach, SEED).filter(({ endsAt }) => endsAt < 5_000);
  return schedules.map((schedule) => costOf(schedule, runs));
}
