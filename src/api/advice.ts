import type { Fault } from "./faults.ts";

const CHECK_BASE_URL = "Check `base-url`, and what answers in between (a proxy or a gateway).";
const TRUST =
  "set NODE_EXTRA_CA_CERTS to a file with that authority's certificate, in the `env:` of the step or the job.";

/** What a response was that is no use, where the connection did its work. */
export type BadAnswer =
  /** It is no JSON, or not whole. */
  | "unreadable"
  /** It is JSON, but not the API's. */
  | "not-the-api"
  /** A web page came in the place of the API's JSON. */
  | "page"
  /** A firewall wants a browser to solve a challenge. */
  | "challenge"
  | "redirect"
  /** 5xx. */
  | "server"
  /** 429. */
  | "rate-limit"
  /** 401 and 403. */
  | "key";

/** What to do about each fault, as Markdown. "Check that it can be reached" is said only where nobody answered. */
export const ADVICE: Readonly<Record<Fault | BadAnswer, string>> = {
  slow: "The API, or something on the way to it, is slow. Set a longer `request-timeout`, and see whether PromptLayer reports an incident.",
  connection:
    "Something on the way drops connections. See whether PromptLayer reports an incident, and look at the proxies and firewalls between this runner and the API.",
  name: "Check the host's name in `base-url`, and the DNS of this runner. Where only a proxy knows the internet's names, set `https_proxy`.",
  refused:
    "Nothing listens at that address. Check the host and the port of `base-url`, and that the server runs.",
  route:
    "Check the network of this runner: its VPN, its firewall, and whether it needs a proxy (`https_proxy`) to reach `base-url`.",
  certificate: `Check \`base-url\`. If the host's certificate comes from a private authority, ${TRUST}`,
  tls: "Check the scheme and the port of `base-url`. Servers that ask for a client certificate, or offer only old versions of TLS, cannot be used.",
  proxy: "Check that the proxy in `https_proxy` runs, and that this runner can reach it.",
  "proxy-failure":
    "Look at the proxy's own log and network: it answers, but does not get through to the API's host.",
  "proxy-address":
    "Write it as http://host:port without quotes, with what is special in a user name or a password percent-encoded.",
  "proxy-certificate": `If the proxy's certificate comes from a private authority, ${TRUST}`,
  "proxy-tls":
    "Check the scheme and the port in `https_proxy`: http:// for a proxy that is spoken to without TLS, as most are, and https:// for one with TLS.",
  "proxy-refusal":
    "Check `https_proxy` and `no_proxy` in the environment of the step, and what the proxy allows.",
  protocol: `What answers does not speak HTTP as it should. ${CHECK_BASE_URL}`,
  headers:
    "Look at the gateway in front of the API, which adds the headers, or raise the limit with `NODE_OPTIONS: --max-http-header-size=65536` in the `env:` of the step.",
  coding:
    "Look at the gateway in front of the API: it must heed `Accept-Encoding: identity`. Only gzip, deflate and br are read in spite of it.",
  damaged: "Look at the gateway in front of the API: it encodes answers, and does it wrong.",
  "too-large": CHECK_BASE_URL,
  unreadable: `The answer was cut or garbled on its way. ${CHECK_BASE_URL}`,
  "not-the-api": CHECK_BASE_URL,
  page: "Check `base-url`: what answers there is not PromptLayer's API but a web page, such as a sign-in page, a gateway's block page or another server.",
  challenge:
    "Let whoever runs the firewall in front of the API allow this runner: it asks for a browser, which a workflow is not.",
  redirect: "Set `base-url` to the address where the API itself answers.",
  server:
    "The fault is with the API or the gateway in front of it, not with this workflow. See whether PromptLayer reports an incident.",
  "rate-limit":
    "Set a longer `poll-interval`, and let fewer jobs wait at the same time: they share the API's rate limit.",
  key: "Check `api-key`: that it is a PromptLayer key of the workspace that ran the agent, and that the secret is available to this workflow (pull requests from forks and from Dependabot get none).",
};

/** The faults that another try would not mend. */
export const PERMANENT_FAULTS: ReadonlySet<Fault> = new Set<Fault>([
  "certificate",
  "tls",
  "proxy-address",
  "proxy-certificate",
  "proxy-tls",
  "proxy-refusal",
  "headers",
  "coding",
  "too-large",
]);
