import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { EOL, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { API_KEY, type StandIn } from "./api/server.ts";
import { parseCommand, parseOutputs, type Command } from "./runner-protocol.ts";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Metadata {
  readonly inputs: Readonly<Record<string, { default?: string; required?: boolean; description: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** The folders of the actions' action.yml. */
const FOLDERS = { wait: ROOT, start: join(ROOT, "start") };

const read = (folder: string) => parse(readFileSync(join(folder, "action.yml"), "utf8")) as Metadata;

export const metadata = read(FOLDERS.wait);
export const startMetadata = read(FOLDERS.start);

export interface ActionRun {
  /** By default the wait. */
  readonly action?: keyof typeof FOLDERS;
  /** Of `with:`; what is left out gets the default of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The file to run, by default that of action.yml. */
  readonly main?: string;
  /** On top of what the runner sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Is called with each line of the log as it comes. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
  readonly onSpawn?: (child: ChildProcess) => void;
  /** Whether somebody reads the log while it is written. */
  readonly isRead?: boolean;
}

export interface Ended {
  readonly exitCode: number | null;
  /** What the runner sees of stdout and stderr. */
  readonly log: string;
  readonly lines: readonly string[];
  readonly commands: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly tookMs: number;
}

const folders: string[] = [];

/** Removes what the runs of this process left. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs the built action in a process of its own as GitHub's runner does on Linux. */
export async function runAction({
  action = "wait",
  inputs = {},
  main = join(FOLDERS[action], (action === "wait" ? metadata : startMetadata).runs.main),
  env = {},
  onLine,
  onSpawn,
  isRead = true,
}: ActionRun): Promise<Ended> {
  const runner = runnerVariables();
  const variables = { ...runner, ...inputVariables(action, inputs), ...env };
  const began = performance.now();
  const child = spawn(nodeOfAction(), [main], {
    env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onSpawn?.(child);
  const log = isRead ? readLog(child, onLine) : () => "";
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on(isRead ? "close" : "exit", resolve);
  });
  return readEnded(exitCode, log(), runner, performance.now() - began);
}

/** Reads the log, the outputs and the summary of a run as the runner does. */
export function readEnded(
  exitCode: number | null,
  log: string,
  runner: ReturnType<typeof runnerVariables>,
  tookMs: number,
): Ended {
  // The toolkit ends lines as the system does.
  const text = log.replaceAll(EOL, "\n");
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== "");
  return {
    exitCode,
    log: text,
    lines,
    commands: lines.map(parseCommand).filter((command) => command !== undefined),
    outputs: parseOutputs(readFileSync(runner.GITHUB_OUTPUT, "utf8")),
    summary: readFileSync(runner.GITHUB_STEP_SUMMARY, "utf8"),
    tookMs,
  };
}

/** What the runner sets for a step, with a folder and files of its own. */
export function runnerVariables() {
  const folder = mkdtempSync(join(tmpdir(), "action-"));
  folders.push(folder);
  const file = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, "");
    return path;
  };
  return {
    PATH: process.env["PATH"],
    HOME: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    RUNNER_TEMP: folder,
    GITHUB_WORKSPACE: folder,
    GITHUB_OUTPUT: file("OUTPUT"),
    GITHUB_STEP_SUMMARY: file("STEP_SUMMARY"),
    GITHUB_ENV: file("ENV"),
    GITHUB_PATH: file("PATH"),
    GITHUB_STATE: file("STATE"),
  };
}

/** Collects what a process writes, to be taken when it has ended. */
function readLog(child: ChildProcess, onLine: ActionRun["onLine"]): () => string {
  let log = "";
  let told = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      for (let end = log.indexOf("\n", told); end >= 0; end = log.indexOf("\n", told)) {
        onLine?.(log.slice(told, end).replace(/\r$/, ""), child);
        told = end + 1;
      }
    });
  }
  return () => log;
}

/** Runs the built action against a stand-in, on execution 1 unless told otherwise. */
export function runAgainst(api: StandIn, { inputs = {}, ...rest }: ActionRun = {}): Promise<Ended> {
  return runAction({ inputs: waitInputs(api, inputs), ...rest });
}

/** Inputs that wait for execution 1 of a stand-in, unless told otherwise. */
export const waitInputs = (api: StandIn, inputs: NonNullable<ActionRun["inputs"]>) => ({
  "execution-id": "1",
  "api-key": API_KEY,
  "base-url": api.url,
  "poll-interval": "50ms",
  ...inputs,
});

/** Runs the built companion action that starts a run against a stand-in, with the agent `green` unless told otherwise. */
export function runStart(api: StandIn, { inputs = {}, ...rest }: ActionRun = {}): Promise<Ended> {
  return runAction({ action: "start", inputs: startInputs(api, inputs), ...rest });
}

/** Inputs that start a run of the stand-in's agent `green`, unless told otherwise. */
export const startInputs = (api: StandIn, inputs: NonNullable<ActionRun["inputs"]>) => ({
  agent: "green",
  label: "production",
  "api-key": API_KEY,
  "base-url": api.url,
  ...inputs,
});

/** The variables that the runner hands inputs on in, with the defaults of action.yml. */
export function inputVariables(
  action: keyof typeof FOLDERS,
  inputs: Readonly<Record<string, string>>,
): Record<string, string> {
  const declared = Object.entries((action === "wait" ? metadata : startMetadata).inputs);
  const given = {
    ...Object.fromEntries(declared.map(([name, input]) => [name, input.default ?? ""])),
    ...inputs,
  };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

/** Node 24, the action's own: this process's, or that of the npm package `node`. */
export function nodeOfAction(): string {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  return join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}
