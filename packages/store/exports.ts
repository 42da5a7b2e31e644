import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, ExportId, FiscalYearId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { noteUnlessDone } from "./note.ts";

/** Access pattern: export by id; the id is a hash of what it contains, so the same question is the same object. docs/table.md. */
const Finding = z.object({ code: z.string(), level: z.string(), line: z.int().nullable(), message: z.string() });

/** What the built-in checker says of the file. */
export const FecReportSummary = z.object({
  verdict: z.string(),
  lines: z.int(),
  entries: z.int(),
  debitCents: z.int(),
  creditCents: z.int(),
  findings: z.array(Finding),
});
export type FecReportSummary = z.infer<typeof FecReportSummary>;

export const Export = z.object({
  id: ExportId,
  kind: z.literal("fec"),
  status: z.enum(["queued", "done", "failed"]),
  yearId: FiscalYearId,
  /** Entries 1 to this number, chained to this hash: the file's exact content. */
  lastNumber: z.int(),
  lastHash: z.string(),
  preview: z.boolean(),
  /** Whether the year before has books: opening entries are then expected. */
  hasPredecessor: z.boolean(),
  separator: z.enum(["tab", "pipe"]),
  fileName: z.string(),
  key: z.string(),
  noticeKey: z.string(),
  noticeName: z.string(),
  sha256: z.string().nullable(),
  bytes: z.int().nullable(),
  report: FecReportSummary.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Export = z.infer<typeof Export>;

const keyOf = (companyId: CompanyId, id: ExportId) => ({ pk: `COMPANY#${companyId}#EXPORTS`, sk: id });

export const newExportAction = (companyId: CompanyId, one: Export): Action => ({
  Put: { TableName: TABLE, Item: { ...keyOf(companyId, one.id), ...one }, ConditionExpression: "attribute_not_exists(pk)" },
});

export const exports = (db: Db, companyId: CompanyId) => ({
  async find(id: ExportId): Promise<Export | null> {
    const found = await db.get({ Key: keyOf(companyId, id), ConsistentRead: true });
    return found ? Export.parse(found) : null;
  },
  async get(id: ExportId): Promise<Export> {
    const found = await this.find(id);
    if (!found) throw new Refusal("export.not_found");
    return found;
  },
  /** Notes what the worker made, or that it failed. A finished export stays as it is. */
  async note(
    id: ExportId,
    fields: Partial<Pick<Export, "status" | "sha256" | "bytes" | "report">> & Pick<Export, "updatedAt">,
  ): Promise<void> {
    await noteUnlessDone(db, keyOf(companyId, id), fields);
  },
});
