import { type KeptTotals, slotName, type TotalsIncrement } from "#domain/ledger/kept-totals";

/** Whether entries read from the index are all the months have, by the slots they move: the index may lag behind the totals. */
export const addsUp = (kept: readonly KeptTotals[], read: ReadonlyMap<string, TotalsIncrement>, months: readonly number[]): boolean =>
  kept.every(({ account, debits, credits }) =>
    months.every(
      (month) =>
        (read.get(account)?.slots.get(slotName("d", month)) ?? 0) === (debits[month] ?? 0) &&
        (read.get(account)?.slots.get(slotName("c", month)) ?? 0) === (credits[month] ?? 0),
    ),
  );
