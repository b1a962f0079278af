export const id = 54;
export const ids = [54];
export const modules = {

/***/ 54:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GateProcess: () => (/* binding */ GateProcess)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(421);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./src/runner/inputs.ts
var inputs = __webpack_require__(205);
// EXTERNAL MODULE: ./src/wording.ts
var wording = __webpack_require__(395);
;// CONCATENATED MODULE: ./src/gate/protocol.ts
const MAX_EVALUATED_BYTES = 10 * 1_024 * 1_024;

;// CONCATENATED MODULE: ./src/gate/process.ts





const MAX_EVALUATION_MS = 10_000;
const GRACE_MS = 1_500;
const MAX_MEMORY_MIB = 256;
class GateProcess {
    empty;
    #written;
    #lines;
    #host;
    #evaluator;
    #queue = Promise.resolve();
    constructor(host, written, evaluator, { empty, lines }) {
        this.#host = host;
        this.#written = written;
        this.#evaluator = evaluator;
        this.empty = empty;
        this.#lines = lines;
    }
    static async open(host, written) {
        const evaluator = new Evaluator(host);
        const { answers, cause } = await evaluator.ask([message(written)], 1, timeLimit(host, Infinity));
        const opened = answers[0];
        if (opened === undefined)
            throw new Error(`the expressions could not be read: ${cause}`);
        if (opened.refused !== undefined)
            throw new inputs/* InputError */.dz(opened.refused);
        return new GateProcess(host, written, evaluator, opened);
    }
    async assert(facts, deadline) {
        const { assert } = this.#lines;
        const { answers, cause } = await this.#evaluate("assert", facts, assert.length, deadline);
        return assert.map((expression, n) => {
            const answer = answers[n];
            return answer ?? { expression, holds: false, values: [], ...unevaluated(n - answers.length, cause) };
        });
    }
    async outputs(facts, deadline) {
        const { outputs } = this.#lines;
        const { answers, cause } = await this.#evaluate("outputs", facts, outputs.length, deadline);
        return outputs.map((output, n) => {
            const answer = answers[n];
            return answer ?? { ...output, value: undefined, ...unevaluated(n - answers.length, cause) };
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
        const { status, result, nodes } = facts;
        const question = { kind, status, result: result?.length, nodes: nodes?.length };
        const content = [result, nodes].filter((json) => json !== undefined && json.length <= MAX_EVALUATED_BYTES);
        const messages = [message(question), ...content];
        const limit = timeLimit(this.#host, deadline);
        if (this.#evaluator?.isAlive === true)
            return this.#evaluator.ask(messages, count, limit);
        this.#evaluator = new Evaluator(this.#host);
        const asked = await this.#evaluator.ask([message(this.#written), ...messages], count + 1, limit);
        return { ...asked, answers: asked.answers.slice(1) };
    }
}
function timeLimit({ clock }, deadline) {
    const leftMs = Math.max(0, deadline + GRACE_MS - clock.now());
    return leftMs < MAX_EVALUATION_MS
        ? { ms: leftMs, cause: "it was not done when the `timeout` of the step was over" }
        : {
            ms: MAX_EVALUATION_MS,
            cause: `it took longer than ${(0,wording/* duration */.p0)(MAX_EVALUATION_MS)}, which is the limit for the lines of an input`,
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
    constructor({ execPath, folder, env, leaving, cancel }) {
        this.#cancel = cancel;
        const trackingId = env["RUNNER_TRACKING_ID"];
        this.#child = (0,external_node_child_process_.spawn)(execPath, [`--max-old-space-size=${MAX_MEMORY_MIB}`, (0,external_node_path_.join)(folder, "..", "gate", "index.js")], {
            env: trackingId === undefined ? {} : { RUNNER_TRACKING_ID: trackingId },
            stdio: ["pipe", "pipe", "ignore"],
            signal: leaving,
            killSignal: "SIGKILL",
            windowsHide: true,
        });
        const { stdin, stdout } = this.#child;
        stdout?.setEncoding("utf8");
        stdin?.on("error", () => undefined);
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
                    settle(`the process that evaluates could not be used (${(0,wording/* quoted */.TL)(error.message)})`);
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
        : `the process that evaluates it ended (${(0,wording/* quoted */.TL)(signal ?? String(code))})`;
}


/***/ })

};
