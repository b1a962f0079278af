import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/expressiondata.js
var expressiondata_Kind;
(function (Kind) {
    Kind[Kind["String"] = 0] = "String";
    Kind[Kind["Array"] = 1] = "Array";
    Kind[Kind["Dictionary"] = 2] = "Dictionary";
    Kind[Kind["Boolean"] = 3] = "Boolean";
    Kind[Kind["Number"] = 4] = "Number";
    Kind[Kind["CaseSensitiveDictionary"] = 5] = "CaseSensitiveDictionary";
    Kind[Kind["Null"] = 6] = "Null";
})(expressiondata_Kind || (expressiondata_Kind = {}));
function kindStr(k) {
    switch (k) {
        case expressiondata_Kind.Array:
            return "Array";
        case expressiondata_Kind.Boolean:
            return "Boolean";
        case expressiondata_Kind.Null:
            return "Null";
        case expressiondata_Kind.Number:
            return "Number";
        case expressiondata_Kind.Dictionary:
            return "Object";
        case expressiondata_Kind.String:
            return "String";
    }
    return "unknown";
}
//# sourceMappingURL=expressiondata.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/number.js

class NumberData {
    constructor(value) {
        this.value = value;
        this.kind = expressiondata_Kind.Number;
        this.primitive = true;
    }
    coerceString() {
        if (this.value === 0) {
            return "0";
        }
        // Workaround to limit the precision to at most 15 digits. Format the number to a string, then parse
        // it back to a number to remove trailing zeroes to prevent numbers to be converted to 1.200000000...
        return (+this.value.toFixed(15)).toString();
    }
    number() {
        return this.value;
    }
}
//# sourceMappingURL=number.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/result.js

function falsy(d) {
    switch (d.kind) {
        case expressiondata_Kind.Null:
            return true;
        case expressiondata_Kind.Boolean:
            return !d.value;
        case expressiondata_Kind.Number: {
            const dv = d.value;
            return dv === 0 || isNaN(dv);
        }
        case expressiondata_Kind.String:
            return d.value.length === 0;
    }
    return false;
}
function truthy(d) {
    return !falsy(d);
}
// Similar to the Javascript abstract equality comparison algorithm http://www.ecma-international.org/ecma-262/5.1/#sec-11.9.3.
// Except objects are not coerced to primitives.
function coerceTypes(li, ri) {
    let lv = li;
    let rv = ri;
    // Do nothing, same kind
    if (li.kind === ri.kind) {
        return [lv, rv];
    }
    switch (li.kind) {
        // Number, String
        case expressiondata_Kind.Number:
            if (ri.kind === expressiondata_Kind.String) {
                rv = new NumberData(ri.number());
                return [lv, rv];
            }
            break;
        // String, Number
        case expressiondata_Kind.String:
            if (ri.kind === expressiondata_Kind.Number) {
                lv = new NumberData(li.number());
                return [lv, rv];
            }
            break;
        // Boolean|Null, Any
        case expressiondata_Kind.Null:
        case expressiondata_Kind.Boolean:
            lv = new NumberData(li.number());
            return coerceTypes(lv, rv);
    }
    // Any, Boolean|Null
    switch (ri.kind) {
        case expressiondata_Kind.Null:
        case expressiondata_Kind.Boolean:
            rv = new NumberData(ri.number());
            return coerceTypes(lv, rv);
    }
    return [lv, rv];
}
// Similar to the Javascript abstract equality comparison algorithm http://www.ecma-international.org/ecma-262/5.1/#sec-11.9.3.
// Except string comparison is OrdinalIgnoreCase, and objects are not coerced to primitives.
function equals(lhs, rhs) {
    const [lv, rv] = coerceTypes(lhs, rhs);
    if (lv.kind != rv.kind) {
        return false;
    }
    switch (lv.kind) {
        // Null, Null
        case expressiondata_Kind.Null:
            return true;
        // Number, Number
        case expressiondata_Kind.Number: {
            const ld = lv.value;
            const rd = rv.value;
            if (isNaN(ld) || isNaN(rd)) {
                return false;
            }
            return ld == rd;
        }
        // String, String
        case expressiondata_Kind.String: {
            const ls = lv.value;
            const rs = rv.value;
            return toUpperSpecial(ls) === toUpperSpecial(rs);
        }
        // Boolean, Boolean
        case expressiondata_Kind.Boolean: {
            const lb = lv.value;
            const rb = rv.value;
            return lb == rb;
        }
        // Object, Object
        case expressiondata_Kind.Dictionary:
        case expressiondata_Kind.Array:
            // Check reference equality
            return lv === rv;
    }
    return false;
}
// Similar to the Javascript abstract equality comparison algorithm http://www.ecma-international.org/ecma-262/5.1/#sec-11.9.3.
// Except string comparison is OrdinalIgnoreCase, and objects are not coerced to primitives.
function greaterThan(lhs, rhs) {
    const [lv, rv] = coerceTypes(lhs, rhs);
    if (lv.kind != rv.kind) {
        return false;
    }
    switch (lv.kind) {
        // Number, Number
        case expressiondata_Kind.Number: {
            const lf = lv.value;
            const rf = rv.value;
            if (isNaN(lf) || isNaN(rf)) {
                return false;
            }
            return lf > rf;
        }
        // String, String
        case expressiondata_Kind.String: {
            let ls = lv.value;
            let rs = rv.value;
            ls = toUpperSpecial(ls);
            rs = toUpperSpecial(rs);
            return ls > rs;
        }
        // Boolean, Boolean
        case expressiondata_Kind.Boolean: {
            const lb = lv.value;
            const rb = rv.value;
            return lb && !rb;
        }
    }
    return false;
}
// Similar to the Javascript abstract equality comparison algorithm http://www.ecma-international.org/ecma-262/5.1/#sec-11.9.3.
// Except string comparison is OrdinalIgnoreCase, and objects are not coerced to primitives.
function lessThan(lhs, rhs) {
    const [lv, rv] = coerceTypes(lhs, rhs);
    if (lv.kind != rv.kind) {
        return false;
    }
    switch (lv.kind) {
        // Number, Number
        case expressiondata_Kind.Number: {
            const lf = lv.value;
            const rf = rv.value;
            if (isNaN(lf) || isNaN(rf)) {
                return false;
            }
            return lf < rf;
        }
        // String, String
        case expressiondata_Kind.String: {
            let ls = lv.value;
            let rs = rv.value;
            ls = toUpperSpecial(ls);
            rs = toUpperSpecial(rs);
            return ls < rs;
        }
        // Boolean, Boolean
        case expressiondata_Kind.Boolean: {
            const lb = lv.value;
            const rb = rv.value;
            return !lb && rb;
        }
    }
    return false;
}
// Do not toUpper the small-dotless-ı
function toUpperSpecial(s) {
    const sb = [];
    let i = 0;
    const len = s.length;
    let found = s.indexOf("ı");
    while (i < len) {
        if (i < found) {
            sb.push(s.substring(i, found).toUpperCase()); // Append upper segment
            i = found;
        }
        else if (i == found) {
            sb.push(s.substring(i, i + 1));
            i += 1;
            found = s.indexOf("ı", i);
        }
        else {
            sb.push(s.substring(i).toUpperCase()); // Append upper remaining
            break;
        }
    }
    return sb.join("");
}
//# sourceMappingURL=result.js.map
;// CONCATENATED MODULE: ./src/wording.ts
function cut(text, limit) {
    return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
function quoted(text, limit = 80) {
    return `\`${cut(text, limit).replaceAll("`", "'")}\``;
}
function listed(names, count = names.length) {
    const shown = names.slice(0, 5);
    const list = shown.map((name) => quoted(name)).join(", ");
    return count > shown.length ? `${list} and ${count - shown.length} more` : list;
}
function counted(count, noun) {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function sentence(text) {
    return /[.!?…]`?$/.test(text) ? text : `${text}.`;
}
function wording_size(bytes) {
    if (bytes < 1_024)
        return counted(bytes, "byte");
    const kib = bytes / 1_024;
    return kib < 1_023.95 ? `${Number(kib.toFixed(1))} KiB` : `${Number((kib / 1_024).toFixed(1))} MiB`;
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
        return twoUnits(Math.floor(seconds / 60), "min", seconds % 60, "s");
    const minutes = Math.round(seconds / 60);
    return twoUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
}
function twoUnits(whole, unit, rest, restUnit) {
    return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}

;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/ast.js
class Expr {
}
class Literal extends Expr {
    constructor(literal, token) {
        super();
        this.literal = literal;
        this.token = token;
    }
    accept(v) {
        return v.visitLiteral(this);
    }
}
class Unary extends Expr {
    constructor(operator, expr) {
        super();
        this.operator = operator;
        this.expr = expr;
    }
    accept(v) {
        return v.visitUnary(this);
    }
}
class FunctionCall extends Expr {
    constructor(functionName, args) {
        super();
        this.functionName = functionName;
        this.args = args;
    }
    accept(v) {
        return v.visitFunctionCall(this);
    }
}
class Binary extends Expr {
    constructor(left, operator, right) {
        super();
        this.left = left;
        this.operator = operator;
        this.right = right;
    }
    accept(v) {
        return v.visitBinary(this);
    }
}
class Logical extends Expr {
    constructor(operator, args) {
        super();
        this.operator = operator;
        this.args = args;
    }
    accept(v) {
        return v.visitLogical(this);
    }
}
class Grouping extends Expr {
    constructor(group) {
        super();
        this.group = group;
    }
    accept(v) {
        return v.visitGrouping(this);
    }
}
class ContextAccess extends Expr {
    constructor(name) {
        super();
        this.name = name;
    }
    accept(v) {
        return v.visitContextAccess(this);
    }
}
class IndexAccess extends Expr {
    constructor(expr, index) {
        super();
        this.expr = expr;
        this.index = index;
    }
    accept(v) {
        return v.visitIndexAccess(this);
    }
}
class Star extends Expr {
    accept() {
        throw new Error("Method not implemented.");
    }
}
//# sourceMappingURL=ast.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/boolean.js

class BooleanData {
    constructor(value) {
        this.value = value;
        this.kind = expressiondata_Kind.Boolean;
        this.primitive = true;
    }
    coerceString() {
        if (this.value) {
            return "true";
        }
        return "false";
    }
    number() {
        if (this.value) {
            return 1;
        }
        return 0;
    }
}
//# sourceMappingURL=boolean.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/null.js

class Null {
    constructor() {
        this.kind = expressiondata_Kind.Null;
        this.primitive = true;
    }
    coerceString() {
        return "";
    }
    number() {
        return 0;
    }
}
//# sourceMappingURL=null.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/array.js

class array_Array {
    constructor(...data) {
        this.v = [];
        this.kind = expressiondata_Kind.Array;
        this.primitive = false;
        for (const d of data) {
            this.add(d);
        }
    }
    coerceString() {
        return kindStr(this.kind);
    }
    number() {
        return NaN;
    }
    add(value) {
        this.v.push(value);
    }
    get(index) {
        return this.v[index];
    }
    values() {
        return this.v;
    }
}
//# sourceMappingURL=array.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/filtered_array.js

class FilteredArray extends array_Array {
}
//# sourceMappingURL=filtered_array.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/string.js

class StringData {
    constructor(value) {
        this.value = value;
        this.kind = expressiondata_Kind.String;
        this.primitive = true;
    }
    coerceString() {
        return this.value;
    }
    number() {
        return Number(this.value);
    }
}
//# sourceMappingURL=string.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/lexer.js


var TokenType;
(function (TokenType) {
    TokenType[TokenType["UNKNOWN"] = 0] = "UNKNOWN";
    TokenType[TokenType["LEFT_PAREN"] = 1] = "LEFT_PAREN";
    TokenType[TokenType["RIGHT_PAREN"] = 2] = "RIGHT_PAREN";
    TokenType[TokenType["LEFT_BRACKET"] = 3] = "LEFT_BRACKET";
    TokenType[TokenType["RIGHT_BRACKET"] = 4] = "RIGHT_BRACKET";
    TokenType[TokenType["COMMA"] = 5] = "COMMA";
    TokenType[TokenType["DOT"] = 6] = "DOT";
    TokenType[TokenType["BANG"] = 7] = "BANG";
    TokenType[TokenType["BANG_EQUAL"] = 8] = "BANG_EQUAL";
    TokenType[TokenType["EQUAL_EQUAL"] = 9] = "EQUAL_EQUAL";
    TokenType[TokenType["GREATER"] = 10] = "GREATER";
    TokenType[TokenType["GREATER_EQUAL"] = 11] = "GREATER_EQUAL";
    TokenType[TokenType["LESS"] = 12] = "LESS";
    TokenType[TokenType["LESS_EQUAL"] = 13] = "LESS_EQUAL";
    TokenType[TokenType["AND"] = 14] = "AND";
    TokenType[TokenType["OR"] = 15] = "OR";
    TokenType[TokenType["STAR"] = 16] = "STAR";
    TokenType[TokenType["NUMBER"] = 17] = "NUMBER";
    TokenType[TokenType["STRING"] = 18] = "STRING";
    TokenType[TokenType["IDENTIFIER"] = 19] = "IDENTIFIER";
    TokenType[TokenType["TRUE"] = 20] = "TRUE";
    TokenType[TokenType["FALSE"] = 21] = "FALSE";
    TokenType[TokenType["NULL"] = 22] = "NULL";
    TokenType[TokenType["EOF"] = 23] = "EOF";
})(TokenType || (TokenType = {}));
function tokenString(tok) {
    switch (tok.type) {
        case TokenType.EOF:
            return "EOF";
        case TokenType.NUMBER:
            return tok.lexeme;
        case TokenType.STRING:
            // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
            return tok.value.toString();
        default:
            return tok.lexeme;
    }
}
class Lexer {
    constructor(input) {
        this.input = input;
        this.start = 0;
        this.offset = 0;
        this.line = 0;
        this.lastLineOffset = 0;
        this.tokens = [];
    }
    lex() {
        if (this.input.length > MAX_EXPRESSION_LENGTH) {
            throw new Error("ErrorExceededMaxLength");
        }
        while (!this.atEnd()) {
            this.start = this.offset;
            const c = this.next();
            switch (c) {
                case "(":
                    this.addToken(TokenType.LEFT_PAREN);
                    break;
                case ")":
                    this.addToken(TokenType.RIGHT_PAREN);
                    break;
                case "[":
                    this.addToken(TokenType.LEFT_BRACKET);
                    break;
                case "]":
                    this.addToken(TokenType.RIGHT_BRACKET);
                    break;
                case ",":
                    this.addToken(TokenType.COMMA);
                    break;
                case ".":
                    if (this.previous() != TokenType.IDENTIFIER &&
                        this.previous() != TokenType.RIGHT_BRACKET &&
                        this.previous() != TokenType.RIGHT_PAREN &&
                        this.previous() != TokenType.STAR) {
                        this.consumeNumber();
                    }
                    else {
                        this.addToken(TokenType.DOT);
                    }
                    break;
                case "-":
                case "+":
                    this.consumeNumber();
                    break;
                case "!":
                    this.addToken(this.match("=") ? TokenType.BANG_EQUAL : TokenType.BANG);
                    break;
                case "=":
                    if (!this.match("=")) {
                        // Illegal; continue reading until we hit a boundary character and return an error
                        this.consumeIdentifier();
                        break;
                    }
                    this.addToken(TokenType.EQUAL_EQUAL);
                    break;
                case "<":
                    this.addToken(this.match("=") ? TokenType.LESS_EQUAL : TokenType.LESS);
                    break;
                case ">":
                    this.addToken(this.match("=") ? TokenType.GREATER_EQUAL : TokenType.GREATER);
                    break;
                case "&":
                    if (!this.match("&")) {
                        // Illegal; continue reading until we hit a boundary character and return an error
                        this.consumeIdentifier();
                        break;
                    }
                    this.addToken(TokenType.AND);
                    break;
                case "|":
                    if (!this.match("|")) {
                        // Illegal; continue reading until we hit a boundary character and return an error
                        this.consumeIdentifier();
                        break;
                    }
                    this.addToken(TokenType.OR);
                    break;
                case "*":
                    this.addToken(TokenType.STAR);
                    break;
                // Ignore whitespace.
                case " ":
                case "\r":
                case "\t":
                    break;
                case "\n":
                    ++this.line;
                    this.lastLineOffset = this.offset;
                    break;
                case "'":
                    this.consumeString();
                    break;
                default:
                    switch (true) {
                        case isDigit(c):
                            this.consumeNumber();
                            break;
                        default:
                            this.consumeIdentifier();
                            break;
                    }
            }
        }
        this.tokens.push({
            type: TokenType.EOF,
            lexeme: "",
            range: this.range()
        });
        return {
            tokens: this.tokens
        };
    }
    pos() {
        return {
            line: this.line,
            column: this.start - this.lastLineOffset
        };
    }
    endPos() {
        return {
            line: this.line,
            column: this.offset - this.lastLineOffset
        };
    }
    range() {
        return {
            start: this.pos(),
            end: this.endPos()
        };
    }
    atEnd() {
        return this.offset >= this.input.length;
    }
    peek() {
        if (this.atEnd()) {
            return "\0";
        }
        return this.input[this.offset];
    }
    peekNext() {
        if (this.offset + 1 >= this.input.length) {
            return "\0";
        }
        return this.input[this.offset + 1];
    }
    previous() {
        const l = this.tokens.length;
        if (l == 0) {
            return TokenType.EOF;
        }
        return this.tokens[l - 1].type;
    }
    next() {
        return this.input[this.offset++];
    }
    match(expected) {
        if (this.atEnd()) {
            return false;
        }
        if (this.input[this.offset] !== expected) {
            return false;
        }
        this.offset++;
        return true;
    }
    addToken(type, value) {
        this.tokens.push({
            type,
            lexeme: this.input.substring(this.start, this.offset),
            range: this.range(),
            value
        });
    }
    consumeNumber() {
        while (!this.atEnd() && (!isBoundary(this.peek()) || this.peek() == ".")) {
            this.next();
        }
        const lexeme = this.input.substring(this.start, this.offset);
        const value = new StringData(lexeme).number();
        if (isNaN(value)) {
            throw new Error(`Unexpected symbol: '${lexeme}'. Located at position ${this.start + 1} within expression: ${this.input}`);
        }
        this.addToken(TokenType.NUMBER, value);
    }
    consumeString() {
        while ((this.peek() !== "'" || this.peekNext() === "'") && !this.atEnd()) {
            if (this.peek() === "\n")
                this.line++;
            if (this.peek() === "'" && this.peekNext() === "'") {
                // Escaped "'", consume
                this.next();
            }
            this.next();
        }
        if (this.atEnd()) {
            // Unterminated string
            throw new Error(`Unexpected symbol: '${this.input.substring(this.start)}'. Located at position ${this.start + 1} within expression: ${this.input}`);
        }
        // Closing '
        this.next();
        // Trim the surrounding quotes.
        let value = this.input.substring(this.start + 1, this.offset - 1);
        value = value.replace("''", "'");
        this.addToken(TokenType.STRING, value);
    }
    consumeIdentifier() {
        while (!this.atEnd() && !isBoundary(this.peek())) {
            this.next();
        }
        let tokenType = TokenType.IDENTIFIER;
        let tokenValue = undefined;
        const lexeme = this.input.substring(this.start, this.offset);
        if (this.previous() != TokenType.DOT) {
            switch (lexeme) {
                case "true":
                    tokenType = TokenType.TRUE;
                    break;
                case "false":
                    tokenType = TokenType.FALSE;
                    break;
                case "null":
                    tokenType = TokenType.NULL;
                    break;
                case "NaN":
                    tokenType = TokenType.NUMBER;
                    tokenValue = NaN;
                    break;
                case "Infinity":
                    tokenType = TokenType.NUMBER;
                    tokenValue = Infinity;
                    break;
            }
        }
        if (!isLegalIdentifier(lexeme)) {
            throw new Error(`Unexpected symbol: '${lexeme}'. Located at position ${this.start + 1} within expression: ${this.input}`);
        }
        this.addToken(tokenType, tokenValue);
    }
}
function isDigit(c) {
    return c >= "0" && c <= "9";
}
function isBoundary(c) {
    switch (c) {
        case "(":
        case "[":
        case ")":
        case "]":
        case ",":
        case ".":
        case "!":
        case ">":
        case "<":
        case "=":
        case "&":
        case "|":
            return true;
    }
    return /\s/.test(c);
}
function isLegalIdentifier(str) {
    if (str == "") {
        return false;
    }
    const first = str[0];
    if ((first >= "a" && first <= "z") || (first >= "A" && first <= "Z") || first == "_") {
        for (const c of str.substring(1).split("")) {
            if ((c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || (c >= "0" && c <= "9") || c == "_" || c == "-") {
                // OK
            }
            else {
                return false;
            }
        }
        return true;
    }
    return false;
}
//# sourceMappingURL=lexer.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/errors.js

const MAX_PARSER_DEPTH = 50;
const MAX_EXPRESSION_LENGTH = 21000;
var ErrorType;
(function (ErrorType) {
    ErrorType[ErrorType["ErrorUnexpectedSymbol"] = 0] = "ErrorUnexpectedSymbol";
    ErrorType[ErrorType["ErrorUnrecognizedNamedValue"] = 1] = "ErrorUnrecognizedNamedValue";
    ErrorType[ErrorType["ErrorUnexpectedEndOfExpression"] = 2] = "ErrorUnexpectedEndOfExpression";
    ErrorType[ErrorType["ErrorExceededMaxDepth"] = 3] = "ErrorExceededMaxDepth";
    ErrorType[ErrorType["ErrorExceededMaxLength"] = 4] = "ErrorExceededMaxLength";
    ErrorType[ErrorType["ErrorTooFewParameters"] = 5] = "ErrorTooFewParameters";
    ErrorType[ErrorType["ErrorTooManyParameters"] = 6] = "ErrorTooManyParameters";
    ErrorType[ErrorType["ErrorEvenParameters"] = 7] = "ErrorEvenParameters";
    ErrorType[ErrorType["ErrorUnrecognizedContext"] = 8] = "ErrorUnrecognizedContext";
    ErrorType[ErrorType["ErrorUnrecognizedFunction"] = 9] = "ErrorUnrecognizedFunction";
})(ErrorType || (ErrorType = {}));
class ExpressionError extends Error {
    constructor(typ, tok) {
        super(`${errorDescription(typ)}: '${tokenString(tok)}'`);
        this.typ = typ;
        this.tok = tok;
        this.pos = this.tok.range.start;
    }
}
function errorDescription(typ) {
    switch (typ) {
        case ErrorType.ErrorUnexpectedEndOfExpression:
            return "Unexpected end of expression";
        case ErrorType.ErrorUnexpectedSymbol:
            return "Unexpected symbol";
        case ErrorType.ErrorUnrecognizedNamedValue:
            return "Unrecognized named-value";
        case ErrorType.ErrorExceededMaxDepth:
            return `Exceeded max expression depth ${MAX_PARSER_DEPTH}`;
        case ErrorType.ErrorExceededMaxLength:
            return `Exceeded max expression length ${MAX_EXPRESSION_LENGTH}`;
        case ErrorType.ErrorTooFewParameters:
            return "Too few parameters supplied";
        case ErrorType.ErrorTooManyParameters:
            return "Too many parameters supplied";
        case ErrorType.ErrorEvenParameters:
            return "Even number of parameters supplied, requires an odd number of parameters";
        case ErrorType.ErrorUnrecognizedContext:
            return "Unrecognized named-value";
        case ErrorType.ErrorUnrecognizedFunction:
            return "Unrecognized function";
        default: // Should never reach here.
            return "Unknown error";
    }
}
class ExpressionEvaluationError extends Error {
}
//# sourceMappingURL=errors.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/case.js

const caseFunc = {
    name: "case",
    description: "`case( pred1, val1, pred2, val2, ..., default )`\n\nEvaluates predicates in order and returns the value corresponding to the first predicate that evaluates to `true`. If no predicate matches, it returns the last argument as the default value.",
    minArgs: 3,
    maxArgs: Number.MAX_SAFE_INTEGER,
    call: (...args) => {
        // Evaluate predicate-result pairs
        for (let i = 0; i < args.length - 1; i += 2) {
            const predicate = args[i];
            // Predicate must be a boolean
            if (predicate.kind !== expressiondata_Kind.Boolean) {
                throw new Error("case predicate must evaluate to a boolean value");
            }
            // If predicate is true, return the corresponding result
            if (predicate.value) {
                return args[i + 1];
            }
        }
        // No predicate matched, return default (last argument)
        return args[args.length - 1];
    }
};
//# sourceMappingURL=case.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/contains.js


const contains = {
    name: "contains",
    description: "`contains( search, item )`\n\nReturns `true` if `search` contains `item`. If `search` is an array, this function returns `true` if the `item` is an element in the array. If `search` is a string, this function returns `true` if the `item` is a substring of `search`. This function is not case sensitive. Casts values to a string.",
    minArgs: 2,
    maxArgs: 2,
    call: (...args) => {
        const left = args[0];
        const right = args[1];
        if (left.primitive) {
            const ls = left.coerceString();
            if (right.primitive) {
                const rs = right.coerceString();
                return new BooleanData(ls.toLowerCase().includes(rs.toLowerCase()));
            }
        }
        else if (left.kind === expressiondata_Kind.Array) {
            const la = left;
            if (la.values().length === 0) {
                return new BooleanData(false);
            }
            for (const v of la.values()) {
                if (equals(right, v)) {
                    return new BooleanData(true);
                }
            }
        }
        return new BooleanData(false);
    }
};
//# sourceMappingURL=contains.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/endswith.js


const endswith = {
    name: "endsWith",
    description: "`endsWith( searchString, searchValue )`\n\nReturns `true` if `searchString` ends with `searchValue`. This function is not case sensitive. Casts values to a string.",
    minArgs: 2,
    maxArgs: 2,
    call: (...args) => {
        const left = args[0];
        if (!left.primitive) {
            return new BooleanData(false);
        }
        const right = args[1];
        if (!right.primitive) {
            return new BooleanData(false);
        }
        const ls = toUpperSpecial(left.coerceString());
        const rs = toUpperSpecial(right.coerceString());
        return new BooleanData(ls.endsWith(rs));
    }
};
//# sourceMappingURL=endswith.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/format.js

const format = {
    name: "format",
    description: "`format( string, replaceValue0, replaceValue1, ..., replaceValueN)`\n\nReplaces values in the `string`, with the variable `replaceValueN`. Variables in the `string` are specified using the `{N}` syntax, where `N` is an integer. You must specify at least one `replaceValue` and `string`. There is no maximum for the number of variables (`replaceValueN`) you can use. Escape curly braces using double braces.",
    minArgs: 1,
    maxArgs: 255 /*MAX_ARGUMENTS*/,
    call: (...args) => {
        const fs = args[0].coerceString();
        const result = [];
        let index = 0;
        while (index < fs.length) {
            const lbrace = fs.indexOf("{", index);
            const rbrace = fs.indexOf("}", index);
            // Left brace
            if (lbrace >= 0 && (rbrace < 0 || rbrace > lbrace)) {
                // Escaped left brace
                if (safeCharAt(fs, lbrace + 1) === "{") {
                    result.push(fs.substr(index, lbrace - index + 1));
                    index = lbrace + 2;
                    continue;
                }
                // Left brace, number, optional format specifiers, right brace
                if (rbrace > lbrace + 1) {
                    const argIndex = readArgIndex(fs, lbrace + 1);
                    if (argIndex.success) {
                        // Check parameter count
                        if (1 + argIndex.result > args.length - 1) {
                            throw new Error(`The following format string references more arguments than were supplied: ${fs}`);
                        }
                        // Append the portion before the left brace
                        if (lbrace > index) {
                            result.push(fs.substr(index, lbrace - index));
                        }
                        // Append the arg
                        result.push(`${args[1 + argIndex.result].coerceString()}`);
                        index = rbrace + 1;
                        continue;
                    }
                }
                throw new Error(`The following format string is invalid: ${fs}`);
            }
            // Right brace
            else if (rbrace >= 0) {
                // Escaped right brace
                if (safeCharAt(fs, rbrace + 1) === "}") {
                    result.push(fs.substr(index, rbrace - index + 1));
                    index = rbrace + 2;
                }
                else {
                    throw new Error(`The following format string is invalid: ${fs}`);
                }
            }
            // Last segment
            else {
                result.push(fs.substr(index));
                break;
            }
        }
        return new StringData(result.join(""));
    }
};
function safeCharAt(string, index) {
    if (string.length > index) {
        return string[index];
    }
    return "\0";
}
function readArgIndex(string, startIndex) {
    // Count the number of digits
    let length = 0;
    for (;;) {
        const nextChar = safeCharAt(string, startIndex + length);
        if (nextChar >= "0" && nextChar <= "9") {
            length++;
        }
        else {
            break;
        }
    }
    // Validate at least one digit
    if (length < 1) {
        return {
            success: false
        };
    }
    // Parse the number
    const endIndex = startIndex + length - 1;
    const result = parseInt(string.substr(startIndex, length));
    return {
        success: !isNaN(result),
        result: result,
        endIndex: endIndex
    };
}
//# sourceMappingURL=format.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/dictionary.js

class Dictionary {
    constructor(...pairs) {
        this.keys = [];
        this.v = [];
        this.indexMap = {};
        this.kind = expressiondata_Kind.Dictionary;
        this.primitive = false;
        for (const p of pairs) {
            this.add(p.key, p.value);
        }
    }
    coerceString() {
        return kindStr(this.kind);
    }
    number() {
        return NaN;
    }
    add(key, value) {
        if (key.toLowerCase() in this.indexMap) {
            return;
        }
        this.keys.push(key);
        this.v.push(value);
        this.indexMap[key.toLowerCase()] = this.v.length - 1;
    }
    get(key) {
        const index = this.indexMap[key.toLowerCase()];
        if (index === undefined) {
            return undefined;
        }
        return this.v[index];
    }
    values() {
        return this.v;
    }
    pairs() {
        const result = [];
        for (const key of this.keys) {
            result.push({ key, value: this.v[this.indexMap[key.toLowerCase()]] });
        }
        return result;
    }
}
function isDictionary(x) {
    return x.kind === Kind.Dictionary;
}
//# sourceMappingURL=dictionary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/reviver.js






/**
 * Reviver can be passed to `JSON.parse` to convert plain JSON into an `ExpressionData` object.
 *
 * See: https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/JSON/parse#reviver
 */
function reviver(_key, val) {
    if (val === null) {
        return new Null();
    }
    if (typeof val === "string") {
        return new StringData(val);
    }
    if (typeof val === "number") {
        return new NumberData(val);
    }
    if (typeof val === "boolean") {
        return new BooleanData(val);
    }
    if (Array.isArray(val)) {
        return new array_Array(...val);
    }
    if (typeof val === "object") {
        return new Dictionary(...Object.keys(val).map(k => ({
            key: k,
            value: val[k]
        })));
    }
    // Pass through value
    return val;
}
//# sourceMappingURL=reviver.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/fromjson.js


const fromjson = {
    name: "fromJson",
    description: "`fromJSON(value)`\n\nReturns a JSON object or JSON data type for `value`. You can use this function to provide a JSON object as an evaluated expression or to convert environment variables from a string.",
    minArgs: 1,
    maxArgs: 1,
    call: (...args) => {
        const input = args[0];
        const is = input.coerceString();
        if (is.trim() === "") {
            throw new Error("empty input");
        }
        try {
            return JSON.parse(is, reviver);
        }
        catch (e) {
            throw new ExpressionEvaluationError("Error parsing JSON when evaluating fromJson", { cause: e });
        }
    }
};
//# sourceMappingURL=fromjson.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/join.js

const join = {
    name: "join",
    description: "`join( array, optionalSeparator )`\n\nThe value for `array` can be an array or a string. All values in `array` are concatenated into a string. If you provide `optionalSeparator`, it is inserted between the concatenated values. Otherwise, the default separator `,` is used. Casts values to a string.",
    minArgs: 1,
    maxArgs: 2,
    call: (...args) => {
        // Primitive
        if (args[0].primitive) {
            return new StringData(args[0].coerceString());
        }
        // Array
        if (args[0].kind === expressiondata_Kind.Array) {
            // Separator
            let separator = ",";
            if (args.length > 1 && args[1].primitive) {
                separator = args[1].coerceString();
            }
            // Convert items to strings
            return new StringData(args[0]
                .values()
                .map(item => item.coerceString())
                .join(separator));
        }
        return new StringData("");
    }
};
//# sourceMappingURL=join.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/startswith.js


const startswith = {
    name: "startsWith",
    description: "`startsWith( searchString, searchValue )`\n\nReturns `true` when `searchString` starts with `searchValue`. This function is not case sensitive. Casts values to a string.",
    minArgs: 2,
    maxArgs: 2,
    call: (...args) => {
        const left = args[0];
        if (!left.primitive) {
            return new BooleanData(false);
        }
        const right = args[1];
        if (!right.primitive) {
            return new BooleanData(false);
        }
        const ls = toUpperSpecial(left.coerceString());
        const rs = toUpperSpecial(right.coerceString());
        return new BooleanData(ls.startsWith(rs));
    }
};
//# sourceMappingURL=startswith.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/data/replacer.js






/**
 * Replacer can be passed to JSON.stringify to convert an ExpressionData object into plain JSON
 *
 * See: https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/JSON/stringify#replacer
 */
function replacer(_key, value) {
    if (value instanceof Null) {
        return null;
    }
    if (value instanceof BooleanData) {
        return value.value;
    }
    if (value instanceof NumberData) {
        return value.number();
    }
    if (value instanceof StringData) {
        return value.coerceString();
    }
    if (value instanceof array_Array) {
        return value.values();
    }
    if (value instanceof Dictionary) {
        const pairs = value.pairs();
        const r = {};
        for (const p of pairs) {
            r[p.key] = p.value;
        }
        return r;
    }
    return value;
}
//# sourceMappingURL=replacer.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs/tojson.js


const tojson = {
    name: "toJson",
    description: "`toJSON(value)`\n\nReturns a pretty-print JSON representation of `value`. You can use this function to debug the information provided in contexts.",
    minArgs: 1,
    maxArgs: 1,
    call: (...args) => {
        return new StringData(JSON.stringify(args[0], replacer, "  "));
    }
};
//# sourceMappingURL=tojson.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/funcs.js









const wellKnownFunctions = {
    case: caseFunc,
    contains: contains,
    endswith: endswith,
    format: format,
    fromjson: fromjson,
    join: join,
    startswith: startswith,
    tojson: tojson
};
// validateFunction returns the function definition for the given function name.
// If the function does not exist or an incorrect number of arguments is provided,
// an error is returned.
function validateFunction(context, identifier, argCount) {
    // Expression function names are case-insensitive.
    const name = identifier.lexeme.toLowerCase();
    let f;
    f = wellKnownFunctions[name];
    if (!f) {
        f = context.extensionFunctions.get(name);
        if (!f) {
            if (!context.allowUnknownKeywords) {
                throw new ExpressionError(ErrorType.ErrorUnrecognizedFunction, identifier);
            }
            // Skip argument validation for unknown functions
            return;
        }
    }
    if (argCount < f.minArgs) {
        throw new ExpressionError(ErrorType.ErrorTooFewParameters, identifier);
    }
    if (argCount > f.maxArgs) {
        throw new ExpressionError(ErrorType.ErrorTooManyParameters, identifier);
    }
    // case function requires an odd number of arguments
    if (name === "case" && argCount % 2 === 0) {
        throw new ExpressionError(ErrorType.ErrorEvenParameters, identifier);
    }
}
//# sourceMappingURL=funcs.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/idxHelper.js
class idxHelper {
    constructor(star, idx) {
        this.star = star;
        if (!idx) {
            return;
        }
        if (!star) {
            if (idx.primitive) {
                this.str = idx.coerceString();
            }
            let f = idx.number();
            if (!isNaN(f) && isFinite(f) && f >= 0) {
                f = Math.floor(f);
                this.int = f;
            }
        }
    }
}
//# sourceMappingURL=idxHelper.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/evaluator.js







class Evaluator {
    /**
     * Creates a new evaluator
     * @param n Parsed expression to evaluate
     * @param context Context data to use
     * @param functions Optional map of function implementations. If given, these will be preferred over the built-in functions.
     */
    constructor(n, context, functions) {
        this.n = n;
        this.context = context;
        this.functions = functions;
    }
    evaluate() {
        return this.eval(this.n);
    }
    eval(n) {
        return n.accept(this);
    }
    visitLiteral(literal) {
        return literal.literal;
    }
    visitUnary(unary) {
        const r = this.eval(unary.expr);
        if (unary.operator.type === TokenType.BANG) {
            return new BooleanData(falsy(r));
        }
        throw new Error(`unknown unary operator: ${unary.operator.lexeme}`);
    }
    visitBinary(binary) {
        const left = this.eval(binary.left);
        const right = this.eval(binary.right);
        switch (binary.operator.type) {
            case TokenType.EQUAL_EQUAL:
                return new BooleanData(equals(left, right));
            case TokenType.BANG_EQUAL:
                return new BooleanData(!equals(left, right));
            case TokenType.GREATER:
                return new BooleanData(greaterThan(left, right));
            case TokenType.GREATER_EQUAL:
                return new BooleanData(equals(left, right) || greaterThan(left, right));
            case TokenType.LESS:
                return new BooleanData(lessThan(left, right));
            case TokenType.LESS_EQUAL:
                return new BooleanData(equals(left, right) || lessThan(left, right));
        }
        throw new Error(`unknown binary operator: ${binary.operator.lexeme}`);
    }
    visitLogical(logical) {
        let result;
        for (const arg of logical.args) {
            result = this.eval(arg);
            // Break?
            if ((logical.operator.type === TokenType.AND && falsy(result)) ||
                (logical.operator.type === TokenType.OR && truthy(result))) {
                break;
            }
        }
        // result is always assigned before we return here
        // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
        return result;
    }
    visitGrouping(grouping) {
        return this.eval(grouping.group);
    }
    visitContextAccess(contextAccess) {
        // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
        const r = this.context.get(contextAccess.name.lexeme);
        return r;
    }
    visitIndexAccess(ia) {
        let idx;
        if (ia.index instanceof Star) {
            idx = new idxHelper(true, undefined);
        }
        else {
            let idxResult;
            try {
                idxResult = this.eval(ia.index);
            }
            catch (e) {
                throw new Error(`could not evaluate index for index access: ${e.message}`, { cause: e });
            }
            idx = new idxHelper(false, idxResult);
        }
        const objResult = this.eval(ia.expr);
        let result;
        switch (objResult.kind) {
            case expressiondata_Kind.Array: {
                const tobjResult = objResult;
                if (tobjResult instanceof FilteredArray) {
                    result = filteredArrayAccess(tobjResult, idx);
                }
                else {
                    result = arrayAccess(tobjResult, idx);
                }
                break;
            }
            case expressiondata_Kind.Dictionary: {
                const tobjResult = objResult;
                result = objectAccess(tobjResult, idx);
                break;
            }
            default:
                if (idx.star) {
                    result = new FilteredArray();
                }
                else {
                    result = new Null();
                }
        }
        return result;
    }
    visitFunctionCall(functionCall) {
        // Evaluate arguments
        const args = functionCall.args.map(arg => this.eval(arg));
        // Get function definitions
        const functionName = functionCall.functionName.lexeme.toLowerCase();
        const f = this.functions?.get(functionName) || wellKnownFunctions[functionName];
        return f.call(...args);
    }
}
function filteredArrayAccess(fa, idx) {
    const result = new FilteredArray();
    for (const item of fa.values()) {
        // Check the type of the nested item
        switch (item.kind) {
            case expressiondata_Kind.Dictionary: {
                const ti = item;
                if (idx.star) {
                    for (const v of ti.values()) {
                        result.add(v);
                    }
                }
                else if (idx.str !== undefined) {
                    const v = ti.get(idx.str);
                    if (v !== undefined) {
                        result.add(v);
                    }
                }
                break;
            }
            case expressiondata_Kind.Array: {
                const ti = item;
                if (idx.star) {
                    for (const v of ti.values()) {
                        result.add(v);
                    }
                }
                else if (idx.int !== undefined && idx.int < ti.values().length) {
                    result.add(ti.get(idx.int));
                }
                break;
            }
        }
    }
    return result;
}
function arrayAccess(a, idx) {
    if (idx.star) {
        const fa = new FilteredArray();
        for (const item of a.values()) {
            fa.add(item);
        }
        return fa;
    }
    if (idx.int !== undefined && idx.int < a.values().length) {
        return a.get(idx.int);
    }
    return new Null();
}
function objectAccess(obj, idx) {
    if (idx.star) {
        const fa = new FilteredArray(...obj.values());
        return fa;
    }
    if (idx.str !== undefined) {
        const r = obj.get(idx.str);
        if (r !== undefined) {
            return r;
        }
    }
    return new Null();
}
//# sourceMappingURL=evaluator.js.map
;// CONCATENATED MODULE: ./src/thrown.ts
function asError(thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
}

;// CONCATENATED MODULE: ./src/gate/protocol.ts
const MAX_EVALUATED_BYTES = 10 * 1_024 * 1_024;
const NAMES = ["result", "json", "nodes", "status"];

;// CONCATENATED MODULE: ./src/gate/syntax.ts


function namesIn(expression) {
    const names = [];
    visit(expression, (node) => {
        if (node instanceof ContextAccess)
            names.push(node.name.lexeme.toLowerCase());
    });
    return names;
}
function pathOf(node) {
    if (node instanceof ContextAccess)
        return node.name.lexeme;
    if (!(node instanceof IndexAccess))
        return undefined;
    const base = pathOf(node.expr);
    if (base === undefined)
        return undefined;
    if (node.index instanceof Star)
        return `${base}.*`;
    if (!(node.index instanceof Literal))
        return undefined;
    const key = node.index.literal;
    if (!(key instanceof StringData))
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
    if (node instanceof Binary)
        return [node.left, node.right];
    if (node instanceof Logical || node instanceof FunctionCall)
        return node.args;
    if (node instanceof Unary)
        return [node.expr];
    if (node instanceof Grouping)
        return [node.group];
    if (node instanceof IndexAccess)
        return [node.expr, node.index];
    return [];
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: ./src/api/json.ts

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
const LETTER_I = 0x49;
const LETTER_N = 0x4e;
const LITERALS = ["null", "true", "false", "NaN", "Infinity"].map((word) => Buffer.from(word));
const SHORT_BYTES = 32;
const MAX_SEARCHED_BYTES = 4_096;
const MAX_DEPTH = 1_000_000;
class JsonReader {
    depth = 0;
    nonFinite;
    #json;
    #at = 0;
    constructor(json) {
        this.#json = json;
    }
    get at() {
        return this.#at;
    }
    nextIsObject() {
        return this.#json[this.#at] === OPEN_BRACE;
    }
    nextIsArray() {
        return this.#json[this.#at] === OPEN_BRACKET;
    }
    nextIsString() {
        return this.#json[this.#at] === QUOTE;
    }
    nextIsNumber() {
        const first = this.#json[this.#at];
        return first === MINUS || json_isDigit(first) || first === LETTER_N || first === LETTER_I;
    }
    object(visit) {
        this.#expect(OPEN_BRACE);
        this.#skipSpace();
        if (this.#next(CLOSE_BRACE))
            return;
        do {
            this.#skipSpace();
            const at = this.#at;
            const name = this.string();
            this.#colon();
            if (visit(name, at) === false)
                return;
            this.#skipSpace();
        } while (this.#next(COMMA));
        this.#expect(CLOSE_BRACE);
    }
    array(visit) {
        this.#expect(OPEN_BRACKET);
        this.#skipSpace();
        if (this.#next(CLOSE_BRACKET))
            return;
        do {
            this.#skipSpace();
            visit();
            this.#skipSpace();
        } while (this.#next(COMMA));
        this.#expect(CLOSE_BRACKET);
    }
    number() {
        return Number(this.text());
    }
    text() {
        return this.bytes().toString("utf8");
    }
    bytes() {
        const start = this.#at;
        this.skip();
        return this.#json.subarray(start, this.#at);
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
            const first = this.#json[this.#at];
            if (first === OPEN_BRACE || first === OPEN_BRACKET) {
                const closer = first === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
                this.#at++;
                this.#skipSpace();
                if (!this.#next(closer)) {
                    this.depth = Math.max(this.depth, closers.push(closer));
                    if (this.depth > MAX_DEPTH)
                        throw new TooLarge("nested more than a million deep");
                    if (closer === CLOSE_BRACE)
                        this.#name();
                    continue;
                }
            }
            else if (first === QUOTE) {
                this.#skipString();
            }
            else if (first === MINUS || json_isDigit(first)) {
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
        if (this.#next(MINUS) && this.#json[this.#at] === LETTER_I) {
            this.nonFinite ??= "-Infinity";
            this.#skipLiteral();
            return;
        }
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
        while (json_isDigit(this.#json[this.#at]))
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
            if (word[0] === LETTER_I)
                this.nonFinite ??= "Infinity";
            if (word[0] === LETTER_N)
                this.nonFinite ??= "NaN";
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
const BYTE_ORDER_MARK = Buffer.from("\ufeff");
function trimmed(body) {
    if (!(0,external_node_buffer_namespaceObject.isUtf8)(body))
        throw new NotJson("it is not UTF-8");
    const hasMark = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    let start = hasMark ? BYTE_ORDER_MARK.length : 0;
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
function json_isDigit(byte) {
    return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
function nextInString(json, at) {
    let size = SHORT_BYTES;
    for (let from = at; from < json.length; from += size) {
        size = Math.min(4 * size, MAX_SEARCHED_BYTES);
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

;// CONCATENATED MODULE: ./src/limits.ts
const MAX_OUTPUT_BYTES = 1_024 * 1_024;

;// CONCATENATED MODULE: ./src/gate/values.ts





class EvaluationError extends Error {
    found;
    constructor(message, found = "") {
        super(message);
        this.found = found;
    }
}
class Missing extends Null {
    error;
    constructor(cause, found = "") {
        super();
        this.error = new EvaluationError(cause, found);
    }
}
class Pairs extends Dictionary {
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
            throw new EvaluationError(`the name ${quoted(key)} is there more than once in one object`);
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
    const reader = new JsonReader(trimmed(json));
    const value = readValue(reader);
    reader.end();
    return value;
}
function valueIfJson(text) {
    if (!/^\s*["{[\dtfnNI-]/.test(text))
        return undefined;
    try {
        return values_valueOf(Buffer.from(text));
    }
    catch (error) {
        if (error instanceof NotJson)
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
        const list = new array_Array();
        reader.array(() => {
            list.add(readValue(reader));
        });
        return list;
    }
    if (reader.nextIsString())
        return new StringData(reader.string());
    if (reader.nextIsNumber())
        return new NumberData(reader.number());
    const literal = reader.literal();
    return typeof literal === "boolean" ? new BooleanData(literal) : new Null();
}
function kindOf(value) {
    if (value instanceof StringData)
        return "text";
    if (value instanceof NumberData)
        return "a number";
    if (value instanceof BooleanData)
        return "a boolean";
    if (value instanceof array_Array)
        return "a list";
    return value instanceof Null ? "null" : "an object";
}
function contentOf(value) {
    if (value instanceof array_Array)
        return `it has ${counted(value.values().length, "item")}`;
    if (!(value instanceof Dictionary))
        return "";
    const names = value.pairs().map(({ key }) => key);
    return names.length === 0 ? "it is empty" : `it has ${listed(names)}`;
}
function outputText(value) {
    if (value instanceof Null)
        return "";
    const { text, isWhole } = value instanceof StringData
        ? { text: value.value, isWhole: true }
        : beginningOf(value, MAX_OUTPUT_BYTES, "");
    return isWhole && Buffer.byteLength(text) <= MAX_OUTPUT_BYTES ? text : null;
}
function jsonText(value, indent = "") {
    const { text, isWhole } = beginningOf(value, MAX_EVALUATED_BYTES, indent);
    if (!isWhole)
        throw tooLong("JSON");
    return text;
}
function jsonBeginning(value, limit) {
    return Buffer.from(cut(beginningOf(value, limit, "").text, limit)).toString();
}
function tooLong(what) {
    return new EvaluationError(`it cannot be evaluated: it makes ${what} of more than ${wording_size(MAX_EVALUATED_BYTES)}`);
}
class LimitReached extends Error {
}
function beginningOf(value, limit, indent) {
    const parts = [];
    let length = 0;
    let isWhole = true;
    try {
        writeJson(value, indent, (part) => {
            parts.push(part);
            length += part.length;
            if (length > limit)
                throw new LimitReached();
        });
    }
    catch (error) {
        if (!(error instanceof LimitReached))
            throw error;
        isWhole = false;
    }
    return { text: parts.join(""), isWhole };
}
function writeJson(value, indent, emit, margin = "\n") {
    if (value instanceof StringData)
        emit(JSON.stringify(value.value));
    else if (value instanceof NumberData)
        emit(String(value.value));
    else if (!(value instanceof array_Array || value instanceof Dictionary))
        emit(value instanceof BooleanData ? String(value.value) : "null");
    else {
        const [open, close] = value instanceof array_Array ? ["[", "]"] : ["{", "}"];
        const items = value instanceof array_Array ? value.values() : value.pairs();
        const inner = indent === "" ? "" : margin + indent;
        let before = open + inner;
        for (const item of items) {
            emit(before);
            if ("key" in item)
                emit(JSON.stringify(item.key) + (indent === "" ? ":" : ": "));
            writeJson("key" in item ? item.value : item, indent, emit, inner);
            before = `,${inner}`;
        }
        if (items.length === 0)
            emit(open + close);
        else
            emit(indent === "" ? close : margin + close);
    }
}

;// CONCATENATED MODULE: ./src/gate/language.ts










function evaluate(expression, names, as) {
    try {
        return { value: as(new StrictEvaluator(expression, names).evaluate()), cause: "", found: "" };
    }
    catch (error) {
        if (error instanceof EvaluationError)
            return { cause: error.message, found: error.found };
        const cause = error instanceof RangeError
            ? "a value is too large or nested too deep"
            : quoted(asError(error).message);
        return { cause: `it cannot be evaluated: ${cause}`, found: "" };
    }
}
class StrictEvaluator extends Evaluator {
    #names;
    constructor(expression, names) {
        super(expression, new Dictionary(), OWN_FUNCTIONS);
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
        const isEquality = operator.type === TokenType.EQUAL_EQUAL || operator.type === TokenType.BANG_EQUAL;
        if (!isEquality || !(isNull(left) || isNull(right)))
            return super.visitBinary(binary);
        const isEqual = equals(this.#peek(left), this.#peek(right));
        return new BooleanData(isEqual === (operator.type === TokenType.EQUAL_EQUAL));
    }
    visitIndexAccess(access) {
        const base = this.#peek(access.expr);
        if (base instanceof Missing)
            return base;
        const key = access.index instanceof Star ? undefined : this.eval(access.index);
        if (base instanceof FilteredArray)
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
            if (!(isTaken instanceof BooleanData))
                throw new EvaluationError(`a condition of \`case\` is ${kindOf(isTaken)}, not a boolean`);
            if (isTaken.value)
                return this.#peek(branch);
            rest = more;
        }
    }
}
function isNull(node) {
    if (node instanceof Grouping)
        return isNull(node.group);
    return node instanceof Literal && node.literal instanceof Null;
}
function partOf(value, key) {
    if (value instanceof array_Array)
        return value.values()[Math.floor(key.number())];
    return value instanceof Dictionary && key.primitive ? value.get(key.coerceString()) : undefined;
}
function itemsOf(value) {
    return value instanceof array_Array || value instanceof Dictionary ? value.values() : undefined;
}
function partsOfItems(list, key) {
    return filtered(list.values().flatMap((item) => (key === undefined ? (itemsOf(item) ?? []) : (partOf(item, key) ?? []))));
}
function filtered(items) {
    const list = new FilteredArray();
    for (const item of items)
        list.add(item);
    return list;
}
function absentPart({ expr, index }, base) {
    const where = written(expr);
    const part = quoted(index instanceof Literal ? index.literal.coerceString() : `[${pathOf(index) ?? "…"}]`);
    if (where === "`nodes`" && base instanceof Dictionary)
        return new Missing(`no node is called ${part}`, contentOf(base)
            .replace(/^it has/, "the nodes are")
            .replace(/^it is empty$/, "there are no nodes"));
    if (base instanceof Dictionary || (base instanceof array_Array && !isName(index)))
        return new Missing(`${where} has no ${part}`, contentOf(base));
    const hint = base instanceof StringData ? "; `fromJSON` reads the JSON in a text" : "";
    return new Missing(`${where} is ${kindOf(base)}, which has no ${part}${hint}`);
}
function isName(index) {
    return index instanceof Literal && Number.isNaN(index.literal.number());
}
function written(node) {
    if (node instanceof Grouping)
        return written(node.group);
    if (node instanceof FunctionCall)
        return quoted(`${node.functionName.lexeme}(…)`);
    return quoted(pathOf(node) ?? (node instanceof IndexAccess ? `${pathOf(node.expr) ?? "…"}[…]` : "…"));
}
const OWN_FUNCTIONS = new Map(Object.entries({
    fromjson: (text) => {
        const value = valueIfJson(text.coerceString());
        if (value === undefined)
            throw new EvaluationError("it cannot be evaluated: fromJSON was given text that is not JSON");
        return value;
    },
    tojson: (value) => new StringData(jsonText(value, "  ")),
    format: (text, ...args) => {
        let size = 0;
        const made = text.coerceString().replace(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match, index) => {
            if (match === "{{" || match === "}}")
                return match.charAt(0);
            const value = index === undefined ? undefined : args[Number(index)]?.coerceString();
            if (value === undefined)
                throw new EvaluationError("it cannot be evaluated: format was given a text that does not fit its arguments");
            size += value.length;
            if (size > MAX_EVALUATED_BYTES)
                throw tooLong("a text");
            return value;
        });
        return new StringData(made);
    },
    join: (list, ...[separator]) => {
        const items = list instanceof array_Array ? list.values().map((item) => item.coerceString()) : [];
        const between = separator?.primitive === true ? separator.coerceString() : ",";
        const size = items.reduce((sum, item) => sum + item.length + between.length, 0);
        if (size > MAX_EVALUATED_BYTES)
            throw tooLong("a text");
        return new StringData(list.primitive ? list.coerceString() : items.join(between));
    },
}).map(([name, call]) => [
    name,
    { name, minArgs: 0, maxArgs: Infinity, call },
]));

;// CONCATENATED MODULE: ./node_modules/@actions/expressions/dist/parser.js





class Parser {
    /**
     * Constructs a new parser for the given tokens
     *
     * @param tokens Tokens to build a parse tree from
     * @param extensionContexts Available context names
     * @param extensionFunctions Available functions (beyond the built-in ones)
     */
    constructor(tokens, extensionContexts, extensionFunctions) {
        this.tokens = tokens;
        this.offset = 0;
        this.depth = 0;
        this.extContexts = new Map();
        this.extFuncs = new Map();
        for (const contextName of extensionContexts) {
            this.extContexts.set(contextName.toLowerCase(), true);
        }
        for (const { name, func } of extensionFunctions.map(x => ({
            name: x.name,
            func: x
        }))) {
            this.extFuncs.set(name.toLowerCase(), func);
        }
        this.context = {
            allowUnknownKeywords: false,
            extensionContexts: this.extContexts,
            extensionFunctions: this.extFuncs
        };
    }
    parse() {
        // eslint-disable-next-line prefer-const
        let result;
        // No tokens
        if (this.atEnd()) {
            return result;
        }
        result = this.expression();
        if (!this.atEnd()) {
            throw this.buildError(ErrorType.ErrorUnexpectedSymbol, this.peek());
        }
        return result;
    }
    expression() {
        this.incrDepth();
        try {
            return this.logicalOr();
        }
        finally {
            this.decrDepth();
        }
    }
    logicalOr() {
        // && is higher precedence than ||
        let expr = this.logicalAnd();
        if (this.check(TokenType.OR)) {
            // Track depth
            this.incrDepth();
            try {
                const logical = new Logical(this.peek(), [expr]);
                expr = logical;
                while (this.match(TokenType.OR)) {
                    const right = this.logicalAnd();
                    logical.args.push(right);
                }
            }
            finally {
                this.decrDepth();
            }
        }
        return expr;
    }
    logicalAnd() {
        // == and != are higher precedence than &&
        let expr = this.equality();
        if (this.check(TokenType.AND)) {
            // Track depth
            this.incrDepth();
            try {
                const logical = new Logical(this.peek(), [expr]);
                expr = logical;
                while (this.match(TokenType.AND)) {
                    const right = this.equality();
                    logical.args.push(right);
                }
            }
            finally {
                this.decrDepth();
            }
        }
        return expr;
    }
    equality() {
        // >, >=, <, <= are higher precedence than == and !=
        let expr = this.comparison();
        while (this.match(TokenType.BANG_EQUAL, TokenType.EQUAL_EQUAL)) {
            const operator = this.previous();
            const right = this.comparison();
            expr = new Binary(expr, operator, right);
        }
        return expr;
    }
    comparison() {
        // ! is higher precedence than >, >=, <, <=
        let expr = this.unary();
        while (this.match(TokenType.GREATER, TokenType.GREATER_EQUAL, TokenType.LESS, TokenType.LESS_EQUAL)) {
            const operator = this.previous();
            const right = this.unary();
            expr = new Binary(expr, operator, right);
        }
        return expr;
    }
    unary() {
        if (this.match(TokenType.BANG)) {
            // Track depth
            this.incrDepth();
            const operator = this.previous();
            const unary = this.unary();
            try {
                return new Unary(operator, unary);
            }
            finally {
                this.decrDepth();
            }
        }
        return this.index();
    }
    index() {
        let expr = this.call();
        let depthIncreased = 0;
        if (expr instanceof Grouping || expr instanceof FunctionCall || expr instanceof ContextAccess) {
            let cont = true;
            while (cont) {
                switch (true) {
                    case this.match(TokenType.LEFT_BRACKET): {
                        let indexExpr;
                        if (this.match(TokenType.STAR)) {
                            indexExpr = new Star();
                        }
                        else {
                            indexExpr = this.expression();
                        }
                        this.consume(TokenType.RIGHT_BRACKET, ErrorType.ErrorUnexpectedSymbol);
                        // Track depth
                        this.incrDepth();
                        depthIncreased++;
                        expr = new IndexAccess(expr, indexExpr);
                        break;
                    }
                    case this.match(TokenType.DOT):
                        // Track depth
                        this.incrDepth();
                        depthIncreased++;
                        if (this.match(TokenType.IDENTIFIER)) {
                            const property = this.previous();
                            expr = new IndexAccess(expr, new Literal(new StringData(property.lexeme), property));
                        }
                        else if (this.match(TokenType.STAR)) {
                            expr = new IndexAccess(expr, new Star());
                        }
                        else {
                            throw this.buildError(ErrorType.ErrorUnexpectedSymbol, this.peek());
                        }
                        break;
                    default:
                        cont = false;
                }
            }
        }
        for (let i = 0; i < depthIncreased; i++) {
            this.decrDepth();
        }
        return expr;
    }
    call() {
        if (!this.check(TokenType.IDENTIFIER)) {
            return this.primary();
        }
        const identifier = this.next();
        if (!this.match(TokenType.LEFT_PAREN)) {
            if (!this.extContexts.has(identifier.lexeme.toLowerCase())) {
                throw this.buildError(ErrorType.ErrorUnrecognizedContext, identifier);
            }
            return new ContextAccess(identifier);
        }
        // Function call
        const args = [];
        // Arguments
        while (!this.match(TokenType.RIGHT_PAREN)) {
            const aexp = this.expression();
            args.push(aexp);
            if (!this.check(TokenType.RIGHT_PAREN)) {
                this.consume(TokenType.COMMA, ErrorType.ErrorUnexpectedSymbol);
            }
        }
        validateFunction(this.context, identifier, args.length);
        return new FunctionCall(identifier, args);
    }
    primary() {
        switch (true) {
            case this.match(TokenType.FALSE):
                return new Literal(new BooleanData(false), this.previous());
            case this.match(TokenType.TRUE):
                return new Literal(new BooleanData(true), this.previous());
            case this.match(TokenType.NULL):
                return new Literal(new Null(), this.previous());
            case this.match(TokenType.NUMBER):
                return new Literal(new NumberData(this.previous().value), this.previous());
            case this.match(TokenType.STRING):
                return new Literal(new StringData(this.previous().value), this.previous());
            case this.match(TokenType.LEFT_PAREN): {
                const expr = this.expression();
                if (this.atEnd()) {
                    throw this.buildError(ErrorType.ErrorUnexpectedEndOfExpression, this.previous()); // Back up to get the last token before the EOF
                }
                this.consume(TokenType.RIGHT_PAREN, ErrorType.ErrorUnexpectedSymbol);
                return new Grouping(expr);
            }
            case this.atEnd():
                throw this.buildError(ErrorType.ErrorUnexpectedEndOfExpression, this.previous()); // Back up to get the last token before the EOF
        }
        throw this.buildError(ErrorType.ErrorUnexpectedSymbol, this.peek());
    }
    // match consumes the next token if it matches any of the given types
    match(...tokenTypes) {
        for (const tokenType of tokenTypes) {
            if (this.check(tokenType)) {
                this.next();
                return true;
            }
        }
        return false;
    }
    // check peeks whether the next token is of the given type
    check(tokenType) {
        if (this.atEnd()) {
            return false;
        }
        return this.peek().type == tokenType;
    }
    // atEnd peeks whether the next token is EOF
    atEnd() {
        return this.peek().type == TokenType.EOF;
    }
    next() {
        if (!this.atEnd()) {
            this.offset++;
        }
        return this.previous();
    }
    peek() {
        return this.tokens[this.offset];
    }
    // previous returns the previous token
    previous() {
        return this.tokens[this.offset - 1];
    }
    // consume attempts to consume the next token if it matches the given type. It returns an error of
    // the given ParseErrorKind otherwise.
    consume(tokenType, errorType) {
        if (this.check(tokenType)) {
            this.next();
            return;
        }
        throw this.buildError(errorType, this.peek());
    }
    incrDepth() {
        this.depth++;
        if (this.depth > MAX_PARSER_DEPTH) {
            throw this.buildError(ErrorType.ErrorExceededMaxDepth, this.peek());
        }
    }
    decrDepth() {
        this.depth--;
    }
    buildError(errType, token) {
        return new ExpressionError(errType, token);
    }
}
//# sourceMappingURL=parser.js.map
;// CONCATENATED MODULE: ./src/numbered-lines.ts
function numberedLines(text) {
    return text
        .split("\n")
        .map((line, index) => [line.trim(), index + 1])
        .filter(([line]) => line !== "" && !line.startsWith("#"));
}

;// CONCATENATED MODULE: ./src/gate/lines.ts








class LineError extends Error {
}
const FUNCTIONS = "contains, startsWith, endsWith, format, join, toJSON, fromJSON and case";
function readLines(written) {
    const assert = linesOf(written.assert, "assert").map(([line, number]) => ({
        text: line,
        expression: parse(line, "assert", line, number),
    }));
    const outputs = readOutputLines(written);
    const empty = [];
    if (written.assert.trim() !== "" && assert.length === 0)
        empty.push("assert");
    if (written.outputs.trim() !== "" && outputs.length === 0)
        empty.push("outputs");
    return { assert, outputs, empty };
}
function readOutputLines({ outputs, reserved }) {
    const taken = new Set();
    return linesOf(outputs, "outputs").map(([line, number]) => {
        const refuse = (cause) => refused("outputs", line, number, cause);
        const [, name, text] = /^([A-Za-z_][A-Za-z0-9_-]*)\s*=(?!=)\s*(.*)$/.exec(line) ?? [];
        if (name === undefined || text === undefined)
            throw refuse("expected `name = expression`, with a name of letters, digits, `_` and `-`");
        const key = name.toLowerCase();
        if (reserved.includes(key))
            throw refuse(`\`${name}\` is an output of the action itself`);
        if (taken.size === taken.add(key).size)
            throw refuse(`\`${name}\` is set twice`);
        const expression = parse(text, "outputs", line, number);
        const source = namesIn(expression).includes("nodes") ? "nodes-file" : "result-file";
        return { name, text, expression, source };
    });
}
const AMBIGUOUS_ENDS = [
    ["\r", "a carriage return without a line feed"],
    ["\v", "a vertical tab"],
    ["\f", "a form feed"],
    ["\u0085", "a next line character (U+0085)"],
    ["\u2028", "a line separator (U+2028)"],
    ["\u2029", "a paragraph separator (U+2029)"],
];
function linesOf(text, input) {
    for (const [index, line] of text.split(/\r?\n|\r$/).entries()) {
        const [, name] = AMBIGUOUS_ENDS.find(([end]) => line.includes(end)) ?? [];
        if (name !== undefined)
            throw refused(input, line.trim(), index + 1, `it holds ${name}; end each line with a line feed`);
    }
    return numberedLines(text);
}
function parse(text, input, line, number) {
    if (line.includes("${{")) {
        throw refused(input, line, number, "write it without `${{ }}`, which the runner replaces before the action sees it");
    }
    try {
        const { tokens } = new Lexer(text).lex();
        for (const token of tokens) {
            if (token.type === TokenType.STRING)
                token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
        }
        const expression = new Parser(tokens, [...NAMES], []).parse();
        if (expression === undefined)
            throw new Error("the expression is missing");
        visit(expression, (node) => {
            if (node instanceof FunctionCall &&
                !Object.hasOwn(wellKnownFunctions, node.functionName.lexeme.toLowerCase())) {
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
    const message = asError(error).message.replace(/ within expression: .*$/s, "");
    const where = error instanceof ExpressionError ? `${message}, at position ${error.pos.column + 1}` : message;
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
    return new LineError(`Input \`${input}\`, line ${number}, ${quoted(line, 200)}: ${cause}.`);
}

;// CONCATENATED MODULE: ./src/gate/json-in-text.ts

function jsonIn(text) {
    const answer = withoutThinking(text);
    if (answer === undefined)
        return missing("text whose thinking is never closed");
    const whole = valueIfJson(answer.trim());
    if (whole !== undefined)
        return whole;
    let found;
    for (const { content, isFence, looksLikeJson } of piecesOf(answer)) {
        if (content === undefined)
            return missing("text with a code fence that is never closed");
        const value = valueIfJson(content);
        if (value !== undefined && found !== undefined)
            return missing("text with more than one piece of JSON");
        if (value === undefined && looksLikeJson)
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
            yield { content, isFence: true, looksLikeJson: /^json/i.test(open.label) };
            open = undefined;
        }
        else if (bracket !== undefined) {
            const content = bareJson(text, marks.lastIndex - 1);
            if (content === undefined)
                continue;
            yield { content, isFence: false, looksLikeJson: true };
            marks.lastIndex += content.length - 1;
        }
        else if (span?.startsWith("`") === true && rest.includes("```")) {
            const inside = rest.slice(0, rest.indexOf("```"));
            const [, label = "", content = ""] = /^(json\w*)?\s*(.*)$/is.exec(inside) ?? [];
            if (/^[{[]/.test(content))
                yield { content, isFence: true, looksLikeJson: label !== "" };
            marks.lastIndex += inside.length + matchAt(/`*/y, text, marks.lastIndex + inside.length).length;
        }
        else if (fence !== undefined && !(fence.startsWith("`") && rest.includes("`"))) {
            open = { fence, label: rest.trim(), start: marks.lastIndex + rest.length };
        }
    }
    if (open !== undefined)
        yield { content: undefined, isFence: true, looksLikeJson: false };
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







const MAX_VALUE_CHARACTERS = 200;
class Oversized {
    size;
    constructor(size) {
        this.size = size;
    }
}
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
        const value = this.#values.get(name) ?? this.#read(name);
        this.#values.set(name, value);
        return value;
    }
    #read(name) {
        const { status, nodes, result } = this.#facts;
        switch (name) {
            case "status":
                return new StringData(status);
            case "nodes":
                return read(nodes, "the node map") ?? new Missing("the nodes are not known");
            case "result":
                return read(result, "the main output") ?? new Missing("there is no main output");
            default: {
                const value = this.get("result");
                return value instanceof StringData ? jsonIn(value.value) : value;
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
function read(json, what) {
    if (!(json instanceof Oversized))
        return json && values_valueOf(json);
    throw new EvaluationError(`it cannot be evaluated: ${what} has ${wording_size(json.size)}, and expressions read at most ${wording_size(MAX_EVALUATED_BYTES)}`);
}
function isKnown(named) {
    return named.value !== undefined;
}

;// CONCATENATED MODULE: ./src/gate/gate.ts







const MAX_OUTPUTS_BYTES = 16 * 1_024 * 1_024;
class Gate {
    #lines;
    constructor(assert, outputs, reserved) {
        this.#lines = readLines({ assert, outputs, reserved });
    }
    *assert(facts) {
        const scope = new Scope(facts);
        for (const { text, expression } of this.#lines.assert) {
            const { value = false, cause, found } = evaluate(expression, scope, truthy);
            yield { expression: text, holds: value, cause, found, values: scope.valuesIn(expression) };
        }
    }
    *outputs(facts) {
        const scope = new Scope(facts);
        let size = 0;
        const withinLimit = (value) => {
            size += Buffer.byteLength(value ?? "");
            if (size <= MAX_OUTPUTS_BYTES)
                return value;
            throw new EvaluationError(`it cannot be handed over: the named outputs hold more than ${wording_size(MAX_OUTPUTS_BYTES)} together`);
        };
        for (const { name, text, expression, source } of this.#lines.outputs) {
            const { value, cause, found } = namesIn(expression).every((used) => scope.knows(used))
                ? evaluate(expression, scope, (result) => withinLimit(outputText(result)))
                : { value: undefined, cause: "", found: "" };
            yield { name, expression: text, source, value, cause, found };
        }
    }
}

;// CONCATENATED MODULE: ./src/gate/main.ts




const STDIN = 0;
const STDOUT = 1;
class Input {
    #rest = Buffer.alloc(0);
    message() {
        for (let from = 0;;) {
            const end = this.#rest.indexOf("\n", from);
            if (end >= 0)
                return JSON.parse(this.#take(end + 1).toString());
            from = this.#rest.length;
            const chunk = Buffer.allocUnsafe(65_536);
            const size = main_read(chunk);
            if (size === 0)
                return undefined;
            this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, size)]);
        }
    }
    json(size) {
        if (size === undefined)
            return undefined;
        if (size > MAX_EVALUATED_BYTES)
            return new Oversized(size);
        const json = Buffer.alloc(size);
        let length = this.#take(Math.min(size, this.#rest.length)).copy(json);
        while (length < size) {
            const more = main_read(json.subarray(length));
            if (more === 0)
                break;
            length += more;
        }
        return json;
    }
    #take(size) {
        const taken = this.#rest.subarray(0, size);
        this.#rest = this.#rest.subarray(size);
        return taken;
    }
}
function main_read(into) {
    try {
        return (0,external_node_fs_namespaceObject.readSync)(STDIN, into);
    }
    catch {
        return 0;
    }
}
function say(message) {
    const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
    for (let at = 0; at < bytes.length;)
        at += (0,external_node_fs_namespaceObject.writeSync)(STDOUT, bytes, at);
}
const input = new Input();
const main_written = input.message();
const gate = main_written && new Gate(main_written.assert, main_written.outputs, main_written.reserved);
for (;;) {
    const question = input.message();
    if (gate === undefined || question === undefined)
        break;
    const { kind, status } = question;
    const facts = { status, result: input.json(question.result), nodes: input.json(question.nodes) };
    for (const answer of kind === "assert" ? gate.assert(facts) : gate.outputs(facts))
        say(answer);
}

