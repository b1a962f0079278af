const MAX_ID = 2n ** 63n - 1n;

/** Whether a text is an int64 that can name an execution: 1 to 9223372036854775807, in decimal digits. */
export function isExecutionId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= MAX_ID;
}
