import { Entity } from "electrodb";
import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { CompanyId, ConnectionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item, Outcome } from "./db.ts";
import { companyKey, lazily, putAction, sortKey, TABLE } from "./entity.ts";
import { pagesOf, wholePartition } from "./pages.ts";

/** Access patterns: connection by id · connections of a company · company behind a provider's user · every connection, by shard. docs/table.md. */
const entity = lazily(() => new Entity(schema, { table: TABLE }));

const text = { type: "string", required: true } as const;
const optional = { type: "string" } as const;
const schema = {
  model: { entity: "connection", version: "1", service: "numma" },
  attributes: {
    companyId: text,
    id: text,
    provider: text,
    userId: text,
    connectUrl: text,
    state: text,
    statusInfo: optional,
    bankName: optional,
    consentExpiresAt: optional,
    cursor: optional,
    lastStartedAt: optional,
    lastSuccessAt: optional,
    lastError: optional,
    leaseOwner: optional,
    leaseUntil: optional,
    followUpAt: optional,
    items: { type: "any" },
    failures: { type: "number" },
    failingSince: optional,
    nextAttemptAt: optional,
    disconnectedAt: optional,
    sealedToken: optional,
    createdAt: text,
    version: { type: "number", required: true },
  },
  indexes: { byId: { pk: companyKey("CONNECTIONS"), sk: sortKey(["id"], "${id}") } },
} as const;

export const ConnectionState = z.enum([
  "pending_consent",
  "active",
  "reauth_required",
  "temporarily_unavailable",
  "unsupported",
  "degraded",
  /** Its provider has ended: another one takes its accounts over. */
  "provider_retired",
  /** A person ended it; its accounts keep their history. */
  "disconnected",
]);

/** One bank login behind a connection, as the provider told it last. */
const ConnectedItem = z.object({
  itemId: z.string().max(80),
  state: ConnectionState,
  statusInfo: z.string().max(80),
  bankName: z.string().nullable(),
  consentExpiresAt: Instant.nullable(),
});

export const Connection = z.object({
  companyId: CompanyId,
  id: ConnectionId,
  provider: Provider,
  userId: z.string(),
  connectUrl: z.string(),
  state: ConnectionState,
  statusInfo: z.string().exactOptional(),
  bankName: z.string().exactOptional(),
  consentExpiresAt: Instant.exactOptional(),
  /** Latest change seen, whole reads only; the next read starts a little before it. */
  cursor: Instant.exactOptional(),
  lastStartedAt: Instant.exactOptional(),
  lastSuccessAt: Instant.exactOptional(),
  lastError: z.string().exactOptional(),
  leaseOwner: z.string().exactOptional(),
  leaseUntil: Instant.exactOptional(),
  /** Somebody will ask for news again then, and read whatever came before. */
  followUpAt: Instant.exactOptional(),
  items: z.array(ConnectedItem).max(20).exactOptional(),
  /** Runs that failed since the last that did not, and when the first of them did. */
  failures: z.int().min(0).exactOptional(),
  failingSince: Instant.exactOptional(),
  /** When it is tried again by itself. */
  nextAttemptAt: Instant.exactOptional(),
  disconnectedAt: Instant.exactOptional(),
  /** A token a person gave for a provider without consent pages, in the envelope. */
  sealedToken: z.string().exactOptional(),
  createdAt: Instant,
  version: z.int(),
});
export type Connection = z.infer<typeof Connection>;

export const CONNECTIONS_MAX = 20;
/** All connections are listed by shard, so that no partition carries every tenant's night. */
export const SHARDS = 8;

const Target = z.object({ companyId: CompanyId, connectionId: ConnectionId });
export type Target = z.infer<typeof Target>;

/** What a run leaves behind, cursor last: written only by the holder of the lease. */
export type RunEnd = Pick<Connection, "state"> &
  Partial<Pick<Connection, "statusInfo" | "bankName" | "consentExpiresAt" | "cursor" | "lastSuccessAt" | "lastError">>;

export const connections = (db: Db, companyId: CompanyId) => ({
  async get(id: ConnectionId): Promise<Connection> {
    const found = await db.get({ ...entity().get({ companyId, id }).params<{ Key: Item }>(), ConsistentRead: true });
    if (!found) throw new Refusal("connection.not_found");
    return Connection.parse(found);
  },
  async all(): Promise<readonly Connection[]> {
    const { items } = await db.query({ ...entity().query.byId({ companyId }).params<Item>(), Limit: CONNECTIONS_MAX });
    return items.map((item) => Connection.parse(item));
  },
  /**
   * Takes the connection for one run and returns it, or null: another run holds it, or one that started after `requestedAt`
   * has already succeeded. A dead run's lease ends by itself, and a redelivery of its own message takes it over at once: two
   * deliveries of one run may overlap harmlessly, since every write of a run carries its condition.
   */
  async lease(
    id: ConnectionId,
    lease: { readonly run: string; readonly owner: string; readonly now: Instant; readonly until: Instant; readonly requestedAt: Instant },
  ): Promise<Connection | null> {
    const outcome = await db.update({
      Key: keyOf(companyId, id),
      UpdateExpression: "SET leaseOwner = :owner, leaseUntil = :until, lastStartedAt = :now",
      ConditionExpression:
        "attribute_exists(pk) and (attribute_not_exists(leaseUntil) or leaseUntil < :now or begins_with(leaseOwner, :run)) and (attribute_not_exists(lastSuccessAt) or lastSuccessAt < :requested)",
      ExpressionAttributeValues: {
        ":owner": lease.owner,
        ":run": `${lease.run}#`,
        ":until": lease.until,
        ":now": lease.now,
        ":requested": lease.requestedAt,
      },
      ReturnValues: "ALL_NEW",
    });
    return outcome.done ? Connection.parse(outcome.attributes) : null;
  },
  /** Notes that a message which will read everything up to then is on its way. */
  async noteFollowUp(id: ConnectionId, followUpAt: Instant): Promise<void> {
    await db.update({
      Key: keyOf(companyId, id),
      UpdateExpression: "SET followUpAt = :at",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: { ":at": followUpAt },
    });
  },
  /** Gives the connection back with what the run found. Not done = the lease was lost, and nothing is written. */
  release: (id: ConnectionId, owner: string, end: RunEnd): Promise<Outcome> => {
    const set = Object.entries(end).filter(([, value]) => value !== undefined);
    const remove = ["leaseOwner", "leaseUntil", ...(end.lastError === undefined ? ["lastError"] : [])];
    return db.update({
      Key: keyOf(companyId, id),
      UpdateExpression: `SET ${set.map((_, index) => `#s${index} = :s${index}`).join(", ")} REMOVE ${remove.join(", ")}`,
      ConditionExpression: "leaseOwner = :owner",
      ExpressionAttributeNames: Object.fromEntries(set.map(([name], index) => [`#s${index}`, name])),
      ExpressionAttributeValues: { ":owner": owner, ...Object.fromEntries(set.map(([, value], index) => [`:s${index}`, value])) },
    });
  },
});

const keyOf = (companyId: CompanyId, id: ConnectionId) => ({ pk: `COMPANY#${companyId}#CONNECTIONS`, sk: id });

/** A new connection, the way back from the provider's user, and its place in the nightly round. Needs both scopes. */
export function newConnectionActions(connection: Connection): Action[] {
  const { companyId, id: connectionId, provider, userId } = connection;
  return [
    putAction(entity().create(connection).params()),
    { Put: { TableName: TABLE, Item: { pk: `SYSTEM#PROVIDER#${provider}#${userId}`, sk: "PROVIDER", companyId, connectionId } } },
    { Put: { TableName: TABLE, Item: { pk: `SYSTEM#SYNC#${shardOf(connectionId)}`, sk: connectionId, companyId, connectionId } } },
  ];
}

const shardOf = (id: ConnectionId): number => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % SHARDS;

/** The company and connection behind a provider's user, or null. System scope. */
export async function targetOf(db: Db, provider: string, userId: string): Promise<Target | null> {
  const found = await db.get({ Key: { pk: `SYSTEM#PROVIDER#${provider}#${userId}`, sk: "PROVIDER" } });
  return found ? Target.parse(found) : null;
}

/** The company of a connection that is known by its own id alone, or null. System scope. */
export async function targetOfConnection(db: Db, connectionId: ConnectionId): Promise<Target | null> {
  const found = await db.get({ Key: { pk: `SYSTEM#SYNC#${shardOf(connectionId)}`, sk: connectionId } });
  return found ? Target.parse(found) : null;
}

/** Every connection of a shard, page after page. System scope. */
export async function* connectionsOfShard(db: Db, shard: number): AsyncGenerator<readonly Target[]> {
  const query = { ...wholePartition(`SYSTEM#SYNC#${shard}`), ConsistentRead: false, Limit: 500 };
  for await (const items of pagesOf(db, query)) yield items.map((item) => Target.parse(item));
}
