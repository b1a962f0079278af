import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** What becomes of the connection after an answer's bytes: it stays open, is closed in good order, or is reset. */
export type Ending = "open" | "end" | "reset";

/** What goes on the wire for one request. */
export interface Answer {
  readonly bytes: Buffer;
  readonly ending: Ending;
  /** Where the bytes are split into writes. */
  readonly splits: readonly number[];
  /** Before each write, in real milliseconds. */
  readonly pauseMs: number;
  /** Whether the request is left waiting for more, until the client gives up. */
  readonly hangs: boolean;
}

const CRLF = "\r\n";

/** An answer with a body as HTTP, by its parts. */
interface Parts {
  readonly version: string;
  readonly before: string;
  readonly head: readonly string[];
  /** The fields that say how long the body is, and how it is coded. */
  readonly framing: readonly string[];
  readonly payload: Buffer;
  readonly after: string;
  readonly ending: Ending;
}

function assembled(status: number, body: Buffer, parts: Partial<Parts>): Answer {
  const { version = "HTTP/1.1", before = "", head = [JSON_TYPE], after = "", ending = "open" } = parts;
  const { framing = status === 204 ? [] : [length(body.length)], payload = status === 204 ? NOTHING : body } =
    parts;
  const lines = [`${version} ${status} Fuzz`, ...head, ...framing, "", ""].join(CRLF);
  const bytes = Buffer.concat([Buffer.from(before + lines, "latin1"), payload, Buffer.from(after)]);
  return { bytes, ending, splits: [], pauseMs: 0, hangs: false };
}

const NOTHING = Buffer.alloc(0);
const JSON_TYPE = "Content-Type: application/json";
const CHUNKED = "Transfer-Encoding: chunked";
const CLOSE = "Connection: close";
const length = (bytes: number) => `Content-Length: ${bytes}`;

function chunked(body: Buffer, extension = ""): Buffer {
  const middle = Math.floor(body.length / 2);
  const chunks = [body.subarray(0, middle), body.subarray(middle)].filter((chunk) => chunk.length > 0);
  const framed = chunks.flatMap((chunk) => [`${chunk.length.toString(16)}${extension}${CRLF}`, chunk, CRLF]);
  return Buffer.concat([...framed, `0${CRLF}${CRLF}`].map((bytes) => Buffer.from(bytes as string)));
}

const zipped = (payload: Buffer, coding: string): Partial<Parts> => ({
  framing: [length(payload.length), `Content-Encoding: ${coding}`],
  payload,
});

type Shape = (body: Buffer) => Partial<Parts>;

const PROPER: readonly Shape[] = [
  () => ({}),
  () => ({ head: [JSON_TYPE, CLOSE], ending: "end" }),
  (body) => ({ framing: [CHUNKED], payload: chunked(body) }),
];

const ODD_FRAMINGS: readonly Shape[] = [
  () => ({ framing: [CLOSE], ending: "end" }),
  () => ({ framing: [CLOSE], ending: "reset" }),
  ({ length: n }) => ({ framing: [length(n + 7)], ending: "end" }),
  ({ length: n }) => ({ framing: [length(Math.max(0, n - 7))] }),
  ({ length: n }) => ({ framing: [length(n), length(n)] }),
  ({ length: n }) => ({ framing: [length(n), length(n + 1)], ending: "end" }),
  ({ length: n }) => ({ framing: [length(n - 1), length(n)], ending: "end" }),
  ({ length: n }) => ({ framing: [`Content-Length: +${n}`], ending: "end" }),
  ({ length: n }) => ({ framing: [`Content-Length: ${n}, ${n}`], ending: "end" }),
  (body) => ({ framing: [length(body.length), CHUNKED], payload: chunked(body) }),
  (body) => ({ framing: [length(body.length + 3), CHUNKED], payload: chunked(body) }),
  (body) => ({ framing: [CHUNKED], payload: chunked(body, ";a=b") }),
  (body) => ({ framing: [CHUNKED], payload: chunked(body).subarray(0, -5), ending: "end" }),
  () => ({ framing: [CHUNKED], ending: "end" }),
  (body) => ({ framing: ["Transfer-Encoding: gzip, chunked"], payload: chunked(body), ending: "end" }),
  (body) => ({ framing: [CHUNKED, CHUNKED], payload: chunked(body), ending: "end" }),
  (body) => zipped(gzipSync(body), "gzip"),
  (body) => zipped(gzipSync(body).subarray(0, -4), "gzip"),
  (body) => zipped(body, "gzip"),
  (body) => zipped(body, "br"),
];

const ODD_FIELDS: readonly string[] = [
  "Content-Type: text/html; charset=utf-8",
  "Retry-After: 3",
  "Retry-After: soon",
  "Retry-After: 99999999999999999999",
  "Location: http://127.0.0.1:1/::error::EVIL",
  "x-amzn-waf-action: challenge",
  "X-Empty:",
  "Bad Name: 1",
  "no colon",
  " folded: 1",
  "X-Text: \u0000EVIL",
  `X-Long: ${"x".repeat(20_000)}`,
  "Set-Cookie: status=success",
  "Connection: upgrade",
  "Trailer: X",
];

/** Beside the response: one before it, or bytes behind it that nobody asked for, such as a second response. */
const NEIGHBOURS: readonly Partial<Parts>[] = [
  { before: "HTTP/1.1 100 Continue\r\n\r\n" },
  { before: "HTTP/1.1 103 Early Hints\r\nLink: <EVIL>\r\n\r\n" },
  { after: 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n"PUSHED"' },
  { after: "HTTP/1.1 500 EVIL\r\n\r\n" },
  { after: CRLF },
  { after: "x" },
];

/** An answer that nothing is wrong with as HTTP. */
export const properAnswer = (status: number, body: Buffer): fc.Arbitrary<Answer> =>
  fc
    .constantFrom(...PROPER.slice(0, status === 204 ? 1 : undefined))
    .map((shape) => assembled(status, body, shape(body)));

/** The same with a single thing odd. */
const oddAnswer = (status: number, body: Buffer): fc.Arbitrary<Answer> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.constantFrom(...ODD_FRAMINGS).map((shape) => shape(body)) },
      {
        weight: 3,
        arbitrary: fc
          .uniqueArray(fc.constantFrom(...ODD_FIELDS), { minLength: 1, maxLength: 3 })
          .map((head) => ({ head })),
      },
      { weight: 3, arbitrary: fc.constantFrom(...NEIGHBOURS) },
      fc.constantFrom("HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 ").map((version) => ({ version })),
    )
    .map((parts) => assembled(status, body, parts));

/** A place in a text, as a part of its length. */
const part = fc.integer({ min: 0, max: 9_999 }).map((n) => n / 10_000);

/** One byte or a few are set, put in, or taken out. */
export const mutated = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(
      fc.record({
        at: part,
        byte: fc.integer({ min: 0, max: 255 }),
        kind: fc.constantFrom("set", "insert", "delete"),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((edits) => {
      let result = bytes;
      for (const { at, byte, kind } of edits) {
        const place = Math.floor(at * result.length);
        const after = result.subarray(kind === "insert" ? place : place + 1);
        result = Buffer.concat([
          result.subarray(0, place),
          Buffer.from(kind === "delete" ? [] : [byte]),
          after,
        ]);
      }
      return result;
    });

const cut = (answer: Answer): fc.Arbitrary<Answer> =>
  fc.tuple(part, fc.constantFrom("end", "reset", "hang")).map(([part, how]) => ({
    ...answer,
    bytes: answer.bytes.subarray(0, Math.floor(part * answer.bytes.length)),
    ending: how === "hang" ? "open" : (how as Ending),
    hangs: how === "hang",
  }));

/** An answer whose HTTP is wrong, or whose connection breaks. */
export const brokenAnswer = (status: number, body: Buffer): fc.Arbitrary<Answer> =>
  fc.oneof(
    { weight: 5, arbitrary: oddAnswer(status, body) },
    { weight: 2, arbitrary: properAnswer(status, body).chain(cut) },
    {
      weight: 2,
      arbitrary: properAnswer(status, body).chain((answer) =>
        mutated(answer.bytes).map((bytes): Answer => ({ ...answer, bytes, ending: "end" })),
      ),
    },
    fc
      .constantFrom<Ending>("end", "reset")
      .map((ending): Answer => ({ bytes: Buffer.alloc(0), ending, splits: [], pauseMs: 0, hangs: false })),
  );

/** The same answer in pieces, with pauses between them. */
export const dripped = (answer: Answer): fc.Arbitrary<Answer> =>
  fc
    .record({
      parts: fc.array(part, { maxLength: 4 }),
      pauseMs: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ parts, pauseMs }) => ({
      ...answer,
      splits: parts.map((part) => Math.floor(part * answer.bytes.length)).sort((a, b) => a - b),
      pauseMs,
    }));
