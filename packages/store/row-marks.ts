import * as z from "zod";
import { type BankRow, transactionId } from "#domain/banking/row";
import { Instant } from "#domain/dates";
import { type CompanyId, TransactionId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { pagesOf, wholePartition } from "./pages.ts";

/**
 * Access pattern: bank rows changed since they may have been booked (marks, one query). A mark is written with the change itself, so no change of a booked row is ever missed. docs/table.md.
 */
const Mark = z.object({ rowId: TransactionId, rowVersion: z.int(), at: Instant });
export type Mark = z.infer<typeof Mark>;

const markPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#MARKS`;

/** Marks a changed row for the books, at the version it gets. */
export const markAction = (companyId: CompanyId, row: BankRow): Action => ({
  Put: { TableName: TABLE, Item: { pk: markPartition(companyId), sk: transactionId(row), rowVersion: row.version, at: row.updatedAt } },
});

/** Takes a mark away unless the row changed again. */
export const unmarkAction = (companyId: CompanyId, { rowId, rowVersion }: Mark): Action => ({
  Delete: {
    TableName: TABLE,
    Key: { pk: markPartition(companyId), sk: rowId },
    ConditionExpression: "rowVersion = :version",
    ExpressionAttributeValues: { ":version": rowVersion },
  },
});

/** Marks read at once, and in all: a company with more changed rows than that is told it has corrections waiting. */
const PAGE_MARKS = 2_000;
const MARKS_MAX = 40_000;

/** Rows changed since they may have been booked, by id. Strongly consistent. */
export async function marks(db: Db, companyId: CompanyId): Promise<ReadonlyMap<TransactionId, Mark>> {
  const found = new Map<TransactionId, Mark>();
  for await (const items of pagesOf(db, { ...wholePartition(markPartition(companyId)), Limit: PAGE_MARKS })) {
    for (const item of items) {
      const mark = Mark.parse({ ...item, rowId: item["sk"] });
      found.set(mark.rowId, mark);
    }
    if (found.size >= MARKS_MAX) break;
  }
  return found;
}
