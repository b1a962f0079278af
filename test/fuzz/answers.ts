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

interface Framed {
  readonly fields: readonly string[];
  readonly payload: Buffer;
  readonly ending: Ending;
}

const chunk = (bytes: Buffer, extension = "") =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}${extension}${CRLF}`), bytes, Buffer.from(CRLF)]);

const END_OF_CHUNKS = Buffer.from(`0${CRLF}${CRLF}`);

function chunked(body: Buffer, extension = ""): Buffer {
  const middle = Math.floor(body.length / 2);
  const parts = [body.subarray(0, middle), body.subarray(middle)].filter((part) => part.length > 0);
  return Buffer.concat([...parts.map((part) => chunk(part, extension)), END_OF_CHUNKS]);
}

const length = (bytes: number) => `Content-Length: ${bytes}`;
const CHUNKED = "Transfer-Encoding: chunked";

const PROPER: readonly ((body: Buffer) => Framed)[] = [
  (body) => ({ fields: [length(body.length)], payload: body, ending: "open" }),
  (body) => ({ fields: [length(body.length), "Connection: close"], payload: body, ending: "end" }),
  (body) => ({ fields: [CHUNKED], payload: chunked(body), ending: "open" }),
];

const ODD: readonly ((body: Buffer) => Framed)[] = [
  (body) => ({ fields: ["Connection: close"], payload: body, ending: "end" }),
  (body) => ({ fields: ["Connection: close"], payload: body, ending: "reset" }),
  (body) => ({ fields: [length(body.length + 7)], payload: body, ending: "end" }),
  (body) => ({ fields: [length(Math.max(0, body.length - 7))], payload: body, ending: "open" }),
  (body) => ({ fields: [length(body.length), length(body.length)], payload: body, ending: "open" }),
  (body) => ({ fields: [length(body.length), length(body.length + 1)], payload: body, ending: "end" }),
  (body) => ({ fields: [length(body.length - 1), length(body.length)], payload: body, ending: "end" }),
  (body) => ({ fields: [`Content-Length: +${body.length}`], payload: body, ending: "end" }),
  (body) => ({ fields: [`Content-Length: ${body.length}, ${body.length}`], payload: body, ending: "end" }),
  (body) => ({ fields: [length(body.length), CHUNKED], payload: chunked(body), ending: "open" }),
  (body) => ({ fields: [length(body.length + 3), CHUNKED], payload: chunked(body), ending: "open" }),
  (body) => ({ fields: [CHUNKED], payload: chunked(body, ";a=b"), ending: "open" }),
  (body) => ({ fields: [CHUNKED], payload: chunked(body).subarray(0, -5), ending: "end" }),
  (body) => ({ fields: [CHUNKED], payload: body, ending: "end" }),
  (body) => ({ fields: ["Transfer-Encoding: gzip, chunked"], payload: chunked(body), ending: "end" }),
  (body) => ({ fields: [CHUNKED, CHUNKED], payload: chunked(body), ending: "end" }),
  (body) => zipped(gzipSync(body), "gzip"),
  (body) => zipped(gzipSync(body).subarray(0, -4), "gzip"),
  (body) => zipped(body, "gzip"),
  (body) => zipped(body, "br"),
];

const zipped = (payload: Buffer, coding: string): Framed => ({
  fields: [length(payload.length), `Content-Encoding: ${coding}`],
  payload,
  ending: "open",
});

const FIELDS: readonly string[] = [
  "Server: gunicorn",
  "Content-Type: application/json",
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

/** Before the response itself. */
const INTERIM = ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: <EVIL>\r\n\r\n"];

/** A second response that is pushed behind the first: nobody asked for it. */
const PUSHED = `HTTP/1.1 200 OK${CRLF}Content-Length: 8${CRLF}${CRLF}"PUSHED"`;
const SURPLUS = [PUSHED, CRLF, "x", "HTTP/1.1 500 EVIL\r\n\r\n"];

function build(
  status: number,
  version: string,
  before: string,
  fields: readonly string[],
  framed: Framed,
  after: string,
): Answer {
  const head = [`${version} ${status} Fuzz`, ...fields, ...framed.fields, "", ""].join(CRLF);
  const bytes = Buffer.concat([Buffer.from(before + head, "latin1"), framed.payload, Buffer.from(after)]);
  return { bytes, ending: framed.ending, splits: [], pauseMs: 0, hangs: false };
}

const bodyOf = (status: number, body: Buffer): Framed =>
  status === 204 || status === 304
    ? { fields: [], payload: Buffer.alloc(0), ending: "open" }
    : { fields: [], payload: body, ending: "open" };

/** An answer that nothing is wrong with as HTTP. */
export const properAnswer = (status: number, body: Buffer): fc.Arbitrary<Answer> =>
  fc
    .constantFrom(...PROPER)
    .map((frame) =>
      build(
        status,
        "HTTP/1.1",
        "",
        ["Content-Type: application/json"],
        status === 204 ? bodyOf(204, body) : frame(body),
        "",
      ),
    );

/** The same with a single thing odd in its framing, head or neighbours. */
const oddAnswer = (status: number, body: Buffer): fc.Arbitrary<Answer> => {
  const frame = PROPER[0] ?? fail();
  const [framed, none] = [frame(body), ""];
  const json = ["Content-Type: application/json"];
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...ODD).map((odd) => build(status, "HTTP/1.1", none, json, odd(body), none)),
    },
    {
      weight: 3,
      arbitrary: fc
        .uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 })
        .map((fields) => build(status, "HTTP/1.1", none, fields, framed, none)),
    },
    fc.constantFrom(...INTERIM).map((before) => build(status, "HTTP/1.1", before, json, framed, none)),
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...SURPLUS)
        .map((after) => build(status, "HTTP/1.1", none, json, framed, after)),
    },
    fc
      .constantFrom("HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 ")
      .map((version) => build(status, version, none, json, framed, none)),
  );
};

function fail(): never {
  throw new Error("there is no such frame");
}

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
