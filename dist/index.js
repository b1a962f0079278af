import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 373:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ LONGEST_TIMER_MS),
/* harmony export */   V: () => (/* binding */ monotonicClock)
/* harmony export */ });
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const monotonicClock = {
    now: () => Number(process.hrtime.bigint()) / 1e6,
    sleep: (ms, signal) => new Promise((resolve) => {
        if (signal.aborted) {
            resolve();
            return;
        }
        const wake = () => {
            clearTimeout(timer);
            signal.removeEventListener("abort", wake);
            resolve();
        };
        const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
        signal.addEventListener("abort", wake);
    }),
};


/***/ }),

/***/ 633:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bo: () => (/* binding */ readMainOutput),
/* harmony export */   Eo: () => (/* binding */ isJsonString),
/* harmony export */   Lj: () => (/* binding */ readNodeMap),
/* harmony export */   f2: () => (/* binding */ NotTheApi),
/* harmony export */   g0: () => (/* binding */ isNodeMapShaped),
/* harmony export */   jO: () => (/* binding */ outputText)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(806);

class NotTheApi extends Error {
}
const MOST_NODES = 100_000;
function readNodeMap(body) {
    const json = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .trimmed */ .dE)(body);
    const reader = new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonReader */ .OI(json);
    const nodes = [];
    const names = new Set();
    try {
        if (!reader.nextIsObject())
            throw new NotTheApi("it is not an object");
        reader.object((name) => {
            nodes.push(readNode(name, reader));
            if (nodes.length > MOST_NODES)
                throw new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .TooLarge */ .MF(`of more than ${MOST_NODES} nodes`);
            if (names.size === names.add(name).size)
                throw new NotTheApi("a node's name stands there twice");
        });
        reader.end();
    }
    catch (error) {
        if (error instanceof NotTheApi)
            (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .checkJson */ .Zs)(json);
        throw error;
    }
    return { json, nodes };
}
function readNode(name, reader) {
    if (!reader.nextIsObject())
        throw new NotTheApi("a value in it is not a node");
    let status;
    let error_message;
    let raw_error_message;
    let is_output_node;
    const once = (value) => {
        if (value !== undefined)
            throw new NotTheApi("a field of a node stands there twice");
    };
    reader.object((field) => {
        switch (field) {
            case "status":
                once(status);
                if (!reader.nextIsString())
                    throw new NotTheApi("a node's status is not a string");
                status = reader.string();
                break;
            case "error_message":
                once(error_message);
                error_message = readMessage(reader);
                break;
            case "raw_error_message":
                once(raw_error_message);
                raw_error_message = readMessage(reader);
                break;
            case "is_output_node":
                once(is_output_node);
                is_output_node = readFlag(reader);
                break;
            default:
                reader.skip();
        }
    });
    if (status === undefined)
        throw new NotTheApi("a node in it has no status");
    return {
        name,
        status,
        error_message: error_message ?? null,
        raw_error_message: raw_error_message ?? null,
        is_output_node: is_output_node ?? false,
    };
}
function readMessage(reader) {
    if (reader.nextIsString())
        return reader.string();
    if (reader.literal() === null)
        return null;
    throw new NotTheApi("a node's error message is not a string");
}
function readFlag(reader) {
    const value = reader.literal();
    if (value === undefined)
        throw new NotTheApi("a node's is_output_node is not a boolean");
    return value ?? false;
}
function readMainOutput(body) {
    const json = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .trimmed */ .dE)(body);
    (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .checkJson */ .Zs)(json);
    return { json };
}
function isJsonString(json) {
    return new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonReader */ .OI(json).nextIsString();
}
function outputText({ json }, limit) {
    if (!isJsonString(json))
        return json.length > limit ? null : json.toString("utf8");
    if (json.length > 6 * limit + 2)
        return null;
    const text = JSON.parse(json.toString("utf8"));
    return Buffer.byteLength(text) > limit ? null : text;
}
const NODE_KEYS = ["status", "value", "error_message", "raw_error_message", "is_output_node"];
function isNodeMapShaped({ json }) {
    const reader = new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonReader */ .OI(json);
    if (!reader.nextIsObject())
        return false;
    let isShaped = true;
    reader.object(() => {
        if (!isShaped || !reader.nextIsObject()) {
            isShaped = false;
            reader.skip();
            return;
        }
        const keys = new Set();
        reader.object((key) => {
            keys.add(key);
            reader.skip();
        });
        isShaped = NODE_KEYS.every((key) => keys.has(key));
    });
    return isShaped;
}


/***/ }),

/***/ 422:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   h_: () => (/* binding */ givenApiKey)
/* harmony export */ });
/* unused harmony export DEFAULTS */
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(210);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(763);


class InputError extends Error {
}
const DEFAULTS = {
    "return-all-outputs": "false",
    timeout: "15m",
    "poll-interval": "5s",
    "request-timeout": "30s",
    "fail-on-error": "true",
    "job-summary": "true",
    "base-url": "https://api.promptlayer.com",
};
const LARGEST_ID = 2n ** 63n - 1n;
function givenApiKey() {
    return _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("api-key");
}
function readInputs() {
    const apiKey = readApiKey();
    return {
        executionId: readExecutionId(apiKey),
        apiKey,
        returnAllOutputs: readBoolean("return-all-outputs"),
        timeoutMs: readDuration("timeout"),
        pollIntervalMs: readDuration("poll-interval"),
        requestTimeoutMs: readDuration("request-timeout"),
        failOnError: readBoolean("fail-on-error"),
        jobSummary: readBoolean("job-summary"),
        baseUrl: readBaseUrl(),
        assert: _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("assert", { trimWhitespace: false }),
        outputs: _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("outputs", { trimWhitespace: false }),
    };
}
function readApiKey() {
    const key = givenApiKey();
    if (key === "") {
        throw new InputError("Input `api-key` is empty. If it comes from a secret, make sure that the secret exists and is available to this workflow (pull requests from forks get none).");
    }
    if (!/^[\x20-\x7e]+$/.test(key)) {
        throw new InputError("Input `api-key` cannot be sent in a header (its value is not shown): it holds a line break, a control character or a character outside ASCII. Store the secret again, with the key alone in it.");
    }
    return key;
}
function readExecutionId(apiKey) {
    const id = _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("execution-id");
    const expected = "expected a decimal number from 1 to 9223372036854775807, the `workflow_version_execution_id` that starting the agent returned";
    if (id === "") {
        throw new InputError("Input `execution-id` is empty: most likely the step that starts the agent did not set its output, or the output's name is misspelled in `${{ steps.<id>.outputs.<name> }}`.");
    }
    if (isExecutionId(id))
        return id;
    if (isExecutionId(apiKey)) {
        throw new InputError("Inputs `execution-id` and `api-key` look swapped: `api-key` is a number and `execution-id` is none (its value is not shown).");
    }
    if (id === "null") {
        throw new InputError("Input `execution-id` is `null`: the step that starts the agent got no ID from the API. Look at what that step was answered.");
    }
    if (/^\d(\.\d+)?e\+?\d+$/i.test(id)) {
        throw new InputError(`Input \`execution-id\` is ${shown(id)}; ${expected}. A number in an expression lost digits on its way: pass the ID on as text.`);
    }
    throw new InputError(`Input \`execution-id\` is ${shown(id)}; ${expected}.`);
}
function isExecutionId(text) {
    return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= LARGEST_ID;
}
function readBoolean(name) {
    const given = withDefault(name);
    if (/^(true|True|TRUE)$/.test(given))
        return true;
    if (/^(false|False|FALSE)$/.test(given))
        return false;
    throw new InputError(`Input \`${name}\` is ${shown(given)}; expected true or false.`);
}
const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
function readDuration(name) {
    const given = withDefault(name);
    const [, number, unit = "s"] = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?$/.exec(given) ?? [];
    const ms = Number(number) * UNITS_MS[unit];
    if (!(ms > 0 && ms <= Number.MAX_SAFE_INTEGER)) {
        throw new InputError(`Input \`${name}\` is ${shown(given)}; expected a number of seconds, or a number with ms, s, m or h such as \`90s\` or \`15m\`, above zero.`);
    }
    return ms;
}
function readBaseUrl() {
    const given = withDefault("base-url");
    const refuse = (problem) => new InputError(`Input \`base-url\` ${problem}; expected an address such as \`https://api.promptlayer.com\`.`);
    if (!URL.canParse(given))
        throw refuse(`is ${shownAddress(given)}: it is no URL, which begins with https://`);
    const url = new URL(given);
    if (url.username !== "" || url.password !== "")
        throw refuse("has user info in it (its value is not shown), which is not supported");
    if (given.includes("?") || given.includes("#")) {
        throw refuse("has a query or a fragment (its value is not shown), which cannot be kept");
    }
    if (url.protocol === "http:" && !isLoopback(url.hostname)) {
        throw refuse(`is ${shownAddress(given)}, which would send the key unencrypted: http: is for loopback only`);
    }
    if (url.protocol !== "https:" && url.protocol !== "http:")
        throw refuse(`is ${shownAddress(given)}, which is not https:`);
    return url;
}
function isLoopback(hostname) {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
function withDefault(name) {
    return _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4(name) || DEFAULTS[name];
}
function shown(value) {
    return isHarmless(value) ? `\`${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(value, 100)}\`` : NOT_SHOWN;
}
function shownAddress(value) {
    const [, scheme = "", host = "", path = ""] = /^([a-z]+:\/\/)?([^/]*)(.*)$/is.exec(value) ?? [];
    if (!isHarmless(host) && !/^[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?$/i.test(host))
        return NOT_SHOWN;
    return `\`${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(scheme + host, 100)}${path.length > 1 ? "/…" : path}\``;
}
const NOT_SHOWN = "not shown, as it may be a key";
function isHarmless(value) {
    return (value.length < 16 && !/^(pl|sk|pk)[_-]/i.test(value)) || /^[-+.\de]+$/i.test(value);
}


/***/ }),

/***/ 806:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  OI: () => (/* binding */ JsonReader),
  ac: () => (/* binding */ NotJson),
  MF: () => (/* binding */ TooLarge),
  Zs: () => (/* binding */ checkJson),
  dE: () => (/* binding */ trimmed)
});

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: ./src/json.ts

class NotJson extends Error {
}
class TooLarge extends Error {
}
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LITERALS = ["null", "true", "false"].map((word) => Buffer.from(word));
const SHORT_BYTES = 32;
const MOST_SEARCHED_BYTES = 4_096;
const MOST_DEPTH = 1_000_000;
class JsonReader {
    count = 0;
    depth = 0;
    #json;
    #at = 0;
    constructor(json) {
        this.#json = json;
    }
    nextIsObject() {
        return this.#json[this.#at] === OPEN_BRACE;
    }
    nextIsString() {
        return this.#json[this.#at] === QUOTE;
    }
    object(visit) {
        this.#expect(OPEN_BRACE);
        this.#skipSpace();
        if (this.#next(CLOSE_BRACE))
            return;
        do {
            this.#skipSpace();
            const name = this.string();
            this.#colon();
            visit(name);
            this.#skipSpace();
        } while (this.#next(COMMA));
        this.#expect(CLOSE_BRACE);
    }
    string() {
        const start = this.#at;
        const isPlain = this.#skipString();
        return isPlain
            ? this.#json.toString("latin1", start + 1, this.#at - 1)
            : JSON.parse(this.#json.toString("utf8", start, this.#at));
    }
    literal() {
        const first = this.#json[this.#at];
        this.skip();
        return first === 0x74 ? true : first === 0x66 ? false : first === 0x6e ? null : undefined;
    }
    skip() {
        const closers = [];
        for (;;) {
            this.count++;
            const first = this.#json[this.#at];
            if (first === OPEN_BRACE || first === OPEN_BRACKET) {
                const closer = first === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
                this.#at++;
                this.#skipSpace();
                if (!this.#next(closer)) {
                    this.depth = Math.max(this.depth, closers.push(closer));
                    if (this.depth > MOST_DEPTH)
                        throw new TooLarge("nested more than a million deep");
                    if (closer === CLOSE_BRACE)
                        this.#name();
                    continue;
                }
            }
            else if (first === QUOTE) {
                this.#skipString();
            }
            else if (first === MINUS || isDigit(first)) {
                this.#skipNumber();
            }
            else {
                this.#skipLiteral();
            }
            for (;;) {
                const closer = closers.at(-1);
                if (closer === undefined)
                    return;
                this.#skipSpace();
                if (this.#next(COMMA)) {
                    this.#skipSpace();
                    if (closer === CLOSE_BRACE)
                        this.#name();
                    break;
                }
                this.#expect(closer);
                closers.pop();
            }
        }
    }
    end() {
        if (this.#at !== this.#json.length)
            this.#fail();
    }
    #name() {
        this.#skipString();
        this.#colon();
    }
    #colon() {
        this.#skipSpace();
        this.#expect(COLON);
        this.#skipSpace();
    }
    #skipString() {
        this.#expect(QUOTE);
        const json = this.#json;
        let isPlain = true;
        let long = this.#at + SHORT_BYTES;
        for (let at = this.#at; at < json.length; at++) {
            if (at === long) {
                at = nextInString(json, at);
                isPlain = false;
            }
            const byte = json[at] ?? 0;
            if (byte === QUOTE) {
                this.#at = at + 1;
                return isPlain;
            }
            if (byte < 0x20)
                break;
            if (byte === BACKSLASH) {
                isPlain = false;
                const length = escapeLength(json, at + 1);
                if (length === 0)
                    break;
                at += length;
                long = at + SHORT_BYTES;
            }
            else if (byte > 0x7e) {
                isPlain = false;
            }
        }
        return this.#fail();
    }
    #skipNumber() {
        this.#next(MINUS);
        if (!this.#next(0x30))
            this.#digits();
        if (this.#next(POINT))
            this.#digits();
        if (this.#next(0x65) || this.#next(0x45)) {
            if (!this.#next(PLUS))
                this.#next(MINUS);
            this.#digits();
        }
    }
    #digits() {
        const start = this.#at;
        while (isDigit(this.#json[this.#at]))
            this.#at++;
        if (this.#at === start)
            this.#fail();
    }
    #skipLiteral() {
        for (const word of LITERALS) {
            if (this.#json[this.#at] !== word[0])
                continue;
            for (const byte of word)
                this.#expect(byte);
            return;
        }
        this.#fail();
    }
    #skipSpace() {
        while (isSpace(this.#json[this.#at]))
            this.#at++;
    }
    #next(byte) {
        if (this.#json[this.#at] !== byte)
            return false;
        this.#at++;
        return true;
    }
    #expect(byte) {
        if (!this.#next(byte))
            this.#fail();
    }
    #fail() {
        throw new NotJson("it is not whole, valid JSON");
    }
}
function trimmed(body) {
    if (!(0,external_node_buffer_namespaceObject.isUtf8)(body))
        throw new NotJson("it is not UTF-8");
    let start = 0;
    let end = body.length;
    while (start < end && isSpace(body[start]))
        start++;
    while (start < end && isSpace(body[end - 1]))
        end--;
    return body.subarray(start, end);
}
function checkJson(json) {
    const reader = new JsonReader(json);
    reader.skip();
    reader.end();
    return reader;
}
function isSpace(byte) {
    return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
function isDigit(byte) {
    return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
function nextInString(json, at) {
    let size = SHORT_BYTES;
    for (let from = at; from < json.length; from += size) {
        size = Math.min(4 * size, MOST_SEARCHED_BYTES);
        const found = json.toString("latin1", from, from + size).search(/[^ !#-[\]-\u00ff]/);
        if (found >= 0)
            return from + found;
    }
    return json.length;
}
function escapeLength(json, at) {
    const byte = json[at];
    if (byte !== 0x75)
        return byte !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0;
    return /^[\da-f]{4}$/i.test(json.toString("latin1", at + 1, at + 5)) ? 5 : 0;
}


/***/ }),

/***/ 763:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   pj: () => (/* binding */ plain)
/* harmony export */ });
const NAMED_ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const ORDINARY_LINE = /^(?!\s*::)(?:[!-"$-~✅❌…]|#(?!#)| (?! ))*$/;
const ORDINARY_LINES = /^[\t\n -~]*$/;
let made;
function patterns() {
    return (made ??= makePatterns());
}
function makePatterns() {
    const inEmoji = /(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})|(?<=\p{ExtPict})\ufe0f|(?<=[\d*#])\ufe0f(?=\u20e3)/u;
    const passedOver = "\\p{DI}\\p{M}\u0640\u07fa\u180a\u1cd3\ufe73";
    return {
        unprintable: new RegExp(`(?!${inEmoji.source})[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{DI}\\u2800]`, "gu"),
        oldCommand: new RegExp(`#(?=[${passedOver}]*#[${passedOver}]*\\[)`, "gu"),
        newCommand: new RegExp(`^([\\s${passedOver}]*):(?=[${passedOver}]*:)`, "u"),
    };
}
function plain(text, limit = 2_000) {
    const kept = cut(text, limit);
    if (ORDINARY_LINE.test(kept))
        return kept;
    const { unprintable, oldCommand, newCommand } = patterns();
    return kept
        .replace(unprintable, escaped)
        .replace(/\p{Zs}+/gu, " ")
        .replace(oldCommand, "# ")
        .replace(newCommand, "$1: ");
}
function visible(text) {
    if (ORDINARY_LINES.test(text))
        return text;
    return text.replace(patterns().unprintable, (char) => char === "\n" || char === "\t" ? char : escaped(char));
}
function cut(text, limit) {
    return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
function escaped(char) {
    return NAMED_ESCAPES[char] ?? `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`;
}
function quoted(text) {
    return `"${plain(text, 80)}"`;
}
function listed(names, count = names.length) {
    const shown = names.slice(0, 5);
    const list = shown.map(quoted).join(", ");
    return count > shown.length ? `${list} and ${count - shown.length} more` : list;
}
function counted(count, noun) {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function duration(ms) {
    if (ms < 999.5)
        return `${Math.round(ms)} ms`;
    const seconds = Math.round(ms / 1_000);
    if (ms < 9_950)
        return `${Number((ms / 1_000).toFixed(1))} s`;
    if (seconds < 60)
        return `${seconds} s`;
    if (seconds < 3_600)
        return withRest(Math.floor(seconds / 60), "min", seconds % 60, "s");
    const minutes = Math.round(seconds / 60);
    return withRest(Math.floor(minutes / 60), "h", minutes % 60, "min");
}
function withRest(whole, unit, rest, restUnit) {
    return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}
const HTML_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
function escapeHtml(text) {
    return text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char);
}


/***/ }),

/***/ 853:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ asError)
/* harmony export */ });
function asError(thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
}


/***/ }),

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Yz: () => (/* binding */ debug),
  N4: () => (/* binding */ endGroup),
  z3: () => (/* binding */ error),
  V4: () => (/* binding */ getInput),
  pq: () => (/* binding */ info),
  _o: () => (/* binding */ isDebug),
  lm: () => (/* binding */ notice),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ setSecret),
  Oh: () => (/* binding */ startGroup),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, exportVariable, getBooleanInput, getIDToken, getMultilineInput, getState, group, markdownSummary, platform, saveState, setCommandEcho, setFailed, summary, toPlatformPath, toPosixPath, toWin32Path

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __nccwpck_require__(210);
// EXTERNAL MODULE: ./src/plain-text.ts
var plain_text = __nccwpck_require__(763);
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
// EXTERNAL MODULE: ./src/execution.ts
var execution = __nccwpck_require__(633);
// EXTERNAL MODULE: ./src/json.ts + 1 modules
var src_json = __nccwpck_require__(806);
;// CONCATENATED MODULE: ./src/summary.ts




const SUMMARY_LIMIT_BYTES = 1_024 * 1_024;
const MOST_ROWS = 100;
const FEW_ROWS = 10;
const MOST_NAME_CHARACTERS = 80;
const MOST_CAUSE_CHARACTERS = 500;
const MOST_VALUE_CHARACTERS = 60;
const MOST_OUTPUT_CHARACTERS = 10_000;
const MOST_PRETTY_BYTES = 64 * 1_024;
const MOST_PRETTY_DEPTH = 100;
const STATUS_SYMBOLS = {
    success: "✅",
    failure: "❌",
    timeout: "⏰",
    error: "🚫",
    cancelled: "⏹️",
};
function writeSummary(markdown) {
    const path = process.env["GITHUB_STEP_SUMMARY"] ?? "";
    if (path === "")
        throw new Error("GITHUB_STEP_SUMMARY is not set");
    const present = (0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false })?.size ?? 0;
    if (present + Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES)
        throw new Error("it would be over 1 MiB");
    (0,external_node_fs_namespaceObject.appendFileSync)(path, markdown);
}
function renderSummary(report, executionId, files) {
    const markdown = renderTables(report, executionId, files, MOST_ROWS);
    return Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES / 2
        ? renderTables(report, executionId, files, FEW_ROWS)
        : markdown;
}
function renderTables(report, executionId, files, mostRows) {
    const blocks = [
        `## ${STATUS_SYMBOLS[report.status]} PromptLayer agent run: ${report.status}`,
        `<p>${report.headline}${report.details === "" ? "" : `: ${code(report.details, MOST_CAUSE_CHARACTERS)}`}.</p>`,
    ];
    if (report.advice !== "")
        blocks.push(`**What to do:** ${report.advice}`);
    if (report.assertions !== undefined)
        blocks.push(assertionTable(report.assertions, mostRows));
    const bad = report.namedOutputs.filter(({ problem }) => problem !== "");
    if (bad.length > 0)
        blocks.push(badOutputTable(bad, mostRows));
    if (report.nodes !== undefined && report.nodes.nodes.length > 0)
        blocks.push(nodeTable(report, files, mostRows));
    if (report.result !== undefined)
        blocks.push(mainOutput(report.result, files));
    if (executionId !== "") {
        const facts = [
            `Execution ${code(executionId, 40)}`,
            (0,plain_text/* duration */.p0)(report.elapsedMs),
            (0,plain_text/* counted */.hS)(report.requests, "request"),
        ];
        blocks.push(`<sub>${facts.join(" · ")}</sub>`);
    }
    return `${blocks.join("\n\n")}\n`;
}
function assertionTable(assertions, mostRows) {
    const { shown, rest } = firstRows(assertions, mostRows, ({ holds }) => !holds);
    const rows = shown.map(({ expression, holds, problem, values }) => {
        const had = values
            .slice(0, 10)
            .map(({ name, value }) => `${code(name, 80)} was ${code(value, MOST_VALUE_CHARACTERS)}`);
        return [
            holds ? "✅" : "❌",
            code(expression, 300),
            [...(problem === "" ? [] : [code(problem, 300)]), ...had].join("<br>"),
        ];
    });
    return table(["", "Assertion", "Values"], rows, rest, "assertion");
}
function badOutputTable(outputs, mostRows) {
    const { shown, rest } = firstRows(outputs, mostRows, () => true);
    const rows = shown.map(({ name, expression, problem }) => [
        "❌",
        code(`${name} = ${expression}`, 300),
        code(problem, 300),
    ]);
    return table(["", "Output that cannot be evaluated", "Why"], rows, rest, "output");
}
function nodeTable(report, files, mostRows) {
    const causes = new Map(report.failed?.map((node) => [node.name, node.cause]));
    const { shown, rest } = firstRows(report.nodes?.nodes ?? [], mostRows, ({ name }) => causes.has(name));
    const rows = shown.map((node) => {
        const cause = causes.get(node.name);
        return [
            code(node.name, MOST_NAME_CHARACTERS),
            `${symbolOf(node, cause !== undefined)}&nbsp;${code(node.status, 40)}`,
            node.is_output_node ? "yes" : "",
            ...(causes.size === 0 ? [] : [cause === undefined ? "" : code(cause, MOST_CAUSE_CHARACTERS)]),
        ];
    });
    const where = files.nodes === undefined
        ? ", in a file with `return-all-outputs: true`"
        : ", all in the file of `nodes-file`";
    return table(["Node", "Status", "Output node", ...(causes.size === 0 ? [] : ["Error"])], rows, rest, "node", where);
}
function firstRows(items, most, isBad) {
    if (items.length <= most)
        return { shown: items, rest: 0 };
    const shown = items.toSorted((a, b) => Number(isBad(b)) - Number(isBad(a))).slice(0, most);
    return { shown, rest: items.length - most };
}
function table(head, rows, rest, noun, where = "") {
    const row = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    const lines = ["<table>", row(head, "th"), ...rows.map((cells) => row(cells, "td")), "</table>"];
    if (rest > 0)
        lines.push("", `…and ${rest} more ${noun}${rest === 1 ? "" : "s"}${where}.`);
    return lines.join("\n");
}
function symbolOf(node, failed) {
    if (failed)
        return "❌";
    switch (node.status) {
        case "SUCCESS":
            return "✅";
        case "SKIPPED":
            return "⏭️";
        default:
            return "⏳";
    }
}
function mainOutput(output, files) {
    const { text, language, whole } = readable(output);
    const safe = (0,plain_text/* visible */.RK)(text.slice(0, MOST_OUTPUT_CHARACTERS + 1));
    const shown = (0,plain_text/* cut */.Jj)(safe, MOST_OUTPUT_CHARACTERS);
    const isCut = !whole || safe.length > MOST_OUTPUT_CHARACTERS;
    const note = isCut
        ? `\n\nCut here: the whole is in the file of \`result-file\`${files.result === undefined ? "" : `, ${code(files.result, 500)}`}.`
        : "";
    return `<details><summary>Main output</summary>\n\n${fenced(shown, language)}${note}\n\n</details>`;
}
function readable({ json }) {
    if (json.length > MOST_PRETTY_BYTES) {
        return { text: json.toString("utf8", 0, 4 * MOST_OUTPUT_CHARACTERS), language: "json", whole: false };
    }
    if ((0,execution/* isJsonString */.Eo)(json))
        return { text: JSON.parse(json.toString("utf8")), language: "", whole: true };
    return { text: indented(json), language: "json", whole: true };
}
function indented(json) {
    const text = json.toString("utf8");
    if ((0,src_json/* checkJson */.Zs)(json).depth > MOST_PRETTY_DEPTH)
        return text;
    const value = JSON.parse(text, (_key, item, context) => typeof item === "number" ? JSON.rawJSON(context.source) : item);
    return JSON.stringify(value, null, 2);
}
function fenced(text, language) {
    const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${text}\n${fence}`;
}
function code(text, limit) {
    return `<code>${(0,plain_text/* escapeHtml */.ZD)((0,plain_text/* plain */.pj)(text, limit))}</code>`;
}

;// CONCATENATED MODULE: ./src/annotations.ts


const MOST_ANNOTATIONS = 10;
const MOST_LOGGED_NODES = 200;
const MOST_CAUSES = 15;
function announce(report, log, { executionId, showsValues }) {
    const sentence = `${[report.headline, report.details].filter(Boolean).join(": ").replace(/\.$/, "")}.`;
    const titled = (what) => `${["PromptLayer agent run", executionId].join(" ").trim()}: ${what}`;
    const causes = causesOf(report, showsValues);
    const isOneError = report.status !== "success" && (report.status !== "failure" || report.details === "");
    if (isOneError)
        log.error(`${sentence} ${report.advice}`.trim(), titled(report.status));
    const room = MOST_ANNOTATIONS - Number(isOneError);
    const single = causes.count > room ? room - 1 : causes.count;
    for (const { title, message } of causes.first.slice(0, single))
        log.error(message, titled(title));
    const rest = causes.count - single;
    if (rest > 0) {
        const names = (0,plain_text/* listed */.KE)(causes.first.slice(single).map(({ name }) => name), rest);
        log.error(`${rest} more: ${names}`, titled("more failed"));
    }
    warnOfAbsent(report, log, titled("assertions held without what they ask for"));
    for (const { expression, holds } of report.assertions ?? [])
        log.info(`${holds ? "✅" : "❌"} ${(0,plain_text/* cut */.Jj)(expression, 300)}`);
    if (report.advice !== "" && !isOneError)
        log.info(report.advice);
    const elapsed = report.elapsedMs > 0 ? `[${(0,plain_text/* duration */.p0)(report.elapsedMs)}] ` : "";
    log.info(`${elapsed}${STATUS_SYMBOLS[report.status]} ${report.status}: ${sentence}`, report.status === "success" ? "green" : "red");
    if (report.nodes !== undefined && showsValues)
        log.group(`Nodes (${report.nodes.nodes.length})`, nodeLines(report));
}
function warnOfAbsent({ assertions = [] }, log, title) {
    const doubtful = assertions.filter(({ holds, absent }) => holds && absent.length > 0);
    if (doubtful.length === 0)
        return;
    const absent = new Set(doubtful.flatMap((assertion) => assertion.absent));
    log.warning(`${(0,plain_text/* listed */.KE)(doubtful.map(({ expression }) => expression))} held, but this is null, and so is all that is read of it: ${(0,plain_text/* listed */.KE)([...absent])}. Assert what must be there.`, title);
}
function causesOf({ status, failed, assertions, namedOutputs }, showsValues) {
    const nodes = status === "failure" || status === "error" ? (failed ?? []) : [];
    const broken = assertions?.filter(({ holds }) => !holds) ?? [];
    const bad = namedOutputs.filter(({ problem }) => problem !== "");
    return {
        count: nodes.length + broken.length + bad.length,
        first: [
            ...nodes.slice(0, MOST_CAUSES).map((node) => ({
                name: node.name,
                title: "node failed",
                message: nodeLine(node.name, node.status, node.cause),
            })),
            ...broken.slice(0, MOST_CAUSES).map((assertion) => ({
                name: assertion.expression,
                title: "assertion failed",
                message: assertionLine(assertion, showsValues),
            })),
            ...bad.slice(0, MOST_CAUSES).map(({ name, expression, problem }) => ({
                name,
                title: "output that cannot be evaluated",
                message: `${name} = ${(0,plain_text/* cut */.Jj)(expression, 300)}: ${(0,plain_text/* cut */.Jj)(problem, 500)}`,
            })),
        ],
    };
}
function assertionLine({ expression, problem, values }, showsValues) {
    const reasons = problem === "" ? [] : [(0,plain_text/* cut */.Jj)(problem, 300)];
    if (showsValues) {
        reasons.push(...values.slice(0, 10).map(({ name, value }) => `${(0,plain_text/* cut */.Jj)(name, 80)} was ${(0,plain_text/* cut */.Jj)(value, 100)}`));
    }
    return `${(0,plain_text/* cut */.Jj)(expression, 300)}: ${reasons.join(", ") || "it is false"}`;
}
function nodeLines(report) {
    const nodes = report.nodes?.nodes ?? [];
    const causes = new Map(report.failed?.map((node) => [node.name, node.cause]));
    const lines = nodes.slice(0, MOST_LOGGED_NODES).map((node) => {
        const cause = causes.get(node.name);
        return `${symbolOf(node, cause !== undefined)} ${nodeLine(node.name, node.status, cause)}`;
    });
    if (nodes.length > MOST_LOGGED_NODES)
        lines.push(`and ${nodes.length - MOST_LOGGED_NODES} more nodes`);
    return lines;
}
function nodeLine(name, status, cause) {
    return `${(0,plain_text/* quoted */.TL)(name)} (${(0,plain_text/* cut */.Jj)(status, 40)})${cause === undefined ? "" : `: ${(0,plain_text/* cut */.Jj)(cause, 500)}`}`;
}

// EXTERNAL MODULE: ./src/clock.ts
var src_clock = __nccwpck_require__(373);
// EXTERNAL MODULE: ./src/inputs.ts
var src_inputs = __nccwpck_require__(422);
;// CONCATENATED MODULE: ./src/log.ts


const SGR = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33" };
class Log {
    #keys;
    constructor(key) {
        const inJson = JSON.stringify(key).slice(1, -1);
        this.#keys = key === "" ? [] : [...new Set([key, inJson, (0,plain_text/* escapeHtml */.ZD)(key), (0,plain_text/* escapeHtml */.ZD)(inJson)])];
    }
    info(line, style) {
        const text = this.safe(line);
        core/* info */.pq(style === undefined ? text : `\u001b[${SGR[style]}m${text}\u001b[0m`);
    }
    group(title, lines) {
        core/* startGroup */.Oh(this.safe(title));
        for (const line of lines)
            this.info(line);
        core/* endGroup */.N4();
    }
    debug(line) {
        if (core/* isDebug */._o())
            core/* debug */.Yz(this.safe(line));
    }
    error(message, title) {
        core/* error */.z3(this.safe(message), { title: this.safe(title) });
    }
    warning(message, title) {
        core/* warning */.$e(this.safe(message), { title: this.safe(title) });
    }
    notice(message, title) {
        core/* notice */.lm(this.safe(message), { title: this.safe(title) });
    }
    safe(text) {
        return (0,plain_text/* plain */.pj)(this.withoutKey(text));
    }
    withoutKey(text) {
        return this.#keys.reduce((rest, key) => withoutBeginning(rest.replaceAll(key, "***"), key), text);
    }
}
function withoutBeginning(text, key) {
    const [last = "", ...parts] = text.split("…").toReversed();
    const clean = parts.map((part) => {
        for (let length = Math.min(key.length - 1, part.length); length >= 4; length--) {
            if (part.endsWith(key.slice(0, length)))
                return `${part.slice(0, -length)}***`;
        }
        return part;
    });
    return [...clean.toReversed(), last].join("…");
}

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: ./src/thrown.ts
var thrown = __nccwpck_require__(853);
;// CONCATENATED MODULE: ./src/outputs.ts





const OUTPUTS = [
    "status",
    "result",
    "result-file",
    "nodes",
    "nodes-file",
    "failed-nodes",
    "failed-assertions",
];
const OUTPUT_LIMIT_BYTES = 1_024 * 1_024;
const ENV_LIMIT_BYTES = 128 * 1_024;
class NoPlaceForOutputs extends Error {
}
function checkPlaceForOutputs() {
    for (const [name, isFolder] of [
        ["GITHUB_OUTPUT", false],
        ["RUNNER_TEMP", true],
    ]) {
        const path = process.env[name] ?? "";
        if (path === "")
            throw new NoPlaceForOutputs(`${name} is not set`);
        try {
            (0,external_node_fs_namespaceObject.accessSync)(path, external_node_fs_namespaceObject.constants.W_OK);
            if ((0,external_node_fs_namespaceObject.statSync)(path).isDirectory() === isFolder)
                continue;
        }
        catch {
        }
        throw new NoPlaceForOutputs(`${name} is ${path}, which cannot be written to`);
    }
}
function publish(report, returnAllOutputs, log) {
    const { files, problem } = writeFiles(report, returnAllOutputs);
    if (report.failed !== undefined) {
        const names = JSON.stringify(report.failed.map((node) => node.name));
        set("failed-nodes", names, log, "nodes-file", files.nodes);
    }
    if (report.assertions !== undefined) {
        const broken = report.assertions.filter(({ holds }) => !holds);
        core/* setOutput */.uH("failed-assertions", JSON.stringify(broken.map(({ expression }) => expression)));
    }
    for (const { name, value, source } of report.namedOutputs) {
        if (value !== undefined)
            set(name, value, log, source, source === "nodes-file" ? files.nodes : files.result);
    }
    if (returnAllOutputs && report.nodes !== undefined) {
        if (files.nodes !== undefined)
            core/* setOutput */.uH("nodes-file", files.nodes);
        const { json } = report.nodes;
        const text = json.length > OUTPUT_LIMIT_BYTES ? null : json.toString("utf8");
        set("nodes", text, log, "nodes-file", files.nodes);
    }
    if (report.result !== undefined) {
        if (files.result !== undefined)
            core/* setOutput */.uH("result-file", files.result);
        set("result", (0,execution/* outputText */.jO)(report.result, OUTPUT_LIMIT_BYTES), log, "result-file", files.result);
    }
    if (problem !== undefined)
        throw problem;
    publishStatus(report);
    return files;
}
function publishStatus({ status }) {
    core/* setOutput */.uH("status", status);
}
function writeFiles(report, returnAllOutputs) {
    const contents = [
        ["result", report.result?.json],
        ["nodes", returnAllOutputs ? report.nodes?.json : undefined],
    ];
    const files = {};
    if (contents.every(([, json]) => json === undefined))
        return { files };
    try {
        const directory = (0,external_node_fs_namespaceObject.mkdtempSync)((0,external_node_path_namespaceObject.join)(process.env["RUNNER_TEMP"] ?? "", "promptlayer-agent-"));
        for (const [name, json] of contents) {
            if (json === undefined)
                continue;
            const path = (0,external_node_path_namespaceObject.join)(directory, `${name}.json`);
            (0,external_node_fs_namespaceObject.writeFileSync)(path, json);
            files[name] = path;
        }
        return { files };
    }
    catch (error) {
        return { files, problem: (0,thrown/* asError */.z)(error) };
    }
}
function set(name, text, log, source, file) {
    const size = text === null ? Infinity : Buffer.byteLength(text);
    const advice = file === undefined
        ? "Set `return-all-outputs: true` to get the nodes in a file."
        : `Read the file of \`${source}\`: ${file}`;
    if (size > OUTPUT_LIMIT_BYTES) {
        core/* setOutput */.uH(name, "");
        log.warning(`It is over 1 MiB, GitHub's limit for an output. ${advice}`, `Output \`${name}\` was left empty`);
        return;
    }
    core/* setOutput */.uH(name, text);
    if (text?.isWellFormed() === false || text?.includes("\0") === true) {
        log.warning(`It has characters that a step's output cannot carry (half of a surrogate pair, or NUL). ${advice}`, `Output \`${name}\` is not exact`);
    }
    if (size > ENV_LIMIT_BYTES) {
        log.notice(`It is over 128 KiB, and Linux cannot carry that through \`env:\` ("Argument list too long"). ${advice}`, `Output \`${name}\` is large`);
    }
}

;// CONCATENATED MODULE: ./src/schedule.ts
const FIRST_PAUSE_MS = 1_000;
const PAUSE_GROWTH = 1.3;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
const MOST_FAILURES = 10;
function pollPause(nth, longestMs, random) {
    const pause = FIRST_PAUSE_MS * PAUSE_GROWTH ** (nth - 1);
    return nth > 1 && pause >= longestMs ? longestMs : Math.min(pause, longestMs) * (1 - 0.1 * random);
}
function backoffPause(nth, random) {
    const pause = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
    return pause * (1 - 0.25 * random);
}

;// CONCATENATED MODULE: ./src/verdict.ts

const RUNNING = new Set(["QUEUED", "RUNNING"]);
const GOOD = new Set(["SUCCESS", "SKIPPED"]);
function isRunning(node) {
    return RUNNING.has(node.status);
}
function failedSoFar(nodes) {
    return failedNodes(nodes.filter((node) => !isRunning(node) || messageOf(node) !== ""));
}
function judgeNodes(nodes) {
    const outputNodes = nodes.filter((node) => node.is_output_node);
    const hasMainOutput = nodes.length > 0 && (outputNodes.length === 0 || outputNodes.some((node) => node.status === "SUCCESS"));
    let noOutput = null;
    if (nodes.length === 0)
        noOutput = "The run has no nodes, so nothing shows that it did anything";
    else if (!hasMainOutput)
        noOutput = "None of the run's output nodes succeeded";
    return { failed: failedNodes(nodes), hasMainOutput, noOutput };
}
function isMissing(output, nodes) {
    return !nodes.some((node) => node.is_output_node) && (0,execution/* isNodeMapShaped */.g0)(output);
}
function failedNodes(nodes) {
    return nodes
        .filter((node) => !GOOD.has(node.status) || messageOf(node) !== "")
        .map((node) => ({
        name: node.name,
        status: node.status,
        cause: messageOf(node) || "The node left no error message.",
    }));
}
function messageOf(node) {
    return node.error_message || node.raw_error_message || "";
}

;// CONCATENATED MODULE: ./src/progress.ts



const HEARTBEAT_MS = 30_000;
class Progress {
    #log;
    #clock;
    #began;
    #heart;
    #nodes;
    #state = "";
    #requests = 0;
    #toldAt;
    constructor(log, clock) {
        this.#log = log;
        this.#clock = clock;
        this.#began = clock.now();
        this.#toldAt = this.#began;
        this.#heart = setInterval(() => {
            if (clock.now() - this.#toldAt >= HEARTBEAT_MS)
                this.#tell(`still waiting; ${this.#state || "no answer yet"}`);
        }, 1_000).unref();
    }
    stop() {
        clearInterval(this.#heart);
    }
    answered(kind, tookMs) {
        this.#log.debug(`request ${++this.#requests}: ${kind} after ${(0,plain_text/* duration */.p0)(tookMs)}`);
    }
    running(nodes) {
        if (nodes !== undefined && nodes === this.#nodes)
            return;
        this.#nodes = nodes;
        const state = stateOf(nodes);
        if (state === this.#state)
            return;
        this.#state = state;
        this.#tell(state);
    }
    retrying(cause, nth, pauseMs) {
        this.#tell(`request failed (${nth} of ${MOST_FAILURES} in a row), next try in ${(0,plain_text/* duration */.p0)(pauseMs)}: ${cause}`);
    }
    #tell(line) {
        this.#toldAt = this.#clock.now();
        this.#log.info(`[${(0,plain_text/* duration */.p0)(this.#toldAt - this.#began)}] ${line}`);
    }
}
function stateOf(map) {
    if (map === undefined || map.nodes.length === 0)
        return "the agent is running";
    const running = map.nodes.filter((node) => node.status === "RUNNING");
    const done = map.nodes.filter((node) => !isRunning(node)).length;
    return `${done} of ${map.nodes.length} nodes done${running.length === 0 ? "" : `, running: ${(0,plain_text/* listed */.KE)(running.map((node) => node.name))}`}`;
}

;// CONCATENATED MODULE: ./src/report.ts


const START_AGAIN = "Fix the cause in PromptLayer and start a new run: running this step again would judge the same one.";
function conclude(wait, elapsedMs) {
    const known = {
        nodes: wait.nodes,
        failed: wait.nodes && failedSoFar(wait.nodes.nodes),
        result: undefined,
        assertions: undefined,
        namedOutputs: [],
        requests: wait.requests,
        elapsedMs,
    };
    switch (wait.kind) {
        case "timeout": {
            const running = wait.nodes?.nodes.filter(isRunning);
            const isOver = running?.length === 0 && wait.nodes?.nodes.length !== 0;
            return {
                ...known,
                status: "timeout",
                headline: `Timed out after ${(0,plain_text/* duration */.p0)(elapsedMs)}: ${isOver ? "the nodes are done, but the API is still preparing the main output" : "the agent is still running"}`,
                details: (0,plain_text/* listed */.KE)((running ?? []).map((node) => node.name)),
                advice: "Raise `timeout` if the agent needs longer, or look at the run in PromptLayer.",
            };
        }
        case "cancelled":
            return {
                ...known,
                status: "cancelled",
                headline: "Cancelled before the agent was done",
                details: wait.signal,
                advice: "",
            };
        case "error":
            return {
                ...known,
                status: "error",
                headline: "The result of the run is not known",
                details: wait.cause,
                advice: wait.advice,
            };
        case "finished":
            return { ...known, ...judge(wait.nodes, wait.result) };
    }
}
function gate(report, expressions) {
    const isOver = report.status === "success" || report.status === "failure";
    const isGated = isOver && report.failed?.length === 0;
    return withOutputs(isGated ? withAssertions(report, expressions) : report, expressions);
}
function withAssertions(report, expressions) {
    const assertions = expressions.assert(factsOf(report));
    if (assertions.length === 0)
        return report;
    if (report.status === "failure")
        return { ...report, assertions };
    const broken = assertions.filter(({ holds }) => !holds);
    const all = (0,plain_text/* counted */.hS)(assertions.length, "assertion");
    if (broken.length === 0)
        return { ...report, assertions, headline: `${report.headline}, and ${all} held` };
    return {
        ...report,
        assertions,
        status: "failure",
        headline: `${broken.length} of ${all} failed`,
        details: (0,plain_text/* listed */.KE)(broken.map(({ expression }) => expression)),
        advice: "Compare the values with what you expected of the agent. If a line does not ask what you meant, correct it in `assert`.",
    };
}
function withOutputs(report, expressions) {
    const namedOutputs = expressions.outputs(factsOf(report));
    const areGood = namedOutputs.every(({ problem }) => problem === "");
    if (areGood || report.status !== "success")
        return { ...report, namedOutputs };
    const again = expressions.outputs(factsOf({ ...report, status: "failure" }));
    const settled = namedOutputs.map((output, n) => (output.problem === "" ? (again[n] ?? output) : output));
    const bad = settled.filter(({ problem }) => problem !== "");
    return {
        ...report,
        status: "failure",
        namedOutputs: settled,
        headline: `${bad.length} of ${(0,plain_text/* counted */.hS)(settled.length, "named output")} could not be evaluated`,
        details: (0,plain_text/* listed */.KE)(bad.map(({ name }) => name)),
        advice: "Correct the expression in `outputs`, or let the agent say what it reads.",
    };
}
function factsOf({ result, nodes, status }) {
    return { result: result?.json, nodes: nodes?.json, status };
}
function problem(headline, details, advice = "") {
    return {
        status: "error",
        headline,
        details,
        advice,
        nodes: undefined,
        failed: undefined,
        result: undefined,
        assertions: undefined,
        namedOutputs: [],
        requests: 0,
        elapsedMs: 0,
    };
}
function judge({ nodes }, output) {
    const { failed, noOutput } = judgeNodes(nodes);
    const result = output !== undefined && !isMissing(output, nodes) ? output : undefined;
    if (failed.length > 0) {
        return {
            status: "failure",
            headline: `${failed.length} of ${(0,plain_text/* counted */.hS)(nodes.length, "node")} reported an error`,
            details: (0,plain_text/* listed */.KE)(failed.map((node) => node.name)),
            advice: START_AGAIN,
            failed,
            result,
        };
    }
    if (result === undefined) {
        return {
            status: "failure",
            headline: noOutput ?? "The run ended without a main output",
            details: "",
            advice: START_AGAIN,
            failed,
            result,
        };
    }
    return {
        status: "success",
        headline: `The agent succeeded: no error in ${(0,plain_text/* counted */.hS)(nodes.length, "node")}`,
        details: "",
        advice: "",
        failed,
        result,
    };
}

;// CONCATENATED MODULE: ./src/wait.ts


async function waitForResults(results, limits, clock, cancel, observer) {
    const polling = new Polling(limits, clock, cancel, observer);
    let nodes;
    const seen = await polling.until(results.nodes, (present) => {
        nodes = present ?? nodes;
        observer.running(present);
    });
    if (seen.kind !== "finished")
        return { ...seen, nodes, requests: polling.requests };
    nodes = seen.value;
    const judged = judgeNodes(nodes.nodes);
    if (!judged.hasMainOutput) {
        return { kind: "finished", nodes, result: undefined, requests: polling.requests };
    }
    const output = await polling.until(results.mainOutput, () => {
        observer.running(nodes);
    });
    const isFailure = output.kind === "timeout" && judged.failed.length > 0;
    if (isFailure)
        return { kind: "finished", nodes, result: undefined, requests: polling.requests };
    if (output.kind !== "finished")
        return { ...output, nodes, requests: polling.requests };
    return { kind: "finished", nodes, result: output.value, requests: polling.requests };
}
class Polling {
    requests = 0;
    #limits;
    #clock;
    #cancel;
    #observer;
    #deadline;
    #slowestMs = 0;
    constructor(limits, clock, cancel, observer) {
        this.#limits = limits;
        this.#clock = clock;
        this.#cancel = cancel;
        this.#observer = observer;
        this.#deadline = clock.now() + limits.timeoutMs;
    }
    async until(ask, onRunning) {
        let polls = 0;
        let failures = 0;
        for (;;) {
            const answer = await this.#ask(ask);
            if (this.#isCancelled())
                return this.#cancelled();
            let atDeadline;
            let pauseMs;
            switch (answer.kind) {
                case "finished":
                    return answer;
                case "hopeless":
                    return { kind: "error", cause: answer.cause, advice: answer.advice };
                case "running":
                    failures = 0;
                    pauseMs = pollPause(++polls, this.#limits.pollIntervalMs, Math.random());
                    atDeadline = { kind: "timeout" };
                    onRunning(answer.value);
                    break;
                case "failed":
                    failures++;
                    pauseMs = Math.max(backoffPause(failures, Math.random()), (answer.retryAfterMs ?? 0) * (1 + 0.1 * Math.random()));
                    atDeadline = unreachable(answer.cause, failures);
                    if (failures === MOST_FAILURES)
                        return atDeadline;
                    break;
            }
            const leftMs = this.#deadline - this.#clock.now();
            const pollsAgain = leftMs > this.#roomMs();
            pauseMs = pollsAgain ? Math.min(pauseMs, leftMs - this.#roomMs()) : Math.max(0, leftMs);
            if (answer.kind === "failed" && pollsAgain)
                this.#observer.retrying(answer.cause, failures, pauseMs);
            await this.#clock.sleep(pauseMs, this.#cancel);
            if (this.#isCancelled())
                return this.#cancelled();
            if (!pollsAgain)
                return atDeadline;
        }
    }
    async #ask(ask) {
        const began = this.#clock.now();
        const timeoutMs = Math.max(0, Math.min(this.#limits.requestTimeoutMs, this.#deadline - began));
        this.requests++;
        const answer = await ask({ timeoutMs, cancel: this.#cancel });
        const tookMs = this.#clock.now() - began;
        this.#observer.answered(answer.kind, tookMs);
        if (answer.kind === "running")
            this.#slowestMs = Math.max(this.#slowestMs, tookMs);
        await new Promise(setImmediate);
        return answer;
    }
    #isCancelled() {
        return this.#cancel.aborted;
    }
    #cancelled() {
        return { kind: "cancelled", signal: String(this.#cancel.reason) };
    }
    #roomMs() {
        return Math.min(Math.max(1_000, 1.5 * this.#slowestMs), this.#limits.requestTimeoutMs);
    }
}
function unreachable(cause, failures) {
    const which = failures === 1 ? "The last request failed" : `The last ${failures} requests failed`;
    return {
        kind: "error",
        cause: `${which}: ${cause}.`,
        advice: "Whether the agent still runs is not known. Check that this runner can reach `base-url` (by `https_proxy`, if that is set), and run the job again.",
    };
}

;// CONCATENATED MODULE: ./package.json
const package_namespaceObject = {"rE":"1.0.0"};
;// CONCATENATED MODULE: ./src/run.ts













async function run(cancel) {
    const key = (0,src_inputs/* givenApiKey */.h_)();
    if (key !== "")
        core/* setSecret */.Pq(key);
    const log = new Log(key);
    let inputs;
    let expressions;
    try {
        inputs = (0,src_inputs/* readInputs */.Ko)();
        if (inputs.assert.trim() !== "" || inputs.outputs.trim() !== "") {
            const { parseExpressions } = await Promise.all(/* import() */[__nccwpck_require__.e(148), __nccwpck_require__.e(920)]).then(__nccwpck_require__.bind(__nccwpck_require__, 920));
            expressions = parseExpressions(inputs.assert, inputs.outputs, OUTPUTS);
            for (const name of expressions.empty) {
                log.warning("Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.", `Input \`${name}\` says nothing`);
            }
        }
        checkPlaceForOutputs();
    }
    catch (error) {
        return fail(explain(error), log);
    }
    let report = await wait(inputs, log, cancel);
    if (expressions !== undefined)
        report = gate(report, expressions);
    let files = {};
    try {
        files = publish(report, inputs.returnAllOutputs, log);
    }
    catch (error) {
        report = {
            ...report,
            status: "error",
            headline: "The outputs could not be published",
            details: (0,thrown/* asError */.z)(error).message,
            advice: "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.",
        };
        leaveStatus(report);
    }
    announce(report, log, { executionId: inputs.executionId, showsValues: inputs.jobSummary });
    if (inputs.jobSummary)
        summarize(report, inputs.executionId, files, log);
    return report.status === "success" || (report.status === "failure" && !inputs.failOnError) ? 0 : 1;
}
async function wait(inputs, log, cancel) {
    const { PromptLayer } = await __nccwpck_require__.e(/* import() */ 994).then(__nccwpck_require__.bind(__nccwpck_require__, 994));
    const clock = src_clock/* monotonicClock */.V;
    const began = clock.now();
    log.info(`Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${(0,plain_text/* duration */.p0)(inputs.timeoutMs)}.`);
    const client = new PromptLayer({
        baseUrl: inputs.baseUrl,
        apiKey: inputs.apiKey,
        userAgent: `wait-for-promptlayer-agent/${package_namespaceObject.rE}`,
    });
    const progress = new Progress(log, clock);
    const ended = await waitForResults(client.results(inputs.executionId), inputs, clock, cancel, progress);
    progress.stop();
    return conclude(ended, clock.now() - began);
}
function breakDown(status, why) {
    const report = problem("The action ended before it had a verdict", why, "Please report this, with the log.");
    fail({ ...report, status }, new Log((0,src_inputs/* givenApiKey */.h_)()));
}
function fail(report, log) {
    announce(report, log, { executionId: "", showsValues: false });
    leaveStatus(report);
    if (!/^false$/i.test(core/* getInput */.V4("job-summary")))
        summarize(report, "", {}, log);
    return 1;
}
function leaveStatus(report) {
    try {
        publishStatus(report);
    }
    catch {
    }
}
function summarize(report, executionId, files, log) {
    try {
        writeSummary(log.withoutKey(renderSummary(report, executionId, files)));
    }
    catch (error) {
        log.warning((0,thrown/* asError */.z)(error).message, "The job summary could not be written");
    }
}
function explain(error) {
    if (error instanceof src_inputs/* InputError */.dz)
        return problem("An input cannot be used", error.message);
    if (error instanceof NoPlaceForOutputs) {
        return problem("The runner has no place for the outputs", error.message);
    }
    throw error;
}

;// CONCATENATED MODULE: ./src/main.ts


process.exitCode = 1;
const CANCEL_LIMIT_MS = 900;
const cancel = new AbortController();
let isOver = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
        cancel.abort(signal);
        setTimeout(() => {
            if (!isOver)
                end(1, signal);
            leave(1);
        }, CANCEL_LIMIT_MS).unref();
    });
}
process.on("uncaughtException", (error) => {
    end(1, (0,thrown/* asError */.z)(error).message);
    leave(1);
});
process.on("exit", () => {
    if (!isOver)
        end(1, cancel.signal.aborted ? String(cancel.signal.reason) : "nothing was left to wait for");
});
void run(cancel.signal).then((code) => {
    end(code);
    process.stdout.write("", () => {
        leave(code);
    });
});
function end(code, brokeDown) {
    isOver = true;
    process.exitCode = code;
    if (brokeDown !== undefined)
        breakDown(cancel.signal.aborted ? "cancelled" : "error", brokeDown);
}
function leave(code) {
    if (process.execve !== undefined && process.getActiveResourcesInfo().includes("GetAddrInfoReqWrap"))
        process.execve(process.execPath, [process.execPath, "--eval", `process.exitCode = ${code}`], {});
    process.exit(code);
}

