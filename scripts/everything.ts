// What dist/ is made of, in one chunk, for the sake of licenses.txt: see build.mjs.
import "../src/client.ts";
import "../src/expressions.ts";
import "../src/main.ts";
