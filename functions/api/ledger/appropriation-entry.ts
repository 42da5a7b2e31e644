import type { BusinessDate } from "#domain/dates";
import { balanceOf, type KeptTotals } from "#domain/ledger/kept-totals";
import { appropriationEntry, legalReserveDue } from "#domain/ledger/posting/appropriation";
import { yearResult } from "#domain/ledger/year-end";
import type { Cents } from "#domain/money";
import { Refusal } from "#domain/refusals";

/** What the general meeting decided. The legal reserve left out is the least the law asks (C. com. art. L. 232-10). */
export type Decided = {
  readonly date: BusinessDate;
  readonly pieceRef: string;
  readonly legalReserveCents?: Cents;
  readonly otherReservesCents: Cents;
  readonly dividendsCents: Cents;
};

/** The entry of a decision on a year's result, from the totals the year closed with. Refuses more than may be distributed, and a result of nothing. */
export function appropriation(kept: readonly KeptTotals[], decision: Decided, context: Parameters<typeof appropriationEntry>[1]) {
  const resultCents = yearResult(kept);
  const balance = (prefix: RegExp) => kept.filter(({ account }) => prefix.test(account)).reduce((all, one) => all + balanceOf(one), 0);
  const retainedCents = -balance(/^11/);
  const legalReserveCents =
    decision.legalReserveCents ??
    legalReserveDue({
      profitCents: resultCents,
      lossesCarriedForwardCents: Math.max(balance(/^119/), 0),
      capitalCents: -balance(/^101/),
      legalReserveCents: -balance(/^1061/),
    });
  const { date, pieceRef, dividendsCents, otherReservesCents } = decision;
  const negative = [legalReserveCents, dividendsCents, otherReservesCents].some((amount) => amount < 0);
  const given = legalReserveCents + dividendsCents + otherReservesCents;
  if (resultCents === 0 || negative || (given > 0 && resultCents + retainedCents < given))
    throw new Refusal("ledger.appropriation_mismatch", { flaws: [{ pointer: "/dividends_cents", message: "invalid" }] });
  const reserves = otherReservesCents > 0 ? [{ account: "106800", amountCents: otherReservesCents }] : [];
  const fact = {
    date,
    pieceRef,
    label: "Affectation du résultat",
    resultCents,
    retainedCents,
    legalReserveCents,
    reserves,
    dividendsCents,
  };
  return appropriationEntry(fact, context);
}
