import { GivenJson } from "../runner/given-json.ts";
import { InputError } from "../runner/inputs.ts";
import { faultOfName, MAX_RUNS } from "../run-name.ts";
import { quoted } from "../wording.ts";
import { readMembers, readText, UnusableFile, type Member } from "./variables.ts";

/** A run to start. */
export interface Case {
  readonly name: string;
  readonly variables: readonly Member[];
}

interface PlacedCase extends Case {
  /** Where it was given, for an error: "the name … is also at line 2, column 1". */
  readonly place: string;
}

const MAX_FILE_BYTES = 64 * 1_024 * 1_024;
const SHAPE = 'expected {"name": "...", "input_variables": {...}}';

/**
 * The cases of `cases-file`: JSON lines, or one array, each with a name and input variables. They replace common variables
 * of the same name.
 *
 * @param path as `cases-file` gives it
 * @param common the variables of every case
 * @param workspace the folder that relative paths start at
 * @throws InputError for the first case that cannot be used
 */
export function readCases(path: string, common: readonly Member[], workspace: string): Case[] {
  const cases = placedCases(contentOf(path, workspace));
  if (cases.length === 0) throw new InputError("The file of `cases-file` has no case in it.");
  return cases.map(({ name, variables }) => ({ name, variables: withCommon(common, variables) }));
}

function contentOf(path: string, workspace: string): Buffer {
  try {
    return readText(path, workspace, MAX_FILE_BYTES, "that such a file may be");
  } catch (error) {
    if (error instanceof UnusableFile) throw new InputError(`Input \`cases-file\`: ${error.message}.`);
    throw error;
  }
}

function placedCases(content: Buffer): PlacedCase[] {
  const cases: PlacedCase[] = [];
  const places = new Map<string, string>();
  const add = (json: GivenJson) => {
    const { at } = json.reader;
    const read = readCase(json);
    const earlier = places.get(read.name);
    if (earlier !== undefined) throw json.refuse(at, `the name ${quoted(read.name)} is also at ${earlier}`);
    places.set(read.name, read.place);
    if (cases.push(read) > MAX_RUNS) throw json.refuse(at, `there are more than ${MAX_RUNS} cases`);
  };
  for (const part of partsOf(content)) {
    const json = new GivenJson("The file of `cases-file`", content, part);
    json.read(() => {
      if (!json.reader.nextIsArray()) add(json);
      else
        json.reader.array(() => {
          add(json);
        });
    }, "Write each case on a line of its own, or all of them as one array.");
  }
  return cases;
}

/** All of it if it is an array, else each line that is not empty. */
function partsOf(content: Buffer): Buffer[] {
  if (/^[\ufeff\s]*\[/.test(content.toString("utf8", 0, 1_024))) return [content];
  const lines: Buffer[] = [];
  for (let start = 0; start < content.length;) {
    const end = content.indexOf("\n", start);
    const line = content.subarray(start, end < 0 ? content.length : end);
    if (line.toString().trim() !== "") lines.push(line);
    start += line.length + 1;
  }
  return lines;
}

function readCase(json: GivenJson): PlacedCase {
  const { reader } = json;
  const start = reader.at;
  const place = json.placeAt(start);
  if (!reader.nextIsObject()) throw json.refuse(start, SHAPE);
  let name: string | undefined;
  let variables: Member[] = [];
  json.object((key, at) => {
    if (key === "name" && reader.nextIsString()) {
      name = reader.string();
      const fault = faultOfName(name);
      if (fault !== undefined) throw json.refuse(at, fault);
    } else if (key === "input_variables" && reader.nextIsObject()) {
      variables = readMembers(json, `\`cases-file\`, ${place}`);
    } else if (key === "name" || key === "input_variables") {
      throw json.refuse(reader.at, `${quoted(key)} is no ${key === "name" ? "string" : "object"}; ${SHAPE}`);
    } else {
      throw json.refuse(at, `a case has no ${quoted(key)}; ${SHAPE}`);
    }
  });
  if (name === undefined) throw json.refuse(start, `this case has no name; ${SHAPE}`);
  return { name, variables, place };
}

/** The variables of a case, with the common ones that it does not set itself. */
function withCommon(common: readonly Member[], own: readonly Member[]): Member[] {
  const members = new Map(common.map((member) => [member.name, member]));
  for (const member of own) members.set(member.name, member);
  return [...members.values()];
}

/**
 * Every case `times` times, as `name`, `name #2` and so on.
 *
 * @throws InputError if that is too many runs, or if two of them have the same name
 */
export function repeated(cases: readonly Case[], times: number): Case[] {
  const count = cases.length * times;
  if (count > MAX_RUNS) {
    throw new InputError(
      `Input \`repeat\` is ${times}, which makes ${count} runs of ${cases.length} cases; expected at most ${MAX_RUNS} runs.`,
    );
  }
  const runs = cases.flatMap(({ name, variables }) =>
    Array.from({ length: times }, (_, n) => ({ name: n === 0 ? name : `${name} #${n + 1}`, variables })),
  );
  const names = new Set<string>();
  for (const { name } of runs) {
    const fault = faultOfName(name);
    if (fault !== undefined) throw new InputError(`A run would be called ${quoted(name)}: ${fault}.`);
    if (names.size === names.add(name).size)
      throw new InputError(
        `Two runs would be called ${quoted(name)}: \`repeat\` gives another case that name. Rename the case in \`cases-file\`.`,
      );
  }
  return runs;
}
