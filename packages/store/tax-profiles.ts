import * as z from "zod";
import type { CompanyId } from "#domain/ids";
import { TaxProfile, unsaidProfile } from "#tax/profile";
import type { Action, Db } from "./db.ts";
import { inPlaceOf, TABLE } from "./entity.ts";

/** Access pattern: the tax profile of a company, one read; it lies beside the company itself. docs/table.md. */
const Stored = z.object({ profile: TaxProfile, version: z.int() });
export type KeptTaxProfile = z.infer<typeof Stored>;

const keyOf = (companyId: CompanyId) => ({ pk: `COMPANY#${companyId}#COMPANY`, sk: "TAX" });

/** What a company said for tax, and at which version; version 0 when it has said nothing yet. `now` for whoever is about to change it. */
export async function taxProfileOf(db: Db, companyId: CompanyId, when: "lately" | "now" = "lately"): Promise<KeptTaxProfile> {
  const found = await db.get({ Key: keyOf(companyId), ConsistentRead: when === "now" });
  return found ? Stored.parse(found) : { profile: unsaidProfile(), version: 0 };
}

/** Puts a profile at the version after the one that was read. */
export const putTaxProfileAction = (companyId: CompanyId, profile: TaxProfile, read: number): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...keyOf(companyId), profile, version: read + 1 },
    ...inPlaceOf(read),
  },
});
