export const id = 920;
export const ids = [920];
export const modules = {

/***/ 920:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseExpressions: () => (/* binding */ parseExpressions)
/* harmony export */ });
/* unused harmony export jsonIn */
/* harmony import */ var _actions_expressions__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(281);
/* harmony import */ var _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49);
/* harmony import */ var _actions_expressions_lexer__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83);
/* harmony import */ var _actions_expressions_result__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(856);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(422);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(763);






const NAMES = ["result", "json", "nodes", "status"];
const FUNCTIONS = "contains, startsWith, endsWith, format, join, toJSON, fromJSON and case";
/**
 * Checks the lines of both inputs.
 *
 * @param reserved the action's own outputs
 * @throws InputError for the first line that cannot be used
 */
function parseExpressions(assert, outputs, reserved) {
    const assertions = linesOf(assert).map(([line, number]) => ({
        line,
        expression: parse(line, "assert", line, number),
    }));
    const taken = new Set(reserved);
    const named = linesOf(outputs).map(([line, number]) => {
        const [, name, text] = /^([A-Za-z_][A-Za-z0-9_-]*)\s*=(?!=)\s*(.*)$/.exec(line) ?? [];
        if (name === undefined || text === undefined) {
            throw refused("outputs", line, number, "expected `name = expression`, with a name of letters, digits, `_` and `-`");
        }
        // The runner compares the names of outputs without case.
        if (taken.has(name.toLowerCase())) {
            const isOwn = reserved.includes(name.toLowerCase());
            throw refused("outputs", line, number, isOwn ? `\`${name}\` is an output of the action itself` : `\`${name}\` is set twice`);
        }
        taken.add(name.toLowerCase());
        return { name, text, expression: parse(text, "outputs", line, number) };
    });
    return {
        assert: (facts) => {
            const scope = new Scope(facts);
            return assertions.map(({ line, expression }) => {
                const { value, problem } = evaluate(expression, scope);
                return {
                    expression: line,
                    holds: value !== undefined && (0,_actions_expressions_result__WEBPACK_IMPORTED_MODULE_3__/* .truthy */ .vN)(value),
                    problem,
                    values: valuesIn(expression, scope),
                };
            });
        },
        outputs: (facts) => {
            const scope = new Scope(facts);
            return named.map(({ name, text, expression }) => {
                if (namesIn(expression).some((used) => !scope.knows(used))) {
                    return { name, expression: text, value: undefined, problem: "" };
                }
                const { value, problem } = evaluate(expression, scope, outputText);
                return { name, expression: text, value, problem };
            });
        },
    };
}
/** The lines that say something, with their numbers. */
function linesOf(text) {
    return text
        .split("\n")
        .map((line, index) => [line.trim(), index + 1])
        .filter(([line]) => line !== "" && !line.startsWith("#"));
}
function parse(text, input, line, number) {
    if (line.includes("${{")) {
        throw refused(input, line, number, "write it without `${{ }}`, which the runner replaces before the action sees it");
    }
    try {
        const { tokens } = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .Lexer */ .JG(text).lex();
        for (const token of tokens) {
            // The lexer undoes only the first doubled quote of a string.
            if (token.type === _actions_expressions_lexer__WEBPACK_IMPORTED_MODULE_2__/* .TokenType */ .ks.STRING)
                token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
        }
        const expression = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .Parser */ .iX(tokens, [...NAMES], []).parse();
        if (expression === undefined)
            throw new Error("the expression is missing");
        visit(expression, (node) => {
            // The parser looks functions up in an object, where it finds `constructor` as well.
            if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .FunctionCall */ .R6 &&
                !Object.hasOwn(_actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .wellKnownFunctions */ .j7, node.functionName.lexeme.toLowerCase())) {
                throw new Error(`Unrecognized function: '${node.functionName.lexeme}'`);
            }
        });
        return expression;
    }
    catch (error) {
        throw refused(input, line, number, explain(error, text));
    }
}
function explain(error, text) {
    const message = messageOf(error).replace(/ within expression: .*$/s, "");
    const where = error instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .ExpressionError */ .tj ? `${message}, at position ${error.pos.column + 1}` : message;
    if (message.startsWith("Unrecognized named-value"))
        return `${where}; the names are ${NAMES.join(", ")}`;
    if (message.startsWith("Unrecognized function"))
        return `${where}; the functions are ${FUNCTIONS}`;
    if (text.includes('"'))
        return `${where}; strings stand in single quotes`;
    if (/[^=!<>]=[^=]/.test(text))
        return `${where}; values are compared with ==`;
    return where;
}
function refused(input, line, number, problem) {
    return new _inputs_js__WEBPACK_IMPORTED_MODULE_4__/* .InputError */ .dz(`Input \`${input}\`, line ${number}, \`${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_5__/* .plain */ .pj)(line, 200)}\`: ${problem}.`);
}
/** What the names stand for. Values are read when they are asked for, since few expressions need all. */
class Scope extends _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Dictionary */ .p.bT {
    #facts;
    #values = new Map();
    constructor(facts) {
        super();
        this.#facts = facts;
    }
    knows(name) {
        if (name === "nodes")
            return this.#facts.nodes !== undefined;
        return name === "status" || this.#facts.result !== undefined;
    }
    get(key) {
        const name = key.toLowerCase();
        let value = this.#values.get(name);
        if (value === undefined) {
            value = this.#read(name);
            this.#values.set(name, value);
        }
        return value;
    }
    #read(name) {
        switch (name) {
            case "status":
                return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ(this.#facts.status);
            case "nodes":
                return dataOf(this.#facts.nodes === undefined ? null : JSON.parse(this.#facts.nodes.toString("utf8")));
            case "result":
                return dataOf(this.#result());
            default: {
                const result = this.#result();
                return dataOf(typeof result === "string" ? jsonIn(result) : result);
            }
        }
    }
    #result() {
        return this.#facts.result === undefined ? null : JSON.parse(this.#facts.result.toString("utf8"));
    }
}
/**
 * The JSON that a text holds: the whole text, or the one code fence in it whose content is JSON.
 *
 * @returns null if there is none, or if there are several and so no telling which is meant
 */
function jsonIn(text) {
    const whole = tryJson(text);
    if (whole !== undefined)
        return whole;
    const found = fencesIn(text)
        .map(tryJson)
        .filter((value) => value !== undefined);
    return found.length === 1 ? found[0] : null;
}
function tryJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** The contents of the code fences in a Markdown text that are closed (CommonMark 0.31, section 4.5). */
function fencesIn(text) {
    const contents = [];
    let open;
    for (const line of text.split(/\r\n|\n|\r/)) {
        const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
        if (open === undefined) {
            if (fence !== undefined)
                open = { fence, lines: [] };
        }
        else if (fence?.startsWith(open.fence) === true && line.trim() === fence) {
            contents.push(open.lines.join("\n"));
            open = undefined;
        }
        else {
            open.lines.push(line);
        }
    }
    return contents;
}
/**
 * A dictionary of the language. The library's own keeps its keys in an object, where it takes `constructor` and
 * `__proto__` for known. Names are found without case as the runner finds them, one of the very case before others.
 */
class Pairs extends _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Dictionary */ .p.bT {
    #entries = new Map();
    #ignoringCase = new Map();
    add(key, value) {
        this.#entries.set(key, value);
        this.#ignoringCase.set(key.toLowerCase(), value);
    }
    get(key) {
        return this.#entries.get(key) ?? this.#ignoringCase.get(key.toLowerCase());
    }
    values() {
        return [...this.#entries.values()];
    }
    pairs() {
        return Array.from(this.#entries, ([key, value]) => ({ key, value }));
    }
}
/** @throws RangeError if the value is nested too deep */
function dataOf(value) {
    if (typeof value === "string")
        return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ(value);
    if (typeof value === "number")
        return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.NumberData */ .p.Q9(value);
    if (typeof value === "boolean")
        return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.BooleanData */ .p.bo(value);
    if (Array.isArray(value)) {
        const list = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Array */ .p.O3();
        for (const item of value)
            list.add(dataOf(item));
        return list;
    }
    if (typeof value !== "object" || value === null)
        return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Null */ .p.Uv();
    const pairs = new Pairs();
    for (const [key, item] of Object.entries(value))
        pairs.add(key, dataOf(item));
    return pairs;
}
/** Those that make dictionaries or read them, on dictionaries of ours. */
const OWN_FUNCTIONS = new Map([
    {
        name: "fromjson",
        call: (text) => {
            const value = tryJson(text.coerceString());
            if (value === undefined)
                throw new Error("fromJSON was given text that is not JSON");
            return dataOf(value);
        },
    },
    { name: "tojson", call: (value) => new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ(jsonText(value, "\n")) },
].map((own) => [own.name, { minArgs: 1, maxArgs: 1, ...own }]));
function evaluate(expression, scope, as) {
    try {
        const value = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .Evaluator */ .oi(expression, scope, OWN_FUNCTIONS).evaluate();
        return { value: as === undefined ? value : as(value), problem: "" };
    }
    catch (error) {
        const problem = error instanceof RangeError ? "a value is too large or nested too deep" : messageOf(error);
        return { problem: `it cannot be evaluated: ${problem}` };
    }
}
/** A value as a step's output: a string as its text, null as empty, any other value as JSON text. */
function outputText(value) {
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Null */ .p.Uv)
        return "";
    return value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ ? value.value : jsonText(value);
}
/**
 * The JSON text of a value, its names in their order.
 *
 * @param newLine what lines begin with: a line feed and the indent; undefined for one line without spaces
 */
function jsonText(value, newLine) {
    const inner = newLine === undefined ? "" : `${newLine}  `;
    const enclosed = (open, items, close) => items.length === 0 ? open + close : `${open}${inner}${items.join(`,${inner}`)}${newLine ?? ""}${close}`;
    const nested = newLine === undefined ? undefined : inner;
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Dictionary */ .p.bT) {
        const colon = newLine === undefined ? ":" : ": ";
        const pairs = value
            .pairs()
            .map(({ key, value: item }) => `${JSON.stringify(key)}${colon}${jsonText(item, nested)}`);
        return enclosed("{", pairs, "}");
    }
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Array */ .p.O3) {
        return enclosed("[", value.values().map((item) => jsonText(item, nested)), "]");
    }
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ)
        return JSON.stringify(value.value);
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.NumberData */ .p.Q9 && Number.isFinite(value.value))
        return JSON.stringify(value.value);
    return value.coerceString() || "null";
}
/** The names of the scope that an expression uses. */
function namesIn(expression) {
    const names = [];
    visit(expression, (node) => {
        if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .ContextAccess */ .QC)
            names.push(node.name.lexeme.toLowerCase());
    });
    return names;
}
/** The values that an expression's names had, each with all of its dots and brackets, as far as these are constant. */
function valuesIn(expression, scope) {
    const values = new Map();
    visit(expression, (node) => {
        const name = pathOf(node);
        if (name === undefined)
            return true;
        const { value, problem } = evaluate(node, scope, (item) => jsonText(item));
        values.set(name, value ?? problem);
        return false;
    });
    return Array.from(values, ([name, value]) => ({ name, value }));
}
/** How a chain of constant accesses is written; undefined for any other expression. */
function pathOf(node) {
    if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .ContextAccess */ .QC)
        return node.name.lexeme;
    if (!(node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .IndexAccess */ .p_))
        return undefined;
    const base = pathOf(node.expr);
    if (base === undefined)
        return undefined;
    if (node.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .Star */ .FE)
        return `${base}.*`;
    if (!(node.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .Literal */ .uS))
        return undefined;
    const key = node.index.literal;
    if (!(key instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ))
        return `${base}[${key.coerceString()}]`;
    return /^[A-Za-z_][\w-]*$/.test(key.value)
        ? `${base}.${key.value}`
        : `${base}['${key.value.replaceAll("'", "''")}']`;
}
/** Visits an expression and, unless `enter` returns false, what it is made of. */
function visit(node, enter) {
    if (enter(node) === false)
        return;
    for (const part of partsOf(node))
        visit(part, enter);
}
function partsOf(node) {
    if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .Binary */ .yI)
        return [node.left, node.right];
    if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .Logical */ .oD || node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .FunctionCall */ .R6)
        return node.args;
    if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .Unary */ ._c)
        return [node.expr];
    if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .Grouping */ .aU)
        return [node.group];
    if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .IndexAccess */ .p_)
        return [node.expr, node.index];
    return [];
}
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ })

};
