export const id = 635;
export const ids = [635];
export const modules = {

/***/ 635:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Gate: () => (/* binding */ Gate)
});

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/result.js
var result = __webpack_require__(856);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/index.js + 14 modules
var dist = __webpack_require__(148);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/funcs/contains.js
var contains = __webpack_require__(192);
// EXTERNAL MODULE: ./src/thrown.ts
var thrown = __webpack_require__(853);
// EXTERNAL MODULE: ./src/api/json.ts + 1 modules
var api_json = __webpack_require__(994);
;// CONCATENATED MODULE: ./src/gate/json-in-text.ts

const MAX_VALUES = 250_000;
function parseJson(json) {
    if ((0,api_json/* checkJson */.Zs)((0,api_json/* trimmed */.dE)(json)).count > MAX_VALUES)
        throw new Error("the JSON has more than a quarter of a million values");
    return JSON.parse(json.toString("utf8"));
}
function jsonIn(text) {
    const whole = parsedIfJson(text);
    if (whole !== undefined)
        return whole;
    let found;
    for (const { info, content } of fencesIn(text)) {
        if (content === null)
            return null;
        const value = parsedIfJson(content);
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
function parsedIfJson(text) {
    try {
        return parseJson(Buffer.from(text));
    }
    catch (error) {
        if (error instanceof api_json/* NotJson */.ac)
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

;// CONCATENATED MODULE: ./src/gate/language.ts





class Pairs extends dist/* data.Dictionary */.p.bT {
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
        return new dist/* data.StringData */.p.uQ(value);
    if (typeof value === "number")
        return new dist/* data.NumberData */.p.Q9(value);
    if (typeof value === "boolean")
        return new dist/* data.BooleanData */.p.bo(value);
    if (Array.isArray(value)) {
        const list = new dist/* data.Array */.p.O3();
        for (const item of value)
            list.add(dataOf(item));
        return list;
    }
    if (typeof value !== "object" || value === null)
        return new dist/* data.Null */.p.Uv();
    const pairs = new Pairs();
    for (const [key, item] of Object.entries(value))
        pairs.add(key, dataOf(item));
    return pairs;
}
const OWN_FUNCTIONS = new Map(Object.entries({
    fromjson: (text) => {
        const value = parsedIfJson(text.coerceString());
        if (value === undefined)
            throw new Error("fromJSON was given text that is not JSON");
        return dataOf(value);
    },
    tojson: (value) => new dist/* data.StringData */.p.uQ(jsonText(value, "  ")),
    format: (text, ...args) => new dist/* data.StringData */.p.uQ(text.coerceString().replace(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match, index) => {
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
            return new dist/* data.BooleanData */.p.bo(hasPart(text ?? "", part ?? ""));
        }
        if (!(search instanceof dist/* data.Array */.p.O3 && item instanceof dist/* data.StringData */.p.uQ)) {
            return contains/* contains */.g.call(search, item);
        }
        const number = new dist/* data.NumberData */.p.Q9(item.number());
        const found = search
            .values()
            .some((value) => value instanceof dist/* data.StringData */.p.uQ
            ? value.value.length === item.value.length && (0,result/* equals */.aI)(item, value)
            : (0,result/* equals */.aI)(number, value));
        return new dist/* data.BooleanData */.p.bo(found);
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
        const value = new dist/* Evaluator */.oi(expression, scope, OWN_FUNCTIONS).evaluate();
        return { value: as === undefined ? value : as(value), cause: "" };
    }
    catch (error) {
        const cause = error instanceof RangeError ? "a value is too large or nested too deep" : (0,thrown/* asError */.z)(error).message;
        return { cause: `it cannot be evaluated: ${cause}` };
    }
}
function outputText(value) {
    if (value instanceof dist/* data.Null */.p.Uv)
        return "";
    return value instanceof dist/* data.StringData */.p.uQ ? value.value : jsonText(value);
}
function jsonText(value, indent) {
    if (value instanceof dist/* data.NumberData */.p.Q9 && Number.isNaN(value.value))
        return "NaN";
    return JSON.stringify(plainOf(value), null, indent);
}
function plainOf(value) {
    if (value instanceof dist/* data.Dictionary */.p.bT) {
        return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, plainOf(item)]));
    }
    if (value instanceof dist/* data.Array */.p.O3)
        return value.values().map(plainOf);
    if (value instanceof dist/* data.NumberData */.p.Q9 && Math.abs(value.value) === Infinity)
        return JSON.rawJSON(value.value > 0 ? "1e999" : "-1e999");
    return value instanceof dist/* data.Null */.p.Uv ? null : value.value;
}

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/ast.js
var ast = __webpack_require__(49);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/lexer.js
var lexer = __webpack_require__(83);
// EXTERNAL MODULE: ./src/runner/inputs.ts
var inputs = __webpack_require__(205);
// EXTERNAL MODULE: ./src/wording.ts
var wording = __webpack_require__(395);
;// CONCATENATED MODULE: ./src/gate/syntax.ts


function namesIn(expression) {
    const names = [];
    visit(expression, (node) => {
        if (node instanceof ast/* ContextAccess */.QC)
            names.push(node.name.lexeme.toLowerCase());
    });
    return names;
}
function pathOf(node) {
    if (node instanceof ast/* ContextAccess */.QC)
        return node.name.lexeme;
    if (!(node instanceof ast/* IndexAccess */.p_))
        return undefined;
    const base = pathOf(node.expr);
    if (base === undefined)
        return undefined;
    if (node.index instanceof ast/* Star */.FE)
        return `${base}.*`;
    if (!(node.index instanceof ast/* Literal */.uS))
        return undefined;
    const key = node.index.literal;
    if (!(key instanceof dist/* data.StringData */.p.uQ))
        return `${base}[${key.coerceString()}]`;
    return /^[A-Za-z_][\w-]*$/.test(key.value)
        ? `${base}.${key.value}`
        : `${base}['${key.value.replaceAll("'", "''")}']`;
}
function isJsonOrNode(node) {
    const name = node instanceof ast/* IndexAccess */.p_ ? node.expr : node;
    return (name instanceof ast/* ContextAccess */.QC && name.name.lexeme.toLowerCase() === (name === node ? "json" : "nodes"));
}
function visit(node, enter) {
    if (enter(node) === false)
        return;
    for (const part of partsOf(node))
        visit(part, enter);
}
function partsOf(node) {
    if (node instanceof ast/* Binary */.yI)
        return [node.left, node.right];
    if (node instanceof ast/* Logical */.oD || node instanceof ast/* FunctionCall */.R6)
        return node.args;
    if (node instanceof ast/* Unary */._c)
        return [node.expr];
    if (node instanceof ast/* Grouping */.aU)
        return [node.group];
    if (node instanceof ast/* IndexAccess */.p_)
        return [node.expr, node.index];
    return [];
}

;// CONCATENATED MODULE: ./src/gate/scope.ts







const NAMES = ["result", "json", "nodes", "status"];
const MAX_VALUE_CHARACTERS = 200;
class Scope extends dist/* data.Dictionary */.p.bT {
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
                value = (0,thrown/* asError */.z)(error);
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
                return new dist/* data.StringData */.p.uQ(this.#facts.status);
            case "nodes":
                return parsed(this.#facts.nodes);
            case "result":
                return parsed(this.#facts.result);
            default: {
                const result = this.get("result");
                return result instanceof dist/* data.StringData */.p.uQ ? dataOf(jsonIn(result.value)) : result;
            }
        }
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
                this.#shown.set(name, value && Buffer.from((0,wording/* cut */.Jj)(value, MAX_VALUE_CHARACTERS)).toString());
            }
            return false;
        });
        return Array.from(names, (name) => ({ name, value: this.#shown.get(name) })).filter(isKnown);
    }
    absentIn(expression) {
        const names = new Set();
        visit(expression, (node) => {
            if (!(node instanceof ast/* IndexAccess */.p_) || !isJsonOrNode(node.expr))
                return;
            if (evaluate(node.expr, this).value instanceof dist/* data.Null */.p.Uv)
                names.add(pathOf(node.expr) ?? "");
        });
        return [...names];
    }
}
function parsed(json) {
    return json === undefined ? new dist/* data.Null */.p.Uv() : dataOf(parseJson(json));
}
function isKnown(named) {
    return named.value !== undefined;
}

;// CONCATENATED MODULE: ./src/gate/lines.ts








const FUNCTIONS = "contains, startsWith, endsWith, format, join, toJSON, fromJSON and case";
function readAssertLines(input) {
    return linesOf(input).map(([line, number]) => ({
        text: line,
        expression: parse(line, "assert", line, number),
    }));
}
function readOutputLines(input, reserved) {
    const taken = new Set(reserved);
    return linesOf(input).map(([line, number]) => {
        const refuse = (cause) => refused("outputs", line, number, cause);
        const [, name, text] = /^([A-Za-z_][A-Za-z0-9_-]*)\s*=(?!=)\s*(.*)$/.exec(line) ?? [];
        if (name === undefined || text === undefined)
            throw refuse("expected `name = expression`, with a name of letters, digits, `_` and `-`");
        const key = name.toLowerCase();
        if (reserved.includes(key))
            throw refuse(`\`${name}\` is an output of the action itself`);
        if (taken.has(key))
            throw refuse(`\`${name}\` is set twice`);
        taken.add(key);
        return { name, text, expression: parse(text, "outputs", line, number) };
    });
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
        const { tokens } = new dist/* Lexer */.JG(text).lex();
        for (const token of tokens) {
            if (token.type === lexer/* TokenType */.ks.STRING)
                token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
        }
        const expression = new dist/* Parser */.iX(tokens, [...NAMES], []).parse();
        if (expression === undefined)
            throw new Error("the expression is missing");
        visit(expression, (node) => {
            if (node instanceof ast/* FunctionCall */.R6 &&
                !Object.hasOwn(dist/* wellKnownFunctions */.j7, node.functionName.lexeme.toLowerCase())) {
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
    const message = (0,thrown/* asError */.z)(error).message.replace(/ within expression: .*$/s, "");
    const where = error instanceof dist/* ExpressionError */.tj ? `${message}, at position ${error.pos.column + 1}` : message;
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
function refused(input, line, number, cause) {
    return new inputs/* InputError */.dz(`Input \`${input}\`, line ${number}, ${(0,wording/* quoted */.TL)(line, 200)}: ${cause}.`);
}

;// CONCATENATED MODULE: ./src/gate/gate.ts





class Gate {
    empty;
    #assertions;
    #outputs;
    constructor(assert, outputs, reserved) {
        this.#assertions = readAssertLines(assert);
        this.#outputs = readOutputLines(outputs, reserved);
        const empty = [];
        if (assert.trim() !== "" && this.#assertions.length === 0)
            empty.push("assert");
        if (outputs.trim() !== "" && this.#outputs.length === 0)
            empty.push("outputs");
        this.empty = empty;
    }
    assert(facts) {
        const scope = new Scope(facts);
        return this.#assertions.map(({ text, expression }) => {
            const { value, cause } = evaluate(expression, scope);
            return {
                expression: text,
                holds: value !== undefined && (0,result/* truthy */.vN)(value),
                cause,
                values: scope.valuesIn(expression),
                absent: scope.absentIn(expression),
            };
        });
    }
    outputs(facts) {
        const scope = new Scope(facts);
        return this.#outputs.map(({ name, text, expression }) => {
            const names = namesIn(expression);
            const source = names.includes("nodes") ? "nodes-file" : "result-file";
            const { value, cause } = names.every((used) => scope.knows(used))
                ? evaluate(expression, scope, outputText)
                : { value: undefined, cause: "" };
            return { name, expression: text, source, value, cause };
        });
    }
}


/***/ })

};
