import { describe, expect, test } from "@jest/globals";
import { BadResponse, faultOf } from "../src/api/faults.ts";
import { ProxyError } from "../src/api/tunnel.ts";

const error = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);
const ssl = (reason: string) =>
  error(`80:error:0A00:SSL routines:ssl3_read:${reason}:../x.c:1:`, { code: "EPROTO" });
const packet = (...bytes: number[]) => ({ code: "HPE_INVALID_CONSTANT", rawPacket: Buffer.from(bytes) });

describe("what made a request fail", () => {
  test.each<[unknown, string, string]>([
    [new BadResponse("encoding", "it is odd"), "encoding", "it is odd"],
    [
      error("x", { code: "ENOTFOUND", syscall: "getaddrinfo" }),
      "name",
      "the host's name was not found (ENOTFOUND)",
    ],
    [
      error("x", { code: "EAI_X", syscall: "getaddrinfo" }),
      "name",
      "the host's name could not be looked up (EAI_X)",
    ],
    [error("x", { code: "ECONNREFUSED" }), "refused", "the connection was refused (ECONNREFUSED)"],
    [error("x", { code: "EPERM" }), "route", "this machine does not allow the connection (EPERM)"],
    [error("odd", { code: "E".repeat(50) }), "connection", `\`odd\` (${"E".repeat(40)}…)`],
    [error("odd", { code: 7 }), "connection", "`odd`"],
    ["odd", "connection", "`odd`"],
    [
      error("x", { code: "CERT_HAS_EXPIRED" }),
      "certificate-date",
      "the certificate of the API's host was not accepted (CERT_HAS_EXPIRED)",
    ],
    [error("x", { code: "XCERT_" }), "connection", "`x` (XCERT_)"],
    [error("x", { code: "INVALID_CAT" }), "connection", "`x` (INVALID_CAT)"],
    [
      ssl("wrong version number"),
      "tls",
      "the API's host does not speak TLS on that port (wrong version number)",
    ],
    [
      ssl("tlsv1 alert unknown ca"),
      "tls",
      "the TLS handshake with the API's host failed (tlsv1 alert unknown ca)",
    ],
    [ssl("decryption failed"), "connection", "`decryption failed` (EPROTO)"],
    [error("x", packet(0x15, 3, 1)), "tls", "the API's host speaks TLS where `base-url` says http:"],
    [error("x", packet(0x15, 4, 1)), "protocol", "the answer is not HTTP (HPE_INVALID_CONSTANT)"],
    [error("x", packet(0x16, 3, 1)), "protocol", "the answer is not HTTP (HPE_INVALID_CONSTANT)"],
    [
      error("x", { code: "HPE_HEADER_OVERFLOW" }),
      "headers",
      "its headers are over Node's limit (HPE_HEADER_OVERFLOW)",
    ],
  ])("%s", (thrown, fault, cause) => {
    expect(faultOf(thrown)).toEqual([fault, cause]);
  });

  test.each([302, 400, 403, 499])("a proxy that refuses with %d", (status) => {
    expect(faultOf(new ProxyError(status))).toEqual([
      "proxy-refusal",
      `the proxy refused to connect to the API's host: it answered ${status}`,
    ]);
  });

  test("a proxy that wants credentials", () => {
    expect(faultOf(new ProxyError(407))).toEqual([
      "proxy-login",
      "the proxy wants a user name and a password: it answered 407",
    ]);
  });

  test("a status with which no proxy refuses", () => {
    expect(faultOf(new ProxyError(299))).toEqual([
      "proxy-protocol",
      "what answers at the proxy's address is no proxy",
    ]);
  });

  test.each([408, 425, 429, 500, 503])("a proxy that could not, with %d", (status) => {
    expect(faultOf(new ProxyError(status))).toEqual([
      "proxy-failure",
      `the proxy could not connect to the API's host: it answered ${status}`,
    ]);
  });

  test.each<[unknown, string, string]>([
    [
      error("x", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
      "proxy-certificate",
      "the certificate of the proxy was not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)",
    ],
    [
      ssl("wrong version number"),
      "proxy-protocol",
      "the proxy does not speak TLS on that port (wrong version number)",
    ],
    [ssl("no shared cipher"), "proxy-protocol", "the TLS handshake with the proxy failed (no shared cipher)"],
    [error("x", packet(0x15, 3)), "proxy-protocol", "the proxy speaks TLS where its address says http:"],
    [
      error("x", { code: "ECONNREFUSED" }),
      "proxy",
      "the proxy could not be used: the connection was refused (ECONNREFUSED)",
    ],
  ])("a proxy that was not reached: %s", (cause, fault, said) => {
    expect(faultOf(new ProxyError(undefined, cause))).toEqual([fault, said]);
  });
});
