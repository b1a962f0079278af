import type { Ending } from "./answers.ts";

/** What one request was answered, read from the bytes on the wire. */
export interface HttpReading {
  /** undefined if there is no head of a response. */
  readonly status: number | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /**
   * `proper`: every reader of RFC 9112 takes it as whole. `whole`: a careful reader may take it as whole or refuse it.
   * `none`: nothing shows that the body is whole.
   */
  readonly proof: "proper" | "whole" | "none";
}

const HEAD = /^HTTP\/1\.1 (\d{3}) [\t\x20-\x7e]*\r\n((?:[\w!#$%&'*+.^`|~-]+:[\t\x20-\x7e]*\r\n)*)\r\n/;
const ODD_HEAD = /^HTTP\/\d\.\d[ \t]+(\d{3})[^\r\n]*\r?\n((?:[^\r\n]+\r?\n)*)\r?\n/;
const MAX_HEAD = 16 * 1_024;

export function readResponse(sent: Buffer, ending: Ending): HttpReading {
  const text = sent.toString("latin1");
  let start = 0;
  let isOdd = false;
  for (;;) {
    const rest = text.slice(start);
    const strict = HEAD.exec(rest);
    const head = strict ?? ODD_HEAD.exec(rest);
    if (head === null) return { status: undefined, fields: [], body: Buffer.alloc(0), proof: "none" };
    isOdd ||= strict === null;
    start += head[0].length;
    const status = Number(head[1]);
    if (status >= 102 && status < 200) continue;
    if (status === 100) continue;
    const fields = (head[2] ?? "").split(/\r?\n/).map((line): [string, string] => {
      const [name = "", ...value] = line.split(":");
      return [name.toLowerCase().trim(), value.join(":").trim()];
    });
    const { body, proof } = readBody(sent.subarray(start), status, fields, ending);
    const isDoubtful = isOdd || start > MAX_HEAD || ending === "reset";
    return { status, fields, body, proof: proof === "proper" && isDoubtful ? "whole" : proof };
  }
}

type Body = Pick<HttpReading, "body" | "proof">;

function readBody(arrived: Buffer, status: number, fields: HttpReading["fields"], ending: Ending): Body {
  const valuesOf = (name: string) => fields.filter(([other]) => other === name).map(([, value]) => value);
  const lengths = valuesOf("content-length");
  const codings = valuesOf("transfer-encoding");
  if (status === 204 || status === 304 || status === 101) {
    const isProper = arrived.length === 0 && lengths.length + codings.length === 0;
    return { body: Buffer.alloc(0), proof: status === 101 ? "none" : isProper ? "proper" : "whole" };
  }
  if (codings.length > 0) {
    const body = codings.join().toLowerCase() === "chunked" ? readChunks(arrived) : undefined;
    if (body === undefined) return { body: arrived, proof: "none" };
    if (lengths.length === 0) return body;
    return {
      ...body,
      proof: lengths.every((length) => isLength(length, body.body.length)) ? "whole" : "none",
    };
  }
  if (lengths.length > 0) {
    const length = Number(lengths[0]);
    if (!lengths.every((text) => isLength(text, length)) || arrived.length < length)
      return { body: arrived, proof: "none" };
    const isProper = arrived.length === length && lengths.length === 1;
    return { body: arrived.subarray(0, length), proof: isProper ? "proper" : "whole" };
  }
  // A connection that breaks may have cut the body. JSON shows by itself where it ends, but for numbers.
  const mayBeCut = ending === "reset" && /\d$/.test(arrived.toString("latin1"));
  return { body: arrived, proof: ending === "open" || mayBeCut ? "none" : "whole" };
}

const isLength = (text: string, length: number) => /^\d+$/.test(text) && Number(text) === length;

function readChunks(arrived: Buffer): Body | undefined {
  const text = arrived.toString("latin1");
  const parts: Buffer[] = [];
  let isProper = true;
  for (let at = 0; ;) {
    const [line, size = ""] =
      /^([\da-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n/.exec(text.slice(at, at + 200)) ?? [];
    if (line === undefined) return undefined;
    isProper &&= line === `${size}\r\n`;
    at += line.length;
    const length = parseInt(size, 16);
    if (length === 0) {
      const trailers = /^(?:[^\r\n]+\r\n)*\r\n/.exec(text.slice(at))?.[0];
      if (trailers === undefined) return undefined;
      isProper &&= trailers === "\r\n" && at + 2 === text.length;
      return { body: Buffer.concat(parts), proof: isProper ? "proper" : "whole" };
    }
    if (text.slice(at + length, at + length + 2) !== "\r\n") return undefined;
    parts.push(arrived.subarray(at, at + length));
    at += length + 2;
  }
}
