import { createHash } from "node:crypto";
import * as z from "zod";
import { Instant } from "#domain/dates";
import { ActorId, type CompanyId, CompanyId as CompanyIdSchema, ExportId, ShareId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";
import { type BusinessEvent, commit } from "./outbox.ts";

/**
 * Access patterns: shares of an export, newest first · company, export and share by the hash of a token. Two items a share: the
 * company's, and the system's that leads a stranger's token to it. Neither holds the token. docs/table.md.
 */
export const Share = z.object({
  id: ShareId,
  exportId: ExportId,
  /** SHA-256 of the token, hex. */
  tokenHash: z.string(),
  label: z.string().nullable(),
  opens: z.int(),
  createdBy: ActorId,
  createdAt: Instant,
  expiresAt: Instant,
  lastOpenedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type Share = z.infer<typeof Share>;

/** A link opened more often than this is in too many hands. */
export const SHARE_OPENS_MAX = 1_000;
/** Links of one export that may be live at once, among its latest; two made in the same instant may both be the last. */
const LIVE_MAX = 50;
const LATEST = 200;
/** A link past its end stays readable for those who made it, this long. */
const KEPT_DAYS = 90;
const TOKEN_BYTES = 32;

type Event = Omit<BusinessEvent, "type" | "objects">;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
const keyOf = (companyId: CompanyId, exportId: ExportId, id: ShareId) => ({ pk: `COMPANY#${companyId}#SHARES#${exportId}`, sk: id });
const systemKey = (tokenHash: string) => ({ pk: `SYSTEM#SHARE#${tokenHash}`, sk: "SHARE" });

/** A token of 256 random bits, in 43 letters fit for a URL. */
export const shareToken = (randomness: (bytes: number) => Uint8Array): string => Buffer.from(randomness(TOKEN_BYTES)).toString("base64url");

/** A share as it begins: the token itself is not kept. */
export function newShare({
  token,
  ...facts
}: Pick<Share, "id" | "exportId" | "label" | "createdBy" | "createdAt" | "expiresAt"> & { readonly token: string }): Share {
  return { ...facts, tokenHash: hashOf(token), opens: 0, lastOpenedAt: null, revokedAt: null };
}

const Target = z.object({ companyId: CompanyIdSchema, exportId: ExportId, shareId: ShareId });
export type ShareTarget = z.infer<typeof Target>;

/** Whose share a token opens, or null. Needs the system scope; says nothing of its being still valid. */
export async function shareBehind(db: Db, token: string): Promise<ShareTarget | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const found = await db.get({ Key: systemKey(hashOf(token)) });
  return found ? Target.parse(found) : null;
}

/** Shares of a company. What writes needs the scope of the company and the system's; reading needs the company's alone. */
export const shares = (db: Db, companyId: CompanyId) => ({
  async add(share: Share, event: Event): Promise<void> {
    const { shares: latest } = await this.page(share.exportId, LATEST, null);
    if (latest.filter((one) => isLive(one, event.at)).length >= LIVE_MAX) throw new Refusal("share.limit_reached");
    const ttl = Math.floor(Date.parse(share.expiresAt) / 1_000);
    const own = { ...keyOf(companyId, share.exportId, share.id), ...share, ttl: ttl + KEPT_DAYS * 86_400 };
    const lead = { ...systemKey(share.tokenHash), companyId, exportId: share.exportId, shareId: share.id, expiresAt: share.expiresAt, ttl };
    const objects = [{ id: share.id }, { id: share.exportId }];
    const outcome = await commit(db, companyId, [put(own), put(lead)], { ...event, type: "share.created", objects });
    if (!outcome.done) throw new Error("a new share met an old one");
  },
  async page(
    exportId: ExportId,
    limit: number,
    before: string | null,
  ): Promise<{ readonly shares: readonly Share[]; readonly next: string | null }> {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk < :before",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${companyId}#SHARES#${exportId}`, ":before": before ?? "~" },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
    });
    return { shares: items.map((item) => Share.parse(item)), next: next ? String(next["sk"]) : null };
  },
  /** Counts an opening; false when the share is revoked, expired or used up. */
  async open(exportId: ExportId, id: ShareId, event: Event): Promise<boolean> {
    const opening: Action = {
      Update: {
        TableName: TABLE,
        Key: keyOf(companyId, exportId, id),
        UpdateExpression: "SET lastOpenedAt = :at ADD opens :one",
        ConditionExpression: "revokedAt = :never and expiresAt > :at and opens < :most",
        ExpressionAttributeValues: { ":at": event.at, ":one": 1, ":never": null, ":most": SHARE_OPENS_MAX },
      },
    };
    return (await commit(db, companyId, [opening], { ...event, type: "share.opened", objects: [{ id }, { id: exportId }] })).done;
  },
  /** Ends a share now, and forgets its token. Refuses one that is not there; one already revoked stays as it is. */
  async revoke(exportId: ExportId, id: ShareId, event: Event): Promise<void> {
    const found = await db.get({ Key: keyOf(companyId, exportId, id), ConsistentRead: true });
    if (!found) throw new Refusal("share.not_found");
    const share = Share.parse(found);
    if (share.revokedAt !== null) return;
    const ending: Action = {
      Update: {
        TableName: TABLE,
        Key: keyOf(companyId, exportId, id),
        UpdateExpression: "SET revokedAt = :at",
        ConditionExpression: "revokedAt = :never",
        ExpressionAttributeValues: { ":at": event.at, ":never": null },
      },
    };
    const forgetting: Action = { Delete: { TableName: TABLE, Key: systemKey(share.tokenHash) } };
    await commit(db, companyId, [ending, forgetting], { ...event, type: "share.revoked", objects: [{ id }, { id: exportId }] });
  },
});

const put = (item: Item): Action => ({ Put: { TableName: TABLE, Item: item, ConditionExpression: "attribute_not_exists(pk)" } });

const isLive = ({ revokedAt, expiresAt, opens }: Share, at: Instant): boolean =>
  revokedAt === null && expiresAt > at && opens < SHARE_OPENS_MAX;
