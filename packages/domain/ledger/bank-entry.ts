import { accountFor, type Category } from "../categorising/category.ts";
import { partyNameOf } from "../categorising/party-name.ts";
import type { BusinessDate } from "../dates.ts";
import { type Cents, cents } from "../money.ts";
import { bankAccountNumber } from "./account-number.ts";
import { accountLabel } from "./chart.ts";
import { AccountNumber, assertBalanced, type DraftEntry, type EntryLine, JournalCode, type ThirdParty } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { cleanLabel } from "./label.ts";
import { thirdPartyOf } from "./third-party.ts";

/** A bank account as the books know it: its ordinal and its ledger name. */
export type BankName = { readonly ordinal: number; readonly name: string };

/** A signed amount of a row under one category, and what a person said of it. */
export type EntryPart = { readonly category: Category; readonly amountCents: Cents; readonly note: string | null };

/** What a bank entry is a pure function of. `amountCents` is signed EUR, out is negative; `entryDate` when the row's own period is locked. */
export type BankEntryInput = {
  readonly row: {
    readonly id: string;
    readonly label: string;
    readonly rawLabel?: string;
    readonly amountCents: Cents;
    readonly date: BusinessDate;
    readonly transactionDate?: BusinessDate;
    readonly reference?: string;
  };
  /** What the money is for: signed parts that add up to the row, one when it is whole. */
  readonly parts: readonly EntryPart[];
  readonly bank: BankName;
  readonly year: FiscalYear;
  readonly entryDate?: BusinessDate;
};

const JOURNAL_LABEL_MAX = 60;
const ACCOUNT_LABEL_MAX = 100;
const PIECE_REF_MAX = 60;
const UNIDENTIFIED = "471000";

/**
 * The entry of one bank row. Money in: debit 512, credit the category's account; money out: the reverse; a split row has a line a part,
 * and a part that goes against the row (a commission kept from a payment) stands on the bank's side. Nothing is split by itself: VAT
 * inside a charge the bank alone tells of is flagged, not guessed. Throws when the row cannot be an entry of that year, which
 * `isBookable` and the caller's choice of year rule out.
 */
export function bankEntry(input: BankEntryInput): DraftEntry {
  const { row, parts, bank, year } = input;
  const date = input.entryDate ?? row.date;
  if (date < year.startsOn || date > year.endsOn) throw new Error(`entry of bank ${row.id} falls outside its fiscal year`);
  const label = cleanLabel(row.label) || cleanLabel(row.rawLabel ?? "") || (parts[0]?.category.name ?? "");
  const names = bankNames(bank);
  const entry: DraftEntry = {
    source: { kind: "bank", id: row.id },
    journal: names.journal,
    journalLabel: names.journalLabel,
    date,
    pieceRef: cleanLabel(row.reference ?? "", PIECE_REF_MAX) || row.id,
    pieceDate: row.transactionDate ?? row.date,
    label,
    lines: linesOf(input, label),
    warnings: [...new Set([...parts.flatMap((part) => warningsOf(part.category, year)), ...(date > row.date ? LATE : [])])],
  };
  assertBalanced(entry);
  return entry;
}

const LATE = ["late"] as const;

/** How the books name a bank account: its ledger account, its journal. One label each, for ever. */
export function bankNames({ ordinal, name }: BankName) {
  const label = cleanLabel(/^banque\b/i.test(name) ? name : `Banque ${name}`, ACCOUNT_LABEL_MAX);
  return {
    account: bankAccountNumber(ordinal),
    label,
    journal: JournalCode.parse(`BQ${ordinal}`),
    journalLabel: cleanLabel(label, JOURNAL_LABEL_MAX),
  };
}

/** Debit first, as the books are read. */
function linesOf({ row, parts, bank, year }: BankEntryInput, label: string): EntryLine[] {
  const names = bankNames(bank);
  const ours: EntryLine = {
    ...{ account: names.account, accountLabel: names.label, label },
    ...{ side: row.amountCents > 0 ? "debit" : "credit", amountCents: cents(Math.abs(row.amountCents)) },
  };
  const theirs = parts.map((part) => partLine(part, row, year, label));
  return [ours, ...theirs].sort((left, right) => Number(left.side === "credit") - Number(right.side === "credit"));
}

function partLine({ category, amountCents, note }: EntryPart, row: BankEntryInput["row"], year: FiscalYear, label: string): EntryLine {
  const number = AccountNumber.parse(accountFor(category, year.startsOn));
  const thirdParty = thirdPartyFor(number, row);
  return {
    account: number,
    accountLabel: accountLabel(number, year.startsOn),
    ...(thirdParty && { thirdParty }),
    label: cleanLabel(note ?? "") || label,
    ...{ side: amountCents > 0 ? "credit" : "debit", amountCents: cents(Math.abs(amountCents)) },
  };
}

/** Only collective accounts carry an auxiliary: 411 customers, 401 suppliers. */
function thirdPartyFor(account: string, { label, rawLabel }: BankEntryInput["row"]): ThirdParty | undefined {
  const kind = account.startsWith("411") ? "customer" : account.startsWith("401") ? "supplier" : null;
  return kind ? thirdPartyOf(kind, partyNameOf(rawLabel || label)) : undefined;
}

function warningsOf(category: Category, { startsOn }: FiscalYear): DraftEntry["warnings"] {
  const { vat } = category;
  const account = accountFor(category, startsOn);
  if (account === UNIDENTIFIED) return ["unidentified"];
  return /^[267]/.test(account) && CARRIES_VAT.test(vat) ? ["vat_included"] : [];
}

/** Treatments under which the invoice would show VAT that the bank row hides. */
const CARRIES_VAT = /(?:^|_)deductible_|_ou_20$|^variable$/;
