import { instantOf } from "#domain/dates";
import { ApiKeyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { consumer } from "#runtime/worker";
import { type Job, type JobResult, jobs } from "#store/jobs";
import type { ArchiveTools } from "./tools.ts";

/** The function is about to be killed: what is written stays, and another delivery goes on from there. */
class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/** Time kept to hand a job on before the function is killed. */
const RESERVE_MS = 20_000;

/** Runs long work. A job may be delivered twice or killed half-way: what it did stays done, and the next run goes on from there. */
export const runJob = consumer({
  name: "jobs/run",
  queue: "jobs",
  needs: ["table", "jobsQueue", "uploadLinks", "directory", "archives"],
  memoryMb: 1_024,
  timeoutSeconds: 300,
  errorImpact: "Une validation demandée par un comptable, ou une demande de données personnelles, ne se termine pas.",
  async handle({ message, table, jobsQueue, now, newId, receiveCount, receivesMax, remainingMs, ...services }) {
    const { companyId } = message;
    const store = jobs(table, companyId);
    const job = await store.get(message.jobId);
    if (job.status === "done" || job.status === "failed") return;
    const note = (fields: Omit<Parameters<typeof store.note>[1], "updatedAt">) =>
      store.note(job.id, { ...fields, updatedAt: instantOf(now()) });
    await note({ status: "running" });
    const progress = async (done: number) => {
      await note({ done });
      if (remainingMs() < RESERVE_MS) throw new OutOfTime("handed on");
    };
    const doer = { kind: isKey(job.createdBy) ? "key" : "person", id: job.createdBy } as const;
    try {
      const { done, result } = await work(job, { ...services, table, companyId, now, newId, requestId: job.id, doer, progress });
      await note({ status: "done", done, result });
    } catch (error) {
      if (error instanceof OutOfTime) return jobsQueue.send([{ companyId, jobId: job.id }]);
      if (error instanceof Refusal && error.code !== "conflict.changed_meanwhile") return note({ status: "failed", refusal: error.code });
      if (receiveCount >= receivesMax) await note({ status: "failed", ...(error instanceof Refusal ? { refusal: error.code } : {}) });
      throw error;
    }
  },
});

const isKey = (id: Job["createdBy"]): boolean => ApiKeyId.safeParse(id).success;

/** Each kind of work is loaded when it is first asked for. */
async function work({ input, done: before }: Job, tools: ArchiveTools): Promise<{ readonly done: number; readonly result: JobResult }> {
  switch (input.kind) {
    case "validate": {
      const result = await (await import("./validate-years.ts")).validateYears(input, tools);
      return { done: result.entries, result };
    }
    case "close":
      return { done: 1, result: await (await import("./close.ts")).closeYear(input, tools) };
    case "letter": {
      const result = await (await import("./letter.ts")).letterYear(input, tools);
      return { done: result.lines, result };
    }
    case "integrity": {
      const result = await (await import("./check-books.ts")).checkedYear(input, tools);
      return { done: result.entries, result };
    }
    case "audit_verify": {
      const result = await (await import("./verify-audit.ts")).verifiedTrail(input, before, tools);
      return { done: result.checked, result };
    }
    case "privacy_export": {
      const result = await (await import("./privacy-export.ts")).exportedData(tools);
      return { done: result.items, result };
    }
    case "fec_check": {
      const result = await (await import("./fec-check.ts")).checkUploadedFec(input, tools);
      return { done: result.lines, result };
    }
    case "balance_analysis": {
      const result = await (await import("./analyse-balance.ts")).analyseUploadedBalance(input, tools);
      return { done: result.analysisId === null ? 0 : 1, result };
    }
    case "statement_import": {
      const result = await (await import("./import-statement.ts")).importStatement(input, tools);
      return { done: result.rows.read, result };
    }
    case "fec_import": {
      const result = await (await import("./fec-import.ts")).importFec(input, tools);
      return { done: result.imported ? result.importedEntries : 0, result };
    }
  }
}
