export const id = 186;
export const ids = [186];
export const modules = {

/***/ 186:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GateProcess: () => (/* binding */ GateProcess)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(421);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_child_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(205);
/* harmony import */ var _wording_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(395);
/* harmony import */ var _protocol_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(359);





const MAX_EVALUATION_MS = 10_000;
const GRACE_MS = 1_500;
const MAX_MEMORY_MIB = 256;
class GateProcess {
    lines;
    #written;
    #host;
    #evaluator;
    #queue = Promise.resolve();
    constructor(host, written, evaluator, lines) {
        this.#host = host;
        this.#written = written;
        this.#evaluator = evaluator;
        this.lines = lines;
    }
    static async open(host, written) {
        const evaluator = new Evaluator(host, written);
        const { LineError, readLines } = await __webpack_require__.e(/* import() */ 704).then(__webpack_require__.bind(__webpack_require__, 704));
        try {
            return new GateProcess(host, written, evaluator, readLines(written));
        }
        catch (error) {
            throw error instanceof LineError ? new _runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .InputError */ .dz(error.message) : error;
        }
    }
    hasTime(deadline) {
        return this.#host.clock.now() < deadline + GRACE_MS / 2;
    }
    async assert(facts, deadline) {
        const { assert } = this.lines;
        const { answers, cause } = await this.#evaluate("assert", facts, assert.length, deadline);
        return assert.map(({ text }, n) => {
            const answer = answers[n];
            return (answer ?? { expression: text, holds: false, values: [], ...unevaluated(n - answers.length, cause) });
        });
    }
    async outputs(facts, deadline) {
        const { outputs } = this.lines;
        const { answers, cause } = await this.#evaluate("outputs", facts, outputs.length, deadline);
        return outputs.map(({ name, text, source }, n) => {
            const answer = answers[n];
            const unset = { name, expression: text, source, value: undefined };
            return answer ?? { ...unset, ...unevaluated(n - answers.length, cause) };
        });
    }
    #evaluate(kind, facts, count, deadline) {
        const evaluated = this.#queue.then(() => this.#ask(kind, facts, count, deadline));
        this.#queue = evaluated;
        return evaluated;
    }
    async #ask(kind, facts, count, deadline) {
        if (count === 0)
            return { answers: [], cause: "" };
        const limit = timeLimit(this.#host, deadline);
        if (limit.ms === 0)
            return { answers: [], cause: limit.cause };
        const { status, result, nodes } = facts;
        const question = { kind, status, result: result?.length, nodes: nodes?.length };
        const content = [result, nodes].filter((json) => json !== undefined && json.length <= _protocol_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_EVALUATED_BYTES */ .J);
        const messages = [message(question), ...content];
        if (!this.#evaluator.isAlive)
            this.#evaluator = new Evaluator(this.#host, this.#written);
        return this.#evaluator.ask(messages, count, limit);
    }
}
function timeLimit({ clock }, deadline) {
    const leftMs = Math.max(0, deadline + GRACE_MS - clock.now());
    return leftMs < MAX_EVALUATION_MS
        ? { ms: leftMs, cause: "it was not done when the `timeout` of the step was over" }
        : {
            ms: MAX_EVALUATION_MS,
            cause: `it took longer than ${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .duration */ .p0)(MAX_EVALUATION_MS)}, which is the limit for the lines of an input`,
        };
}
function unevaluated(after, cause) {
    return {
        cause: after === 0
            ? `it cannot be evaluated: ${cause}`
            : "it was not evaluated, because a line before it could not be evaluated within the limits",
        found: "",
    };
}
function message(content) {
    return Buffer.from(`${JSON.stringify(content)}\n`);
}
class Evaluator {
    #child;
    #cancel;
    #isAlive = true;
    constructor({ execPath, folder, env, leaving, cancel }, written) {
        this.#cancel = cancel;
        const trackingId = env["RUNNER_TRACKING_ID"];
        this.#child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(execPath, [`--max-old-space-size=${MAX_MEMORY_MIB}`, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, "..", "gate", "index.js")], {
            env: trackingId === undefined ? {} : { RUNNER_TRACKING_ID: trackingId },
            stdio: ["pipe", "pipe", "ignore"],
            signal: leaving,
            killSignal: "SIGKILL",
            windowsHide: true,
        });
        const { stdin, stdout } = this.#child;
        stdout?.setEncoding("utf8");
        stdin?.on("error", () => undefined);
        stdin?.write(message(written));
        for (const event of ["error", "exit"])
            this.#child.on(event, () => (this.#isAlive = false));
        for (const handle of [this.#child, stdin, stdout])
            handle?.unref();
    }
    get isAlive() {
        return this.#isAlive;
    }
    ask(messages, count, limit) {
        const child = this.#child;
        const answers = [];
        return new Promise((resolve) => {
            let rest = "";
            const settle = (cause) => {
                clearTimeout(timer);
                this.#cancel.removeEventListener("abort", onCancel);
                child.stdout?.off("data", onData);
                for (const [event, listener] of Object.entries(ends))
                    child.off(event, listener);
                if (cause !== "")
                    this.#kill();
                resolve({ answers, cause });
            };
            const onData = (text) => {
                const lines = (rest + text).split("\n");
                rest = lines.pop() ?? "";
                for (const line of lines)
                    answers.push(JSON.parse(line));
                if (answers.length >= count)
                    settle("");
            };
            const onCancel = () => {
                settle("the job was cancelled");
            };
            const ends = {
                error: (error) => {
                    settle(`the process that evaluates could not be used (${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(error.message)})`);
                },
                close: (code, signal) => {
                    settle(causeOfEnd(code, signal));
                },
            };
            const timer = setTimeout(() => {
                settle(limit.cause);
            }, limit.ms);
            child.stdout?.on("data", onData);
            for (const [event, listener] of Object.entries(ends))
                child.on(event, listener);
            this.#cancel.addEventListener("abort", onCancel);
            if (this.#cancel.aborted)
                onCancel();
            else
                for (const part of messages)
                    child.stdin?.write(part);
        });
    }
    #kill() {
        this.#isAlive = false;
        this.#child.kill("SIGKILL");
    }
}
function causeOfEnd(code, signal) {
    return signal === "SIGABRT" || code === 134
        ? `it needed more than ${MAX_MEMORY_MIB} MiB of memory, which is the limit`
        : `the process that evaluates it ended (${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(signal ?? String(code))})`;
}


/***/ }),

/***/ 359:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ MAX_EVALUATED_BYTES),
/* harmony export */   X: () => (/* binding */ NAMES)
/* harmony export */ });
const MAX_EVALUATED_BYTES = 10 * 1_024 * 1_024;
const NAMES = ["result", "json", "nodes", "status"];


/***/ })

};
