import { isExecutionId } from "../api/execution-id.ts";
import { GivenJson } from "../runner/given-json.ts";
import { numberedLines } from "../numbered-lines.ts";
import { InputError, shownValue } from "../runner/inputs.ts";
import { faultOfName, MAX_RUNS } from "../run-name.ts";
import { quoted } from "../wording.ts";

/** A run to wait for. */
export interface NamedRun {
  /** Its ID if it was given no name. */
  readonly name: string;
  readonly executionId: string;
}

const WHAT = "Input `execution-ids`";

/**
 * The runs of `execution-ids`: a JSON array of IDs, a JSON object of names to IDs, or lines of `id` or `name = id`.
 *
 * @throws InputError for the first run that cannot be used
 */
export function readRuns(text: string): NamedRun[] {
  const list = new RunList();
  if (/^\s*[[{]/.test(text)) readJson(text, list);
  else readLines(text, list);
  if (list.runs.length > 0) return list.runs;
  throw new InputError(
    `${WHAT} names no run: most likely the step that starts them started none, or did not set its output.`,
  );
}

/** The runs so far, with the place of each name and each ID. */
class RunList {
  readonly runs: NamedRun[] = [];
  readonly #names = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  /**
   * @param name undefined if it has none
   * @returns why it cannot be added, as a clause; undefined if it was
   */
  add(name: string | undefined, executionId: string, place: string): string | undefined {
    if (!isExecutionId(executionId)) {
      return executionId === ""
        ? "the ID is empty: the step that starts the run got none"
        : `the ID is ${shownValue(executionId)}; expected a decimal number from 1 to 9223372036854775807`;
    }
    const own = name ?? executionId;
    const fault = faultOfName(own);
    if (fault !== undefined) return fault;
    const earlierId = this.#ids.get(executionId);
    if (earlierId !== undefined) return `the ID ${quoted(executionId)} is also at ${earlierId}`;
    const earlierName = this.#names.get(own);
    if (earlierName !== undefined) return `the name ${quoted(own)} is also at ${earlierName}`;
    this.#names.set(own, place);
    this.#ids.set(executionId, place);
    return this.runs.push({ name: own, executionId }) > MAX_RUNS
      ? `there are more than ${MAX_RUNS} runs`
      : undefined;
  }
}

function readJson(text: string, list: RunList): void {
  const json = new GivenJson(WHAT, Buffer.from(text));
  const { reader } = json;
  const add = (name: string | undefined, at: number) => {
    const idAt = reader.at;
    const fault = list.add(name, readId(json), json.placeAt(at));
    if (fault !== undefined) throw json.refuse(fault.startsWith("the ID is") ? idAt : at, fault);
  };
  json.read(() => {
    if (reader.nextIsObject()) json.object(add);
    else
      reader.array(() => {
        add(undefined, reader.at);
      });
  });
}

/** An ID as text. A number is taken only where every JSON parser reads it exactly. */
function readId(json: GivenJson): string {
  const { reader } = json;
  if (reader.nextIsString()) return reader.string();
  const { at } = reader;
  const isNumber = reader.nextIsNumber();
  const text = reader.text();
  if (isNumber && /^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return text;
  throw json.refuse(
    at,
    isNumber
      ? "the ID is a number that a JSON parser may have rounded; write IDs as strings"
      : "expected an ID as a string",
  );
}

function readLines(text: string, list: RunList): void {
  for (const [line, number] of numberedLines(text)) {
    const equals = line.lastIndexOf("=");
    const name = equals < 0 ? undefined : line.slice(0, equals).trim();
    const fault = list.add(name, line.slice(equals + 1).trim(), `line ${number}`);
    if (fault !== undefined) throw new InputError(`${WHAT}, line ${number}: ${fault}.`);
  }
}
