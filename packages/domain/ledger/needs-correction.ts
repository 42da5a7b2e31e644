import type { BankRow } from "../banking/row.ts";

/** Whether a change of a row may make its entry wrong: it was or becomes again a booked movement, and money, day or category moved. */
export function mayNeedCorrection(before: BankRow | null, after: BankRow): boolean {
  if (!before || (before.status !== "booked" && before.status !== "deleted")) return false;
  return (
    before.status !== after.status ||
    before.amountCents !== after.amountCents ||
    before.date !== after.date ||
    before.categorisation.code !== after.categorisation.code
  );
}
