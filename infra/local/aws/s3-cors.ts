import type { IncomingMessage, ServerResponse } from "node:http";

/** Pages of this machine may read and upload, and those the deployment allows; no other site may. */
const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;
const METHODS = "GET, HEAD, PUT";
const EXPOSED = "etag, content-disposition, content-length, content-range, x-amz-request-id";
const MAX_AGE_SECONDS = 3600;

/** CORS headers for a request from a loopback page, or from one of `origins`; none for others. */
export function corsHeaders({ headers }: IncomingMessage, origins: readonly string[]): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !(LOOPBACK.test(origin) || origins.includes(origin))) return {};
  return { "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED, vary: "origin" };
}

/** Answers a browser's preflight, which carries no signature: 200 for pages that may, 403 for others. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): void {
  const allowed = corsHeaders(request, origins);
  const isAllowed = Object.keys(allowed).length > 0;
  const asked = request.headers["access-control-request-headers"];
  const headers: Record<string, string> = {
    ...allowed,
    ...(isAllowed ? { "access-control-allow-methods": METHODS, "access-control-max-age": String(MAX_AGE_SECONDS) } : {}),
    ...(isAllowed && asked !== undefined ? { "access-control-allow-headers": asked } : {}),
    "content-length": "0",
  };
  response.writeHead(isAllowed ? 200 : 403, headers).end();
}
