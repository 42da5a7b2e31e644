import * as z from "zod";
import { BusinessDate, Instant } from "../dates.ts";
import { FiscalYearId } from "../ids.ts";
import { Cents, Currency } from "../money.ts";

/** A PCG account number, padded to six digits; own and imported sub-accounts may be longer. Its first three characters are digits. */
export const AccountNumber = z
  .string()
  .regex(/^[1-9]\d{2}[0-9A-Z]{3,17}$/)
  .brand<"AccountNumber">();
export type AccountNumber = z.infer<typeof AccountNumber>;

/**
 * Journals: VE sales, AC purchases, OD miscellaneous, AN opening, CL closing (never in the FEC), BQ1, BQ2 ... one per bank account. Books
 * taken over from another program keep their own codes.
 */
export const JournalCode = z
  .string()
  .regex(/^[0-9A-Z][0-9A-Z._-]{0,9}$/)
  .brand<"JournalCode">();
export type JournalCode = z.infer<typeof JournalCode>;

/**
 * What an entry was made from: `bank` = one bank row (its public id); `correction` = what a bank row became after it was booked;
 * `manual` = a person; `reversal` = another entry (its public id); `opening` = balances brought forward; `closing` = a year's end;
 * `import` = another program's FEC; the others are business documents. An entry's key is its source: nothing is booked twice.
 */
export const EntrySource = z.object({
  kind: z.enum([
    ...["bank", "correction", "manual", "reversal", "opening", "closing", "import"],
    ...["invoice", "payment", "payroll", "asset", "tax"],
  ] as const),
  id: z.string().min(1).max(80),
});
export type EntrySource = z.infer<typeof EntrySource>;

/** Auxiliary account of a third party: stable short code and the name as printed (columns 7 and 8 of the FEC). */
export const ThirdParty = z.object({ code: z.string().regex(/^[0-9A-Za-z._/-]{1,20}$/), name: z.string().min(1).max(80) });
export type ThirdParty = z.infer<typeof ThirdParty>;

/** Lines of one entry at most: an imported payroll or opening entry is long, a person's is shorter (`MANUAL_LINES_MAX`). */
export const ENTRY_LINES_MAX = 10_000;
export const MANUAL_LINES_MAX = 1_000;

/** One line: an amount >= 0 in EUR cents on one side of one account. */
export const EntryLine = z.object({
  account: AccountNumber,
  accountLabel: z.string().min(1).max(120),
  thirdParty: ThirdParty.exactOptional(),
  label: z.string().min(1).max(200),
  side: z.enum(["debit", "credit"]),
  amountCents: Cents,
  foreign: z.object({ amountCents: Cents, currency: Currency }).exactOptional(),
  vat: z.object({ ratePpm: z.int(), box: z.string().max(8), baseCents: Cents }).exactOptional(),
  lettering: z.object({ code: z.string().max(8), on: BusinessDate }).exactOptional(),
});
export type EntryLine = z.infer<typeof EntryLine>;

/** An entry before validation: derived on demand for bank rows, it has no number and may still change. */
export const DraftEntry = z.object({
  source: EntrySource,
  journal: JournalCode,
  journalLabel: z.string().min(1).max(60),
  /** EcritureDate: the booking date, inside the fiscal year. */
  date: BusinessDate,
  pieceRef: z.string().min(1).max(60),
  pieceDate: BusinessDate,
  label: z.string().min(1).max(200),
  lines: z.array(EntryLine).min(2).max(ENTRY_LINES_MAX),
  /** Things an accountant should look at, by code. */
  warnings: z.array(z.enum(["unidentified", "vat_included", "late"])).max(4),
  /** The entry this one puts right, when it does. */
  corrects: EntrySource.exactOptional(),
});
export type DraftEntry = z.infer<typeof DraftEntry>;

/** A validated entry: numbered, dated, chained; it never changes again (PCG art. 1031-3). */
export const Entry = DraftEntry.extend({
  yearId: FiscalYearId,
  /** EcritureNum: one gapless sequence per fiscal year. */
  number: z.int().min(1),
  /** ValidDate: never earlier than the entry before it. */
  validatedOn: BusinessDate,
  validatedAt: Instant,
  /** SHA-256 (hex) of the previous entry's hash and this entry's canonical form. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Entry = z.infer<typeof Entry>;

/** Debit and credit totals of lines, EUR cents. They are equal in every entry. */
export function totalsOf(lines: readonly EntryLine[]): { readonly debitCents: number; readonly creditCents: number } {
  let debitCents = 0;
  let creditCents = 0;
  for (const line of lines) {
    if (line.side === "debit") debitCents += line.amountCents;
    else creditCents += line.amountCents;
  }
  return { debitCents, creditCents };
}

/** Throws when an entry does not balance or holds a negative amount: asserted before writing and after reading (PCG art. 1031-1). */
export function assertBalanced(entry: Pick<DraftEntry, "lines" | "source">): void {
  const { debitCents, creditCents } = totalsOf(entry.lines);
  if (debitCents !== creditCents || debitCents <= 0) throw new Error(`entry of ${entry.source.kind} ${entry.source.id} does not balance`);
  if (entry.lines.some((line) => line.amountCents < 0))
    throw new Error(`entry of ${entry.source.kind} ${entry.source.id} has a negative line`);
}
