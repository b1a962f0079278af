const MAX_NAME_CHARACTERS = 200;

/** The most runs that a step starts or waits for. */
export const MAX_RUNS = 256;

/** Why a text cannot be the name of a run, as a clause; undefined if it can. */
export function faultOfName(name: string): string | undefined {
  if (name.trim() === "") return "a name is empty";
  return name.length > MAX_NAME_CHARACTERS
    ? `a name is over ${MAX_NAME_CHARACTERS} characters long`
    : undefined;
}

/** A JSON object with a member for each run, in order. A JavaScript object would move names like `2` to the front. */
export function jsonByName(entries: readonly (readonly [name: string, json: string])[]): string {
  return `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}
