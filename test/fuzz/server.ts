import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Ending } from "./answers.ts";

/** One request and what was put on the wire for it. */
export interface Exchange {
  readonly request: string;
  /** Whether it asked for the nodes rather than for the main output. */
  readonly isPoll: boolean;
  readonly sent: Buffer;
  /** What became of the connection; `open` with a body that is not whole is a request that hangs. */
  readonly ending: Ending;
  /** Milliseconds on the clock of the step. */
  readonly at: number;
}

/** What the server does in one run. */
export interface Play {
  readonly answerTo: (isPoll: boolean) => Answer;
  readonly now: () => number;
  readonly onExchange: (exchange: Exchange) => void;
}

/** A server that writes bytes, not HTTP: what it sends is exactly what the case says. */
export class ByteServer {
  readonly #server = createServer({ noDelay: true }, (socket) => {
    this.#serve(socket);
  });
  readonly #sockets = new Set<Socket>();
  play: Play | undefined;

  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  /** Drops what a run left open. */
  dropAll(): void {
    this.play = undefined;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.dropAll();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => undefined);
    let received = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      received += text;
      // TLS, which this server does not speak.
      if (received.startsWith("\u0016")) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      const end = received.indexOf("\r\n\r\n");
      if (end < 0 || this.play === undefined) return;
      const request = received.slice(0, end);
      received = received.slice(end + 4);
      const isPoll = request.includes("return_all_outputs=true");
      const answer = this.play.answerTo(isPoll);
      this.play.onExchange({
        request: request + (received === "" ? "" : `\r\n\r\n${received}`),
        isPoll,
        sent: answer.bytes,
        ending: answer.ending,
        at: this.play.now(),
      });
      void write(socket, answer);
    });
  }
}

async function write(socket: Socket, { bytes, splits, pauseMs, ending }: Answer): Promise<void> {
  let from = 0;
  for (const to of [...splits, bytes.length]) {
    if (pauseMs > 0) await sleep(pauseMs);
    if (to > from) socket.write(bytes.subarray(from, to));
    from = to;
  }
  if (ending === "end") socket.end();
  if (ending === "reset") socket.resetAndDestroy();
}
