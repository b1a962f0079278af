import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { numberedLines } from "../numbered-lines.ts";
import { GivenJson } from "../runner/given-json.ts";
import { InputError } from "../runner/inputs.ts";
import { asError } from "../thrown.ts";
import { quoted, size } from "../wording.ts";

/** A member of a JSON object. */
export interface Member {
  readonly name: string;
  /** Its value as JSON text, as it was given. */
  readonly json: string;
  /** The size of its value: the bytes of its JSON text, or of its file. */
  readonly bytes: number;
  /** Where it was given, for errors: the input, perhaps with a line. */
  readonly origin: string;
}

const HINT = "Write a value from an expression as `${{ toJSON(...) }}`, without quotes around it.";

/**
 * The members of an input that is a JSON object. Their values are kept as text, since a JavaScript number would change
 * integers past 2^53, and decimals such as 1.10.
 *
 * @param valueKind what every value must be
 * @throws InputError if it is not a JSON object, or has a name twice. The message shows no value.
 */
export function readObject(input: string, text: string, valueKind: "a string" | "any" = "any"): Member[] {
  const json = new GivenJson(`Input \`${input}\``, Buffer.from(text));
  let members: Member[] = [];
  json.read(() => {
    if (!json.reader.nextIsObject())
      throw json.refuse(0, `expected a JSON object, such as {"topic": "news"}. ${HINT}`);
    members = readMembers(json, `\`${input}\``, valueKind);
  }, HINT);
  return members;
}

/**
 * The members of the object that the reader is at.
 *
 * @throws InputError
 */
export function readMembers(
  json: GivenJson,
  origin: string,
  valueKind: "a string" | "any" = "any",
): Member[] {
  const { reader } = json;
  const members: Member[] = [];
  json.object((name) => {
    if (valueKind === "a string" && !reader.nextIsString())
      throw json.refuse(reader.at, `the value of ${quoted(name)} is no string`);
    const valueAt = reader.at;
    const value = reader.text();
    // The reader accepts NaN and Infinity, but the API's reference does not.
    if (reader.nonFinite !== undefined)
      throw json.refuse(
        valueAt,
        `the value of ${quoted(name)} has ${reader.nonFinite} in it, which is not valid JSON`,
      );
    members.push({ name, json: value, bytes: Buffer.byteLength(value), origin });
  });
  return members;
}

/**
 * The variables of `input-files`: lines of `name = path`. A file's exact text becomes a JSON string, its byte order mark
 * included.
 *
 * @param taken the variables that are given elsewhere
 * @param workspace the folder that relative paths start at
 * @param maxBytes a larger file is not read
 * @throws InputError for the first line that cannot be used
 */
export function readFiles(
  input: string,
  taken: readonly Member[],
  workspace: string,
  maxBytes: number,
): Member[] {
  const origins = new Map(taken.map(({ name, origin }) => [name, origin]));
  return numberedLines(input).map(([line, number]) => {
    const refuse = (cause: string) =>
      new InputError(`Input \`input-files\`, line ${number}, ${quoted(line, 200)}: ${cause}.`);
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(0, equals)).trim();
    const path = line.slice(equals + 1).trim();
    if (name === "" || path === "") throw refuse("expected `name = path`");
    const earlier = origins.get(name);
    if (earlier !== undefined) throw refuse(`${quoted(name)} is also in ${earlier}`);
    const origin = `\`input-files\`, line ${number}`;
    origins.set(name, origin);
    try {
      const content = readText(path, workspace, maxBytes);
      return { name, json: JSON.stringify(content.toString("utf8")), bytes: content.length, origin };
    } catch (error) {
      if (error instanceof UnusableFile) throw refuse(error.message);
      throw error;
    }
  });
}

/** The message is a clause without a full stop. */
export class UnusableFile extends Error {}

/**
 * The bytes of a text file, in UTF-8.
 *
 * @param bound what has this limit, for an error: "over the 16 MiB that a request may be"
 * @throws UnusableFile
 */
export function readText(
  path: string,
  workspace: string,
  maxBytes: number,
  bound = "that a request may be",
): Buffer {
  const given = resolve(workspace, path);
  const where = isAbsolute(path) ? "" : `, relative to GITHUB_WORKSPACE (${quoted(workspace, 200)})`;
  const refuse = (cause: string) => new UnusableFile(`the file ${quoted(given, 300)}${where}, ${cause}`);
  let content: Buffer;
  try {
    const real = realpathSync(given);
    // A pull request can add a link to any file of the runner. Only the workflow's author may choose what is sent.
    if (isInside(given, workspace) && !isInside(real, realpathSync(workspace)))
      throw refuse("is a symbolic link that leads out of GITHUB_WORKSPACE");
    content = readRegular(real, { maxBytes, bound }, refuse);
  } catch (error) {
    if (error instanceof UnusableFile) throw error;
    throw refuse(causeOf(asError(error).code));
  }
  if (isUtf8(content)) return content;
  const isUtf16 = /^(\xff\xfe|\xfe\xff)/.test(content.toString("latin1", 0, 2));
  throw refuse(
    `is not UTF-8${isUtf16 ? " but UTF-16, which PowerShell's `>` writes: use `Out-File -Encoding utf8`" : ""}`,
  );
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.([\\/]|$)/.test(way);
}

/** Reads a regular file. The checks are made on the open file, so that nothing can take its place after them. */
function readRegular(
  path: string,
  { maxBytes, bound }: { readonly maxBytes: number; readonly bound: string },
  refuse: (cause: string) => Error,
): Buffer {
  // Without O_NONBLOCK, which Windows does not have, opening a FIFO waits until another process writes to it.
  const file = openSync(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw refuse("is a directory");
    if (!stats.isFile()) throw refuse("is no regular file");
    if (stats.size > maxBytes) throw refuse(`is ${size(stats.size)}, over the ${size(maxBytes)} ${bound}`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function causeOf(code: unknown): string {
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "EISDIR":
      return "is a directory";
    case "EACCES":
    case "EPERM":
      return "may not be read by this user";
    default:
      return `cannot be read (${String(code)})`;
  }
}
