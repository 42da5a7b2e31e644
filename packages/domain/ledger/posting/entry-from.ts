import type { BusinessDate } from "../../dates.ts";
import { cents } from "../../money.ts";
import { paddedAccount } from "../account-number.ts";
import { accountLabel } from "../chart.ts";
import { takesThirdParty } from "../chart-accounts.ts";
import {
  assertBalanced,
  type DraftEntry,
  ENTRY_LINES_MAX,
  type EntryLine,
  type EntrySource,
  JournalCode,
  type ThirdParty,
} from "../entry.ts";
import type { FiscalYear } from "../fiscal-year.ts";
import { cleanLabel } from "../label.ts";

/** What an entry is made from, and the fiscal year whose chart it follows. */
export type PostingContext = { readonly source: EntrySource; readonly year: Pick<FiscalYear, "startsOn" | "endsOn"> };

/** What every business fact carries: the booking date, the voucher and what the books say about it. `pieceDate` is `date` unless told. */
export type Voucher = {
  readonly date: BusinessDate;
  readonly pieceRef: string;
  readonly pieceDate?: BusinessDate | undefined;
  readonly label: string;
};

export type EntryHeader = Voucher & { readonly journal: string; readonly journalLabel: string };

/** One line before it is an entry line: an account of two digits or more, an amount in EUR cents (zero: the line is dropped). */
export type PostingLine = {
  readonly account: string;
  readonly side: EntryLine["side"];
  readonly amountCents: number;
  readonly accountLabel?: string | undefined;
  readonly label?: string | undefined;
  readonly thirdParty?: ThirdParty | undefined;
  readonly foreign?: EntryLine["foreign"] | undefined;
  readonly vat?: EntryLine["vat"] | undefined;
};

type LineDetails = Omit<PostingLine, "account" | "side" | "amountCents">;

const ACCOUNT_LABEL_MAX = 100;
const JOURNAL_LABEL_MAX = 60;
const PIECE_REF_MAX = 60;

export const debit = (account: string, amountCents: number, more: LineDetails = {}): PostingLine => ({
  ...more,
  ...{ account, side: "debit", amountCents },
});

export const credit = (account: string, amountCents: number, more: LineDetails = {}): PostingLine => ({
  ...more,
  ...{ account, side: "credit", amountCents },
});

/** The same lines on the other side: an error or a return is put right by a reversal, never by a negative amount (PCG art. 1031-3). */
export const flipped = (lines: readonly PostingLine[]): PostingLine[] =>
  lines.map((line) => ({ ...line, side: line.side === "debit" ? "credit" : "debit" }));

/**
 * The generic builder every posting goes through: pads accounts, names them in the chart of the year, cleans labels, drops zero lines
 * and puts debits first, as the books are read. Throws RangeError on a date outside the year, a negative or broken amount, a malformed
 * account, a third party on an account that takes none or an empty label; Error when the entry does not balance or is of nothing.
 */
export function entryFrom(lines: readonly PostingLine[], header: EntryHeader, { source, year }: PostingContext): DraftEntry {
  const { date } = header;
  const name = `entry of ${source.kind} ${source.id}`;
  if (date < year.startsOn || date > year.endsOn) throw new RangeError(`${name} falls outside its fiscal year: ${date}`);
  const label = filled(header.label, `${name} has no label`);
  const built = lines.filter(({ amountCents }) => amountCents !== 0).map((line) => lineFrom(line, label, year.startsOn));
  if (built.length > ENTRY_LINES_MAX) throw new RangeError(`${name} has ${built.length} lines, more than ${ENTRY_LINES_MAX}`);
  const entry: DraftEntry = {
    source,
    journal: JournalCode.parse(header.journal),
    journalLabel: filled(header.journalLabel, `${name} has no journal label`, JOURNAL_LABEL_MAX),
    date,
    pieceRef: filled(header.pieceRef, `${name} has no voucher reference`, PIECE_REF_MAX),
    pieceDate: header.pieceDate ?? date,
    label,
    lines: [...built.filter(({ side }) => side === "debit"), ...built.filter(({ side }) => side === "credit")],
    warnings: [],
  };
  assertBalanced(entry);
  return entry;
}

function lineFrom(line: PostingLine, entryLabel: string, yearStartsOn: BusinessDate): EntryLine {
  const account = paddedAccount(line.account);
  const { thirdParty, foreign, vat, side } = line;
  if (line.amountCents < 0) throw new RangeError(`negative amount on ${account}: ${line.amountCents}`);
  if (thirdParty && !takesThirdParty(account)) throw new RangeError(`account ${account} takes no third party`);
  return {
    account,
    accountLabel: cleanLabel(line.accountLabel ?? "", ACCOUNT_LABEL_MAX) || accountLabel(account, yearStartsOn),
    ...(thirdParty && { thirdParty }),
    label: cleanLabel(line.label ?? "") || entryLabel,
    side,
    amountCents: cents(line.amountCents),
    ...(foreign && { foreign }),
    ...(vat && { vat }),
  };
}

function filled(text: string, otherwise: string, maximum?: number): string {
  const clean = cleanLabel(text, maximum);
  if (clean === "") throw new RangeError(otherwise);
  return clean;
}
