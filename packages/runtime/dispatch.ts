import type { NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Meter, newMeter } from "#store/meter";
import { authenticate } from "./authenticate.ts";
import { toWire } from "./case.ts";
import type { Container } from "./container.ts";
import { cursorsOf } from "./cursor.ts";
import { readInput } from "./input.ts";
import { failure, type Log } from "./log.ts";
import { internalProblem, problemOf } from "./problem.ts";
import { type Provide, provider } from "./provide.ts";
import type { Reply } from "./reply.ts";
import { type HttpRequest, languageOf } from "./request.ts";
import type { Route } from "./route.ts";

/** An HTTP answer on its way out: text or bytes, ready for any gateway. */
export type HttpReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Uint8Array;
};

export type Dispatch = (request: HttpRequest) => Promise<HttpReply>;

/** What a function runs in: its clients and clock, its id maker, its log. */
export type Surroundings = { readonly container: Container; readonly newId: NewId; readonly log: Log };

/** Finds the route, checks who may, runs it, counts its cost. The only place where a refusal or a bug becomes an answer. */
export function dispatcher(routes: readonly Route[], surroundings: Surroundings): Dispatch {
  const byKey = new Map(routes.map((route) => [route.routeKey, route]));
  const provide = provider(surroundings.container);
  return async (request) => {
    const started = performance.now();
    const meters = { auth: newMeter(), work: newMeter() };
    const reply = await outcome(byKey.get(request.routeKey), request, surroundings, provide, meters);
    surroundings.log({
      level: "info",
      event: "request",
      requestId: request.requestId,
      route: request.routeKey,
      status: reply.status,
      ms: Math.round(performance.now() - started),
      rru: meters.work.rru + meters.auth.rru,
      wru: meters.work.wru,
    });
    return encoded(reply, request, meters);
  };
}

type Meters = { readonly auth: Meter; readonly work: Meter };

async function outcome(
  route: Route | undefined,
  request: HttpRequest,
  surroundings: Surroundings,
  provide: Provide,
  meters: Meters,
): Promise<Reply> {
  const language = languageOf(request.headers);
  try {
    if (!route) throw new Refusal("route.not_found");
    return await answered(route, request, surroundings, provide, meters);
  } catch (error) {
    if (error instanceof Refusal) {
      if (error.cause !== undefined)
        surroundings.log(failure("partner.failed", error.cause, { requestId: request.requestId, code: error.code }));
      return problemOf(error, language, request.requestId);
    }
    surroundings.log(failure("request.failed", error, { requestId: request.requestId, route: request.routeKey }));
    return internalProblem(language, request.requestId);
  }
}

async function answered(
  route: Route,
  request: HttpRequest,
  { container, newId }: Surroundings,
  provide: Provide,
  meters: Meters,
): Promise<Reply> {
  const actor = await authenticate(request, route.may, container, meters.auth);
  const input = readInput(request, route.body !== null);
  const { cursorKey } = actor ? await container.secret("verify") : { cursorKey: "" };
  const query = request.query.filter(([name]) => name !== "cursor" && name !== "limit").map((pair) => pair.join("="));
  const scope = [actor?.companyId ?? "public", route.routeKey, request.path, ...query.sort()].join("\n");
  return route.run(input, {
    request,
    actor,
    language: languageOf(request.headers),
    cursors: cursorsOf(request.query.find(([name]) => name === "cursor")?.[1], scope, cursorKey),
    now: container.now,
    newId,
    provide,
    context: { companyId: actor?.companyId ?? null, meter: meters.work },
  });
}

/** What every answer carries, unless the route set its own (the documentation pages need another policy). */
const SECURITY_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
} as const;

function encoded(reply: Reply, request: HttpRequest, { auth, work }: Meters): HttpReply {
  const json = reply.body && "json" in reply.body ? reply.body.json : undefined;
  const body =
    reply.body && "bytes" in reply.body
      ? reply.body.bytes
      : json === undefined || json === null
        ? new Uint8Array()
        : Buffer.from(JSON.stringify(toWire(json)));
  const headers = {
    ...SECURITY_HEADERS,
    ...(body.byteLength > 0 && { "content-type": "application/json; charset=utf-8" }),
    "numma-cost": `rru=${work.rru}; wru=${work.wru}; auth-rru=${auth.rru}`,
    "x-request-id": request.requestId,
    ...linkToNext(json, request),
    ...reply.headers,
  };
  return { status: reply.status, headers, cookies: reply.cookies, body };
}

function linkToNext(json: unknown, request: HttpRequest): { readonly link?: string } {
  if (typeof json !== "object" || json === null || !("nextCursor" in json) || typeof json.nextCursor !== "string") return {};
  const query = new URLSearchParams(
    request.query.filter(([name]) => name !== "cursor").map(([name, value]): [string, string] => [name, value]),
  );
  query.set("cursor", json.nextCursor);
  return { link: `<${request.path}?${query.toString()}>; rel="next"` };
}
