import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { FiscalYearId } from "#domain/ids";

/** What each kind of export can be asked for, and what its content is pinned to. Options are flat: they are shown on the wire as they are. */

/** How a table is written: separator and byte order mark mean something to a CSV alone, and are null elsewhere. */
const Layout = {
  format: z.enum(["csv", "xlsx"]),
  separator: z.enum(["semicolon", "comma"]).nullable(),
  bom: z.boolean().nullable(),
} as const;
/** Books are also printed. */
const BookLayout = { ...Layout, format: z.enum(["csv", "xlsx", "pdf"]) } as const;

export const FecOptions = z.object({
  yearId: FiscalYearId,
  format: z.enum(["tab", "pipe"]),
  encoding: z.enum(["utf-8", "iso-8859-15"]),
});
export const TransactionsOptions = z.object({
  ...Layout,
  /** Ids separated by commas, in their order; null: every account. */
  accountId: z.string().nullable(),
  from: BusinessDate.nullable(),
  to: BusinessDate.nullable(),
  /** True: only what waits for a category. */
  open: z.boolean(),
  /** Ids separated by commas. What was kept before these filters were there had none of them. */
  categoryId: z.string().nullable().default(null),
  status: z.enum(["booked", "pending", "future"]).nullable().default(null),
  direction: z.enum(["in", "out"]).nullable().default(null),
  minAmountCents: z.int().nullable().default(null),
  maxAmountCents: z.int().nullable().default(null),
  /** Words, without case and accents. */
  q: z.string().nullable().default(null),
  split: z.boolean().nullable().default(null),
  hasAttachment: z.boolean().nullable().default(null),
  transfer: z.boolean().nullable().default(null),
});
export type TransactionsOptions = z.infer<typeof TransactionsOptions>;
export const TableOptions = z.object(Layout);
export type TableOptions = z.infer<typeof TableOptions>;
export const TrialBalanceOptions = z.object({
  ...BookLayout,
  yearId: FiscalYearId,
  through: BusinessDate,
  by: z.enum(["account", "third_party"]).default("account"),
  /** Beside the same day of the year before. */
  compare: z.boolean(),
});
export const GeneralLedgerOptions = z.object({
  ...BookLayout,
  yearId: FiscalYearId,
  from: BusinessDate,
  to: BusinessDate,
  /** One account alone; null: all that moved. */
  account: z.string().nullable(),
});

/** Entries 1 to this number, chained to this hash: the exact content of a FEC. */
export const FecContent = z.object({
  lastNumber: z.int(),
  lastHash: z.string(),
  preview: z.boolean(),
  /** Whether the year before has books: opening entries are then expected. */
  hasPredecessor: z.boolean(),
  /** How often the year's lettering had changed: another lettering is another file. */
  lettering: z.int().default(0),
});
/** Hash of everything the file depends on, as it stood when it was asked for. It never comes back once it has moved. */
export const PinnedContent = z.object({ fingerprint: z.string() });

const Finding = z.object({ code: z.string(), level: z.string(), line: z.int().nullable(), message: z.string() });

/** What the built-in checker says of a FEC. */
export const FecReportSummary = z.object({
  verdict: z.string(),
  lines: z.int(),
  entries: z.int(),
  debitCents: z.int(),
  creditCents: z.int(),
  findings: z.array(Finding),
});
export type FecReportSummary = z.infer<typeof FecReportSummary>;

export const EXPORT_KINDS = ["fec", "transactions", "invoices", "categories", "trial_balance", "general_ledger"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
