import * as z from "zod";
import { Instant } from "#domain/dates";
import { JobId } from "#domain/ids";
import { JOB_KINDS, type Job, JobResult } from "#store/jobs";

/** A job as the API shows it. */
export const JobView = z
  .object({
    id: JobId,
    kind: z.enum(JOB_KINDS),
    status: z.enum(["queued", "running", "done", "failed"]),
    /** Code of the refusal a failed job ended with, when the caller can do something about it. */
    refusal: z.string().nullable(),
    /** Entries (or lines) handled so far. */
    done: z.int(),
    result: JobResult.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({
    id: "Job",
    examples: [
      { kind: "validate", status: "done", done: 214, result: { entries: 214, unidentified: 2 } },
      { kind: "validate", status: "queued", done: 0, result: null },
    ],
  });

export const jobView = ({ id, input, status, refusal, done, result, createdAt, updatedAt }: Job): z.input<typeof JobView> => ({
  id,
  kind: input.kind,
  status,
  refusal: refusal ?? null,
  done,
  result,
  createdAt,
  updatedAt,
});
