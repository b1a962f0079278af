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

/** No agent has as many; what they are read into takes more memory than their text. */
const MAX_NODES = 100_000;
/** Of all together, in characters. A name is kept whole, since an output has it. */
const MAX_NAMES_LENGTH = 4 * 1_024 * 1_024;
/** The same for error messages, which are only shown: what goes beyond is cut. */
const MAX_MESSAGES_LENGTH = 4 * 1_024 * 1_024;
/** Of one status, in characters. */
const MAX_STATUS_LENGTH = 100;

/** What the API answers with `return_all_outputs=true`. */
export interface NodeMap {
  /** The JSON text as the API sent it, in UTF-8, without the white space around it. */
  readonly json: Buffer;
  /** In the API's order. */
  readonly nodes: readonly AgentNode[];
  /** The first number in it that strict JSON does not know; undefined if there is none. */
  readonly nonFinite: NonFinite | undefined;
}

/** What the API answers with `return_all_outputs=false`: any JSON value. */
export interface MainOutput {
  /** The JSON text as the API sent it, in UTF-8, without the white space around it. */
  readonly json: Buffer;
  /** The first number in it that strict JSON does not know; undefined if there is none. */
  readonly nonFinite: NonFinite | undefined;
}

/**
 * Reads a node map, keeping the bytes and picking out of each node only what the verdict needs.
 *
 * @throws NotJson if the body is cut or something else than JSON
 * @throws NotTheApi if it is JSON but no node map, or one that can be read in two ways
 * @throws TooLarge if it is of too many nodes or too long names, or nested too deep
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
        throw new TooLarge(`of nodes whose names have more than ${MAX_NAMES_LENGTH} characters`);
      nodes.push(readNode(name, reader, kept));
      if (nodes.length > MAX_NODES) throw new TooLarge(`of more than ${MAX_NODES} nodes`);
      if (names.size === names.add(name).size) throw new NotTheApi("a node's name stands there twice");
    });
    reader.end();
  } catch (error) {
    // A body may look wrong only because it was cut; then it is worth asking again.
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
    if (Object.hasOwn(fields, field)) throw new NotTheApi("a field of a node stands there twice");
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

/** As `cut`, but without what was cut off, which a part of a text keeps in memory. */
function cutCopy(text: string, limit: number): string {
  return text.length > limit ? Buffer.from(cut(text, limit)).toString() : text;
}

/** Of a message in JSON. People read the beginning. */
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
 * @throws NotJson if the body is cut or something else than JSON
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
  // An escape takes up to six bytes for one byte of text: past that the text is over the limit whatever it holds.
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
    // A set of the keys that are there would take many times the memory of their text.
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
