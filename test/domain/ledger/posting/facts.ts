import { businessDate } from "#domain/dates";
import { isInChart } from "#domain/ledger/chart";
import type { DraftEntry } from "#domain/ledger/entry";
import { bankSideOf } from "#domain/ledger/posting/bank-side";
import type { PostingContext } from "#domain/ledger/posting/entry-from";
import { cents } from "#domain/money";
import { yearOf } from "../years.ts";

export const contextOf = (year: number): PostingContext => ({ source: { kind: "manual", id: "ent_1" }, year: yearOf(year) });
export const IN_2025 = contextOf(2025);

export const voucherOf = (year: number) => ({ date: businessDate(`${year}-03-31`), pieceRef: "P-1", label: "Libellé" });
export const VOUCHER = voucherOf(2025);
export const BANK = { ...bankSideOf(1, "Crédit du Nord"), account: "512000" };
export const CUSTOMER = { code: "CDURAND", name: "Durand" };
export const SUPPLIER = { code: "FMARTIN", name: "Martin" };

/** Euros to cents, so that tests read as the books do. */
export const eur = (euros: number) => cents(Math.round(euros * 100));

/** `411000 D 1200.00` */
export const lines = (entry: DraftEntry): string[] =>
  entry.lines.map(({ account, side, amountCents }) => `${account} ${side === "debit" ? "D" : "C"} ${(amountCents / 100).toFixed(2)}`);

export const TWENTY = { kind: "due_on_invoice", ratePpm: 200_000 } as const;
export const DEDUCTIBLE = { kind: "deductible", ratePpm: 200_000 } as const;

/** Accounts the chart of a year knows neither themselves nor by a parent of three digits or more. */
export const strangers = (entry: DraftEntry, year: number): string[] =>
  entry.lines
    .map(({ account }) => account)
    .filter((account) => ![6, 5, 4, 3].some((length) => isInChart(account.slice(0, length), contextOf(year).year.startsOn)));
