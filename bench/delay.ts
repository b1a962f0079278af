import { pollPause } from "../src/wait/schedule.ts";

export interface Schedule {
  readonly name: string;
  /** The pause after the nth poll, in milliseconds. */
  readonly pause: (nth: number, random: number) => number;
  /** Requests besides the polls: the main output. */
  readonly extra: number;
}

export const SCHEDULES: readonly Schedule[] = [
  { name: "this action", pause: (nth, random) => pollPause(nth, 5_000, random), extra: 1 },
  { name: "every 5 s", pause: () => 5_000, extra: 0 },
  { name: "every 10 s", pause: () => 10_000, extra: 0 },
  { name: "every 15 s", pause: () => 15_000, extra: 0 },
];

export interface Delay {
  readonly meanMs: number;
  readonly worstMs: number;
  readonly requests: number;
}

/**
 * The delay from the agent's finish to the poll that sees it, over runs between `fromMs` and `toMs` long.
 *
 * @param random is asked for each pause
 */
export function delayOf(
  { pause, extra }: Schedule,
  fromMs: number,
  toMs: number,
  random: () => number,
): Delay {
  const samples = 5_000;
  let sum = 0;
  let worstMs = 0;
  let requests = 0;
  for (let sample = 0; sample < samples; sample++) {
    const length = fromMs + ((toMs - fromMs) * (sample + 0.5)) / samples;
    let at = 0;
    let polls = 1;
    while (at < length) at += pause(polls++, random());
    sum += at - length;
    worstMs = Math.max(worstMs, at - length);
    requests += polls + extra;
  }
  return { meanMs: sum / samples, worstMs, requests: requests / samples };
}

/** The delays as a chart, over the length of the run on a logarithmic axis. */
export function chart(random: () => number): string {
  const [width, height, left, bottom] = [760, 360, 56, 48];
  const [from, to, most] = [1, 300, 16];
  const x = (seconds: number) =>
    left + (Math.log(seconds / from) / Math.log(to / from)) * (width - left - 28);
  const y = (delay: number) => height - bottom - (delay / most) * (height - bottom - 32);
  const colours = ["#1a7f37", "#0969da", "#9a6700", "#cf222e"];
  const lengths = Array.from({ length: 61 }, (_, n) => from * (to / from) ** (n / 60));
  const lines = SCHEDULES.map((schedule, n) => {
    const points = lengths.map((length) => {
      // Each point is the mean over runs a tenth shorter to a tenth longer.
      const { meanMs } = delayOf(schedule, length * 900, length * 1_100, random);
      return `${x(length).toFixed(1)},${y(meanMs / 1_000).toFixed(1)}`;
    });
    const colour = colours[n] ?? "";
    return `<polyline fill="none" stroke="${colour}" stroke-width="${n === 0 ? 3 : 1.5}" points="${points.join(" ")}"/>
<rect x="${left + 16 + n * 120}" y="12" width="14" height="4" fill="${colour}"/><text x="${left + 36 + n * 120}" y="19">${schedule.name}</text>`;
  });
  const vertical = [1, 2, 5, 15, 60, 300].map(
    (length) =>
      `<line x1="${x(length)}" y1="32" x2="${x(length)}" y2="${height - bottom}" stroke="#d1d9e0"/><text x="${x(length)}" y="${height - bottom + 18}" text-anchor="middle">${length} s</text>`,
  );
  const horizontal = [0, 2.5, 5, 10, 15].map(
    (delay) =>
      `<line x1="${left}" y1="${y(delay)}" x2="${width - 28}" y2="${y(delay)}" stroke="#d1d9e0"/><text x="${left - 8}" y="${y(delay) + 4}" text-anchor="end">${delay} s</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#59636e">
<title>Mean delay from the agent's finish to the poll that sees it, by the length of the run</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${[...vertical, ...horizontal, ...lines].join("\n")}
<text x="${(width + left) / 2}" y="${height - 10}" text-anchor="middle">length of the agent's run</text>
</svg>
`;
}
