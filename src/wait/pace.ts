/** What a poll showed of the nodes of a running agent, as far as the pauses depend on it. */
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
   * then start do not count, or an agent that keeps adding nodes would be polled often for as long as it runs.
   */
  readonly moves: number;
  /** When the last move was seen, in milliseconds since the wait began; 0 if there was none. */
  readonly movedAt: number;
}

/** Before the first answer. */
export const NOTHING_SEEN: Pace = { looks: 0, queued: 0, fewest: Infinity, moves: 0, movedAt: 0 };

/**
 * Adds an answer that the agent is running.
 *
 * @param seen undefined if the answer showed no nodes: then those that were last shown still count
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
 *   matrix of jobs falls out of step. The longest are not shortened, so that a long wait does not cost more requests.
 */
export function pauseAfter(pace: Pace, now: number, longestMs: number, random: number): number {
  const isBlind = pace.queued === 0 && pace.moves === 0;
  const pause = isBlind ? growingPause(pace.looks) : stagePause(pace, now);
  return pace.looks > 1 && pause >= longestMs ? longestMs : Math.min(pause, longestMs) * (1 - 0.1 * random);
}

/**
 * A second, then each time 1.3 times the last pause. Without a queued node or a stage that was seen to end, nothing shows
 * how far the run is.
 */
function growingPause(looks: number): number {
  return 1_000 * 1.3 ** Math.max(0, looks - 1);
}

/**
 * A part of the time that a stage of the agent takes.
 *
 * In the last stage, when nothing is queued, the run can end at any moment, so the part is small. While nodes are queued,
 * at least one more stage has to begin, so the part is larger. How many stages the queued nodes make is not known: one if
 * they run at the same time, one each if they run in turn. Their square root lies in between. The part is never more than
 * a whole stage, since the queued nodes may be a branch that is skipped at the very end.
 */
function stagePause({ queued, moves, movedAt }: Pace, now: number): number {
  // The average: the time so far divided by the stages that ended. One usual stage of two seconds is added, which counts
  // most at the beginning. If the present stage has already taken longer than the average, it is likely to go on.
  const stage = Math.max((now + 2_000) / (moves + 1), now - movedAt);
  return 400 + stage * Math.min(1, 0.15 + 0.4 * Math.sqrt(queued));
}
