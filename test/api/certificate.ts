// Prints a certificate for api.promptlayer.com and the authority that signed it, as JSON. A program of its own, because
// the arithmetic takes ten times as long within jest.
import { createCA, createCert } from "mkcert";

const ca = await createCA({
  organization: "Test",
  countryCode: "DE",
  state: "-",
  locality: "-",
  validity: 2,
});
const { key, cert } = await createCert({ ca, domains: ["api.promptlayer.com"], validity: 2 });
console.log(JSON.stringify({ ca: ca.cert, key, cert }));
