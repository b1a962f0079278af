/** What was thrown, as an error: JavaScript may throw anything. */
export function asError(thrown: unknown): Error & { readonly code?: unknown } {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
