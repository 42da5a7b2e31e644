import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import { type CompanyId, idMaker, type PersonId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { register } from "#functions/api/auth/register";
import { gatherAssets } from "#infra/local/assets";
import { openWorld, type World, type WorldOptions } from "#infra/local/world";
import { AWS_LIMITS, once } from "#runtime/container";
import { lastUsed } from "#runtime/last-used";
import type { LogEvent } from "#runtime/log";
import { SECRETS } from "#runtime/secret-shapes";
import { signToken } from "#runtime/tokens";
import { type Db, db } from "#store/db";
import { companyScope, joined, SYSTEM_SCOPE } from "#store/guard";
import { newMeter } from "#store/meter";
import { sessions } from "#store/sessions";
import { directClient } from "#test/books/direct-client";
import { contract } from "#test/contract";

const NOON = "2026-11-25T11:00:00.000Z";

/** A clock that stands still fills no bucket: only the tests of the limit have one. */
const UNLIMITED = "1000000000";

const UNLIMITED_SETTINGS = {
  ...{ NUMMA_RATE_BURST: UNLIMITED, BANK_CALLS_PER_MINUTE: UNLIMITED, BANK_CALLS_PER_FIVE_MINUTES: UNLIMITED },
  /** One test's bank that is down is no reason to leave the next one's alone. */
  BANK_CIRCUIT_FAILURES: "0",
};

/** A fake bank speaks as the other providers too. */
const otherProviders = ({ SANDBOX_BASE_URL: url }: Readonly<Record<string, string | undefined>> = {}) =>
  url === undefined
    ? {}
    : { BANKIN_BASE_URL: url, FINARY_BASE_URL: url, BANKIN_CLIENT_ID: "client", BANKIN_CLIENT_SECRET: "bankin-client-secret" };

/** A clock a test moves by hand. */
export function clock(start = NOON) {
  const state = { at: Date.parse(start) };
  return {
    now: () => new Date(state.at),
    set(text: string): void {
      state.at = Date.parse(text);
    },
    pass(seconds: number): void {
      state.at += seconds * 1_000;
    },
  };
}

export type TestWorld = World & {
  readonly clock: ReturnType<typeof clock>;
  readonly events: LogEvent[];
  readonly errors: unknown[];
  readonly newId: ReturnType<typeof idMaker>;
  /** Where queues, bucket and secrets lie. */
  readonly directory: string;
  /** The table as the system sees it, outside any function. */
  readonly table: (companyId?: CompanyId) => Db;
  /** The table as what spans companies sees it. */
  readonly everywhere: (...companyIds: readonly (CompanyId | undefined)[]) => Db;
  /** The table as one company's function sees it. */
  readonly scoped: (companyId: CompanyId) => Db;
  readonly request: (method: string, path: string, options?: RequestOptions) => Promise<Answer>;
  readonly end: () => Promise<void>;
};

export type RequestOptions = {
  readonly body?: unknown;
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** Why this answer is not held against the OpenAPI document: for requests no client can send, or answers of something else. */
  readonly unchecked?: string;
};
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Record<string, unknown>;
  readonly text: string;
};

/**
 * The whole product in this process: table in memory, everything else in a temporary folder, nothing listening but the AWS port. With `onDisk`
 * all of it, the table too, lies in that folder, which is left as it is: the next world opened there goes on from it. Functions reach the table
 * without the SDK, whose own work for a call costs thirty calls, unless `documents` says how: that both ways are the same is proved apart.
 */
export async function testWorld(
  options: Partial<Pick<WorldOptions, "around" | "aroundQueues" | "retryStrategy" | "documents" | "withoutWorkers" | "settings">> & {
    readonly start?: string;
    readonly onDisk?: string;
  } = {},
): Promise<TestWorld> {
  const directory = options.onDisk ?? mkdtempSync(join(tmpdir(), "numma-test-"));
  const time = clock(options.start);
  const next = monotonicFactory();
  const unique = () => next(time.now().getTime());
  const newId = idMaker(unique);
  const events: LogEvent[] = [];
  const errors: unknown[] = [];
  const world = await openWorld({
    ...{
      directory,
      inMemory: options.onDisk === undefined,
      now: time.now,
      newId,
      unique,
      log: (event) => void events.push(event),
      onError: (error) => void errors.push(error),
    },
    settings: { NUMMA_ASSETS: assets(), ...UNLIMITED_SETTINGS, ...otherProviders(options.settings), ...options.settings },
    ...(options.around && { around: options.around }),
    ...(options.aroundQueues && { aroundQueues: options.aroundQueues }),
    ...(options.retryStrategy && { retryStrategy: options.retryStrategy }),
    documents: options.documents ?? ((table) => directClient(table, AWS_LIMITS.attempts)),
    ...(options.withoutWorkers && { withoutWorkers: true }),
  });
  const client = directClient(world.engine);
  return {
    ...world,
    ...{ clock: time, events, errors, newId, directory },
    table: (companyId) => db(client, "numma", companyId ? joined(SYSTEM_SCOPE, companyScope(companyId)) : SYSTEM_SCOPE, newMeter()),
    everywhere: (...ids) => {
      const scopes = ids.flatMap((id) => (id ? [companyScope(id)] : []));
      return db(client, "numma", joined(SYSTEM_SCOPE, ...scopes), newMeter());
    },
    scoped: (companyId) => db(client, "numma", companyScope(companyId), newMeter()),
    request: (method, path, given = {}) => request(world, method, path, given),
    async end() {
      await world.close();
      if (options.onDisk === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Read and never written: one folder for all worlds of this thread. */
const assets = once((): string => {
  const folder = mkdtempSync(join(tmpdir(), "numma-test-assets-"));
  gatherAssets(folder);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
});

async function request(
  world: World,
  method: string,
  url: string,
  { body, raw, headers = {}, token, unchecked }: RequestOptions,
): Promise<Answer> {
  const bytes = raw === undefined ? Buffer.from(body === undefined ? "" : JSON.stringify(body)) : Buffer.from(raw);
  const all = { host: "localhost", "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }), ...headers };
  const reply = await world.gateway({ method, url, headers: all, body: bytes, sourceIp: "127.0.0.1" });
  if (unchecked === undefined) contract().check({ method, url, ...reply });
  const text = reply.body.toString("utf8");
  const isJson = (reply.headers["content-type"] ?? "").includes("json") && text !== "";
  return { status: reply.status, headers: reply.headers, cookies: reply.cookies, body: isJson ? JSON.parse(text) : {}, text };
}

/** One company with its owner, without the cost of hashing a password; `as` speaks for the owner or another role. */
export async function company(world: TestWorld, name = "Atelier Horizon", role: Role = "owner") {
  const { person, company: made } = await register(
    {
      company: { name, slug: `c-${world.newId("event").slice(-12).toLowerCase()}`, siren: "123456782", closesOn: "12-31" },
      name: "Camille Martin",
      email: `${world.newId("event")}@example.test`,
      password: "unused here",
    },
    {
      directory: (companyId) => world.table(companyId),
      now: world.clock.now,
      newId: world.newId,
      requestId: "test",
      hash: async () => "none",
    },
  );
  const token = await tokenFor(world, { personId: person.personId, companyId: made.id, role });
  const as = (method: string, path: string, options: RequestOptions = {}) => world.request(method, path, { token, ...options });
  return {
    id: made.id,
    personId: person.personId,
    token,
    as,
    get: (path: string) => as("GET", path),
    post: (path: string, body?: unknown, headers?: Record<string, string>) => as("POST", path, { body, ...(headers && { headers }) }),
  };
}

type Who = { readonly personId: PersonId; readonly companyId: CompanyId; readonly role: Role };

/** A live session and its token, in any role, whatever the member's own is. */
export async function tokenFor(world: TestWorld, { personId, companyId, role }: Who): Promise<string> {
  const now = world.clock.now();
  const expiresAt = new Date(now.getTime() + 12 * 3_600_000);
  const sessionId = world.newId("session");
  const session = { companyId, id: sessionId, personId, role, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
  await sessions(world.table(companyId), companyId).open(session);
  return signToken(signingKey(world.secret("signing")), { personId, companyId, sessionId }, now, expiresAt);
}

/** A key is read once: reading it costs more than signing. */
const signingKey = lastUsed((text: string) => SECRETS.signing.parse(JSON.parse(text)));
