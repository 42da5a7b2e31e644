import { STORED_STATEMENT_BYTES_MAX } from "#documents/statements/limits";
import { instantOf } from "#domain/dates";
import { ActorId } from "#domain/ids";
import { carryOut } from "#runtime/statements/carry-out";
import { tooLarge } from "#runtime/statements/flaws";
import { readFor, type SentFile } from "#runtime/statements/plan";
import { knownReport, unreadableReport } from "#runtime/statements/report";
import { tryOut } from "#runtime/statements/try-out";
import type { JobInput } from "#store/jobs";
import type { StatementImport } from "#store/statement-imports";
import { uploads } from "#store/uploads";
import type { FileTools } from "./tools.ts";

type Input = Extract<JobInput, { kind: "statement_import" }>;

/** Imports an uploaded statement. A run killed half-way goes on after the rows that are noted; one delivered twice finds everything done. */
export async function importStatement({ uploadId, accountId, isConfirmed, dryRun }: Input, tools: FileTools): Promise<StatementImport> {
  const { table, companyId } = tools;
  const read = await readFor(await storedFile(uploadId, tools), { table, companyId, accountId, isConfirmed });
  if (read.kind === "known") return read.endedBy === tools.requestId ? read.report : knownReport(read.report);
  if (read.kind === "unreadable") return unreadableReport(accountId, read.file, read.sha256, read.reading);
  if (dryRun) return tryOut(read.plan, tools);
  return carryOut(read.plan, { ...tools, createdBy: ActorId.parse(tools.doer.id) });
}

async function storedFile(id: Input["uploadId"], { table, companyId, uploadLinks, now }: FileTools): Promise<SentFile> {
  const { key, bytes, fileName } = await uploads(table, companyId).get(id, instantOf(now()), uploadLinks.size);
  if (bytes > STORED_STATEMENT_BYTES_MAX) throw tooLarge(STORED_STATEMENT_BYTES_MAX);
  const whole = Buffer.alloc(bytes);
  let read = 0;
  for await (const chunk of uploadLinks.read(key, { bytesMax: bytes })) {
    whole.set(chunk, read);
    read += chunk.byteLength;
  }
  return { bytes: whole.subarray(0, read), fileName };
}
