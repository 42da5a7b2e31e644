import type { IntegrityReport } from "#domain/ledger/integrity";
import { Refusal } from "#domain/refusals";
import { companies } from "#store/companies";
import { checkBooks } from "#store/integrity";
import type { JobInput } from "#store/jobs";
import type { JobTools } from "./tools.ts";

/** Recomputes a year too long to be recomputed while somebody waits. */
export async function checkedYear(
  { yearId }: Extract<JobInput, { kind: "integrity" }>,
  { table, companyId, progress }: JobTools,
): Promise<IntegrityReport> {
  const year = (await companies(table, companyId).years()).find(({ id }) => id === yearId);
  if (!year) throw new Refusal("year.not_found");
  return checkBooks(table, companyId, year, progress);
}
