import * as z from "zod";
import { type Digest, EMPTY_DIGEST, WINDOW_KEY_LENGTH, type WindowEntry } from "#domain/banking/digest";
import type { RememberedRow } from "#domain/banking/incoming";
import { addDays, BusinessDate, businessDate, daysBetween } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Action, Db, Outcome } from "./db.ts";
import { TABLE } from "./entity.ts";
import { rowPartition } from "./row-item.ts";

/** Access pattern: digest of an account, strongly consistent. 16 bytes a row, so 200 rows are read for one unit. docs/table.md. */
const Remembered = z.tuple([z.string(), z.string(), z.number(), BusinessDate, z.string()]);
const rowOf = ([hash, providerId, amountCents, date, merchantKey]: z.output<typeof Remembered>): RememberedRow => ({
  ...{ hash, providerId, amountCents, date, merchantKey },
});
const tupleOf = ({ hash, providerId, amountCents, date, merchantKey }: RememberedRow) => [hash, providerId, amountCents, date, merchantKey];
const DigestItem = z.object({
  window: z.instanceof(Uint8Array),
  pending: z.array(Remembered),
  gone: z.array(Remembered).default([]),
  /** Written since: before, nothing is known of the state it stands on. */
  rv: z.int().default(-1),
  v: z.int(),
});

const CONTENT_BYTES = 8;
const ENTRY_BYTES = WINDOW_KEY_LENGTH + CONTENT_BYTES + 2;
const EPOCH = businessDate("2000-01-01");

const keyOf = (companyId: CompanyId, ordinal: number) => ({ pk: rowPartition(companyId, ordinal), sk: "DIGEST" });

export const digests = (db: Db, companyId: CompanyId) => ({
  async read(ordinal: number): Promise<Digest> {
    const found = await db.get({ Key: keyOf(companyId, ordinal), ConsistentRead: true });
    if (!found) return EMPTY_DIGEST;
    const { window, pending, gone, rv, v } = DigestItem.parse(found);
    return {
      ...{ window: unpacked(window), rowsVersion: rv, version: v },
      pending: pending.map(rowOf),
      gone: gone.map(rowOf),
    };
  },
  /** Replaces the digest if nobody did meanwhile. It only vouches for rows already written, so it is a plain write. */
  write: (ordinal: number, next: Digest): Promise<Outcome> => {
    const { Put } = digestAction(companyId, ordinal, next);
    if (!Put) throw new Error("a digest is written by a put");
    return db.put(Put);
  },
});

function digestAction(companyId: CompanyId, ordinal: number, { window, pending, gone, rowsVersion, version }: Digest): Action {
  const Item = {
    ...keyOf(companyId, ordinal),
    window: packed(window),
    pending: pending.map(tupleOf),
    ...(gone.length > 0 && { gone: gone.map(tupleOf) }),
    ...{ rv: rowsVersion, v: version },
  };
  const condition =
    version === 1
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "v = :v", ExpressionAttributeValues: { ":v": version - 1 } };
  return { Put: { TableName: TABLE, Item, ...condition } };
}

function packed(window: ReadonlyMap<string, WindowEntry>): Uint8Array {
  const bytes = Buffer.alloc(window.size * ENTRY_BYTES);
  let at = 0;
  for (const [key, { content, date }] of window) {
    bytes.write(key, at, WINDOW_KEY_LENGTH, "latin1");
    bytes.write(content, at + WINDOW_KEY_LENGTH, CONTENT_BYTES, "base64url");
    bytes.writeUInt16BE(daysBetween(EPOCH, date), at + WINDOW_KEY_LENGTH + CONTENT_BYTES);
    at += ENTRY_BYTES;
  }
  return bytes;
}

function unpacked(window: Uint8Array): Map<string, WindowEntry> {
  const bytes = Buffer.from(window);
  const entries = new Map<string, WindowEntry>();
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const content = bytes.toString("base64url", at + WINDOW_KEY_LENGTH, at + WINDOW_KEY_LENGTH + CONTENT_BYTES);
    const date = addDays(EPOCH, bytes.readUInt16BE(at + WINDOW_KEY_LENGTH + CONTENT_BYTES));
    entries.set(bytes.toString("latin1", at, at + WINDOW_KEY_LENGTH), { content, date });
  }
  return entries;
}
