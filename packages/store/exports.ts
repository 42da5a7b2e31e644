import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, ExportId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";
import {
  type ExportKind,
  FecContent,
  FecOptions,
  FecReportSummary,
  GeneralLedgerOptions,
  PinnedContent,
  TableOptions,
  TransactionsOptions,
  TrialBalanceOptions,
} from "./exports-kinds.ts";
import { noteUnlessDone } from "./note.ts";

/**
 * Access patterns: export by id · exports newest first · exports of a kind newest first. The id is a hash of question, content and
 * options, so the same question is the same object. docs/table.md.
 */
const Common = {
  id: ExportId,
  status: z.enum(["queued", "running", "done", "failed"]),
  fileName: z.string(),
  /** Where the file is meant to lie; once it is done, where it lies. */
  key: z.string(),
  contentType: z.string(),
  sha256: z.string().nullable(),
  bytes: z.int().nullable(),
  /** Lines of data in the file, its header left out. */
  lines: z.int().nullable(),
  createdAt: Instant,
  /** When it was last queued, begun or ended. */
  updatedAt: Instant,
} as const;

const FecExport = z.object({
  kind: z.literal("fec"),
  options: FecOptions,
  content: FecContent,
  noticeKey: z.string(),
  noticeName: z.string(),
  report: FecReportSummary.nullable(),
  ...Common,
});

/** One file asked for: what it is, what it is pinned to, where it lies and, once made, its fingerprint and counts. */
export const Export = z.discriminatedUnion("kind", [
  FecExport,
  z.object({ kind: z.literal("transactions"), options: TransactionsOptions, content: PinnedContent, ...Common }),
  z.object({ kind: z.literal("invoices"), options: TableOptions, content: PinnedContent, ...Common }),
  z.object({ kind: z.literal("categories"), options: TableOptions, content: PinnedContent, ...Common }),
  z.object({ kind: z.literal("trial_balance"), options: TrialBalanceOptions, content: PinnedContent, ...Common }),
  z.object({ kind: z.literal("general_ledger"), options: GeneralLedgerOptions, content: PinnedContent, ...Common }),
]);
export type Export = z.infer<typeof Export>;
export type ExportOf<Kind extends ExportKind> = Extract<Export, { readonly kind: Kind }>;

/** What a worker learns when it has made a file, and where it put it. */
export type Made = Written & { readonly lines: number; readonly report?: FecReportSummary };
export type Written = { readonly key: string; readonly sha256: string; readonly bytes: number };

const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#EXPORTS`;
const keyOf = (companyId: CompanyId, id: ExportId) => ({ pk: partition(companyId), sk: id });

/** Puts an export once; not done = the same question was asked before. */
export function newExportAction(companyId: CompanyId, one: Export): Action {
  const place = `${one.createdAt}#${one.id}`;
  const indexes = {
    ...{ gsi1pk: `${partition(companyId)}#L`, gsi1sk: place },
    ...{ gsi2pk: `${partition(companyId)}#K#${one.kind}`, gsi2sk: place },
  };
  return {
    Put: { TableName: TABLE, Item: { ...keyOf(companyId, one.id), ...indexes, ...one }, ConditionExpression: "attribute_not_exists(pk)" },
  };
}

type Page = { readonly limit: number; readonly before: string | null; readonly kind: ExportKind | null };

export const exports = (db: Db, companyId: CompanyId) => ({
  async find(id: ExportId): Promise<Export | null> {
    const found = await db.get({ Key: keyOf(companyId, id), ConsistentRead: true });
    return found ? exportOf(found) : null;
  },
  async get(id: ExportId): Promise<Export> {
    const found = await this.find(id);
    if (!found) throw new Refusal("export.not_found");
    return found;
  },
  /** Exports newest first, of one kind or of all. `next` is where the following page begins, or null at the end. */
  async page({ limit, before, kind }: Page): Promise<{ readonly exports: readonly Export[]; readonly next: string | null }> {
    const [index, own] = kind === null ? (["gsi1", "#L"] as const) : (["gsi2", `#K#${kind}`] as const);
    const { items, next } = await db.query({
      IndexName: index,
      KeyConditionExpression: "#pk = :pk and #sk < :before",
      ExpressionAttributeNames: { "#pk": `${index}pk`, "#sk": `${index}sk` },
      ExpressionAttributeValues: { ":pk": `${partition(companyId)}${own}`, ":before": before ?? "~" },
      ScanIndexForward: false,
      Limit: limit,
    });
    return { exports: items.map(exportOf), next: next ? String(next[`${index}sk`]) : null };
  },
  /** Notes where it stands. A finished export stays as it is. */
  async note(id: ExportId, fields: Pick<Export, "status" | "updatedAt">): Promise<void> {
    await noteUnlessDone(db, keyOf(companyId, id), fields);
  },
  /** Queues it again as it was read; false when somebody else did, or it moved on. */
  async requeue({ id, status, updatedAt }: Export, at: Instant): Promise<boolean> {
    const { done } = await db.update({
      Key: keyOf(companyId, id),
      UpdateExpression: "SET #status = :queued, updatedAt = :at",
      ConditionExpression: "#status = :status and updatedAt = :read",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":queued": "queued", ":at": at, ":status": status, ":read": updatedAt },
    });
    return done;
  },
  /** Notes what the worker made; said twice, the first time counts. */
  async finish(id: ExportId, made: Made, updatedAt: Instant): Promise<void> {
    await noteUnlessDone(db, keyOf(companyId, id), { ...made, status: "done", updatedAt });
  },
});

const exportOf = (item: Item): Export => Export.parse("options" in item ? item : ofFirstShape(item));

/** The first shape knew the FEC alone, its options and content side by side; such items have no index entry, so no list shows them. */
function ofFirstShape({ yearId, separator, lastNumber, lastHash, preview, hasPredecessor, ...common }: Item): Item {
  return {
    ...common,
    options: { yearId, format: separator, encoding: "utf-8" },
    content: { lastNumber, lastHash, preview, hasPredecessor },
    contentType: "text/plain; charset=utf-8",
    lines: FecReportSummary.nullable().parse(common["report"])?.lines ?? null,
  };
}
