import * as z from "zod";
import { AuditVerification } from "#domain/audit/check";
import { BusinessDate, Instant } from "#domain/dates";
import { AccountId, ActorId, AnalysisId, type CompanyId, FiscalYearId, JobId, PrivacyFileId, UploadId } from "#domain/ids";
import { AccountNumber } from "#domain/ledger/entry";
import { IntegrityReport } from "#domain/ledger/integrity";
import { Refusal } from "#domain/refusals";
import { AnalysisFacts } from "#tax/analysis/analysis-facts";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { noteUnlessDone } from "./note.ts";
import { StatementImport } from "./statement-imports.ts";

/** What is known of a foreign FEC beside its bytes; null where nobody said. */
const FecFacts = { startsOn: BusinessDate.nullable(), endsOn: BusinessDate.nullable(), siren: z.string().nullable() } as const;
const FecImportOptions = {
  /** `history`: every entry of the year; `opening`: the balances it closed with, to open the year after. */
  mode: z.enum(["history", "opening"]),
  dryRun: z.boolean(),
  /** Accounts of the file to be kept under another number here. */
  accounts: z.array(z.object({ from: AccountNumber, to: AccountNumber })),
} as const;

/** What was said of a balance; `analysisId`: what it will be kept under, however often the job runs. */
const BalanceOptions = {
  analysisId: AnalysisId,
  startsOn: BusinessDate.nullable(),
  endsOn: BusinessDate.nullable(),
  said: AnalysisFacts,
  dryRun: z.boolean(),
} as const;

const JobInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("validate"), through: BusinessDate, yearIds: z.array(FiscalYearId).max(100) }),
  z.object({ kind: z.literal("close"), yearId: FiscalYearId, acceptSuspense: z.boolean() }),
  z.object({ kind: z.literal("letter"), yearId: FiscalYearId, account: z.string().nullable() }),
  z.object({ kind: z.literal("integrity"), yearId: FiscalYearId }),
  z.object({ kind: z.literal("audit_verify"), fromSequence: z.int() }),
  z.object({ kind: z.literal("privacy_export") }),
  z.object({ kind: z.literal("fec_check"), uploadId: UploadId, ...FecFacts }),
  z.object({ kind: z.literal("balance_analysis"), uploadId: UploadId, ...BalanceOptions }),
  z.object({
    kind: z.literal("statement_import"),
    uploadId: UploadId,
    accountId: AccountId,
    isConfirmed: z.boolean(),
    dryRun: z.boolean(),
  }),
  z.object({ kind: z.literal("fec_import"), uploadId: UploadId, ...FecFacts, ...FecImportOptions }),
]);
export type JobInput = z.infer<typeof JobInput>;

export const JOB_KINDS = [
  "validate",
  "close",
  "letter",
  "integrity",
  "audit_verify",
  "privacy_export",
  "fec_check",
  "fec_import",
  "balance_analysis",
  "statement_import",
] as const;

/** What a finished validation tells. */
export const ValidationResult = z.object({
  entries: z.int(),
  unidentified: z.int(),
  through: BusinessDate,
  lastNumbers: z.array(z.object({ yearId: FiscalYearId, lastNumber: z.int() })),
});
export type ValidationResult = z.infer<typeof ValidationResult>;

/** What a finished closing tells: the closing entry's number (null when nothing was to clear), the result, the year opened after it. */
export const ClosingResult = z.object({
  closedYearId: FiscalYearId,
  closingNumber: z.int().nullable(),
  resultCents: z.int(),
  openedYearId: FiscalYearId,
  openingNumber: z.int().nullable(),
});
export type ClosingResult = z.infer<typeof ClosingResult>;

/** What a finished lettering tells: groups made, lines in them. */
export const LetteringResult = z.object({ yearId: FiscalYearId, groups: z.int(), lines: z.int() });
export type LetteringResult = z.infer<typeof LetteringResult>;

const Finding = z.object({ code: z.string(), level: z.string(), line: z.int().nullable(), message: z.string() });

/** What the checker says of a file: every rule broken with its count, and the first findings in full. Money in EUR cents. */
export const FecCheck = z.object({
  verdict: z.enum(["conforme", "conforme_avec_anomalies", "non_conforme"]),
  lines: z.int(),
  entries: z.int(),
  debitCents: z.int(),
  creditCents: z.int(),
  charset: z.string().nullable(),
  counts: z.array(z.object({ code: z.string(), level: z.string(), count: z.int() })),
  findings: z.array(Finding),
});
export type FecCheck = z.infer<typeof FecCheck>;

/** What became of an import. Nothing was written when `imported` is false: because of `problems`, or because it was a dry run. */
export const FecImport = z.object({
  mode: z.enum(["history", "opening"]),
  imported: z.boolean(),
  yearId: FiscalYearId.nullable(),
  importedEntries: z.int(),
  importedLines: z.int(),
  /** Closing entries of the file: ours are made when the year is closed. */
  closingEntriesLeftOut: z.int(),
  /** Entries that repeat the other journals: with them everything would count twice. */
  centralisationEntriesLeftOut: z.int(),
  letterings: z.int(),
  problems: z.array(z.object({ code: z.string(), line: z.int(), message: z.string() })),
  problemCount: z.int(),
  check: FecCheck,
});
export type FecImport = z.infer<typeof FecImport>;

/** What became of a balance that was uploaded: the analysis kept, or why there is none. On a dry run there is none either way. */
export const BalanceAnalysis = z.object({
  analysisId: AnalysisId.nullable(),
  problemCount: z.int(),
  balanceProblems: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })),
});
export type BalanceAnalysis = z.infer<typeof BalanceAnalysis>;

/** The archive of a company's data: which making of it, its fingerprint, and the items it holds. */
export const PrivacyExport = z.object({
  fileId: PrivacyFileId,
  fileName: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  items: z.int(),
});
export type PrivacyExport = z.infer<typeof PrivacyExport>;

export const JobResult = z.union([
  ValidationResult,
  ClosingResult,
  LetteringResult,
  IntegrityReport,
  AuditVerification,
  PrivacyExport,
  FecImport,
  FecCheck,
  BalanceAnalysis,
  StatementImport,
]);
export type JobResult = z.infer<typeof JobResult>;

/** A long piece of work: resumable, repeatable, with progress anyone may read. */
export const Job = z.object({
  id: JobId,
  input: JobInput,
  status: z.enum(["queued", "running", "done", "failed"]),
  /** Why it failed, when the caller can do something about it. */
  refusal: z.string().exactOptional(),
  done: z.int(),
  result: JobResult.nullable(),
  createdBy: ActorId,
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

/** Access patterns: job by id · jobs of a company, newest first (ids sort by time). docs/table.md. */
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
  async note(id: JobId, fields: Partial<Pick<Job, "status" | "done" | "result" | "refusal">> & Pick<Job, "updatedAt">): Promise<void> {
    await noteUnlessDone(db, keyOf(companyId, id), fields);
  },
});
