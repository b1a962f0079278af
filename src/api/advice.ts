import type { Fault } from "./faults.ts";

const CHECK_BASE_URL = "Check `base-url`, and what answers in between (a proxy or a gateway).";
const TRUST =
  "set NODE_EXTRA_CA_CERTS to a file with that authority's certificate, in the `env:` of the step or the job.";

/** The kinds of responses that arrived but cannot be used. */
export type BadAnswer =
  /** It is not JSON, or only a part of it. */
  | "unreadable"
  /** It is JSON, but not what the API sends. */
  | "not-the-api"
  /** It is a web page. */
  | "page"
  /** A firewall wants a browser to solve a challenge. */
  | "challenge"
  | "redirect"
  /** 5xx. */
  | "server"
  /** 429. */
  | "rate-limit"
  /** 401 and 403. */
  | "key"
  /** It has the API's own message. */
  | "message";

/** What to do about each, as Markdown. */
export const ADVICE: Readonly<Record<Fault | BadAnswer, string>> = {
  slow: "The API, or something on the way to it, is slow. Set a longer `request-timeout`, and see whether PromptLayer reports an incident.",
  connection:
    "Something on the way drops connections. See whether PromptLayer reports an incident, and look at the proxies and firewalls between this runner and the API.",
  name: "Check the host's name in `base-url`, and the DNS of this runner. Where only a proxy knows the internet's names, set `https_proxy`.",
  refused:
    "Nothing listens at that address. Check the host and the port of `base-url`, and that the server runs.",
  route:
    "Check the network of this runner: its VPN, its firewall, and whether it needs a proxy (`https_proxy`) to reach `base-url`.",
  certificate: `Check \`base-url\`. If the certificate comes from a private authority (that of a self-hosted API, or of a proxy that inspects TLS), ${TRUST}`,
  "certificate-date":
    "Check the clock of this runner. If it is right, whoever runs the host of `base-url` has to renew the certificate.",
  tls: "Check the scheme and the port of `base-url`. Servers that ask for a client certificate, or offer only old versions of TLS, cannot be used.",
  proxy:
    "Check that the proxy in `https_proxy` runs, that its scheme and its port are right, and that this runner can reach it.",
  "proxy-failure":
    "Look at the proxy's own log and network: it answers, but does not get through to the API's host.",
  "proxy-address":
    "Write it as `http://host:port`, not in quotes, with what is special in a user name or a password percent-encoded.",
  "proxy-certificate": `If the proxy's certificate comes from a private authority, ${TRUST}`,
  "proxy-protocol":
    "Check the scheme and the port in `https_proxy`: `http:` for a proxy that is spoken to without TLS, as most are, and `https:` for one with TLS. A SOCKS proxy cannot be used.",
  "proxy-login":
    "Put a user name and a password into `https_proxy`, such as `http://user:password@host:3128`, from a secret.",
  "proxy-refusal":
    "Check `https_proxy` and `no_proxy` in the environment of the step, and what the proxy allows.",
  protocol: `What answers does not speak HTTP as it should. ${CHECK_BASE_URL}`,
  headers:
    "Look at the gateway in front of the API, which adds the headers, or raise the limit with `NODE_OPTIONS: --max-http-header-size=65536` in the `env:` of the step.",
  encoding:
    "Look at the gateway in front of the API: it must heed `Accept-Encoding: identity`. The only encodings that the action can read are gzip, deflate and br.",
  damaged: "Look at the gateway in front of the API: it encodes answers incorrectly.",
  "too-large": CHECK_BASE_URL,
  unreadable: `The answer was cut or garbled on its way, or is not the API's. ${CHECK_BASE_URL}`,
  "not-the-api": CHECK_BASE_URL,
  page: "Check `base-url`: what answers there is not PromptLayer's API but a web page, such as a sign-in page, a gateway's block page or another server.",
  challenge:
    "Ask whoever runs that firewall to let this runner pass: PromptLayer's support, or your own network team if `base-url` or a proxy leads through theirs.",
  redirect:
    "If the API has moved, set `base-url` to its new address. If a gateway wants a sign-in, let whoever runs it allow this runner.",
  server:
    "The fault is with the API or the gateway in front of it, not with this workflow. See whether PromptLayer reports an incident.",
  "rate-limit":
    "Set a longer `poll-interval`, and let fewer jobs wait at the same time: they share the API's rate limit.",
  key: "Check `api-key`: it must be a valid PromptLayer key of the workspace that has the agent.",
  message: "Do what the message asks for, or ask PromptLayer's support what it means.",
};

/** The faults that another try cannot fix. */
export const PERMANENT_FAULTS: ReadonlySet<Fault> = new Set<Fault>([
  "certificate",
  "certificate-date",
  "tls",
  "proxy-address",
  "proxy-certificate",
  "proxy-protocol",
  "proxy-login",
  "proxy-refusal",
  "headers",
  "encoding",
  "too-large",
]);
