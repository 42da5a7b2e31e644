import type { AuditVerification } from "#domain/audit/check";
import { instantOf } from "#domain/dates";
import { verifyTrail } from "#store/audit-check";
import { feedHead } from "#store/feed-head";
import type { JobInput } from "#store/jobs";
import type { JobTools } from "./tools.ts";

/** Entries between two notes of progress. */
const STEP = 5_000;

/** Checks a trail too long to be checked while somebody waits. Taken up again, it goes on after the `before` entries already found good. */
export async function verifiedTrail(
  { fromSequence }: Extract<JobInput, { kind: "audit_verify" }>,
  before: number,
  { table, companyId, progress, now }: Pick<JobTools, "table" | "companyId" | "progress" | "now">,
): Promise<AuditVerification> {
  const head = await feedHead(table, companyId);
  const onEntry = async (checked: number) => {
    if (checked % STEP === 0) await progress(checked);
  };
  return verifyTrail(table, companyId, { fromSequence, before, head, now: instantOf(now()), onEntry });
}
