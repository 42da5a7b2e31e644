import { randomUUID } from "node:crypto";
import { type CompanyBank, itemIdOf, PROVIDER } from "./company-statement.ts";
import { type SandboxUser, userFor, userOf } from "./user-id.ts";
import type { Statement, WireItem } from "./wire.ts";
import { type SandboxWorld, sandboxWorld } from "./world.ts";

type Login = { connected: boolean; status: number; statusInfo: string; world?: SandboxWorld };

/** The users of one running sandbox. What is not remembered after a restart is what the uuid already says: the user is connected. */
export type SandboxUsers = {
  /** The user of a reference; `isNew` only the first time in this process. */
  readonly create: (reference: string) => { readonly user: SandboxUser; readonly isNew: boolean };
  /** Called with the world of every user made from now on, before anybody can read it. */
  readonly prepare: (begin: (world: SandboxWorld) => void) => void;
  readonly byReference: (reference: string) => SandboxUser;
  readonly byUuid: (uuid: string) => SandboxUser | undefined;
  readonly remove: (user: SandboxUser) => void;
  /** Gives the user's bank login, as if they had typed it; returns the page that says so. */
  readonly connect: (user: SandboxUser, callbackUrl: string | undefined) => string;
  /** Where the page of a connect session leads back to, if anywhere. */
  readonly callbackOf: (session: string) => string | undefined;
  readonly disconnect: (user: SandboxUser) => void;
  readonly items: (user: SandboxUser) => readonly WireItem[];
  readonly setItemStatus: (user: SandboxUser, status: number, info: string) => void;
  readonly statement: (user: SandboxUser) => Statement;
  /** Replaces the made-up company by rows a test tells one by one. */
  readonly world: (user: SandboxUser) => SandboxWorld;
};

const SESSIONS_MAX = 1_000;
const NOTHING: Statement = { accounts: [], transactions: [] };

export function sandboxUsers(bank: CompanyBank, now: () => Date, secret: string): SandboxUsers {
  const references = new Map<string, SandboxUser>();
  const removed = new Set<string>();
  const { loginOf, forget } = loginBook();
  const prepared: { begin?: (world: SandboxWorld) => void } = {};
  const worldOf = (user: SandboxUser): SandboxWorld => {
    const login = loginOf(user);
    login.world ??= sandboxWorld(now, itemIdOf(user));
    return login.world;
  };
  const byReference = (reference: string) => references.get(reference) ?? userFor(reference, now().getUTCFullYear(), secret);
  return {
    ...consents(loginOf),
    byReference,
    create: (reference) => {
      const user = byReference(reference);
      const isNew = !references.has(reference) || removed.delete(user.uuid);
      references.set(reference, user);
      if (isNew) forget(user);
      if (isNew) prepared.begin?.(worldOf(user));
      return { user, isNew };
    },
    byUuid: (uuid) => (removed.has(uuid) ? undefined : userOf(uuid, secret)),
    remove: ({ uuid }) => void removed.add(uuid),
    items: (user) => {
      const login = loginOf(user);
      return login.connected ? (login.world?.items() ?? [itemOf(user, login, now())]) : [];
    },
    setItemStatus: (user, status, statusInfo) => void Object.assign(loginOf(user), { status, statusInfo }),
    statement: (user) => {
      const { connected, world } = loginOf(user);
      return connected ? (world?.statement() ?? bank(user, now())) : NOTHING;
    },
    world: worldOf,
    prepare: (begin) => {
      prepared.begin = begin;
    },
  };
}

type LoginOf = (user: SandboxUser) => Login;

/** A user nobody told us about was connected before the restart. */
function loginBook(): { readonly loginOf: LoginOf; readonly forget: (user: SandboxUser) => void } {
  const logins = new Map<string, Login>();
  return {
    loginOf: ({ uuid }) => {
      const login = logins.get(uuid) ?? { connected: true, status: 0, statusInfo: "ok" };
      logins.set(uuid, login);
      return login;
    },
    forget: ({ uuid }) => void logins.set(uuid, { connected: false, status: 0, statusInfo: "ok" }),
  };
}

function consents(loginOf: LoginOf): Pick<SandboxUsers, "connect" | "callbackOf" | "disconnect"> {
  const sessions = new Map<string, string | undefined>();
  return {
    connect: (user, callbackUrl) => {
      Object.assign(loginOf(user), { connected: true, status: 0, statusInfo: "ok" });
      const session = randomUUID();
      if (sessions.size >= SESSIONS_MAX) sessions.clear();
      sessions.set(session, callbackUrl && backTo(callbackUrl, user));
      return session;
    },
    callbackOf: (session) => sessions.get(session),
    disconnect: (user) => void Object.assign(loginOf(user), { connected: false }),
  };
}

function backTo(callbackUrl: string, user: SandboxUser): string {
  const url = new URL(callbackUrl);
  for (const [name, value] of Object.entries({
    item_id: String(itemIdOf(user)),
    user_uuid: user.uuid,
    success: "true",
    step: "sync_pending",
  }))
    url.searchParams.set(name, value);
  return url.href;
}

const DAY_MS = 86_400_000;
const CONSENT_DAYS = 180;
const RENEWED_EVERY_DAYS = 90;

/** The made-up bank renews its own consent every 90 days, so it never lapses unless a test says so. */
function itemOf(user: SandboxUser, { status, statusInfo }: Login, now: Date): WireItem {
  const renewedDay = Math.floor(now.getTime() / DAY_MS / RENEWED_EVERY_DAYS) * RENEWED_EVERY_DAYS;
  const refreshed = `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
  return {
    ...{ id: itemIdOf(user), status, status_code_info: statusInfo, provider_id: PROVIDER.id, account_types: "all" },
    ...{ created_at: `${user.createdYear}-01-01T00:00:00.000Z`, last_successful_refresh: refreshed, last_try_refresh: refreshed },
    authentication_expires_at: new Date((renewedDay + CONSENT_DAYS) * DAY_MS).toISOString(),
  };
}
