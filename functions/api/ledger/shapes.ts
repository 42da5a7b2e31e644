import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import { FiscalYearId } from "#domain/ids";
import { AccountNumber, DraftEntry, type Entry, EntryLine, EntrySource, ThirdParty, totalsOf } from "#domain/ledger/entry";
import { EntryId, entryIdOf } from "#domain/ledger/entry-id";
import { Cents } from "#domain/money";
import { RENT_BOOKED, RENT_DRAFT } from "./examples.ts";

const Line = z.object({
  account: AccountNumber,
  accountLabel: z.string(),
  thirdParty: ThirdParty.nullable(),
  label: z.string(),
  debitCents: Cents,
  creditCents: Cents,
  /** The amount in its own currency, when the line was written in another than euros. */
  foreign: EntryLine.shape.foreign.unwrap().nullable(),
});

/** An entry as the API shows it: a draft has no number, no validation date and no hash. */
export const EntryView = z
  .object({
    id: EntryId,
    status: z.enum(["draft", "validated"]),
    source: EntrySource,
    number: z.int().nullable(),
    journal: z.string(),
    journalLabel: z.string(),
    date: BusinessDate,
    pieceRef: z.string(),
    pieceDate: BusinessDate,
    label: z.string(),
    lines: z.array(Line),
    debitCents: Cents,
    creditCents: Cents,
    warnings: DraftEntry.shape.warnings,
    /** The entry this one puts right. */
    corrects: EntryId.nullable(),
    validatedOn: BusinessDate.nullable(),
    validatedAt: Instant.nullable(),
    hash: z.string().nullable(),
  })
  .meta({ id: "Entry", examples: [RENT_BOOKED, RENT_DRAFT] });

/** The view of a draft or of a validated entry. */
export function entryView(entry: DraftEntry | Entry): z.input<typeof EntryView> {
  const { source, journal, journalLabel, date, pieceRef, pieceDate, label, warnings } = entry;
  const validated = "number" in entry ? entry : null;
  const lines = entry.lines.map(({ account, accountLabel, thirdParty, side, amountCents, ...line }) => ({
    ...{ account, accountLabel, label: line.label },
    thirdParty: thirdParty ?? null,
    foreign: line.foreign ?? null,
    debitCents: side === "debit" ? amountCents : 0,
    creditCents: side === "credit" ? amountCents : 0,
  }));
  return {
    ...{ source, journal, journalLabel, date, pieceRef, pieceDate, label, lines, warnings },
    ...totalsOf(entry.lines),
    id: entryIdOf(source),
    corrects: entry.corrects ? entryIdOf(entry.corrects) : null,
    status: validated ? "validated" : "draft",
    number: validated?.number ?? null,
    validatedOn: validated?.validatedOn ?? null,
    validatedAt: validated?.validatedAt ?? null,
    hash: validated?.hash ?? null,
  };
}

export const YearView = z
  .object({
    id: FiscalYearId,
    startsOn: BusinessDate,
    endsOn: BusinessDate,
    status: z.enum(["open", "closed"]),
    lastNumber: z.int(),
    validatedThrough: BusinessDate.nullable(),
    /** Nothing more is booked on this day or before it. */
    lockedThrough: BusinessDate.nullable(),
  })
  .meta({
    id: "FiscalYear",
    examples: [
      { status: "open" },
      { startsOn: "2027-01-01", endsOn: "2027-12-31", status: "open", lastNumber: 0, validatedThrough: null, lockedThrough: null },
    ],
  });
