// Makes the globals that Jest gives to tests more like Node's, since the sources run with them too.
import { Console } from "node:console";

// Node's errors are not instances of the realm's own `Error`.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thrown: unknown): boolean {
    if (this === Error)
      return /^\[object (Error|DOMException)\]$/.test(Object.prototype.toString.call(thrown));
    return Function.prototype[Symbol.hasInstance].call(this as typeof Error, thrown);
  },
});

// Jest's console does not write to the streams of the process, where a test would see it.
globalThis.console = new Console(process.stdout, process.stderr);
