import * as z from "zod";
import type { ToldDeadline } from "#domain/alerts/deadline-news";
import { BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { alertsPartition } from "./alert-actions.ts";
import type { Action, Db } from "./db.ts";
import { inPlaceOf, TABLE } from "./entity.ts";

/**
 * Access pattern: which coming deadlines a company was told, and how far ahead: one small read that spares a quiet day every look at the alerts
 * themselves. Written with them, on the version that was read, so that two rounds at once never tell the same. docs/table.md.
 */
const Told = z.object({
  told: z.array(z.object({ subject: z.string(), dueOn: BusinessDate, days: z.int() })),
  version: z.int(),
});
export type KeptDeadlines = { readonly told: readonly ToldDeadline[]; readonly version: number };

const keyOf = (companyId: CompanyId) => ({ pk: alertsPartition(companyId), sk: "TAX" });

/** Version 0 when nothing was told yet. `now` for whoever lost a race. */
export async function toldDeadlines(db: Db, companyId: CompanyId, when: "lately" | "now"): Promise<KeptDeadlines> {
  const found = await db.get({ Key: keyOf(companyId), ConsistentRead: when === "now" });
  return found ? Told.parse(found) : { told: [], version: 0 };
}

/** What is told now, in place of what was read. */
export const toldAction = (companyId: CompanyId, told: readonly ToldDeadline[], read: number): Action & { readonly Put: object } => ({
  Put: {
    TableName: TABLE,
    Item: { ...keyOf(companyId), told: told.map((one) => ({ ...one })), version: read + 1 },
    ...inPlaceOf(read),
  },
});
