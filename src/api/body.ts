import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import { BadResponse } from "./faults.ts";

// How the body of a response is read, within bounds.

/** The most that a body may hold. A run's outputs are text; this is far more than any step can use. */
const MAX_BODY_BYTES = 64 * 1_024 * 1_024;

const MAX_ERROR_BYTES = 64 * 1_024;
const MAX_ERROR_MS = 2_000;

export interface Body {
  /** Of a 2xx all of it, of a 3xx nothing, of an error the beginning. */
  readonly body: Buffer;
  /** Whether it may be shorter than the server meant it, because nothing shows where it ends. */
  readonly mayBeCut: boolean;
}

const NO_BODY: Body = { body: Buffer.alloc(0), mayBeCut: false };

/** @throws BadResponse, or the connection's error */
export async function readBody(message: IncomingMessage): Promise<Body> {
  const { statusCode: status = 0, headers } = message;
  if (status >= 400) return { body: await readBeginning(message), mayBeCut: false };
  if (status < 200 || status >= 300 || status === 204) {
    message.resume();
    return NO_BODY;
  }
  const coding = codingOf(headers);
  // A 202 means "accepted" whatever its body is. Any other is refused before it is read.
  const isAccepted = status === 202;
  if (!isReadable(coding) && !isAccepted)
    throw new BadResponse("coding", `it is encoded (${quoted(coding, 40)}), which was not asked for`);
  const whole = await readWhole(message);
  try {
    return { body: await decoded(whole, coding), mayBeCut: mayBeCut(message, whole, coding) };
  } catch (error) {
    if (isAccepted) return NO_BODY;
    throw error;
  }
}

/** @throws BadResponse, or the connection's error */
async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const { socket } = message;
  const length = message.headers["content-length"];
  const announced = length === undefined ? undefined : Number(length);
  if (announced !== undefined && announced > MAX_BODY_BYTES) throw tooLarge();
  // A body of known size gets its memory once. Chunks and a copy of them would take twice as much.
  const known = announced === undefined ? undefined : Buffer.alloc(announced);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    if (size + chunk.length > MAX_BODY_BYTES) throw tooLarge();
    if (known === undefined) chunks.push(chunk);
    else chunk.copy(known, size);
    size += chunk.length;
  }
  if (!message.complete)
    throw new BadResponse("connection", "the connection was dropped in the middle of the answer");
  // Node's parser sees to that, unless it is told to be lenient (--insecure-http-parser).
  if (announced !== undefined && size !== announced) {
    // What would come next on this connection is anybody's guess.
    socket.destroy();
    throw new BadResponse("protocol", `the answer is of ${size} bytes where ${announced} were announced`);
  }
  return known ?? Buffer.concat(chunks);
}

function tooLarge(): BadResponse {
  return new BadResponse("too-large", `the answer is over ${MAX_BODY_BYTES / 1_024 / 1_024} MiB`);
}

/** The functions of zlib that undo the codings of HTTP which a server may choose by itself. */
const DECODERS = new Map([
  ["gzip", "gunzip"],
  ["x-gzip", "gunzip"],
  ["deflate", "inflate"],
  ["br", "brotliDecompress"],
] as const);

type Decode = (
  body: Buffer,
  options: { readonly maxOutputLength: number },
  callback: (error: Error | null, result: Buffer) => void,
) => void;

function isReadable(coding: string): boolean {
  return coding === "" || DECODERS.has(coding as never);
}

/** A body's coding, in lower case; empty if there is none. */
function codingOf({
  "content-encoding": encoding = "",
  "transfer-encoding": transfer = "",
}: IncomingHttpHeaders): string {
  // In another coding than chunked a body goes on to the end of the connection, which may be too early.
  if (!/^(chunked)?$/i.test(transfer)) return transfer.toLowerCase();
  return encoding
    .trim()
    .toLowerCase()
    .replace(/^identity$/, "");
}

/** @throws BadResponse if the body does not follow its coding, or is larger than `limit` without it */
async function decoded(body: Buffer, coding: string, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const name = DECODERS.get(coding as never);
  if (name === undefined) return body;
  const decode: Decode = (await import("node:zlib"))[name];
  return new Promise((resolve, reject) => {
    decode(body, { maxOutputLength: limit }, (error, result) => {
      if (error === null) resolve(result);
      else if (asError(error).code === "ERR_BUFFER_TOO_LARGE") reject(tooLarge());
      else reject(new BadResponse("damaged", `its ${quoted(coding)} coding is broken`));
    });
  });
}

/** A body without Content-Length also ends when the connection closes, and a truncated number is still valid JSON. */
function mayBeCut({ headers }: IncomingMessage, body: Buffer, coding: string): boolean {
  const isDelimited = "transfer-encoding" in headers || "content-length" in headers || coding !== "";
  const last = body.at(-1) ?? 0;
  return !isDelimited && last >= 0x30 && last <= 0x39;
}

/** The beginning of an error's body. Of one that drops or drags on, what came. */
async function readBeginning(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => message.destroy(), MAX_ERROR_MS);
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ERROR_BYTES) break;
    }
    const coding = codingOf(message.headers);
    return isReadable(coding)
      ? await decoded(Buffer.concat(chunks), coding, MAX_ERROR_BYTES)
      : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  } finally {
    clearTimeout(timer);
  }
}
