import http from "node:http";
import https from "node:https";
import { isIPv6 } from "node:net";
import type { Duplex } from "node:stream";
import { checkBypass } from "@actions/http-client/lib/proxy";

// Connects through a proxy.

/**
 * The proxy made no tunnel to the API's host: it answered with `status`, or could not be reached because of `cause`. After
 * a 2xx status it sent bytes that cannot come from the host.
 */
export class ProxyError extends Error {
  readonly status: number | undefined;

  constructor(status: number | undefined, cause?: unknown) {
    super("the proxy could not be used", { cause });
    this.status = status;
  }
}

/** A proxy's address that cannot be used. The message is a clause that does not show it. */
export class BadProxyAddress extends Error {}

/**
 * The proxy for a URL by the usual environment variables; undefined if it needs none.
 *
 * @throws BadProxyAddress
 */
export function proxyFor(url: URL, env: Readonly<Record<string, string | undefined>>): URL | undefined {
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
  const given = (env[name] || env[name.toUpperCase()] || "").trim();
  if (given === "" || checkBypass(url)) return undefined;
  const refuse = (what: string) =>
    new BadProxyAddress(`the proxy's address in https_proxy or http_proxy ${what} (it is not shown)`);
  if (/^["'`]|["'`]$/.test(given)) throw refuse("is in quotes");
  if (/^socks/i.test(given)) throw refuse("is that of a SOCKS proxy, which the action cannot use");
  // Like curl, this accepts an address without a scheme.
  const address = given.includes("://") ? given : `http://${given}`;
  if (!/^https?:\/\//i.test(address)) throw refuse("has a scheme other than http and https");
  try {
    const proxy = new URL(address);
    // Throws if they are not percent-encoded.
    decodeURIComponent(proxy.username + proxy.password);
    return proxy;
  } catch {
    throw refuse("cannot be read");
  }
}

/** Connects to hosts through a proxy, by a new tunnel for each request. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL) {
    super();
    this.#proxy = proxy;
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback: (error: Error | null, stream?: Duplex) => void,
  ): undefined {
    const { hostname, protocol, port, username, password } = this.#proxy;
    const host = String(options.host);
    const target = `${isIPv6(host) ? `[${host}]` : host}:${options.port ?? 443}`;
    const credentials = Buffer.from(decodeURIComponent(`${username}:${password}`)).toString("base64");
    (protocol === "https:" ? https : http)
      .request({
        host: hostname.replace(/^\[(.*)\]$/, "$1"),
        ...(port !== "" && { port }),
        agent: false,
        method: "CONNECT",
        path: target,
        headers: {
          host: target,
          ...(username + password !== "" && { "proxy-authorization": `Basic ${credentials}` }),
        },
        ...(options.signal && { signal: options.signal }),
      })
      .on("connect", ({ statusCode: status = 0 }, socket, head) => {
        const isOpen = status >= 200 && status < 300;
        // In TLS the client speaks first, so bytes that follow at once do not come from the API's host.
        if (isOpen && head.length === 0) {
          const tunneled: https.RequestOptions & { readonly socket: Duplex } = { ...options, socket };
          callback(null, super.createConnection(tunneled) ?? undefined);
          return;
        }
        socket.destroy();
        callback(new ProxyError(status));
      })
      .on("error", (error) => {
        callback(new ProxyError(undefined, error));
      })
      .end();
  }
}
