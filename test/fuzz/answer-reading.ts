import { gunzipSync } from "node:zlib";
import type { Ending } from "./answers.ts";
import { readResponse } from "./http-reading.ts";
import { readJson, type Json } from "./json-reading.ts";

/**
 * What the action may make of an answer: it ends the question, shows that the agent runs, is worth another try, or
 * ends the wait in an error.
 */
export type Meaning = "final" | "running" | "transient" | "permanent";

export interface AnswerReading {
  /** All that the documents leave open; one if they do not. */
  readonly meanings: readonly Meaning[];
  /** What was whole and is JSON, if it may be final. */
  readonly json?: Json;
  /** The body that is that JSON, without a content coding. */
  readonly body?: Buffer;
  /** How long the API asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

const ERROR: readonly Meaning[] = ["transient", "permanent"];
const TRANSIENT = new Set([408, 425, 429]);

export function readAnswer(sent: Buffer, ending: Ending, isPoll: boolean): AnswerReading {
  const { status, fields, body: arrived, proof } = readResponse(sent, ending);
  if (sent.length === 0) return { meanings: ["transient"] };
  // A 202 says by its status alone that the agent runs.
  if (proof === "none") return { meanings: status === 202 ? ["running", ...ERROR] : ERROR };
  if (status === undefined) return { meanings: ERROR };
  const read = readContent(status, fields, arrived, isPoll);
  // A careful reader may refuse what is not proper.
  return proof === "proper" ? read : { ...read, meanings: [...new Set([...read.meanings, ...ERROR])] };
}

function readContent(
  status: number,
  fields: readonly (readonly [string, string])[],
  arrived: Buffer,
  isPoll: boolean,
): AnswerReading {
  const field = (name: string) => fields.find(([other]) => other === name)?.[1];
  if (TRANSIENT.has(status) || (status >= 500 && status < 600)) {
    const seconds = /^\d{1,4}$/.exec(field("retry-after") ?? "")?.[0];
    return {
      meanings: ["transient"],
      ...(seconds !== undefined && { retryAfterMs: Number(seconds) * 1_000 }),
    };
  }
  const isChallenge = field("x-amzn-waf-action") !== undefined;
  if (status === 404 || isChallenge) return { meanings: ERROR };
  const coding = field("content-encoding")?.toLowerCase();
  const body =
    coding === undefined || coding === "identity"
      ? arrived
      : coding === "gzip"
        ? unzipped(arrived)
        : undefined;
  const text = body?.toString().replace(/^\ufeff/, "");
  const isPage = field("content-type")?.includes("html") === true || /^\s*</.test(text ?? "");
  // A page was sent by something else than the API, and may pass.
  if (status >= 300 && status < 500) return { meanings: isPage ? ERROR : ["permanent"] };
  if (status === 204) return { meanings: ["running"] };
  if (status === 202) {
    if (isPage) return { meanings: ERROR };
    const isPlain =
      body === arrived && text !== undefined && (text.trim() === "" || readJson(text) !== undefined);
    return { meanings: isPlain ? ["running"] : ["running", ...ERROR] };
  }
  if (status !== 200 || body === undefined || text === undefined) return { meanings: ERROR };
  const json = readJson(text);
  if (json === undefined) return { meanings: ERROR };
  const found = { json, body };
  // To be read leniently, or to be refused by name.
  const isDoubtful = isPage || body !== arrived || !isUtf8(body);
  const meanings = isPoll ? meaningsOfMap(json) : outputMeanings(json);
  return { ...found, meanings: isDoubtful ? [...new Set([...meanings, ...ERROR])] : meanings };
}

/** A refusal of the API's at 200 looks as an output may look too. */
const outputMeanings = (json: Json): readonly Meaning[] =>
  json.type === "object" &&
  json.members.some(([name, value]) => name === "success" && value.type === "word" && value.value === false)
    ? ["final", ...ERROR]
    : ["final"];

function unzipped(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}

const isUtf8 = (bytes: Buffer) => Buffer.from(bytes.toString()).equals(bytes);

const KEYS = ["status", "value", "error_message", "raw_error_message", "is_output_node"];

/** The values that a node has under a name: more than one if the name is doubled. */
const valuesOf = (node: Json, name: string): readonly Json[] =>
  node.type === "object" ? node.members.filter(([other]) => other === name).map(([, value]) => value) : [];

/** A node as the API's reference has it: five keys, each once, of their types. */
const isNode = (node: Json) =>
  node.type === "object" &&
  KEYS.every((key) => valuesOf(node, key).length === 1) &&
  valuesOf(node, "status").every(({ type }) => type === "string") &&
  valuesOf(node, "is_output_node").every(({ type, ...rest }) => type === "word" && "value" in rest);

const statusesOf = (node: Json) =>
  valuesOf(node, "status").map((value) => (value.type === "string" ? value.value : undefined));

function meaningsOfMap(json: Json): readonly Meaning[] {
  if (json.type !== "object") return ERROR;
  const names = json.members.map(([name]) => name);
  const nodes = json.members.map(([, node]) => node);
  if (!nodes.every((node) => statusesOf(node).some((status) => status !== undefined)))
    return ["running", "final", ...ERROR];
  if (!nodes.every(isNode) || new Set(names).size < names.length) return ["running", "final", ...ERROR];
  const statuses = nodes.flatMap(statusesOf);
  if (statuses.some((status) => status === "QUEUED" || status === "RUNNING")) return ["running"];
  const isKnown = (status: string | undefined) => /^(SUCCESS|SKIPPED|FAILED|FAILURE)$/.test(status ?? "");
  return statuses.every(isKnown) ? ["final"] : ["final", "running"];
}

/** How the nodes of a finished run are judged. */
export interface Judgement {
  /** Whether every node is good by every reading, or is not by every reading; undefined where readings differ. */
  readonly isGood: boolean | undefined;
  /** Whether an output node succeeded; undefined if no node says that it is one. */
  readonly hasOutput: boolean | undefined;
  /** The names of the nodes that reported an error, if that is plain. */
  readonly failed: readonly string[] | undefined;
}

export function judgeNodes(json: Json): Judgement {
  const members = json.type === "object" ? json.members : [];
  const isPlain =
    members.every(([, node]) => isNode(node)) &&
    new Set(members.map(([name]) => name)).size === members.length;
  const bad = members.filter(([, node]) => !isGoodNode(node));
  const outputs = members.filter(([, node]) =>
    valuesOf(node, "is_output_node").some((flag) => flag.type === "word" && flag.value === true),
  );
  const succeeded = outputs.some(([, node]) => statusesOf(node).every((status) => status === "SUCCESS"));
  return {
    isGood:
      bad.length === 0
        ? isPlain && members.length > 0
          ? true
          : members.length > 0
            ? undefined
            : false
        : false,
    hasOutput: outputs.length === 0 ? undefined : succeeded,
    failed: isPlain ? bad.map(([name]) => name) : undefined,
  };
}

function isGoodNode(node: Json): boolean {
  const statuses = statusesOf(node);
  const messages = [...valuesOf(node, "error_message"), ...valuesOf(node, "raw_error_message")];
  return (
    statuses.length > 0 &&
    statuses.every((status) => status === "SUCCESS" || status === "SKIPPED") &&
    messages.every(isNoMessage)
  );
}

function isNoMessage(message: Json): boolean {
  switch (message.type) {
    case "word":
      return message.value === null;
    case "string":
      return message.value === "";
    case "object":
      return message.members.length === 0;
    case "array":
      return message.items.length === 0;
    case "number":
      return false;
  }
}

/** What the API sends in the place of a main output when no output node succeeded. */
export const isNodeMap = (json: Json): boolean =>
  json.type === "object" &&
  json.members.length > 0 &&
  json.members.every(([, node]) => KEYS.every((key) => valuesOf(node, key).length > 0));
