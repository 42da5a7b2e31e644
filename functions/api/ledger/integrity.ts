import * as z from "zod";
import { IntegrityReport } from "#domain/ledger/integrity";
import { JobView } from "#runtime/job-view";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { startJob } from "#runtime/start-job";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import { readHead } from "#store/ledger-heads";

/** Entries recomputed while the caller waits; a longer year is a job. */
const AT_ONCE_MAX = 5_000;

export const integrityRoute = routesNeeding(
  "table",
  "jobsQueue",
)({
  method: "GET",
  path: "/api/ledger/integrity",
  may: "books:read",
  summary: "Recompute a year's books: chain, numbering, balance, totals against entries; what is wrong, and where",
  query: z.strictObject(YearChoice),
  returns: z.union([JobView, IntegrityReport.meta({ id: "Integrity" })]),
  also: [202],
  refuses: ["year.not_found", "year.ambiguous", "conflict.changed_meanwhile", "queue.unavailable"],
  async handle({ query, ...call }) {
    const { table, actor } = call;
    const year = chosenYear(await companies(table, actor.companyId).years(), query);
    const head = await readHead(table, actor.companyId, year.id);
    if ((head?.lastNumber ?? 0) > AT_ONCE_MAX) return startJob({ kind: "integrity", yearId: year.id }, call);
    const { checkBooks } = await import("#store/integrity");
    return answer(200, await checkBooks(table, actor.companyId, year, async () => undefined));
  },
});
