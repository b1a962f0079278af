// Stands in for the package `undici` in dist/ (tsconfig.json: paths). @actions/http-client imports it for the dispatcher
// that fetch() needs behind a proxy, which this project never asks for. It is nine tenths of what would be bundled.
export function ProxyAgent(): never {
  throw new Error("undici is not bundled");
}
