import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 994:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  PromptLayer: () => (/* binding */ PromptLayer)
});

// UNUSED EXPORTS: BODY_LIMIT_BYTES, isWorthRetrying, reasonIn, retryAfter

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
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
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};




var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        throw new Error('left out: this action asks for no fetch dispatcher');
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
// EXTERNAL MODULE: ./src/clock.ts + 1 modules
var clock = __nccwpck_require__(468);
// EXTERNAL MODULE: ./src/execution.ts
var execution = __nccwpck_require__(633);
// EXTERNAL MODULE: ./src/json.ts + 1 modules
var json = __nccwpck_require__(806);
// EXTERNAL MODULE: ./src/plain-text.ts
var plain_text = __nccwpck_require__(763);
;// CONCATENATED MODULE: ./src/client.ts





/** The most that a body may hold. A run's outputs are text; this is far more than any step can use. */
const BODY_LIMIT_BYTES = 64 * 1_024 * 1_024;
const REASON_LIMIT_BYTES = 64 * 1_024;
const REASON_LIMIT_MS = 2_000;
const CHECK_ID = "Check `execution-id`: it must be the ID that starting this run returned.";
const CHECK_BASE_URL = "Check `base-url`, and what answers in between (a proxy or a gateway).";
/** Codes of certificate errors: the "X509 certificate error codes" of Node's TLS documentation, and one of its own. */
const CERTIFICATE_ERRORS = /^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;
const NETWORK_ERRORS = {
    ECONNREFUSED: "the connection was refused",
    ECONNRESET: "the connection was dropped",
    EPIPE: "the connection was dropped",
    ETIMEDOUT: "the connection timed out",
    EHOSTUNREACH: "the host cannot be reached",
    ENETUNREACH: "the network cannot be reached",
    ENOTFOUND: "the host's name was not found",
    EAI_AGAIN: "the host's name could not be looked up",
};
/** A client of `GET /workflow-version-execution-results` that keeps its connection between polls. */
class PromptLayer {
    #options;
    #http;
    #signal;
    constructor(options) {
        this.#options = options;
        // The client of the toolkit takes no signal, but its handlers see Node's request options, which do.
        const handler = {
            prepareRequest: (request) => Object.assign(request, { signal: this.#signal }),
            canHandleAuthentication: () => false,
            handleAuthentication: () => Promise.reject(new Error("not used")),
        };
        this.#http = new HttpClient(options.userAgent, [handler], {
            // A redirect to another host would take the key along.
            allowRedirects: false,
            keepAlive: true,
            // Its own timer is an idle timer; ours counts the whole request.
            socketTimeout: clock/* LONGEST_TIMER_MS */.M,
        });
    }
    /** The results of one execution. `executionId` is a decimal int64 as text. */
    results(executionId) {
        const running = memoized((body) => readIfPossible(body));
        return {
            nodes: (limits) => this.#ask(executionId, true, limits, execution/* readNodeMap */.Lj, running),
            mainOutput: (limits) => this.#ask(executionId, false, limits, execution/* readMainOutput */.Bo, () => undefined),
        };
    }
    async #ask(executionId, allOutputs, { timeoutMs, cancel }, read, readRunning) {
        const abort = new AbortController();
        const giveUp = () => {
            abort.abort();
        };
        const timer = setTimeout(giveUp, Math.min(timeoutMs, clock/* LONGEST_TIMER_MS */.M));
        cancel.addEventListener("abort", giveUp);
        try {
            if (cancel.aborted)
                giveUp();
            // The race, because not every request that is aborted settles its promise (one answered by 101 does not).
            return await Promise.race([
                aborted(abort.signal),
                this.#exchange(executionId, allOutputs, abort.signal, read, readRunning),
            ]);
        }
        catch (error) {
            if (abort.signal.aborted)
                return { kind: "failed", cause: `there was no whole answer within ${(0,plain_text/* duration */.p0)(timeoutMs)}` };
            // What was not read to its end must not keep its connection.
            giveUp();
            return failure(error);
        }
        finally {
            clearTimeout(timer);
            cancel.removeEventListener("abort", giveUp);
        }
    }
    async #exchange(executionId, allOutputs, signal, read, readRunning) {
        const url = new URL(this.#options.baseUrl);
        url.pathname = `${url.pathname.replace(/\/+$/, "")}/workflow-version-execution-results`;
        url.search = `workflow_version_execution_id=${executionId}&return_all_outputs=${allOutputs}`;
        // Read by the handler before `get` returns, so requests may overlap.
        this.#signal = signal;
        const { message } = await this.#http.get(url.href, {
            accept: "application/json",
            "accept-encoding": "identity",
            "x-api-key": this.#options.apiKey,
        });
        const status = message.statusCode ?? 0;
        switch (status) {
            case 200:
                return { kind: "finished", value: read(await readWhole(message)) };
            case 202:
            case 204:
                return { kind: "running", value: readRunning(await readWhole(message)) };
            default:
                return refusal(status, message, await readReason(message));
        }
    }
}
function aborted(signal) {
    return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
        });
    });
}
/** Skips the work for a body that is the same as the one before. */
function memoized(read) {
    let last;
    return (body) => {
        if (last?.body.equals(body) !== true)
            last = { body, value: read(body) };
        return last.value;
    };
}
function readIfPossible(body) {
    try {
        return (0,execution/* readNodeMap */.Lj)(body);
    }
    catch {
        return undefined;
    }
}
class BodyTooLarge extends Error {
}
/**
 * The whole body.
 *
 * @throws BodyTooLarge, NotJson if there is no telling that it is whole, or the connection's error
 */
async function readWhole(message) {
    const encoding = message.headers["content-encoding"] ?? "identity";
    if (encoding !== "identity")
        throw new json/* NotJson */.ac(`it is encoded (${(0,plain_text/* plain */.pj)(encoding, 40)}), which was not asked for`);
    const announced = Number(message.headers["content-length"] ?? 0);
    if (announced > BODY_LIMIT_BYTES)
        throw new BodyTooLarge();
    // Room for a large body is made once; pieces and a copy of them would take twice the memory.
    let body = Buffer.alloc(announced);
    let size = 0;
    for await (const chunk of message) {
        if (size + chunk.length > BODY_LIMIT_BYTES)
            throw new BodyTooLarge();
        if (size + chunk.length > body.length)
            body = Buffer.concat([body], Math.max(2 * body.length, size + chunk.length));
        size += chunk.copy(body, size);
    }
    if (!message.complete)
        throw new json/* NotJson */.ac("the connection was dropped in the middle of it");
    body = body.subarray(0, size);
    // Without a length and without chunks the connection's end is the body's end, and a cut number is a number.
    const delimited = "content-length" in message.headers || "transfer-encoding" in message.headers;
    const last = body.at(-1) ?? 0;
    if (!delimited && last >= 0x30 && last <= 0x39)
        throw new json/* NotJson */.ac("nothing shows that it is whole");
    return body;
}
/** What there is of an error's body; the status says enough if there is nothing. */
async function readReason(message) {
    const chunks = [];
    let size = 0;
    const timer = setTimeout(() => message.destroy(), REASON_LIMIT_MS);
    try {
        for await (const chunk of message) {
            chunks.push(chunk);
            size += chunk.length;
            if (size > REASON_LIMIT_BYTES)
                break;
        }
    }
    catch {
        return "";
    }
    finally {
        clearTimeout(timer);
    }
    return reasonIn(Buffer.concat(chunks).toString("utf8"), message.headers["content-type"] ?? "");
}
/**
 * The API's own reason: `message`, else `error`, else `detail`, which may be a list of `{loc, msg, type}`.
 *
 * @returns an empty string if there is none that a person could read
 */
function reasonIn(body, contentType) {
    let reason;
    try {
        reason = JSON.parse(body);
    }
    catch {
        return /html|xml/i.test(contentType) || body.trimStart().startsWith("<") ? "" : (0,plain_text/* plain */.pj)(body.trim(), 300);
    }
    if (typeof reason === "object" && reason !== null && !Array.isArray(reason)) {
        const { message, error, detail } = reason;
        reason = [message, error, detail].find(Boolean);
    }
    if (Array.isArray(reason))
        reason = reason.map(validationError).join("; ");
    return (0,plain_text/* plain */.pj)(asText(reason), 300);
}
function validationError(item) {
    if (typeof item !== "object" || item === null)
        return asText(item);
    const { loc, msg } = item;
    if (msg === undefined)
        return asText(item);
    return Array.isArray(loc) && loc.length > 0 ? `${loc.map(asText).join(".")}: ${asText(msg)}` : asText(msg);
}
function asText(value) {
    if (value === undefined || value === null)
        return "";
    return typeof value === "string" ? value : JSON.stringify(value);
}
function refusal(status, message, reason) {
    const cause = `the API answered ${status}${reason === "" ? "" : `: ${reason}`}`;
    if (isWorthRetrying(status)) {
        const retryAfterMs = retryAfter(message.headers, Date.now());
        return { kind: "failed", cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    }
    if (status >= 300 && status < 400) {
        return {
            kind: "hopeless",
            cause: `the API answered ${status}, a redirect${redirectTarget(message.headers.location)}, which is refused: it would take the key along`,
            advice: "Set `base-url` to the address where the API itself answers.",
        };
    }
    return { kind: "hopeless", cause, advice: adviceFor(status) };
}
/** Whether a request that was answered by `status` could plausibly succeed if it were sent again. */
function isWorthRetrying(status) {
    return status === 408 || status === 425 || status === 429 || status >= 500;
}
function adviceFor(status) {
    switch (status) {
        case 401:
        case 403:
            return "Check `api-key`: that it is a PromptLayer key of the workspace that ran the agent, and that the secret is available to this workflow (pull requests from forks get none).";
        case 404:
            return `${CHECK_ID} The key must be of the workspace that ran the agent.`;
        case 400:
        case 422:
            return CHECK_ID;
        default:
            return CHECK_BASE_URL;
    }
}
function redirectTarget(location) {
    if (location === undefined || !URL.canParse(location))
        return "";
    return ` to ${(0,plain_text/* plain */.pj)(new URL(location).origin, 200)}`;
}
/**
 * The pause that the API asks for, in milliseconds (RFC 9110, section 10.2.3: seconds, or a date).
 *
 * @param now the time of day in milliseconds, used where the answer does not tell its own
 */
function retryAfter(headers, now) {
    const value = headers["retry-after"]?.trim() ?? "";
    if (/^\d+$/.test(value))
        return Number(value) * 1_000;
    const until = Date.parse(value);
    // Date.parse reads much that is no date of HTTP's, such as "1.5".
    if (!/^[A-Z]/i.test(value) || Number.isNaN(until))
        return undefined;
    // Against the API's own clock, since this machine's may be wrong.
    const sent = Date.parse(headers.date ?? "");
    return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
}
function failure(error) {
    if (error instanceof json/* NotJson */.ac) {
        return { kind: "failed", cause: `the answer cannot be read: ${error.message}` };
    }
    if (error instanceof execution/* NotTheApi */.f2) {
        return {
            kind: "hopeless",
            cause: `the answer is not what PromptLayer's API sends: ${error.message}`,
            advice: CHECK_BASE_URL,
        };
    }
    if (error instanceof BodyTooLarge) {
        return {
            kind: "hopeless",
            cause: `the answer is over ${BODY_LIMIT_BYTES / 1_024 / 1_024} MiB`,
            advice: "Let the agent return less, for example an address of the data.",
        };
    }
    const { code: given, message } = error instanceof Error ? error : new Error(String(error));
    const code = typeof given === "string" ? given : "";
    if (CERTIFICATE_ERRORS.test(code)) {
        return {
            kind: "hopeless",
            cause: `the certificate of the API's host was not accepted (${code})`,
            advice: "Check `base-url`. If the host's certificate comes from a private authority, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate, in the `env:` of the step or the job.",
        };
    }
    const proxyStatus = Number(/^tunneling socket could not be established, statusCode=(\d+)$/.exec(message)?.[1] ?? 0);
    if (proxyStatus >= 400 && !isWorthRetrying(proxyStatus)) {
        return {
            kind: "hopeless",
            cause: `the proxy refused to connect to the API's host: it answered ${proxyStatus}`,
            advice: "Check https_proxy and no_proxy in the environment of the step, and what the proxy allows.",
        };
    }
    return { kind: "failed", cause: networkCause(code, message) };
}
function networkCause(code, message) {
    if (message.startsWith("tunneling socket"))
        return `the proxy could not be used (${(0,plain_text/* plain */.pj)(message, 200)})`;
    if (code.startsWith("HPE_"))
        return `the answer is not HTTP (${code})`;
    return `${NETWORK_ERRORS[code] ?? (0,plain_text/* plain */.pj)(message, 200)}${code === "" ? "" : ` (${(0,plain_text/* plain */.pj)(code, 40)})`}`;
}


/***/ }),

/***/ 468:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  M: () => (/* binding */ LONGEST_TIMER_MS),
  V: () => (/* binding */ monotonicClock)
});

;// CONCATENATED MODULE: external "node:perf_hooks"
const external_node_perf_hooks_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");
;// CONCATENATED MODULE: ./src/clock.ts

/** The longest delay that a Node timer can hold; it fires at once for a longer one. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const monotonicClock = {
    now: () => external_node_perf_hooks_namespaceObject.performance.now(),
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
        const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
        signal.addEventListener("abort", wake);
    }),
};


/***/ }),

/***/ 633:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bo: () => (/* binding */ readMainOutput),
/* harmony export */   Eo: () => (/* binding */ isJsonString),
/* harmony export */   Lj: () => (/* binding */ readNodeMap),
/* harmony export */   f2: () => (/* binding */ NotTheApi),
/* harmony export */   g0: () => (/* binding */ isNodeMapShaped),
/* harmony export */   jO: () => (/* binding */ outputText)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(806);

/** Valid JSON, but not what the API's reference describes. */
class NotTheApi extends Error {
}
/**
 * Reads a node map, keeping the bytes and picking out of each node only what the verdict needs.
 *
 * @throws NotJson if the body is cut or something else than JSON
 * @throws NotTheApi if it is JSON but no node map, or one that can be read in two ways
 */
function readNodeMap(body) {
    const json = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .trimmed */ .dE)(body);
    const reader = new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonReader */ .OI(json);
    const nodes = [];
    const names = new Set();
    try {
        if (!reader.nextIsObject())
            throw new NotTheApi("it is not an object");
        reader.object((name) => {
            nodes.push(readNode(name, reader));
            if (names.size === names.add(name).size)
                throw new NotTheApi("a node's name stands there twice");
        });
        reader.end();
    }
    catch (error) {
        // A body may look wrong only because it was cut; then it is worth asking again.
        if (error instanceof NotTheApi)
            (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .checkJson */ .Zs)(json);
        throw error;
    }
    return { json, nodes };
}
function readNode(name, reader) {
    if (!reader.nextIsObject())
        throw new NotTheApi("a value in it is not a node");
    let status;
    let error_message;
    let raw_error_message;
    let is_output_node;
    const once = (value) => {
        if (value !== undefined)
            throw new NotTheApi("a field of a node stands there twice");
    };
    reader.object((field) => {
        switch (field) {
            case "status":
                once(status);
                if (!reader.nextIsString())
                    throw new NotTheApi("a node's status is not a string");
                status = reader.string();
                break;
            case "error_message":
                once(error_message);
                error_message = readMessage(reader);
                break;
            case "raw_error_message":
                once(raw_error_message);
                raw_error_message = readMessage(reader);
                break;
            case "is_output_node":
                once(is_output_node);
                is_output_node = readFlag(reader);
                break;
            default:
                reader.skip();
        }
    });
    if (status === undefined)
        throw new NotTheApi("a node in it has no status");
    return {
        name,
        status,
        error_message: error_message ?? null,
        raw_error_message: raw_error_message ?? null,
        is_output_node: is_output_node ?? false,
    };
}
function readMessage(reader) {
    if (reader.nextIsString())
        return reader.string();
    if (reader.literal() === null)
        return null;
    throw new NotTheApi("a node's error message is not a string");
}
function readFlag(reader) {
    const value = reader.literal();
    if (value === undefined)
        throw new NotTheApi("a node's is_output_node is not a boolean");
    return value ?? false;
}
/**
 * Reads a main output.
 *
 * @throws NotJson if the body is cut or something else than JSON
 */
function readMainOutput(body) {
    const json = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .trimmed */ .dE)(body);
    (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .checkJson */ .Zs)(json);
    return { json };
}
function isJsonString(json) {
    return new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonReader */ .OI(json).nextIsString();
}
/**
 * The main output as a step gets it: a JSON string as its text, anything else as the JSON text that was sent.
 *
 * @returns null if the text is longer than `limit` bytes
 */
function outputText({ json }, limit) {
    if (!isJsonString(json))
        return json.length > limit ? null : json.toString("utf8");
    // An escape takes up to six bytes for one byte of text: past that the text is over the limit whatever it holds.
    if (json.length > 6 * limit + 2)
        return null;
    const text = JSON.parse(json.toString("utf8"));
    return Buffer.byteLength(text) > limit ? null : text;
}
const NODE_KEYS = ["status", "value", "error_message", "raw_error_message", "is_output_node"];
/**
 * Whether the API sent a node map where a main output was asked for, which it does when no output node succeeded.
 * The test is that of PromptLayer's own SDKs (`is_workflow_results_dict` in promptlayer 1.5.16 for Python): an object
 * whose every value has the five keys. As there, an empty object passes.
 */
function isNodeMapShaped({ json }) {
    const reader = new _json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonReader */ .OI(json);
    if (!reader.nextIsObject())
        return false;
    let isShaped = true;
    reader.object(() => {
        if (!isShaped || !reader.nextIsObject()) {
            isShaped = false;
            reader.skip();
            return;
        }
        const keys = new Set();
        reader.object((key) => {
            keys.add(key);
            reader.skip();
        });
        isShaped = NODE_KEYS.every((key) => keys.has(key));
    });
    return isShaped;
}


/***/ }),

/***/ 422:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   h_: () => (/* binding */ givenApiKey)
/* harmony export */ });
/* unused harmony export DEFAULTS */
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(210);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(763);


/** An input that cannot be used. The message is one line for people and holds no secret. */
class InputError extends Error {
}
/**
 * What an input is when it is given as an empty string, as a caller's own unset input gives it. The runner itself
 * fills in the defaults of action.yml, and a test holds the two equal.
 */
const DEFAULTS = {
    "return-all-outputs": "false",
    timeout: "15m",
    "poll-interval": "5s",
    "request-timeout": "30s",
    "fail-on-error": "true",
    "job-summary": "true",
    "base-url": "https://api.promptlayer.com",
};
const LARGEST_ID = 2n ** 63n - 1n;
/** The API key as it was given, to be masked before anything else happens. */
function givenApiKey() {
    return _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("api-key");
}
/**
 * Reads and checks all inputs.
 *
 * @throws InputError for the first that cannot be used
 */
function readInputs() {
    const apiKey = readApiKey();
    return {
        executionId: readExecutionId(apiKey),
        apiKey,
        returnAllOutputs: readBoolean("return-all-outputs"),
        timeoutMs: readDuration("timeout"),
        pollIntervalMs: readDuration("poll-interval"),
        requestTimeoutMs: readDuration("request-timeout"),
        failOnError: readBoolean("fail-on-error"),
        jobSummary: readBoolean("job-summary"),
        baseUrl: readBaseUrl(),
        // Untrimmed, so that errors can number the lines.
        assert: _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("assert", { trimWhitespace: false }),
        outputs: _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("outputs", { trimWhitespace: false }),
    };
}
function readApiKey() {
    const key = givenApiKey();
    if (key === "") {
        throw new InputError("Input `api-key` is empty. If it comes from a secret, make sure that the secret exists and is available to this workflow (pull requests from forks get none).");
    }
    // What Node accepts as a header's value, less what could not be typed: RFC 9110, section 5.5.
    if (!/^[\x20-\x7e]+$/.test(key)) {
        throw new InputError("Input `api-key` cannot be sent in a header (its value is not shown): it holds a line break, a control character or a character outside ASCII. Store the secret again, with the key alone in it.");
    }
    return key;
}
function readExecutionId(apiKey) {
    const id = _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4("execution-id");
    const expected = "expected a decimal number from 1 to 9223372036854775807, the `workflow_version_execution_id` that starting the agent returned";
    if (id === "") {
        throw new InputError("Input `execution-id` is empty: most likely the step that starts the agent did not set its output, or the output's name is misspelled in `${{ steps.<id>.outputs.<name> }}`.");
    }
    if (isExecutionId(id))
        return id;
    if (isExecutionId(apiKey)) {
        throw new InputError("Inputs `execution-id` and `api-key` look swapped: `api-key` is a number and `execution-id` is none (its value is not shown).");
    }
    if (/^\d(\.\d+)?e\+?\d+$/i.test(id)) {
        throw new InputError(`Input \`execution-id\` is ${shown(id)}; ${expected}. A number in an expression lost digits on its way: pass the ID on as text.`);
    }
    throw new InputError(`Input \`execution-id\` is ${shown(id)}; ${expected}.`);
}
function isExecutionId(text) {
    return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= LARGEST_ID;
}
/** The booleans of YAML 1.2's core schema, which are also those of `core.getBooleanInput`. */
function readBoolean(name) {
    const given = withDefault(name);
    if (/^(true|True|TRUE)$/.test(given))
        return true;
    if (/^(false|False|FALSE)$/.test(given))
        return false;
    throw new InputError(`Input \`${name}\` is ${shown(given)}; expected true or false.`);
}
const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
function readDuration(name) {
    const given = withDefault(name);
    const [, number, unit = "s"] = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?$/.exec(given) ?? [];
    const ms = Number(number) * UNITS_MS[unit];
    if (!(ms > 0 && ms <= Number.MAX_SAFE_INTEGER)) {
        throw new InputError(`Input \`${name}\` is ${shown(given)}; expected a number of seconds, or a number with ms, s, m or h such as \`90s\` or \`15m\`, above zero.`);
    }
    return ms;
}
function readBaseUrl() {
    const given = withDefault("base-url");
    const refuse = (problem) => new InputError(`Input \`base-url\` ${problem}; expected an address such as \`https://api.promptlayer.com\`.`);
    if (!URL.canParse(given))
        throw refuse(`is ${shownAddress(given)}: it is no URL, which begins with https://`);
    const url = new URL(given);
    if (url.username !== "" || url.password !== "")
        throw refuse("has user info in it (its value is not shown), which is not supported");
    if (given.includes("?") || given.includes("#")) {
        throw refuse("has a query or a fragment (its value is not shown), which cannot be kept");
    }
    if (url.protocol === "http:" && !isLoopback(url.hostname)) {
        throw refuse(`is ${shownAddress(given)}, which would send the key unencrypted: http: is for loopback only`);
    }
    if (url.protocol !== "https:" && url.protocol !== "http:")
        throw refuse(`is ${shownAddress(given)}, which is not https:`);
    return url;
}
/** @param hostname as the URL parser leaves it: IPv4 addresses in any notation become four decimal numbers */
function isLoopback(hostname) {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
function withDefault(name) {
    return _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .getInput */ .V4(name) || DEFAULTS[name];
}
/** A given value as an error may show it, unless it may be a key that got into the wrong input. */
function shown(value) {
    const isHarmless = (value.length < 16 && !/^(pl|sk|pk)[_-]/i.test(value)) || /^[-+.\de]+$/i.test(value);
    return isHarmless ? `\`${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(value, 100)}\`` : "not shown, as it may be a key";
}
/** The same for an address: what looks like one is shown, at any length. */
function shownAddress(value) {
    return /^[a-z]+:\/\/|^[a-z\d-]+(\.[a-z\d-]+)+([:/]|$)/.test(value)
        ? `\`${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(value, 100)}\``
        : shown(value);
}


/***/ }),

/***/ 806:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  OI: () => (/* binding */ JsonReader),
  ac: () => (/* binding */ NotJson),
  Zs: () => (/* binding */ checkJson),
  dE: () => (/* binding */ trimmed)
});

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: ./src/json.ts

/** The bytes are not whole, valid JSON in UTF-8: a body that was cut, or somebody else's page. */
class NotJson extends Error {
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
/** Past this many bytes a string is searched, not walked: V8 would compile the walk for some megabytes of memory. */
const SHORT_BYTES = 32;
const SEARCHED_BYTES = 4_096;
/**
 * Reads JSON (RFC 8259) from bytes in one pass, building only what is asked for. `JSON.parse` will not do for what the
 * API sends: it moves names like "2" to the front, keeps the last of equal names, and needs several times the memory.
 *
 * Every method throws NotJson where the bytes break the grammar.
 */
class JsonReader {
    /** How many values {@link skip} has passed over. */
    count = 0;
    #json;
    #at = 0;
    /** @param json one JSON value without white space around it, as {@link trimmed} leaves it */
    constructor(json) {
        this.#json = json;
    }
    nextIsObject() {
        return this.#json[this.#at] === OPEN_BRACE;
    }
    nextIsString() {
        return this.#json[this.#at] === QUOTE;
    }
    /** Calls `visit` with each name, in their order and as often as they stand there; it must read the value. */
    object(visit) {
        this.#expect(OPEN_BRACE);
        this.#skipSpace();
        if (this.#next(CLOSE_BRACE))
            return;
        do {
            this.#skipSpace();
            const name = this.string();
            this.#colon();
            visit(name);
            this.#skipSpace();
        } while (this.#next(COMMA));
        this.#expect(CLOSE_BRACE);
    }
    string() {
        const start = this.#at;
        const isPlain = this.#skipString();
        return isPlain
            ? this.#json.toString("latin1", start + 1, this.#at - 1)
            : JSON.parse(this.#json.toString("utf8", start, this.#at));
    }
    /** The next value if it is `true`, `false` or `null`; passes over any other and returns undefined. */
    literal() {
        const first = this.#json[this.#at];
        this.skip();
        return first === 0x74 ? true : first === 0x66 ? false : first === 0x6e ? null : undefined;
    }
    /** Passes over the next value, checking it. It may be nested as deep as it likes. */
    skip() {
        const closers = [];
        for (;;) {
            this.count++;
            const first = this.#json[this.#at];
            if (first === OPEN_BRACE || first === OPEN_BRACKET) {
                const closer = first === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
                this.#at++;
                this.#skipSpace();
                if (!this.#next(closer)) {
                    closers.push(closer);
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
    /** Checks that nothing follows. */
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
    /** @returns whether the string is short, and ASCII without escapes */
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
        this.#next(MINUS);
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
        const word = /^(?:true|false|null)/.exec(this.#json.toString("latin1", this.#at, this.#at + 5))?.[0] ?? this.#fail();
        this.#at += word.length;
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
/**
 * The bytes without the white space around the JSON value, as a view on the same memory.
 *
 * @throws NotJson if they are not UTF-8
 */
function trimmed(body) {
    if (!(0,external_node_buffer_namespaceObject.isUtf8)(body))
        throw new NotJson("it is not UTF-8");
    let start = 0;
    let end = body.length;
    while (start < end && isSpace(body[start]))
        start++;
    while (start < end && isSpace(body[end - 1]))
        end--;
    return body.subarray(start, end);
}
/**
 * Checks that the bytes are one JSON value without white space around it.
 *
 * @returns how many values it is made of, itself included
 * @throws NotJson if they are not
 */
function checkJson(json) {
    const reader = new JsonReader(json);
    reader.skip();
    reader.end();
    return reader.count;
}
function isSpace(byte) {
    return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
function isDigit(byte) {
    return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
/** Where the next byte of a string is that ends it, begins an escape or must not be in it; the end if there is none. */
function nextInString(json, at) {
    for (let from = at; from < json.length; from += SEARCHED_BYTES) {
        const found = json.toString("latin1", from, from + SEARCHED_BYTES).search(/[^ !#-[\]-\u00ff]/);
        if (found >= 0)
            return from + found;
    }
    return json.length;
}
/** How many bytes follow the backslash of an escape; 0 if it is none. */
function escapeLength(json, at) {
    const byte = json[at];
    if (byte !== 0x75)
        return byte !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0;
    return /^[\da-f]{4}$/i.test(json.toString("latin1", at + 1, at + 5)) ? 5 : 0;
}


/***/ }),

/***/ 763:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   pj: () => (/* binding */ plain)
/* harmony export */ });
const NAMED_ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
// Controls (ANSI escapes begin with one), invisible and bidirectional format characters, lone surrogates, private
// use, and the two Unicode line separators. The zero-width joiner stays: emoji are made with it.
const UNPRINTABLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
// The runner (ActionCommand.cs) looks for both forms by the rules of its culture, which may pass over characters such
// as joiners, variation selectors and combining marks.
const OLD_COMMAND = /#(?=[\p{DI}\p{M}]*#[\p{DI}\p{M}]*\[)/gu;
const NEW_COMMAND = /^([\s\p{DI}\p{M}]*):(?=[\p{DI}\p{M}]*:)/u;
/**
 * Makes any text safe to stand in a line of log or in an annotation: one line, nothing invisible, no workflow command
 * in the older form (`##[name]`, which the runner reads anywhere in a line) nor in the newer one (`::name::`, which it
 * reads where a line begins). What is replaced stays visible as an escape.
 *
 * @param limit the most characters of `text` that are kept; a cut is marked with `…`
 */
function plain(text, limit = 2_000) {
    return cut(text, limit)
        .replace(UNPRINTABLE, escaped)
        .replace(OLD_COMMAND, "# ")
        .replace(NEW_COMMAND, "$1: ");
}
/** Makes what is invisible in a text of several lines visible as escapes; line feeds and tabs stay. */
function visible(text) {
    return text.replace(UNPRINTABLE, (char) => (char === "\n" || char === "\t" ? char : escaped(char)));
}
/** At most `limit` characters of a text, with `…` where it was cut. */
function cut(text, limit) {
    return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
function escaped(char) {
    return NAMED_ESCAPES[char] ?? `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`;
}
/** A node's name, or another short text of somebody else's, in quotes and at most 80 characters long. */
function quoted(text) {
    return `"${plain(text, 80)}"`;
}
/** Several names as people list them: at most `most` of them, then how many more. */
function listed(names, most = 5) {
    const shown = names.slice(0, most).map(quoted).join(", ");
    return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
/** `1 node`, `2 nodes`. */
function counted(count, noun) {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
/** `ms` milliseconds as people say it: `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
function duration(ms) {
    if (ms < 999.5)
        return `${Math.round(ms)} ms`;
    const seconds = Math.round(ms / 1_000);
    if (ms < 9_950)
        return `${Number((ms / 1_000).toFixed(1))} s`;
    if (seconds < 60)
        return `${seconds} s`;
    if (seconds < 3_600)
        return withRest(Math.floor(seconds / 60), "min", seconds % 60, "s");
    const minutes = Math.round(seconds / 60);
    return withRest(Math.floor(minutes / 60), "h", minutes % 60, "min");
}
function withRest(whole, unit, rest, restUnit) {
    return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}
const HTML_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
/** The text as HTML, in an element or an attribute. */
function escapeHtml(text) {
    return text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char);
}


/***/ }),

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

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

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __nccwpck_require__(210);
// EXTERNAL MODULE: ./src/clock.ts + 1 modules
var src_clock = __nccwpck_require__(468);
// EXTERNAL MODULE: ./src/inputs.ts
var src_inputs = __nccwpck_require__(422);
// EXTERNAL MODULE: ./src/plain-text.ts
var plain_text = __nccwpck_require__(763);
;// CONCATENATED MODULE: ./src/log.ts


const SGR = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33" };
/**
 * The only writer of the log. Whatever goes through it is made safe for a line ({@link plain}) as a whole, so that no
 * caller can forget to; the key is taken out even where the runner's mask would miss it.
 */
class Log {
    #keys;
    constructor(key) {
        this.#keys = key === "" ? [] : [...new Set([key, JSON.stringify(key).slice(1, -1), (0,plain_text/* escapeHtml */.ZD)(key)])];
    }
    info(line, style) {
        const text = this.safe(line);
        core/* info */.pq(style === undefined ? text : `\u001b[${SGR[style]}m${text}\u001b[0m`);
    }
    /** A collapsed group of lines. */
    group(title, lines) {
        core/* startGroup */.Oh(this.safe(title));
        for (const line of lines)
            this.info(line);
        core/* endGroup */.N4();
    }
    debug(line) {
        if (core/* isDebug */._o())
            core/* debug */.Yz(this.safe(line));
    }
    error(message, title) {
        core/* error */.z3(this.safe(message), { title: this.safe(title) });
    }
    warning(message, title) {
        core/* warning */.$e(this.safe(message), { title: this.safe(title) });
    }
    notice(message, title) {
        core/* notice */.lm(this.safe(message), { title: this.safe(title) });
    }
    /** The text as one line that no runner takes for a command, without the key. */
    safe(text) {
        return (0,plain_text/* plain */.pj)(this.withoutKey(text));
    }
    /** The text without the key, whole or cut off, also where it was escaped for JSON or HTML. */
    withoutKey(text) {
        return this.#keys.reduce((rest, key) => withoutBeginning(rest.replaceAll(key, "***"), key), text);
    }
}
/** Takes out four or more characters of the key's beginning where a text was cut, which `…` marks. */
function withoutBeginning(text, key) {
    const [last = "", ...parts] = text.split("…").toReversed();
    const clean = parts.map((part) => {
        for (let length = Math.min(key.length - 1, part.length); length >= 4; length--) {
            if (part.endsWith(key.slice(0, length)))
                return `${part.slice(0, -length)}***`;
        }
        return part;
    });
    return [...clean.toReversed(), last].join("…");
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: ./src/execution.ts
var execution = __nccwpck_require__(633);
;// CONCATENATED MODULE: ./src/outputs.ts




/** The outputs of action.yml. */
const OUTPUTS = [
    "status",
    "result",
    "result-file",
    "nodes",
    "nodes-file",
    "failed-nodes",
    "failed-assertions",
];
/** GitHub's limit for an output: https://docs.github.com/actions/reference/limits */
const OUTPUT_LIMIT_BYTES = 1_024 * 1_024;
/** Linux's limit for one environment string (MAX_ARG_STRLEN). */
const ENV_LIMIT_BYTES = 128 * 1_024;
/** The runner has no place for outputs. */
class NoPlaceForOutputs extends Error {
}
/**
 * Checks that outputs can be published, so that nobody waits a quarter of an hour to learn that they cannot.
 *
 * @throws NoPlaceForOutputs
 */
function checkPlaceForOutputs() {
    for (const name of ["GITHUB_OUTPUT", "RUNNER_TEMP"]) {
        const path = process.env[name] ?? "";
        if (path === "")
            throw new NoPlaceForOutputs(`${name} is not set`);
        try {
            (0,external_node_fs_namespaceObject.accessSync)(path, external_node_fs_namespaceObject.constants.W_OK);
        }
        catch {
            throw new NoPlaceForOutputs(`${name} is ${path}, which cannot be written to`);
        }
    }
}
/**
 * Sets the step's outputs as far as they are known, `status` last.
 *
 * @param returnAllOutputs whether to publish the node map too
 * @throws the file system's error if an output or a file cannot be written
 */
function publish(report, returnAllOutputs, log) {
    const files = writeFiles(report, returnAllOutputs);
    if (report.failed !== undefined) {
        set("failed-nodes", JSON.stringify(report.failed.map((node) => node.name)), log, "nodes-file", files.nodes);
    }
    if (report.assertions !== undefined) {
        const broken = report.assertions.filter(({ holds }) => !holds);
        core/* setOutput */.uH("failed-assertions", JSON.stringify(broken.map(({ expression }) => expression)));
    }
    for (const { name, value, source } of report.namedOutputs) {
        if (value !== undefined)
            set(name, value, log, source, source === "nodes-file" ? files.nodes : files.result);
    }
    if (files.nodes !== undefined && report.nodes !== undefined) {
        core/* setOutput */.uH("nodes-file", files.nodes);
        const { json } = report.nodes;
        set("nodes", json.length > OUTPUT_LIMIT_BYTES ? null : json.toString("utf8"), log, "nodes-file", files.nodes);
    }
    if (files.result !== undefined && report.result !== undefined) {
        core/* setOutput */.uH("result-file", files.result);
        set("result", (0,execution/* outputText */.jO)(report.result, OUTPUT_LIMIT_BYTES), log, "result-file", files.result);
    }
    publishStatus(report);
    return files;
}
/**
 * Sets the output `status` alone.
 *
 * @throws the file system's error
 */
function publishStatus({ status }) {
    core/* setOutput */.uH("status", status);
}
function writeFiles(report, returnAllOutputs) {
    const contents = [
        ["result", report.result?.json],
        ["nodes", returnAllOutputs ? report.nodes?.json : undefined],
    ];
    if (contents.every(([, json]) => json === undefined))
        return {};
    const directory = (0,external_node_fs_namespaceObject.mkdtempSync)((0,external_node_path_namespaceObject.join)(process.env["RUNNER_TEMP"] ?? "", "promptlayer-agent-"));
    const files = {};
    for (const [name, json] of contents) {
        if (json === undefined)
            continue;
        files[name] = (0,external_node_path_namespaceObject.join)(directory, `${name}.json`);
        (0,external_node_fs_namespaceObject.writeFileSync)(files[name], json);
    }
    return files;
}
/**
 * @param text null if it is known to be over the limit
 * @param source the output that names the file to read instead, and that file if there is one
 */
function set(name, text, log, source, file) {
    const size = text === null ? Infinity : Buffer.byteLength(text);
    const advice = file === undefined
        ? "Set `return-all-outputs: true` to get the nodes in a file."
        : `Read the file of \`${source}\`: ${file}`;
    if (size > OUTPUT_LIMIT_BYTES) {
        core/* setOutput */.uH(name, "");
        log.warning(`It is over 1 MiB, GitHub's limit for an output. ${advice}`, `Output \`${name}\` was left empty`);
        return;
    }
    core/* setOutput */.uH(name, text);
    if (text?.isWellFormed() === false || text?.includes("\0") === true) {
        log.warning(`It has characters that a step's output cannot carry (half of a surrogate pair, or NUL). ${advice}`, `Output \`${name}\` is not exact`);
    }
    if (size > ENV_LIMIT_BYTES) {
        log.notice(`It is over 128 KiB, and Linux cannot carry that through \`env:\` ("Argument list too long"). ${advice}`, `Output \`${name}\` is large`);
    }
}

;// CONCATENATED MODULE: ./src/schedule.ts
const FIRST_PAUSE_MS = 1_000;
/** Chosen by the table in docs/performance.md. */
const PAUSE_GROWTH = 1.3;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** How many requests in a row may fail before the wait is given up. */
const MOST_FAILURES = 10;
/**
 * The pause after the `nth` poll (from 1) that found the agent running, in milliseconds: about a second at first,
 * growing to `longestMs` and never over it.
 *
 * @param random from 0 to 1; up to a tenth is taken off the first pause and those that grow, so that a matrix of jobs
 *   falls out of step. The later ones stay whole, or a long wait would cost more requests the longer it lasts.
 */
function pollPause(nth, longestMs, random) {
    const pause = FIRST_PAUSE_MS * PAUSE_GROWTH ** (nth - 1);
    return nth > 1 && pause >= longestMs ? longestMs : Math.min(pause, longestMs) * (1 - 0.1 * random);
}
/**
 * The pause after the `nth` failed request in a row (from 1), in milliseconds: doubling from a second to half a
 * minute.
 *
 * @param random from 0 to 1; up to a quarter of the pause is taken off
 */
function backoffPause(nth, random) {
    const pause = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (nth - 1));
    return pause * (1 - 0.25 * random);
}

;// CONCATENATED MODULE: ./src/verdict.ts

const RUNNING = new Set(["QUEUED", "RUNNING"]);
const GOOD = new Set(["SUCCESS", "SKIPPED"]);
function isRunning(node) {
    return RUNNING.has(node.status);
}
/** The nodes of a run that has not finished that reported an error already. */
function failedSoFar(nodes) {
    return failedNodes(nodes.filter((node) => !isRunning(node) || messageOf(node) !== ""));
}
/** Judges the nodes of a finished run. */
function judgeNodes(nodes) {
    const outputNodes = nodes.filter((node) => node.is_output_node);
    const hasMainOutput = nodes.length > 0 && (outputNodes.length === 0 || outputNodes.some((node) => node.status === "SUCCESS"));
    let noOutput = null;
    if (nodes.length === 0)
        noOutput = "The run has no nodes, so nothing shows that it did anything";
    else if (!hasMainOutput)
        noOutput = "None of the run's output nodes succeeded";
    return { failed: failedNodes(nodes), hasMainOutput, noOutput };
}
/**
 * Whether what came back for the main output is none: the API sends the node map in its place when no output node
 * succeeded. Where one did, whatever came back is the output, even if it looks like a node map.
 */
function isMissing(output, nodes) {
    return !nodes.some((node) => node.is_output_node) && (0,execution/* isNodeMapShaped */.g0)(output);
}
function failedNodes(nodes) {
    return nodes
        .filter((node) => !GOOD.has(node.status) || messageOf(node) !== "")
        .map((node) => ({
        name: node.name,
        status: node.status,
        cause: messageOf(node) || "The node left no error message.",
    }));
}
function messageOf(node) {
    return node.error_message || node.raw_error_message || "";
}

;// CONCATENATED MODULE: ./src/progress.ts



const HEARTBEAT_MS = 30_000;
/** Tells of the wait in the log: a line when something changed, and a heartbeat so that silence means a hang. */
class Progress {
    #log;
    #clock;
    #began;
    #heart;
    #nodes;
    #state = "";
    #requests = 0;
    #toldAt;
    constructor(log, clock) {
        this.#log = log;
        this.#clock = clock;
        this.#began = clock.now();
        this.#toldAt = this.#began;
        this.#heart = setInterval(() => {
            if (clock.now() - this.#toldAt >= HEARTBEAT_MS)
                this.#tell(`still waiting; ${this.#state || "no answer yet"}`);
        }, 1_000).unref();
    }
    stop() {
        clearInterval(this.#heart);
    }
    answered(kind, tookMs) {
        this.#log.debug(`request ${++this.#requests}: ${kind} after ${(0,plain_text/* duration */.p0)(tookMs)}`);
    }
    running(nodes) {
        if (nodes !== undefined && nodes === this.#nodes)
            return;
        this.#nodes = nodes;
        const state = stateOf(nodes);
        if (state === this.#state)
            return;
        this.#state = state;
        this.#tell(state);
    }
    retrying(cause, nth, pauseMs) {
        this.#tell(`request failed (${nth} of ${MOST_FAILURES} in a row), next try in ${(0,plain_text/* duration */.p0)(pauseMs)}: ${cause}`);
    }
    #tell(line) {
        this.#toldAt = this.#clock.now();
        this.#log.info(`[${(0,plain_text/* duration */.p0)(this.#toldAt - this.#began)}] ${line}`);
    }
}
function stateOf(map) {
    if (map === undefined || map.nodes.length === 0)
        return "the agent is running";
    const running = map.nodes.filter((node) => node.status === "RUNNING");
    const done = map.nodes.filter((node) => !isRunning(node)).length;
    return `${done} of ${map.nodes.length} nodes done${running.length === 0 ? "" : `, running: ${(0,plain_text/* listed */.KE)(running.map((node) => node.name))}`}`;
}

;// CONCATENATED MODULE: ./src/report.ts


const START_AGAIN = "Fix the cause and start the agent again: a finished run does not change. PromptLayer shows what each node was given.";
/** Turns the end of the wait into the verdict. Green is said here only, and only of what was seen to succeed. */
function conclude(wait, elapsedMs) {
    const known = {
        nodes: wait.nodes,
        failed: wait.nodes && failedSoFar(wait.nodes.nodes),
        result: undefined,
        assertions: undefined,
        namedOutputs: [],
        requests: wait.requests,
        elapsedMs,
    };
    switch (wait.kind) {
        case "timeout": {
            const running = wait.nodes?.nodes.filter(isRunning);
            const isOver = running?.length === 0 && wait.nodes?.nodes.length !== 0;
            return {
                ...known,
                status: "timeout",
                headline: `Timed out after ${(0,plain_text/* duration */.p0)(elapsedMs)}: ${isOver ? "the nodes are done, but the API still prepares the main output" : "the agent is still running"}`,
                details: (0,plain_text/* listed */.KE)((running ?? []).map((node) => node.name)),
                advice: "Raise `timeout` if the agent needs longer, or look at the run in PromptLayer.",
            };
        }
        case "cancelled":
            return {
                ...known,
                status: "cancelled",
                headline: "Cancelled before the agent was done",
                details: wait.signal,
                advice: "",
            };
        case "error":
            return {
                ...known,
                status: "error",
                headline: "The result of the run is not known",
                details: wait.cause,
                advice: wait.advice,
            };
        case "finished":
            return { ...known, ...judge(wait.nodes, wait.result) };
    }
}
/** Adds what `assert` and `outputs` say: a false assertion, or an output without a value, makes a failure. */
function gate(report, expressions) {
    return withOutputs(report.status === "success" ? withAssertions(report, expressions) : report, expressions);
}
function withAssertions(report, expressions) {
    const assertions = expressions.assert(factsOf(report));
    if (assertions.length === 0)
        return report;
    const broken = assertions.filter(({ holds }) => !holds);
    const all = (0,plain_text/* counted */.hS)(assertions.length, "assertion");
    if (broken.length === 0)
        return { ...report, assertions, headline: `${report.headline}, and ${all} held` };
    return {
        ...report,
        assertions,
        status: "failure",
        headline: `${broken.length} of ${all} failed`,
        details: (0,plain_text/* listed */.KE)(broken.map(({ expression }) => expression)),
        advice: "The values are what the agent said. If a line does not ask what you meant, correct it in `assert`.",
    };
}
function withOutputs(report, expressions) {
    const namedOutputs = expressions.outputs(factsOf(report));
    const bad = namedOutputs.filter(({ problem }) => problem !== "");
    if (bad.length === 0 || report.status !== "success")
        return { ...report, namedOutputs };
    return {
        ...report,
        status: "failure",
        // Once more, since they may read the status.
        namedOutputs: expressions.outputs(factsOf({ ...report, status: "failure" })),
        headline: `${bad.length} of ${(0,plain_text/* counted */.hS)(namedOutputs.length, "named output")} could not be evaluated`,
        details: (0,plain_text/* listed */.KE)(bad.map(({ name }) => name)),
        advice: "Correct the expression in `outputs`, or let the agent say what it reads.",
    };
}
function factsOf({ result, nodes, status }) {
    return { result: result?.json, nodes: nodes?.json, status };
}
/** The report of something that went wrong before there was anything to wait for, or after. */
function problem(headline, details, advice = "") {
    return {
        status: "error",
        headline,
        details,
        advice,
        nodes: undefined,
        failed: undefined,
        result: undefined,
        assertions: undefined,
        namedOutputs: [],
        requests: 0,
        elapsedMs: 0,
    };
}
function judge({ nodes }, output) {
    const { failed, noOutput } = judgeNodes(nodes);
    const result = output !== undefined && !isMissing(output, nodes) ? output : undefined;
    if (failed.length > 0) {
        return {
            status: "failure",
            headline: `${failed.length} of ${(0,plain_text/* counted */.hS)(nodes.length, "node")} reported an error`,
            details: (0,plain_text/* listed */.KE)(failed.map((node) => node.name)),
            advice: START_AGAIN,
            failed,
            result,
        };
    }
    if (result === undefined) {
        return {
            status: "failure",
            headline: noOutput ?? "The run ended without a main output",
            details: "",
            advice: START_AGAIN,
            failed,
            result,
        };
    }
    return {
        status: "success",
        headline: `The agent succeeded: no error in ${(0,plain_text/* counted */.hS)(nodes.length, "node")}`,
        details: "",
        advice: "",
        failed,
        result,
    };
}

;// CONCATENATED MODULE: ./src/summary.ts



/** GitHub drops a step's summary that is larger. */
const SUMMARY_LIMIT_BYTES = 1_024 * 1_024;
const MOST_ROWS = 100;
const MOST_NAME_CHARACTERS = 80;
const MOST_CAUSE_CHARACTERS = 500;
const MOST_VALUE_CHARACTERS = 60;
/** About four screens: past that a person opens the file. */
const MOST_OUTPUT_CHARACTERS = 10_000;
/** A longer main output is cut as it is, not parsed to be printed prettily. */
const MOST_PRETTY_BYTES = 64 * 1_024;
const STATUS_SYMBOLS = {
    success: "✅",
    failure: "❌",
    timeout: "⏰",
    error: "🚫",
    cancelled: "⏹️",
};
/**
 * Appends to the job summary.
 *
 * @throws Error if there is no summary on this runner, it has no room, or it cannot be written
 */
function writeSummary(markdown) {
    const path = process.env["GITHUB_STEP_SUMMARY"] ?? "";
    if (path === "")
        throw new Error("GITHUB_STEP_SUMMARY is not set");
    const present = (0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false })?.size ?? 0;
    if (present + Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES)
        throw new Error("it would be over 1 MiB");
    (0,external_node_fs_namespaceObject.appendFileSync)(path, markdown);
}
/**
 * The job summary as GitHub Markdown; `executionId` is empty if there is none. Words of others stand only in `<code>` (where GitHub makes no links, mentions
 * or emoji of them) and in fences, in any case on bounded room: the whole is far below GitHub's limit.
 */
function renderSummary(report, executionId, files) {
    const blocks = [
        `## ${STATUS_SYMBOLS[report.status]} PromptLayer agent run: ${report.status}`,
        `<p>${report.headline}${report.details === "" ? "" : `: ${code(report.details, MOST_CAUSE_CHARACTERS)}`}.</p>`,
    ];
    if (report.advice !== "")
        blocks.push(`**What to do:** ${report.advice}`);
    if (report.assertions !== undefined)
        blocks.push(assertionTable(report.assertions));
    const bad = report.namedOutputs.filter(({ problem }) => problem !== "");
    if (bad.length > 0)
        blocks.push(badOutputTable(bad));
    if (report.nodes !== undefined && report.nodes.nodes.length > 0)
        blocks.push(nodeTable(report, files));
    if (report.result !== undefined)
        blocks.push(mainOutput(report.result, files));
    if (executionId !== "") {
        const facts = [
            `Execution ${code(executionId, 40)}`,
            (0,plain_text/* duration */.p0)(report.elapsedMs),
            (0,plain_text/* counted */.hS)(report.requests, "request"),
        ];
        blocks.push(`<sub>${facts.join(" · ")}</sub>`);
    }
    return `${blocks.join("\n\n")}\n`;
}
/** As many as a table has room for, in their order; if that is not all, the bad ones first. */
function firstRows(items, isBad) {
    if (items.length <= MOST_ROWS)
        return items;
    return items.toSorted((a, b) => Number(isBad(b)) - Number(isBad(a))).slice(0, MOST_ROWS);
}
function assertionTable(assertions) {
    const shown = firstRows(assertions, ({ holds }) => !holds);
    const rows = shown.map(({ expression, holds, problem, values }) => {
        const had = values
            .slice(0, 10)
            .map(({ name, value }) => `${code(name, 80)} was ${code(value, MOST_VALUE_CHARACTERS)}`);
        return [
            holds ? "✅" : "❌",
            code(expression, 300),
            [...(problem === "" ? [] : [code(problem, 300)]), ...had].join("<br>"),
        ];
    });
    const rest = assertions.length - shown.length;
    return `${table(["", "Assertion", "Values"], rows)}${rest === 0 ? "" : `\n\n…and ${rest} more assertions.`}`;
}
function badOutputTable(outputs) {
    const rows = outputs
        .slice(0, MOST_ROWS)
        .map(({ name, expression, problem }) => ["❌", code(`${name} = ${expression}`, 300), code(problem, 300)]);
    return table(["", "Output without a value", "Why"], rows);
}
function nodeTable(report, files) {
    const all = report.nodes?.nodes ?? [];
    const causes = new Map(report.failed?.map((node) => [node.name, node.cause]));
    const shown = firstRows(all, ({ name }) => causes.has(name));
    const rows = shown.map((node) => {
        const cause = causes.get(node.name);
        return [
            code(node.name, MOST_NAME_CHARACTERS),
            `${symbolOf(node, cause !== undefined)}&nbsp;${code(node.status, 40)}`,
            node.is_output_node ? "yes" : "",
            ...(causes.size === 0 ? [] : [cause === undefined ? "" : code(cause, MOST_CAUSE_CHARACTERS)]),
        ];
    });
    const rest = shown.length === all.length
        ? ""
        : `\n\n…and ${all.length - shown.length} more nodes, ${files.nodes === undefined ? "in a file with `return-all-outputs: true`" : "all in the file of `nodes-file`"}.`;
    return `${table(["Node", "Status", "Output", ...(causes.size === 0 ? [] : ["Error"])], rows)}${rest}`;
}
/** A table of cells in HTML, since in one of Markdown's somebody else's `|` could begin a cell. */
function table(head, rows) {
    const row = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    return ["<table>", row(head, "th"), ...rows.map((cells) => row(cells, "td")), "</table>"].join("\n");
}
function symbolOf(node, failed) {
    if (failed)
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
function mainOutput(output, files) {
    const { text, language, whole } = readable(output);
    const safe = (0,plain_text/* visible */.RK)(text.slice(0, MOST_OUTPUT_CHARACTERS + 1));
    const shown = (0,plain_text/* cut */.Jj)(safe, MOST_OUTPUT_CHARACTERS);
    const isCut = !whole || safe.length > MOST_OUTPUT_CHARACTERS;
    const note = isCut
        ? `\n\nCut here: the whole is in the file of \`result-file\`${files.result === undefined ? "" : `, ${code(files.result, 500)}`}.`
        : "";
    return `<details><summary>Main output</summary>\n\n${fenced(shown, language)}${note}\n\n</details>`;
}
/** The main output for a reader: a string as its text, JSON indented with its numbers as they were sent. */
function readable({ json }) {
    if (json.length > MOST_PRETTY_BYTES) {
        // More than fits, so that the cut is marked where it shows.
        return { text: json.toString("utf8", 0, 4 * MOST_OUTPUT_CHARACTERS), language: "json", whole: false };
    }
    if ((0,execution/* isJsonString */.Eo)(json))
        return { text: JSON.parse(json.toString("utf8")), language: "", whole: true };
    return { text: indented(json.toString("utf8")), language: "json", whole: true };
}
function indented(text) {
    try {
        const value = JSON.parse(text, (_key, item, context) => typeof item === "number" ? JSON.rawJSON(context.source) : item);
        return JSON.stringify(value, null, 2);
    }
    catch {
        // Nested deeper than the stack goes.
        return text;
    }
}
/** A fenced block whose fence is longer than any run of its characters in the text. */
function fenced(text, language) {
    const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${text}\n${fence}`;
}
function code(text, limit) {
    return `<code>${(0,plain_text/* escapeHtml */.ZD)((0,plain_text/* plain */.pj)(text, limit))}</code>`;
}

;// CONCATENATED MODULE: ./src/wait.ts


/** Waits until the run has finished and its main output is there, or the wait cannot go on. Never rejects. */
async function waitForResults(results, limits, clock, cancel, observer) {
    const polling = new Polling(limits, clock, cancel, observer);
    let nodes;
    const seen = await polling.until(results.nodes, (present) => {
        nodes = present ?? nodes;
        observer.running(present);
    });
    if (seen.kind !== "finished")
        return { ...seen, nodes, requests: polling.requests };
    nodes = seen.value;
    if (!judgeNodes(nodes.nodes).hasMainOutput) {
        return { kind: "finished", nodes, result: undefined, requests: polling.requests };
    }
    const output = await polling.until(results.mainOutput, () => {
        observer.running(nodes);
    });
    if (output.kind !== "finished")
        return { ...output, nodes, requests: polling.requests };
    return { kind: "finished", nodes, result: output.value, requests: polling.requests };
}
/** The deadline and what was learned of the API, over all questions of one wait. */
class Polling {
    requests = 0;
    #limits;
    #clock;
    #cancel;
    #observer;
    #deadline;
    #latestMs = 0;
    constructor(limits, clock, cancel, observer) {
        this.#limits = limits;
        this.#clock = clock;
        this.#cancel = cancel;
        this.#observer = observer;
        this.#deadline = clock.now() + limits.timeoutMs;
    }
    /** Asks until the answer is there. The first request goes out at once. */
    async until(ask, onRunning) {
        let polls = 0;
        let failures = 0;
        for (;;) {
            const answer = await this.#ask(ask);
            if (this.#isCancelled())
                return this.#cancelled();
            let atDeadline;
            let pauseMs;
            switch (answer.kind) {
                case "finished":
                    return answer;
                case "hopeless":
                    return { kind: "error", cause: answer.cause, advice: answer.advice };
                case "running":
                    failures = 0;
                    pauseMs = pollPause(++polls, this.#limits.pollIntervalMs, Math.random());
                    atDeadline = { kind: "timeout" };
                    onRunning(answer.value);
                    break;
                case "failed":
                    failures++;
                    // Never sooner than without it, or `Retry-After: 0` would use up all tries in an instant.
                    pauseMs = Math.max(backoffPause(failures, Math.random()), (answer.retryAfterMs ?? 0) * (1 + 0.1 * Math.random()));
                    atDeadline = unreachable(answer.cause, failures);
                    if (failures === MOST_FAILURES)
                        return atDeadline;
                    break;
            }
            const leftMs = this.#deadline - this.#clock.now();
            // A poll is begun only if there is room for its answer, so that one that the deadline cuts off has failed.
            const pollsAgain = leftMs > this.#roomMs();
            pauseMs = pollsAgain ? Math.min(pauseMs, leftMs - this.#roomMs()) : Math.max(0, leftMs);
            if (answer.kind === "failed" && pollsAgain)
                this.#observer.retrying(answer.cause, failures, pauseMs);
            await this.#clock.sleep(pauseMs, this.#cancel);
            if (this.#isCancelled())
                return this.#cancelled();
            if (!pollsAgain)
                return atDeadline;
        }
    }
    async #ask(ask) {
        const began = this.#clock.now();
        const timeoutMs = Math.max(0, Math.min(this.#limits.requestTimeoutMs, this.#deadline - began));
        this.requests++;
        const answer = await ask({ timeoutMs, cancel: this.#cancel });
        const tookMs = this.#clock.now() - began;
        this.#observer.answered(answer.kind, tookMs);
        if (answer.kind === "running")
            this.#latestMs = tookMs;
        // Lets a signal in that came while a large answer was read.
        await new Promise(setImmediate);
        return answer;
    }
    #isCancelled() {
        return this.#cancel.aborted;
    }
    #cancelled() {
        return { kind: "cancelled", signal: String(this.#cancel.reason) };
    }
    /** The time that an answer is given before the deadline, from how long the latest took. */
    #roomMs() {
        return Math.max(250, 1.25 * this.#latestMs);
    }
}
function unreachable(cause, failures) {
    const which = failures === 1 ? "The last request failed" : `The last ${failures} requests failed`;
    return {
        kind: "error",
        cause: `${which}: ${cause}.`,
        advice: "Whether the agent still runs is not known. Check that this runner can reach `base-url` (by `https_proxy`, if that is set), and run the job again.",
    };
}

;// CONCATENATED MODULE: ./package.json
const package_namespaceObject = {"rE":"1.0.0"};
;// CONCATENATED MODULE: ./src/run.ts











/** GitHub shows ten error annotations of a step. */
const MOST_ANNOTATIONS = 10;
const MOST_LOGGED_NODES = 200;
/**
 * Does the action's whole job.
 *
 * @param cancel aborted when the job is cancelled
 * @returns the process's exit code: 0 only for a proven success, or a failure that `fail-on-error: false` lets pass
 */
async function run(cancel) {
    const key = (0,src_inputs/* givenApiKey */.h_)();
    if (key !== "")
        core/* setSecret */.Pq(key);
    const log = new Log(key);
    let inputs;
    let expressions;
    try {
        inputs = (0,src_inputs/* readInputs */.Ko)();
        if (inputs.assert.trim() !== "" || inputs.outputs.trim() !== "") {
            // A chunk of its own, for those who use it.
            const { parseExpressions } = await Promise.all(/* import() */[__nccwpck_require__.e(148), __nccwpck_require__.e(920)]).then(__nccwpck_require__.bind(__nccwpck_require__, 920));
            expressions = parseExpressions(inputs.assert, inputs.outputs, OUTPUTS);
            for (const name of expressions.empty) {
                log.warning("Every line of it is a comment. If it should have more lines, write it with `|`, not with `>`, which joins them.", `Input \`${name}\` says nothing`);
            }
        }
        checkPlaceForOutputs();
    }
    catch (error) {
        return fail(explain(error), log);
    }
    let report = await wait(inputs, log, cancel);
    if (expressions !== undefined)
        report = gate(report, expressions);
    let files = {};
    try {
        files = publish(report, inputs.returnAllOutputs, log);
    }
    catch (error) {
        report = {
            ...report,
            status: "error",
            headline: "The outputs could not be published",
            details: run_messageOf(error),
            advice: "Make room on the runner's disk, and see that the action may write to RUNNER_TEMP and GITHUB_OUTPUT.",
        };
        leaveStatus(report);
    }
    tell(report, log, inputs.jobSummary);
    if (inputs.jobSummary)
        summarize(report, inputs.executionId, files, log);
    return report.status === "success" || (report.status === "failure" && !inputs.failOnError) ? 0 : 1;
}
async function wait(inputs, log, cancel) {
    // Loaded only now, because it takes as long as all the rest.
    const { PromptLayer } = await Promise.resolve(/* import() eager */).then(__nccwpck_require__.bind(__nccwpck_require__, 994));
    const clock = src_clock/* monotonicClock */.V;
    const began = clock.now();
    log.info(`Waiting for PromptLayer agent run ${inputs.executionId} at ${inputs.baseUrl.host}, at most ${(0,plain_text/* duration */.p0)(inputs.timeoutMs)}.`);
    const client = new PromptLayer({
        baseUrl: inputs.baseUrl,
        apiKey: inputs.apiKey,
        userAgent: `wait-for-promptlayer-agent/${package_namespaceObject.rE}`,
    });
    const progress = new Progress(log, clock);
    const ended = await waitForResults(client.results(inputs.executionId), inputs, clock, cancel, progress);
    progress.stop();
    return conclude(ended, clock.now() - began);
}
/**
 * The end of a process that broke down: says so, and leaves `status` for later steps. The exit code is the caller's.
 *
 * @param status what became of the step
 */
function breakDown(status, why) {
    const report = problem("The action ended before it had a verdict", why, "Please report this, with the log.");
    fail({ ...report, status }, new Log((0,src_inputs/* givenApiKey */.h_)()));
}
/** The end of a step that has nothing to publish but why it failed. */
function fail(report, log) {
    tell(report, log, false);
    leaveStatus(report);
    // Which may be the very input that is wrong.
    if (!/^false$/i.test(core/* getInput */.V4("job-summary")))
        summarize(report, "", {}, log);
    return 1;
}
/** Sets `status` if that can be done; the step is red either way. */
function leaveStatus(report) {
    try {
        publishStatus(report);
    }
    catch {
        // The log has to do.
    }
}
function summarize(report, executionId, files, log) {
    try {
        writeSummary(log.withoutKey(renderSummary(report, executionId, files)));
    }
    catch (error) {
        log.warning(run_messageOf(error), "The job summary could not be written");
    }
}
/**
 * Says in annotations and log how it ended.
 *
 * @param showsNodes whether the log may have a table of the nodes, as the summary has
 */
function tell(report, log, showsNodes) {
    const sentence = `${[report.headline, report.details].filter(Boolean).join(": ").replace(/\.$/, "")}.`;
    const causes = causesOf(report);
    if (report.status !== "success" && (report.status !== "failure" || causes.length === 0)) {
        log.error(`${sentence} ${report.advice}`.trim(), `PromptLayer agent: ${report.status}`);
    }
    const single = causes.length > MOST_ANNOTATIONS ? MOST_ANNOTATIONS - 1 : causes.length;
    for (const { title, message } of causes.slice(0, single))
        log.error(message, `PromptLayer agent: ${title}`);
    if (causes.length > single) {
        const names = (0,plain_text/* listed */.KE)(causes.slice(single).map(({ name }) => name));
        log.error(`${causes.length - single} more: ${names}`, "PromptLayer agent: more failed");
    }
    log.info(`${STATUS_SYMBOLS[report.status]} ${report.status}: ${sentence}`, report.status === "success" ? "green" : "red");
    if (report.advice !== "")
        log.info(report.advice);
    // Without their values, which are the agent's: only annotations and the summary show those.
    for (const { expression, holds } of report.assertions ?? [])
        log.info(`${holds ? "✅" : "❌"} ${(0,plain_text/* cut */.Jj)(expression, 300)}`);
    if (report.nodes !== undefined && showsNodes)
        log.group(`Nodes (${report.nodes.nodes.length})`, nodeLines(report));
}
/** What made a failure, one annotation each. */
function causesOf({ status, failed, assertions, namedOutputs }) {
    return [
        ...(status === "failure" || status === "error" ? (failed ?? []) : []).map((node) => ({
            name: node.name,
            title: "node failed",
            message: nodeLine(node.name, node.status, node.cause),
        })),
        ...(assertions ?? [])
            .filter(({ holds }) => !holds)
            .map((assertion) => ({
            name: assertion.expression,
            title: "assertion failed",
            message: assertionLine(assertion),
        })),
        ...namedOutputs
            .filter(({ problem }) => problem !== "")
            .map(({ name, expression, problem }) => ({
            name,
            title: "output without a value",
            message: `${name} = ${(0,plain_text/* cut */.Jj)(expression, 300)}: ${(0,plain_text/* cut */.Jj)(problem, 500)}`,
        })),
    ];
}
function assertionLine({ expression, problem, values }) {
    const had = values.slice(0, 10).map(({ name, value }) => `${(0,plain_text/* cut */.Jj)(name, 80)} was ${(0,plain_text/* cut */.Jj)(value, 100)}`);
    return `${(0,plain_text/* cut */.Jj)(expression, 300)}: ${[...(problem === "" ? [] : [(0,plain_text/* cut */.Jj)(problem, 300)]), ...had].join(", ") || "it has no names"}`;
}
function nodeLines(report) {
    const nodes = report.nodes?.nodes ?? [];
    const causes = new Map(report.failed?.map((node) => [node.name, node.cause]));
    const lines = nodes.slice(0, MOST_LOGGED_NODES).map((node) => {
        const cause = causes.get(node.name);
        return `${symbolOf(node, cause !== undefined)} ${nodeLine(node.name, node.status, cause)}`;
    });
    if (nodes.length > MOST_LOGGED_NODES)
        lines.push(`and ${nodes.length - MOST_LOGGED_NODES} more nodes`);
    return lines;
}
function nodeLine(name, status, cause) {
    return `${(0,plain_text/* quoted */.TL)(name)} (${(0,plain_text/* cut */.Jj)(status, 40)})${cause === undefined ? "" : `: ${(0,plain_text/* cut */.Jj)(cause, 500)}`}`;
}
function explain(error) {
    if (error instanceof src_inputs/* InputError */.dz)
        return problem("An input cannot be used", error.message);
    if (error instanceof NoPlaceForOutputs) {
        return problem("The runner has no place for the outputs", error.message);
    }
    throw error;
}
function run_messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ./src/main.ts

// Not proven. Whatever ends the process before there is a verdict leaves it red.
process.exitCode = 1;
/** How long a cancelled step may take to say so, in milliseconds: the runner sends SIGTERM after 7.5 s, then kills. */
const CANCEL_LIMIT_MS = 900;
const cancel = new AbortController();
let isOver = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
        cancel.abort(signal);
        setTimeout(() => process.exit(1), CANCEL_LIMIT_MS).unref();
    });
}
// Errors that nobody caught and rejections that nobody awaited come here.
process.on("uncaughtException", (error) => {
    end(1, error instanceof Error ? error.message : String(error));
    process.exit(1);
});
// Node ends the process when nothing is left to wait for, even if a promise is still pending.
process.on("exit", () => {
    if (!isOver)
        end(1, cancel.signal.aborted ? String(cancel.signal.reason) : "nothing was left to wait for");
});
void run(cancel.signal).then((code) => {
    end(code);
    // Not before the log is out, and not after: an idle connection would keep the process.
    process.stdout.write("", () => process.exit());
});
function end(code, brokeDown) {
    isOver = true;
    process.exitCode = code;
    if (brokeDown !== undefined)
        breakDown(cancel.signal.aborted ? "cancelled" : "error", brokeDown);
}

