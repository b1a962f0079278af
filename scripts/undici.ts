// Stands in for the package `undici` in dist/ (tsconfig.json: paths). @actions/http-client imports it for the dispatcher
// that fetch() needs behind a proxy, which this project never uses. Undici would make up nine tenths of the bundle.
export function ProxyAgent(): never {
  throw new Error("undici is not bundled");
}
