/** At most `limit` characters of a text, with `…` where it was cut. */
export function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/**
 * Other people's words within a sentence of ours: between backticks, which show/prose.ts turns into what each place can
 * show.
 */
export function quoted(text: string, limit = 80): string {
  return `\`${cut(text, limit).replaceAll("`", "'")}\``;
}

/** The first five names, quoted, then how many more there are. `count` is how many there are in all. */
export function listed(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, 5);
  const list = shown.map((name) => quoted(name)).join(", ");
  return count > shown.length ? `${list} and ${count - shown.length} more` : list;
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The text with a full stop, unless it ends with one or with `!`, `?` or `…`, in or outside backticks. */
export function sentence(text: string): string {
  return /[.!?…]`?$/.test(text) ? text : `${text}.`;
}

/** A number of bytes as people say it: `812 bytes`, `264.6 KiB`, `16 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1_024) return counted(bytes, "byte");
  const kib = bytes / 1_024;
  return kib < 1_023.95 ? `${Number(kib.toFixed(1))} KiB` : `${Number((kib / 1_024).toFixed(1))} MiB`;
}

/** A duration in milliseconds as people say it: `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (ms < 9_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return twoUnits(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  return twoUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function twoUnits(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}
