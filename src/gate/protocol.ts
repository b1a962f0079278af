// The messages between the step and the process that evaluates for it. Each is a line of JSON.

/** The most that an expression reads of a main output or a node map, and the most text that a function makes, in bytes. */
export const MAX_EVALUATED_BYTES = 10 * 1_024 * 1_024;

/** The names that an expression may use. */
export const NAMES = ["result", "json", "nodes", "status"] as const;

/** The first message: the two inputs, and the names of the action's own outputs. It has no answer. */
export interface Written {
  readonly assert: string;
  readonly outputs: string;
  readonly reserved: readonly string[];
}

/**
 * Every other message. The bytes of the main output and of the node map follow it, each unless it is over
 * {@link MAX_EVALUATED_BYTES}. Each line is answered by an assertion or a named output as soon as it is evaluated.
 */
export interface Question {
  readonly kind: "assert" | "outputs";
  readonly status: string;
  /** The size of each, in bytes; undefined if its content is not known. */
  readonly result: number | undefined;
  readonly nodes: number | undefined;
}
