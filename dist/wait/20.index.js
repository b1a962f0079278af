export const id = 20;
export const ids = [20];
export const modules = {

/***/ 20:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Gate: () => (/* binding */ Gate)
});

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/result.js
var result = __webpack_require__(856);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/index.js + 14 modules
var dist = __webpack_require__(339);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/ast.js
var ast = __webpack_require__(49);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/filtered_array.js
var filtered_array = __webpack_require__(588);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/lexer.js
var lexer = __webpack_require__(83);
// EXTERNAL MODULE: ./src/thrown.ts
var thrown = __webpack_require__(853);
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

// EXTERNAL MODULE: ./src/api/json.ts + 1 modules
var api_json = __webpack_require__(994);
// EXTERNAL MODULE: ./src/wording.ts
var wording = __webpack_require__(395);
;// CONCATENATED MODULE: ./src/gate/values.ts



class EvaluationError extends Error {
    found;
    constructor(message, found = "") {
        super(message);
        this.found = found;
    }
}
class Missing extends dist/* data.Null */.p.Uv {
    error;
    constructor(cause, found = "") {
        super();
        this.error = new EvaluationError(cause, found);
    }
}
function code(text) {
    return `\`${(0,wording/* cut */.Jj)(text, 80).replaceAll("`", "'")}\``;
}
const MAX_NAMES = 10;
function codes(names) {
    const shown = names.slice(0, MAX_NAMES).map(code).join(", ");
    return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
class Pairs extends dist/* data.Dictionary */.p.bT {
    #pairs = [];
    #byName;
    add(key, value) {
        this.#pairs.push({ key, value });
    }
    get(key) {
        this.#byName ??= this.#index();
        const name = this.#byName.has(`=${key}`) ? `=${key}` : key.toLowerCase();
        const value = this.#byName.get(name);
        if (value === undefined && this.#byName.has(name))
            throw new EvaluationError(`the name ${code(key)} is there more than once in one object`);
        return value;
    }
    values() {
        return this.#pairs.map(({ value }) => value);
    }
    pairs() {
        return this.#pairs;
    }
    #index() {
        const byName = new Map();
        for (const { key, value } of this.#pairs) {
            for (const name of [`=${key}`, key.toLowerCase()])
                byName.set(name, byName.has(name) ? undefined : value);
        }
        return byName;
    }
}
function values_valueOf(json) {
    const reader = new api_json/* JsonReader */.OI((0,api_json/* trimmed */.dE)(json));
    const value = readValue(reader);
    reader.end();
    return value;
}
function valueIfJson(text) {
    try {
        return values_valueOf(Buffer.from(text));
    }
    catch (error) {
        if (error instanceof api_json/* NotJson */.ac)
            return undefined;
        throw error;
    }
}
function readValue(reader) {
    if (reader.nextIsObject()) {
        const pairs = new Pairs();
        reader.object((name) => {
            pairs.add(name, readValue(reader));
        });
        return pairs;
    }
    if (reader.nextIsArray()) {
        const list = new dist/* data.Array */.p.O3();
        reader.array(() => {
            list.add(readValue(reader));
        });
        return list;
    }
    if (reader.nextIsString())
        return new dist/* data.StringData */.p.uQ(reader.string());
    if (reader.nextIsNumber())
        return new dist/* data.NumberData */.p.Q9(reader.number());
    const literal = reader.literal();
    return typeof literal === "boolean" ? new dist/* data.BooleanData */.p.bo(literal) : new dist/* data.Null */.p.Uv();
}
function kindOf(value) {
    if (value instanceof dist/* data.StringData */.p.uQ)
        return "text";
    if (value instanceof dist/* data.NumberData */.p.Q9)
        return "a number";
    if (value instanceof dist/* data.BooleanData */.p.bo)
        return "a boolean";
    if (value instanceof dist/* data.Array */.p.O3)
        return "a list";
    return value instanceof dist/* data.Null */.p.Uv ? "null" : "an object";
}
function contentOf(value) {
    if (value instanceof dist/* data.Array */.p.O3)
        return `it has ${(0,wording/* counted */.hS)(value.values().length, "item")}`;
    if (!(value instanceof dist/* data.Dictionary */.p.bT))
        return "";
    const names = value.pairs().map(({ key }) => key);
    return names.length === 0 ? "it is empty" : `it has ${codes(names)}`;
}
function outputText(value) {
    if (value instanceof dist/* data.Null */.p.Uv)
        return "";
    return value instanceof dist/* data.StringData */.p.uQ ? value.value : jsonText(value);
}
function jsonText(value, indent = "") {
    const parts = [];
    writeJson(value, (part) => parts.push(part), indent);
    return parts.join("");
}
function jsonBeginning(value, limit) {
    const isEnough = Symbol();
    let text = "";
    try {
        writeJson(value, (part) => {
            text += part;
            if (text.length > limit)
                throw isEnough;
        });
    }
    catch (thrown) {
        if (thrown !== isEnough)
            throw thrown;
    }
    return Buffer.from((0,wording/* cut */.Jj)(text, limit)).toString();
}
function writeJson(value, emit, indent = "", margin = "\n") {
    const inner = margin + indent;
    const enclose = (open, items, write, close) => {
        emit(open);
        for (const [n, item] of items.entries()) {
            if (n > 0)
                emit(",");
            if (indent !== "")
                emit(inner);
            write(item);
        }
        emit(indent === "" || items.length === 0 ? close : margin + close);
    };
    const write = (item) => {
        writeJson(item, emit, indent, inner);
    };
    if (value instanceof dist/* data.StringData */.p.uQ)
        emit(JSON.stringify(value.value));
    else if (value instanceof dist/* data.NumberData */.p.Q9)
        emit(value.value === 0 ? "0" : String(value.value));
    else if (value instanceof dist/* data.Array */.p.O3)
        enclose("[", value.values(), write, "]");
    else if (value instanceof dist/* data.Dictionary */.p.bT) {
        const writePair = ({ key, value: item }) => {
            emit(JSON.stringify(key) + (indent === "" ? ":" : ": "));
            write(item);
        };
        enclose("{", value.pairs(), writePair, "}");
    }
    else
        emit(value instanceof dist/* data.BooleanData */.p.bo ? String(value.value) : "null");
}

;// CONCATENATED MODULE: ./src/gate/language.ts








function evaluate(expression, names, as) {
    try {
        return { value: as(new StrictEvaluator(expression, names).evaluate()), cause: "", found: "" };
    }
    catch (error) {
        if (error instanceof EvaluationError)
            return { cause: error.message, found: error.found };
        const cause = error instanceof RangeError ? "a value is too large or nested too deep" : code((0,thrown/* asError */.z)(error).message);
        return { cause: `it cannot be evaluated: ${cause}`, found: "" };
    }
}
class StrictEvaluator extends dist/* Evaluator */.oi {
    #names;
    constructor(expression, names) {
        super(expression, new dist/* data.Dictionary */.p.bT(), OWN_FUNCTIONS);
        this.#names = names;
    }
    eval(node) {
        const value = this.#peek(node);
        if (value instanceof Missing)
            throw value.error;
        return value;
    }
    #peek(node) {
        return node.accept(this);
    }
    visitContextAccess({ name }) {
        return this.#names.get(name.lexeme.toLowerCase());
    }
    visitGrouping({ group }) {
        return this.#peek(group);
    }
    visitBinary(binary) {
        const { left, operator, right } = binary;
        const isEquality = operator.type === lexer/* TokenType */.ks.EQUAL_EQUAL || operator.type === lexer/* TokenType */.ks.BANG_EQUAL;
        if (!isEquality || !(isNull(left) || isNull(right)))
            return super.visitBinary(binary);
        const isEqual = (0,result/* equals */.aI)(this.#peek(left), this.#peek(right));
        return new dist/* data.BooleanData */.p.bo(isEqual === (operator.type === lexer/* TokenType */.ks.EQUAL_EQUAL));
    }
    visitIndexAccess(access) {
        const base = this.#peek(access.expr);
        if (base instanceof Missing)
            return base;
        const key = access.index instanceof ast/* Star */.FE ? undefined : this.eval(access.index);
        if (base instanceof filtered_array/* FilteredArray */.T)
            return partsOfItems(base, key);
        if (key !== undefined)
            return partOf(base, key) ?? absentPart(access, base);
        const items = itemsOf(base);
        if (items === undefined)
            return new Missing(`${written(access.expr)} is ${kindOf(base)}, which has no items`);
        return filtered(items);
    }
    visitFunctionCall(call) {
        if (call.functionName.lexeme.toLowerCase() !== "case")
            return super.visitFunctionCall(call);
        let rest = call.args;
        for (;;) {
            const [condition, branch, ...more] = rest;
            if (branch === undefined)
                return this.#peek(condition);
            const isTaken = this.eval(condition);
            if (!(isTaken instanceof dist/* data.BooleanData */.p.bo))
                throw new EvaluationError(`a condition of \`case\` is ${kindOf(isTaken)}, not a boolean`);
            if (isTaken.value)
                return this.#peek(branch);
            rest = more;
        }
    }
}
function isNull(node) {
    if (node instanceof ast/* Grouping */.aU)
        return isNull(node.group);
    return node instanceof ast/* Literal */.uS && node.literal instanceof dist/* data.Null */.p.Uv;
}
function partOf(value, key) {
    if (value instanceof dist/* data.Array */.p.O3)
        return value.values()[Math.floor(key.number())];
    return value instanceof dist/* data.Dictionary */.p.bT && key.primitive ? value.get(key.coerceString()) : undefined;
}
function itemsOf(value) {
    return value instanceof dist/* data.Array */.p.O3 || value instanceof dist/* data.Dictionary */.p.bT ? value.values() : undefined;
}
function partsOfItems(list, key) {
    return filtered(list.values().flatMap((item) => (key === undefined ? (itemsOf(item) ?? []) : (partOf(item, key) ?? []))));
}
function filtered(items) {
    const list = new filtered_array/* FilteredArray */.T();
    for (const item of items)
        list.add(item);
    return list;
}
function absentPart({ expr, index }, base) {
    const where = written(expr);
    const part = code(index instanceof ast/* Literal */.uS ? index.literal.coerceString() : `[${pathOf(index) ?? "…"}]`);
    if (where === "`nodes`" && base instanceof dist/* data.Dictionary */.p.bT)
        return new Missing(`no node is called ${part}`, contentOf(base)
            .replace(/^it has/, "the nodes are")
            .replace(/^it is empty$/, "there are no nodes"));
    if (base instanceof dist/* data.Dictionary */.p.bT || (base instanceof dist/* data.Array */.p.O3 && !isName(index)))
        return new Missing(`${where} has no ${part}`, contentOf(base));
    const hint = base instanceof dist/* data.StringData */.p.uQ ? "; `fromJSON` reads the JSON in a text" : "";
    return new Missing(`${where} is ${kindOf(base)}, which has no ${part}${hint}`);
}
function isName(index) {
    return index instanceof ast/* Literal */.uS && Number.isNaN(index.literal.number());
}
function written(node) {
    if (node instanceof ast/* Grouping */.aU)
        return written(node.group);
    if (node instanceof ast/* FunctionCall */.R6)
        return code(`${node.functionName.lexeme}(…)`);
    return code(pathOf(node) ?? (node instanceof ast/* IndexAccess */.p_ ? `${pathOf(node.expr) ?? "…"}[…]` : "…"));
}
const OWN_FUNCTIONS = new Map(Object.entries({
    fromjson: (text) => {
        const value = valueIfJson(text.coerceString());
        if (value === undefined)
            throw new EvaluationError("it cannot be evaluated: fromJSON was given text that is not JSON");
        return value;
    },
    tojson: (value) => new dist/* data.StringData */.p.uQ(jsonText(value, "  ")),
    format: (text, ...args) => new dist/* data.StringData */.p.uQ(text.coerceString().replace(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match, index) => {
        if (match === "{{" || match === "}}")
            return match.charAt(0);
        const value = index === undefined ? undefined : args[Number(index)];
        if (value === undefined)
            throw new EvaluationError("it cannot be evaluated: format was given a text that does not fit its arguments");
        return value.coerceString();
    })),
}).map(([name, call]) => [
    name,
    { name, minArgs: 0, maxArgs: Infinity, call },
]));

// EXTERNAL MODULE: ./src/runner/inputs.ts
var inputs = __webpack_require__(205);
;// CONCATENATED MODULE: ./src/gate/json-in-text.ts

function jsonIn(text) {
    const answer = withoutThinking(text);
    if (answer === undefined)
        return missing("text whose thinking is never closed");
    const whole = valueIfJson(answer.trim());
    if (whole !== undefined)
        return whole;
    let found;
    for (const { content, isFence, isSurelyJson } of piecesOf(answer)) {
        if (content === undefined)
            return missing("text with a code fence that is never closed");
        const value = valueIfJson(content);
        if (value !== undefined && found !== undefined)
            return missing("text with more than one piece of JSON");
        if (value === undefined && isSurelyJson)
            return missing(`text with ${isFence ? "a `json` fence" : "a piece of JSON"} that is not valid JSON`);
        found ??= value;
    }
    return found ?? missing("text without JSON");
}
function missing(what) {
    return new Missing(`the main output is ${what}`);
}
function withoutThinking(text) {
    const [, tag] = /^\s*<(think|thinking)>/.exec(text) ?? [];
    if (tag !== undefined) {
        const end = text.lastIndexOf(`</${tag}>`);
        return end < 0 ? undefined : text.slice(end + tag.length + 3);
    }
    const closing = /(?<=^|[\r\n])<\/(?:think|thinking)>[^\S\r\n]*(?=[\r\n]|$)/g;
    const [last] = Array.from(text.matchAll(closing)).slice(-1);
    return last === undefined ? text : text.slice(last.index + last[0].length);
}
const MARKS = /(?<=^|[\r\n])[^\S\r\n]*(?:(?<fence>`{3,}|~{3,})|(?<bracket>[{[]))|(?<span>`{3,})/g;
const REST_OF_LINE = /[^\r\n]*/y;
function* piecesOf(text) {
    const marks = new RegExp(MARKS);
    let open;
    for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
        const { fence, bracket, span = fence } = match.groups ?? {};
        const rest = matchAt(REST_OF_LINE, text, marks.lastIndex);
        if (open !== undefined) {
            if (fence?.startsWith(open.fence) !== true || rest.trim() !== "")
                continue;
            const content = text.slice(open.start, match.index);
            yield { content, isFence: true, isSurelyJson: /^json/i.test(open.label) };
            open = undefined;
        }
        else if (bracket !== undefined) {
            const content = bareJson(text, marks.lastIndex - 1);
            if (content === undefined)
                continue;
            yield { content, isFence: false, isSurelyJson: true };
            marks.lastIndex += content.length - 1;
        }
        else if (span?.startsWith("`") === true && rest.includes("```")) {
            const inside = rest.slice(0, rest.indexOf("```"));
            const [, label = "", content = ""] = /^(json\w*)?\s*(.*)$/i.exec(inside) ?? [];
            if (/^[{[]/.test(content))
                yield { content, isFence: true, isSurelyJson: label !== "" };
            marks.lastIndex += inside.length + matchAt(/`*/y, text, marks.lastIndex + inside.length).length;
        }
        else if (fence !== undefined && !(fence.startsWith("`") && rest.includes("`"))) {
            open = { fence, label: rest.trim(), start: marks.lastIndex + rest.length };
        }
    }
    if (open !== undefined)
        yield { content: undefined, isFence: true, isSurelyJson: false };
}
function bareJson(text, start) {
    if (matchAt(/\{\s*["}]|\[\s*[[{"\]]/y, text, start) === "")
        return undefined;
    const end = endOfBrackets(text, start);
    return text.slice(start, end + matchAt(REST_OF_LINE, text, end).length);
}
function endOfBrackets(text, start) {
    let depth = 0;
    let isInString = false;
    for (let at = start; at < text.length; at++) {
        const char = text.charAt(at);
        if (isInString) {
            if (char === "\\")
                at++;
            else if (char === '"')
                isInString = false;
        }
        else if (char === '"')
            isInString = true;
        else if (char === "{" || char === "[")
            depth++;
        else if ((char === "}" || char === "]") && --depth === 0)
            return at + 1;
    }
    return text.length;
}
function matchAt(sticky, text, at) {
    sticky.lastIndex = at;
    return sticky.exec(text)?.[0] ?? "";
}

;// CONCATENATED MODULE: ./src/gate/scope.ts





const NAMES = ["result", "json", "nodes", "status"];
const MAX_VALUE_CHARACTERS = 200;
class Scope {
    #facts;
    #values = new Map();
    #shown = new Map();
    constructor(facts) {
        this.#facts = facts;
    }
    knows(name) {
        if (name === "nodes")
            return this.#facts.nodes !== undefined;
        return name === "status" || this.#facts.result !== undefined;
    }
    get(name) {
        let again = this.#values.get(name);
        if (again === undefined) {
            again = outcomeOf(() => this.#read(name));
            this.#values.set(name, again);
        }
        return again();
    }
    #read(name) {
        const { status, nodes, result } = this.#facts;
        switch (name) {
            case "status":
                return new dist/* data.StringData */.p.uQ(status);
            case "nodes":
                return nodes === undefined ? new Missing("the nodes are not known") : values_valueOf(nodes);
            case "result":
                return result === undefined ? new Missing("there is no main output") : values_valueOf(result);
            default: {
                const value = this.get("result");
                return value instanceof dist/* data.StringData */.p.uQ ? jsonIn(value.value) : value;
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
                this.#shown.set(name, evaluate(node, this, (value) => jsonBeginning(value, MAX_VALUE_CHARACTERS)).value);
            }
            return false;
        });
        return Array.from(names, (name) => ({ name, value: this.#shown.get(name) })).filter(isKnown);
    }
}
function outcomeOf(read) {
    try {
        const value = read();
        return () => value;
    }
    catch (error) {
        return () => {
            throw error;
        };
    }
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
            const { value = false, cause, found } = evaluate(expression, scope, result/* truthy */.vN);
            return { expression: text, holds: value, cause, found, values: scope.valuesIn(expression) };
        });
    }
    outputs(facts) {
        const scope = new Scope(facts);
        return this.#outputs.map(({ name, text, expression }) => {
            const names = namesIn(expression);
            const source = names.includes("nodes") ? "nodes-file" : "result-file";
            const { value, cause, found } = names.every((used) => scope.knows(used))
                ? evaluate(expression, scope, outputText)
                : { value: undefined, cause: "", found: "" };
            return { name, expression: text, source, value, cause, found };
        });
    }
}


/***/ })

};
