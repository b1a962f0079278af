import type { IncomingHttpHeaders } from "node:http";
import { cut, quoted } from "../wording.ts";

// What an answer of 4xx or 5xx says, whichever endpoint gave it.

/** Whether a request that was answered by `status` could plausibly succeed if it were sent again. */
export function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/**
 * The API's own reason: `message`, else `error`, else `detail`, which may be a list of `{loc, msg, type}`.
 *
 * @returns an empty string if there is none that a person could read
 */
export function reasonIn(body: Buffer, contentType: string): string {
  try {
    return cut(parsedReason(body.toString("utf8"), contentType), 300);
  } catch {
    // The reason is nested deeper than the stack goes.
    return "";
  }
}

function parsedReason(body: string, contentType: string): string {
  let reason: unknown;
  try {
    reason = JSON.parse(body);
  } catch {
    return /html|xml/i.test(contentType) || body.trimStart().startsWith("<") ? "" : body.trim();
  }
  if (typeof reason === "object" && reason !== null && !Array.isArray(reason)) {
    const { message, error, detail } = reason as Record<string, unknown>;
    reason = [message, error, detail].find(Boolean);
  }
  return Array.isArray(reason) ? reason.map(validationError).join("; ") : textOf(reason);
}

function validationError(item: unknown): string {
  if (typeof item !== "object" || item === null) return textOf(item);
  const { loc, msg } = item as Record<string, unknown>;
  if (msg === undefined) return textOf(item);
  return Array.isArray(loc) && loc.length > 0 ? `${loc.map(textOf).join(".")}: ${textOf(msg)}` : textOf(msg);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * The pause that the API asks for, in milliseconds (RFC 9110, section 10.2.3: seconds, or a date).
 *
 * @param now the time of day in milliseconds, used if the answer does not tell its own
 */
export function retryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const value = headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = Date.parse(value);
  // Date.parse also reads much that is no date in HTTP, such as "1.5".
  if (!/^[A-Z]/i.test(value) || Number.isNaN(until)) return undefined;
  // By the API's own clock, since this machine's may be wrong.
  const sent = Date.parse(headers.date ?? "");
  return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
}

/** Where a redirect leads, quoted; empty if that cannot be told. Paths may hold anything. */
export function redirectTarget({ location }: IncomingHttpHeaders): string {
  return location === undefined || !URL.canParse(location)
    ? ""
    : ` to ${quoted(new URL(location).origin, 200)}`;
}
