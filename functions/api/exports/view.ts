import * as z from "zod";
import { Instant, instantOf, shifted } from "#domain/dates";
import { ExportId, FiscalYearId } from "#domain/ids";
import type { Services } from "#runtime/services";
import type { Export } from "#store/exports";
import {
  EXPORT_KINDS,
  FecOptions,
  FecReportSummary,
  GeneralLedgerOptions,
  TableOptions,
  TransactionsOptions,
  TrialBalanceOptions,
} from "#store/exports-kinds";

const Options = z.union([
  FecOptions.strict(),
  TransactionsOptions.strict(),
  TrialBalanceOptions.strict(),
  GeneralLedgerOptions.strict(),
  TableOptions.strict(),
]);

/** An export as the API shows it. */
export const ExportView = z
  .object({
    id: ExportId,
    kind: z.enum(EXPORT_KINDS),
    status: z.enum(["queued", "running", "done", "failed"]),
    options: Options,
    /** Fiscal year of an accounting export. */
    yearId: FiscalYearId.nullable(),
    /** Whether a FEC is a preview, without its legal name. */
    preview: z.boolean().nullable(),
    fileName: z.string(),
    contentType: z.string(),
    /** Presigned, for a quarter of an hour; null until the file is there, and in lists. */
    url: z.string().nullable(),
    noticeUrl: z.string().nullable(),
    expiresAt: Instant.nullable(),
    sha256: z.string().nullable(),
    bytes: z.int().nullable(),
    /** Lines of data, the header left out. */
    lines: z.int().nullable(),
    report: FecReportSummary.nullable(),
    createdAt: Instant,
  })
  .meta({
    id: "Export",
    examples: [
      {
        ...{ status: "done", preview: false, expiresAt: "2026-11-25T11:15:00.000Z" },
        report: { verdict: "conforme", debitCents: 184_213_505, creditCents: 184_213_505, findings: [] },
      },
      {
        ...{ status: "queued", preview: false, url: null, noticeUrl: null, expiresAt: null },
        ...{ sha256: null, bytes: null, lines: null, report: null },
      },
    ],
  });
type ExportView = z.input<typeof ExportView>;

/** The view of an export with fresh links, when it is done. */
export async function exportView(one: Export, links: Services["documentLinks"], now: Date): Promise<ExportView> {
  const view = listedExport(one);
  if (one.status !== "done") return view;
  const file = await links.linkTo(one.key, one.fileName);
  const notice = one.kind === "fec" ? await links.linkTo(one.noticeKey, one.noticeName) : null;
  return { ...view, url: file.url, noticeUrl: notice?.url ?? null, expiresAt: shifted(instantOf(now), file.expiresInSeconds) };
}

/** The view without links: signing two hundred for a list is most of its work, and few are ever followed. */
export function listedExport(one: Export): ExportView {
  const { id, kind, status, options, fileName, contentType, sha256, bytes, lines, createdAt } = one;
  return {
    ...{ id, kind, status, options, fileName, contentType, sha256, bytes, lines, createdAt },
    yearId: "yearId" in options ? options.yearId : null,
    preview: one.kind === "fec" ? one.content.preview : null,
    report: one.kind === "fec" ? one.report : null,
    ...{ url: null, noticeUrl: null, expiresAt: null },
  };
}
