import { Refusal } from "#domain/refusals";
import { db } from "#store/db";
import { companyScope } from "#store/guard";
import type { Meter } from "#store/meter";
import { sessions } from "#store/sessions";
import type { Actor } from "./actor.ts";
import type { Later } from "./api-key-actor.ts";
import type { Container } from "./container.ts";
import { assertNoForeignPage, assertOwnPage, writes } from "./cross-site.ts";
import { networkOf } from "./network.ts";
import { allows } from "./permissions.ts";
import type { HttpRequest } from "./request.ts";
import type { May } from "./route.ts";
import { keyNamedBy, verifyToken } from "./tokens.ts";

export const SESSION_COOKIE = "__Host-session";

/**
 * Who is calling: a bearer token, an API key, or the cookie, checked against the live session or key with one strongly consistent read,
 * so that a logout, a new role or a revoked key counts at once. Returns null on public routes.
 */
export async function authenticate(
  request: HttpRequest,
  may: May,
  container: Container,
  meter: Meter,
  later: Later = forgotten,
): Promise<Actor | null> {
  if (may === "public") {
    if (writes(request)) assertNoForeignPage(request, container.environment.ALLOWED_ORIGIN);
    return null;
  }
  const token = tokenOf(request, container.environment.ALLOWED_ORIGIN);
  if (token.startsWith(API_KEY_PREFIX))
    return (await import("./api-key-actor.ts")).keyBehind(token, may, container, meter, { later, network: networkOf(request.sourceIp) });
  const { keys } = await container.secret("verify", keyNamedBy(token));
  const claims = await verifyToken(token, keys, container.now());
  const table = db(container.documentClient(claims.companyId), container.environment.NUMMA_TABLE, companyScope(claims.companyId), meter);
  const session = await sessions(table, claims.companyId).live(claims.sessionId, container.now());
  if (!session || session.personId !== claims.personId) throw new Refusal("auth.invalid_token");
  if (may !== "session" && !allows(session.role, may)) throw new Refusal("auth.forbidden");
  const { personId, companyId, role, id: sessionId } = session;
  return { kind: "person", id: personId, personId, companyId, role, sessionId, network: networkOf(request.sourceIp) };
}

/** Most requests are people's: what reads keys is loaded when one is shown. */
const API_KEY_PREFIX = "nk_";

function forgotten(_work: Promise<void>): void {}

function tokenOf(request: HttpRequest, allowedOrigin: string): string {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const match = /^Bearer ([\w.-]+)$/i.exec(authorization);
    if (!match?.[1]) throw new Refusal("auth.invalid_token");
    return match[1];
  }
  const cookie = request.cookies[SESSION_COOKIE];
  if (!cookie) throw new Refusal("auth.required");
  // A program sends its key itself; in a cookie any page could make a browser send one.
  if (cookie.startsWith(API_KEY_PREFIX)) throw new Refusal("auth.invalid_token");
  if (writes(request)) assertOwnPage(request, allowedOrigin);
  return cookie;
}
