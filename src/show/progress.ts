import type { NodeMap } from "../api/execution.ts";
import type { Clock } from "../clock.ts";
import { isDone } from "../nodes.ts";
import type { WaitObserver } from "../wait/wait.ts";
import { duration, listed } from "../wording.ts";
import type { Log } from "./log.ts";
import { proseLine } from "./prose.ts";

const HEARTBEAT_MS = 30_000;

/** Logs lines with the time since the wait began. After some silence it logs the state, since silence looks like a hang. */
export class Teller {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #began: number;
  readonly #heart: NodeJS.Timeout;
  #toldAt: number;

  constructor(log: Log, clock: Clock, state: () => string) {
    this.#log = log;
    this.#clock = clock;
    this.#began = clock.now();
    this.#toldAt = this.#began;
    this.#heart = setInterval(() => {
      if (clock.now() - this.#toldAt >= HEARTBEAT_MS) this.tell(`still waiting; ${state()}`);
    }, 1_000).unref();
  }

  tell(line: string): void {
    this.#toldAt = this.#clock.now();
    this.#log.info(`[${duration(this.#toldAt - this.#began)}] ${proseLine(line)}`);
  }

  stop(): void {
    clearInterval(this.#heart);
  }
}

/** Logs how the wait for a run goes: a line when something has changed. */
export class Progress implements WaitObserver {
  readonly #log: Log;
  readonly #teller: Teller;
  #nodes: NodeMap | undefined;
  #state = "";
  #requests = 0;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#teller = new Teller(log, clock, () => this.#state || "nothing is known of the run yet");
  }

  stop(): void {
    this.#teller.stop();
  }

  answered(kind: string, tookMs: number): void {
    this.#log.debug(`request ${++this.#requests}: ${kind} after ${duration(tookMs)}`);
  }

  running(nodes: NodeMap | undefined): void {
    if (nodes !== undefined && nodes === this.#nodes) return;
    this.#nodes = nodes;
    const state = stateOf(nodes);
    if (state === this.#state) return;
    this.#state = state;
    this.#teller.tell(state);
  }

  retrying(cause: string, nth: number, pauseMs: number): void {
    this.#teller.tell(
      `request failed${nth === 1 ? "" : ` (${nth} in a row)`}, next try in ${duration(pauseMs)}: ${cause}`,
    );
  }
}

function stateOf(map: NodeMap | undefined): string {
  if (map === undefined || map.nodes.length === 0)
    return "the API answers that the run goes on, and shows no nodes";
  const running = map.nodes.filter((node) => node.status === "RUNNING");
  const done = map.nodes.filter(isDone).length;
  return `${done} of ${map.nodes.length} nodes done${running.length === 0 ? "" : `, running: ${listed(running.map((node) => node.name))}`}`;
}
