import type { IncomingHttpHeaders } from "node:http";
import { cut, quoted } from "../wording.ts";
import { ADVICE } from "./advice.ts";
import type { HttpResponse } from "./transport.ts";

// For all endpoints: what an answer without success says, who gave it, and what to do.

/** Valid JSON, but not what the API's reference describes. */
export class NotTheApi extends Error {}

/** What came instead of success, in one clause. */
export function causeOf(response: HttpResponse): string {
  const { status, headers, body } = response;
  if (isChallenge(response))
    return `a firewall answered ${status} in the API's place, with a challenge for browsers`;
  if (isPage(response))
    return `a web page${pageTitle(body)} came with status ${status}${status === 429 ? ", a rate limit," : ""} in the place of the API's answer`;
  if (isRedirect(response))
    return `the answer was ${status}, a redirect${redirectTarget(headers)}, which is refused: it would take the key along`;
  const answer = `the API answered ${status}${status === 429 ? ", which is its rate limit" : ""}`;
  const reason = status < 400 ? "" : reasonIn(body, headers["content-type"] ?? "");
  return reason === "" ? answer : `${answer}: ${quoted(reason, 300)}`;
}

/** What to do about an answer whose status says nothing about the request itself. */
export function adviceForAnswer(response: HttpResponse): string {
  if (isChallenge(response)) return ADVICE.challenge;
  const { status, body } = response;
  // A 511 comes from the runner's own network, which wants a sign-in (RFC 6585, section 6).
  if (status >= 500 && status !== 511) return ADVICE.server;
  if (isPage(response)) return ADVICE.page;
  if (isRedirect(response)) return ADVICE.redirect;
  return ADVICE[status >= 400 && begins(body, "{") ? "message" : "not-the-api"];
}

function isRedirect({ status, headers }: HttpResponse): boolean {
  return status >= 300 && status < 400 && "location" in headers;
}

/** Whether a firewall in front of the API (of AWS, of Cloudflare) wants a browser to solve a challenge. */
export function isChallenge({ headers }: HttpResponse): boolean {
  return "x-amzn-waf-action" in headers || headers["cf-mitigated"] === "challenge";
}

/** Whether a web page came, from a gateway or another server, which says nothing about the request. */
export function isPage({ status, headers, body }: HttpResponse): boolean {
  if (begins(body, "<")) return true;
  // Only for errors: the API's own JSON may come with the content type of a web page.
  return (
    status >= 400 && /html/i.test(headers["content-type"] ?? "") && body.length > 0 && !begins(body, "{")
  );
}

/** Whether a body begins with `<`, as web pages do and no JSON does, or with `{`, as the API's own errors do. */
export function begins(body: Buffer, character: "<" | "{"): boolean {
  // trimStart() removes a byte order mark too.
  return body.toString("utf8", 0, 1_024).trimStart().startsWith(character);
}

/** The title of a web page, quoted and with a space before it; empty if it has none. */
function pageTitle(body: Buffer): string {
  const title = /<title[^>]{0,100}>([^<]{1,200})/i.exec(body.toString("utf8", 0, 16_384))?.[1]?.trim() ?? "";
  return title === "" ? "" : ` ${quoted(title)}`;
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
    // The reason is nested too deep for the stack.
    return "";
  }
}

function parsedReason(body: string, contentType: string): string {
  let reason: unknown;
  try {
    reason = JSON.parse(body.trim());
  } catch {
    return /html|xml/i.test(contentType) || body.trimStart().startsWith("<") ? "" : body.trim();
  }
  const inner = innermost(reason);
  return Array.isArray(inner) ? inner.map(validationError).join("; ") : textOf(inner);
}

/** An object's `message`, `error` or `detail`, at any depth; undefined if it has none. Other values as they are. */
function innermost(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { message, error, detail } = value as Record<string, unknown>;
  const inner = [message, error, detail].find(Boolean);
  return innermost(inner) ?? inner;
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
 * @param now the time of day in milliseconds, used if the answer has no Date header
 */
export function retryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const value = headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = Date.parse(value);
  // Date.parse also accepts much that is not an HTTP date, such as "1.5".
  if (!/^[A-Z]/i.test(value) || Number.isNaN(until)) return undefined;
  // By the API's own clock, since this machine's may be wrong.
  const sent = Date.parse(headers.date ?? "");
  return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
}

/** The origin that a redirect leads to, quoted; empty if it is not known. Its path may hold a secret. */
function redirectTarget({ location }: IncomingHttpHeaders): string {
  return location === undefined || !URL.canParse(location)
    ? ""
    : ` to ${quoted(new URL(location).origin, 200)}`;
}
