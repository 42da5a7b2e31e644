import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpReply } from "./outgoing.ts";
import type { HttpRequest } from "./request.ts";

/** API Gateway's payload v2 as the dispatcher's request. The caller's address is the gateway's word, never a header's. */
export function requestOf(event: APIGatewayProxyEventV2, remainingMs: () => number): HttpRequest {
  const { requestContext, rawPath, rawQueryString, headers, cookies = [], body = "", isBase64Encoded } = event;
  const lower = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), value] as const]));
  return {
    routeKey: event.routeKey,
    method: requestContext.http.method,
    path: rawPath,
    params: definedOnly(event.pathParameters ?? {}),
    query: [...new URLSearchParams(rawQueryString)],
    headers: Object.fromEntries(lower),
    cookies: Object.fromEntries(
      cookies.map((pair) => [pair.slice(0, Math.max(0, pair.indexOf("="))).trim(), pair.slice(pair.indexOf("=") + 1)]),
    ),
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
    sourceIp: requestContext.http.sourceIp,
    domain: requestContext.domainName,
    requestId: requestContext.requestId,
    remainingMs,
  };
}

const definedOnly = (record: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The dispatcher's answer as API Gateway wants it; what is not text travels in base64. */
export function resultOf({ status, headers, cookies, body }: HttpReply): APIGatewayProxyStructuredResultV2 {
  const text = /^(text\/|application\/(json|problem\+json|javascript))/.test(headers["content-type"] ?? "application/json");
  return {
    statusCode: status,
    headers: { ...headers },
    cookies: [...cookies],
    body: Buffer.from(body).toString(text ? "utf8" : "base64"),
    isBase64Encoded: !text,
  };
}
