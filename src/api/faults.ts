import { asError } from "../thrown.ts";
import { cut } from "../wording.ts";
import { ProxyError } from "./tunnel.ts";

// Why a request got no whole response.

/** The kinds of failures that call for different advice. */
export type Fault =
  /** The request took too long. */
  | "slow"
  /** The connection ended before the response did, or could not be opened. */
  | "connection"
  /** The host's name has no address. */
  | "name"
  /** Nobody listens there. */
  | "refused"
  /** The network knows no way there. */
  | "route"
  /** The host's certificate was not accepted. */
  | "certificate"
  /** The two sides cannot agree on TLS. */
  | "tls"
  /** The proxy could not be asked. */
  | "proxy"
  /** The proxy could not connect to the host. */
  | "proxy-failure"
  /** The proxy's address cannot be used. */
  | "proxy-address"
  /** The proxy's certificate was not accepted. */
  | "proxy-certificate"
  /** The two sides cannot agree on TLS, or on whether to speak it at all. */
  | "proxy-tls"
  /** The proxy does not let this request through. */
  | "proxy-refusal"
  /** What answered does not speak HTTP. */
  | "protocol"
  /** The header block is over Node's limit. */
  | "headers"
  /** The body is in a coding that the action cannot undo. */
  | "coding"
  /** The body does not follow its coding. */
  | "damaged"
  | "too-large";

/** Why there is no whole response. */
export interface HttpFailure {
  readonly kind: "failure";
  readonly fault: Fault;
  /** One clause, to stand after a colon. */
  readonly cause: string;
  /** Whether the server certainly never got the request. */
  readonly isUnsent: boolean;
}

/** A response that is no use, and why. */
export class BadResponse extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, cause: string) {
    super(cause);
    this.fault = fault;
  }
}

export function failure(fault: Fault, cause: string, isUnsent = false): HttpFailure {
  return { kind: "failure", fault, cause, isUnsent };
}

/** The X509 certificate error codes of Node's TLS documentation, and one of Node's own. */
const CERTIFICATE_ERRORS =
  /^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;

/** OpenSSL's reasons that stay the same however often one tries. A plain HTTP server is a "wrong version number". */
const PERMANENT_TLS_ERRORS =
  /version|handshake failure|certificate|unknown ca|unrecognized name|access denied|insufficient security|inappropriate fallback|unsupported|too small|no (shared )?(cipher|application protocol|protocols)/;

/** By Node's error codes: the fault, and its cause. */
const NETWORK_ERRORS: Readonly<Record<string, readonly [Fault, string]>> = {
  ECONNREFUSED: ["refused", "the connection was refused"],
  ECONNRESET: ["connection", "the connection was dropped"],
  ECONNABORTED: ["connection", "the connection was dropped"],
  EPIPE: ["connection", "the connection was dropped"],
  ETIMEDOUT: ["connection", "the connection timed out"],
  EHOSTUNREACH: ["route", "the host cannot be reached"],
  ENETUNREACH: ["route", "the network cannot be reached"],
  ENETDOWN: ["route", "the network is down"],
  EADDRNOTAVAIL: ["route", "this machine has no address for that network"],
  EACCES: ["route", "this machine does not allow the connection"],
  EPERM: ["route", "this machine does not allow the connection"],
  ENOTFOUND: ["name", "the host's name was not found"],
  EAI_AGAIN: ["name", "the host's name could not be looked up"],
};

export function failureOf(error: unknown): HttpFailure {
  if (error instanceof BadResponse) return failure(error.fault, error.message);
  if (error instanceof ProxyError) return proxyFailure(error);
  const { code, syscall, message, tlsReason, isTls } = detailsOf(error);
  if (CERTIFICATE_ERRORS.test(code))
    return failure("certificate", `the certificate of the API's host was not accepted (${code})`, true);
  if (PERMANENT_TLS_ERRORS.test(tlsReason)) return failure("tls", tlsCause("the API's host", tlsReason));
  if (isTls) return failure("tls", "the API's host speaks TLS where `base-url` says http:");
  if (code === "HPE_HEADER_OVERFLOW")
    return failure("headers", `the answer's header block is over Node's limit (${code})`);
  if (code.startsWith("HPE_")) return failure("protocol", `the answer is not HTTP (${code})`);
  const [fault, cause] =
    NETWORK_ERRORS[code] ??
    (syscall === "getaddrinfo"
      ? (["name", "the host's name could not be looked up"] as const)
      : (["connection", tlsReason || cut(message, 200)] as const));
  const isUnsent =
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    message.startsWith("Client network socket disconnected before secure TLS connection was established");
  return failure(fault, code === "" ? cause : `${cause} (${cut(code, 40)})`, isUnsent);
}

/** What Node tells of an error of the network. */
function detailsOf(error: unknown) {
  const { code, message } = asError(error);
  // Where a host has several addresses, there is an error for each.
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const { syscall, rawPacket } = first as { syscall?: unknown; rawPacket?: unknown };
  return {
    code: typeof code === "string" ? code : "",
    message,
    syscall,
    /** OpenSSL's reason; empty if it gave none. */
    tlsReason: cut(/:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? "", 80),
    /** Whether the bytes that are not HTTP begin as a TLS record does: with an alert, of version 3. */
    isTls: rawPacket instanceof Uint8Array && rawPacket[0] === 0x15 && rawPacket[1] === 0x03,
  };
}

function tlsCause(host: string, reason: string): string {
  return reason === "wrong version number"
    ? `${host} does not speak TLS on that port (${reason})`
    : `no TLS connection to ${host} could be agreed on (${reason})`;
}

function proxyFailure({ status, cause }: ProxyError): HttpFailure {
  if (status !== undefined) {
    const isRefusal = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
    return isRefusal
      ? failure(
          "proxy-refusal",
          `the proxy refused to connect to the API's host: it answered ${status}`,
          true,
        )
      : failure(
          "proxy-failure",
          `the proxy could not connect to the API's host: it answered ${status}`,
          true,
        );
  }
  const { code, message, tlsReason, isTls } = detailsOf(cause);
  if (CERTIFICATE_ERRORS.test(code))
    return failure("proxy-certificate", `the certificate of the proxy was not accepted (${code})`, true);
  if (PERMANENT_TLS_ERRORS.test(tlsReason))
    return failure("proxy-tls", tlsCause("the proxy", tlsReason), true);
  if (isTls) return failure("proxy-tls", "the proxy speaks TLS where its address says http:", true);
  const [, known] = NETWORK_ERRORS[code] ?? [];
  const why = known ?? (tlsReason || cut(message, 200));
  return failure(
    "proxy",
    `the proxy could not be used: ${why}${code === "" ? "" : ` (${cut(code, 40)})`}`,
    true,
  );
}
