import * as z from "zod";
import type { CompanyId } from "#domain/ids";
import type { Db } from "./db.ts";

/**
 * Access pattern: a company's token bucket, one item. It holds the instant at which the bucket will be full again (ms since 1970): taking n
 * tokens moves it n intervals on, and it may not lie further ahead than a full bucket. docs/table.md.
 */
export type RateLimit = { readonly perSecond: number; readonly burst: number };
export type Lease = { readonly granted: boolean /** When the bucket is full again. */; readonly fullAt: number };

const keyOf = (companyId: CompanyId) => ({ pk: `COMPANY#${companyId}#RATE`, sk: "BUCKET" });
const Bucket = z.object({ fullAt: z.number() });
/** A bucket nobody drew from for a day is forgotten. */
const IDLE_SECONDS = 86_400;

/** Takes tokens from the company's bucket in one conditional write, two when it was full; not granted = there are too few. */
export async function takeTokens(db: Db, companyId: CompanyId, tokens: number, { perSecond, burst }: RateLimit, now: Date): Promise<Lease> {
  const at = now.getTime();
  const cost = Math.ceil((tokens * 1_000) / perSecond);
  const window = Math.ceil((burst * 1_000) / perSecond);
  const ttl = Math.floor(at / 1_000) + IDLE_SECONDS;
  const begun = await db.update({
    Key: keyOf(companyId),
    UpdateExpression: "SET fullAt = fullAt + :cost, #ttl = :ttl",
    ConditionExpression: "fullAt >= :now and fullAt <= :most",
    ExpressionAttributeNames: { "#ttl": "ttl" },
    ExpressionAttributeValues: { ":cost": cost, ":now": at, ":most": at + window - cost, ":ttl": ttl },
    ReturnValues: "ALL_NEW",
  });
  if (begun.done) return { granted: true, fullAt: Bucket.parse(begun.attributes).fullAt };
  const fresh = await db.update({
    Key: keyOf(companyId),
    UpdateExpression: "SET fullAt = :next, #ttl = :ttl",
    ConditionExpression: "attribute_not_exists(fullAt) or fullAt < :now",
    ExpressionAttributeNames: { "#ttl": "ttl" },
    ExpressionAttributeValues: { ":next": at + cost, ":now": at, ":ttl": ttl },
  });
  return { granted: fresh.done, fullAt: at + (fresh.done ? cost : window) };
}
