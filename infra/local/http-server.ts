import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { bodyWithin } from "#infra/local/body";
import type { Gateway, GatewayReply, GatewayRequest } from "#infra/local/gateway";

/** API Gateway takes ten megabytes. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;

/** Serves a gateway over HTTP. A body beyond the limit is answered 413 and not read on. */
export function httpServer(answer: Gateway, onError: (error: unknown) => void): Server {
  return createServer((request, response) => {
    respond(request, response, answer).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
      response.end('{"message":"Internal Server Error"}');
    });
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Gateway): Promise<void> {
  const body = await bodyWithin(request, BODY_BYTES_MAX);
  if (!body)
    return void response
      .writeHead(413, { "content-type": "application/json", connection: "close" })
      .end('{"message":"Request Entity Too Large"}');
  send(response, await answer(gatewayRequest(request, body)));
}

function gatewayRequest(request: IncomingMessage, body: Buffer): GatewayRequest {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value] as const],
  );
  return {
    method: request.method ?? "GET",
    url: request.url ?? "/",
    headers: Object.fromEntries(headers),
    body,
    sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
  };
}

function send(response: ServerResponse, { status, headers, cookies, body }: GatewayReply): void {
  if (cookies.length > 0) response.setHeader("set-cookie", [...cookies]);
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, { ...headers, ...(bodiless ? {} : { "content-length": body.byteLength }) });
  response.end(bodiless ? undefined : body);
}
