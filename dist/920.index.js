export const id = 920;
export const ids = [920];
export const modules = {

/***/ 920:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseExpressions: () => (/* binding */ parseExpressions)
/* harmony export */ });
/* unused harmony export jsonIn */
/* harmony import */ var _actions_expressions__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(148);
/* harmony import */ var _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49);
/* harmony import */ var _actions_expressions_funcs_contains__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(192);
/* harmony import */ var _actions_expressions_lexer__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(83);
/* harmony import */ var _actions_expressions_result__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(856);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(422);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(806);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(763);
/* harmony import */ var _thrown_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(853);









const NAMES = ["result", "json", "nodes", "status"];
const MOST_VALUE_CHARACTERS = 200;
const MOST_VALUES = 250_000;
const FUNCTIONS = "contains, startsWith, endsWith, format, join, toJSON, fromJSON and case";
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
        if (taken.has(name.toLowerCase())) {
            const isOwn = reserved.includes(name.toLowerCase());
            throw refused("outputs", line, number, isOwn ? `\`${name}\` is an output of the action itself` : `\`${name}\` is set twice`);
        }
        taken.add(name.toLowerCase());
        return { name, text, expression: parse(text, "outputs", line, number) };
    });
    const empty = [];
    if (assert.trim() !== "" && assertions.length === 0)
        empty.push("assert");
    if (outputs.trim() !== "" && named.length === 0)
        empty.push("outputs");
    return {
        empty,
        assert: (facts) => {
            const scope = new Scope(facts);
            return assertions.map(({ line, expression }) => {
                const { value, problem } = evaluate(expression, scope);
                return {
                    expression: line,
                    holds: value !== undefined && (0,_actions_expressions_result__WEBPACK_IMPORTED_MODULE_4__/* .truthy */ .vN)(value),
                    problem,
                    values: scope.valuesIn(expression),
                    absent: scope.absentIn(expression),
                };
            });
        },
        outputs: (facts) => {
            const scope = new Scope(facts);
            return named.map(({ name, text, expression }) => {
                const names = namesIn(expression);
                const source = names.includes("nodes") ? "nodes-file" : "result-file";
                const { value, problem } = names.every((used) => scope.knows(used))
                    ? evaluate(expression, scope, outputText)
                    : { value: undefined, problem: "" };
                return { name, expression: text, source, value, problem };
            });
        },
    };
}
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
            if (token.type === _actions_expressions_lexer__WEBPACK_IMPORTED_MODULE_3__/* .TokenType */ .ks.STRING)
                token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
        }
        const expression = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .Parser */ .iX(tokens, [...NAMES], []).parse();
        if (expression === undefined)
            throw new Error("the expression is missing");
        visit(expression, (node) => {
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
    const message = (0,_thrown_js__WEBPACK_IMPORTED_MODULE_8__/* .asError */ .z)(error).message.replace(/ within expression: .*$/s, "");
    const where = error instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .ExpressionError */ .tj ? `${message}, at position ${error.pos.column + 1}` : message;
    if (message.startsWith("Unrecognized named-value"))
        return `${where}; the names are ${NAMES.join(", ")}`;
    if (message.startsWith("Unrecognized function"))
        return `${where}; the functions are ${FUNCTIONS}`;
    if (text.includes('"'))
        return `${where}; write strings in single quotes`;
    if (/[^=!<>]=[^=]/.test(text))
        return `${where}; compare values with ==`;
    return where;
}
function refused(input, line, number, problem) {
    return new _inputs_js__WEBPACK_IMPORTED_MODULE_5__/* .InputError */ .dz(`Input \`${input}\`, line ${number}, \`${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .plain */ .pj)(line, 200)}\`: ${problem}.`);
}
class Scope extends _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Dictionary */ .p.bT {
    #facts;
    #values = new Map();
    #shown = new Map();
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
            try {
                value = this.#read(name);
            }
            catch (error) {
                value = (0,_thrown_js__WEBPACK_IMPORTED_MODULE_8__/* .asError */ .z)(error);
            }
            this.#values.set(name, value);
        }
        if (value instanceof Error)
            throw value;
        return value;
    }
    #read(name) {
        switch (name) {
            case "status":
                return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ(this.#facts.status);
            case "nodes":
                return dataOf(this.#parsed(this.#facts.nodes));
            case "result":
                return dataOf(this.#parsed(this.#facts.result));
            default: {
                const result = this.get("result");
                return result instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ ? dataOf(jsonIn(result.value)) : result;
            }
        }
    }
    #parsed(json) {
        return json === undefined ? null : parseBounded(json);
    }
    valuesIn(expression) {
        const names = new Set();
        visit(expression, (node) => {
            const name = pathOf(node);
            if (name === undefined)
                return true;
            names.add(name);
            if (!this.#shown.has(name)) {
                const { value } = evaluate(node, this, (item) => jsonText(item));
                this.#shown.set(name, value && Buffer.from((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .cut */ .Jj)(value, MOST_VALUE_CHARACTERS)).toString());
            }
            return false;
        });
        return Array.from(names, (name) => ({ name, value: this.#shown.get(name) })).filter(isKnown);
    }
    absentIn(expression) {
        const names = new Set();
        visit(expression, (node) => {
            if (!(node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .IndexAccess */ .p_) || !isJsonOrNode(node.expr))
                return;
            if (evaluate(node.expr, this).value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Null */ .p.Uv)
                names.add(pathOf(node.expr) ?? "");
        });
        return [...names];
    }
}
function isKnown(named) {
    return named.value !== undefined;
}
function parseBounded(json) {
    if ((0,_json_js__WEBPACK_IMPORTED_MODULE_6__/* .checkJson */ .Zs)((0,_json_js__WEBPACK_IMPORTED_MODULE_6__/* .trimmed */ .dE)(json)).count > MOST_VALUES)
        throw new Error("the JSON has more than a quarter of a million values");
    return JSON.parse(json.toString("utf8"));
}
function jsonIn(text) {
    const whole = tryJson(text);
    if (whole !== undefined)
        return whole;
    let found;
    for (const { info, content } of fencesIn(text)) {
        if (content === null)
            return null;
        const value = tryJson(content);
        if (value === undefined) {
            if (/^json/i.test(info))
                return null;
        }
        else {
            if (found !== undefined)
                return null;
            found = value;
        }
    }
    return found ?? null;
}
function tryJson(text) {
    try {
        return parseBounded(Buffer.from(text));
    }
    catch (error) {
        if (error instanceof _json_js__WEBPACK_IMPORTED_MODULE_6__/* .NotJson */ .ac)
            return undefined;
        throw error;
    }
}
function* fencesIn(text) {
    let open;
    for (const match of text.matchAll(/(?<=^|[\r\n])[^\S\r\n]*(`{3,}|~{3,})([^\r\n]*)/g)) {
        const [all, fence = "", rest = ""] = match;
        const info = rest.trim();
        if (open === undefined) {
            if (fence.startsWith("~") || !info.includes("`")) {
                open = { fence, info, start: match.index + all.length };
            }
        }
        else if (info === "" && fence.startsWith(open.fence)) {
            yield { info: open.info, content: text.slice(open.start, match.index) };
            open = undefined;
        }
    }
    if (open !== undefined)
        yield { info: open.info, content: null };
}
class Pairs extends _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Dictionary */ .p.bT {
    #entries = new Map();
    #ignoringCase;
    add(key, value) {
        this.#entries.set(key, value);
    }
    get(key) {
        const exact = this.#entries.get(key);
        if (exact !== undefined)
            return exact;
        this.#ignoringCase ??= new Map(Array.from(this.#entries, ([name, value]) => [name.toLowerCase(), value]));
        return this.#ignoringCase.get(key.toLowerCase());
    }
    values() {
        return [...this.#entries.values()];
    }
    pairs() {
        return Array.from(this.#entries, ([key, value]) => ({ key, value }));
    }
}
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
const OWN_FUNCTIONS = new Map(Object.entries({
    fromjson: (text) => {
        const value = tryJson(text.coerceString());
        if (value === undefined)
            throw new Error("fromJSON was given text that is not JSON");
        return dataOf(value);
    },
    tojson: (value) => new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ(jsonText(value, "  ")),
    format: (text, ...args) => new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ(text.coerceString().replace(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match, index) => {
        if (match === "{{" || match === "}}")
            return match.charAt(0);
        const value = index === undefined ? undefined : args[Number(index)];
        if (value === undefined)
            throw new Error("format was given a text that does not fit its arguments");
        return value.coerceString();
    })),
    contains: (search, item) => {
        if (search.primitive && item.primitive) {
            const [text, part] = [search, item].map((value) => value.coerceString().toLowerCase());
            return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.BooleanData */ .p.bo(hasPart(text ?? "", part ?? ""));
        }
        if (!(search instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Array */ .p.O3 && item instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ)) {
            return _actions_expressions_funcs_contains__WEBPACK_IMPORTED_MODULE_2__/* .contains */ .g.call(search, item);
        }
        const number = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.NumberData */ .p.Q9(item.number());
        const found = search
            .values()
            .some((value) => value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ
            ? value.value.length === item.value.length && (0,_actions_expressions_result__WEBPACK_IMPORTED_MODULE_4__/* .equals */ .aI)(item, value)
            : (0,_actions_expressions_result__WEBPACK_IMPORTED_MODULE_4__/* .equals */ .aI)(number, value));
        return new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.BooleanData */ .p.bo(found);
    },
}).map(([name, call]) => [
    name,
    { name, minArgs: 0, maxArgs: Infinity, call },
]));
function hasPart(text, part) {
    if (part.length > text.length)
        return false;
    const borders = new Uint32Array(part.length);
    const advance = (matched, char) => {
        let length = matched;
        while (length > 0 && part.charCodeAt(length) !== char)
            length = borders[length - 1] ?? 0;
        return part.charCodeAt(length) === char ? length + 1 : length;
    };
    for (let at = 1; at < part.length; at++)
        borders[at] = advance(borders[at - 1] ?? 0, part.charCodeAt(at));
    let matched = 0;
    for (let at = 0; at < text.length && matched < part.length; at++)
        matched = advance(matched, text.charCodeAt(at));
    return matched === part.length;
}
function evaluate(expression, scope, as) {
    try {
        const value = new _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .Evaluator */ .oi(expression, scope, OWN_FUNCTIONS).evaluate();
        return { value: as === undefined ? value : as(value), problem: "" };
    }
    catch (error) {
        const problem = error instanceof RangeError ? "a value is too large or nested too deep" : (0,_thrown_js__WEBPACK_IMPORTED_MODULE_8__/* .asError */ .z)(error).message;
        return { problem: `it cannot be evaluated: ${problem}` };
    }
}
function outputText(value) {
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Null */ .p.Uv)
        return "";
    return value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.StringData */ .p.uQ ? value.value : jsonText(value);
}
function jsonText(value, indent) {
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.NumberData */ .p.Q9 && Number.isNaN(value.value))
        return "NaN";
    return JSON.stringify(plainOf(value), null, indent);
}
function plainOf(value) {
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Dictionary */ .p.bT) {
        return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, plainOf(item)]));
    }
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Array */ .p.O3)
        return value.values().map(plainOf);
    if (value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.NumberData */ .p.Q9 && Math.abs(value.value) === Infinity)
        return JSON.rawJSON(value.value > 0 ? "1e999" : "-1e999");
    return value instanceof _actions_expressions__WEBPACK_IMPORTED_MODULE_0__/* .data.Null */ .p.Uv ? null : value.value;
}
function namesIn(expression) {
    const names = [];
    visit(expression, (node) => {
        if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .ContextAccess */ .QC)
            names.push(node.name.lexeme.toLowerCase());
    });
    return names;
}
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
function isJsonOrNode(node) {
    const name = node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .IndexAccess */ .p_ ? node.expr : node;
    return (name instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_1__/* .ContextAccess */ .QC && name.name.lexeme.toLowerCase() === (name === node ? "json" : "nodes"));
}
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


/***/ })

};
