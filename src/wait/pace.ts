/** What an answer that the agent is running showed of its nodes, as far as pauses go by it. */
export interface Seen {
  /** How many nodes have the status QUEUED. No other status matters, known or not. */
  readonly queued: number;
}

/** What was seen so far of one run. */
export interface Pace {
  /** How many answers said that the agent is running. */
  readonly looks: number;
  /** How many nodes were queued when nodes were last shown. */
  readonly queued: number;
  /** The fewest ever queued. */
  readonly fewest: number;
  /**
   * How often fewer were queued than ever before: each time, a stage of the agent had ended. Nodes that appear later and
   * then start do not count, or an agent that goes on like that would be asked often for as long as it runs.
   */
  readonly moves: number;
  /** When that was last seen, in milliseconds since the wait began; 0 if never. */
  readonly movedAt: number;
}

/** Before the first answer. */
export const NOTHING_SEEN: Pace = { looks: 0, queued: 0, fewest: Infinity, moves: 0, movedAt: 0 };

/**
 * Adds an answer that the agent is running.
 *
 * @param seen undefined if the answer showed no nodes: then those last shown count on
 * @param now when the answer came, in milliseconds since the wait began
 */
export function observe(pace: Pace, seen: Seen | undefined, now: number): Pace {
  const looks = pace.looks + 1;
  if (!seen) return { ...pace, looks };
  const { queued } = seen;
  const fewest = Math.min(queued, pace.fewest);
  const hasMoved = fewest < pace.fewest && pace.fewest !== Infinity;
  return hasMoved
    ? { looks, queued, fewest, moves: pace.moves + 1, movedAt: now }
    : { ...pace, looks, queued, fewest };
}

/**
 * The pause until the next poll, in milliseconds: never over `longestMs`. Chosen by the table in docs/performance.md.
 *
 * @param now in milliseconds since the wait began
 * @param random from 0 to 1; up to a tenth is taken off the first pause and those that are not the longest, so that a
 *   matrix of jobs falls out of step. The longest stay whole, or a long wait would cost more requests the longer it
 *   lasts.
 */
export function pauseAfter(pace: Pace, now: number, longestMs: number, random: number): number {
  const isBlind = pace.queued === 0 && pace.moves === 0;
  const pause = isBlind ? growingPause(pace.looks) : stagePause(pace, now);
  return pace.looks > 1 && pause >= longestMs ? longestMs : Math.min(pause, longestMs) * (1 - 0.1 * random);
}

/**
 * A second, then 1.3 times as long each: where no node is queued and no stage was seen to end, nothing tells how far
 * the run is.
 */
function growingPause(looks: number): number {
  return 1_000 * 1.3 ** Math.max(0, looks - 1);
}

/**
 * A part of the time that a stage of the agent takes.
 *
 * In the last stage, when nothing is queued, the run can end at any moment: a small part. While nodes are queued, at
 * least one stage is still to begin, so looking is hardly worth it: more of a stage. How many stages a number of nodes
 * is, is not known: one if they run at once, as many as there are nodes if one waits for the other, hence the root in
 * between. Never more than a whole stage, since queued nodes may also be a branch that is skipped at the very end.
 */
function stagePause({ queued, moves, movedAt }: Pace, now: number): number {
  // The time so far over the stages that ended, with one of two seconds added, which stands for what is usual until some
  // have. A stage that has taken longer than that by itself is likely to take longer still.
  const stage = Math.max((now + 2_000) / (moves + 1), now - movedAt);
  return 400 + stage * Math.min(1, 0.15 + 0.4 * Math.sqrt(queued));
}
