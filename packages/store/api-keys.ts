import * as z from "zod";
import { Instant } from "#domain/dates";
import { type ApiKeyId, ApiKeyId as ApiKeyIdSchema, type CompanyId, PersonId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { entitledAction } from "./entitlement.ts";
import { TABLE } from "./entity.ts";
import { type BusinessEvent, commit } from "./outbox.ts";

/**
 * Access patterns: API key by company and id, strongly consistent, once a request (1 RRU) · keys of a company, newest first. The item holds
 * the hash of the key's text and never the text; a revoked key has no hash any more. A head beside them keeps the number of live
 * keys in its bound. docs/table.md.
 */
export const ApiKey = z.object({
  id: ApiKeyIdSchema,
  name: z.string(),
  /** Permissions, as the table had them when the key was made. */
  scopes: z.array(z.string()),
  /** SHA-256 of the key's text, hex. */
  hash: z.string().nullable(),
  createdBy: PersonId,
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  version: z.int(),
});
export type ApiKey = z.infer<typeof ApiKey>;

const LIVE_KEYS_MAX = 50;
const PAGE = 1_000;
const PAGES_MAX = 50;
const ATTEMPTS_MAX = 5;
/** A key past its end stays readable for those who made it, this long. */
const KEPT_DAYS = 90;
const Head = z.object({ version: z.int() });

type KeyPage = { readonly keys: readonly ApiKey[]; readonly next: string | null };
type Event = Omit<BusinessEvent, "type" | "objects">;

const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#KEYS`;
const headKey = (companyId: CompanyId) => ({ pk: `COMPANY#${companyId}#KEYHEAD`, sk: "HEAD" });
const keyOf = (companyId: CompanyId, id: ApiKeyId) => ({ pk: partition(companyId), sk: id });
const ttlAfter = (at: Instant): number => Math.floor(Date.parse(at) / 1_000) + KEPT_DAYS * 86_400;

export const isLiveKey = ({ revokedAt, expiresAt, hash }: ApiKey, at: Instant): boolean =>
  revokedAt === null && hash !== null && (expiresAt === null || expiresAt > at);

export const apiKeys = (db: Db, companyId: CompanyId) => ({
  async find(id: ApiKeyId): Promise<ApiKey | null> {
    const found = await db.get({ Key: keyOf(companyId, id), ConsistentRead: true });
    return found ? ApiKey.parse(found) : null;
  },
  /** Newest first. */
  async page(limit: number, before: string | null): Promise<KeyPage> {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk < :before",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(companyId), ":before": before ?? "~" },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
    });
    return { keys: items.map((item) => ApiKey.parse(item)), next: next ? String(next["sk"]) : null };
  },
  /** The keys that open something now. */
  async live(at: Instant): Promise<readonly ApiKey[]> {
    const live: ApiKey[] = [];
    let before: string | null = null;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const { keys, next }: KeyPage = await this.page(PAGE, before);
      live.push(...keys.filter((key) => isLiveKey(key, at)));
      if (next === null) return live;
      before = next;
    }
    throw new Error("a company has more keys than can be read");
  },
  /** Adds a key for its creator, who must still have this role. Refuses the fifty-first live one. */
  async add(key: ApiKey, role: Role, event: Event): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const head = await db.get({ Key: headKey(companyId), ConsistentRead: true });
      if ((await this.live(event.at)).length >= LIVE_KEYS_MAX) throw new Refusal("key.limit_reached");
      const Item: Item = { ...keyOf(companyId, key.id), ...key, ...(key.expiresAt && { ttl: ttlAfter(key.expiresAt) }) };
      const actions: Action[] = [
        headAction(companyId, head ? Head.parse(head).version : null),
        { Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" } },
        entitledAction(companyId, key.createdBy, role),
      ];
      const objects = [{ id: key.id, version: key.version }];
      const outcome = await commit(db, companyId, actions, { ...event, type: "key.created", objects });
      if (outcome.done) return;
      if (outcome.failed.includes(2)) throw new Refusal("auth.forbidden");
    }
    throw new Refusal("conflict.changed_meanwhile");
  },
  /** Ends a key now and forgets its hash. One already revoked stays as it is. */
  async revoke(key: ApiKey, event: Event): Promise<void> {
    if (key.revokedAt !== null) return;
    const objects = [{ id: key.id, version: key.version + 1 }];
    const outcome = await commit(db, companyId, [revokeAction(companyId, key, event.at)], { ...event, type: "key.revoked", objects });
    if (!outcome.done && (await this.find(key.id))?.revokedAt === null) throw new Refusal("conflict.changed_meanwhile");
  },
  /** Notes that a key was used, unless somebody did so since `notSince`. No business event: it changes nothing anybody decided. */
  async used(id: ApiKeyId, at: Instant, notSince: Instant): Promise<void> {
    await db.update({
      Key: keyOf(companyId, id),
      UpdateExpression: "SET lastUsedAt = :at",
      ConditionExpression: "revokedAt = :never and (lastUsedAt = :never or lastUsedAt < :since)",
      ExpressionAttributeValues: { ":at": at, ":since": notSince, ":never": null },
    });
  },
});

const headAction = (companyId: CompanyId, version: number | null): Action => ({
  Update: {
    TableName: TABLE,
    Key: headKey(companyId),
    UpdateExpression: "SET #version = :next",
    ConditionExpression: version === null ? "attribute_not_exists(pk)" : "#version = :read",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":next": (version ?? 0) + 1, ...(version !== null && { ":read": version }) },
  },
});

/** Ends a key as it was read. */
export const revokeAction = (companyId: CompanyId, { id, version }: ApiKey, at: Instant): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, id),
    UpdateExpression: "SET revokedAt = :at, #hash = :never, #version = :next, #ttl = :ttl",
    ConditionExpression: "revokedAt = :never and #version = :version",
    ExpressionAttributeNames: { "#hash": "hash", "#version": "version", "#ttl": "ttl" },
    ExpressionAttributeValues: { ":at": at, ":never": null, ":version": version, ":next": version + 1, ":ttl": ttlAfter(at) },
  },
});
