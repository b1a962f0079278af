import type { IncomingHttpHeaders } from "node:http";
import { cut, quoted } from "../wording.ts";
import type { Fault, HttpResponse } from "./transport.ts";

// What an answer that is no success says, and what to do about it or about none, whichever endpoint was asked.

/** Valid JSON, but not what the API's reference describes. */
export class NotTheApi extends Error {}

export const CHECK_BASE_URL = "Check `base-url`, and what answers in between (a proxy or a gateway).";

/** Advice for the faults that another try would not mend. */
export const FAULT_ADVICE: Partial<Readonly<Record<Fault, string>>> = {
  certificate:
    "Check `base-url`. If the host's certificate comes from a private authority, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate, in the `env:` of the step or the job.",
  "proxy-address":
    "Write it as http://host:port, with what is special in a user name or a password percent-encoded.",
  "proxy-certificate":
    "If it comes from a private authority, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate.",
  "proxy-refusal":
    "Check https_proxy and no_proxy in the environment of the step, and what the proxy allows.",
};

/** One clause on an answer that is no success. */
export function causeOf({ status, headers, body }: HttpResponse): string {
  const answer = `the API answered ${status}`;
  if (isRedirect(status))
    return `${answer}, a redirect${redirectTarget(headers)}, which is refused: it would take the key along`;
  const reason = status < 400 ? "" : reasonIn(body, headers["content-type"] ?? "");
  return reason === "" ? answer : `${answer}: ${quoted(reason, 300)}`;
}

/** What to do about an answer whose status says nothing about the request itself. */
export function adviceForAnswer(status: number): string {
  return isRedirect(status) ? "Set `base-url` to the address where the API itself answers." : CHECK_BASE_URL;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

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
function redirectTarget({ location }: IncomingHttpHeaders): string {
  return location === undefined || !URL.canParse(location)
    ? ""
    : ` to ${quoted(new URL(location).origin, 200)}`;
}
