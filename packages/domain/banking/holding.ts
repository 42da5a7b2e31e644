import * as z from "zod";
import { BusinessDate } from "../dates.ts";
import { Cents, Currency, cents, type Cents as Minor } from "../money.ts";

/** Something held besides money, as a provider tells it: a security, a crypto-asset. `quantity` as written; the money in its own currency. */
export const Holding = z.object({
  providerId: z.string().max(200),
  label: z.string().max(140),
  isin: z.string().max(12).nullable(),
  quantity: z.string().max(40),
  valueCents: Cents,
  costCents: Cents.nullable(),
  currency: Currency,
  valuedOn: BusinessDate.nullable(),
});
export type Holding = z.infer<typeof Holding>;

/** What is held in one currency. The gain is that of what has a known cost, which `costCents` sums. */
export type HoldingTotal = {
  readonly currency: Currency;
  readonly valueCents: Minor;
  readonly costCents: Minor;
  readonly gainCents: Minor;
  readonly count: number;
  readonly countWithoutCost: number;
};

/** What a holding gained since it was bought, when what it cost is known. */
export const gainOf = ({ valueCents, costCents }: Pick<Holding, "valueCents" | "costCents">): Minor | null =>
  costCents === null ? null : cents(valueCents - costCents);

/** One total a currency, by its code: amounts of two currencies are never added. */
export function holdingTotals(all: readonly Pick<Holding, "valueCents" | "costCents" | "currency">[]): readonly HoldingTotal[] {
  const totals = new Map<Currency, HoldingTotal>();
  for (const holding of all) {
    const { currency } = holding;
    const before = totals.get(currency) ?? {
      currency,
      valueCents: cents(0),
      costCents: cents(0),
      gainCents: cents(0),
      count: 0,
      countWithoutCost: 0,
    };
    totals.set(currency, {
      currency,
      valueCents: cents(before.valueCents + holding.valueCents),
      costCents: cents(before.costCents + (holding.costCents ?? 0)),
      gainCents: cents(before.gainCents + (gainOf(holding) ?? 0)),
      count: before.count + 1,
      countWithoutCost: before.countWithoutCost + (holding.costCents === null ? 1 : 0),
    });
  }
  return [...totals.values()].sort((left, right) => (left.currency < right.currency ? -1 : 1));
}
