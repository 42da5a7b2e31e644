import type { NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { newMeter } from "#store/meter";
import { accepts } from "./accept.ts";
import { authenticate } from "./authenticate.ts";
import type { Container } from "./container.ts";
import { cursorsOf } from "./cursor.ts";
import { assertMatch } from "./etag.ts";
import { idempotencyKeyOf } from "./idempotency-key.ts";
import { readInput } from "./input.ts";
import { leavingHeaders } from "./leaving.ts";
import { failure, type Log } from "./log.ts";
import { type HttpReply, type Meters, outgoing } from "./outgoing.ts";
import { internalProblem, problemOf } from "./problem.ts";
import { type Provide, provider } from "./provide.ts";
import { type Limiter, limiter } from "./rate-limit.ts";
import type { Reply } from "./reply.ts";
import { type HttpRequest, languageOf } from "./request.ts";
import type { RawCall, Route } from "./route.ts";
import { inTime } from "./time-limit.ts";

export type Dispatch = (request: HttpRequest) => Promise<HttpReply>;

/** What a function runs in: its clients and clock, its id maker, its log. */
export type Surroundings = { readonly container: Container; readonly newId: NewId; readonly log: Log };

/** The same with what builds the services of its calls. */
export type Workshop = Surroundings & { readonly provide: Provide };

/** Finds the route, checks who may, runs it, counts its cost. The only place where a refusal or a bug becomes an answer. */
export function dispatcher(routes: readonly Route[], surroundings: Surroundings): Dispatch {
  const byKey = new Map(routes.flatMap((route) => keysOf(route).map((key) => [key, route] as const)));
  const tools: Tools = { ...surroundings, provide: provider(surroundings.container), limits: limiter(surroundings.container) };
  return async (request) => {
    const started = performance.now();
    const meters = { auth: newMeter(), limit: newMeter(), work: newMeter() };
    const told: Told = { rates: {}, later: [] };
    const route = byKey.get(request.routeKey);
    const reply = await outcome(route, request, tools, { meters, told });
    await Promise.allSettled(told.later);
    const { auth, work } = meters;
    surroundings.log({
      ...{ level: "info", event: "request", requestId: request.requestId, route: request.routeKey, status: reply.status },
      ...{ ms: Math.round(performance.now() - started), rru: work.rru + auth.rru, wru: work.wru },
      ...{ trips: work.trips, transactions: work.transactions, checked: work.checked + auth.checked },
    });
    return outgoing({ ...reply, headers: { ...told.rates, ...leavingHeaders(route?.leaves ?? null), ...reply.headers } }, request, meters);
  };
}

/** A route that is read answers HEAD too, as itself without a body. */
const keysOf = ({ routeKey, method, path }: Route): readonly string[] =>
  method === "GET" && path !== DEFAULT_PATH ? [routeKey, `HEAD ${path}`] : [routeKey];
const DEFAULT_PATH = "/";

/** What is found out on the way and told in every answer, a refusal too. */
type Told = {
  rates: Readonly<Record<string, string>>;
  /** Ends before the function may be frozen, beside what the caller waits for. */
  readonly later: Promise<void>[];
};
type Notes = { readonly meters: Meters; readonly told: Told };
type Tools = Surroundings & { readonly provide: Provide; readonly limits: Limiter };

async function outcome(route: Route | undefined, request: HttpRequest, tools: Tools, notes: Notes): Promise<Reply> {
  const language = languageOf(request.headers);
  try {
    if (!route) throw new Refusal("route.not_found");
    return await inTime(request.remainingMs(), () => answered(route, request, tools, notes));
  } catch (error) {
    if (error instanceof Refusal) {
      if (error.cause !== undefined) tools.log(failure("partner.failed", error.cause, { requestId: request.requestId, code: error.code }));
      return problemOf(preconditionOf(error, request), language, request.requestId);
    }
    tools.log(failure("request.failed", error, { requestId: request.requestId, route: request.routeKey }));
    return internalProblem(language, request.requestId);
  }
}

/** A write that lost a race although its caller said which version they meant failed that condition. */
const preconditionOf = (refusal: Refusal, { headers, method }: HttpRequest): Refusal =>
  refusal.code === "conflict.changed_meanwhile" && headers["if-match"] !== undefined && method !== "POST"
    ? new Refusal("request.precondition_failed")
    : refusal;

async function answered(route: Route, request: HttpRequest, tools: Tools, { meters, told }: Notes): Promise<Reply> {
  const { container, newId, provide, limits } = tools;
  const actor = await authenticate(request, route.may, container, meters.auth, (work) => void told.later.push(work)).catch(
    (error: unknown) => {
      told.rates = limits.address(request.sourceIp);
      throw error;
    },
  );
  told.rates = actor ? await limits.company(actor.companyId, meters.limit) : limits.address(request.sourceIp);
  if (!accepts(route, request.headers["accept"])) throw new Refusal("request.not_acceptable");
  const input = readInput(request, route.body !== null, route.query);
  const { cursorKey } = actor ? await container.secret("verify") : { cursorKey: "" };
  const query = request.query.filter(([name]) => name !== "cursor" && name !== "limit").map((pair) => pair.join("="));
  const scope = [actor?.companyId ?? "public", route.routeKey, request.path, ...query.sort()].join("\n");
  const call: RawCall = {
    ...{ request, actor, now: container.now, newId, provide, language: languageOf(request.headers) },
    cursors: cursorsOf(request.query.find(([name]) => name === "cursor")?.[1], scope, cursorKey),
    assertMatch: (now) => assertMatch(request, now),
    context: { companyId: actor?.companyId ?? null, meter: meters.work },
  };
  const key = idempotencyKeyOf(request, actor);
  if (key === null || !actor) return route.run(input, call);
  const { runOnce } = await import("./idempotency.ts");
  return runOnce(key, actor, { route, input, call, container });
}
