import type { Fault, Reply } from "./server.ts";

const CRLF = "\r\n";

const head = (status: number, ...fields: string[]) =>
  `${[`HTTP/1.1 ${status} Stand-In`, "Content-Type: application/json", ...fields].join(CRLF)}${CRLF}${CRLF}`;

/** Resets the connection before a byte of answer. */
export const reset: Fault = (socket) => {
  socket.resetAndDestroy();
};

/** Closes the connection in good order, without an answer. */
export const close: Fault = (socket) => {
  socket.end();
};

/** Takes the request and never answers. */
export const hang: Fault = () => undefined;

/** Sends the head, and never a body. */
export const hangAfterHead: Fault = (socket) => {
  socket.write(head(200, "Content-Length: 100"));
};

export const garbage: Fault = (socket) => {
  socket.end("\0\u0001 this is not HTTP\r\n\r\n");
};

/** An answer that asks for another protocol, which nobody offered. */
export const switchProtocols: Fault = (socket) => {
  socket.end(
    `HTTP/1.1 101 Switching Protocols${CRLF}Upgrade: websocket${CRLF}Connection: Upgrade${CRLF}${CRLF}`,
  );
};

/** Sends the first half of a body and drops the connection. */
export const cut =
  (status: number, body: string, framing: "length" | "chunked" | "none"): Fault =>
  (socket) => {
    const half = Buffer.from(body).subarray(0, Math.ceil(Buffer.byteLength(body) / 2));
    if (framing === "length") {
      socket.write(head(status, `Content-Length: ${Buffer.byteLength(body)}`));
      socket.write(half);
    } else if (framing === "chunked") {
      socket.write(head(status, "Transfer-Encoding: chunked"));
      socket.write(`${half.length.toString(16)}${CRLF}`);
      socket.write(half);
      socket.write(CRLF);
    } else {
      socket.write(head(status, "Connection: close"));
      socket.write(half);
    }
    socket.end();
  };

/** A body of one byte each `everyMs`, without an end. */
export const drip =
  (everyMs: number): Fault =>
  (socket) => {
    socket.write(head(200, "Content-Length: 100000"));
    const timer = setInterval(() => socket.write(" "), everyMs);
    socket.on("close", () => {
      clearInterval(timer);
    });
  };

/** A valid beginning that goes on until the client goes away, with or without saying how long it will be. */
export const endless =
  (announcedBytes?: number): Fault =>
  (socket) => {
    const chunk = Buffer.alloc(1_024 * 1_024, " ");
    socket.write(
      head(200, announcedBytes === undefined ? "Connection: close" : `Content-Length: ${announcedBytes}`),
    );
    const pump = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", pump);
    pump();
  };

export const redirect = (location: string, status = 302): Reply => ({
  status,
  headers: { Location: location },
});

/** What a captive proxy answers in everybody's place. */
export const captivePage: Reply = {
  headers: { "Content-Type": "text/html" },
  body: "<!doctype html><title>Sign in</title><p>Please sign in to the network.</p>",
};
