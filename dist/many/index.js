import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 373:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ MAX_TIMER_MS),
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
const MAX_TIMER_MS = 2 ** 31 - 1;
function systemClock(now) {
    return {
        now,
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
            const timer = setTimeout(wake, Math.min(ms, MAX_TIMER_MS));
            signal.addEventListener("abort", wake);
        }),
    };
}


/***/ }),

/***/ 89:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ numberedLines)
/* harmony export */ });
function numberedLines(text) {
    return text
        .split("\n")
        .map((line, index) => [line.trim(), index + 1])
        .filter(([line]) => line !== "" && !line.startsWith("#"));
}


/***/ }),

/***/ 205:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JJ: () => (/* binding */ shownValue),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   h_: () => (/* binding */ givenApiKey),
/* harmony export */   iZ: () => (/* binding */ readApiKey),
/* harmony export */   i_: () => (/* binding */ InputReader)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(210);
/* harmony import */ var _wording_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(395);


class InputError extends Error {
}
function givenApiKey() {
    return _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4("api-key");
}
function readApiKey() {
    const key = givenApiKey();
    if (key === "") {
        throw new InputError("Input `api-key` is empty. If it comes from a secret, make sure that the secret exists and is available to this workflow. Pull requests from forks and from Dependabot get no Actions secrets.");
    }
    if (/^(["'`]|Bearer )|["'`]$/i.test(key)) {
        throw new InputError("Input `api-key` has quotes or the word Bearer around the key (its value is not shown). Store the secret again, with the key alone in it.");
    }
    if (!/^[\x20-\x7e]+$/.test(key)) {
        throw new InputError("Input `api-key` cannot be sent in a header (its value is not shown): it holds a line break, a control character or a character outside ASCII. Store the secret again, with the key alone in it.");
    }
    return key;
}
class InputReader {
    #defaults;
    constructor(defaults) {
        this.#defaults = defaults;
    }
    text(name) {
        const given = _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4(name, { trimWhitespace: false });
        return given.trim() === "" ? this.#defaults[name] : given;
    }
    boolean(name) {
        const given = this.#given(name);
        if (/^(true|True|TRUE)$/.test(given))
            return true;
        if (/^(false|False|FALSE)$/.test(given))
            return false;
        throw new InputError(`Input \`${name}\` is ${shownValue(given)}; expected true or false.`);
    }
    duration(name) {
        const given = this.#given(name);
        const [, number, unit = "s"] = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?$/.exec(given) ?? [];
        const ms = Number(number) * UNITS_MS[unit];
        if (ms > 0 && ms <= Number.MAX_SAFE_INTEGER)
            return ms;
        throw new InputError(`Input \`${name}\` is ${shownValue(given)}; expected a number of seconds, or a number with ms, s, m or h such as \`90s\` or \`15m\`, above zero.`);
    }
    baseUrl(name) {
        const given = this.#given(name);
        const refuse = (cause) => new InputError(`Input \`${name}\` ${cause}; expected an address such as \`https://api.promptlayer.com\`.`);
        if (!URL.canParse(given))
            throw refuse(`is ${shownAddress(given)}: it is no URL, which begins with \`https://\``);
        const url = new URL(given);
        if (url.username !== "" || url.password !== "")
            throw refuse("has user info in it (its value is not shown), which is not supported");
        if (given.includes("?") || given.includes("#"))
            throw refuse("has a query or a fragment (its value is not shown), which cannot be kept");
        if (url.protocol === "http:" && !isLoopback(url.hostname)) {
            throw refuse(`is ${shownAddress(given)}, which would send the key unencrypted: http: is for loopback only`);
        }
        if (url.protocol !== "https:" && url.protocol !== "http:")
            throw refuse(`is ${shownAddress(given)}, whose scheme is not \`https:\``);
        return url;
    }
    #given(name) {
        return _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4(name) || this.#defaults[name];
    }
}
const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
function isLoopback(hostname) {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
const NOT_SHOWN = "not shown, as it may be a key";
function shownValue(value) {
    return isHarmless(value) ? (0,_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(value, 100) : NOT_SHOWN;
}
function shownAddress(value) {
    const [, scheme = "", host = "", path = ""] = /^([a-z]+:\/\/)?([^/]*)(.*)$/is.exec(value) ?? [];
    if (!isHarmless(host) && !/^[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?$/i.test(host))
        return NOT_SHOWN;
    return (0,_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(`${(0,_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(scheme + host, 100)}${path.length > 1 ? "/…" : path}`, 110);
}
function isHarmless(value) {
    return (value.length < 16 && !/^(pl|sk|pk)[_-]/i.test(value)) || /^[-+.\de]+$/i.test(value);
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

/***/ 395:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration)
/* harmony export */ });
/* unused harmony export size */
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
function size(bytes) {
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


/***/ }),

/***/ 421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 67:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 30:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

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
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
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

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var lib_core = __nccwpck_require__(210);
// EXTERNAL MODULE: ./src/clock.ts
var clock = __nccwpck_require__(373);
// EXTERNAL MODULE: ./src/wording.ts
var wording = __nccwpck_require__(395);
;// CONCATENATED MODULE: ./src/show/sanitize.ts

const NAMED_ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const IN_EMOJI = /(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})|(?<=\p{ExtPict})\ufe0f|(?<=[\d*#])\ufe0f(?=\u20e3)/u
    .source;
const IGNORABLE = "\\p{DI}\\p{M}\u0640\u07fa\u180a\u1cd3\ufe73";
let compiled;
function compile() {
    return {
        invisible: new RegExp(`(?!${IN_EMOJI})[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{DI}\\u2800]`, "gu"),
        oldCommand: new RegExp(`#(?=[${IGNORABLE}]*#[${IGNORABLE}]*\\[)`, "gu"),
        newCommand: new RegExp(`^([\\s${IGNORABLE}]*):(?=[${IGNORABLE}]*:)`, "u"),
    };
}
function sanitizeLine(text, limit = 2_000) {
    const kept = (0,wording/* cut */.Jj)(text, limit);
    if (/^[ -~✅❌…]*$/.test(kept) && !/::|##| {2}/.test(kept))
        return kept;
    const { invisible, oldCommand, newCommand } = (compiled ??= compile());
    return kept
        .replace(invisible, escaped)
        .replace(/\p{Zs}+/gu, " ")
        .replace(oldCommand, "# ")
        .replace(newCommand, "$1: ");
}
function sanitizeBlock(text) {
    if (/^[\t\n -~]*$/.test(text))
        return text;
    const { invisible } = (compiled ??= compile());
    return text.replace(invisible, (char) => (char === "\n" || char === "\t" ? char : escaped(char)));
}
function escaped(char) {
    return NAMED_ESCAPES[char] ?? `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`;
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
function sanitize_sanitizeCode(text, limit) {
    return `<code>${escapeHtml(sanitizeLine(text, limit))}</code>`;
}

;// CONCATENATED MODULE: ./src/show/prose.ts

function prose_proseLine(text) {
    return text.replace(/`([^`]*)`/g, '"$1"');
}
const INERT = /^(?!.*(?:www\.|\bGH-|\b[\da-f]{7,40}\b))[\w.'"()%!?…-]*:?$/i;
function prose_proseHtml(text, limit) {
    const parts = sanitizeLine(text, limit).split(/`([^`]*)(?:`|$)/);
    return parts.map((part, n) => (n % 2 === 0 ? wordsHtml(part, limit) : sanitize_sanitizeCode(part, limit))).join("");
}
function wordsHtml(text, limit) {
    return text.replace(/[^ ,;]+/g, (word) => INERT.test(word) ? escapeHtml(word) : sanitize_sanitizeCode(word, limit));
}

;// CONCATENATED MODULE: ./src/show/log.ts



const SGR = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33" };
const log_MAX_ANNOTATIONS = 10;
function log_shownAlone(count, room) {
    return count > room ? room - 1 : count;
}
class Log {
    #keys;
    #annotations = 0;
    constructor(key) {
        const plain = [
            key,
            JSON.stringify(key).slice(1, -1),
            sanitizeLine(key, Infinity),
            key.replaceAll("`", "'"),
            encodeURIComponent(key.toWellFormed()),
        ];
        const keys = new Set([...plain, ...plain.map(escapeHtml)]);
        this.#keys = key === "" ? [] : [...keys].sort((a, b) => b.length - a.length);
    }
    get room() {
        return Math.max(1, log_MAX_ANNOTATIONS - this.#annotations);
    }
    info(line, style) {
        const text = this.#sanitize(line);
        lib_core/* info */.pq(style === undefined ? text : `\u001b[${SGR[style]}m${text}\u001b[0m`);
    }
    group(title, lines) {
        lib_core/* startGroup */.Oh(this.#sanitize(title));
        for (const line of lines)
            this.info(line);
        lib_core/* endGroup */.N4();
    }
    debug(line) {
        if (lib_core/* isDebug */._o())
            lib_core/* debug */.Yz(this.#sanitize(line));
    }
    error(message, title) {
        this.#annotations++;
        lib_core/* error */.z3(this.#sanitize(message), { title: this.#sanitize(title) });
    }
    warning(message, title) {
        this.#annotations++;
        lib_core/* warning */.$e(this.#sanitize(prose_proseLine(message)), { title: this.#sanitize(prose_proseLine(title)) });
    }
    notice(message, title) {
        this.#annotations++;
        lib_core/* notice */.lm(this.#sanitize(prose_proseLine(message)), { title: this.#sanitize(prose_proseLine(title)) });
    }
    withoutKey(text) {
        return this.#keys.reduce((rest, key) => withoutBeginning(withoutWhole(rest, key), key), text);
    }
    #sanitize(text) {
        return sanitizeLine(this.withoutKey(text));
    }
}
function withoutWhole(text, key) {
    return text.replace(new RegExp(key.replace(/[^\w]/g, "\\$&"), "gi"), "***");
}
function withoutBeginning(text, key) {
    const [last = "", ...parts] = text.split("…").toReversed();
    const clean = parts.map((part) => {
        for (let length = Math.min(key.length - 1, part.length); length >= 4; length--) {
            if (part.slice(-length).toLowerCase() === key.slice(0, length).toLowerCase())
                return `${part.slice(0, -length)}***`;
        }
        return part;
    });
    return [...clean.toReversed(), last].join("…");
}

// EXTERNAL MODULE: ./src/thrown.ts
var thrown = __nccwpck_require__(853);
;// CONCATENATED MODULE: ./src/outcome.ts
function failed(headline, cause, advice) {
    return { status: "error", headline, cause, advice };
}
function outcome_tolerated(outcome) {
    const green = "The step stays green, because `fail-on-error` is false: a later step has to decide by `status`.";
    return { ...outcome, advice: `${green} ${outcome.advice}`.trim() };
}

;// CONCATENATED MODULE: ./src/show/symbols.ts
const STATUS_SYMBOLS = {
    success: "✅",
    started: "🚀",
    failure: "❌",
    timeout: "⏰",
    error: "🚫",
    cancelled: "⏹️",
};
function symbols_nodeSymbol(node, isFailed) {
    if (isFailed)
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

;// CONCATENATED MODULE: ./src/show/outcome.ts




const outcome_MAX_SUMMARY_BYTES = 1_024 * 1_024;
const outcome_MAX_CAUSE_CHARACTERS = 500;
function announce(outcome, subject, log) {
    log.error(outcome_withAdvice(outcome), `${subject}: ${outcome.status}`);
    log.info(outcome_statusLine(outcome), "red");
}
function sentenceOf({ headline, cause }) {
    return prose_proseLine((0,wording/* sentence */.em)(cause === "" ? headline : `${headline}: ${cause}`));
}
function outcome_withAdvice(outcome) {
    return `${sentenceOf(outcome)} ${prose_proseLine(outcome.advice)}`.trim();
}
function outcome_statusLine(outcome) {
    return `${STATUS_SYMBOLS[outcome.status]} ${outcome.status}: ${sentenceOf(outcome)}`;
}
function outcome_renderOutcome({ status, headline, cause, advice }, subject) {
    const prose = (text) => prose_proseHtml(text, outcome_MAX_CAUSE_CHARACTERS);
    const blocks = [
        `## ${STATUS_SYMBOLS[status]} ${subject}: ${status}`,
        `<p>${cause === "" ? prose((0,wording/* sentence */.em)(headline)) : `${prose(headline)}: ${prose((0,wording/* sentence */.em)(cause))}`}</p>`,
    ];
    if (advice !== "")
        blocks.push(`**What to do:** ${advice}`);
    return `${blocks.join("\n\n")}\n`;
}
function outcome_table(head, rows, rest, noun, where = "") {
    const row = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    const lines = ["<table>", row(head, "th"), ...rows.map((cells) => row(cells, "td")), "</table>"];
    if (rest > 0)
        lines.push("", `…and ${rest} more ${noun}${rest === 1 ? "" : "s"}${where}.`);
    return lines.join("\n");
}
function writeSummary(markdown, path) {
    if (path === "")
        throw new Error("GITHUB_STEP_SUMMARY is not set");
    const present = (0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false })?.size ?? 0;
    if (present + Buffer.byteLength(markdown) > outcome_MAX_SUMMARY_BYTES)
        throw new Error("it would be over 1 MiB");
    (0,external_node_fs_namespaceObject.appendFileSync)(path, markdown);
}

// EXTERNAL MODULE: ./src/runner/inputs.ts
var inputs = __nccwpck_require__(205);
;// CONCATENATED MODULE: ./src/limits.ts
const limits_MAX_OUTPUT_BYTES = 1_024 * 1_024;

;// CONCATENATED MODULE: ./src/runner/outputs.ts





const MAX_JOB_CHARACTERS = (1_024 * 1_024) / 2;
const MAX_LINUX_BYTES = 128 * 1_024;
const MAX_WINDOWS_CHARACTERS = 32_767;
class NoPlaceForOutputs extends Error {
}
function outputs_checkPlaceForOutputs(env) {
    for (const [name, isFolder] of [
        ["GITHUB_OUTPUT", false],
        ["RUNNER_TEMP", true],
    ]) {
        const path = env[name] ?? "";
        if (path === "")
            throw new NoPlaceForOutputs(`${name} is not set`);
        let cause = isFolder ? "which is no folder" : "which is no file";
        try {
            (0,external_node_fs_namespaceObject.accessSync)(path, external_node_fs_namespaceObject.constants.W_OK);
            if ((0,external_node_fs_namespaceObject.statSync)(path).isDirectory() === isFolder)
                continue;
        }
        catch (error) {
            const { code } = (0,thrown/* asError */.z)(error);
            cause =
                code === "EACCES"
                    ? "which this user may not write to. If the job runs in a container, set `options: --user root` in its `container:`"
                    : `which cannot be written to (${String(code)})`;
        }
        throw new NoPlaceForOutputs(`${name} is ${(0,wording/* quoted */.TL)(path, 300)}, ${cause}`);
    }
}
function setOutputs(outputs, env, log) {
    const path = env["GITHUB_OUTPUT"] ?? "";
    const size = (0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false })?.size ?? 0;
    try {
        for (const { name, value } of outputs)
            lib_core/* setOutput */.uH(name, fits(value) ? value : "");
    }
    catch (error) {
        takeBack(path, size);
        throw error;
    }
    for (const output of outputs)
        warnOfLimits(output, env["RUNNER_OS"] === "Windows", log);
    warnOfSum(outputs, log);
}
function takeBack(path, size) {
    try {
        (0,external_node_fs_namespaceObject.truncateSync)(path, size);
    }
    catch {
    }
}
function fits(value) {
    return value !== null && Buffer.byteLength(value) <= limits_MAX_OUTPUT_BYTES;
}
const OTHER_JOBS = "A file does not reach another job by itself: hand it on with `actions/upload-artifact`.";
function warnOfLimits({ name, value, elsewhere = "", nonFinite }, isWindows, log) {
    if (nonFinite !== undefined) {
        log.warning(`It holds ${nonFinite}, as Python writes it. Strict JSON readers such as \`fromJSON\` and \`JSON.parse\` refuse that. Let the agent return null or a text in its place.`, `Output \`${name}\` is not strict JSON`);
    }
    if (!fits(value)) {
        log.warning(`It is over 1 MiB, too large for an output. ${elsewhere} ${OTHER_JOBS}`, `Output \`${name}\` was left empty`);
        return;
    }
    if (!value.isWellFormed() || value.includes("\0")) {
        log.warning(`It has characters that a step's output cannot carry (half of a surrogate pair, or NUL). ${elsewhere}`, `Output \`${name}\` is not exact`);
    }
    if (log.withoutKey(value) !== value) {
        log.warning("GitHub drops an output that holds a secret when it is handed on to another job. Keep the agent from repeating the key.", `Output \`${name}\` holds the API key`);
    }
    warnOfLength(name, value, elsewhere, isWindows, log);
}
function warnOfLength(name, value, elsewhere, isWindows, log) {
    if (value.length > MAX_JOB_CHARACTERS) {
        log.warning(`It has over ${MAX_JOB_CHARACTERS} characters, more than GitHub hands on to another job (1 MiB, at two bytes a character). ${elsewhere} ${OTHER_JOBS}`, `Output \`${name}\` is too large for another job`);
    }
    else if (isWindows ? value.length > MAX_WINDOWS_CHARACTERS : Buffer.byteLength(value) > MAX_LINUX_BYTES) {
        const limit = isWindows
            ? `${MAX_WINDOWS_CHARACTERS} characters, and Windows cannot carry that through \`env:\``
            : '128 KiB, and Linux cannot carry that through `env:` ("Argument list too long")';
        log.notice(`It is over ${limit}. ${elsewhere} ${OTHER_JOBS}`, `Output \`${name}\` is large`);
    }
}
function warnOfSum(outputs, log) {
    const sizes = outputs.map(({ value }) => (fits(value) ? value.length : 0));
    const sum = sizes.reduce((total, size) => total + size, 0);
    if (sum <= MAX_JOB_CHARACTERS || sizes.some((size) => size > MAX_JOB_CHARACTERS))
        return;
    log.warning(`Together they have over ${MAX_JOB_CHARACTERS} characters, more than GitHub hands on to another job (1 MiB, at two bytes a character). Hand on only those that the job needs.`, "The outputs are too large to hand on all of them");
}

;// CONCATENATED MODULE: ./src/runner/hand-over.ts







function hand_over_refusal(error) {
    if (error instanceof inputs/* InputError */.dz)
        return failed("An input cannot be used", error.message, "Correct the input in the `with:` of the step.");
    if (error instanceof NoPlaceForOutputs)
        return failed("The runner has no place for the outputs", error.message, "See that the step may write to the files and folders of the runner.");
    throw error;
}
function hand_over_handOverOutcome(outcome, subject, step) {
    announce(outcome, subject, step.log);
    setStatus(outcome, step);
    if (!/^false$/i.test(lib_core/* getInput */.V4("job-summary")))
        hand_over_summarize(outcome_renderOutcome(outcome, subject), step);
}
function hand_over_unpublished(error, done) {
    const headline = `${done === undefined ? "The" : `${done}, but the`} outputs could not be published`;
    const advice = "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.";
    return failed(headline, (0,wording/* quoted */.TL)(error.message, 300), advice);
}
function hand_over_publishOutputs(found, others, step, done) {
    try {
        setOutputs([{ name: "status", value: found.status }, ...others], step.env, step.log);
        return found;
    }
    catch (error) {
        const outcome = hand_over_unpublished((0,thrown/* asError */.z)(error), done);
        setStatus(outcome, step);
        return outcome;
    }
}
function setStatus({ status }, step) {
    try {
        setOutputs([{ name: "status", value: status }], step.env, step.log);
    }
    catch {
    }
}
function hand_over_summarize(markdown, { env, log }) {
    try {
        writeSummary(log.withoutKey(markdown), env["GITHUB_STEP_SUMMARY"] ?? "");
    }
    catch (error) {
        log.warning((0,thrown/* asError */.z)(error).message, "The job summary could not be written");
    }
}

;// CONCATENATED MODULE: ./src/runner/entry.ts









const CRASH = {
    headline: "The action ended before it had a verdict",
    advice: "Please report this, with the log.",
};
const CANCEL_LIMIT_MS = 900;
function enter(work, subject, crash = CRASH) {
    if (isNodeTooOld())
        return;
    process.exitCode = 1;
    const cancel = new AbortController();
    const leaving = new AbortController();
    const step = stepOf(cancel.signal, leaving.signal);
    let isOver = false;
    const tellCrash = (cause) => {
        isOver = true;
        process.exitCode = 1;
        const status = cancel.signal.aborted ? "cancelled" : "error";
        hand_over_handOverOutcome({ ...crash, status, cause }, subject, step);
    };
    for (const signal of ["SIGINT", "SIGTERM"]) {
        process.on(signal, () => {
            cancel.abort(signal);
            setTimeout(() => {
                if (!isOver)
                    tellCrash(signal);
                leave(1);
            }, CANCEL_LIMIT_MS).unref();
        });
    }
    process.on("uncaughtException", (error) => {
        tellCrash((0,wording/* quoted */.TL)((0,thrown/* asError */.z)(error).message, 300));
        leave(1);
    });
    process.on("exit", () => {
        leaving.abort();
        if (!isOver)
            tellCrash(cancel.signal.aborted ? String(cancel.signal.reason) : "nothing was left to wait for");
    });
    void work(step).then((code) => {
        isOver = true;
        process.exitCode = code;
        process.stdout.write("", () => {
            leave(code);
        });
    });
}
function stepOf(cancel, leaving) {
    const key = (0,inputs/* givenApiKey */.h_)();
    if (key !== "")
        lib_core/* setSecret */.Pq(key);
    return {
        env: process.env,
        clock: (0,clock/* systemClock */.m)(() => Number(process.hrtime.bigint()) / 1e6),
        log: new Log(key),
        cancel,
        leaving,
        execPath: process.execPath,
        folder: (0,external_node_path_.dirname)(process.argv[1] ?? ""),
    };
}
const MIN_NODE = 22;
function isNodeTooOld() {
    const { node } = process.versions;
    if (Number.parseInt(node, 10) >= MIN_NODE)
        return false;
    process.exitCode = 1;
    lib_core/* error */.z3(`Node ${node} runs this action, which needs Node ${MIN_NODE} or newer. Update the runner: 2.327.1 and later bring Node 24. Where another program runs the action, give that a newer Node.`, { title: "Node is too old" });
    try {
        lib_core/* setOutput */.uH("status", "error");
    }
    catch {
    }
    return true;
}
function leave(code) {
    const name = code === 0 ? "true" : "false";
    const path = [`/bin/${name}`, `/usr/bin/${name}`].find((each) => (0,external_node_fs_namespaceObject.existsSync)(each));
    if (path !== undefined) {
        process.emit("exit", code);
        try {
            process.execve?.(path, [name], {});
        }
        catch {
        }
    }
    process.exit(code);
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
        return first === MINUS || isDigit(first) || first === LETTER_N || first === LETTER_I;
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
function isDigit(byte) {
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

;// CONCATENATED MODULE: ./src/api/advice.ts
const CHECK_BASE_URL = "Check `base-url`, and what answers in between (a proxy or a gateway).";
const TRUST = "set NODE_EXTRA_CA_CERTS to a file with that authority's certificate, in the `env:` of the step or the job.";
const ADVICE = {
    slow: "The API, or something on the way to it, is slow. Set a longer `request-timeout`, and see whether PromptLayer reports an incident.",
    connection: "Something on the way drops connections. See whether PromptLayer reports an incident, and look at the proxies and firewalls between this runner and the API.",
    name: "Check the host's name in `base-url`, and the DNS of this runner. Where only a proxy knows the internet's names, set `https_proxy`.",
    refused: "Nothing listens at that address. Check the host and the port of `base-url`, and that the server runs.",
    route: "Check the network of this runner: its VPN, its firewall, and whether it needs a proxy (`https_proxy`) to reach `base-url`.",
    certificate: `Check \`base-url\`. If the certificate comes from a private authority (that of a self-hosted API, or of a proxy that inspects TLS), ${TRUST}`,
    "certificate-date": "Check the clock of this runner. If it is right, whoever runs the host of `base-url` has to renew the certificate.",
    tls: "Check the scheme and the port of `base-url`. Servers that ask for a client certificate, or offer only old versions of TLS, cannot be used.",
    proxy: "Check that the proxy in `https_proxy` runs, that its scheme and its port are right, and that this runner can reach it.",
    "proxy-failure": "Look at the proxy's own log and network: it answers, but does not get through to the API's host.",
    "proxy-address": "Write it as `http://host:port`, not in quotes, with what is special in a user name or a password percent-encoded.",
    "proxy-certificate": `If the proxy's certificate comes from a private authority, ${TRUST}`,
    "proxy-protocol": "Check the scheme and the port in `https_proxy`: `http:` for a proxy that is spoken to without TLS, as most are, and `https:` for one with TLS. A SOCKS proxy cannot be used.",
    "proxy-login": "Put a user name and a password into `https_proxy`, such as `http://user:password@host:3128`, from a secret.",
    "proxy-refusal": "Check `https_proxy` and `no_proxy` in the environment of the step, and what the proxy allows.",
    protocol: `What answers does not speak HTTP as it should. ${CHECK_BASE_URL}`,
    headers: "Look at the gateway in front of the API, which adds the headers, or raise the limit with `NODE_OPTIONS: --max-http-header-size=65536` in the `env:` of the step.",
    encoding: "Look at the gateway in front of the API: it must heed `Accept-Encoding: identity`. The only encodings that the action can read are gzip, deflate and br.",
    damaged: "Look at the gateway in front of the API: it encodes answers incorrectly.",
    "too-large": CHECK_BASE_URL,
    unreadable: `The answer was cut or garbled on its way, or is not the API's. ${CHECK_BASE_URL}`,
    "not-the-api": CHECK_BASE_URL,
    page: "Check `base-url`: what answers there is not PromptLayer's API but a web page, such as a sign-in page, a gateway's block page or another server.",
    challenge: "Ask whoever runs that firewall to let this runner pass: PromptLayer's support, or your own network team if `base-url` or a proxy leads through theirs.",
    redirect: "If the API has moved, set `base-url` to its new address. If a gateway wants a sign-in, let whoever runs it allow this runner.",
    server: "The fault is with the API or the gateway in front of it, not with this workflow. See whether PromptLayer reports an incident.",
    "rate-limit": "Set a longer `poll-interval`, and let fewer jobs wait at the same time: they share the API's rate limit.",
    key: "Check `api-key`: it must be a valid PromptLayer key of the workspace that has the agent.",
    message: "Do what the message asks for, or ask PromptLayer's support what it means.",
};
const PERMANENT_FAULTS = new Set([
    "certificate",
    "certificate-date",
    "tls",
    "proxy-address",
    "proxy-certificate",
    "proxy-protocol",
    "proxy-login",
    "proxy-refusal",
    "headers",
    "encoding",
    "too-large",
]);

;// CONCATENATED MODULE: ./src/api/refusal.ts


class NotTheApi extends Error {
}
function causeOf(response) {
    const { status, headers, body } = response;
    if (isChallenge(response))
        return `a firewall answered ${status} in the API's place, with a challenge for browsers`;
    if (isPage(response))
        return `a web page${pageTitle(body)} came with status ${status}${status === 429 ? ", a rate limit," : ""} in the place of the API's answer`;
    if (isRedirect(response))
        return `the answer was ${status}, a redirect${redirectTarget(headers)}, which is refused: it would take the key along`;
    const answer = `the API answered ${status}${status === 429 ? ", which is its rate limit" : ""}`;
    const reason = status < 400 ? "" : reasonIn(body, headers["content-type"] ?? "");
    return reason === "" ? answer : `${answer}: ${(0,wording/* quoted */.TL)(reason, 300)}`;
}
function adviceForAnswer(response) {
    if (isChallenge(response))
        return ADVICE.challenge;
    const { status, body } = response;
    if (status >= 500 && status !== 511)
        return ADVICE.server;
    if (isPage(response))
        return ADVICE.page;
    if (isRedirect(response))
        return ADVICE.redirect;
    return ADVICE[status >= 400 && begins(body, "{") ? "message" : "not-the-api"];
}
function isRedirect({ status, headers }) {
    return status >= 300 && status < 400 && "location" in headers;
}
function isChallenge({ headers }) {
    return "x-amzn-waf-action" in headers || headers["cf-mitigated"] === "challenge";
}
function isPage({ status, headers, body }) {
    if (begins(body, "<"))
        return true;
    return (status >= 400 && /html/i.test(headers["content-type"] ?? "") && body.length > 0 && !begins(body, "{"));
}
function begins(body, character) {
    return body.toString("utf8", 0, 1_024).trimStart().startsWith(character);
}
function pageTitle(body) {
    const title = /<title[^>]{0,100}>([^<]{1,200})/i.exec(body.toString("utf8", 0, 16_384))?.[1]?.trim() ?? "";
    return title === "" ? "" : ` ${(0,wording/* quoted */.TL)(title)}`;
}
function isTransient(status) {
    return status === 408 || status === 425 || status === 429 || status >= 500;
}
function reasonIn(body, contentType) {
    try {
        return (0,wording/* cut */.Jj)(parsedReason(body.toString("utf8"), contentType), 300);
    }
    catch {
        return "";
    }
}
function parsedReason(body, contentType) {
    let reason;
    try {
        reason = JSON.parse(body.trim());
    }
    catch {
        return /html|xml/i.test(contentType) || body.trimStart().startsWith("<") ? "" : body.trim();
    }
    const inner = innermost(reason);
    return Array.isArray(inner) ? inner.map(validationError).join("; ") : textOf(inner);
}
function innermost(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return value;
    const { message, error, detail } = value;
    const inner = [message, error, detail].find(Boolean);
    return innermost(inner) ?? inner;
}
function validationError(item) {
    if (typeof item !== "object" || item === null)
        return textOf(item);
    const { loc, msg } = item;
    if (msg === undefined)
        return textOf(item);
    return Array.isArray(loc) && loc.length > 0 ? `${loc.map(textOf).join(".")}: ${textOf(msg)}` : textOf(msg);
}
function textOf(value) {
    if (value === undefined || value === null)
        return "";
    return typeof value === "string" ? value : JSON.stringify(value);
}
function retryAfter(headers, now) {
    const value = headers["retry-after"]?.trim() ?? "";
    if (/^\d+$/.test(value))
        return Number(value) * 1_000;
    const until = Date.parse(value);
    if (!/^[A-Z]/i.test(value) || Number.isNaN(until))
        return undefined;
    const sent = Date.parse(headers.date ?? "");
    return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
}
function redirectTarget({ location }) {
    return location === undefined || !URL.canParse(location)
        ? ""
        : ` to ${(0,wording/* quoted */.TL)(new URL(location).origin, 200)}`;
}

;// CONCATENATED MODULE: ./src/api/execution.ts



function isRunning({ status }) {
    return status === "QUEUED" || status === "RUNNING";
}
const MAX_NODES = 100_000;
const MAX_NAMES_LENGTH = 4 * 1_024 * 1_024;
const MAX_MESSAGES_LENGTH = 4 * 1_024 * 1_024;
const MAX_STATUS_LENGTH = 100;
function readNodeMap(body) {
    const json = trimmed(body);
    const reader = new JsonReader(json);
    const nodes = [];
    const names = new Set();
    let namesLength = 0;
    let messagesLeft = MAX_MESSAGES_LENGTH;
    const kept = (message) => {
        const text = message && cutCopy(message, messagesLeft);
        messagesLeft = Math.max(0, messagesLeft - (text?.length ?? 0));
        return text;
    };
    try {
        if (!reader.nextIsObject())
            throw new NotTheApi("it is not an object");
        reader.object((name) => {
            namesLength += name.length;
            if (namesLength > MAX_NAMES_LENGTH)
                throw new TooLarge(`too large: its nodes' names have more than ${MAX_NAMES_LENGTH} characters`);
            nodes.push(readNode(name, reader, kept));
            if (nodes.length > MAX_NODES)
                throw new TooLarge(`too large: it has more than ${MAX_NODES} nodes`);
            if (names.size === names.add(name).size)
                throw new NotTheApi("two nodes have the same name");
        });
        reader.end();
    }
    catch (error) {
        if (error instanceof NotTheApi)
            checkJson(json);
        throw error;
    }
    return { json, nodes, nonFinite: reader.nonFinite };
}
function readNode(name, reader, kept) {
    if (!reader.nextIsObject())
        throw new NotTheApi("a value in it is not a node");
    const fields = {};
    reader.object((field) => {
        if (Object.hasOwn(fields, field))
            throw new NotTheApi("a node has the same field twice");
        switch (field) {
            case "status":
                fields.status = readStatus(reader);
                break;
            case "error_message":
            case "raw_error_message":
                fields[field] = kept(readMessage(reader));
                break;
            case "is_output_node":
                fields.is_output_node = readFlag(reader);
                break;
            default:
                reader.skip();
        }
    });
    const { status, error_message = null, raw_error_message = null, is_output_node = false } = fields;
    if (status === undefined)
        throw new NotTheApi("a node in it has no status");
    return { name, status, error_message, raw_error_message, is_output_node };
}
function readStatus(reader) {
    if (!reader.nextIsString())
        throw new NotTheApi("a node's status is not a string");
    return cutCopy(reader.string(), MAX_STATUS_LENGTH);
}
function cutCopy(text, limit) {
    return text.length > limit ? Buffer.from((0,wording/* cut */.Jj)(text, limit)).toString() : text;
}
const MAX_MESSAGE_BYTES = 10_000;
function readMessage(reader) {
    if (reader.nextIsString())
        return reader.string();
    const json = reader.bytes();
    const text = json.toString("utf8", 0, MAX_MESSAGE_BYTES);
    if (/^(null|\{\s*\}|\[\s*\])$/.test(text))
        return null;
    return textIn(json) || (json.length > MAX_MESSAGE_BYTES ? `${text}…` : compact(text));
}
function textIn(json) {
    const texts = { raw: "", message: "" };
    const reader = new JsonReader(json);
    if (!reader.nextIsObject())
        return "";
    reader.object((name) => {
        if ((name === "raw" || name === "message") && reader.nextIsString())
            texts[name] = reader.string();
        else
            reader.skip();
    });
    return texts.raw || texts.message;
}
function compact(json) {
    return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}
function readFlag(reader) {
    const value = reader.literal();
    if (value === undefined)
        throw new NotTheApi("a node's is_output_node is not a boolean");
    return value ?? false;
}
function readMainOutput(body) {
    const json = trimmed(body);
    return { json, nonFinite: checkJson(json).nonFinite };
}
function isJsonString(json) {
    return new JsonReader(json).nextIsString();
}
function execution_outputText({ json }, limit) {
    if (!isJsonString(json))
        return json.length > limit ? null : json.toString("utf8");
    if (json.length > 6 * limit + 2)
        return null;
    const text = JSON.parse(json.toString("utf8"));
    return Buffer.byteLength(text) > limit ? null : text;
}
const NODE_KEYS = ["status", "value", "error_message", "raw_error_message", "is_output_node"];
function isNodeMapShaped({ json }) {
    const reader = new JsonReader(json);
    if (!reader.nextIsObject())
        return false;
    let isShaped = true;
    reader.object(() => {
        const missing = new Set(NODE_KEYS);
        if (reader.nextIsObject()) {
            reader.object((key) => {
                missing.delete(key);
                reader.skip();
            });
        }
        isShaped = missing.size === 0;
        return isShaped;
    });
    return isShaped;
}

;// CONCATENATED MODULE: ./src/nodes.ts

const PASSED = new Set(["SUCCESS", "SKIPPED"]);
const FAILED = new Set(["FAILED", "FAILURE"]);
function nodes_isDone({ status }) {
    return PASSED.has(status) || FAILED.has(status);
}
function failedSoFar(nodes) {
    return failedNodes(nodes.filter((node) => nodes_isDone(node) || messageOf(node) !== ""));
}
function judgeNodes(nodes) {
    const outputNodes = nodes.filter((node) => node.is_output_node);
    const hasMainOutput = nodes.length > 0 && (outputNodes.length === 0 || outputNodes.some((node) => node.status === "SUCCESS"));
    let noOutputCause = "";
    if (nodes.length === 0)
        noOutputCause = "The run has no nodes, so nothing shows that it did anything";
    else if (!hasMainOutput)
        noOutputCause = "None of the run's output nodes succeeded";
    return { failed: failedNodes(nodes), hasMainOutput, noOutputCause };
}
function isMissing(output, nodes) {
    return !nodes.some((node) => node.is_output_node) && isNodeMapShaped(output);
}
function failedNodes(nodes) {
    return nodes
        .filter((node) => !PASSED.has(node.status) || messageOf(node) !== "")
        .map((node) => ({
        name: node.name,
        status: node.status,
        cause: messageOf(node) || "The node left no error message.",
    }));
}
function messageOf(node) {
    return node.error_message || node.raw_error_message || "";
}

;// CONCATENATED MODULE: ./src/show/progress.ts



const HEARTBEAT_MS = 30_000;
class Teller {
    #log;
    #clock;
    #began;
    #heart;
    #toldAt;
    constructor(log, clock, state) {
        this.#log = log;
        this.#clock = clock;
        this.#began = clock.now();
        this.#toldAt = this.#began;
        this.#heart = setInterval(() => {
            if (clock.now() - this.#toldAt >= HEARTBEAT_MS)
                this.tell(`still waiting; ${state()}`);
        }, 1_000).unref();
    }
    tell(line) {
        this.#toldAt = this.#clock.now();
        this.#log.info(`[${(0,wording/* duration */.p0)(this.#toldAt - this.#began)}] ${prose_proseLine(line)}`);
    }
    stop() {
        clearInterval(this.#heart);
    }
}
class progress_Progress {
    #log;
    #teller;
    #nodes;
    #state = "";
    #requests = 0;
    constructor(log, clock) {
        this.#log = log;
        this.#teller = new Teller(log, clock, () => this.#state || "nothing is known of the run yet");
    }
    stop() {
        this.#teller.stop();
    }
    answered(kind, tookMs) {
        this.#log.debug(`request ${++this.#requests}: ${kind} after ${duration(tookMs)}`);
    }
    running(nodes) {
        if (nodes !== undefined && nodes === this.#nodes)
            return;
        this.#nodes = nodes;
        const state = stateOf(nodes);
        if (state === this.#state)
            return;
        this.#state = state;
        this.#teller.tell(state);
    }
    retrying(cause, nth, pauseMs) {
        this.#teller.tell(`request failed${nth === 1 ? "" : ` (${nth} in a row)`}, next try in ${duration(pauseMs)}: ${cause}`);
    }
}
function stateOf(map) {
    if (map === undefined || map.nodes.length === 0)
        return "the API answers that the run goes on, and shows no nodes";
    const running = map.nodes.filter((node) => node.status === "RUNNING");
    const done = map.nodes.filter(isDone).length;
    return `${done} of ${map.nodes.length} nodes done${running.length === 0 ? "" : `, running: ${listed(running.map((node) => node.name))}`}`;
}

;// CONCATENATED MODULE: ./src/verdict.ts


function verdict_reasonOf({ cause, found }) {
    return found === "" ? cause : `${cause}; ${found}`;
}
const START_AGAIN = "Fix the cause in PromptLayer and start a new run of the agent: waiting for this one again gives the same result.";
const KEEPS_RUNNING = "The agent keeps running in PromptLayer: it cannot be stopped from here, and waiting again with the same `execution-id` picks it up.";
function verdict_conclude(executionId, wait, elapsedMs) {
    const known = {
        executionId,
        nodes: wait.nodes,
        failed: wait.nodes && failedSoFar(wait.nodes.nodes),
        result: undefined,
        assertions: undefined,
        namedOutputs: [],
        requests: wait.requests,
        elapsedMs,
    };
    switch (wait.kind) {
        case "timeout":
            return { ...known, ...timedOut(wait.nodes, elapsedMs) };
        case "cancelled":
            return {
                ...known,
                status: "cancelled",
                headline: "Cancelled before the agent was done",
                cause: wait.signal,
                advice: KEEPS_RUNNING,
            };
        case "error":
            return {
                ...known,
                status: "error",
                headline: "The result of the run is not known",
                cause: wait.cause,
                advice: wait.advice,
            };
        case "finished":
            return { ...known, ...judge(wait.nodes, wait.result) };
    }
}
function timedOut(map, elapsedMs) {
    const nodes = map?.nodes ?? [];
    const running = nodes.filter((node) => !nodes_isDone(node));
    let state = `${running.length} of ${(0,wording/* counted */.hS)(nodes.length, "node")} ${running.length === 1 ? "was" : "were"} running or queued when last seen`;
    let advice = `Raise \`timeout\` if the agent needs longer. ${KEEPS_RUNNING}`;
    if (nodes.length === 0) {
        state = "the API answered that the run goes on (202 or 204) and never showed a node";
        advice = `Check \`execution-id\`, and look at the run in PromptLayer: nothing shows that it began. If it did, waiting again with the same \`execution-id\` picks it up.`;
    }
    else if (running.length === 0) {
        state = "the nodes are done, but the API is still preparing the main output";
    }
    return {
        status: "timeout",
        headline: `Timed out after ${(0,wording/* duration */.p0)(elapsedMs)}: ${state}`,
        cause: (0,wording/* listed */.KE)(running.map((node) => node.name)),
        advice,
    };
}
function judge({ nodes }, output) {
    const { failed, noOutputCause } = judgeNodes(nodes);
    const result = noOutputCause === "" && output !== undefined && !isMissing(output, nodes) ? output : undefined;
    if (failed.length > 0) {
        return {
            status: "failure",
            headline: `${failed.length} of ${(0,wording/* counted */.hS)(nodes.length, "node")} reported an error`,
            cause: (0,wording/* listed */.KE)(failed.map((node) => node.name)),
            advice: START_AGAIN,
            failed,
            result,
        };
    }
    if (result === undefined) {
        return {
            status: "failure",
            headline: noOutputCause || "The run ended without a main output",
            cause: "",
            advice: START_AGAIN,
            failed,
            result,
        };
    }
    return {
        status: "success",
        headline: `The agent succeeded: no error in ${(0,wording/* counted */.hS)(nodes.length, "node")}`,
        cause: "",
        advice: "",
        failed,
        result,
    };
}
function canBeGated({ status, failed }) {
    return (status === "success" || status === "failure") && failed?.length === 0;
}
function applyGate(verdict, assertions) {
    if (assertions.length === 0)
        return verdict;
    if (verdict.status === "failure")
        return { ...verdict, assertions };
    const failed = assertions.filter(({ holds }) => !holds);
    const all = (0,wording/* counted */.hS)(assertions.length, "assertion");
    if (failed.length === 0)
        return { ...verdict, assertions, headline: `${verdict.headline}, and ${all} held` };
    return {
        ...verdict,
        assertions,
        status: "failure",
        headline: `${failed.length} of ${all} failed`,
        cause: (0,wording/* listed */.KE)(failed.map(({ expression }) => expression)),
        advice: failed.some(({ cause }) => cause !== "")
            ? "The cause is beside each line. Correct the line in `assert`, or let the agent return what the line reads."
            : "The agent's answer did not pass the gate. If it should have, correct the line in `assert`.",
    };
}
function applyOutputs(verdict, namedOutputs) {
    const failed = namedOutputs.filter(({ cause }) => cause !== "");
    if (failed.length === 0 || verdict.status !== "success")
        return { ...verdict, namedOutputs };
    return {
        ...verdict,
        status: "failure",
        namedOutputs,
        headline: `${failed.length} of ${(0,wording/* counted */.hS)(namedOutputs.length, "named output")} could not be evaluated`,
        cause: (0,wording/* listed */.KE)(failed.map(({ name }) => name)),
        advice: "Correct the expression in `outputs`, or let the agent return what the expression reads.",
    };
}
function cancelled(verdict, signal) {
    return {
        ...verdict,
        status: "cancelled",
        headline: "Cancelled while `assert` and `outputs` were evaluated",
        cause: signal,
        advice: "The run itself has ended: waiting again with the same `execution-id` judges it.",
        assertions: undefined,
        namedOutputs: [],
    };
}
function factsOf({ result, nodes, status }) {
    return { result: result?.json, nodes: nodes?.json, status };
}

;// CONCATENATED MODULE: ./src/show/summary.ts








const MAX_ROWS = 100;
const MAX_ROWS_IF_LARGE = 10;
const MAX_LINE_CAUSE_CHARACTERS = 800;
const MAX_NAME_CHARACTERS = 80;
const MAX_VALUE_CHARACTERS = 60;
const MAX_OUTPUT_CHARACTERS = 10_000;
const MAX_PRETTY_BYTES = 64 * 1_024;
const MAX_PRETTY_DEPTH = 100;
const summary_SUBJECT = "PromptLayer agent run";
function summary_renderVerdict(verdict, files) {
    const markdown = renderTables(verdict, files, MAX_ROWS);
    return Buffer.byteLength(markdown) > MAX_SUMMARY_BYTES / 2
        ? renderTables(verdict, files, MAX_ROWS_IF_LARGE)
        : markdown;
}
function renderTables(verdict, files, maxRows) {
    const { executionId, elapsedMs, requests, assertions, namedOutputs, nodes, result } = verdict;
    const blocks = [renderOutcome(verdict, summary_SUBJECT).trimEnd()];
    if (assertions !== undefined)
        blocks.push(assertionTable(assertions, maxRows));
    const failedOutputs = namedOutputs.filter(({ cause }) => cause !== "");
    if (failedOutputs.length > 0)
        blocks.push(outputTable(failedOutputs, maxRows));
    if (nodes !== undefined && nodes.nodes.length > 0)
        blocks.push(nodeTable(verdict, files, maxRows));
    if (result !== undefined)
        blocks.push(mainOutput(result, files));
    const facts = [
        `Execution ${sanitizeCode(executionId, 40)}`,
        duration(elapsedMs),
        counted(requests, "request"),
    ];
    blocks.push(`<p><sub>${facts.join(" · ")}</sub></p>`);
    return `${blocks.join("\n\n")}\n`;
}
function assertionTable(assertions, maxRows) {
    const { shown, rest } = firstRows(assertions, maxRows, ({ holds }) => !holds);
    const rows = shown.map((assertion) => {
        const { expression, holds, values } = assertion;
        const clauses = [
            ...summary_causeOf(assertion),
            ...values
                .slice(0, 10)
                .map(({ name, value }) => `${sanitizeCode(name, 80)} was ${sanitizeCode(value, MAX_VALUE_CHARACTERS)}`),
        ];
        return [
            holds ? "✅" : "❌",
            sanitizeCode(expression, 300),
            clauses.join("<br>") || (holds ? "" : "it is false"),
        ];
    });
    return table(["", "Assertion", "Values"], rows, rest, "assertion");
}
function outputTable(outputs, maxRows) {
    const { shown, rest } = firstRows(outputs, maxRows, () => true);
    const rows = shown.map((output) => [
        "❌",
        sanitizeCode(`${output.name} = ${output.expression}`, 300),
        summary_causeOf(output).join(""),
    ]);
    return table(["", "Output that cannot be evaluated", "Cause"], rows, rest, "output");
}
function summary_causeOf(line) {
    return line.cause === "" ? [] : [proseHtml(reasonOf(line), MAX_LINE_CAUSE_CHARACTERS)];
}
function nodeTable(verdict, files, maxRows) {
    const causes = new Map(verdict.failed?.map((node) => [node.name, node.cause]));
    const { shown, rest } = firstRows(verdict.nodes?.nodes ?? [], maxRows, ({ name }) => causes.has(name));
    const rows = shown.map((node) => {
        const cause = causes.get(node.name);
        return [
            sanitizeCode(node.name, MAX_NAME_CHARACTERS),
            `${nodeSymbol(node, cause !== undefined)}&nbsp;${sanitizeCode(node.status, 40)}`,
            node.is_output_node ? "yes" : "",
            ...(causes.size === 0 ? [] : [cause === undefined ? "" : sanitizeCode(cause, MAX_CAUSE_CHARACTERS)]),
        ];
    });
    const where = files.nodes === undefined
        ? ", in a file with `return-all-outputs: true`"
        : ", all in the file of `nodes-file`";
    return table(["Node", "Status", "Output node", ...(causes.size === 0 ? [] : ["Error"])], rows, rest, "node", where);
}
function firstRows(items, maxRows, isFailed) {
    if (items.length <= maxRows)
        return { shown: items, rest: 0 };
    const shown = items.toSorted((a, b) => Number(isFailed(b)) - Number(isFailed(a))).slice(0, maxRows);
    return { shown, rest: items.length - maxRows };
}
function mainOutput(output, files) {
    const where = files.result === undefined ? "" : `, ${sanitizeCode(files.result, 500)}`;
    return folded("Main output", excerptOf(output), `Cut here: the whole is in the file of \`result-file\`${where}.`);
}
function excerptOf(output) {
    const { text, language, whole } = readable(output);
    const safe = sanitizeBlock(text.slice(0, MAX_OUTPUT_CHARACTERS + 1));
    const isCut = !whole || safe.length > MAX_OUTPUT_CHARACTERS;
    return { text: (0,wording/* cut */.Jj)(safe, MAX_OUTPUT_CHARACTERS), language, isCut };
}
function folded(title, { text, language, isCut }, noteIfCut) {
    const note = isCut ? `\n\n${noteIfCut}` : "";
    return `<details><summary>${title}</summary>\n\n${fenced(text, language)}${note}\n\n</details>`;
}
function readable({ json, nonFinite }) {
    if (json.length > MAX_PRETTY_BYTES) {
        return { text: json.toString("utf8", 0, 4 * MAX_OUTPUT_CHARACTERS), language: "json", whole: false };
    }
    if (isJsonString(json))
        return { text: JSON.parse(json.toString("utf8")), language: "", whole: true };
    const text = nonFinite === undefined ? indented(json) : json.toString("utf8");
    return { text, language: "json", whole: true };
}
function indented(json) {
    const text = json.toString("utf8");
    if (checkJson(json).depth > MAX_PRETTY_DEPTH)
        return text;
    const value = JSON.parse(text, (_key, item, context) => typeof item === "number" ? JSON.rawJSON(context.source) : item);
    return JSON.stringify(value, null, 2);
}
function fenced(text, language) {
    const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${text}\n${fence}`;
}

;// CONCATENATED MODULE: ./src/show/many.ts








const MANY_SUBJECT = "PromptLayer agent runs";
const MAX_RETRY_LINES = 20;
const many_MAX_ROWS = 100;
const MAX_LINE_CHARACTERS = 500;
const MAX_EXCERPTS_BYTES = 512 * 1_024;
class ManyProgress {
    #total;
    #log;
    #teller;
    #done = 0;
    #passed = 0;
    #requests = 0;
    #retries = 0;
    constructor(total, log, clock) {
        this.#total = total;
        this.#log = log;
        this.#teller = new Teller(log, clock, () => this.#counts());
    }
    stop() {
        this.#teller.stop();
    }
    of({ name }) {
        return {
            answered: (kind, tookMs) => {
                this.#log.debug(prose_proseLine(`request ${++this.#requests}, ${(0,wording/* quoted */.TL)(name)}: ${kind} after ${(0,wording/* duration */.p0)(tookMs)}`));
            },
            running: () => undefined,
            retrying: (cause, _, pauseMs) => {
                if (++this.#retries > MAX_RETRY_LINES)
                    return;
                this.#teller.tell(`${(0,wording/* quoted */.TL)(name)}: request failed, next try in ${(0,wording/* duration */.p0)(pauseMs)}: ${cause}`);
                if (this.#retries === MAX_RETRY_LINES)
                    this.#teller.tell("further failed requests are not logged");
            },
        };
    }
    ended({ status }) {
        this.#done++;
        if (status === "success")
            this.#passed++;
        this.#teller.tell(this.#counts());
    }
    #counts() {
        return `${this.#done} of ${this.#total} done, ${this.#passed} passed`;
    }
}
const ORDER = ["failure", "error", "timeout", "cancelled", "success", "started"];
function failuresFirst(runs) {
    return runs.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
}
function announceRuns(outcome, runs, isTolerated, log) {
    const isGreen = outcome.status === "success";
    const annotate = (message, what) => {
        const title = `${MANY_SUBJECT}: ${what}`;
        if (isGreen || isTolerated)
            log.warning(message, title);
        else
            log.error(prose_proseLine(message), title);
    };
    if (!isGreen)
        annotate(outcome_withAdvice(outcome), outcome.status);
    const failed = failuresFirst(runs).filter(({ status }) => status !== "success");
    const single = log_shownAlone(failed.length, log.room);
    for (const { name, executionId, status, cause } of failed.slice(0, single))
        annotate((0,wording/* sentence */.em)(`${(0,wording/* quoted */.TL)(name)} (${executionId}): ${cause}`), `run ${status}`);
    const rest = failed.slice(single).map(({ name }) => name);
    if (rest.length > 0)
        annotate(`${rest.length} more: ${(0,wording/* listed */.KE)(rest)}`, "more runs did not pass");
    log.info(outcome_statusLine(outcome), isGreen ? "green" : "red");
    log.group(`Runs (${runs.length})`, runs.map(lineOf));
}
function lineOf({ name, executionId, status, cause, elapsedMs }) {
    const line = `${STATUS_SYMBOLS[status]} ${(0,wording/* quoted */.TL)(name)} (${executionId}), ${(0,wording/* duration */.p0)(elapsedMs)}: ${cause}`;
    return (0,wording/* cut */.Jj)(prose_proseLine(line), MAX_LINE_CHARACTERS);
}
function renderRuns(outcome, runs, path) {
    const sorted = failuresFirst(runs);
    const rows = sorted
        .slice(0, many_MAX_ROWS)
        .map(({ name, executionId, status, cause, elapsedMs }) => [
        sanitize_sanitizeCode(name, 80),
        `${STATUS_SYMBOLS[status]}&nbsp;${status}`,
        (0,wording/* duration */.p0)(elapsedMs),
        sanitize_sanitizeCode(executionId, 40),
        status === "success" ? "" : prose_proseHtml(cause, MAX_LINE_CHARACTERS),
    ]);
    const rest = Math.max(0, runs.length - many_MAX_ROWS);
    const blocks = [
        outcome_renderOutcome(outcome, MANY_SUBJECT).trimEnd(),
        outcome_table(["Run", "Status", "Known after", "Execution", "Cause"], rows, rest, "run"),
        ...excerpts(sorted),
    ];
    if (path !== undefined)
        blocks.push(`<p><sub>All results: ${sanitize_sanitizeCode(path, 500)}</sub></p>`);
    return `${blocks.join("\n\n")}\n`;
}
function excerpts(runs) {
    const blocks = [];
    let bytes = 0;
    let left = 0;
    for (const { name, excerpt } of runs) {
        if (excerpt === undefined)
            continue;
        const title = `Main output of ${sanitize_sanitizeCode(name, 80)}`;
        const block = folded(title, excerpt, "Cut here: the whole is in the file of `results-file`.");
        bytes += Buffer.byteLength(block);
        if (bytes > MAX_EXCERPTS_BYTES)
            left++;
        else
            blocks.push(block);
    }
    if (left > 0)
        blocks.push(`The main outputs of ${left} more runs are in the file of \`results-file\`.`);
    return blocks;
}

;// CONCATENATED MODULE: ./src/api/results.ts





const CHECK_ID = "Check `execution-id`: it must be the ID that starting this run returned";
function results_resultsOf(executionId, transport, keepsText = true) {
    const ask = async (allOutputs, limits, read, readRunning) => {
        const response = await transport.send({
            method: "GET",
            path: `/workflow-version-execution-results?workflow_version_execution_id=${executionId}&return_all_outputs=${allOutputs}`,
            needsNewConnection: !allOutputs,
            ...limits,
        });
        return response.kind === "failure" ? results_failed(response) : understood(response, read, readRunning);
    };
    const readRunning = keepsText
        ? memoized(readIfNodeMap)
        : (body) => withoutText(readIfNodeMap(body));
    return {
        nodes: async (limits) => {
            const answer = await ask(true, limits, readNodeMap, readRunning);
            const stillRuns = answer.kind === "finished" && answer.value.nodes.some(isRunning);
            if (!stillRuns)
                return answer;
            return { kind: "running", value: keepsText ? answer.value : withoutText(answer.value) };
        },
        mainOutput: (limits) => ask(false, limits, readMainOutput, () => undefined),
    };
}
function readIfNodeMap(body) {
    try {
        return readNodeMap(body);
    }
    catch {
        return undefined;
    }
}
function withoutText(map) {
    return map && { ...map, json: Buffer.alloc(0) };
}
function memoized(read) {
    let last;
    return (body) => {
        if (last?.body.equals(body) !== true)
            last = { body, value: read(body) };
        return last.value;
    };
}
function understood(response, read, readRunning) {
    const { status, body } = response;
    if (isChallenge(response))
        return results_transient(response, "long-at-first");
    switch (status) {
        case 200:
            if (isPage(response))
                return results_transient(response, "short-at-first");
            if (response.mayBeCut)
                return unreadable("nothing shows that it is whole");
            try {
                return { kind: "finished", value: read(body) };
            }
            catch (error) {
                return unusable(error, body);
            }
        case 202:
        case 204:
            if (isPage(response))
                return results_transient(response, "long-at-first");
            return { kind: "running", value: readRunning(body) };
        default:
            return refused(response);
    }
}
function results_transient(response, patience) {
    return {
        kind: "transient",
        cause: causeOf(response),
        advice: adviceForAnswer(response),
        patience,
        retryAfterMs: retryAfter(response.headers, Date.now()),
    };
}
function unreadable(cause) {
    return {
        kind: "transient",
        cause: `the answer cannot be read: ${cause}`,
        advice: ADVICE.unreadable,
        patience: "long-at-first",
    };
}
const RETURN_LESS = "Let the agent return less, for example an address of the data.";
const MAX_REASON_BYTES = 64 * 1_024;
function unusable(error, body) {
    if (error instanceof NotJson)
        return unreadable(error.message);
    if (error instanceof TooLarge)
        return { kind: "permanent", cause: `the answer is ${error.message}`, advice: RETURN_LESS };
    if (!(error instanceof NotTheApi))
        throw error;
    const reason = begins(body, "{") && body.length <= MAX_REASON_BYTES ? reasonIn(body, "") : "";
    if (reason !== "" && !reason.startsWith("{")) {
        return {
            kind: "permanent",
            cause: `the API answered 200, but with a message in the place of nodes: ${(0,wording/* quoted */.TL)(reason, 300)}`,
            advice: ADVICE.message,
        };
    }
    const cause = `the answer is not what PromptLayer's API sends: ${error.message}`;
    return { kind: "permanent", cause, advice: ADVICE["not-the-api"] };
}
function refused(response) {
    const { status, headers, body } = response;
    if (status === 429) {
        return {
            kind: "throttled",
            cause: causeOf(response),
            advice: ADVICE["rate-limit"],
            retryAfterMs: retryAfter(headers, Date.now()),
        };
    }
    if (isTransient(status))
        return results_transient(response, "long-at-first");
    if (isPage(response))
        return results_transient(response, "short-at-first");
    const advice = adviceForStatus(status, begins(body, "{")) ?? adviceForAnswer(response);
    if (status === 404)
        return { kind: "transient", cause: causeOf(response), advice, patience: "short" };
    return { kind: "permanent", cause: causeOf(response), advice };
}
function adviceForStatus(status, isJson) {
    const orElse = isJson ? "" : ` Or something else answered: ${ADVICE["not-the-api"]}`;
    switch (status) {
        case 401:
        case 403:
            return `${ADVICE.key}${orElse}`;
        case 404:
            return `${CHECK_ID}, in the workspace of \`api-key\` and at the same \`base-url\`.${orElse}`;
        case 400:
        case 422:
            return `${CHECK_ID}.${orElse}`;
        default:
            return undefined;
    }
}
function results_failed({ fault, cause }) {
    const isAnswer = fault === "encoding" || fault === "damaged";
    const failure = {
        cause: isAnswer ? `the answer cannot be read: ${cause}` : cause,
        advice: fault === "too-large" ? RETURN_LESS : ADVICE[fault],
    };
    return PERMANENT_FAULTS.has(fault)
        ? { kind: "permanent", ...failure }
        : { kind: "transient", ...failure, patience: "long-at-first" };
}

;// CONCATENATED MODULE: ./package.json
const package_namespaceObject = {"rE":"1.0.0"};
;// CONCATENATED MODULE: ./src/runner/connect.ts

async function connect_connect({ baseUrl, apiKey }, env) {
    const { Transport } = await __nccwpck_require__.e(/* import() */ 176).then(__nccwpck_require__.bind(__nccwpck_require__, 176));
    return new Transport({ baseUrl, apiKey, userAgent: `wait-for-promptlayer-agent/${package_namespaceObject.rE}`, env });
}

;// CONCATENATED MODULE: ./src/show/annotations.ts






const MAX_LOGGED_NODES = 200;
const MAX_CAUSES = 15;
function annotations_announceVerdict(verdict, log, { showsValues, isTolerated }) {
    const { status, advice, executionId, assertions = [], nodes } = verdict;
    const titled = (what) => `PromptLayer agent run ${executionId}: ${what}`;
    const isOneError = status !== "success" && (status !== "failure" || verdict.cause === "");
    const annotate = (message, what) => {
        if (isTolerated)
            log.warning(message, titled(what));
        else
            log.error(message, titled(what));
    };
    if (isOneError)
        annotate(withAdvice(verdict), status);
    annotateCauses(causesOf(verdict, showsValues), MAX_ANNOTATIONS - Number(isOneError), annotate);
    for (const { expression, holds } of assertions)
        log.info(`${holds ? "✅" : "❌"} ${cut(expression, 300)}`);
    if (advice !== "" && !isOneError)
        log.info(proseLine(advice));
    const line = statusLine(verdict);
    log.info(verdict.elapsedMs > 0 ? `[${duration(verdict.elapsedMs)}] ${line}` : line, status === "success" ? "green" : "red");
    if (nodes !== undefined && showsValues)
        log.group(`Nodes (${nodes.nodes.length})`, nodeLines(verdict));
}
function causesOf({ status, failed = [], assertions = [], namedOutputs }, showsValues) {
    const nodes = status === "failure" || status === "error" ? failed : [];
    const lines = assertions.filter(({ holds }) => !holds);
    const outputs = namedOutputs.filter(({ cause }) => cause !== "");
    return {
        count: nodes.length + lines.length + outputs.length,
        first: [
            ...nodes.slice(0, MAX_CAUSES).map((node) => ({
                name: node.name,
                title: "node failed",
                message: nodeLine(node.name, node.status, node.cause),
            })),
            ...lines.slice(0, MAX_CAUSES).map((assertion) => ({
                name: assertion.expression,
                title: "assertion failed",
                message: assertionLine(assertion, showsValues),
            })),
            ...outputs.slice(0, MAX_CAUSES).map((output) => ({
                name: output.name,
                title: "output that cannot be evaluated",
                message: `${output.name} = ${cut(output.expression, 300)}: ${annotations_causeOf(output, showsValues).join("")}`,
            })),
        ],
    };
}
function annotateCauses({ count, first }, room, annotate) {
    const single = shownAlone(count, room);
    for (const { title, message } of first.slice(0, single))
        annotate(message, title);
    const rest = count - single;
    if (rest === 0)
        return;
    const names = first.slice(single).map(({ name }) => name);
    annotate(proseLine(`${rest} more: ${listed(names, rest)}`), "more failed");
}
function assertionLine(assertion, showsValues) {
    const clauses = [...annotations_causeOf(assertion, showsValues)];
    if (showsValues) {
        clauses.push(...assertion.values.slice(0, 10).map(({ name, value }) => `${cut(name, 80)} was ${cut(value, 100)}`));
    }
    return `${cut(assertion.expression, 300)}: ${clauses.join(", ") || "it is false"}`;
}
function annotations_causeOf(line, showsValues) {
    if (line.cause === "")
        return [];
    return [cut(proseLine(showsValues ? reasonOf(line) : line.cause), 800)];
}
function nodeLines({ nodes, failed }) {
    const all = nodes?.nodes ?? [];
    const causes = new Map(failed?.map((node) => [node.name, node.cause]));
    const lines = all.slice(0, MAX_LOGGED_NODES).map((node) => {
        const cause = causes.get(node.name);
        return `${nodeSymbol(node, cause !== undefined)} ${nodeLine(node.name, node.status, cause)}`;
    });
    if (all.length > MAX_LOGGED_NODES)
        lines.push(`and ${all.length - MAX_LOGGED_NODES} more nodes`);
    return lines;
}
function nodeLine(name, status, cause) {
    return `"${cut(name, 80)}" (${cut(status, 40)})${cause === undefined ? "" : `: ${cut(cause, 500)}`}`;
}

;// CONCATENATED MODULE: ./src/wait/outputs.ts





const outputs_OUTPUTS = [
    "status",
    "result",
    "result-file",
    "nodes",
    "nodes-file",
    "failed-nodes",
    "failed-assertions",
];
function outputs_writeFiles({ result, nodes }, returnAllOutputs, folder) {
    const contents = [
        ["result", result?.json],
        ["nodes", returnAllOutputs ? nodes?.json : undefined],
    ];
    const files = {};
    if (contents.every(([, json]) => json === undefined))
        return { files };
    try {
        const directory = mkdtempSync(join(folder, "promptlayer-agent-"));
        for (const [name, json] of contents) {
            if (json === undefined)
                continue;
            const path = join(directory, `${name}.json`);
            writeFileSync(path, json);
            files[name] = path;
        }
        return { files };
    }
    catch (error) {
        return { files, error: asError(error) };
    }
}
function outputs_outputsOf(verdict, files, returnAllOutputs) {
    const { failed, assertions, namedOutputs, nodes, result } = verdict;
    const outputs = [];
    if (failed !== undefined) {
        outputs.push({
            name: "failed-nodes",
            value: JSON.stringify(failed.map(({ name }) => name)),
            elsewhere: whereToRead("nodes-file", files),
        });
    }
    if (assertions !== undefined) {
        const lines = assertions.filter(({ holds }) => !holds).map(({ expression }) => expression);
        outputs.push({ name: "failed-assertions", value: JSON.stringify(lines) });
    }
    for (const { name, value, source } of namedOutputs) {
        if (value !== undefined)
            outputs.push({ name, value, elsewhere: whereToRead(source, files) });
    }
    if (returnAllOutputs && nodes !== undefined) {
        if (files.nodes !== undefined)
            outputs.push({ name: "nodes-file", value: files.nodes });
        const value = nodes.json.length > MAX_OUTPUT_BYTES ? null : nodes.json.toString("utf8");
        outputs.push({
            name: "nodes",
            value,
            elsewhere: whereToRead("nodes-file", files),
            nonFinite: nodes.nonFinite,
        });
    }
    if (result !== undefined) {
        if (files.result !== undefined)
            outputs.push({ name: "result-file", value: files.result });
        const value = outputText(result, MAX_OUTPUT_BYTES);
        outputs.push({
            name: "result",
            value,
            elsewhere: whereToRead("result-file", files),
            nonFinite: result.nonFinite,
        });
    }
    return outputs;
}
function whereToRead(source, files) {
    const path = source === "nodes-file" ? files.nodes : files.result;
    return path === undefined
        ? "Set `return-all-outputs: true` to get the nodes in a file."
        : `The file of \`${source}\` has it: ${path}.`;
}

;// CONCATENATED MODULE: ./src/wait/hand-over.ts






async function handOver(found, step) {
    if (found.kind === "refused") {
        handOverOutcome(found.outcome, SUBJECT, step);
        return 1;
    }
    const { inputs } = found;
    const { verdict, files } = await publish(found, step);
    const isTolerated = verdict.status === "failure" && !inputs.failOnError;
    const shown = isTolerated ? tolerated(verdict) : verdict;
    announceVerdict(shown, step.log, { showsValues: inputs.jobSummary, isTolerated });
    if (inputs.jobSummary)
        summarize(renderVerdict(shown, files), step);
    return verdict.status === "success" || isTolerated ? 0 : 1;
}
async function publish(found, step) {
    const { returnAllOutputs } = found.inputs;
    const { files, error } = writeFiles(found.verdict, returnAllOutputs, step.env["RUNNER_TEMP"] ?? "");
    const published = error === undefined ? found.verdict : { ...found.verdict, ...unpublished(error) };
    const settled = await withNamedOutputs(published, found, step.cancel);
    const outcome = publishOutputs(settled, outputsOf(settled, files, returnAllOutputs), step);
    return { verdict: { ...settled, ...outcome }, files };
}
async function withNamedOutputs(verdict, { gate, deadline }, cancel) {
    if (gate === undefined || verdict.status === "cancelled")
        return verdict;
    const namedOutputs = await gate.outputs(factsOf(verdict), deadline);
    const settled = applyOutputs(verdict, namedOutputs);
    const again = settled.status === verdict.status ? namedOutputs : await gate.outputs(factsOf(settled), deadline);
    if (cancel.aborted)
        return cancelled(verdict, String(cancel.reason));
    return {
        ...settled,
        namedOutputs: namedOutputs.map((output, n) => (output.cause === "" ? (again[n] ?? output) : output)),
    };
}

;// CONCATENATED MODULE: ./src/wait/inputs.ts




const DEFAULTS = {
    "min-passed": "100%",
    "return-all-outputs": "false",
    timeout: "15m",
    "poll-interval": "5s",
    "request-timeout": "30s",
    "fail-on-error": "true",
    "job-summary": "true",
    "base-url": "https://api.promptlayer.com",
};
function inputs_readInputs() {
    const apiKey = readApiKey();
    return { executionId: readExecutionId(apiKey), ...readCommonInputs(apiKey) };
}
function readCommonInputs(apiKey) {
    const read = new inputs/* InputReader */.i_(DEFAULTS);
    return {
        apiKey,
        returnAllOutputs: read.boolean("return-all-outputs"),
        timeoutMs: read.duration("timeout"),
        pollIntervalMs: read.duration("poll-interval"),
        requestTimeoutMs: read.duration("request-timeout"),
        failOnError: read.boolean("fail-on-error"),
        jobSummary: read.boolean("job-summary"),
        baseUrl: read.baseUrl("base-url"),
        assert: lib_core/* getInput */.V4("assert", { trimWhitespace: false }),
        outputs: lib_core/* getInput */.V4("outputs", { trimWhitespace: false }),
    };
}
function readExecutionId(apiKey) {
    const id = core.getInput("execution-id");
    if (id === "") {
        throw new InputError("Input `execution-id` is empty: most likely the step that starts the agent did not set its output, or the output's name is misspelled in `${{ steps.<id>.outputs.<name> }}`.");
    }
    if (isExecutionId(id))
        return id;
    if (isExecutionId(apiKey)) {
        throw new InputError("Inputs `execution-id` and `api-key` look swapped: `api-key` is a number and `execution-id` is none (its value is not shown).");
    }
    if (/^(null|none|nil|undefined|nan)$/i.test(id)) {
        throw new InputError(`Input \`execution-id\` is ${quoted(id)}: the step that starts the agent got no ID from the API. Look at the log of that step.`);
    }
    const expected = "expected a decimal number from 1 to 9223372036854775807, the `workflow_version_execution_id` that starting the agent returned";
    const hint = /^\d(\.\d+)?e\+?\d+$/i.test(id)
        ? " A number in an expression lost precision: pass the ID on as text."
        : "";
    throw new InputError(`Input \`execution-id\` is ${shownValue(id)}; ${expected}.${hint}`);
}

;// CONCATENATED MODULE: ./src/wait/pace.ts
const NOTHING_SEEN = { looks: 0, queued: 0, fewest: Infinity, moves: 0, movedAt: 0 };
function observe(pace, seen, now) {
    const looks = pace.looks + 1;
    if (!seen)
        return { ...pace, looks };
    const { queued } = seen;
    const fewest = Math.min(queued, pace.fewest);
    const hasMoved = fewest < pace.fewest && pace.fewest !== Infinity;
    return hasMoved
        ? { looks, queued, fewest, moves: pace.moves + 1, movedAt: now }
        : { ...pace, looks, queued, fewest };
}
function pauseAfter(pace, now, longestMs, random) {
    const isBlind = pace.queued === 0 && pace.moves === 0;
    const pause = isBlind ? growingPause(pace.looks) : stagePause(pace, now);
    return pace.looks > 1 && pause >= longestMs ? longestMs : Math.min(pause, longestMs) * (1 - 0.1 * random);
}
function growingPause(looks) {
    return 1_000 * 1.3 ** Math.max(0, looks - 1);
}
function stagePause({ queued, moves, movedAt }, now) {
    const stage = Math.max((now + 2_000) / (moves + 1), now - movedAt);
    return 400 + stage * Math.min(1, 0.15 + 0.4 * Math.sqrt(queued));
}

;// CONCATENATED MODULE: ./src/backoff.ts
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
function backoff(nth, retryAfterMs = 0, random = Math.random) {
    const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
    return Math.max(pause * (1 - 0.25 * random()), retryAfterMs * (1 + 0.1 * random()));
}

;// CONCATENATED MODULE: ./src/wait/schedule.ts
const SHORT_PATIENCE_MS = 8_000;
const LONG_PATIENCE_MS = 120_000;
const MAX_SLOWDOWN = 8;
function slowed(pauseMs, times) {
    return pauseMs * Math.min(2 ** times, MAX_SLOWDOWN);
}
function patienceMs(patience, hasAnswered, isReached) {
    if (patience === "short")
        return SHORT_PATIENCE_MS;
    if (hasAnswered)
        return Infinity;
    return patience === "short-at-first" && !isReached ? SHORT_PATIENCE_MS : LONG_PATIENCE_MS;
}

;// CONCATENATED MODULE: ./src/wait/troubles.ts



class Troubles {
    failures = 0;
    #api;
    #hasAnswered = false;
    #since;
    #shortSince;
    constructor(api = { timesThrottled: 0, hasAnswered: false }) {
        this.#api = api;
    }
    note(answer, began) {
        if (answer.kind === "transient") {
            this.#since ??= began;
            this.#shortSince = answer.patience === "long-at-first" ? undefined : (this.#shortSince ?? began);
        }
        else {
            this.#since = undefined;
            this.#shortSince = undefined;
        }
        const requestSucceeded = answer.kind === "finished" || answer.kind === "running";
        if (requestSucceeded)
            this.#hasAnswered = this.#api.hasAnswered = true;
        if (answer.kind === "throttled")
            this.#api.timesThrottled++;
        this.failures = requestSucceeded ? 0 : this.failures + 1;
    }
    patienceLeftMs(answer, now) {
        if (answer.kind !== "transient")
            return Infinity;
        const since = (answer.patience === "long-at-first" ? this.#since : this.#shortSince) ?? now;
        return since + patienceMs(answer.patience, this.#hasAnswered, this.#api.hasAnswered) - now;
    }
    pauseMs(answer, pollPauseMs) {
        const paceMs = slowed(pollPauseMs, this.#api.timesThrottled);
        if (answer.kind === "running")
            return paceMs;
        return Math.max(backoff(this.failures + this.#api.timesThrottled, answer.retryAfterMs), answer.kind === "throttled" ? paceMs : 0);
    }
    causeOf({ cause }) {
        const which = this.failures === 1 ? "the last request failed" : `the last ${this.failures} requests failed`;
        return (0,wording/* sentence */.em)(`${which}: ${cause}`);
    }
}

;// CONCATENATED MODULE: ./src/wait/wait.ts




const NOT_KNOWN = "Whether the agent still runs is not known; waiting again with the same `execution-id` picks it up.";
const NEVER_ASKED = neverAsked("this run");
const NEVER_ASKED_FOR_OUTPUT = neverAsked("the main output of this run, which has ended");
function neverAsked(what) {
    return {
        kind: "error",
        cause: `\`timeout\` was over before the API was asked for ${what}.`,
        advice: "Raise `timeout`: with many runs, each waits for its turn.",
    };
}
async function wait_waitForResults(results, limits, clock, cancel, observer, shared) {
    const polling = new Polling(limits, clock, cancel, observer, shared);
    let nodes;
    const seen = await polling.until(results.nodes, (present) => {
        if (nodes === undefined || (present !== undefined && present.nodes.length > 0))
            nodes = present;
        observer.running(present);
        return present && { queued: present.nodes.filter(({ status }) => status === "QUEUED").length };
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
        return undefined;
    });
    const isMissing = output.kind === "timeout" || output === NEVER_ASKED_FOR_OUTPUT;
    const isFailure = isMissing && judged.failed.length > 0;
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
    #troubles;
    #shared;
    #slowestMs = 0;
    #seenAt = 0;
    #began = 0;
    #pace = NOTHING_SEEN;
    constructor(limits, clock, cancel, observer, shared) {
        this.#shared = shared;
        this.#troubles = new Troubles(shared?.api);
        this.#limits = limits;
        this.#clock = clock;
        this.#cancel = cancel;
        this.#observer = observer;
        this.#deadline = clock.now() + limits.timeoutMs;
    }
    async until(ask, onRunning) {
        this.#began = this.#clock.now();
        this.#pace = NOTHING_SEEN;
        let last;
        for (;;) {
            const hasTurn = await this.#takeTurn(last === undefined);
            if (this.#isCancelled())
                return this.#cancelled();
            if (!hasTurn)
                return this.#withoutTurn(last);
            const began = this.#clock.now();
            const answer = await this.#ask(ask);
            if (this.#isCancelled())
                return this.#cancelled();
            if (answer.kind === "permanent")
                return { kind: "error", cause: answer.cause, advice: answer.advice };
            this.#troubles.note(answer, began);
            if (answer.kind === "finished")
                return answer;
            if (answer.kind === "running") {
                this.#seenAt = this.#clock.now();
                this.#pace = observe(this.#pace, onRunning(answer.value), this.#seenAt - this.#began);
            }
            last = this.#stopAfter(answer);
            const pollsAgain = await this.#pause(answer);
            if (this.#isCancelled())
                return this.#cancelled();
            if (!pollsAgain)
                return last;
        }
    }
    async #takeTurn(isFirst) {
        const until = isFirst ? this.#deadline : this.#lastMoment();
        return (await this.#shared?.take(until, this.#cancel, isFirst && this.requests > 0)) ?? true;
    }
    #withoutTurn(last) {
        if (last === undefined)
            return this.requests === 0 ? NEVER_ASKED : NEVER_ASKED_FOR_OUTPUT;
        const unseenMs = this.#clock.now() - this.#seenAt;
        const { roundMs = 0, api } = this.#shared ?? {};
        const isRecent = unseenMs <= roundMs + this.#limits.pollIntervalMs + 2 * this.#roomMs();
        if (last.kind !== "timeout" || isRecent)
            return last;
        const why = api?.timesThrottled === 0 ? "its turn" : "the API's rate limit";
        return {
            kind: "error",
            cause: `it was last seen to run ${(0,wording/* duration */.p0)(unseenMs)} before \`timeout\` was over, and ${why} left no time to ask again.`,
            advice: `Raise \`timeout\`, or wait for fewer runs at once. ${NOT_KNOWN}`,
        };
    }
    #stopAfter(answer) {
        if (answer.kind === "running")
            return { kind: "timeout" };
        const { advice } = answer;
        const isNotFound = answer.kind === "transient" && answer.patience === "short";
        const cause = this.#troubles.causeOf(answer);
        return { kind: "error", cause, advice: isNotFound ? advice : `${advice} ${NOT_KNOWN}` };
    }
    async #pause(answer) {
        const now = this.#clock.now();
        const patienceMs = this.#troubles.patienceLeftMs(answer, now);
        if (patienceMs <= 0)
            return false;
        const pollPauseMs = pauseAfter(this.#pace, now - this.#began, this.#limits.pollIntervalMs, Math.random());
        const leftMs = this.#deadline - now;
        const pollsAgain = leftMs > this.#roomMs();
        const pauseMs = pollsAgain
            ? Math.min(this.#troubles.pauseMs(answer, pollPauseMs), patienceMs, leftMs - this.#roomMs())
            : Math.max(0, leftMs);
        if (answer.kind !== "running" && pollsAgain)
            this.#observer.retrying(answer.cause, this.#troubles.failures, pauseMs);
        if (answer.kind === "throttled")
            this.#shared?.hold(answer.retryAfterMs ?? 0);
        await this.#clock.sleep(pauseMs, this.#cancel);
        return pollsAgain && this.#clock.now() <= this.#lastMoment();
    }
    async #ask(ask) {
        const began = this.#clock.now();
        const timeoutMs = Math.max(0, Math.min(this.#limits.requestTimeoutMs, this.#deadline - began));
        this.requests++;
        const answer = await ask({ timeoutMs, cancel: this.#cancel });
        this.#shared?.done();
        const tookMs = this.#clock.now() - began;
        this.#observer.answered(answer.kind, tookMs);
        if (answer.kind === "running" || answer.kind === "throttled")
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
    #lastMoment() {
        return this.#deadline - 0.8 * this.#roomMs();
    }
    #roomMs() {
        return Math.min(Math.max(1_000, 1.5 * this.#slowestMs), this.#limits.requestTimeoutMs);
    }
}

;// CONCATENATED MODULE: ./src/wait/run.ts











async function run(step) {
    let inputs;
    let gate;
    let transport;
    try {
        inputs = readInputs();
        checkPlaceForOutputs(step.env);
        [gate, transport] = await Promise.all([openGate(inputs, OUTPUTS, step), connect(inputs, step.env)]);
    }
    catch (error) {
        return { kind: "refused", outcome: refusal(error) };
    }
    const deadline = step.clock.now() + inputs.timeoutMs;
    const verdict = await gated(await waitFor(inputs, transport, step), gate, deadline, step);
    return { kind: "verdict", verdict, inputs, gate, deadline };
}
async function gated(verdict, gate, deadline, { cancel }) {
    if (gate === undefined || !canBeGated(verdict))
        return verdict;
    if (!gate.hasTime(deadline)) {
        const cause = "`timeout` was over before `assert` and `outputs` could be evaluated.";
        return { ...verdict, ...failed("The result of the run is not known", cause, "Raise `timeout`.") };
    }
    const assertions = await gate.assert(factsOf(verdict), deadline);
    return cancel.aborted ? cancelled(verdict, String(cancel.reason)) : applyGate(verdict, assertions);
}
async function openGate({ assert, outputs }, reserved, step) {
    if (assert.trim() === "" && outputs.trim() === "")
        return undefined;
    const { GateProcess } = await __nccwpck_require__.e(/* import() */ 186).then(__nccwpck_require__.bind(__nccwpck_require__, 186));
    const gate = await GateProcess.open(step, { assert, outputs, reserved });
    for (const name of gate.lines.empty) {
        step.log.warning("Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.", `Input \`${name}\` says nothing`);
    }
    return gate;
}
async function waitFor(inputs, transport, { clock, log, cancel }) {
    const began = clock.now();
    log.info(`Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${duration(inputs.timeoutMs)}.`);
    const progress = new Progress(log, clock);
    const wait = await waitForResults(resultsOf(inputs.executionId, transport), inputs, clock, cancel, progress);
    progress.stop();
    return conclude(inputs.executionId, wait, clock.now() - began);
}

;// CONCATENATED MODULE: ./src/many/conclude.ts


function neededOf(given, total) {
    const [, whole = "", fraction = "", percent] = /^(\d{1,9})(?:\.(\d{1,9}))?(%)?$/.exec(given) ?? [];
    const scale = 10n ** BigInt(fraction.length);
    const number = BigInt(whole + fraction);
    const needed = percent === undefined ? number / scale : ceilOf(number * BigInt(total), 100n * scale);
    const isNumber = whole !== "" && (percent !== undefined || fraction === "");
    if (isNumber && needed >= 1n && needed <= BigInt(total))
        return Number(needed);
    throw new inputs/* InputError */.dz(`Input \`min-passed\` is ${(0,inputs/* shownValue */.JJ)(given)}; expected a count from 1 to ${total}, which is the number of runs, or a percentage above 0% up to 100%.`);
}
function ceilOf(dividend, divisor) {
    return (dividend + divisor - 1n) / divisor;
}
function concludeAll(runs, needed) {
    const named = (...statuses) => runs.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
    const passed = named("success").length;
    const failed = named("failure");
    const unknown = named("timeout", "error");
    const headline = `${passed} of ${runs.length} runs passed, ${needed} needed`;
    if (named("cancelled").length > 0)
        return { status: "cancelled", headline: `Cancelled when ${headline}`, cause: "", advice: GO_ON, passed };
    if (passed >= needed)
        return { status: "success", headline, cause: "", advice: "", passed };
    if (runs.length - failed.length < needed) {
        return { status: "failure", headline, cause: (0,wording/* listed */.KE)(failed), advice: SEE_CAUSES, passed };
    }
    const isTimeout = named("error").length === 0;
    return {
        status: isTimeout ? "timeout" : "error",
        headline: `${headline}, and ${unknown.length} ${isTimeout ? "were still running when last seen" : "are not known"}`,
        cause: (0,wording/* listed */.KE)(unknown),
        advice: isTimeout
            ? `Raise \`timeout\` if the agent needs longer. ${GO_ON}`
            : "Look at the cause of each. Waiting again with the same `execution-ids` picks the runs up.",
        passed,
    };
}
const GO_ON = "The runs that have not ended go on: waiting again with the same `execution-ids` picks all of them up.";
const SEE_CAUSES = "Look at the cause of each in the log or the summary. If fewer runs have to pass, lower `min-passed`.";

;// CONCATENATED MODULE: ./src/run-name.ts
const run_name_MAX_NAME_CHARACTERS = 200;
const MAX_RUNS = 256;
function faultOfName(name) {
    if (name.trim() === "")
        return "a name is empty";
    return name.length > run_name_MAX_NAME_CHARACTERS
        ? `a name is over ${run_name_MAX_NAME_CHARACTERS} characters long`
        : undefined;
}
function jsonByName(entries) {
    return `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

;// CONCATENATED MODULE: ./src/many/ended.ts





function endedOf({ name, executionId }, verdict) {
    const { status, result, elapsedMs } = verdict;
    return {
        name,
        executionId,
        status,
        cause: Buffer.from(ended_causeOf(verdict)).toString(),
        excerpt: status === "success" || result === undefined ? undefined : copied(excerptOf(result)),
        nonFinite: result?.nonFinite,
        elapsedMs,
    };
}
function copied(excerpt) {
    return { ...excerpt, text: Buffer.from(excerpt.text).toString() };
}
function ended_causeOf({ headline, cause, failed = [], status, assertions = [], namedOutputs }) {
    const [first] = failed;
    const line = [...assertions, ...namedOutputs].find((each) => each.cause !== "");
    if (status === "failure" && first === undefined && line !== undefined) {
        const name = "name" in line ? line.name : line.expression;
        return (0,wording/* cut */.Jj)(`${headline}: ${(0,wording/* quoted */.TL)(name)}: ${verdict_reasonOf(line)}`, 800);
    }
    if (status !== "failure" || first === undefined)
        return (0,wording/* cut */.Jj)(cause === "" ? headline : `${headline}: ${cause}`, 800);
    const more = failed.length > 1 ? `, and ${failed.length - 1} more` : "";
    return `${headline}: ${(0,wording/* quoted */.TL)(first.name)}: ${(0,wording/* quoted */.TL)(first.cause, 300)}${more}`;
}
class NamedValues {
    #values = new Map();
    add(nth, outputs) {
        for (const { name, value } of outputs) {
            const of = this.#values.get(name) ?? { bytes: 0, byRun: new Map() };
            this.#values.set(name, of);
            if (value === undefined)
                continue;
            if (value === null) {
                of.byRun = null;
                continue;
            }
            of.bytes += Buffer.byteLength(value);
            if (of.bytes > limits_MAX_OUTPUT_BYTES)
                of.byRun = null;
            of.byRun?.set(nth, value);
        }
    }
    outputs(runs, elsewhere) {
        return Array.from(this.#values, ([name, { byRun }]) => {
            const entries = runs.flatMap((run, nth) => {
                const value = byRun?.get(nth);
                return value === undefined ? [] : [[run.name, JSON.stringify(value)]];
            });
            return { name, value: byRun === null ? null : jsonByName(entries), elsewhere };
        });
    }
}

;// CONCATENATED MODULE: ./src/many/hand-over.ts




function handOverAll(runs, { needed, failOnError, jobSummary }, file, values, step) {
    const { passed, ...concluded } = concludeAll(runs, needed);
    const results = file.whole();
    const found = file.error === undefined ? concluded : hand_over_unpublished(file.error);
    const failed = runs.filter(({ status }) => status !== "success").map(({ name }) => name);
    const outputs = [
        { name: "passed", value: String(passed) },
        { name: "total", value: String(runs.length) },
        { name: "failed-runs", value: JSON.stringify(failed) },
    ];
    if (results !== undefined) {
        const elsewhere = `See the file of \`results-file\`: ${results.path}.`;
        outputs.push(...values.outputs(runs, elsewhere));
        const nonFinite = runs.find((run) => run.nonFinite !== undefined)?.nonFinite;
        outputs.push({ name: "results-file", value: results.path });
        outputs.push({ name: "results", value: results.array, elsewhere, nonFinite });
    }
    const outcome = hand_over_publishOutputs(found, outputs, step);
    const isTolerated = outcome.status === "failure" && !failOnError;
    const shown = isTolerated ? outcome_tolerated(outcome) : outcome;
    announceRuns(shown, runs, isTolerated, step.log);
    if (jobSummary)
        hand_over_summarize(renderRuns(shown, runs, results?.path), step);
    return outcome.status === "success" || isTolerated ? 0 : 1;
}

;// CONCATENATED MODULE: ./src/api/execution-id.ts
const MAX_ID = 2n ** 63n - 1n;
function execution_id_isExecutionId(text) {
    return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= MAX_ID;
}

;// CONCATENATED MODULE: ./src/runner/given-json.ts



class GivenJson {
    reader;
    #what;
    #given;
    #start;
    constructor(what, given, part = given) {
        const json = trimmed(part);
        this.#what = what;
        this.#given = given;
        this.#start = json.byteOffset - given.byteOffset;
        this.reader = new JsonReader(json);
    }
    placeAt(at) {
        const lines = this.#given.toString("utf8", 0, this.#start + at).split("\n");
        return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
    }
    refuse(at, cause) {
        return new inputs/* InputError */.dz(`${this.#what}, ${this.placeAt(at)}: ${(0,wording/* sentence */.em)(cause)}`);
    }
    read(read, hint = "") {
        const { reader } = this;
        try {
            read();
            reader.end();
        }
        catch (error) {
            if (error instanceof NotJson)
                throw this.refuse(reader.at, `this is not valid JSON. ${hint}`.trim());
            if (error instanceof TooLarge)
                throw this.refuse(reader.at, `this is ${error.message}`);
            throw error;
        }
    }
    object(visit) {
        const places = new Map();
        this.reader.object((name, at) => {
            const earlier = places.get(name);
            if (earlier !== undefined)
                throw this.refuse(at, `${(0,wording/* quoted */.TL)(name)} is also at ${this.placeAt(earlier)}`);
            places.set(name, at);
            visit(name, at);
        });
    }
}

// EXTERNAL MODULE: ./src/numbered-lines.ts
var numbered_lines = __nccwpck_require__(89);
;// CONCATENATED MODULE: ./src/many/ids.ts






const WHAT = "Input `execution-ids`";
function readRuns(text) {
    const list = new RunList();
    if (/^\s*[[{]/.test(text))
        readJson(text, list);
    else
        readLines(text, list);
    if (list.runs.length > 0)
        return list.runs;
    throw new inputs/* InputError */.dz(`${WHAT} names no run: most likely the step that starts them started none, or did not set its output.`);
}
class RunList {
    runs = [];
    #names = new Map();
    #ids = new Map();
    add(name, executionId, place) {
        if (!execution_id_isExecutionId(executionId)) {
            return executionId === ""
                ? "the ID is empty: the step that starts the run got none"
                : `the ID is ${(0,inputs/* shownValue */.JJ)(executionId)}; expected a decimal number from 1 to 9223372036854775807`;
        }
        const own = name ?? executionId;
        const fault = faultOfName(own);
        if (fault !== undefined)
            return fault;
        const earlierId = this.#ids.get(executionId);
        if (earlierId !== undefined)
            return `the ID ${(0,wording/* quoted */.TL)(executionId)} is also at ${earlierId}`;
        const earlierName = this.#names.get(own);
        if (earlierName !== undefined)
            return `the name ${(0,wording/* quoted */.TL)(own)} is also at ${earlierName}`;
        this.#names.set(own, place);
        this.#ids.set(executionId, place);
        return this.runs.push({ name: own, executionId }) > MAX_RUNS
            ? `there are more than ${MAX_RUNS} runs`
            : undefined;
    }
}
function readJson(text, list) {
    const json = new GivenJson(WHAT, Buffer.from(text));
    const { reader } = json;
    const add = (name, at) => {
        const idAt = reader.at;
        const fault = list.add(name, readId(json), json.placeAt(at));
        if (fault !== undefined)
            throw json.refuse(fault.startsWith("the ID is") ? idAt : at, fault);
    };
    json.read(() => {
        if (reader.nextIsObject())
            json.object(add);
        else
            reader.array(() => {
                add(undefined, reader.at);
            });
    });
}
function readId(json) {
    const { reader } = json;
    if (reader.nextIsString())
        return reader.string();
    const { at } = reader;
    const isNumber = reader.nextIsNumber();
    const text = reader.text();
    if (isNumber && /^\d+$/.test(text) && Number.isSafeInteger(Number(text)))
        return text;
    throw json.refuse(at, isNumber
        ? "the ID is a number that a JSON parser may have rounded; write IDs as strings"
        : "expected an ID as a string");
}
function readLines(text, list) {
    for (const [line, number] of (0,numbered_lines/* numberedLines */.U)(text)) {
        const equals = line.lastIndexOf("=");
        const name = equals < 0 ? undefined : line.slice(0, equals).trim();
        const fault = list.add(name, line.slice(equals + 1).trim(), `line ${number}`);
        if (fault !== undefined)
            throw new inputs/* InputError */.dz(`${WHAT}, line ${number}: ${fault}.`);
    }
}

;// CONCATENATED MODULE: ./src/many/limiter.ts
const MAX_AT_ONCE = 8;
const MAX_IN_WINDOW = 4;
const WINDOW_MS = 1_000;
class Limiter {
    api = { timesThrottled: 0, hasAnswered: false };
    roundMs;
    #clock;
    #last = {
        usual: Promise.resolve(),
        urgent: Promise.resolve(),
    };
    #urgent = 0;
    #open = 0;
    #begins = [];
    #heldUntil = 0;
    #change = new AbortController();
    constructor(clock, runs = 1) {
        this.roundMs = (runs / MAX_IN_WINDOW) * WINDOW_MS;
        this.#clock = clock;
    }
    take(until, cancel, isUrgent) {
        const queue = isUrgent ? "urgent" : "usual";
        if (isUrgent)
            this.#urgent++;
        const turn = this.#last[queue].then(() => this.#next(until, cancel, isUrgent));
        this.#last[queue] = turn;
        return turn;
    }
    done() {
        this.#open--;
        this.#changed();
    }
    keepOpen() {
        this.#open++;
    }
    hold(ms) {
        this.#heldUntil = Math.max(this.#heldUntil, this.#clock.now() + ms);
    }
    async #next(until, cancel, isUrgent) {
        try {
            for (;;) {
                const now = this.#clock.now();
                if (cancel.aborted || now >= until)
                    return false;
                const [fourthLast = -Infinity] = this.#begins.length < MAX_IN_WINDOW ? [] : this.#begins;
                const free = Math.max(this.#heldUntil, fourthLast + WINDOW_MS);
                if (this.#open < MAX_AT_ONCE && now >= free && (isUrgent || this.#urgent === 0)) {
                    this.#open++;
                    this.#begins = [...this.#begins, now].slice(-MAX_IN_WINDOW);
                    return true;
                }
                const wakeAt = now >= free ? until : Math.min(free, until);
                await this.#clock.sleep(wakeAt - now, AbortSignal.any([cancel, this.#change.signal]));
            }
        }
        finally {
            if (isUrgent)
                this.#urgent--;
            this.#changed();
        }
    }
    #changed() {
        this.#change.abort();
        this.#change = new AbortController();
    }
}

;// CONCATENATED MODULE: ./src/many/results.ts





class ResultsFile {
    #error;
    #folder;
    #waiting = new Set();
    #next = 0;
    constructor(folder) {
        let own = "";
        this.#try(() => {
            own = (0,external_node_fs_namespaceObject.mkdtempSync)((0,external_node_path_.join)(folder, "promptlayer-agent-"));
        });
        this.#folder = own;
    }
    get error() {
        return this.#error;
    }
    write(nth, run, verdict) {
        this.#try(() => {
            for (const piece of results_lineOf(run, verdict))
                (0,external_node_fs_namespaceObject.appendFileSync)(this.#part(nth), piece);
            this.#waiting.add(nth);
            for (; this.#waiting.delete(this.#next); this.#next++) {
                append(this.#path, this.#part(this.#next));
                (0,external_node_fs_namespaceObject.rmSync)(this.#part(this.#next));
            }
        });
    }
    whole() {
        if (this.#error !== undefined)
            return undefined;
        const path = this.#path;
        let array = null;
        this.#try(() => {
            if ((0,external_node_fs_namespaceObject.statSync)(path).size <= limits_MAX_OUTPUT_BYTES)
                array = `[${(0,external_node_fs_namespaceObject.readFileSync)(path, "utf8").trimEnd().replaceAll("\n", ",")}]`;
        });
        return this.error === undefined ? { path, array } : undefined;
    }
    get #path() {
        return (0,external_node_path_.join)(this.#folder, "results.jsonl");
    }
    #part(nth) {
        return (0,external_node_path_.join)(this.#folder, `${nth}.part`);
    }
    #try(write) {
        if (this.#error !== undefined)
            return;
        try {
            write();
        }
        catch (error) {
            this.#error = (0,thrown/* asError */.z)(error);
        }
    }
}
const buffer = Buffer.alloc(64 * 1_024);
function append(to, from) {
    const file = (0,external_node_fs_namespaceObject.openSync)(from, "r");
    try {
        for (let size = 1; size > 0;) {
            size = (0,external_node_fs_namespaceObject.readSync)(file, buffer);
            (0,external_node_fs_namespaceObject.appendFileSync)(to, buffer.subarray(0, size));
        }
    }
    finally {
        (0,external_node_fs_namespaceObject.closeSync)(file);
    }
}
function results_lineOf({ name, executionId }, verdict) {
    const { status, result, failed = [], assertions = [], namedOutputs, elapsedMs } = verdict;
    const json = (value) => JSON.stringify(value);
    const lines = assertions.filter(({ holds }) => !holds).map(({ expression }) => expression);
    const named = namedOutputs.flatMap(({ name: output, value }) => value === undefined ? [] : [[output, json(value)]]);
    return [
        `{"name":${json(name)},"execution_id":"${executionId}","status":"${status}","result":`,
        result === undefined ? "null" : onOneLine(result.json),
        `,"failed_nodes":${json(failed.map((node) => node.name))},"failed_assertions":${json(lines)},"outputs":${jsonByName(named)},"elapsed_ms":${Math.round(elapsedMs)}}\n`,
    ];
}
function onOneLine(json) {
    if (!json.includes("\n") && !json.includes("\r"))
        return json;
    const line = Buffer.from(json);
    for (const byte of [0x0a, 0x0d]) {
        for (let at = line.indexOf(byte); at >= 0; at = line.indexOf(byte, at + 1))
            line[at] = 0x20;
    }
    return line;
}

;// CONCATENATED MODULE: ./src/many/run.ts




















const MANY_OUTPUTS = ["status", "passed", "total", "failed-runs", "results-file", "results"];
async function waitForMany(step) {
    let inputs;
    let gate;
    let transport;
    try {
        inputs = run_readInputs();
        outputs_checkPlaceForOutputs(step.env);
        [gate, transport] = await Promise.all([
            openGate(inputs, [...outputs_OUTPUTS, ...MANY_OUTPUTS], step),
            connect_connect(inputs, step.env),
        ]);
    }
    catch (error) {
        hand_over_handOverOutcome(hand_over_refusal(error), MANY_SUBJECT, step);
        return 1;
    }
    const { log, clock, cancel } = step;
    const { runs, needed, baseUrl, timeoutMs } = inputs;
    log.info(`Waiting for ${(0,wording/* counted */.hS)(runs.length, "PromptLayer agent run")} at ${baseUrl.host}, at most ${(0,wording/* duration */.p0)(timeoutMs)}; ${needed} must pass.`);
    const deadline = clock.now() + timeoutMs;
    const file = new ResultsFile(step.env["RUNNER_TEMP"] ?? "");
    const values = new NamedValues();
    const progress = new ManyProgress(runs.length, log, clock);
    const ended = await waitForAll(inputs, transport, step, progress, async (nth, run, found) => {
        const asserted = await gated(found, gate, deadline, step);
        const verdict = await withNamedOutputs(asserted, { gate, deadline }, cancel);
        file.write(nth, run, verdict);
        values.add(nth, verdict.namedOutputs);
        return endedOf(run, verdict);
    });
    progress.stop();
    return handOverAll(ended, inputs, file, values, step);
}
function run_readInputs() {
    const common = readCommonInputs((0,inputs/* readApiKey */.iZ)());
    if (lib_core/* getInput */.V4("execution-id") !== "")
        throw new inputs/* InputError */.dz("Inputs `execution-id` and `execution-ids` are both given; expected one of them.");
    if (common.returnAllOutputs) {
        throw new inputs/* InputError */.dz("Input `return-all-outputs` is true, which `execution-ids` does not support: the nodes of many runs are not published. Leave it out.");
    }
    const runs = readRuns(lib_core/* getInput */.V4("execution-ids", { trimWhitespace: false }));
    const needed = neededOf(lib_core/* getInput */.V4("min-passed") || DEFAULTS["min-passed"], runs.length);
    return { ...common, runs, needed };
}
async function waitForAll({ runs, ...limits }, transport, { clock, cancel }, progress, settle) {
    const began = clock.now();
    const limiter = new Limiter(clock, runs.length);
    let settled = Promise.resolve();
    return Promise.all(runs.map(async (run, nth) => {
        const results = results_resultsOf(run.executionId, transport, false);
        const wait = await wait_waitForResults(results, limits, clock, cancel, progress.of(run), limiter);
        const verdict = verdict_conclude(run.executionId, wait, clock.now() - began);
        const found = wait.kind === "finished" ? verdict : { ...verdict, nodes: undefined };
        limiter.keepOpen();
        const kept = settled.then(() => settle(nth, run, found));
        settled = kept;
        const ended = await kept;
        limiter.done();
        progress.ended(ended);
        return ended;
    }));
}

;// CONCATENATED MODULE: ./src/many/main.ts



enter(waitForMany, MANY_SUBJECT);

