import * as core from "@actions/core";
import { cut, quoted } from "../wording.ts";

/** An input that cannot be used. The message is one line for people and holds no secret. */
export class InputError extends Error {}

/** The API key as it was given, to be masked before anything else happens; empty if none was given. */
export function givenApiKey(): string {
  return core.getInput("api-key");
}

/**
 * The API key, checked.
 *
 * @throws InputError
 */
export function readApiKey(): string {
  const key = givenApiKey();
  if (key === "") {
    throw new InputError(
      "Input `api-key` is empty. If it comes from a secret, make sure that the secret exists and is available to this workflow. Pull requests from forks and from Dependabot get no Actions secrets.",
    );
  }
  if (/^(["'`]|Bearer )|["'`]$/i.test(key)) {
    throw new InputError(
      "Input `api-key` has quotes or the word Bearer around the key (its value is not shown). Store the secret again, with the key alone in it.",
    );
  }
  // Printable ASCII. Node would also send tabs and bytes above 0x7f (RFC 9110, section 5.5), but no key has them.
  if (!/^[\x20-\x7e]+$/.test(key)) {
    throw new InputError(
      "Input `api-key` cannot be sent in a header (its value is not shown): it holds a line break, a control character or a character outside ASCII. Store the secret again, with the key alone in it.",
    );
  }
  return key;
}

/** Reads the values of an action's inputs, with their defaults. Every method throws InputError for an invalid value. */
export class InputReader<Name extends string> {
  readonly #defaults: Readonly<Record<Name, string>>;

  /**
   * @param defaults for inputs that are empty strings, such as an unset input that a reusable workflow passes on. The
   *   runner fills in only inputs that are left out, with the defaults of action.yml. A test checks that both are equal.
   */
  constructor(defaults: Readonly<Record<Name, string>>) {
    this.#defaults = defaults;
  }

  /** The text as it was given, with the white space around it, so that errors can name a line and a column. */
  text(name: Name): string {
    const given = core.getInput(name, { trimWhitespace: false });
    return given.trim() === "" ? this.#defaults[name] : given;
  }

  /** A boolean of YAML 1.2's core schema, as `core.getBooleanInput` takes it. */
  boolean(name: Name): boolean {
    const given = this.#given(name);
    if (/^(true|True|TRUE)$/.test(given)) return true;
    if (/^(false|False|FALSE)$/.test(given)) return false;
    throw new InputError(`Input \`${name}\` is ${shownValue(given)}; expected true or false.`);
  }

  /** A duration, in milliseconds. */
  duration(name: Name): number {
    const given = this.#given(name);
    const [, number, unit = "s"] = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?$/.exec(given) ?? [];
    const ms = Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS];
    if (ms > 0 && ms <= Number.MAX_SAFE_INTEGER) return ms;
    throw new InputError(
      `Input \`${name}\` is ${shownValue(given)}; expected a number of seconds, or a number with ms, s, m or h such as \`90s\` or \`15m\`, above zero.`,
    );
  }

  /** The address of the API: `https:`, or `http:` to loopback. It may have a path, but no query or fragment. */
  baseUrl(name: Name): URL {
    const given = this.#given(name);
    const refuse = (cause: string) =>
      new InputError(
        `Input \`${name}\` ${cause}; expected an address such as \`https://api.promptlayer.com\`.`,
      );
    if (!URL.canParse(given))
      throw refuse(`is ${shownAddress(given)}: it is no URL, which begins with \`https://\``);
    const url = new URL(given);
    if (url.username !== "" || url.password !== "")
      throw refuse("has user info in it (its value is not shown), which is not supported");
    if (given.includes("?") || given.includes("#"))
      throw refuse("has a query or a fragment (its value is not shown), which cannot be kept");
    if (url.protocol === "http:" && !isLoopback(url.hostname)) {
      throw refuse(
        `is ${shownAddress(given)}, which would send the key unencrypted: http: is for loopback only`,
      );
    }
    if (url.protocol !== "https:" && url.protocol !== "http:")
      throw refuse(`is ${shownAddress(given)}, whose scheme is not \`https:\``);
    return url;
  }

  #given(name: Name): string {
    return core.getInput(name) || this.#defaults[name];
  }
}

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** @param hostname as the URL parser leaves it: IPv4 addresses in any notation become four decimal numbers */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

const NOT_SHOWN = "not shown, as it may be a key";

/** A value for an error text. It is not shown if it may be a key that was given to the wrong input. */
export function shownValue(value: string): string {
  return isHarmless(value) ? quoted(value, 100) : NOT_SHOWN;
}

/** Like {@link shownValue}, but for an address: its host is shown at any length, its path never. */
function shownAddress(value: string): string {
  const [, scheme = "", host = "", path = ""] = /^([a-z]+:\/\/)?([^/]*)(.*)$/is.exec(value) ?? [];
  if (!isHarmless(host) && !/^[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?$/i.test(host)) return NOT_SHOWN;
  return quoted(`${cut(scheme + host, 100)}${path.length > 1 ? "/…" : path}`, 110);
}

function isHarmless(value: string): boolean {
  return (value.length < 16 && !/^(pl|sk|pk)[_-]/i.test(value)) || /^[-+.\de]+$/i.test(value);
}
