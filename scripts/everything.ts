// Everything in dist/ as one chunk, from which build.mjs takes licenses.txt.
import "../src/api/transport.ts";
import "../src/gate/gate.ts";
import "../src/many/main.ts";
import "../src/start/main.ts";
import "../src/wait/main.ts";
