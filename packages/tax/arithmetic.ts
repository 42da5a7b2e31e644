const MILLION = 1_000_000n;
const EURO = 100n;

/**
 * `amount` x `numerator` / `denominator`, rounded half away from zero to the unit. Whole numbers of either sign; computed in big integers, because
 * cents x parts per million leave the safe range at a few million euros. Throws RangeError on a denominator that is not positive.
 */
export function prorated(amount: number, numerator: number, denominator: number): number {
  if (denominator <= 0) throw new RangeError(`no proportion over ${denominator}`);
  return Number(nearest(BigInt(amount) * BigInt(numerator), BigInt(denominator)));
}

/** A share of an amount in parts per million, to the cent. */
export const ofPpm = (amountCents: number, ppm: number): number => Number(nearest(BigInt(amountCents) * BigInt(ppm), MILLION));

/** The same share rounded once, to the whole euro (in cents): tax is rounded when it is settled, not on the way (CGI art. 1657). */
export const ofPpmToEuro = (amountCents: number, ppm: number): number =>
  Number(nearest(BigInt(amountCents) * BigInt(ppm), MILLION * EURO) * EURO);

/** An amount in cents to the nearest whole euro, 0.50 counting for one (CGI art. 1657, 1). Still in cents. */
export const toEuro = (amountCents: number): number => Number(nearest(BigInt(amountCents), EURO) * EURO);

function nearest(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * size + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}
