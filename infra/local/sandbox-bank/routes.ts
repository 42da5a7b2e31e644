import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newToken, tokenUser } from "./access-token.ts";
import { PROVIDER } from "./company-statement.ts";
import { consentPage } from "./consent-page.fr.ts";
import { transactionsPage } from "./page.ts";
import type { SandboxUser } from "./user-id.ts";
import type { SandboxUsers } from "./users.ts";

export type Clients = { readonly clientId: string; readonly clientSecret: string };

export type SandboxCall = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
};

export type SandboxReply = { readonly status: number; readonly json: unknown } | { readonly status: number; readonly html: string };

export type Desk = {
  readonly users: SandboxUsers;
  readonly clients: Clients;
  readonly now: () => Date;
  readonly revoked: ReadonlySet<string>;
};

const BRIDGE_VERSION = "2025-01-15";

type Answer = (desk: Desk, call: SandboxCall, last: string) => SandboxReply;
type UserAnswer = (desk: Desk, call: SandboxCall, user: SandboxUser, last: string) => SandboxReply;

/** Every call of Bridge v3 the sandbox knows. A trailing `*` is one path segment. */
const CLIENT_ROUTES: Readonly<Record<string, Answer>> = {
  "POST /v3/aggregation/users": createUser,
  "DELETE /v3/aggregation/users/*": deleteUser,
  "POST /v3/aggregation/authorization/token": login,
  "GET /v3/providers/*": (_, __, id) => (id === String(PROVIDER.id) ? { status: 200, json: PROVIDER } : problem(404, "not_found")),
};

const USER_ROUTES: Readonly<Record<string, UserAnswer>> = {
  "POST /v3/aggregation/connect-sessions": connect,
  "GET /v3/aggregation/items": ({ users }, _, user) => ({ status: 200, json: { resources: users.items(user), pagination: {} } }),
  "DELETE /v3/aggregation/items/*": deleteItem,
  "GET /v3/aggregation/accounts": ({ users }, _, user) => ({
    status: 200,
    json: { resources: users.statement(user).accounts, pagination: {} },
  }),
  "GET /v3/aggregation/transactions": listTransactions,
};

/** Answers one call as Bridge would: version, client, then token, then what was asked. */
export function answer(desk: Desk, call: SandboxCall): SandboxReply {
  const { pathname } = call.url;
  const consent = /^\/connect\/([^/]+)$/.exec(pathname);
  if (call.method === "GET" && consent) return { status: 200, html: consentPage(desk.users.callbackOf(consent[1] ?? "")) };
  if (call.headers["bridge-version"] !== BRIDGE_VERSION) return problem(400, "bad_request", "Bridge-Version header is missing or wrong");
  const { clientId, clientSecret } = desk.clients;
  if (call.headers["client-id"] !== clientId || call.headers["client-secret"] !== clientSecret) return problem(401, "invalid_credentials");
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  const exact = `${call.method} ${pathname}`;
  const pattern = `${exact.slice(0, exact.lastIndexOf("/"))}/*`;
  const open = CLIENT_ROUTES[exact] ?? CLIENT_ROUTES[pattern];
  if (open) return open(desk, call, last);
  const guarded = USER_ROUTES[exact] ?? USER_ROUTES[pattern];
  if (!guarded) return problem(404, "not_found");
  const user = bearerOf(desk, call);
  return user ? guarded(desk, call, user, last) : problem(401, "invalid_token");
}

/** The token a call presents, good or not. */
export const tokenIn = ({ headers }: SandboxCall): string => String(headers.authorization ?? "").replace(/^Bearer /, "");

function bearerOf({ users, clients, now, revoked }: Desk, call: SandboxCall): SandboxUser | undefined {
  const token = tokenIn(call);
  const uuid = revoked.has(token) ? undefined : tokenUser(token, now(), clients.clientSecret);
  return uuid === undefined ? undefined : users.byUuid(uuid);
}

function createUser({ users }: Desk, { body }: SandboxCall): SandboxReply {
  const asked = bodyOf(z.object({ external_user_id: z.string().min(1).max(256).exactOptional() }), body);
  if (!asked) return problem(400, "bad_request");
  const { user, isNew } = users.create(asked.external_user_id ?? randomUUID());
  return isNew ? { status: 201, json: { uuid: user.uuid, ...asked } } : problem(409, "user_already_exists");
}

function deleteUser({ users }: Desk, _: SandboxCall, uuid: string): SandboxReply {
  const user = users.byUuid(uuid);
  if (!user) return problem(404, "not_found");
  users.remove(user);
  return { status: 204, json: undefined };
}

function login({ users, clients, now }: Desk, { body }: SandboxCall): SandboxReply {
  const asked = bodyOf(z.union([z.object({ user_uuid: z.string() }), z.object({ external_user_id: z.string() })]), body);
  if (!asked) return problem(400, "bad_request");
  const user = users.byUuid("user_uuid" in asked ? asked.user_uuid : users.byReference(asked.external_user_id).uuid);
  if (!user) return problem(404, "user_not_found");
  const { token, expiresAt } = newToken(user.uuid, randomUUID(), now(), clients.clientSecret);
  return { status: 200, json: { access_token: token, expires_at: expiresAt, user: { uuid: user.uuid } } };
}

function connect({ users }: Desk, { body, url }: SandboxCall, user: SandboxUser): SandboxReply {
  const asked = bodyOf(z.object({ user_email: z.string().min(3), callback_url: z.url({ protocol: /^https?$/ }).exactOptional() }), body);
  if (!asked) return problem(400, "bad_request", "user_email");
  const id = users.connect(user, asked.callback_url);
  return { status: 200, json: { id, url: `${url.origin}/connect/${id}` } };
}

function deleteItem({ users }: Desk, _: SandboxCall, user: SandboxUser, id: string): SandboxReply {
  if (!users.items(user).some((item) => String(item.id) === id)) return problem(404, "not_found");
  users.disconnect(user);
  return { status: 204, json: undefined };
}

function listTransactions({ users }: Desk, { url }: SandboxCall, user: SandboxUser): SandboxReply {
  const page = transactionsPage(users.statement(user), url);
  return "problem" in page ? problem(400, "bad_request", page.problem) : { status: 200, json: page };
}

const problem = (status: number, code: string, message = code.replaceAll("_", " ")): SandboxReply => ({ status, json: { code, message } });

function bodyOf<Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(body || "{}")).data;
  } catch {
    return undefined;
  }
}
