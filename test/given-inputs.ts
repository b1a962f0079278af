import { inputVariables, type ActionRun } from "./action-process.ts";
import { proseLine } from "../src/show/prose.ts";

/** Reads inputs in this process, given as the runner gives them. */
export function withInputs<T>(
  action: NonNullable<ActionRun["action"]>,
  inputs: Readonly<Record<string, string>>,
  read: () => T,
): T {
  const variables = inputVariables(action, inputs);
  Object.assign(process.env, variables);
  try {
    return read();
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
  }
}

/** What people are told of inputs that cannot be used; empty if they can. */
export function refusalOf(...given: Parameters<typeof withInputs>): string {
  try {
    withInputs(...given);
    return "";
  } catch (error) {
    return proseLine((error as Error).message);
  }
}
