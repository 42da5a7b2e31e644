import { earliest, instantOf } from "#domain/dates";
import type { MessageOn } from "#runtime/messages";
import { consumer } from "#runtime/worker";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { type Job, jobs, type ValidationResult } from "#store/jobs";
import { validateYear } from "./validate.ts";

/** Runs long work. A job may be delivered twice or killed half-way: what it did stays done, and the next run goes on from there. */
export const runJob = consumer({
  name: "jobs/run",
  queue: "jobs",
  needs: ["table"],
  memoryMb: 1_024,
  timeoutSeconds: 300,
  errorImpact: "Une validation demandée par un comptable ne se termine pas.",
  async handle({ message, table, now, newId, receiveCount, receivesMax }) {
    const store = jobs(table, message.companyId);
    const job = await store.get(message.jobId);
    if (job.status === "done" || job.status === "failed") return;
    await store.note(job.id, { status: "running", updatedAt: instantOf(now()) });
    try {
      const result = await validate(job, message, {
        table,
        now,
        newId,
        progress: (done) => store.note(job.id, { done, updatedAt: instantOf(now()) }),
      });
      await store.note(job.id, { status: "done", done: result.entries, result, updatedAt: instantOf(now()) });
    } catch (error) {
      if (receiveCount >= receivesMax) await store.note(job.id, { status: "failed", updatedAt: instantOf(now()) });
      throw error;
    }
  },
});

type Tools = {
  readonly table: Db;
  readonly now: () => Date;
  readonly newId: Parameters<typeof validateYear>[0]["newId"];
  readonly progress: (done: number) => Promise<void>;
};

/** Years in order: a year's entries never depend on a later one's. */
async function validate({ input, createdBy, id }: Job, { companyId }: MessageOn<"jobs">, tools: Tools): Promise<ValidationResult> {
  const years = await companies(tools.table, companyId).years();
  const total = { entries: 0, unidentified: 0 };
  const lastNumbers: ValidationResult["lastNumbers"] = [];
  for (const year of years.filter((one) => input.yearIds.includes(one.id))) {
    const through = earliest(input.through, year.endsOn);
    const before = total.entries;
    const done = await validateYear({
      ...tools,
      companyId,
      year,
      through,
      requestId: id,
      doerId: createdBy,
      progress: (written) => tools.progress(before + written),
    });
    total.entries += done.entries;
    total.unidentified += done.unidentified;
    lastNumbers.push({ yearId: year.id, lastNumber: done.lastNumber });
  }
  return { ...total, through: input.through, lastNumbers };
}
