// The agents that pauses are compared on: made by chance from a seed, so that every schedule waits for the very same
// runs. All times are in milliseconds.

/** From 0 to 1, never 1 itself. */
export type Random = () => number;

/** The same numbers for the same seed, on every machine: the generator called mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One node, by when it changes; times count from the start of the run. A skipped node starts and ends at once. */
export interface Node {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly isSkipped?: boolean;
  /** When it first is in the API's answers, if not from the start. */
  readonly shownFrom?: number;
  /** When it no longer is in the API's answers. */
  readonly shownTo?: number;
}

/** One run of an agent. */
export interface Run {
  readonly nodes: readonly Node[];
  readonly endsAt: number;
  /** When the wait for it begins, if not at its start. */
  readonly waitedFrom?: number;
  /** Whether the API's answers show no nodes while it runs. */
  readonly isHidden?: boolean;
}

/** A node's status as the API has it; undefined if the API does not show the node at that time. */
function statusAt(node: Node, at: number): "QUEUED" | "RUNNING" | "SUCCESS" | "SKIPPED" | undefined {
  if (at < (node.shownFrom ?? 0) || at >= (node.shownTo ?? Infinity)) return undefined;
  if (at < node.startsAt) return "QUEUED";
  if (at < node.endsAt) return "RUNNING";
  return node.isSkipped ? "SKIPPED" : "SUCCESS";
}

/** How many nodes are in which state. */
export interface Counts {
  readonly queued: number;
  readonly running: number;
  readonly final: number;
}

/** What an answer that the agent is running shows of it; undefined if that shows no nodes. */
export function look(run: Run, at: number): Counts | undefined {
  if (run.isHidden) return undefined;
  const counts = { queued: 0, running: 0, final: 0 };
  for (const node of run.nodes) {
    const status = statusAt(node, at);
    if (status === "QUEUED") counts.queued++;
    else if (status === "RUNNING") counts.running++;
    else if (status !== undefined) counts.final++;
  }
  return counts;
}

/** How an agent differs from the usual one. */
interface Shape {
  readonly stages?: readonly [least: number, most: number];
  /** How many nodes run at once in the stage that is a fan. */
  readonly fan?: number;
  /** Of the logarithm of a node's time. At 0.6 two nodes in three take between half of the median and twice as long. */
  readonly sigma?: number;
  /** What a stage's times are multiplied by; `stage` counts from 1 to `stages`. */
  readonly factor?: (stage: number, stages: number, random: Random) => number;
  /** When one to four nodes of a branch that is not taken become SKIPPED: at the start of a later stage, or only at the end. */
  readonly skipped?: "when decided" | "at the end";
  /** Nodes are not in the answers before they start. */
  readonly isLate?: boolean;
  /** Nodes are not in the answers after they have ended. */
  readonly isShrinking?: boolean;
}

/**
 * An agent of stages, each of which starts when all nodes of the one before have ended: three to six stages of one
 * node, but in every second agent one of them is a fan of four nodes. A node's time is log-normal.
 */
function agent(median: number, random: Random, shape: Shape = {}): Run {
  const stages = whole(random, ...(shape.stages ?? [3, 6]));
  const fan = random() < 0.5 ? whole(random, 1, stages) : undefined;
  const nodes: Node[] = [];
  const starts: number[] = [];
  let startsAt = 0;
  for (let stage = 1; stage <= stages; stage++) {
    const factor = shape.factor?.(stage, stages, random) ?? 1;
    const ends = Array.from(
      { length: stage === fan ? (shape.fan ?? 4) : 1 },
      () => startsAt + factor * nodeTime(median, random, shape.sigma),
    );
    for (const endsAt of ends) {
      nodes.push({
        startsAt,
        endsAt,
        ...(shape.isLate && { shownFrom: startsAt }),
        ...(shape.isShrinking && { shownTo: endsAt }),
      });
    }
    starts.push(startsAt);
    startsAt = Math.max(...ends);
  }
  const endsAt = startsAt;
  if (shape.skipped) {
    const decidedAt = starts[whole(random, 1, stages - 1)] ?? endsAt;
    const at = shape.skipped === "when decided" ? decidedAt : endsAt;
    const count = whole(random, 1, 4);
    for (let n = 0; n < count; n++) nodes.push({ startsAt: at, endsAt: at, isSkipped: true });
  }
  return { nodes, endsAt };
}

function singleNode(endsAt: number): Run {
  return { nodes: [{ startsAt: 0, endsAt }], endsAt };
}

function nodeTime(median: number, random: Random, sigma = 0.6): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}

function whole(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Some kind of agents: a row of the table. */
export interface Kind {
  readonly name: string;
  /** The medians of a node's time; as many agents are made of each. */
  readonly medians: readonly number[];
  readonly make: (median: number, random: Random) => Run;
}

/** A second to eight, evenly on a logarithmic scale. */
const MEDIANS = [1_000, 2_000, 3_000, 5_000, 8_000];

/** The usual agents. */
export const USUAL: Kind = { name: "1 to 8 s, all", medians: MEDIANS, make: (...of) => agent(...of) };

export const BY_MEDIAN: readonly Kind[] = MEDIANS.map((median) => ({
  name: `${median / 1_000} s`,
  medians: [median],
  make: USUAL.make,
}));

const unusual = (name: string, shape: Shape): Kind => ({
  name,
  medians: MEDIANS,
  make: (median, random) => agent(median, random, shape),
});

/** Agents on which knowing the usual ones must do no harm. */
export const UNUSUAL: readonly Kind[] = [
  unusual("a branch, skipped when that is decided", { skipped: "when decided" }),
  unusual("a branch, skipped at the end", { skipped: "at the end" }),
  unusual("nodes appear when they start", { isLate: true }),
  unusual("nodes vanish when they end", { isShrinking: true }),
  unusual("heavy tails (sigma 1.2)", { sigma: 1.2 }),
  unusual("heavy tails, and a branch skipped at the end", { sigma: 1.2, skipped: "at the end" }),
  unusual("two stages", { stages: [2, 2] }),
  unusual("twelve stages", { stages: [12, 12] }),
  unusual("a hundred short stages", { stages: [100, 100], factor: () => 0.05 }),
  unusual("a fan of forty", { fan: 40 }),
  unusual("every second stage takes no time", { factor: (_, __, random) => (random() < 0.5 ? 0.01 : 1) }),
  {
    name: "the wait begins when the agent has long run",
    medians: MEDIANS,
    make: (median, random) => {
      const run = agent(median, random);
      return { ...run, waitedFrom: random() * run.endsAt };
    },
  },
  { name: "a median of 30 s", medians: [30_000], make: (...of) => agent(...of) },
];

/** Agents on which knowing the usual ones misleads: the last stage is unlike those before it. */
export const MISLEADING: readonly Kind[] = [
  unusual("the last stage takes five times as long", { factor: (stage, of) => (stage === of ? 5 : 1) }),
  unusual("twelve stages, the last thirty times as long", {
    stages: [12, 12],
    factor: (stage, of) => (stage === of ? 30 : 1),
  }),
];

/** Agents that show nothing to go by. */
export const BLIND: readonly Kind[] = [
  { name: "one node", medians: MEDIANS, make: (median, random) => singleNode(nodeTime(median, random)) },
  {
    name: "one node, heavy tails",
    medians: MEDIANS,
    make: (median, random) => singleNode(nodeTime(median, random, 1.2)),
  },
  { name: "one node, any time under 5 s", medians: [0], make: (_, random) => singleNode(5_000 * random()) },
  {
    name: "answers show no nodes",
    medians: MEDIANS,
    make: (median, random) => ({ ...agent(median, random), isHidden: true }),
  },
];

/** As many runs of each median. */
export function runsOf({ medians, make }: Kind, ofEach: number, seed: number): Run[] {
  return medians.flatMap((median) => {
    const random = seeded(seed);
    return Array.from({ length: ofEach }, () => make(median, random));
  });
}
