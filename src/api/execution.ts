import { checkJson, JsonReader, TooLarge, trimmed, type NonFinite } from "./json.ts";
import { NotTheApi } from "./refusal.ts";
import { cut } from "../wording.ts";

/** One node of an agent run, in the API's words. Its `value` stays in {@link NodeMap.json}. */
export interface AgentNode {
  readonly name: string;
  readonly status: string;
  readonly error_message: string | null;
  readonly raw_error_message: string | null;
  readonly is_output_node: boolean;
}

/** Whether a run with this node is not over, whatever the status of the response says. */
export function isRunning({ status }: AgentNode): boolean {
  return status === "QUEUED" || status === "RUNNING";
}

/** Far more than any agent has. Nodes that have been read take more memory than their text. */
const MAX_NODES = 100_000;
/** For the names of all nodes together, in characters. Names are not cut, since an output lists them. */
const MAX_NAMES_LENGTH = 4 * 1_024 * 1_024;
/** For the error messages of all nodes together, in characters. They are only shown, so what goes beyond is cut. */
const MAX_MESSAGES_LENGTH = 4 * 1_024 * 1_024;
/** For one status, in characters. */
const MAX_STATUS_LENGTH = 100;

/** What the API answers with `return_all_outputs=true`. */
export interface NodeMap {
  /** The JSON text as the API sent it, in UTF-8, without the white space around it. */
  readonly json: Buffer;
  /** In the API's order. */
  readonly nodes: readonly AgentNode[];
  /** The first non-finite number in it; undefined if there is none. */
  readonly nonFinite: NonFinite | undefined;
}

/** What the API answers with `return_all_outputs=false`: any JSON value. */
export interface MainOutput {
  /** The JSON text as the API sent it, in UTF-8, without the white space around it. */
  readonly json: Buffer;
  /** The first non-finite number in it; undefined if there is none. */
  readonly nonFinite: NonFinite | undefined;
}

/**
 * Reads a node map, keeping the bytes and picking out of each node only what the verdict needs.
 *
 * @throws NotJson if the body is cut or is not JSON
 * @throws NotTheApi if it is JSON but not a node map, or if a name or a field is in it twice
 * @throws TooLarge if it has too many nodes or too long names, or is nested too deep
 */
export function readNodeMap(body: Buffer): NodeMap {
  const json = trimmed(body);
  const reader = new JsonReader(json);
  const nodes: AgentNode[] = [];
  const names = new Set<string>();
  let namesLength = 0;
  let messagesLeft = MAX_MESSAGES_LENGTH;
  const kept = (message: string | null) => {
    const text = message && cutCopy(message, messagesLeft);
    messagesLeft = Math.max(0, messagesLeft - (text?.length ?? 0));
    return text;
  };
  try {
    if (!reader.nextIsObject()) throw new NotTheApi("it is not an object");
    reader.object((name) => {
      namesLength += name.length;
      if (namesLength > MAX_NAMES_LENGTH)
        throw new TooLarge(`too large: its nodes' names have more than ${MAX_NAMES_LENGTH} characters`);
      nodes.push(readNode(name, reader, kept));
      if (nodes.length > MAX_NODES) throw new TooLarge(`too large: it has more than ${MAX_NODES} nodes`);
      if (names.size === names.add(name).size) throw new NotTheApi("two nodes have the same name");
    });
    reader.end();
  } catch (error) {
    // A body may be wrong only because it was cut: then it is not JSON, and the API is asked again.
    if (error instanceof NotTheApi) checkJson(json);
    throw error;
  }
  return { json, nodes, nonFinite: reader.nonFinite };
}

/** @param kept what is kept of an error message */
function readNode(
  name: string,
  reader: JsonReader,
  kept: (message: string | null) => string | null,
): AgentNode {
  if (!reader.nextIsObject()) throw new NotTheApi("a value in it is not a node");
  const fields: { -readonly [Field in keyof AgentNode]?: AgentNode[Field] } = {};
  reader.object((field) => {
    if (Object.hasOwn(fields, field)) throw new NotTheApi("a node has the same field twice");
    switch (field) {
      case "status":
        fields.status = readStatus(reader);
        break;
      case "error_message":
      case "raw_error_message":
        fields[field] = kept(readMessage(reader));
        break;
      case "is_output_node":
        fields.is_output_node = readFlag(reader);
        break;
      default:
        reader.skip();
    }
  });
  const { status, error_message = null, raw_error_message = null, is_output_node = false } = fields;
  if (status === undefined) throw new NotTheApi("a node in it has no status");
  return { name, status, error_message, raw_error_message, is_output_node };
}

function readStatus(reader: JsonReader): string {
  if (!reader.nextIsString()) throw new NotTheApi("a node's status is not a string");
  return cutCopy(reader.string(), MAX_STATUS_LENGTH);
}

/** Like `cut`, but as a copy, because a slice keeps the whole text in memory. */
function cutCopy(text: string, limit: number): string {
  return text.length > limit ? Buffer.from(cut(text, limit)).toString() : text;
}

/** For an error message that is not a string. People read only the beginning. */
const MAX_MESSAGE_BYTES = 10_000;

/**
 * A node's error message, which may be any JSON: a string, else the text in an object's `raw` or `message`, else JSON.
 *
 * @returns null for null, and for an object or a list with nothing in it
 */
function readMessage(reader: JsonReader): string | null {
  if (reader.nextIsString()) return reader.string();
  const json = reader.bytes();
  const text = json.toString("utf8", 0, MAX_MESSAGE_BYTES);
  if (/^(null|\{\s*\}|\[\s*\])$/.test(text)) return null;
  return textIn(json) || (json.length > MAX_MESSAGE_BYTES ? `${text}…` : compact(text));
}

/** The text in the `raw`, or else the `message`, of a JSON object; empty if there is none. */
function textIn(json: Buffer): string {
  const texts = { raw: "", message: "" };
  const reader = new JsonReader(json);
  if (!reader.nextIsObject()) return "";
  reader.object((name) => {
    if ((name === "raw" || name === "message") && reader.nextIsString()) texts[name] = reader.string();
    else reader.skip();
  });
  return texts.raw || texts.message;
}

/** JSON text without the white space between its tokens. */
function compact(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}

function readFlag(reader: JsonReader): boolean {
  const value = reader.literal();
  if (value === undefined) throw new NotTheApi("a node's is_output_node is not a boolean");
  return value ?? false;
}

/**
 * Reads a main output.
 *
 * @throws NotJson if the body is cut or is not JSON
 * @throws TooLarge if it is nested too deep
 */
export function readMainOutput(body: Buffer): MainOutput {
  const json = trimmed(body);
  return { json, nonFinite: checkJson(json).nonFinite };
}

export function isJsonString(json: Buffer): boolean {
  return new JsonReader(json).nextIsString();
}

/**
 * The main output as a step gets it: a JSON string as its text, anything else as the JSON text that was sent.
 *
 * @returns null if the text is longer than `limit` bytes
 */
export function outputText({ json }: MainOutput, limit: number): string | null {
  if (!isJsonString(json)) return json.length > limit ? null : json.toString("utf8");
  // In JSON a byte of text takes at most six bytes (`\u0000`), so the text of a longer string is over the limit.
  if (json.length > 6 * limit + 2) return null;
  const text = JSON.parse(json.toString("utf8")) as string;
  return Buffer.byteLength(text) > limit ? null : text;
}

const NODE_KEYS = ["status", "value", "error_message", "raw_error_message", "is_output_node"];

/**
 * Whether the API sent a node map where a main output was asked for, which it does when no output node succeeded.
 * The test is that of PromptLayer's own SDKs (`is_workflow_results_dict` in promptlayer 1.5.16 for Python): an object
 * whose every value has the five keys. As there, an empty object passes.
 */
export function isNodeMapShaped({ json }: MainOutput): boolean {
  const reader = new JsonReader(json);
  if (!reader.nextIsObject()) return false;
  let isShaped = true;
  reader.object(() => {
    // Not a set of the keys that are there, which could take many times the memory of their text.
    const missing = new Set(NODE_KEYS);
    if (reader.nextIsObject()) {
      reader.object((key) => {
        missing.delete(key);
        reader.skip();
      });
    }
    isShaped = missing.size === 0;
    return isShaped;
  });
  return isShaped;
}
