import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Gateway, GatewayReply, GatewayRequest } from "#infra/local/gateway";
import { CLAIMED_HOST, targetOf, trustedHost } from "#infra/local/http-host";
import { type EarlyAnswer, httpProblem, rawAnswer, statusOf, tooLarge } from "#infra/local/http-refusals";

export type HttpServerOptions = {
  readonly onError: (error: unknown) => void;
  readonly newRequestId: () => string;
  /** Hosts that may be claimed besides those of this machine. */
  readonly hosts?: readonly string[];
  /** How long a caller may take over its headers, and over its whole request. */
  readonly headersTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
};

/** API Gateway takes ten megabytes, and ten kilobytes of headers. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
const HEADER_BYTES_MAX = 10 * 1024;
/** What is read on after a refusal, so that a caller still sending hears it before the connection ends. */
const DRAINED_BYTES_MAX = 16 * 1024 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Serves a gateway over HTTP/1.1, strictly: what is malformed, too large or too slow is refused and its connection closed. */
export function httpServer(answer: Gateway, options: HttpServerOptions): Server {
  const { headersTimeoutMs = HEADERS_TIMEOUT_MS, requestTimeoutMs = REQUEST_TIMEOUT_MS, onError } = options;
  const open: Open = new WeakMap();
  const server = createServer({
    maxHeaderSize: HEADER_BYTES_MAX,
    // Node would answer in its own words.
    requireHostHeader: false,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, Math.ceil(headersTimeoutMs / 4)),
  });
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    remember(open, request, response);
    respond(request, response, answer, options).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return void response.destroy();
      onError(error);
      if (!response.headersSent) refuse(request, response, httpProblem(500));
      else response.destroy();
    });
  };
  server.on("request", serve);
  server.on("checkContinue", serve);
  server.on("checkExpectation", (request, response) => refuse(request, response, httpProblem(417)));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || isAnswering(open, socket)) return void socket.destroySoon();
    socket.end(rawAnswer(httpProblem(statusOf(error.code))));
  });
  return server;
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };
/** What is not finished on each connection: callers may send a request before the last one is answered. */
type Open = WeakMap<Socket, Set<Exchange>>;

function remember(open: Open, request: IncomingMessage, response: ServerResponse): void {
  const exchange = { request, response };
  const all = open.get(request.socket) ?? new Set();
  open.set(request.socket, all.add(exchange));
  response.on("close", () => all.delete(exchange));
}

/** Whether somebody is owed an answer on a connection, or is being given one: a refusal in between would be taken for it. */
const isAnswering = (open: Open, socket: Socket): boolean =>
  [...(open.get(socket) ?? [])].some(({ request, response }) => request.complete || response.headersSent);

async function respond(request: IncomingMessage, response: ServerResponse, answer: Gateway, options: HttpServerOptions): Promise<void> {
  const wrong = wrongIn(request);
  if (wrong !== undefined) return refuse(request, response, httpProblem(wrong));
  const claimed = Number(request.headers["content-length"] ?? 0);
  const body = claimed > BODY_BYTES_MAX ? null : await bodyOf(request, response);
  if (!body) return refuse(request, response, await tooLarge(headersOf(request), options.newRequestId()));
  send(request, response, await answer(gatewayRequest(request, body, options)));
}

/** What node's parser lets through and we do not: codings we cannot undo, two hosts, or none where there must be one. */
function wrongIn({ headers, rawHeaders, httpVersion }: IncomingMessage): number | undefined {
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && coding.trim().toLowerCase() !== "chunked") return 501;
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;
  return hosts > 1 || (hosts === 0 && httpVersion !== "1.0") ? 400 : undefined;
}

/** The whole body, or null as soon as it passes the limit: the rest is not kept. */
async function bodyOf(request: IncomingMessage, response: ServerResponse): Promise<Buffer | null> {
  if (/^100-continue$/i.test(request.headers.expect ?? "")) response.writeContinue();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Answers at once; then reads on a little and throws it away, for a connection closed over unread bytes loses its answer. */
function refuse(request: IncomingMessage, response: ServerResponse, { status, headers, body }: EarlyAnswer): void {
  response.writeHead(status, { ...headers, connection: "close", "content-length": Buffer.byteLength(body) });
  if (request.complete || request.headers.expect !== undefined) return void response.end(body);
  response.write(body);
  let drained = 0;
  request.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > DRAINED_BYTES_MAX) request.destroy();
  });
  request.on("end", () => response.end());
  request.on("error", () => response.destroy());
  request.resume();
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value] as const],
    ),
  );
}

/** Who calls is the socket's word, and where to is ours or a known host's: no header makes either up. */
function gatewayRequest(request: IncomingMessage, body: Buffer, { hosts: allowed = [] }: HttpServerOptions): GatewayRequest {
  const { url, host: named } = targetOf(request.url ?? "/");
  const headers = headersOf(request);
  const own = `127.0.0.1:${request.socket.localPort ?? 0}`;
  const claimed = named ?? headers["host"];
  const host = trustedHost(claimed, { allowed, own });
  return {
    method: request.method ?? "GET",
    url,
    headers: { ...headers, host, ...(claimed !== undefined && claimed.toLowerCase() !== host && { [CLAIMED_HOST]: claimed }) },
    body,
    sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
  };
}

/** An answer to HEAD says how long the body would be, and has none. */
function send({ method }: IncomingMessage, response: ServerResponse, { status, headers, cookies, body }: GatewayReply): void {
  const bodiless = status === 204 || status === 304;
  const length = (method === "HEAD" && headers["content-length"]) || body.byteLength;
  if (cookies.length > 0) response.setHeader("set-cookie", [...cookies]);
  response.writeHead(status, { ...headers, ...(bodiless ? {} : { "content-length": length }) });
  response.end(bodiless || method === "HEAD" ? undefined : body);
}
