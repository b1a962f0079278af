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
/* harmony export */   Ej: () => (/* binding */ size),
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration)
/* harmony export */ });
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

/***/ 522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

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
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
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
function sanitizeCode(text, limit) {
    return `<code>${escapeHtml(sanitizeLine(text, limit))}</code>`;
}

;// CONCATENATED MODULE: ./src/show/prose.ts

function proseLine(text) {
    return text.replace(/`([^`]*)`/g, '"$1"');
}
const INERT = /^(?!.*(?:www\.|\bGH-|\b[\da-f]{7,40}\b))[\w.'"()%!?…-]*:?$/i;
function proseHtml(text, limit) {
    const parts = sanitizeLine(text, limit).split(/`([^`]*)(?:`|$)/);
    return parts.map((part, n) => (n % 2 === 0 ? wordsHtml(part, limit) : sanitizeCode(part, limit))).join("");
}
function wordsHtml(text, limit) {
    return text.replace(/[^ ,;]+/g, (word) => INERT.test(word) ? escapeHtml(word) : sanitizeCode(word, limit));
}

;// CONCATENATED MODULE: ./src/show/log.ts



const SGR = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33" };
const MAX_ANNOTATIONS = 10;
function shownAlone(count, room) {
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
        return Math.max(1, MAX_ANNOTATIONS - this.#annotations);
    }
    info(line, style) {
        const text = this.#sanitize(line);
        info(style === undefined ? text : `\u001b[${SGR[style]}m${text}\u001b[0m`);
    }
    group(title, lines) {
        startGroup(this.#sanitize(title));
        for (const line of lines)
            this.info(line);
        endGroup();
    }
    debug(line) {
        if (isDebug())
            debug(this.#sanitize(line));
    }
    error(message, title) {
        this.#annotations++;
        error(this.#sanitize(message), { title: this.#sanitize(title) });
    }
    warning(message, title) {
        this.#annotations++;
        warning(this.#sanitize(proseLine(message)), { title: this.#sanitize(proseLine(title)) });
    }
    notice(message, title) {
        this.#annotations++;
        notice(this.#sanitize(proseLine(message)), { title: this.#sanitize(proseLine(title)) });
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
function tolerated(outcome) {
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
function nodeSymbol(node, isFailed) {
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




const MAX_SUMMARY_BYTES = 1_024 * 1_024;
const MAX_CAUSE_CHARACTERS = 500;
function announce(outcome, subject, log) {
    log.error(withAdvice(outcome), `${subject}: ${outcome.status}`);
    log.info(statusLine(outcome), "red");
}
function sentenceOf({ headline, cause }) {
    return proseLine((0,wording/* sentence */.em)(cause === "" ? headline : `${headline}: ${cause}`));
}
function withAdvice(outcome) {
    return `${sentenceOf(outcome)} ${proseLine(outcome.advice)}`.trim();
}
function statusLine(outcome) {
    return `${STATUS_SYMBOLS[outcome.status]} ${outcome.status}: ${sentenceOf(outcome)}`;
}
function renderOutcome({ status, headline, cause, advice }, subject) {
    const prose = (text) => proseHtml(text, MAX_CAUSE_CHARACTERS);
    const blocks = [
        `## ${STATUS_SYMBOLS[status]} ${subject}: ${status}`,
        `<p>${cause === "" ? prose((0,wording/* sentence */.em)(headline)) : `${prose(headline)}: ${prose((0,wording/* sentence */.em)(cause))}`}</p>`,
    ];
    if (advice !== "")
        blocks.push(`**What to do:** ${advice}`);
    return `${blocks.join("\n\n")}\n`;
}
function table(head, rows, rest, noun, where = "") {
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
    if (present + Buffer.byteLength(markdown) > MAX_SUMMARY_BYTES)
        throw new Error("it would be over 1 MiB");
    (0,external_node_fs_namespaceObject.appendFileSync)(path, markdown);
}

;// CONCATENATED MODULE: ./src/runner/inputs.ts


class InputError extends Error {
}
function givenApiKey() {
    return getInput("api-key");
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
        const given = getInput(name, { trimWhitespace: false });
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
        return getInput(name) || this.#defaults[name];
    }
}
const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
function isLoopback(hostname) {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
const NOT_SHOWN = "not shown, as it may be a key";
function shownValue(value) {
    return isHarmless(value) ? (0,wording/* quoted */.TL)(value, 100) : NOT_SHOWN;
}
function shownAddress(value) {
    const [, scheme = "", host = "", path = ""] = /^([a-z]+:\/\/)?([^/]*)(.*)$/is.exec(value) ?? [];
    if (!isHarmless(host) && !/^[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?$/i.test(host))
        return NOT_SHOWN;
    return (0,wording/* quoted */.TL)(`${(0,wording/* cut */.Jj)(scheme + host, 100)}${path.length > 1 ? "/…" : path}`, 110);
}
function isHarmless(value) {
    return (value.length < 16 && !/^(pl|sk|pk)[_-]/i.test(value)) || /^[-+.\de]+$/i.test(value);
}

;// CONCATENATED MODULE: ./src/limits.ts
const MAX_OUTPUT_BYTES = 1_024 * 1_024;

;// CONCATENATED MODULE: ./src/runner/outputs.ts





const MAX_JOB_CHARACTERS = (1_024 * 1_024) / 2;
const MAX_LINUX_BYTES = 128 * 1_024;
const MAX_WINDOWS_CHARACTERS = 32_767;
class NoPlaceForOutputs extends Error {
}
function checkPlaceForOutputs(env) {
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
            setOutput(name, fits(value) ? value : "");
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
    return value !== null && Buffer.byteLength(value) <= MAX_OUTPUT_BYTES;
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







function refusal(error) {
    if (error instanceof InputError)
        return failed("An input cannot be used", error.message, "Correct the input in the `with:` of the step.");
    if (error instanceof NoPlaceForOutputs)
        return failed("The runner has no place for the outputs", error.message, "See that the step may write to the files and folders of the runner.");
    throw error;
}
function handOverOutcome(outcome, subject, step) {
    announce(outcome, subject, step.log);
    setStatus(outcome, step);
    if (!/^false$/i.test(getInput("job-summary")))
        summarize(renderOutcome(outcome, subject), step);
}
function unpublished(error, done) {
    const headline = `${done === undefined ? "The" : `${done}, but the`} outputs could not be published`;
    const advice = "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.";
    return failed(headline, (0,wording/* quoted */.TL)(error.message, 300), advice);
}
function publishOutputs(found, others, step, done) {
    try {
        setOutputs([{ name: "status", value: found.status }, ...others], step.env, step.log);
        return found;
    }
    catch (error) {
        const outcome = unpublished((0,thrown/* asError */.z)(error), done);
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
function summarize(markdown, { env, log }) {
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
        handOverOutcome({ ...crash, status, cause }, subject, step);
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
    const key = givenApiKey();
    if (key !== "")
        setSecret(key);
    return {
        env: process.env,
        clock: (0,clock/* systemClock */.m)(() => Number(process.hrtime.bigint()) / 1e6),
        log: new Log(key),
        cancel,
        leaving,
        execPath: process.execPath,
        folder: (0,external_node_path_namespaceObject.dirname)(process.argv[1] ?? ""),
    };
}
const MIN_NODE = 22;
function isNodeTooOld() {
    const { node } = process.versions;
    if (Number.parseInt(node, 10) >= MIN_NODE)
        return false;
    process.exitCode = 1;
    error(`Node ${node} runs this action, which needs Node ${MIN_NODE} or newer. Update the runner: 2.327.1 and later bring Node 24. Where another program runs the action, give that a newer Node.`, { title: "Node is too old" });
    try {
        setOutput("status", "error");
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

;// CONCATENATED MODULE: ./src/show/start.ts





const SUBJECT = "PromptLayer agent start";
const MAX_VARIABLES = 100;
const MAX_ROWS = 100;
function logRequest(inputs, log) {
    const { agent, version, variables, cases, baseUrl, timeoutMs } = inputs;
    if (version.kind === "newest") {
        log.notice("Neither `label` nor `version` is given, so the newest version runs, even one that is not ready for use. A label is safer.", `${SUBJECT}: the newest version runs`);
    }
    const say = (line) => {
        log.info(proseLine(line));
    };
    say(`Starting PromptLayer agent ${(0,wording/* quoted */.TL)(agent)}${cases === undefined ? "" : `, ${(0,wording/* counted */.hS)(cases.length, "run")}`}, ${versionText(version, wording/* quoted */.TL)}, at ${baseUrl.host}, within ${(0,wording/* duration */.p0)(timeoutMs)}.`);
    for (const { name, bytes } of variables.slice(0, MAX_VARIABLES))
        say(`Variable ${(0,wording/* quoted */.TL)(name)}: ${(0,wording/* size */.Ej)(bytes)}`);
    if (variables.length > MAX_VARIABLES)
        say(`and ${variables.length - MAX_VARIABLES} more variables`);
}
function logStart({ name, start }, nth, count, log) {
    const which = `${nth} of ${count}, ${(0,wording/* quoted */.TL)(name)}`;
    if (start.kind === "started")
        log.info(proseLine(`${which}: run ${start.run.executionId} was started`));
    else
        log.info(proseLine(`${which}: ${start.kind === "unknown" ? "not known to be started" : "not started"}`));
}
function announceStarts(outcome, starts, log) {
    const warned = starts.filter(({ start }) => warningOf(start) !== "");
    const room = Math.max(1, log.room - Number(outcome.status !== "started"));
    const single = shownAlone(warned.length, room);
    for (const { name, start } of warned.slice(0, single))
        log.warning(`${(0,wording/* quoted */.TL)(name)}: ${(0,wording/* cut */.Jj)(warningOf(start), MAX_CAUSE_CHARACTERS)}`, `${SUBJECT}: the API warns`);
    const rest = warned.slice(single).map(({ name }) => name);
    if (rest.length > 0)
        log.warning(`${rest.length} more: ${(0,wording/* listed */.KE)(rest)}`, `${SUBJECT}: the API warns`);
    if (outcome.status === "started")
        log.info(statusLine(outcome), "green");
    else
        announce(outcome, SUBJECT, log);
}
function renderStarts(outcome, inputs, starts) {
    const noted = starts
        .map(({ name, start }) => ({ name, start, note: noteOf(start) }))
        .sort((a, b) => Number(b.note !== "") - Number(a.note !== ""));
    const hasNotes = noted.some(({ note }) => note !== "");
    const rows = noted
        .slice(0, MAX_ROWS)
        .map(({ name, start, note }) => [
        sanitizeCode(name, 80),
        start.kind === "started" ? sanitizeCode(start.run.executionId, 40) : start.kind,
        ...(hasNotes ? [note] : []),
    ]);
    const rest = Math.max(0, starts.length - MAX_ROWS);
    const facts = [
        `Agent ${sanitizeCode(inputs.agent, 100)}`,
        versionText(inputs.version, (text) => sanitizeCode(text, 100)),
        sanitizeCode(inputs.baseUrl.host, 100),
    ];
    const head = ["Run", "Execution", ...(hasNotes ? ["Warning or cause"] : [])];
    const runs = table(head, rows, rest, "run");
    return `${renderOutcome(outcome, SUBJECT)}\n${runs}\n\n<p><sub>${facts.join(" · ")}</sub></p>\n`;
}
function noteOf(start) {
    if (start.kind !== "started")
        return proseHtml(start.cause, MAX_CAUSE_CHARACTERS);
    const warning = warningOf(start);
    return warning === "" ? "" : sanitizeCode(warning, MAX_CAUSE_CHARACTERS);
}
function warningOf(start) {
    return start.kind === "started" ? start.run.warning : "";
}
function announceStart(outcome, warning, log) {
    if (outcome.status !== "started") {
        announce(outcome, SUBJECT, log);
        return;
    }
    if (warning !== "")
        log.warning(`The API warns: ${(0,wording/* quoted */.TL)(warning, MAX_CAUSE_CHARACTERS)}`, `${SUBJECT}: warning`);
    log.info(statusLine(outcome), "green");
}
function renderStart(outcome, inputs, warning) {
    const { agent, version, variables, baseUrl } = inputs;
    const code = (text) => sanitizeCode(text, 100);
    const rows = [
        ["Version", versionText(version, code)],
        ["Host", code(baseUrl.host)],
        ...(warning === "" ? [] : [["Warning", sanitizeCode(warning, MAX_CAUSE_CHARACTERS)]]),
        ...variables.slice(0, MAX_VARIABLES).map(({ name, bytes }) => [`Variable ${code(name)}`, (0,wording/* size */.Ej)(bytes)]),
    ];
    const rest = Math.max(0, variables.length - MAX_VARIABLES);
    return `${renderOutcome(outcome, SUBJECT)}\n${table(["Agent", code(agent)], rows, rest, "variable")}\n`;
}
function versionText(version, show) {
    switch (version.kind) {
        case "label":
            return `label ${show(version.label)}`;
        case "number":
            return `version ${version.number}`;
        case "newest":
            return "the newest version";
    }
}

;// CONCATENATED MODULE: ./src/start/conclude.ts

const MAY_HAVE_STARTED = "A run may have been started: look in PromptLayer before you start again.";
function conclude(start, failOnWarning) {
    const { signal } = start;
    if (signal !== undefined)
        return cancelled(start, signal);
    switch (start.kind) {
        case "started":
            return started(start.run.executionId, failOnWarning ? start.run.warning : "");
        case "not started":
            return {
                status: "error",
                headline: "No run was started",
                cause: start.cause,
                advice: start.advice,
            };
        case "unknown":
            return {
                status: "error",
                headline: "Whether a run was started is not known",
                cause: start.cause,
                advice: `${MAY_HAVE_STARTED} ${start.advice}`.trim(),
            };
    }
}
function started(executionId, warning) {
    if (warning === "") {
        return { status: "started", headline: `Run ${executionId} was started`, cause: "", advice: "" };
    }
    return {
        status: "failure",
        headline: `Run ${executionId} was started, but the API warns`,
        cause: (0,wording/* quoted */.TL)(warning, 500),
        advice: "Correct `input-variables` and `input-files`, or set `fail-on-warning: false`. The run goes on all the same: look at it in PromptLayer before you start again.",
    };
}
function cancelled(start, signal) {
    const [headline, advice] = {
        started: [
            "Cancelled after the run was started",
            "The run goes on: look at it in PromptLayer before you start again.",
        ],
        "not started": ["Cancelled before a run was started", "Run the job again if you need the run."],
        unknown: ["Cancelled while the API was asked to start the run", MAY_HAVE_STARTED],
    }[start.kind];
    return { status: "cancelled", headline, cause: signal, advice };
}
function concludeAll(starts, cases, failOnWarning) {
    const runs = starts.flatMap(({ name, start }) => start.kind === "started" ? [{ name, ...start.run }] : []);
    const tried = starts.at(-1);
    const last = tried?.start;
    const done = `${runs.length} of ${(0,wording/* counted */.hS)(cases.length, "run")}`;
    const goOn = runs.length === 0 ? "" : GO_ON;
    if (last?.signal !== undefined) {
        const advice = [...(last.kind === "unknown" ? [MAY_HAVE_STARTED] : []), goOn].join(" ").trim();
        return {
            status: "cancelled",
            headline: `Cancelled when ${done} were started`,
            cause: last.signal,
            advice,
        };
    }
    if (tried !== undefined && tried.start.kind !== "started")
        return stopped(done, tried, cases.length - starts.length, goOn);
    const warned = failOnWarning ? runs.filter(({ warning }) => warning !== "") : [];
    if (warned.length === 0) {
        return {
            status: "started",
            headline: `${(0,wording/* counted */.hS)(runs.length, "run")} were started`,
            cause: "",
            advice: "",
        };
    }
    return {
        status: "failure",
        headline: `${(0,wording/* counted */.hS)(runs.length, "run")} were started, but the API warns of ${warned.length}`,
        cause: (0,wording/* listed */.KE)(warned.map(({ name }) => name)),
        advice: `Correct the input variables, or set \`fail-on-warning: false\`. ${GO_ON}`,
    };
}
const GO_ON = "The runs that were started go on: look at them in PromptLayer before you start again.";
function stopped(done, { name, start }, untried, goOn) {
    const { headline, cause, advice } = conclude(start, false);
    const after = untried === 0
        ? ""
        : ` The ${(0,wording/* counted */.hS)(untried, "run")} after it ${untried === 1 ? "was" : "were"} not tried.`;
    return {
        status: "error",
        headline: `${done} were started`,
        cause: `${(0,wording/* quoted */.TL)(name)}: ${headline.charAt(0).toLowerCase()}${headline.slice(1)}: ${(0,wording/* sentence */.em)(cause)}${after}`,
        advice: [goOn, advice].join(" ").trim(),
    };
}

;// CONCATENATED MODULE: ./src/run-name.ts
const MAX_NAME_CHARACTERS = 200;
const MAX_RUNS = 256;
function faultOfName(name) {
    if (name.trim() === "")
        return "a name is empty";
    return name.length > MAX_NAME_CHARACTERS
        ? `a name is over ${MAX_NAME_CHARACTERS} characters long`
        : undefined;
}
function jsonByName(entries) {
    return `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

;// CONCATENATED MODULE: ./src/start/hand-over.ts




function handOver(found, step) {
    if (found.kind === "refused") {
        handOverOutcome(found.outcome, SUBJECT, step);
        return 1;
    }
    if (found.kind === "asked for many")
        return handOverMany(found, step);
    const { start, inputs } = found;
    const started = start.kind === "started" ? start.run : undefined;
    const outcome = publishOutputs(found.outcome, outputsOf(start), step, started && `Run ${started.executionId} was started`);
    const warning = start.kind === "started" ? start.run.warning : "";
    announceStart(outcome, warning, step.log);
    summarize(renderStart(outcome, inputs, warning), step);
    return outcome.status === "started" ? 0 : 1;
}
function handOverMany({ outcome: found, starts, inputs }, step) {
    const runs = starts.flatMap(({ name, start }) => start.kind === "started" ? [{ name, ...start.run }] : []);
    const warned = runs.filter(({ warning }) => warning !== "");
    const text = (get, of = runs) => jsonByName(of.map((run) => [run.name, JSON.stringify(get(run))]));
    const outputs = [{ name: "execution-ids", value: text(({ executionId }) => executionId) }];
    if (warned.length > 0) {
        const value = text(({ warning }) => warning, warned);
        outputs.push({ name: "warning", value, elsewhere: "The log has the beginnings." });
    }
    const what = runs.length === 0 ? undefined : `${(0,wording/* counted */.hS)(runs.length, "run")} were started`;
    const outcome = publishOutputs(found, outputs, step, what);
    announceStarts(outcome, starts, step.log);
    summarize(renderStarts(outcome, inputs, starts), step);
    return outcome.status === "started" ? 0 : 1;
}
function outputsOf(start) {
    if (start.kind !== "started")
        return [];
    const { executionId, warning } = start.run;
    const outputs = [{ name: "execution-id", value: executionId }];
    if (warning !== "")
        outputs.push({ name: "warning", value: warning, elsewhere: "The summary has its beginning." });
    return outputs;
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

;// CONCATENATED MODULE: ./src/api/execution-id.ts
const MAX_ID = 2n ** 63n - 1n;
function isExecutionId(text) {
    return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= MAX_ID;
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

;// CONCATENATED MODULE: ./src/api/runs.ts





async function startRun(agent, body, transport, limits) {
    const path = `/workflows/${encodeURIComponent(agent)}/run`;
    const response = await transport.send({ method: "POST", path, body, ...limits });
    if (response.kind === "failure")
        return runs_failed(response);
    const isAnswer = response.status >= 200 && response.status < 300;
    return isAnswer && !isPage(response) && !isChallenge(response) ? understood(response) : refused(response);
}
function runs_failed({ fault, cause, isUnsent }) {
    const advice = ADVICE[fault];
    if (!isUnsent)
        return { kind: "unknown", cause, advice };
    return { kind: PERMANENT_FAULTS.has(fault) ? "permanent" : "transient", cause, advice };
}
function understood({ body, headers, status }) {
    try {
        const { success, id, warning } = readAnswer(body);
        if (!success && id === "") {
            const reason = reasonIn(body, headers["content-type"] ?? "");
            return {
                kind: "permanent",
                cause: `the API answered ${status}, but without success: ${(0,wording/* quoted */.TL)(reason, 300)}`,
                advice: CHECK_REQUEST,
            };
        }
        if (!success)
            throw new NotTheApi("it has an ID, but `success` is false");
        if (!isExecutionId(id))
            throw new NotTheApi("its workflow_version_execution_id is no int64 above zero");
        return { kind: "started", run: { executionId: id, warning } };
    }
    catch (error) {
        if (!(error instanceof NotJson || error instanceof NotTheApi || error instanceof TooLarge))
            throw error;
        const cause = `the API answered ${status}, but the answer cannot be used: ${error.message}`;
        return { kind: "unknown", cause, advice: error instanceof NotJson ? "" : ADVICE["not-the-api"] };
    }
}
function readAnswer(body) {
    const json = trimmed(body);
    const reader = new JsonReader(json);
    const fields = new Map();
    if (!reader.nextIsObject()) {
        checkJson(json);
        throw new NotTheApi("it is not an object");
    }
    reader.object((name) => {
        const value = reader.text();
        if (!["success", "workflow_version_execution_id", "warning"].includes(name))
            return;
        if (fields.has(name))
            throw new NotTheApi(`\`${name}\` is in it twice`);
        fields.set(name, value);
    });
    reader.end();
    return {
        success: fields.get("success") !== "false",
        id: readText(fields.get("workflow_version_execution_id") ?? ""),
        warning: readText(fields.get("warning") ?? ""),
    };
}
function readText(json) {
    if (json.startsWith('"'))
        return JSON.parse(json);
    return /^(null|false|\[\s*\]|\{\s*\})$/.test(json) ? "" : json;
}
function refused(response) {
    const { status, headers } = response;
    const cause = causeOf(response);
    if (status === 429) {
        const retryAfterMs = retryAfter(headers, Date.now());
        const advice = "Set a longer `timeout`, and let fewer jobs start runs at the same time: they share the API's rate limit.";
        return { kind: "transient", cause, advice, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    }
    const isRefusal = status >= 400 && status < 500 && status !== 408;
    return { kind: isRefusal ? "permanent" : "unknown", cause, advice: adviceForStatus(response) };
}
const CHECK_REQUEST = "Check `agent`, `label` or `version`, and `input-variables`.";
function adviceForStatus(response) {
    if (isPage(response))
        return adviceForAnswer(response);
    switch (response.status) {
        case 401:
        case 403:
            return ADVICE.key;
        case 404:
            return "Check `agent`, and `label` or `version`: they must be in the workspace of the key.";
        case 400:
        case 422:
            return CHECK_REQUEST;
        default:
            return adviceForAnswer(response);
    }
}

;// CONCATENATED MODULE: ./package.json
const package_namespaceObject = {"rE":"1.0.0"};
;// CONCATENATED MODULE: ./src/runner/connect.ts

async function connect({ baseUrl, apiKey }, env) {
    const { Transport } = await __nccwpck_require__.e(/* import() */ 176).then(__nccwpck_require__.bind(__nccwpck_require__, 176));
    return new Transport({ baseUrl, apiKey, userAgent: `wait-for-promptlayer-agent/${package_namespaceObject.rE}`, env });
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
        return new InputError(`${this.#what}, ${this.placeAt(at)}: ${(0,wording/* sentence */.em)(cause)}`);
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

;// CONCATENATED MODULE: ./src/numbered-lines.ts
function numberedLines(text) {
    return text
        .split("\n")
        .map((line, index) => [line.trim(), index + 1])
        .filter(([line]) => line !== "" && !line.startsWith("#"));
}

;// CONCATENATED MODULE: ./src/start/variables.ts








const HINT = "Write a value from an expression as `${{ toJSON(...) }}`, without quotes around it.";
function readObject(input, text, valueKind = "any") {
    const json = new GivenJson(`Input \`${input}\``, Buffer.from(text));
    let members = [];
    json.read(() => {
        if (!json.reader.nextIsObject())
            throw json.refuse(0, `expected a JSON object, such as {"topic": "news"}. ${HINT}`);
        members = readMembers(json, `\`${input}\``, valueKind);
    }, HINT);
    return members;
}
function readMembers(json, origin, valueKind = "any") {
    const { reader } = json;
    const members = [];
    json.object((name) => {
        if (valueKind === "a string" && !reader.nextIsString())
            throw json.refuse(reader.at, `the value of ${(0,wording/* quoted */.TL)(name)} is no string`);
        const valueAt = reader.at;
        const value = reader.text();
        if (reader.nonFinite !== undefined)
            throw json.refuse(valueAt, `the value of ${(0,wording/* quoted */.TL)(name)} has ${reader.nonFinite} in it, which is not valid JSON`);
        members.push({ name, json: value, bytes: Buffer.byteLength(value), origin });
    });
    return members;
}
function readFiles(input, taken, workspace, maxBytes) {
    const origins = new Map(taken.map(({ name, origin }) => [name, origin]));
    return numberedLines(input).map(([line, number]) => {
        const refuse = (cause) => new InputError(`Input \`input-files\`, line ${number}, ${(0,wording/* quoted */.TL)(line, 200)}: ${cause}.`);
        const equals = line.indexOf("=");
        const name = line.slice(0, Math.max(0, equals)).trim();
        const path = line.slice(equals + 1).trim();
        if (name === "" || path === "")
            throw refuse("expected `name = path`");
        const earlier = origins.get(name);
        if (earlier !== undefined)
            throw refuse(`${(0,wording/* quoted */.TL)(name)} is also in ${earlier}`);
        const origin = `\`input-files\`, line ${number}`;
        origins.set(name, origin);
        try {
            const content = variables_readText(path, workspace, maxBytes);
            return { name, json: JSON.stringify(content.toString("utf8")), bytes: content.length, origin };
        }
        catch (error) {
            if (error instanceof UnusableFile)
                throw refuse(error.message);
            throw error;
        }
    });
}
class UnusableFile extends Error {
}
function variables_readText(path, workspace, maxBytes, bound = "that a request may be") {
    const given = (0,external_node_path_namespaceObject.resolve)(workspace, path);
    const where = (0,external_node_path_namespaceObject.isAbsolute)(path) ? "" : `, relative to GITHUB_WORKSPACE (${(0,wording/* quoted */.TL)(workspace, 200)})`;
    const refuse = (cause) => new UnusableFile(`the file ${(0,wording/* quoted */.TL)(given, 300)}${where}, ${cause}`);
    let content;
    try {
        const real = (0,external_node_fs_namespaceObject.realpathSync)(given);
        if (isInside(given, workspace) && !isInside(real, (0,external_node_fs_namespaceObject.realpathSync)(workspace)))
            throw refuse("is a symbolic link that leads out of GITHUB_WORKSPACE");
        content = readRegular(real, { maxBytes, bound }, refuse);
    }
    catch (error) {
        if (error instanceof UnusableFile)
            throw error;
        throw refuse(variables_causeOf((0,thrown/* asError */.z)(error).code));
    }
    if ((0,external_node_buffer_namespaceObject.isUtf8)(content))
        return content;
    const isUtf16 = /^(\xff\xfe|\xfe\xff)/.test(content.toString("latin1", 0, 2));
    throw refuse(`is not UTF-8${isUtf16 ? " but UTF-16, which PowerShell's `>` writes: use `Out-File -Encoding utf8`" : ""}`);
}
function isInside(path, folder) {
    const way = (0,external_node_path_namespaceObject.relative)(folder, path);
    return !(0,external_node_path_namespaceObject.isAbsolute)(way) && !/^\.\.([\\/]|$)/.test(way);
}
function readRegular(path, { maxBytes, bound }, refuse) {
    const file = (0,external_node_fs_namespaceObject.openSync)(path, external_node_fs_namespaceObject.constants.O_RDONLY | (external_node_fs_namespaceObject.constants.O_NONBLOCK ?? 0));
    try {
        const stats = (0,external_node_fs_namespaceObject.fstatSync)(file);
        if (stats.isDirectory())
            throw refuse("is a directory");
        if (!stats.isFile())
            throw refuse("is no regular file");
        if (stats.size > maxBytes)
            throw refuse(`is ${(0,wording/* size */.Ej)(stats.size)}, over the ${(0,wording/* size */.Ej)(maxBytes)} ${bound}`);
        return (0,external_node_fs_namespaceObject.readFileSync)(file);
    }
    finally {
        (0,external_node_fs_namespaceObject.closeSync)(file);
    }
}
function variables_causeOf(code) {
    switch (code) {
        case "ENOENT":
            return "does not exist";
        case "EISDIR":
            return "is a directory";
        case "EACCES":
        case "EPERM":
            return "may not be read by this user";
        default:
            return `cannot be read (${String(code)})`;
    }
}

;// CONCATENATED MODULE: ./src/start/cases.ts





const MAX_FILE_BYTES = 64 * 1_024 * 1_024;
const SHAPE = 'expected {"name": "...", "input_variables": {...}}';
function readCases(path, common, workspace) {
    const cases = placedCases(contentOf(path, workspace));
    if (cases.length === 0)
        throw new InputError("The file of `cases-file` has no case in it.");
    return cases.map(({ name, variables }) => ({ name, variables: withCommon(common, variables) }));
}
function contentOf(path, workspace) {
    try {
        return variables_readText(path, workspace, MAX_FILE_BYTES, "that such a file may be");
    }
    catch (error) {
        if (error instanceof UnusableFile)
            throw new InputError(`Input \`cases-file\`: ${error.message}.`);
        throw error;
    }
}
function placedCases(content) {
    const cases = [];
    const places = new Map();
    const add = (json) => {
        const { at } = json.reader;
        const read = readCase(json);
        const earlier = places.get(read.name);
        if (earlier !== undefined)
            throw json.refuse(at, `the name ${(0,wording/* quoted */.TL)(read.name)} is also at ${earlier}`);
        places.set(read.name, read.place);
        if (cases.push(read) > MAX_RUNS)
            throw json.refuse(at, `there are more than ${MAX_RUNS} cases`);
    };
    for (const part of partsOf(content)) {
        const json = new GivenJson("The file of `cases-file`", content, part);
        json.read(() => {
            if (!json.reader.nextIsArray())
                add(json);
            else
                json.reader.array(() => {
                    add(json);
                });
        }, "Write each case on a line of its own, or all of them as one array.");
    }
    return cases;
}
function partsOf(content) {
    if (/^[\ufeff\s]*\[/.test(content.toString("utf8", 0, 1_024)))
        return [content];
    const lines = [];
    for (let start = 0; start < content.length;) {
        const end = content.indexOf("\n", start);
        const line = content.subarray(start, end < 0 ? content.length : end);
        if (line.toString().trim() !== "")
            lines.push(line);
        start += line.length + 1;
    }
    return lines;
}
function readCase(json) {
    const { reader } = json;
    const start = reader.at;
    const place = json.placeAt(start);
    if (!reader.nextIsObject())
        throw json.refuse(start, SHAPE);
    let name;
    let variables = [];
    json.object((key, at) => {
        if (key === "name" && reader.nextIsString()) {
            name = reader.string();
            const fault = faultOfName(name);
            if (fault !== undefined)
                throw json.refuse(at, fault);
        }
        else if (key === "input_variables" && reader.nextIsObject()) {
            variables = readMembers(json, `\`cases-file\`, ${place}`);
        }
        else if (key === "name" || key === "input_variables") {
            throw json.refuse(reader.at, `${(0,wording/* quoted */.TL)(key)} is no ${key === "name" ? "string" : "object"}; ${SHAPE}`);
        }
        else {
            throw json.refuse(at, `a case has no ${(0,wording/* quoted */.TL)(key)}; ${SHAPE}`);
        }
    });
    if (name === undefined)
        throw json.refuse(start, `this case has no name; ${SHAPE}`);
    return { name, variables, place };
}
function withCommon(common, own) {
    const members = new Map(common.map((member) => [member.name, member]));
    for (const member of own)
        members.set(member.name, member);
    return [...members.values()];
}
function repeated(cases, times) {
    const count = cases.length * times;
    if (count > MAX_RUNS) {
        throw new InputError(`Input \`repeat\` is ${times}, which makes ${count} runs of ${cases.length} cases; expected at most ${MAX_RUNS} runs.`);
    }
    const runs = cases.flatMap(({ name, variables }) => Array.from({ length: times }, (_, n) => ({ name: n === 0 ? name : `${name} #${n + 1}`, variables })));
    const names = new Set();
    for (const { name } of runs) {
        const fault = faultOfName(name);
        if (fault !== undefined)
            throw new InputError(`A run would be called ${(0,wording/* quoted */.TL)(name)}: ${fault}.`);
        if (names.size === names.add(name).size)
            throw new InputError(`Two runs would be called ${(0,wording/* quoted */.TL)(name)}: \`repeat\` gives another case that name. Rename the case in \`cases-file\`.`);
    }
    return runs;
}

;// CONCATENATED MODULE: ./src/start/inputs.ts





const DEFAULTS = {
    "input-variables": "{}",
    metadata: "{}",
    repeat: "1",
    "fail-on-warning": "true",
    "base-url": "https://api.promptlayer.com",
    "request-timeout": "30s",
    timeout: "2m",
};
const MAX_REPEAT = 20;
const MAX_REQUEST_BYTES = 16 * 1_024 * 1_024;
function readInputs(workspace) {
    const apiKey = readApiKey();
    const read = new InputReader(DEFAULTS);
    const agent = readAgent(apiKey);
    const version = readVersion();
    const given = readObject("input-variables", read.text("input-variables"));
    const files = readFiles(getInput("input-files", { trimWhitespace: false }), given, workspace, MAX_REQUEST_BYTES);
    const variables = [...given, ...files];
    const metadata = readObject("metadata", read.text("metadata"), "a string");
    const request = { version, metadata, variables };
    const cases = readRuns(agent, variables, workspace);
    for (const { variables: own } of cases ?? [request])
        requestBody({ ...request, variables: own });
    return {
        ...request,
        agent,
        apiKey,
        cases,
        failOnWarning: read.boolean("fail-on-warning"),
        timeoutMs: read.duration("timeout"),
        requestTimeoutMs: read.duration("request-timeout"),
        baseUrl: read.baseUrl("base-url"),
    };
}
function readAgent(apiKey) {
    const agent = getInput("agent");
    if (agent === "")
        throw new InputError("Input `agent` is empty; expected the agent's name in PromptLayer.");
    if (agent === apiKey || (looksLikeKey(agent) && !looksLikeKey(apiKey))) {
        throw new InputError("Inputs `agent` and `api-key` look swapped: `agent` looks like a key (its value is not shown).");
    }
    if (agent === "." || agent === "..") {
        throw new InputError(`Input \`agent\` is \`${agent}\`, a name that no address can hold.`);
    }
    return agent;
}
function looksLikeKey(text) {
    return /^(pl|sk|pk)[_-]\S+$/i.test(text);
}
function readVersion() {
    const label = getInput("label");
    const number = getInput("version");
    if (label !== "" && number !== "") {
        throw new InputError("Inputs `label` and `version` are both given; expected one of them, or neither for the newest version.");
    }
    if (label !== "")
        return { kind: "label", label };
    if (number === "")
        return { kind: "newest" };
    if (/^[1-9]\d{0,8}$/.test(number))
        return { kind: "number", number };
    const hint = /^v?\d/i.test(number) ? "" : " The name of a label goes into `label`.";
    throw new InputError(`Input \`version\` is ${shownValue(number)}; expected a positive integer such as \`3\`.${hint}`);
}
function readRuns(agent, variables, workspace) {
    const path = getInput("cases-file");
    const given = getInput("repeat") || DEFAULTS.repeat;
    const times = Number(given);
    if (!/^\d+$/.test(given) || times < 1 || times > MAX_REPEAT)
        throw new InputError(`Input \`repeat\` is ${shownValue(given)}; expected an integer from 1 to ${MAX_REPEAT}.`);
    if (path !== "")
        return repeated(readCases(path, variables, workspace), times);
    return times === 1 ? undefined : repeated([{ name: agent, variables }], times);
}
function requestBody({ version, variables, metadata, }) {
    const fields = [`"input_variables":${objectOf(variables)}`];
    if (metadata.length > 0)
        fields.push(`"metadata":${objectOf(metadata)}`);
    if (version.kind === "label")
        fields.push(`"workflow_label_name":${JSON.stringify(version.label)}`);
    if (version.kind === "number")
        fields.push(`"workflow_version_number":${version.number}`);
    const body = `{${fields.join(",")}}`;
    const bytes = Buffer.byteLength(body);
    if (bytes <= MAX_REQUEST_BYTES)
        return body;
    const [largest] = variables.toSorted((a, b) => b.bytes - a.bytes);
    throw new InputError(`The request would be over ${(0,wording/* size */.Ej)(MAX_REQUEST_BYTES)}: it has ${bytes} bytes. The largest variable, in ${largest?.origin ?? ""}, is ${(0,wording/* size */.Ej)(largest?.bytes ?? 0)}.`);
}
function objectOf(members) {
    return `{${members.map(({ name, json }) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

;// CONCATENATED MODULE: ./src/backoff.ts
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
function backoff(nth, retryAfterMs = 0, random = Math.random) {
    const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
    return Math.max(pause * (1 - 0.25 * random()), retryAfterMs * (1 + 0.1 * random()));
}

;// CONCATENATED MODULE: ./src/start/start.ts


const MIN_REQUEST_MS = 1_000;
async function start(send, { timeoutMs, requestTimeoutMs }, clock, cancel, observer) {
    const deadline = clock.now() + timeoutMs;
    const signal = () => (cancel.aborted ? String(cancel.reason) : undefined);
    for (let tries = 1;; tries++) {
        const began = clock.now();
        const answer = await send({ timeoutMs: Math.min(requestTimeoutMs, deadline - began), cancel });
        observer.answered(answer.kind, clock.now() - began);
        await new Promise(setImmediate);
        if (answer.kind === "permanent")
            return { ...answer, kind: "not started", signal: signal() };
        if (answer.kind !== "transient")
            return { ...answer, signal: signal() };
        const pauseMs = backoff(tries, answer.retryAfterMs);
        const latest = deadline - Math.min(MIN_REQUEST_MS, requestTimeoutMs);
        const isInTime = clock.now() + pauseMs <= latest;
        if (isInTime) {
            observer.retrying(answer.cause, pauseMs);
            await clock.sleep(pauseMs, cancel);
        }
        if (!isInTime || cancel.aborted || clock.now() >= deadline) {
            const cause = causeAfter(tries, answer.cause, isInTime ? undefined : answer.retryAfterMs);
            return { kind: "not started", cause, advice: answer.advice, signal: signal() };
        }
    }
}
function causeAfter(tries, cause, askedMs = 0) {
    const last = askedMs === 0 ? cause : `${cause}, and it asks for a pause of ${(0,wording/* duration */.p0)(askedMs)}`;
    return tries === 1 ? last : `${(0,wording/* counted */.hS)(tries, "request")} failed, the last because ${last}`;
}

;// CONCATENATED MODULE: ./src/start/many.ts

async function startAll(cases, startOne, { timeoutMs, requestTimeoutMs }, { clock, cancel }, onEnd) {
    const deadline = clock.now() + timeoutMs;
    const starts = [];
    for (const { name, variables } of cases) {
        const leftMs = deadline - clock.now();
        const isLate = starts.length > 0 && leftMs < Math.min(MIN_REQUEST_MS, requestTimeoutMs);
        const start = isLate ? TOO_LATE : await startOne(variables, leftMs);
        const came = { name, start };
        onEnd(starts.push(came), came);
        if (start.kind !== "started" || start.signal !== undefined || cancel.aborted)
            break;
    }
    return starts;
}
const TOO_LATE = {
    kind: "not started",
    signal: undefined,
    cause: "too little of `timeout` was left to ask the API",
    advice: "Raise `timeout`, which counts for all runs together.",
};

;// CONCATENATED MODULE: ./src/start/run.ts











async function run(step) {
    let inputs;
    try {
        inputs = readInputs(step.env["GITHUB_WORKSPACE"] || ".");
        checkPlaceForOutputs(step.env);
    }
    catch (error) {
        return { kind: "refused", outcome: refusal(error) };
    }
    logRequest(inputs, step.log);
    const startOne = await startWith(inputs, step);
    const { cases, failOnWarning, timeoutMs } = inputs;
    if (cases === undefined) {
        const came = await startOne(inputs.variables, timeoutMs);
        return { kind: "asked", outcome: conclude(came, failOnWarning), start: came, inputs };
    }
    const starts = await startAll(cases, startOne, inputs, step, (nth, came) => {
        logStart(came, nth, cases.length, step.log);
    });
    return { kind: "asked for many", outcome: concludeAll(starts, cases, failOnWarning), starts, inputs };
}
async function startWith(inputs, { env, clock, log, cancel }) {
    const transport = await connect(inputs, env);
    return (variables, timeoutMs) => {
        const body = requestBody({ ...inputs, variables });
        const limits = { timeoutMs, requestTimeoutMs: inputs.requestTimeoutMs };
        return start((within) => startRun(inputs.agent, body, transport, within), limits, clock, cancel, {
            answered: (kind, tookMs) => {
                log.debug(`request: ${kind} after ${(0,wording/* duration */.p0)(tookMs)}`);
            },
            retrying: (cause, pauseMs) => {
                log.info(proseLine(`No run was started, next try in ${(0,wording/* duration */.p0)(pauseMs)}: ${cause}`));
            },
        });
    };
}

;// CONCATENATED MODULE: ./src/start/main.ts





enter(async (step) => handOver(await run(step), step), SUBJECT, {
    headline: "The action ended before it knew whether a run was started",
    advice: MAY_HAVE_STARTED,
});

