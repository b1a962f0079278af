// Makes JavaScript of TypeScript as Node itself does, each line in its place.
import { stripTypeScriptTypes } from "node:module";

export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
