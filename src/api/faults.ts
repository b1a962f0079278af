import { asError } from "../thrown.ts";
import { cut, quoted } from "../wording.ts";
import { ProxyError } from "./tunnel.ts";

// Why a request got no complete response.

/** The kinds of failures that call for different advice. */
export type Fault =
  /** The request took too long. */
  | "slow"
  /** The connection ended before the response did, or could not be opened. */
  | "connection"
  /** The host's name has no address. */
  | "name"
  /** The host refused the connection. */
  | "refused"
  /** The network has no route to the host. */
  | "route"
  /** The host's certificate was not accepted. */
  | "certificate"
  /** The host's certificate is not valid yet, or has expired. */
  | "certificate-date"
  /** The TLS handshake with the host failed, or only one side uses TLS. */
  | "tls"
  /** The proxy could not be reached. */
  | "proxy"
  /** The proxy could not connect to the host. */
  | "proxy-failure"
  /** The proxy's address cannot be used. */
  | "proxy-address"
  /** The proxy's certificate was not accepted. */
  | "proxy-certificate"
  /** What answers is not a proxy, or only one side uses TLS, or the TLS handshake failed. */
  | "proxy-protocol"
  /** The proxy wants a user name and a password. */
  | "proxy-login"
  /** The proxy does not let this request through. */
  | "proxy-refusal"
  /** What answered does not speak HTTP. */
  | "protocol"
  /** The headers are over Node's limit. */
  | "headers"
  /** The body has an encoding that the action does not know. */
  | "encoding"
  /** The body cannot be decoded. */
  | "damaged"
  | "too-large";

/** Why there is no complete response. */
export interface HttpFailure {
  readonly kind: "failure";
  readonly fault: Fault;
  /** One clause, for use after a colon. */
  readonly cause: string;
  /** Whether the server certainly never got the request. */
  readonly isUnsent: boolean;
}

/** A response that cannot be used. The message is a clause that says why. */
export class BadResponse extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, cause: string) {
    super(cause);
    this.fault = fault;
  }
}

/** The X509 certificate error codes of Node's TLS documentation, and one of Node's own. */
const CERTIFICATE_ERRORS =
  /^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;

/** OpenSSL's reasons that another try does not change. A server without TLS gives "wrong version number". */
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

/** What made a request fail: the fault, and its cause. */
export function faultOf(error: unknown): readonly [Fault, string] {
  if (error instanceof BadResponse) return [error.fault, error.message];
  if (error instanceof ProxyError) return proxyFaultOf(error);
  const { code, isLookup, isTls, tlsReason, words } = detailsOf(error);
  if (CERTIFICATE_ERRORS.test(code)) {
    const isDate = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/.test(code);
    return [
      isDate ? "certificate-date" : "certificate",
      `the certificate of the API's host was not accepted (${code})`,
    ];
  }
  if (PERMANENT_TLS_ERRORS.test(tlsReason)) return ["tls", tlsCause("the API's host", tlsReason)];
  if (isTls) return ["tls", "the API's host speaks TLS where `base-url` says http:"];
  if (code === "HPE_HEADER_OVERFLOW") return ["headers", `its headers are over Node's limit (${code})`];
  if (code.startsWith("HPE_")) return ["protocol", `the answer is not HTTP (${code})`];
  return [NETWORK_ERRORS[code]?.[0] ?? (isLookup ? "name" : "connection"), words];
}

function proxyFaultOf({ status, cause }: ProxyError): readonly [Fault, string] {
  if (status === 407) return ["proxy-login", "the proxy wants a user name and a password: it answered 407"];
  if (status !== undefined && status >= 300) {
    const isFailure = status >= 500 || [408, 425, 429].includes(status);
    return isFailure
      ? ["proxy-failure", `the proxy could not connect to the API's host: it answered ${status}`]
      : ["proxy-refusal", `the proxy refused to connect to the API's host: it answered ${status}`];
  }
  if (status !== undefined) return ["proxy-protocol", "what answers at the proxy's address is no proxy"];
  const { code, isTls, tlsReason, words } = detailsOf(cause);
  if (CERTIFICATE_ERRORS.test(code))
    return ["proxy-certificate", `the certificate of the proxy was not accepted (${code})`];
  if (PERMANENT_TLS_ERRORS.test(tlsReason)) return ["proxy-protocol", tlsCause("the proxy", tlsReason)];
  if (isTls) return ["proxy-protocol", "the proxy speaks TLS where its address says http:"];
  if (code.startsWith("HPE_")) return ["proxy-protocol", `what the proxy answers is not HTTP (${code})`];
  return ["proxy", `the proxy could not be used: ${words}`];
}

/** What Node's error says about the connection. */
function detailsOf(error: unknown) {
  const { code: given, message } = asError(error);
  const code = typeof given === "string" ? given : "";
  const { syscall, rawPacket } = error as { readonly syscall?: unknown; readonly rawPacket?: unknown };
  const isLookup = syscall === "getaddrinfo";
  const tlsReason = /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? "";
  const known =
    NETWORK_ERRORS[code]?.[1] ??
    (isLookup ? "the host's name could not be looked up" : quoted(tlsReason || message, 200));
  return {
    code,
    isLookup,
    /** Whether the bytes that are not HTTP are a TLS alert: a record of type 0x15 and major version 3. */
    isTls: rawPacket instanceof Uint8Array && rawPacket[0] === 0x15 && rawPacket[1] === 0x03,
    /** OpenSSL's reason; empty if it gave none. */
    tlsReason,
    words: code === "" ? known : `${known} (${cut(code, 40)})`,
  };
}

function tlsCause(host: string, reason: string): string {
  return reason === "wrong version number"
    ? `${host} does not speak TLS on that port (${reason})`
    : `the TLS handshake with ${host} failed (${reason})`;
}
