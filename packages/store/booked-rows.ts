import type { CompanyId, TransactionId } from "#domain/ids";
import { BookedRow } from "#domain/ledger/bank-correction";
import { type Action, BATCH_GET_MAX, type Db, type Item } from "./db.ts";
import { TABLE } from "./entity.ts";

/** Access pattern: what the books hold of a row after its corrections (one read). docs/table.md. */
const bookedKey = (companyId: CompanyId, rowId: TransactionId) => ({ pk: `COMPANY#${companyId}#BOOKED`, sk: rowId });

/** What the books hold of rows that were corrected before. Strongly consistent. */
export async function correctedRows(
  db: Db,
  companyId: CompanyId,
  ids: readonly TransactionId[],
): Promise<ReadonlyMap<TransactionId, BookedRow>> {
  const found = new Map<TransactionId, BookedRow>();
  for (let at = 0; at < ids.length; at += BATCH_GET_MAX)
    for (const item of await db.batchGet(ids.slice(at, at + BATCH_GET_MAX).map((id) => bookedKey(companyId, id)))) {
      const booked = BookedRow.parse({ ...item, parts: item["parts"] ?? [wholeOf(item)], rowId: item["sk"] });
      found.set(booked.rowId, booked);
    }
  return found;
}

/** The one part of a note of before rows could be split. */
const wholeOf = ({ account, accountLabel, thirdParty, amountCents }: Item): unknown => ({
  ...{ account, accountLabel, amountCents },
  ...(thirdParty !== undefined && { thirdParty }),
});

/**
 * Notes what the books hold of a row after a correction, if no other correction came between. `before` is null for the first note of a
 * row booked on another day than its own.
 */
export function bookedRowAction(companyId: CompanyId, before: BookedRow | null, { rowId, ...after }: BookedRow): Action {
  const condition = before
    ? {
        ConditionExpression: before.generation === 0 ? "attribute_not_exists(pk) or generation = :generation" : "generation = :generation",
        ExpressionAttributeValues: { ":generation": before.generation },
      }
    : { ConditionExpression: "attribute_not_exists(pk)" };
  return { Put: { TableName: TABLE, Item: { ...bookedKey(companyId, rowId), ...after }, ...condition } };
}
