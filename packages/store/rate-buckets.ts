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

/**
 * Takes tokens from the company's bucket: one conditional write, two when it was full, and a third when another caller found it full at the
 * same moment. Not granted = there are too few.
 */
export async function takeTokens(db: Db, companyId: CompanyId, tokens: number, { perSecond, burst }: RateLimit, now: Date): Promise<Lease> {
  const at = now.getTime();
  const cost = Math.ceil((tokens * 1_000) / perSecond);
  const window = Math.ceil((burst * 1_000) / perSecond);
  const taking = { db, companyId, at, cost, window, ttl: Math.floor(at / 1_000) + IDLE_SECONDS };
  const fullAt = (await fromBegun(taking)) ?? (await fromFull(taking)) ?? (await fromBegun(taking));
  return fullAt === null ? { granted: false, fullAt: at + window } : { granted: true, fullAt };
}

type Taking = {
  readonly db: Db;
  readonly companyId: CompanyId;
  readonly at: number;
  readonly cost: number;
  readonly window: number;
  readonly ttl: number;
};

/** Out of a bucket that is not full. */
async function fromBegun({ db, companyId, at, cost, window, ttl }: Taking): Promise<number | null> {
  const outcome = await db.update({
    Key: keyOf(companyId),
    UpdateExpression: "SET fullAt = fullAt + :cost, #ttl = :ttl",
    ConditionExpression: "fullAt >= :now and fullAt <= :most",
    ExpressionAttributeNames: { "#ttl": "ttl" },
    ExpressionAttributeValues: { ":cost": cost, ":now": at, ":most": at + window - cost, ":ttl": ttl },
    ReturnValues: "ALL_NEW",
  });
  return outcome.done ? Bucket.parse(outcome.attributes).fullAt : null;
}

/** Out of a full one, or of one nobody drew from yet. */
async function fromFull({ db, companyId, at, cost, ttl }: Taking): Promise<number | null> {
  const outcome = await db.update({
    Key: keyOf(companyId),
    UpdateExpression: "SET fullAt = :next, #ttl = :ttl",
    ConditionExpression: "attribute_not_exists(fullAt) or fullAt < :now",
    ExpressionAttributeNames: { "#ttl": "ttl" },
    ExpressionAttributeValues: { ":next": at + cost, ":now": at, ":ttl": ttl },
  });
  return outcome.done ? at + cost : null;
}
