import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { CORS } from "#infra/parts/cors";
import { originsOf } from "#infra/parts/deployment";
import { gatewayRoutes } from "#infra/parts/gateway-routes";
import type { ApiFunction } from "#runtime/functions";
import type { Handler } from "#runtime/host";
import { DEFAULT_ROUTE } from "#runtime/route";

/** One request as it reaches API Gateway. */
export type GatewayRequest = {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
};

export type GatewayReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
};
export type Gateway = (request: GatewayRequest) => Promise<GatewayReply>;

type Target = {
  readonly method: string;
  readonly segments: readonly string[];
  readonly routeKey: string;
  readonly name: string;
  readonly timeoutSeconds: number;
};
type Match = { readonly target: Target; readonly params: Readonly<Record<string, string>> };

export type GatewayOptions = {
  readonly functions: readonly ApiFunction[];
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly allowedOrigin: string;
  readonly now: () => Date;
  readonly newRequestId: () => string;
};

/** API Gateway's HTTP API, small: explicit routes before `$default`, payload v2, CORS, a limit on time. */
export function gateway(options: GatewayOptions): Gateway {
  const targets = options.functions.flatMap(({ name, routes, timeoutSeconds }) =>
    gatewayRoutes(routes).map(({ method, path, routeKey }) => ({
      method,
      segments: path.split("/").slice(1),
      routeKey,
      name,
      timeoutSeconds,
    })),
  );
  const fallback = targets.find(({ routeKey }) => routeKey === DEFAULT_ROUTE);
  const routes = targets.filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE).sort(byPrecision);
  const allowed = originsOf(options);
  return async (request) => {
    const cors = corsHeaders(request.headers["origin"], allowed);
    if (allowed.length > 0 && isPreflight(request)) return plain(204, { ...cors, ...(cors["access-control-allow-origin"] && PREFLIGHT) });
    const [path = "/"] = request.url.split("?", 1);
    const match = matching(routes, request.method, path) ?? (fallback && { target: fallback, params: {} });
    const handler = match && options.handlers.get(match.target.name);
    if (!match || !handler) return plain(404, cors);
    const reply = await invoked(handler, eventOf(request, match, options), match.target.timeoutSeconds);
    const vary = [reply.headers["vary"], cors["vary"]].filter((one) => one !== undefined).join(", ");
    return { ...reply, headers: { ...reply.headers, ...cors, ...(vary !== "" && { vary }) } };
  };
}

/** An `OPTIONS` that asks nothing of CORS is a request like any other, and where no origin is allowed all of them are. */
const isPreflight = ({ method, headers }: GatewayRequest): boolean =>
  method === "OPTIONS" && headers["origin"] !== undefined && headers["access-control-request-method"] !== undefined;

const PREFLIGHT = {
  "access-control-allow-methods": CORS.methods.join(","),
  "access-control-allow-headers": CORS.requestHeaders.join(","),
  "access-control-max-age": String(CORS.maxAgeSeconds),
} as const;

const plain = (status: number, headers: Readonly<Record<string, string>>): GatewayReply => ({
  status,
  headers,
  cookies: [],
  body: Buffer.alloc(0),
});

function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  if (origin === undefined || !allowed.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": CORS.responseHeaders.join(","),
    vary: "origin",
  };
}

/** Literal segments win over variables, from the left. */
function byPrecision(left: Target, right: Target): number {
  const shape = ({ segments }: Target) => segments.map((segment) => (segment.startsWith("{") ? "1" : "0")).join("");
  return shape(left) < shape(right) ? -1 : 1;
}

function matching(routes: readonly Target[], method: string, path: string): Match | null {
  const given = path.split("/").slice(1);
  for (const target of routes) {
    if ((target.method !== method && !(method === "HEAD" && target.method === "GET")) || target.segments.length !== given.length) continue;
    const params = paramsOf(target.segments, given);
    if (params) return { target, params };
  }
  return null;
}

function paramsOf(segments: readonly string[], given: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? "";
    if (!segment.startsWith("{")) {
      if (segment !== value) return null;
      continue;
    }
    const decoded = decodedOf(value);
    if (!decoded) return null;
    params[segment.slice(1, -1)] = decoded;
  }
  return params;
}

function decodedOf(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function eventOf(
  { method, url, headers, body, sourceIp }: GatewayRequest,
  { target, params }: Match,
  { now, newRequestId }: GatewayOptions,
): APIGatewayProxyEventV2 {
  const [rawPath = "/", ...rest] = url.split("?");
  const { cookie, ...others } = headers;
  const at = now();
  const http = { method, path: rawPath, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] ?? "" };
  return {
    version: "2.0",
    routeKey: method === "HEAD" && target.routeKey !== DEFAULT_ROUTE ? target.routeKey.replace("GET", "HEAD") : target.routeKey,
    rawPath,
    rawQueryString: rest.join("?"),
    headers: others,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    pathParameters: { ...params },
    requestContext: {
      ...{ accountId: "000000000000", apiId: "local", domainName: headers["host"] ?? "localhost", domainPrefix: "local", http },
      ...{ requestId: newRequestId(), routeKey: target.routeKey, stage: "$default", time: at.toISOString(), timeEpoch: at.getTime() },
    },
    body: body.toString("base64"),
    isBase64Encoded: true,
  };
}

async function invoked(handler: Handler, event: APIGatewayProxyEventV2, timeoutSeconds: number): Promise<GatewayReply> {
  const endsAt = performance.now() + timeoutSeconds * 1_000;
  const result = await handler(event, { getRemainingTimeInMillis: () => Math.max(0, endsAt - performance.now()) });
  if (!isResult(result)) throw new Error("a function answered something that is no HTTP result");
  const body = Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8");
  const headers = Object.fromEntries(Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]));
  return { status: result.statusCode ?? 200, headers, cookies: result.cookies ?? [], body };
}

const isResult = (value: unknown): value is APIGatewayProxyStructuredResultV2 =>
  typeof value === "object" && value !== null && "statusCode" in value;
