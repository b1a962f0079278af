import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { asError } from "../thrown.ts";
import { quoted } from "../wording.ts";
import { BadResponse } from "./faults.ts";

// Reads the body of a response, up to a limit.

/** A run's outputs are text, so this is far more than any step can use. */
const MAX_BODY_BYTES = 64 * 1_024 * 1_024;

const MAX_ERROR_BYTES = 64 * 1_024;
const MAX_ERROR_MS = 2_000;

export interface Body {
  /** All of it for a 2xx, its beginning for a 4xx or 5xx, otherwise empty. */
  readonly body: Buffer;
  /** Whether its end may be missing, because nothing in the response shows where it ends. */
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
  const encoding = encodingOf(headers);
  // A 202 means "accepted" whatever its body is. Any other body with an unknown encoding is refused before it is read.
  const isAccepted = status === 202;
  if (!isReadable(encoding) && !isAccepted)
    throw new BadResponse("encoding", `it is encoded (${quoted(encoding, 40)}), which was not asked for`);
  const whole = await readWhole(message);
  try {
    return { body: await decoded(whole, encoding), mayBeCut: mayBeCut(message, whole, encoding) };
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
  // If the size is known, memory is allocated once. Chunks that are joined at the end take twice as much.
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
  // Node's parser checks this too, unless --insecure-http-parser makes it lenient.
  if (announced !== undefined && size !== announced) {
    // The rest of this answer could be taken for the next one on this connection.
    socket.destroy();
    throw new BadResponse("protocol", `the answer has ${size} bytes, but ${announced} were announced`);
  }
  return known ?? Buffer.concat(chunks);
}

function tooLarge(): BadResponse {
  return new BadResponse("too-large", `the answer is over ${MAX_BODY_BYTES / 1_024 / 1_024} MiB`);
}

/** zlib's function for each content encoding that a server may use without being asked to. */
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

function isReadable(encoding: string): boolean {
  return encoding === "" || DECODERS.has(encoding as never);
}

/** A body's encoding, in lower case; empty if there is none. */
function encodingOf({
  "content-encoding": content = "",
  "transfer-encoding": transfer = "",
}: IncomingHttpHeaders): string {
  // With a transfer encoding other than chunked a body ends with the connection, so it may be cut.
  if (!/^(chunked)?$/i.test(transfer)) return transfer.toLowerCase();
  return content
    .trim()
    .toLowerCase()
    .replace(/^identity$/, "");
}

/** @throws BadResponse if the body cannot be decoded, or decodes to more than `limit` bytes */
async function decoded(body: Buffer, encoding: string, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const name = DECODERS.get(encoding as never);
  if (name === undefined) return body;
  const decode: Decode = (await import("node:zlib"))[name];
  return new Promise((resolve, reject) => {
    decode(body, { maxOutputLength: limit }, (error, result) => {
      if (error === null) resolve(result);
      else if (asError(error).code === "ERR_BUFFER_TOO_LARGE") reject(tooLarge());
      else reject(new BadResponse("damaged", `its ${quoted(encoding)} encoding is broken`));
    });
  });
}

/** A body without Content-Length also ends when the connection closes, and a truncated number is still valid JSON. */
function mayBeCut({ headers }: IncomingMessage, body: Buffer, encoding: string): boolean {
  const isDelimited = "transfer-encoding" in headers || "content-length" in headers || encoding !== "";
  const last = body.at(-1) ?? 0;
  return !isDelimited && last >= 0x30 && last <= 0x39;
}

/** The beginning of an error's body: what has come of it when it is cut or takes too long; empty if it cannot be decoded. */
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
  } catch {
    // What has come is enough.
  } finally {
    clearTimeout(timer);
  }
  const encoding = encodingOf(message.headers);
  try {
    return isReadable(encoding)
      ? await decoded(Buffer.concat(chunks), encoding, MAX_ERROR_BYTES)
      : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
