import * as z from "zod";
import type { ChainEnd } from "#domain/audit/chain";
import type { CompanyId } from "#domain/ids";
import type { Db } from "./db.ts";

/**
 * Access pattern: end of a company's chain of events. It lies apart from the entries, which nobody may change, so that a chain cut at its
 * end is seen too. Written by the projector alone. docs/table.md.
 */
const FeedHead = z.object({ sequence: z.int(), hash: z.string(), streamSequence: z.string() });

/** The last entry, and the place in the table's stream up to which events were taken. */
export type FeedHead = z.infer<typeof FeedHead>;

const keyOf = (companyId: CompanyId) => ({ pk: `COMPANY#${companyId}#FEED`, sk: "HEAD" });

export async function feedHead(db: Db, companyId: CompanyId): Promise<FeedHead | null> {
  const found = await db.get({ Key: keyOf(companyId), ConsistentRead: true });
  return found ? FeedHead.parse(found) : null;
}

/** Moves the head that was read (null: none yet) to a new end; false = another projector was faster. */
export async function moveFeedHead(db: Db, companyId: CompanyId, read: FeedHead | null, end: ChainEnd & FeedHead): Promise<boolean> {
  const { done } = await db.update({
    Key: keyOf(companyId),
    UpdateExpression: "SET #sequence = :sequence, #hash = :hash, streamSequence = :stream",
    ConditionExpression: read ? "#sequence = :read" : "attribute_not_exists(pk)",
    ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
    ExpressionAttributeValues: {
      ...{ ":sequence": end.sequence, ":hash": end.hash, ":stream": end.streamSequence },
      ...(read && { ":read": read.sequence }),
    },
  });
  return done;
}
