import type { Transport, TransportOptions } from "../api/transport.ts";
import manifest from "../../package.json" with { type: "json" };

/** Loads what sends requests to the API. */
export async function connect(
  { baseUrl, apiKey }: Pick<TransportOptions, "baseUrl" | "apiKey">,
  env: TransportOptions["env"],
): Promise<Transport> {
  // A chunk of its own, loaded only now, because loading it takes as long as loading all the rest.
  const { Transport } = await import("../api/transport.ts");
  return new Transport({ baseUrl, apiKey, userAgent: `wait-for-promptlayer-agent/${manifest.version}`, env });
}
