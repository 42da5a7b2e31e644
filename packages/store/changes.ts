import * as z from "zod";
import type { CompanyId } from "#domain/ids";
import type { Db, Outcome } from "./db.ts";
import { TABLE } from "./entity.ts";

/** Access patterns: head of a company's change feed · changes in order. Written by the projector alone. docs/table.md. */
const Head = z.object({ sequence: z.int(), streamSequence: z.string() });
export type FeedHead = z.infer<typeof Head>;

export type Change = {
  readonly eventId: string;
  readonly type: string;
  readonly at: string;
  readonly doer: unknown;
  readonly requestId: string;
  readonly objects: unknown;
};

const CHANGE_DAYS = 396;
const headKey = (companyId: CompanyId) => ({ pk: `COMPANY#${companyId}#CHANGES`, sk: "HEAD" });
const sequenceText = (sequence: number): string => String(sequence).padStart(12, "0");

export async function feedHead(db: Db, companyId: CompanyId): Promise<FeedHead | null> {
  const found = await db.get({ Key: headKey(companyId), ConsistentRead: true });
  return found ? Head.parse(found) : null;
}

/** Appends changes after the head read, in one transaction; not done = another projector was faster. */
export function appendChanges(
  db: Db,
  companyId: CompanyId,
  head: FeedHead | null,
  changes: readonly Change[],
  streamSequence: string,
): Promise<Outcome> {
  const from = head?.sequence ?? 0;
  const move = {
    Update: {
      TableName: TABLE,
      Key: headKey(companyId),
      UpdateExpression: "SET #sequence = :next, streamSequence = :stream",
      ConditionExpression: head ? "#sequence = :from" : "attribute_not_exists(pk)",
      ExpressionAttributeNames: { "#sequence": "sequence" },
      ExpressionAttributeValues: { ":next": from + changes.length, ":stream": streamSequence, ...(head && { ":from": from }) },
    },
  };
  const puts = changes.map((change, index) => ({
    Put: {
      TableName: TABLE,
      Item: {
        pk: headKey(companyId).pk,
        sk: `C#${sequenceText(from + index + 1)}`,
        ...change,
        ttl: Math.floor(Date.parse(change.at) / 1_000) + CHANGE_DAYS * 86_400,
      },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  }));
  return db.transact([move, ...puts]);
}
