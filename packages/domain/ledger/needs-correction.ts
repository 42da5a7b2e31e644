import { type BankRow, partsOf } from "../banking/row.ts";

/** Whether a change of a row may make its entry wrong: it was or becomes again a booked movement, and money, day, category or split moved. */
export function mayNeedCorrection(before: BankRow | null, after: BankRow): boolean {
  if (!before || (before.status !== "booked" && before.status !== "deleted")) return false;
  return (
    before.status !== after.status ||
    before.amountCents !== after.amountCents ||
    before.date !== after.date ||
    moneyOf(before) !== moneyOf(after)
  );
}

/** What the row's money is for, as far as the books see it. */
const moneyOf = (row: BankRow): string =>
  partsOf(row)
    .map(({ code, amountCents }) => `${code}${amountCents}`)
    .join();
