import * as z from "zod";
import { KnownCurrency } from "../currencies.ts";
import { BusinessDate, daysBetween, Instant, TypedDate } from "../dates.ts";
import { Currency, EUR, exponentOf } from "../money.ts";
import { humanText } from "../text.ts";

/** Currency the company counts in. */
export const COMPANY_CURRENCY = EUR;

const RATIO_MAX = 1_000_000_000_000;
const Ratio = z.int().min(1).max(RATIO_MAX);
const SOURCE_MAX = 120;

/** What one unit of a currency (one dollar, not one cent) is worth in euros on a day: numerator over denominator, both whole. */
export const NewExchangeRate = z.strictObject({
  currency: KnownCurrency.refine((currency) => currency !== COMPANY_CURRENCY, { params: { code: "own_currency" } }),
  day: TypedDate,
  numerator: Ratio,
  denominator: Ratio,
  /** Where the figure was read: `BCE`, a bank's note, a contract. */
  source: humanText(SOURCE_MAX).min(1),
});
export type NewExchangeRate = z.output<typeof NewExchangeRate>;

/** Names a rate: its currency and its day. */
export const ExchangeRateId = z
  .string()
  .regex(/^fx_[A-Z]{3}_\d{4}-\d{2}-\d{2}$/)
  .refine((id) => BusinessDate.safeParse(id.slice(7)).success)
  .brand<"ExchangeRateId">();
export type ExchangeRateId = z.infer<typeof ExchangeRateId>;

export const ExchangeRate = z.object({
  id: ExchangeRateId,
  currency: Currency,
  day: BusinessDate,
  numerator: Ratio,
  denominator: Ratio,
  source: z.string().max(SOURCE_MAX),
  createdAt: Instant,
});
export type ExchangeRate = z.infer<typeof ExchangeRate>;

export const exchangeRateId = ({ currency, day }: Pick<ExchangeRate, "currency" | "day">): ExchangeRateId =>
  ExchangeRateId.parse(`fx_${currency}_${day}`);

/** A rate older than this is told to be old: it still counts, with its day beside. */
const FRESH_DAYS = 7;

/** Whether a rate is too old to be taken for the day's. */
export const isOldOn = ({ day }: Pick<ExchangeRate, "day">, on: BusinessDate): boolean => daysBetween(day, on) > FRESH_DAYS;

/**
 * Minor units of a currency in minor units of the euro, rounded half away from zero. The exponents
 * count: 1 000 JPY are 1 000 yen, 1 000 TND are one dinar.
 */
export function inCompanyCurrency(amountCents: bigint, { currency, numerator, denominator }: ExchangeRate): bigint {
  const over = BigInt(denominator) * 10n ** BigInt(exponentOf(currency));
  const under = (amountCents < 0n ? -amountCents : amountCents) * BigInt(numerator) * 10n ** BigInt(exponentOf(COMPANY_CURRENCY));
  const rounded = (under * 2n + over) / (over * 2n);
  return amountCents < 0n ? -rounded : rounded;
}
