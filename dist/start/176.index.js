export const id = 176;
export const ids = [176];
export const modules = {

/***/ 176:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Transport: () => (/* binding */ Transport)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(67);
var external_node_http_default = /*#__PURE__*/__webpack_require__.n(external_node_http_);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(708);
var external_node_https_default = /*#__PURE__*/__webpack_require__.n(external_node_https_);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(30);
var external_node_net_default = /*#__PURE__*/__webpack_require__.n(external_node_net_);
// EXTERNAL MODULE: ./src/clock.ts
var clock = __webpack_require__(373);
// EXTERNAL MODULE: ./src/wording.ts
var wording = __webpack_require__(395);
// EXTERNAL MODULE: ./src/thrown.ts
var thrown = __webpack_require__(853);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
;// CONCATENATED MODULE: ./src/api/tunnel.ts




class ProxyError extends Error {
    status;
    constructor(status, cause) {
        super("the proxy could not be used", { cause });
        this.status = status;
    }
}
class BadProxyAddress extends Error {
}
function proxyFor(url, env) {
    const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
    const given = (env[name] || env[name.toUpperCase()] || "").trim();
    if (given === "" || checkBypass(url))
        return undefined;
    const refuse = (what) => new BadProxyAddress(`the proxy's address in https_proxy or http_proxy ${what} (it is not shown)`);
    if (/^["'`]|["'`]$/.test(given))
        throw refuse("is in quotes");
    if (/^socks/i.test(given))
        throw refuse("is that of a SOCKS proxy, which the action cannot use");
    const address = given.includes("://") ? given : `http://${given}`;
    if (!/^https?:\/\//i.test(address))
        throw refuse("has a scheme other than http and https");
    try {
        const proxy = new URL(address);
        decodeURIComponent(proxy.username + proxy.password);
        return proxy;
    }
    catch {
        throw refuse("cannot be read");
    }
}
class TunnelAgent extends (external_node_https_default()).Agent {
    #proxy;
    constructor(proxy) {
        super();
        this.#proxy = proxy;
    }
    createConnection(options, callback) {
        const { hostname, protocol, port, username, password } = this.#proxy;
        const host = String(options.host);
        const target = `${(0,external_node_net_.isIPv6)(host) ? `[${host}]` : host}:${options.port ?? 443}`;
        const credentials = Buffer.from(decodeURIComponent(`${username}:${password}`)).toString("base64");
        (protocol === "https:" ? (external_node_https_default()) : (external_node_http_default()))
            .request({
            host: hostname.replace(/^\[(.*)\]$/, "$1"),
            ...(port !== "" && { port }),
            agent: false,
            method: "CONNECT",
            path: target,
            headers: {
                host: target,
                ...(username + password !== "" && { "proxy-authorization": `Basic ${credentials}` }),
            },
            ...(options.signal && { signal: options.signal }),
        })
            .on("connect", ({ statusCode: status = 0 }, socket, head) => {
            const isOpen = status >= 200 && status < 300;
            if (isOpen && head.length === 0) {
                const tunneled = { ...options, socket };
                callback(null, super.createConnection(tunneled) ?? undefined);
                return;
            }
            socket.destroy();
            callback(new ProxyError(status));
        })
            .on("error", (error) => {
            callback(new ProxyError(undefined, error));
        })
            .end();
    }
}

;// CONCATENATED MODULE: ./src/api/faults.ts



class BadResponse extends Error {
    fault;
    constructor(fault, cause) {
        super(cause);
        this.fault = fault;
    }
}
const CERTIFICATE_ERRORS = /^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;
const PERMANENT_TLS_ERRORS = /version|handshake failure|certificate|unknown ca|unrecognized name|access denied|insufficient security|inappropriate fallback|unsupported|too small|no (shared )?(cipher|application protocol|protocols)/;
const NETWORK_ERRORS = {
    ECONNREFUSED: ["refused", "the connection was refused"],
    ECONNRESET: ["connection", "the connection was dropped"],
    ECONNABORTED: ["connection", "the connection was dropped"],
    EPIPE: ["connection", "the connection was dropped"],
    ETIMEDOUT: ["connection", "the connection timed out"],
    EHOSTUNREACH: ["route", "the host cannot be reached"],
    ENETUNREACH: ["route", "the network cannot be reached"],
    ENETDOWN: ["route", "the network is down"],
    EADDRNOTAVAIL: ["route", "this machine has no address for that network"],
    EACCES: ["route", "this machine does not allow the connection"],
    EPERM: ["route", "this machine does not allow the connection"],
    ENOTFOUND: ["name", "the host's name was not found"],
    EAI_AGAIN: ["name", "the host's name could not be looked up"],
};
function faultOf(error) {
    if (error instanceof BadResponse)
        return [error.fault, error.message];
    if (error instanceof ProxyError)
        return proxyFaultOf(error);
    const { code, isLookup, isTls, tlsReason, words } = detailsOf(error);
    if (CERTIFICATE_ERRORS.test(code)) {
        const isDate = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/.test(code);
        return [
            isDate ? "certificate-date" : "certificate",
            `the certificate of the API's host was not accepted (${code})`,
        ];
    }
    if (PERMANENT_TLS_ERRORS.test(tlsReason))
        return ["tls", tlsCause("the API's host", tlsReason)];
    if (isTls)
        return ["tls", "the API's host speaks TLS where `base-url` says http:"];
    if (code === "HPE_HEADER_OVERFLOW")
        return ["headers", `its headers are over Node's limit (${code})`];
    if (code.startsWith("HPE_"))
        return ["protocol", `the answer is not HTTP (${code})`];
    return [NETWORK_ERRORS[code]?.[0] ?? (isLookup ? "name" : "connection"), words];
}
function proxyFaultOf({ status, cause }) {
    if (status === 407)
        return ["proxy-login", "the proxy wants a user name and a password: it answered 407"];
    if (status !== undefined && status >= 300) {
        const isFailure = status >= 500 || [408, 425, 429].includes(status);
        return isFailure
            ? ["proxy-failure", `the proxy could not connect to the API's host: it answered ${status}`]
            : ["proxy-refusal", `the proxy refused to connect to the API's host: it answered ${status}`];
    }
    if (status !== undefined)
        return ["proxy-protocol", "what answers at the proxy's address is no proxy"];
    const { code, isTls, tlsReason, words } = detailsOf(cause);
    if (CERTIFICATE_ERRORS.test(code))
        return ["proxy-certificate", `the certificate of the proxy was not accepted (${code})`];
    if (PERMANENT_TLS_ERRORS.test(tlsReason))
        return ["proxy-protocol", tlsCause("the proxy", tlsReason)];
    if (isTls)
        return ["proxy-protocol", "the proxy speaks TLS where its address says http:"];
    if (code.startsWith("HPE_"))
        return ["proxy-protocol", `what the proxy answers is not HTTP (${code})`];
    return ["proxy", `the proxy could not be used: ${words}`];
}
function detailsOf(error) {
    const { code: given, message } = (0,thrown/* asError */.z)(error);
    const code = typeof given === "string" ? given : "";
    const { syscall, rawPacket } = error;
    const isLookup = syscall === "getaddrinfo";
    const tlsReason = /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? "";
    const known = NETWORK_ERRORS[code]?.[1] ??
        (isLookup ? "the host's name could not be looked up" : (0,wording/* quoted */.TL)(tlsReason || message, 200));
    return {
        code,
        isLookup,
        isTls: rawPacket instanceof Uint8Array && rawPacket[0] === 0x15 && rawPacket[1] === 0x03,
        tlsReason,
        words: code === "" ? known : `${known} (${(0,wording/* cut */.Jj)(code, 40)})`,
    };
}
function tlsCause(host, reason) {
    return reason === "wrong version number"
        ? `${host} does not speak TLS on that port (${reason})`
        : `the TLS handshake with ${host} failed (${reason})`;
}

;// CONCATENATED MODULE: ./src/api/body.ts



const MAX_BODY_BYTES = 64 * 1_024 * 1_024;
const MAX_ERROR_BYTES = 64 * 1_024;
const MAX_ERROR_MS = 2_000;
const NO_BODY = { body: Buffer.alloc(0), mayBeCut: false };
async function readBody(message) {
    const { statusCode: status = 0, headers } = message;
    if (status >= 400)
        return { body: await readBeginning(message), mayBeCut: false };
    if (status < 200 || status >= 300 || status === 204) {
        message.resume();
        return NO_BODY;
    }
    const encoding = encodingOf(headers);
    const isAccepted = status === 202;
    if (!isReadable(encoding) && !isAccepted)
        throw new BadResponse("encoding", `it is encoded (${(0,wording/* quoted */.TL)(encoding, 40)}), which was not asked for`);
    const whole = await readWhole(message);
    try {
        return { body: await decoded(whole, encoding), mayBeCut: mayBeCut(message, whole, encoding) };
    }
    catch (error) {
        if (isAccepted)
            return NO_BODY;
        throw error;
    }
}
async function readWhole(message) {
    const { socket } = message;
    const length = message.headers["content-length"];
    const announced = length === undefined ? undefined : Number(length);
    if (announced !== undefined && announced > MAX_BODY_BYTES)
        throw tooLarge();
    const known = announced === undefined ? undefined : Buffer.alloc(announced);
    const chunks = [];
    let size = 0;
    for await (const chunk of message) {
        if (size + chunk.length > MAX_BODY_BYTES)
            throw tooLarge();
        if (known === undefined)
            chunks.push(chunk);
        else
            chunk.copy(known, size);
        size += chunk.length;
    }
    if (!message.complete)
        throw new BadResponse("connection", "the connection was dropped in the middle of the answer");
    if (announced !== undefined && size !== announced) {
        socket.destroy();
        throw new BadResponse("protocol", `the answer has ${size} bytes, but ${announced} were announced`);
    }
    return known ?? Buffer.concat(chunks);
}
function tooLarge() {
    return new BadResponse("too-large", `the answer is over ${MAX_BODY_BYTES / 1_024 / 1_024} MiB`);
}
const DECODERS = new Map([
    ["gzip", "gunzip"],
    ["x-gzip", "gunzip"],
    ["deflate", "inflate"],
    ["br", "brotliDecompress"],
]);
function isReadable(encoding) {
    return encoding === "" || DECODERS.has(encoding);
}
function encodingOf({ "content-encoding": content = "", "transfer-encoding": transfer = "", }) {
    if (!/^(chunked)?$/i.test(transfer))
        return transfer.toLowerCase();
    return content
        .trim()
        .toLowerCase()
        .replace(/^identity$/, "");
}
async function decoded(body, encoding, limit = MAX_BODY_BYTES) {
    const name = DECODERS.get(encoding);
    if (name === undefined)
        return body;
    const decode = (await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 522, 23)))[name];
    return new Promise((resolve, reject) => {
        decode(body, { maxOutputLength: limit }, (error, result) => {
            if (error === null)
                resolve(result);
            else if ((0,thrown/* asError */.z)(error).code === "ERR_BUFFER_TOO_LARGE")
                reject(tooLarge());
            else
                reject(new BadResponse("damaged", `its ${(0,wording/* quoted */.TL)(encoding)} encoding is broken`));
        });
    });
}
function mayBeCut({ headers }, body, encoding) {
    const isDelimited = "transfer-encoding" in headers || "content-length" in headers || encoding !== "";
    const last = body.at(-1) ?? 0;
    return !isDelimited && last >= 0x30 && last <= 0x39;
}
async function readBeginning(message) {
    const chunks = [];
    let size = 0;
    const timer = setTimeout(() => message.destroy(), MAX_ERROR_MS);
    try {
        for await (const chunk of message) {
            chunks.push(chunk);
            size += chunk.length;
            if (size > MAX_ERROR_BYTES)
                break;
        }
    }
    catch {
    }
    finally {
        clearTimeout(timer);
    }
    const encoding = encodingOf(message.headers);
    try {
        return isReadable(encoding)
            ? await decoded(Buffer.concat(chunks), encoding, MAX_ERROR_BYTES)
            : Buffer.alloc(0);
    }
    catch {
        return Buffer.alloc(0);
    }
}

;// CONCATENATED MODULE: ./src/api/transport.ts








const ADDRESS_TIMEOUT_MS = 2_000;
const PAUSE_MS = 100;
class Transport {
    #options;
    #agent;
    #answeredAt = 0;
    constructor(options) {
        this.#options = options;
        external_node_net_default().setDefaultAutoSelectFamilyAttemptTimeout(Math.max(ADDRESS_TIMEOUT_MS, external_node_net_default().getDefaultAutoSelectFamilyAttemptTimeout()));
        this.#agent = agentFor(options);
    }
    async send(request) {
        const agent = this.#agent;
        if ("fault" in agent)
            return agent;
        const abort = new AbortController();
        const giveUp = () => {
            abort.abort();
        };
        const timer = setTimeout(giveUp, Math.min(request.timeoutMs, clock/* MAX_TIMER_MS */._));
        request.cancel.addEventListener("abort", giveUp);
        let isUnsent = true;
        const onOpen = () => {
            isUnsent = false;
        };
        try {
            return await Promise.race([
                aborted(abort.signal),
                this.#exchange(request, agent, abort.signal, onOpen),
            ]);
        }
        catch (error) {
            const [fault, cause] = abort.signal.aborted ? tooSlow(request, agent, isUnsent) : faultOf(error);
            giveUp();
            return { kind: "failure", fault, cause, isUnsent };
        }
        finally {
            clearTimeout(timer);
            request.cancel.removeEventListener("abort", giveUp);
        }
    }
    async #exchange(request, agent, signal, onOpen) {
        const message = await this.#open(request, agent, signal, onOpen);
        const { statusCode: status = 0, headers } = message;
        const body = await readBody(message);
        this.#answeredAt = Date.now();
        return { kind: "response", status, headers, ...body };
    }
    #open({ method, path, body, needsNewConnection = false }, agent, signal, onOpen) {
        const { baseUrl } = this.#options;
        const hasPaused = Date.now() - this.#answeredAt >= PAUSE_MS;
        if (needsNewConnection || method === "POST" || !hasPaused)
            closeIdle(agent);
        return new Promise((resolve, reject) => {
            (baseUrl.protocol === "https:" ? (external_node_https_default()) : (external_node_http_default()))
                .request(`${baseUrl.origin}${baseUrl.pathname.replace(/\/+$/, "")}${path}`, {
                method,
                agent,
                signal,
                headers: this.#headersOf(method, body),
            }, resolve)
                .once("socket", (socket) => {
                const { secureConnecting } = socket;
                if (!(secureConnecting ?? socket.connecting))
                    onOpen();
                else
                    socket.once(secureConnecting === undefined ? "connect" : "secureConnect", onOpen);
            })
                .on("error", reject)
                .end(body);
        });
    }
    #headersOf(method, body) {
        return {
            accept: "application/json",
            "accept-encoding": "identity",
            "user-agent": this.#options.userAgent,
            "x-api-key": this.#options.apiKey,
            ...(body !== undefined && {
                "content-type": "application/json",
                "content-length": Buffer.byteLength(body),
            }),
            ...(method === "POST" && { connection: "close" }),
        };
    }
}
function agentFor({ baseUrl, env }) {
    try {
        const proxy = proxyFor(baseUrl, env);
        if (proxy !== undefined)
            return new TunnelAgent(proxy);
    }
    catch (error) {
        if (error instanceof BadProxyAddress)
            return { kind: "failure", fault: "proxy-address", cause: error.message, isUnsent: true };
        throw error;
    }
    return new (baseUrl.protocol === "https:" ? (external_node_https_default()) : (external_node_http_default())).Agent({ keepAlive: true });
}
function tooSlow({ timeoutMs }, agent, isUnsent) {
    const time = (0,wording/* duration */.p0)(timeoutMs);
    if (!isUnsent)
        return ["slow", `there was no whole answer within ${time}`];
    return agent instanceof TunnelAgent
        ? ["proxy", `there was no connection through the proxy within ${time}`]
        : ["route", `there was no connection within ${time}`];
}
function closeIdle({ freeSockets }) {
    for (const socket of Object.values(freeSockets).flat())
        socket?.destroy();
}
function aborted(signal) {
    return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
        });
    });
}


/***/ })

};
