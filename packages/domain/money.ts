import * as z from "zod";

/** An amount in the minor units of its currency: an integer, never a float. */
export type Cents = number & z.$brand<"Cents">;

/** Large enough for any SME, small enough that ninety of them still add up exactly; what is summed further has limits of its own. */
const CENTS_MAX = 100_000_000_000_000;

/** Signed integer minor units. Refuses fractions, NaN, infinities and anything beyond ±10^14. */
export const Cents = z.int().min(-CENTS_MAX).max(CENTS_MAX).brand<"Cents">();

/** What a row's movement may be at most: thousands of such movements still add up exactly. */
const MOVEMENT_MAX = 1_000_000_000_000;

/** A movement of money, or what was there before the first one: signed minor units, ten billion euros at most. */
export const Movement = Cents.min(-MOVEMENT_MAX).max(MOVEMENT_MAX);

/** A sum of movements, of which there may be any number: whole minor units, told exactly. */
export const CentsSum = z.int().brand<"Cents">();

/** ISO 4217 code. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .brand<"Currency">();
export type Currency = z.infer<typeof Currency>;

export const EUR: Currency = Currency.parse("EUR");

/** Brands an integer as minor units; throws RangeError on anything else, because a float near money is a bug. */
export function cents(value: number): Cents {
  const parsed = Cents.safeParse(value);
  if (!parsed.success) throw new RangeError(`not a whole number of minor units: ${value}`);
  return parsed.data;
}

/** Brands a sum of movements; throws RangeError where it is not told exactly any more. */
export function centsSum(value: number): Cents {
  const parsed = CentsSum.safeParse(value);
  if (!parsed.success) throw new RangeError(`not a whole number of minor units: ${value}`);
  return parsed.data;
}

export const ZERO: Cents = cents(0);

/** Number of decimals of a currency's minor unit (ISO 4217): JPY 0, EUR 2, TND 3. */
export function exponentOf(currency: string): number {
  if (ZERO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

const ZERO_DECIMALS = new Set([
  "BIF",
  "CLP",
  "DJF",
  "GNF",
  "ISK",
  "JPY",
  "KMF",
  "KRW",
  "PYG",
  "RWF",
  "UGX",
  "VND",
  "VUV",
  "XAF",
  "XOF",
  "XPF",
]);
const THREE_DECIMALS = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);

/**
 * Minor units of a decimal amount as a partner wrote it, e.g. `"-12.5"` EUR -> -1250.
 * Reads the digits, so no binary fraction ever touches the amount. Throws RangeError on more decimals than the currency has.
 */
export function centsFromDecimal(text: string, currency: string): Cents {
  const match = /^([+-]?)(\d{1,15})(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError("not a decimal amount");
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const shift = exponentOf(currency) + Number(power);
  const digits = whole + fraction;
  const cut = whole.length + shift;
  if (cut < 0 || cut > 20) throw new RangeError("amount out of range");
  if (/[1-9]/.test(digits.slice(cut))) throw new RangeError(`more decimals than ${currency} has`);
  const units = Number(digits.slice(0, cut).padEnd(cut, "0") || "0");
  return cents(sign === "-" && units !== 0 ? -units : units);
}

/** `-123456` -> `"-1234,56"`: French decimal comma, no thousands separator, as the FEC wants it (LPF art. A47 A-1, XII 2°). */
export function decimalComma(amount: Cents, exponent = 2): string {
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)},${digits.slice(-exponent)}`;
  return amount < 0 ? `-${text}` : text;
}
