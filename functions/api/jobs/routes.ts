import * as z from "zod";
import { instantOf, shifted } from "#domain/dates";
import { JobId } from "#domain/ids";
import { JobView, jobView } from "#runtime/job-view";
import { listOf, listQuery } from "#runtime/list";
import { waitSeconds } from "#runtime/request";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { until } from "#runtime/until";
import { jobs } from "#store/jobs";

const route = routesNeeding("table", "jobsQueue");

/** A job still queued after this was perhaps never sent: asking for it sends it again, which is harmless. */
const FORGOTTEN_SECONDS = 30;

const get = route({
  method: "GET",
  path: "/api/jobs/{job_id}",
  may: "books:read",
  summary: "A job: progress and result; `Prefer: wait=20` waits for its end",
  params: z.object({ jobId: JobId }),
  returns: JobView,
  refuses: ["job.not_found"],
  async handle({ params, actor, request, table, jobsQueue, now }) {
    const store = jobs(table, actor.companyId);
    const job = await store.get(params.jobId);
    const forgotten = job.status === "queued" && job.updatedAt < shifted(instantOf(now()), -FORGOTTEN_SECONDS);
    if (forgotten) await jobsQueue.send([{ companyId: actor.companyId, jobId: job.id }]);
    const ended = await until(waitSeconds(request.headers), request, async () => {
      const current = await store.get(params.jobId);
      return current.status === "done" || current.status === "failed" ? current : null;
    });
    return jobView(ended ?? job);
  },
});

const list = route({
  method: "GET",
  path: "/api/jobs",
  may: "books:read",
  summary: "Jobs, newest first",
  query: listQuery({}),
  returns: listOf(JobView),
  async handle({ query, actor, table, cursors }) {
    const page = await jobs(table, actor.companyId).page(query.limit, cursors.open(z.string()));
    return { data: page.jobs.map(jobView), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

export const jobsApi = resource("jobs", [get, list]);
