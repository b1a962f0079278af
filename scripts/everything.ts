// What dist/ is made of, in one chunk, for the sake of licenses.txt: see build.mjs.
import "../src/api/transport.ts";
import "../src/gate/gate.ts";
import "../src/many/main.ts";
import "../src/start/main.ts";
import "../src/wait/main.ts";
