import { costsOf, every, GROWING, scaled, THIS_ACTION, type Schedule } from "./delay.ts";
import { USUAL } from "./model.ts";

const [WIDTH, HEIGHT] = [760, 420];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 24, 24, 56];

/** Both axes are logarithmic. */
const REQUESTS = { from: 1.8, to: 18, ticks: [2, 3, 4, 6, 8, 12, 16] };
const SECONDS = { from: 0.5, to: 10, ticks: [0.5, 1, 2, 3, 5, 10] };

const share = (value: number, { from, to }: { from: number; to: number }) =>
  Math.log(value / from) / Math.log(to / from);
const x = (requests: number) => LEFT + share(requests, REQUESTS) * (WIDTH - LEFT - RIGHT);
const y = (seconds: number) => HEIGHT - BOTTOM - share(seconds, SECONDS) * (HEIGHT - TOP - BOTTOM);

interface Line {
  readonly class: string;
  readonly schedules: readonly Schedule[];
  /** Which of them get a point, with its label and how far the label is from it. */
  readonly points: readonly (readonly [schedule: Schedule, label: string, dx: number, dy: number])[];
}

const LINES: readonly Line[] = [
  {
    class: "every",
    schedules: [1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15].map(every),
    points: [5, 10, 15].map((seconds) => [every(seconds), `every ${seconds} s`, 10, -6]),
  },
  {
    class: "growing",
    schedules: [0.4, 0.5, 0.65, 0.8, 1, 1.3, 1.6, 2, 2.6, 3.3, 5].map((factor) => scaled(GROWING, factor)),
    points: [[GROWING, "growing pauses", 10, -6]],
  },
  {
    class: "ours",
    schedules: [0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.5, 1.8, 2.2, 3, 5].map((factor) =>
      scaled(THIS_ACTION, factor),
    ),
    points: [[THIS_ACTION, "this action", -10, 18]],
  },
];

/** Delay against requests on the usual agents, as an SVG that is legible on a light and on a dark page. */
export function chart(ofEach: number): string {
  const at = (schedules: readonly Schedule[]) =>
    costsOf(USUAL, ofEach, schedules).map(
      ({ delayMs, requests }) => [x(requests).toFixed(1), y(delayMs / 1_000).toFixed(1)] as const,
    );
  const lines = LINES.map((line) => {
    const curve = at(line.schedules)
      .map((point) => point.join(","))
      .join(" ");
    const points = at(line.points.map(([schedule]) => schedule)).map(([cx, cy], n) => {
      const [, label = "", dx = 0, dy = 0] = line.points[n] ?? [];
      const anchor = dx < 0 ? "end" : "start";
      return `<circle cx="${cx}" cy="${cy}" r="5"/><text x="${Number(cx) + dx}" y="${Number(cy) + dy}" text-anchor="${anchor}">${label}</text>`;
    });
    return `<g class="${line.class}"><polyline points="${curve}"/>${points.join("")}</g>`;
  });
  const vertical = REQUESTS.ticks.map(
    (requests) =>
      `<line x1="${x(requests).toFixed(1)}" y1="${TOP}" x2="${x(requests).toFixed(1)}" y2="${HEIGHT - BOTTOM}"/><text x="${x(requests).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${requests}</text>`,
  );
  const horizontal = SECONDS.ticks.map(
    (seconds) =>
      `<line x1="${LEFT}" y1="${y(seconds).toFixed(1)}" x2="${WIDTH - RIGHT}" y2="${y(seconds).toFixed(1)}"/><text x="${LEFT - 8}" y="${(y(seconds) + 4).toFixed(1)}" text-anchor="end">${seconds} s</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">
<title>Mean delay from the end of the run to the answer that tells of it, against the mean number of requests</title>
<style>
rect { fill: #ffffff } text { fill: #59636e } line { stroke: #d1d9e0 } polyline { fill: none; stroke-width: 2 }
.every { --colour: #9a6700 } .growing { --colour: #0969da } .ours { --colour: #1a7f37 }
@media (prefers-color-scheme: dark) {
  rect { fill: #0d1117 } text { fill: #9198a1 } line { stroke: #3d444d }
  .every { --colour: #d29922 } .growing { --colour: #4493f8 } .ours { --colour: #3fb950 }
}
g polyline { stroke: var(--colour) } g circle, g text { fill: var(--colour) } .ours polyline { stroke-width: 3 } .ours text { font-weight: bold }
</style>
<rect width="${WIDTH}" height="${HEIGHT}"/>
${[...vertical, ...horizontal, ...lines].join("\n")}
<text x="${(WIDTH + LEFT - RIGHT) / 2}" y="${HEIGHT - 14}" text-anchor="middle">requests until the end is seen</text>
<text transform="translate(18 ${(HEIGHT - BOTTOM + TOP) / 2}) rotate(-90)" text-anchor="middle">delay</text>
</svg>
`;
}
