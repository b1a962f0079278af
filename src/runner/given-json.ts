import { JsonReader, NotJson, TooLarge, trimmed } from "../api/json.ts";
import { quoted, sentence } from "../wording.ts";
import { InputError } from "./inputs.ts";

/** JSON from an input or a file. Errors name the line and the column. */
export class GivenJson {
  readonly reader: JsonReader;
  readonly #what: string;
  readonly #given: Buffer;
  readonly #start: number;

  /**
   * @param what what was given, as errors name it: "Input `metadata`"
   * @param given all of it, in UTF-8; places are counted from its beginning
   * @param part a view of `given` that holds one JSON value
   */
  constructor(what: string, given: Buffer, part = given) {
    const json = trimmed(part);
    this.#what = what;
    this.#given = given;
    this.#start = json.byteOffset - given.byteOffset;
    this.reader = new JsonReader(json);
  }

  /** @param at an offset of the reader */
  placeAt(at: number): string {
    const lines = this.#given.toString("utf8", 0, this.#start + at).split("\n");
    return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
  }

  refuse(at: number, cause: string): InputError {
    return new InputError(`${this.#what}, ${this.placeAt(at)}: ${sentence(cause)}`);
  }

  /**
   * Reads all of it.
   *
   * @param hint what to add to the error if it is not valid JSON
   * @throws InputError
   */
  read(read: () => void, hint = ""): void {
    const { reader } = this;
    try {
      read();
      reader.end();
    } catch (error) {
      if (error instanceof NotJson) throw this.refuse(reader.at, `this is not valid JSON. ${hint}`.trim());
      if (error instanceof TooLarge) throw this.refuse(reader.at, `this is ${error.message}`);
      throw error;
    }
  }

  /**
   * Reads an object, and refuses one that has a name twice.
   *
   * @param visit is called with each name and its offset; it must read the value
   */
  object(visit: (name: string, at: number) => void): void {
    const places = new Map<string, number>();
    this.reader.object((name, at) => {
      const earlier = places.get(name);
      if (earlier !== undefined) throw this.refuse(at, `${quoted(name)} is also at ${this.placeAt(earlier)}`);
      places.set(name, at);
      visit(name, at);
    });
  }
}
