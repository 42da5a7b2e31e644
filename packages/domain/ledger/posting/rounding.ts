/**
 * `whole` x `part` / `of`, rounded half-up to the unit. Whole non-negative numbers only: throws RangeError on anything else. Computed
 * in big integers, because cents x parts per million leave the safe range of a number at a few million euros.
 */
export function proportion(whole: number, part: number, of: number): number {
  if (whole < 0 || part < 0 || of <= 0) throw new RangeError(`no proportion of ${whole} by ${part} over ${of}`);
  return Number((2n * BigInt(whole) * BigInt(part) + BigInt(of)) / (2n * BigInt(of)));
}

/**
 * Shares of `whole` by weight. Each share is what the running total adds, so the shares always add up to the whole and no cent
 * is left over. All weights zero: every share is zero.
 */
export function shares(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((all, weight) => all + weight, 0);
  let weighed = 0;
  return weights.map((weight) => {
    const before = total === 0 ? 0 : proportion(whole, weighed, total);
    weighed += weight;
    return total === 0 ? 0 : proportion(whole, weighed, total) - before;
  });
}

export const MILLION = 1_000_000;
