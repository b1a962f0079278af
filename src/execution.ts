import { checkJson, eachMember, isObject, isString, parseJson, trimmed } from "./json.ts";

/** Valid JSON, but not what the API's reference describes. */
export class NotTheApi extends Error {}

/** One node of an agent run, in the API's words. Its `value` stays in {@link NodeMap.json}. */
export interface AgentNode {
  readonly name: string;
  readonly status: string;
  readonly error_message: string | null;
  readonly raw_error_message: string | null;
  readonly is_output_node: boolean;
}

/** What the API answers with `return_all_outputs=true`. */
export interface NodeMap {
  /** The JSON text as the API sent it, in UTF-8, without the white space around it. */
  readonly json: Buffer;
  /** In the API's order. */
  readonly nodes: readonly AgentNode[];
}

/** What the API answers with `return_all_outputs=false`: any JSON value. */
export interface MainOutput {
  /** The JSON text as the API sent it, in UTF-8, without the white space around it. */
  readonly json: Buffer;
}

/**
 * Reads a node map, keeping the bytes and picking out of each node only what the verdict needs.
 *
 * @throws NotJson if the body is cut or something else than JSON
 * @throws NotTheApi if it is JSON but no node map, or one that can be read in two ways
 */
export function readNodeMap(body: Buffer): NodeMap {
  const json = trimmed(body);
  const nodes: AgentNode[] = [];
  const names = new Set<string>();
  try {
    if (!isObject(json)) throw new NotTheApi("it is not an object");
    eachMember(json, (name, value) => {
      if (names.has(name)) throw new NotTheApi("a node's name stands there twice");
      names.add(name);
      nodes.push(readNode(name, value));
    });
  } catch (error) {
    // A body may look wrong only because it was cut; then it is worth asking again.
    if (error instanceof NotTheApi) checkJson(json);
    throw error;
  }
  return { json, nodes };
}

function readNode(name: string, json: Buffer): AgentNode {
  if (!isObject(json)) throw new NotTheApi("a value in it is not a node");
  const fields = new Map<string, unknown>();
  eachMember(json, (key, value) => {
    if (fields.has(key)) throw new NotTheApi(`a node's "${key}" stands there twice`.slice(0, 80));
    const wanted = NODE_FIELDS.has(key);
    if (!wanted) checkJson(value);
    fields.set(key, wanted ? parseJson(value) : undefined);
  });
  const status = fields.get("status");
  if (typeof status !== "string") throw new NotTheApi("a node in it has no status");
  return {
    name,
    status,
    error_message: readMessage(fields.get("error_message")),
    raw_error_message: readMessage(fields.get("raw_error_message")),
    is_output_node: readFlag(fields.get("is_output_node")),
  };
}

const NODE_FIELDS = new Set(["status", "error_message", "raw_error_message", "is_output_node"]);

function readMessage(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw new NotTheApi("a node's error message is not a string");
  return value;
}

function readFlag(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw new NotTheApi("a node's is_output_node is not a boolean");
  return value;
}

/**
 * Reads a main output.
 *
 * @throws NotJson if the body is cut or something else than JSON
 */
export function readMainOutput(body: Buffer): MainOutput {
  const json = trimmed(body);
  checkJson(json);
  return { json };
}

/**
 * The main output as a step gets it: a JSON string as its text, anything else as the JSON text that was sent.
 *
 * @returns null if the text is longer than `limit` bytes
 */
export function outputText({ json }: MainOutput, limit: number): string | null {
  if (!isString(json)) return json.length > limit ? null : json.toString("utf8");
  // An escape takes up to six bytes for one byte of text: past that the text is over the limit whatever it holds.
  if (json.length > 6 * limit + 2) return null;
  const text = parseJson(json) as string;
  return Buffer.byteLength(text) > limit ? null : text;
}

const NODE_KEYS = ["status", "value", "error_message", "raw_error_message", "is_output_node"];

/**
 * Whether the API sent a node map where a main output was asked for, which it does when no output node succeeded.
 * The test is that of PromptLayer's own SDKs (`is_workflow_results_dict` in promptlayer 1.5.16 for Python): an object
 * whose every value has the five keys. As there, an empty object passes.
 */
export function isNodeMapShaped({ json }: MainOutput): boolean {
  if (!isObject(json)) return false;
  return Object.values(parseJson(json) as object).every(
    (value: unknown) =>
      typeof value === "object" && value !== null && NODE_KEYS.every((key) => Object.hasOwn(value, key)),
  );
}
