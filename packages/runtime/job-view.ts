import * as z from "zod";
import { Instant } from "#domain/dates";
import { JobId } from "#domain/ids";
import { type Job, ValidationResult } from "#store/jobs";

/** A job as the API shows it. */
export const JobView = z
  .object({
    id: JobId,
    kind: z.enum(["validate"]),
    status: z.enum(["queued", "running", "done", "failed"]),
    /** Entries written so far. */
    done: z.int(),
    result: ValidationResult.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: "Job" });

export const jobView = ({ id, input, status, done, result, createdAt, updatedAt }: Job): z.input<typeof JobView> => ({
  id,
  kind: input.kind,
  status,
  done,
  result,
  createdAt,
  updatedAt,
});
