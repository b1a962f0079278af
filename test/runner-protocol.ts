import { EOL } from "node:os";

/** A workflow command as the runner reads it. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Those that actions/runner registers: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs */
const REGISTERED = new Set([
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
]);

/**
 * The command in a line of a step's output, by the rules of ActionCommand.cs in actions/runner: `::name props::data`
 * where a line begins, else `##[name props]data` anywhere in it. The runner compares by its culture, which may pass
 * over invisible characters; here they are left out first.
 */
export function parseCommand(line: string): Command | undefined {
  const text = line.replace(/[\p{DI}\p{M}\u0640\u07fa\u180a\u1cd3\ufe73]|(?![\t\u0085])\p{Cc}/gu, "");
  return (
    parse(/^[\s\u0085]*::([^ ]*?)( .*?)?::(.*)$/s.exec(text), ",", {
      "\r": "%0D",
      "\n": "%0A",
      ":": "%3A",
      ",": "%2C",
      "%": "%25",
    }) ??
    parse(/##\[([^ \]]*)( [^\]]*)?\](.*)$/s.exec(text), ";", {
      ";": "%3B",
      "\r": "%0D",
      "\n": "%0A",
      "]": "%5D",
      "%": "%25",
    })
  );
}

function parse(
  match: RegExpExecArray | null,
  separator: string,
  escapes: Record<string, string>,
): Command | undefined {
  const [, name = "", properties = "", data = ""] = match ?? [];
  if (!REGISTERED.has(name.toLowerCase())) return undefined;
  const unescaped = (text: string) =>
    Object.entries(escapes).reduce((result, [char, escape]) => result.replaceAll(escape, char), text);
  const pairs = properties
    .trim()
    .split(separator)
    .map((property) => /^=*([^=]+)=+(.+)$/s.exec(property))
    .filter((pair) => pair !== null);
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, unescaped(value)])),
    data: unescaped(data),
  };
}

/**
 * The outputs in a file of GITHUB_OUTPUT, by the rules of FileCommandManager.cs in actions/runner.
 *
 * @param eol what ends a line on the runner's system
 * @throws Error where the runner would fail the step
 */
export function parseOutputs(text: string, eol = EOL): Record<string, string> {
  const outputs = new Map<string, string>();
  let index = 0;
  const readLine = (): string | null => {
    if (index >= text.length) return null;
    const start = index;
    const end = text.indexOf(eol, index);
    index = end < 0 ? text.length : end + eol.length;
    return text.slice(start, end < 0 ? undefined : end);
  };
  for (let line = readLine(); line !== null; line = readLine()) {
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === "" || delimiter === "") throw new Error(`Invalid format '${line}'`);
      const start = index;
      let end = start;
      for (let next = readLine(); next !== delimiter; next = readLine()) {
        if (next === null) throw new Error(`Matching delimiter not found '${delimiter}'`);
        end = index - eol.length;
      }
      outputs.set(name, text.slice(start, end));
    } else if (equals > 0) {
      outputs.set(line.slice(0, equals), line.slice(equals + 1));
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return Object.fromEntries(outputs);
}
