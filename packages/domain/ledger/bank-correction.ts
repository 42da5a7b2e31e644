import * as z from "zod";
import type { Account } from "../banking/account.ts";
import type { BankRow } from "../banking/row.ts";
import { BusinessDate, type Month, monthOf } from "../dates.ts";
import { TransactionId } from "../ids.ts";
import { Cents, cents } from "../money.ts";
import { bankAccountNumber } from "./account-number.ts";
import { bankNames } from "./bank-entry.ts";
import { isBookable } from "./bookable.ts";
import { AccountNumber, type DraftEntry, EntrySource, ThirdParty } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { RECLASSIFICATION, REVERSAL } from "./journals.fr.ts";
import { cleanLabel } from "./label.ts";
import { credit, debit, entryFrom, type PostingLine } from "./posting/entry-from.ts";
import { JOURNALS } from "./posting/journals.fr.ts";

/** A signed amount on an account that is not the bank's: money in stands at its credit. */
const BookedPart = z.object({
  account: AccountNumber,
  accountLabel: z.string(),
  thirdParty: ThirdParty.exactOptional(),
  amountCents: Cents,
});
type BookedPart = z.infer<typeof BookedPart>;

/**
 * What the books hold of one bank row, after its entry and every correction of it. `live` is false once it was reversed. `month` is
 * the row's month as the books know it, `generation` the number of corrections so far, `source` the last entry that says so.
 */
export const BookedRow = z.object({
  rowId: TransactionId,
  generation: z.int().min(0),
  live: z.boolean(),
  /** The other side of the entry, an account once: more than one account when the row is split. They add up to the row. */
  parts: z.array(BookedPart).min(1),
  /** Signed, out is negative. */
  amountCents: Cents,
  date: BusinessDate,
  pieceDate: BusinessDate,
  month: z.string(),
  source: EntrySource,
});
export type BookedRow = z.infer<typeof BookedRow>;

/** The side of an entry that is not the bank's, by account; what adds up to nothing on an account is not there. */
function otherParts({ lines }: Pick<DraftEntry, "lines">, bankAccount: string): BookedPart[] {
  const parts = new Map<string, BookedPart>();
  for (const { account, accountLabel, thirdParty, side, amountCents } of lines) {
    if (account === bankAccount) continue;
    const signed = (parts.get(account)?.amountCents ?? 0) + (side === "credit" ? amountCents : -amountCents);
    parts.set(account, { account, accountLabel, ...(thirdParty && { thirdParty }), amountCents: cents(signed) });
  }
  return [...parts.values()].filter(({ amountCents }) => amountCents !== 0);
}

/** What the books hold of a row right after its own entry. The row's date is the voucher of a late entry, else the entry's. */
export function bookedBy(entry: DraftEntry, rowId: TransactionId, bankAccount: string, rowDate: BusinessDate): BookedRow {
  const parts = otherParts(entry, bankAccount);
  if (parts.length === 0) throw new Error("a bank entry has another side");
  const amountCents = cents(parts.reduce((sum, part) => sum + part.amountCents, 0));
  return {
    ...{ rowId, generation: 0, live: true, parts, amountCents },
    ...{ date: rowDate, pieceDate: entry.pieceDate, month: monthOf(rowDate), source: entry.source },
  };
}

export type Correction = {
  /** Entries that put the books right, in order; none when they agree already, or when another year's books are to be put right. */
  readonly entries: readonly DraftEntry[];
  /** What the books hold afterwards. */
  readonly after: BookedRow;
  /** Nothing is left to correct, in this year or another. */
  readonly settled: boolean;
};

export type CorrectionFacts = {
  readonly booked: BookedRow;
  readonly row: BankRow;
  readonly account: Account;
  readonly today: BusinessDate;
  /** The year at hand. */
  readonly year: Pick<FiscalYear, "startsOn" | "endsOn">;
  /** Where an operation of a day is booked, when that is in the year at hand; null when it is in another. */
  readonly place: (day: BusinessDate) => BusinessDate | null;
  /** The entry the row would make, booked on a day of the year at hand. */
  readonly wanted: (date: BusinessDate) => DraftEntry;
};

/**
 * What a bank row became after it was booked, as entries: another
 * category or split moves amounts between accounts (OD); another
 * amount or day reverses what was booked and books it right; a row the bank took back is reversed. A change of label never touches
 * the books. A row that came back alive is booked again. Entries of one year at a time: a row the bank moved across New Year is
 * reversed in one and booked in the other.
 */
export function correctionOf(facts: CorrectionFacts): Correction {
  const { booked, row, account, today } = facts;
  const bookable = isBookable(row, account, today);
  if (!booked.live) return bookable ? bookedAgain(facts, booked, []) : { entries: [], after: booked, settled: true };
  const moved = row.amountCents !== booked.amountCents || row.date !== booked.date;
  if (bookable && !moved) return reclassified(facts);
  const back = reversed(facts, !bookable);
  return bookable && back.entries.length > 0 ? bookedAgain(facts, back.after, back.entries) : back;
}

const waiting = ({ booked }: CorrectionFacts): Correction => ({ entries: [], after: booked, settled: false });

/** The header and context of a row's next correction. */
function nextOf({ booked, row, year }: CorrectionFacts, date: BusinessDate, title: string) {
  const generation = booked.generation + 1;
  const label = `${title} ${cleanLabel(row.label) || cleanLabel(row.rawLabel)}`;
  const source: EntrySource = { kind: "correction", id: `${booked.rowId}~${generation}` };
  const voucher = { date, pieceRef: booked.rowId, pieceDate: booked.pieceDate, label };
  return { generation, voucher, context: { source, year } };
}

/** A correction of a shut period is late, like the operation it corrects would be. */
const lateness = (date: BusinessDate, booked: BookedRow): DraftEntry["warnings"] => (date > booked.date ? ["late"] : []);

/** Part of an entry: a signed amount moved onto an account, or off it when that is negative. Money in stands at the credit of its account. */
function posted({ account, accountLabel, thirdParty, amountCents }: BookedPart): PostingLine {
  return amountCents > 0
    ? credit(account, amountCents, { accountLabel, thirdParty })
    : debit(account, -amountCents, { accountLabel, thirdParty });
}

const negated = (part: BookedPart): BookedPart => ({ ...part, amountCents: cents(-part.amountCents) });

function reversed(facts: CorrectionFacts, settled: boolean): Correction {
  const { booked, account } = facts;
  const date = facts.place(booked.date);
  if (date === null) return waiting(facts);
  const { generation, voucher, context } = nextOf(facts, date, REVERSAL);
  const bank = bankNames({ ordinal: account.ordinal, name: account.ledgerName });
  const ours = { account: bank.account, accountLabel: bank.label, amountCents: booked.amountCents };
  const lines = [posted(ours), ...booked.parts.map(negated).map(posted)];
  const header = { ...voucher, journal: bank.journal, journalLabel: bank.journalLabel };
  const entry: DraftEntry = { ...entryFrom(lines, header, context), warnings: lateness(date, booked), corrects: booked.source };
  return { entries: [entry], after: { ...booked, generation, live: false, source: entry.source }, settled };
}

function bookedAgain(facts: CorrectionFacts, from: BookedRow, before: readonly DraftEntry[]): Correction {
  const { row, wanted, account } = facts;
  const date = facts.place(row.date);
  if (date === null) return { entries: before, after: from, settled: false };
  const generation = from.generation + 1;
  const source: EntrySource = { kind: "correction", id: `${from.rowId}~${generation}` };
  const right: DraftEntry = { ...wanted(date), source, corrects: from.source };
  const after = { ...bookedBy(right, from.rowId, bankAccountNumber(account.ordinal), row.date), generation };
  return { entries: [...before, right], after, settled: true };
}

function reclassified(facts: CorrectionFacts): Correction {
  const { booked, account } = facts;
  const date = facts.place(booked.date);
  if (date === null) return waiting(facts);
  const wanted = otherParts(facts.wanted(date), bankAccountNumber(account.ordinal));
  const moves = movesBetween(booked.parts, wanted);
  if (moves.length === 0) return { entries: [], after: booked, settled: true };
  const { generation, voucher, context } = nextOf(facts, date, RECLASSIFICATION);
  const made = entryFrom(moves.map(posted), { ...voucher, ...JOURNALS.miscellaneous }, context);
  const entry: DraftEntry = { ...made, warnings: lateness(date, booked), corrects: booked.source };
  const held = new Map(booked.parts.map((part) => [part.account, part]));
  const parts = wanted.map((part) => ({ ...(held.get(part.account) ?? part), amountCents: part.amountCents }));
  return { entries: [entry], after: { ...booked, parts, generation, source: entry.source }, settled: true };
}

/** What each account gains, or loses, so that the books hold what is wanted. On an account they hold already, the third party they know stays. */
function movesBetween(held: readonly BookedPart[], wanted: readonly BookedPart[]): BookedPart[] {
  const moves = new Map(wanted.map((part) => [part.account, part]));
  for (const part of held)
    moves.set(part.account, { ...part, amountCents: cents((moves.get(part.account)?.amountCents ?? 0) - part.amountCents) });
  return [...moves.values()].filter(({ amountCents }) => amountCents !== 0);
}

/** Change of a row's month in the head's counters when a correction moves it. */
export function monthMoves(before: BookedRow, after: BookedRow): ReadonlyMap<Month, number> {
  const moves = new Map<Month, number>();
  if (before.live) moves.set(before.month, -1);
  if (after.live) moves.set(after.month, (moves.get(after.month) ?? 0) + 1);
  return new Map([...moves].filter(([, count]) => count !== 0));
}
