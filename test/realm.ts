// Makes the realm that Jest gives to tests more like that of Node, for code that runs in it.
import { Console } from "node:console";

// Node's errors are not instances of the realm's own `Error`.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thrown: unknown): boolean {
    if (this === Error) return Object.prototype.toString.call(thrown) === "[object Error]";
    return Function.prototype[Symbol.hasInstance].call(this as typeof Error, thrown);
  },
});

// Jest's console does not write to the streams of the process, where a test would see it.
globalThis.console = new Console(process.stdout, process.stderr);
