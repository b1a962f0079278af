// What the step and the process that evaluates for it say to each other: a line of JSON a message.

/** The most that an expression reads of a main output or a node map, and the most text that a function makes, in bytes. */
export const MAX_EVALUATED_BYTES = 10 * 1_024 * 1_024;

/** The names that an expression may use. */
export const NAMES = ["result", "json", "nodes", "status"] as const;

/** The first message: what was written, and the action's own outputs. It has no answer. */
export interface Written {
  readonly assert: string;
  readonly outputs: string;
  readonly reserved: readonly string[];
}

/**
 * Every other message. The bytes of the main output and those of the node map follow, unless there are more than
 * {@link MAX_EVALUATED_BYTES}. The answers are an assertion or a named output for each line, each sent as soon as it is there.
 */
export interface Question {
  readonly kind: "assert" | "outputs";
  readonly status: string;
  /** How many bytes each has; undefined if it is not known. */
  readonly result: number | undefined;
  readonly nodes: number | undefined;
}
