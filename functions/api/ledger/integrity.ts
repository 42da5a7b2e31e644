import * as z from "zod";
import { IntegrityReport } from "#domain/ledger/integrity";
import { JobView } from "#runtime/job-view";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { awaitJob, startJob } from "#runtime/start-job";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import { type Job, jobs } from "#store/jobs";
import { readHead } from "#store/ledger-heads";

/** Entries recomputed while the caller waits; a longer year is a job. */
const AT_ONCE_MAX = 5_000;
/** Asked again while it runs, the same check is waited for: among so many of the latest jobs. */
const LATEST_JOBS = 20;
/** Silent for longer, a job is taken for lost. */
const SILENT_MS = 15 * 60_000;
const isRunning = ({ status, updatedAt }: Job, now: Date): boolean =>
  (status === "queued" || status === "running") && now.getTime() - Date.parse(updatedAt) < SILENT_MS;

export const integrityRoute = routesNeeding(
  "table",
  "jobsQueue",
)({
  method: "GET",
  path: "/api/ledger/integrity",
  may: "books:read",
  summary: "Recompute a year's books: chain, numbering, balance, totals against entries; what is wrong, and where",
  query: z.strictObject(YearChoice),
  returns: z.union([
    JobView,
    IntegrityReport.meta({ id: "Integrity", examples: [{ debitCents: 184_213_505, creditCents: 184_213_505, findings: [] }] }),
  ]),
  also: [202],
  refuses: ["year.not_found", "year.ambiguous", "conflict.changed_meanwhile", "queue.unavailable"],
  async handle({ query, ...call }) {
    const { table, actor } = call;
    const year = chosenYear(await companies(table, actor.companyId).years(), query);
    const head = await readHead(table, actor.companyId, year.id);
    if ((head?.lastNumber ?? 0) > AT_ONCE_MAX) {
      const latest = (await jobs(table, actor.companyId).page(LATEST_JOBS, null)).jobs;
      const running = latest.find((job) => isRunning(job, call.now()) && job.input.kind === "integrity" && job.input.yearId === year.id);
      return running ? awaitJob(running, call) : startJob({ kind: "integrity", yearId: year.id }, call);
    }
    const { checkBooks } = await import("#store/integrity");
    return answer(200, await checkBooks(table, actor.companyId, year, async () => undefined));
  },
});
