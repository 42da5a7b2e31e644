import * as z from "zod";
import { AuditVerification } from "#domain/audit/check";
import { instantOf } from "#domain/dates";
import { JobView } from "#runtime/job-view";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { startJob } from "#runtime/start-job";
import { verifyTrail } from "#store/audit-check";
import { feedHead } from "#store/feed-head";

const FromSequence = z.coerce.number().int().min(1).default(1).meta({ description: "First entry that is checked." });

/** Entries checked while the caller waits, half a megabyte or so; a longer part of the trail is a job. */
const AT_ONCE_MAX = 2_000;

const WHOLE = { ok: true, checked: 1_842, firstBroken: null, lastSequence: 1_842, missing: [] };

export const verifyAudit = routesNeeding(
  "table",
  "jobsQueue",
)({
  method: "GET",
  path: "/api/audit/verify",
  may: "audit:read",
  summary:
    "Recompute the hash chain of the audit trail from a sequence on: does it hold, where does it break first, and is every recent event in it",
  query: z.strictObject({ fromSequence: FromSequence }),
  returns: z.union([JobView, AuditVerification.meta({ id: "AuditVerification", examples: [WHOLE] })]),
  also: [202],
  refuses: ["queue.unavailable"],
  async handle({ query, ...call }) {
    const { table, actor, now } = call;
    const { fromSequence } = query;
    const head = await feedHead(table, actor.companyId);
    if ((head?.sequence ?? 0) - fromSequence >= AT_ONCE_MAX) return startJob({ kind: "audit_verify", fromSequence }, call);
    return answer(200, await verifyTrail(table, actor.companyId, { fromSequence, head, now: instantOf(now()) }));
  },
});
