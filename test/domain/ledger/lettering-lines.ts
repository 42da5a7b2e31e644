import { businessDate } from "#domain/dates";
import { AccountNumber } from "#domain/ledger/entry";
import type { LetteringGroup, LetteringLine } from "#domain/ledger/lettering";
import { cents } from "#domain/money";

/** `D` or `C`, cents, day, and what the voucher and the label say. */
export type Row = readonly [side: "D" | "C", amountCents: number, day: string, pieceRef?: string, label?: string];

const sideOf = { D: "debit", C: "credit" } as const;

/** Lines of one account, numbered 1, 2, 3 ... as they are written. */
export const linesOf = (account: string, thirdPartyCode: string | null, rows: readonly Row[]): LetteringLine[] =>
  rows.map(([side, amountCents, day, pieceRef = "", label = "Virement"], index) => ({
    ...{ entryNumber: index + 1, lineIndex: 0, account: AccountNumber.parse(account), thirdPartyCode },
    ...{ date: businessDate(day), pieceRef, label, side: sideOf[side], amountCents: cents(amountCents) },
  }));

/** Groups as the entry numbers they hold. */
export const numbersOf = (groups: readonly LetteringGroup[]): number[][] =>
  groups.map(({ lines }) => lines.map(({ entryNumber }) => entryNumber));
