import { Entity } from "electrodb";
import * as z from "zod";
import { DerivedKind } from "#domain/alerts/alert";
import { BalanceGap, ConnectedItem, ConnectionState, ITEMS_MAX } from "#domain/banking/connection";
import { isReadUnattended, Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { CompanyId, ConnectionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item, Key } from "./db.ts";
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
    stateSince: optional,
    failures: { type: "number" },
    failingSince: optional,
    nextAttemptAt: optional,
    holdUntil: optional,
    gaps: { type: "any" },
    told: { type: "any" },
    toldVersion: { type: "number" },
    callbackUrl: optional,
    calledBackAt: optional,
    disconnectedAt: optional,
    accessEndedAt: optional,
    sealedToken: optional,
    createdAt: text,
    version: { type: "number", required: true },
  },
  indexes: { byId: { pk: companyKey("CONNECTIONS"), sk: sortKey(["id"], "${id}") } },
} as const;

/** A fact that was told and is not over: what it is about, and its alert's key. */
const ToldFact = z.object({ topic: z.string().max(60), kind: DerivedKind, subject: z.string().max(160), stage: z.string().max(20) });

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
  items: z.array(ConnectedItem).max(ITEMS_MAX).exactOptional(),
  /** When it came to be in its state. */
  stateSince: Instant.exactOptional(),
  /** Runs that failed since the last that did not, and when the first of them did. */
  failures: z.int().min(0).exactOptional(),
  failingSince: Instant.exactOptional(),
  /** When it is tried again by itself. */
  nextAttemptAt: Instant.exactOptional(),
  /** The provider said not to be asked before; whoever asks meanwhile waits. */
  holdUntil: Instant.exactOptional(),
  /** Accounts whose balance was not the bank's at their last whole read. */
  gaps: z.array(BalanceGap).exactOptional(),
  /** What was told of it and is not over, under a count of its own that whoever tells something conditions on. */
  told: z.array(ToldFact).exactOptional(),
  toldVersion: z.int().exactOptional(),
  /** Where the person wants to be after the bank, and when somebody last came back from it. */
  callbackUrl: z.string().exactOptional(),
  calledBackAt: Instant.exactOptional(),
  disconnectedAt: Instant.exactOptional(),
  /** When the provider confirmed that our access is over. */
  accessEndedAt: Instant.exactOptional(),
  /** A token a person gave for a provider without consent pages, in the envelope. */
  sealedToken: z.string().exactOptional(),
  createdAt: Instant,
  version: z.int(),
});
export type Connection = z.infer<typeof Connection>;

/** Banks connected at once. */
export const CONNECTIONS_MAX = 20;
/** Connections kept, ended ones with them, which are forgotten after thirteen months as their runs are. */
export const CONNECTIONS_KEPT_MAX = 200;
/** All connections are listed by shard, so that no partition carries every tenant's night. */
export const SHARDS = 8;

const Target = z.object({ companyId: CompanyId, connectionId: ConnectionId });
export type Target = z.infer<typeof Target>;

type Remembered = Omit<Connection, "companyId" | "id" | "provider" | "userId" | "connectUrl" | "state" | "createdAt" | "version">;

/** What a run leaves behind, cursor last: written only by the holder of the lease. Null forgets, undefined leaves. */
export type RunEnd = Pick<Connection, "state"> & { readonly [Name in keyof Remembered]?: Remembered[Name] | null };

export const connections = (db: Db, companyId: CompanyId) => ({
  async find(id: ConnectionId): Promise<Connection | null> {
    const found = await db.get({ ...entity().get({ companyId, id }).params<{ Key: Item }>(), ConsistentRead: true });
    return found ? Connection.parse(found) : null;
  },
  async get(id: ConnectionId): Promise<Connection> {
    const found = await this.find(id);
    if (!found) throw new Refusal("connection.not_found");
    return found;
  },
  /** Those that are connected, oldest first. */
  async all(): Promise<readonly Connection[]> {
    return (await this.kept()).filter(({ state }) => state !== "disconnected");
  },
  /** Those that are connected, and those a person ended and we have not forgotten. */
  async kept(): Promise<readonly Connection[]> {
    const { items } = await db.query({ ...entity().query.byId({ companyId }).params<Item>(), Limit: CONNECTIONS_KEPT_MAX });
    return items.map((item) => Connection.parse(item));
  },
  /**
   * Takes the connection for one run and returns it, or null: another run holds it, one that started after `requestedAt`
   * has already succeeded, its provider is not to be asked yet, or it has ended. A dead run's lease ends by itself, and a redelivery of its own message takes it over at once: two
   * deliveries of one run may overlap harmlessly, since every write of a run carries its condition.
   */
  async lease(
    id: ConnectionId,
    lease: { readonly run: string; readonly owner: string; readonly now: Instant; readonly until: Instant; readonly requestedAt: Instant },
  ): Promise<Connection | null> {
    const outcome = await db.update({
      Key: connectionKey(companyId, id),
      UpdateExpression: "SET leaseOwner = :owner, leaseUntil = :until, lastStartedAt = :now",
      ConditionExpression:
        "attribute_exists(pk) and not #state in (:ended, :retired) and (attribute_not_exists(holdUntil) or holdUntil <= :now) and (attribute_not_exists(leaseUntil) or leaseUntil < :now or begins_with(leaseOwner, :run)) and (attribute_not_exists(lastSuccessAt) or lastSuccessAt < :requested)",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: {
        ...ENDED,
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
  noteFollowUp: (id: ConnectionId, at: Instant) => noted(db, connectionKey(companyId, id), "followUpAt", at, "pk"),
  /** Notes that somebody came back from the bank. */
  noteCalledBack: (id: ConnectionId, at: Instant) => noted(db, connectionKey(companyId, id), "calledBackAt", at, "pk"),
  /** Notes that the provider confirmed the end of our access to a connection that was ended. */
  noteAccessEnded: (id: ConnectionId, at: Instant) => noted(db, connectionKey(companyId, id), "accessEndedAt", at, "disconnectedAt"),
});

const ENDED = { ":ended": "disconnected", ":retired": "provider_retired" } as const;

/** Writes one instant beside whatever else is done to the connection; nothing where `ifThere` is not: it is forgotten, or goes on. */
async function noted(
  db: Db,
  key: Key,
  field: "followUpAt" | "calledBackAt" | "accessEndedAt",
  at: Instant,
  ifThere: "pk" | "disconnectedAt",
): Promise<void> {
  await db.update({
    Key: key,
    UpdateExpression: `SET ${field} = :at`,
    ConditionExpression: `attribute_exists(${ifThere})`,
    ExpressionAttributeValues: { ":at": at },
  });
}

export const connectionKey = (companyId: CompanyId, id: ConnectionId) => ({ pk: `COMPANY#${companyId}#CONNECTIONS`, sk: id });

/**
 * A new connection, the way back from the provider's user, and its place in the nightly round, unless a person must be there to read it. Needs both
 * scopes.
 */
export function newConnectionActions(connection: Connection): Action[] {
  const { companyId, id: connectionId, provider, userId } = connection;
  const target = { companyId, connectionId };
  return [
    putAction(entity().create(connection).params()),
    { Put: { TableName: TABLE, Item: { ...pointerKey(provider, userId), ...target } } },
    ...(isReadUnattended(provider) ? [{ Put: { TableName: TABLE, Item: { ...roundKey(connectionId), ...target } } }] : []),
  ];
}

/** Where the way back from a provider's user lies. System scope. */
export const pointerKey = (provider: Provider, userId: string) => ({ pk: `SYSTEM#PROVIDER#${provider}#${userId}`, sk: "PROVIDER" });
/** A connection's place in the nightly round. System scope. */
export const roundKey = (id: ConnectionId) => ({ pk: `SYSTEM#SYNC#${shardOf(id)}`, sk: id });

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
