import * as z from "zod";
import { Instant, instantOf, shifted } from "#domain/dates";
import { JobId, type NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { accepted, answer, type Reply, seeOther } from "#runtime/reply";
import { type HttpRequest, prefersJson, waitSeconds } from "#runtime/request";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { until } from "#runtime/until";
import { type Job, jobs, newJobAction, PrivacyExport } from "#store/jobs";
import { commit } from "#store/outbox";
import { archiveKey, type LatestExport, latestExportAction, privacyFiles } from "#store/privacy-files";

/** An archive answers for an hour; after that the question makes a new one. */
const FRESH_SECONDS = 3_600;
/** A job still queued after this was perhaps never sent: sending again is harmless. */
const FORGOTTEN_SECONDS = 30;
/** Silent for longer than a worker may run with all its tries, a job is taken for lost. */
const SILENT_SECONDS = 1_800;

const ExportView = z
  .object({
    jobId: JobId,
    status: z.enum(["queued", "running", "done", "failed"]),
    fileName: z.string().nullable(),
    /** Presigned, for a quarter of an hour; null until the archive is there. */
    url: z.string().nullable(),
    expiresAt: Instant.nullable(),
    sha256: z.string().nullable(),
    bytes: z.int().nullable(),
    /** Records in the archive. */
    items: z.int().nullable(),
    createdAt: Instant,
  })
  .meta({
    id: "PrivacyExport",
    examples: [
      {
        ...{ status: "done", fileName: "donnees-atelier-horizon-2026-11-25.zip", items: 18_204, expiresAt: "2026-11-25T11:15:00.000Z" },
        url: "https://documents.example.com/privacy/donnees-atelier-horizon-2026-11-25.zip?X-Amz-Signature=1f90",
      },
      { status: "queued", fileName: null, url: null, expiresAt: null, sha256: null, bytes: null, items: null },
    ],
  });

type Call = Pick<Services, "table" | "jobsQueue" | "documentLinks"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

export const exportData = routesNeeding(
  "table",
  "jobsQueue",
  "documentLinks",
)({
  method: "GET",
  path: "/api/privacy/export",
  may: "privacy:write",
  summary: "Everything the company has, in one archive: 202 while it is made, then 303 to it, or JSON when that is preferred",
  returns: ExportView,
  also: [202, 303],
  refuses: ["export.failed", "conflict.changed_meanwhile", "queue.unavailable"],
  async handle(call) {
    const latest = await privacyFiles(call.table, call.actor.companyId).latest();
    const job = (await currentJob(latest, call)) ?? (await startedJob(latest, call));
    return answerFor(await endOf(job, call), call);
  },
});

/** The latest request, unless its archive is old or removed, or its job failed or was lost. */
async function currentJob(latest: LatestExport | null, { table, jobsQueue, actor, now }: Call): Promise<Job | null> {
  if (!latest) return null;
  const { companyId } = actor;
  const [job, files] = await Promise.all([jobs(table, companyId).get(latest.jobId), privacyFiles(table, companyId).all()]);
  const since = (seconds: number) => job.updatedAt >= shifted(instantOf(now()), -seconds);
  if (job.status === "queued" && !since(FORGOTTEN_SECONDS)) await jobsQueue.send([{ companyId, jobId: job.id }]);
  if (job.status === "queued" || job.status === "running") return since(SILENT_SECONDS) ? job : null;
  if (job.status === "failed" || !since(FRESH_SECONDS)) return null;
  const { fileId } = PrivacyExport.parse(job.result);
  return files.some((file) => file.fileId === fileId) ? job : null;
}

/** Asks the worker; of two who ask at once, one starts the job and both wait for it. */
async function startedJob(latest: LatestExport | null, call: Call): Promise<Job> {
  const { table, jobsQueue, actor, request, now, newId } = call;
  const { companyId } = actor;
  const at = instantOf(now());
  const id = newId("job");
  const job: Job = {
    ...{ id, input: { kind: "privacy_export" }, status: "queued", done: 0, result: null },
    ...{ createdBy: actor.id, createdAt: at, updatedAt: at },
  };
  const event = { id: newId("event"), type: "privacy.export_requested", at, doer: doerOf(actor), requestId: request.requestId } as const;
  const actions = [newJobAction(companyId, job), latestExportAction(companyId, latest, { jobId: id, requestedAt: at })];
  if (!(await commit(table, companyId, actions, { ...event, objects: [{ id }] })).done) {
    const theirs = await currentJob(await privacyFiles(table, companyId).latest(), call);
    if (!theirs) throw new Refusal("conflict.changed_meanwhile");
    return theirs;
  }
  await jobsQueue.send([{ companyId, jobId: id }]);
  return job;
}

async function endOf(job: Job, { table, actor, request }: Call): Promise<Job> {
  if (job.status === "done" || job.status === "failed") return job;
  const ended = await until(waitSeconds(request.headers), request, async () => {
    const current = await jobs(table, actor.companyId).get(job.id);
    return current.status === "done" || current.status === "failed" ? current : null;
  });
  return ended ?? job;
}

async function answerFor({ id, status, result, createdAt }: Job, { actor, request, documentLinks, now }: Call): Promise<Reply> {
  if (status === "failed") throw new Refusal("export.failed");
  const nothing = { fileName: null, url: null, expiresAt: null, sha256: null, bytes: null, items: null };
  if (status !== "done") return accepted("/api/privacy/export", { jobId: id, status, createdAt, ...nothing }, 2);
  const { fileId, fileName, sha256, bytes, items } = PrivacyExport.parse(result);
  const link = await documentLinks.linkTo(archiveKey(actor.companyId, fileId, fileName), fileName);
  if (!prefersJson(request.headers)) return seeOther(link.url);
  const expiresAt = shifted(instantOf(now()), link.expiresInSeconds);
  return answer(200, { jobId: id, status, fileName, url: link.url, expiresAt, sha256, bytes, items, createdAt });
}
