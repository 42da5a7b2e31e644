import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import { type CompanyId, FiscalYearId, JobId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { noteUnlessDone } from "./note.ts";

/** Access patterns: job by id · jobs of a company, newest first (ids sort by time). docs/table.md. */
const JobInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("validate"), through: BusinessDate, yearIds: z.array(FiscalYearId).max(24) }),
]);

/** What a finished validation tells. */
export const ValidationResult = z.object({
  entries: z.int(),
  unidentified: z.int(),
  through: BusinessDate,
  lastNumbers: z.array(z.object({ yearId: FiscalYearId, lastNumber: z.int() })),
});
export type ValidationResult = z.infer<typeof ValidationResult>;

/** A long piece of work: resumable, repeatable, with progress anyone may read. */
export const Job = z.object({
  id: JobId,
  input: JobInput,
  status: z.enum(["queued", "running", "done", "failed"]),
  done: z.int(),
  result: ValidationResult.nullable(),
  createdBy: PersonId,
  createdAt: Instant,
  updatedAt: Instant,
});
export type Job = z.infer<typeof Job>;

const JOB_DAYS = 396;
const keyOf = (companyId: CompanyId, id: JobId) => ({ pk: `COMPANY#${companyId}#JOBS`, sk: id });

export const newJobAction = (companyId: CompanyId, job: Job): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...keyOf(companyId, job.id), ...job, ttl: Math.floor(Date.parse(job.createdAt) / 1_000) + JOB_DAYS * 86_400 },
    ConditionExpression: "attribute_not_exists(pk)",
  },
});

export const jobs = (db: Db, companyId: CompanyId) => ({
  async get(id: JobId): Promise<Job> {
    const found = await db.get({ Key: keyOf(companyId, id), ConsistentRead: true });
    if (!found) throw new Refusal("job.not_found");
    return Job.parse(found);
  },
  async page(limit: number, before: string | null): Promise<{ readonly jobs: readonly Job[]; readonly next: string | null }> {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk < :before",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": keyOf(companyId, JobId.parse("job_00000000000000000000000000")).pk, ":before": before ?? "~" },
      ScanIndexForward: false,
      Limit: limit,
    });
    return { jobs: items.map((item) => Job.parse(item)), next: next ? String(next["sk"]) : null };
  },
  /** Notes progress or an end. A finished job stays finished. */
  async note(id: JobId, fields: Partial<Pick<Job, "status" | "done" | "result">> & Pick<Job, "updatedAt">): Promise<void> {
    await noteUnlessDone(db, keyOf(companyId, id), fields);
  },
});
