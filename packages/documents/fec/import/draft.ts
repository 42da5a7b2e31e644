import type { BusinessDate } from "#domain/dates";
import { accountLabel } from "#domain/ledger/chart";
import type { DraftEntry, EntryLine, EntrySource } from "#domain/ledger/entry";
import { cleanLabel } from "#domain/ledger/label";
import { Currency, cents } from "#domain/money";
import { euros } from "../checks/entry.ts";
import { journalKind } from "../checks/journals.ts";
import { accountNumber, auxiliaryCode, journalCode, letteringCode } from "./codes.ts";
import type { FecEntry, FecEntryLine, FecProblem } from "./fec-entry.ts";

/** Lengths the books allow (see `DraftEntry`). */
const MAX = { journalLabel: 60, pieceRef: 60, accountLabel: 120, partyName: 80 } as const;

/** What the entry is booked as: its source, which is its key, and the first day of its fiscal year, which tells the chart of accounts. */
export type DraftContext = { readonly source: EntrySource; readonly yearStartsOn: BusinessDate };

/** The entry as the books hold it, or every reason why it cannot be booked. */
export type DraftOfFec =
  | { readonly draft: DraftEntry; readonly problems: readonly [] }
  | { readonly draft: undefined; readonly problems: readonly FecProblem[] };

/** Whether an entry only clears charges and products into the result: a FEC should not hold it, and the books make their own. */
export const isClosing = ({ lines }: Pick<FecEntry, "lines">): boolean =>
  lines.some(({ account }) => account.startsWith("12")) &&
  lines.some(({ account }) => /^[67]/.test(account)) &&
  lines.every(({ account }) => /^(?:12|[67])/.test(account));

/**
 * Whether an entry brings balances forward, by the code and label of its journal. Charges and products are never brought forward; and a
 * journal of which only the code says so may be another one ("AN Annulations"): then the entry must be of the year's first day.
 */
export function isOpening(
  { journal, journalLabel, date, lines }: Pick<FecEntry, "journal" | "journalLabel" | "date" | "lines">,
  yearStartsOn: BusinessDate,
): boolean {
  if (journalKind(journal, journalLabel) !== "opening" || lines.some(({ account }) => /^[67]/.test(account))) return false;
  return date === yearStartsOn || !AMBIGUOUS.test(journal.trim()) || journalKind("", journalLabel) === "opening";
}

const AMBIGUOUS = /^(?:AN\d{0,4}|ON)$/i;

/** Whether an entry repeats other journals (checker's rule O07): with them, it would count everything twice. */
export const isCentralisation = ({ journal, journalLabel }: Pick<FecEntry, "journal" | "journalLabel">): boolean =>
  journalKind(journal, journalLabel) === "centralisation";

/** Whether an entry is one of the year's own movements: neither a year's end, nor its opening, nor a repetition. */
export const isMovement = (entry: Pick<FecEntry, "journal" | "journalLabel" | "lines">): boolean =>
  !isClosing(entry) && !["opening", "centralisation"].includes(journalKind(entry.journal, entry.journalLabel));

/**
 * Turns an entry of another program into one of ours: account numbers of six characters at least, codes and labels cleaned, negative
 * amounts moved to the other side, lines of zero dropped, opening entries in journal AN. Pure: the same entry always gives the same draft.
 */
export function draftOfFec(entry: FecEntry, { source, yearStartsOn }: DraftContext): DraftOfFec {
  const converted = entry.lines.map((line) => linesOf(entry, line, yearStartsOn));
  const lines = converted.flatMap((result) => ("code" in result ? [] : result));
  const problems = [...entry.problems, ...converted.flatMap((result) => ("code" in result ? [result] : []))];
  const found = problems.length > 0 ? problems : problemsOf(entry, lines);
  if (found.length > 0 || !entry.date) return { draft: undefined, problems: found };
  const opening = isOpening(entry, yearStartsOn);
  const journal = journalCode(entry.journal, opening);
  const draft: DraftEntry = {
    source,
    journal,
    journalLabel: cleanLabel(entry.journalLabel, MAX.journalLabel) || journal,
    date: entry.date,
    pieceRef: cleanLabel(entry.pieceRef, MAX.pieceRef) || cleanLabel(entry.number, MAX.pieceRef) || entry.date,
    pieceDate: entry.pieceDate ?? entry.date,
    label: cleanLabel(entry.label) || journal,
    lines,
    warnings: [],
  };
  return { draft, problems: [] };
}

/** Zero lines are nothing; a line with both sides is two. */
function linesOf(entry: FecEntry, line: FecEntryLine, yearStartsOn: BusinessDate): EntryLine[] | FecProblem {
  const account = accountNumber(line.account);
  if (!account) return { code: "account_invalid", line: line.line, detail: line.account };
  const sides = [
    { side: line.debitCents > 0 ? ("debit" as const) : ("credit" as const), amount: Math.abs(line.debitCents) },
    { side: line.creditCents > 0 ? ("credit" as const) : ("debit" as const), amount: Math.abs(line.creditCents) },
  ];
  return sides
    .filter(({ amount }) => amount > 0)
    .map(({ side, amount }) => ({
      account,
      accountLabel: cleanLabel(line.accountLabel, MAX.accountLabel) || accountLabel(account, yearStartsOn),
      ...thirdPartyOf(account, line),
      label: cleanLabel(line.label) || cleanLabel(entry.label) || cleanLabel(entry.journalLabel) || account,
      side,
      amountCents: cents(amount),
      ...foreignOf(line),
      ...letteringOf(entry, line),
    }));
}

/** Third parties belong to class 4. */
function thirdPartyOf(account: string, { auxiliary, auxiliaryLabel }: FecEntryLine): Pick<EntryLine, "thirdParty"> {
  if (!auxiliary || !account.startsWith("4")) return {};
  const code = auxiliaryCode(auxiliary);
  return { thirdParty: { code, name: cleanLabel(auxiliaryLabel ?? "", MAX.partyName) || code } };
}

/** The side tells the direction: a foreign amount has no sign. */
function foreignOf({ foreignCents, currency }: FecEntryLine): Pick<EntryLine, "foreign"> {
  if (!foreignCents || !currency || currency === "EUR") return {};
  return { foreign: { amountCents: cents(Math.abs(foreignCents)), currency: Currency.parse(currency) } };
}

/** A lettering without a date is dated as its entry. */
function letteringOf({ date }: FecEntry, { lettering, letteredOn }: FecEntryLine): Pick<EntryLine, "lettering"> {
  const on = letteredOn ?? date;
  return lettering && on ? { lettering: { code: letteringCode(lettering), on } } : {};
}

function problemsOf({ line }: FecEntry, lines: readonly EntryLine[]): FecProblem[] {
  if (lines.length === 0) return [{ code: "no_amount", line, detail: "" }];
  if (lines.length === 1) return [{ code: "one_line", line, detail: "" }];
  const gap = lines.reduce((sum, { side, amountCents }) => sum + (side === "debit" ? amountCents : -amountCents), 0);
  return gap === 0 ? [] : [{ code: "unbalanced", line, detail: euros(gap) }];
}
