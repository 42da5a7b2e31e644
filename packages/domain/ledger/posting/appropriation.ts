import { type Cents, cents } from "../../money.ts";
import type { DraftEntry } from "../entry.ts";
import { LOSS, PROFIT } from "./balances.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

const LEGAL_RESERVE = "106100";
const DIVIDENDS = "457000";
const RETAINED_PROFIT = "110000";
const RETAINED_LOSS = "119000";

/**
 * What the general meeting decides on a year's result, EUR cents. `resultCents`: a loss is negative. `retainedCents`: retained earnings
 * before the decision, a loss carried forward is negative. `reserves`: other reserves endowed (106300, 106800 ...).
 */
export type Appropriation = Voucher & {
  readonly resultCents: number;
  readonly retainedCents: number;
  readonly legalReserveCents: Cents;
  readonly reserves: readonly { readonly account: string; readonly amountCents: Cents }[];
  readonly dividendsCents: Cents;
};

/**
 * The result of the year before leaves 120 or 129 (OD): legal and other reserves, dividends owed, and the rest on 110 or 119. Throws
 * RangeError when reserves and dividends exceed what may be distributed (C. com. art. L. 232-11).
 */
export function appropriationEntry(fact: Appropriation, context: PostingContext): DraftEntry {
  const { resultCents, retainedCents, legalReserveCents, reserves, dividendsCents } = fact;
  const givenCents = legalReserveCents + dividendsCents + reserves.reduce((all, { amountCents }) => all + amountCents, 0);
  const nextRetainedCents = resultCents + retainedCents - givenCents;
  if (givenCents > 0 && nextRetainedCents < 0)
    throw new RangeError(`reserves and dividends exceed what may be distributed by ${-nextRetainedCents} cents`);
  const lines = [
    resultCents >= 0 ? debit(PROFIT, resultCents) : credit(LOSS, -resultCents),
    credit(LEGAL_RESERVE, legalReserveCents),
    ...reserves.map(({ account, amountCents }) => credit(account, amountCents)),
    credit(DIVIDENDS, dividendsCents),
    ...retainedLines(retainedCents, nextRetainedCents),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** Retained profit stands on 110 and a retained loss on 119: each moves by what it changes. */
function retainedLines(before: number, after: number): PostingLine[] {
  const profit = Math.max(after, 0) - Math.max(before, 0);
  const loss = Math.max(-after, 0) - Math.max(-before, 0);
  return [
    profit >= 0 ? credit(RETAINED_PROFIT, profit) : debit(RETAINED_PROFIT, -profit),
    loss >= 0 ? debit(RETAINED_LOSS, loss) : credit(RETAINED_LOSS, -loss),
  ];
}

const ENDOWMENT_DIVISOR = 20;
const CAP_DIVISOR = 10;

/**
 * The least the law sends to the legal reserve (C. com. art. L. 232-10): a twentieth of the profit less losses carried forward, until
 * the reserve is a tenth of the capital. EUR cents; a twentieth is rounded up, being a minimum. Zero for a loss.
 */
export function legalReserveDue(situation: {
  readonly profitCents: number;
  readonly lossesCarriedForwardCents: number;
  readonly capitalCents: number;
  readonly legalReserveCents: number;
}): Cents {
  const { profitCents, lossesCarriedForwardCents, capitalCents, legalReserveCents } = situation;
  const twentieth = Math.ceil((profitCents - lossesCarriedForwardCents) / ENDOWMENT_DIVISOR);
  const missing = Math.ceil(capitalCents / CAP_DIVISOR) - legalReserveCents;
  return cents(Math.max(0, Math.min(twentieth, missing)));
}
