import { Refusal } from "#domain/refusals";
import { db } from "#store/db";
import { companyScope } from "#store/guard";
import type { Meter } from "#store/meter";
import { sessions } from "#store/sessions";
import type { Actor } from "./actor.ts";
import type { Container } from "./container.ts";
import { networkOf } from "./network.ts";
import { allows } from "./permissions.ts";
import type { HttpRequest } from "./request.ts";
import type { May } from "./route.ts";
import { keyNamedBy, verifyToken } from "./tokens.ts";

export const SESSION_COOKIE = "__Host-session";

/**
 * Who is calling: a bearer token, or the cookie, checked against the live session with one strongly consistent read,
 * so that a logout or a new role counts at once. Returns null on public routes.
 */
export async function authenticate(request: HttpRequest, may: May, container: Container, meter: Meter): Promise<Actor | null> {
  if (may === "public") return null;
  const token = tokenOf(request, container.environment.ALLOWED_ORIGIN);
  const { keys } = await container.secret("verify", keyNamedBy(token));
  const claims = await verifyToken(token, keys, container.now());
  const table = db(container.documentClient(), container.environment.NUMMA_TABLE, companyScope(claims.companyId), meter);
  const session = await sessions(table, claims.companyId).live(claims.sessionId, container.now());
  if (!session || session.personId !== claims.personId) throw new Refusal("auth.invalid_token");
  if (may !== "session" && !allows(session.role, may)) throw new Refusal("auth.forbidden");
  const { personId, companyId, role, id: sessionId } = session;
  return { kind: "person", id: personId, personId, companyId, role, sessionId, network: networkOf(request.sourceIp) };
}

function tokenOf({ headers, cookies, method }: HttpRequest, allowedOrigin: string): string {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const match = /^Bearer ([\w.-]+)$/i.exec(authorization);
    if (!match?.[1]) throw new Refusal("auth.invalid_token");
    return match[1];
  }
  const cookie = cookies[SESSION_COOKIE];
  if (!cookie) throw new Refusal("auth.required");
  if (method !== "GET" && method !== "HEAD" && !sameSite(headers, allowedOrigin)) throw new Refusal("auth.cross_site");
  return cookie;
}

/** A cookie travels by itself, so a write with one must prove it comes from our own pages. */
function sameSite(headers: Readonly<Record<string, string>>, allowedOrigin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site === "same-origin" || site === "none") return true;
  const { origin, host } = headers;
  if (origin === undefined) return false;
  const allowed = allowedOrigin.split(",").map((text) => text.trim());
  return allowed.includes(origin) || (host !== undefined && (origin === `https://${host}` || origin === `http://${host}`));
}
