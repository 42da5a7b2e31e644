import * as z from "zod";
import { Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { DraftEntry, type EntrySource } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";
import { packed, unpacked } from "./entry-item.ts";
import { allOf, wholePartition } from "./pages.ts";

/** Access pattern: draft by source · all drafts of a company (one query). Only what a person wrote is stored; bank drafts are derived. docs/table.md. */
export const StoredDraft = z.object({
  entry: DraftEntry,
  version: z.int().min(1),
  createdAt: Instant,
  updatedAt: Instant,
});
export type StoredDraft = z.infer<typeof StoredDraft>;

/** Drafts waiting in a company at most. */
export const DRAFTS_MAX = 500;

const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#DRAFTS`;
const keyOf = (companyId: CompanyId, source: EntrySource) => ({ pk: partition(companyId), sk: sourceKey(source) });

/** A little less than an entry may take, so that every draft can be booked. */
const BODY_BYTES_MAX = 370_000;
const PackedBody = z.union([z.string(), z.instanceof(Uint8Array)]);

const draftOf = (item: Item): StoredDraft => StoredDraft.parse({ ...item, entry: JSON.parse(unpacked(PackedBody.parse(item["body"]))) });

export const drafts = (db: Db, companyId: CompanyId) => ({
  async find(source: EntrySource): Promise<StoredDraft | null> {
    const found = await db.get({ Key: keyOf(companyId, source), ConsistentRead: true });
    return found ? draftOf(found) : null;
  },
  /** Every draft, by key. Strongly consistent. */
  async all(): Promise<readonly StoredDraft[]> {
    return (await allOf(db, wholePartition(partition(companyId)))).map(draftOf);
  },
});

/** Writes a draft: new when `before` is null, else if it is still the version read. */
export function putDraftAction(companyId: CompanyId, before: StoredDraft | null, after: StoredDraft): Action {
  const { entry, ...rest } = after;
  return {
    Put: {
      TableName: TABLE,
      Item: { ...keyOf(companyId, entry.source), ...rest, body: packed(entry, BODY_BYTES_MAX) },
      ...(before
        ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": before.version } }
        : { ConditionExpression: "attribute_not_exists(pk)" }),
    },
  };
}

/** Removes a draft if it is still the version read: thrown away, or validated in the same transaction. */
export const removeDraftAction = (companyId: CompanyId, { entry, version }: StoredDraft): Action => ({
  Delete: {
    TableName: TABLE,
    Key: keyOf(companyId, entry.source),
    ConditionExpression: "version = :version",
    ExpressionAttributeValues: { ":version": version },
  },
});
