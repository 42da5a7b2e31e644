import { instantOf } from "#domain/dates";
import type { JobId, NewId } from "#domain/ids";
import { type Job, type JobInput, jobs, newJobAction } from "#store/jobs";
import { commit } from "#store/outbox";
import { type Actor, doerOf } from "./actor.ts";
import { jobView } from "./job-view.ts";
import { answer, type Reply } from "./reply.ts";
import { type HttpRequest, waitSeconds } from "./request.ts";
import type { Services } from "./services.ts";
import { until } from "./until.ts";

type Asking = Pick<Services, "table" | "jobsQueue"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

/** Starts a job and answers 202 with its address, or 200 with its result when the caller waits and it ends in time. */
export async function startJob(input: JobInput, { table, jobsQueue, actor, request, now, newId }: Asking): Promise<Reply> {
  const { companyId } = actor;
  const at = instantOf(now());
  const job: Job = { id: newId("job"), input, status: "queued", done: 0, result: null, createdBy: actor.id, createdAt: at, updatedAt: at };
  const doer = doerOf(actor);
  const event = { id: newId("event"), type: "job.created", at, doer, requestId: request.requestId, objects: [{ id: job.id }] } as const;
  await commit(table, companyId, [newJobAction(companyId, job)], event);
  await jobsQueue.send([{ companyId, jobId: job.id }]);
  return awaitJob(job, { table, actor, request });
}

/** Answers for a job that was started: 200 with its result when the caller waits and it ends in time, otherwise 202 with its address. */
export async function awaitJob(job: Job, { table, actor, request }: Pick<Asking, "table" | "actor" | "request">): Promise<Reply> {
  const ended = await until(waitSeconds(request.headers), request, async () => {
    const current = await jobs(table, actor.companyId).get(job.id);
    return current.status === "done" || current.status === "failed" ? current : null;
  });
  const headers = { location: `/api/jobs/${job.id}`, ...(ended ? {} : { "retry-after": "2" }) };
  return answer(ended ? 200 : 202, jobView(ended ?? job), { headers });
}

/** The same for a job known by its id alone. */
export const awaitedJob = async (id: JobId, asking: Pick<Asking, "table" | "actor" | "request">): Promise<Reply> =>
  awaitJob(await jobs(asking.table, asking.actor.companyId).get(id), asking);
