/**
 * VAT rates NUMMA books, by rate in parts per million: last digit of the sub-account (445710, 445711 ...) and the CA3 line that
 * declares the tax (form 3310-CA3). Ten and 2.1 per cent are those of the mainland: Corsica and overseas declare them elsewhere.
 */
const RATES: ReadonlyMap<number, { readonly digit: string; readonly box: string }> = new Map([
  [200_000, { digit: "0", box: "08" }],
  [100_000, { digit: "1", box: "9B" }],
  [55_000, { digit: "2", box: "09" }],
  [21_000, { digit: "3", box: "T6" }],
  [85_000, { digit: "4", box: "10" }],
  [17_500, { digit: "5", box: "T1" }],
  [10_500, { digit: "6", box: "T2" }],
  [9_000, { digit: "7", box: "T5" }],
]);

/** CA3 line of VAT due at a rate. Throws RangeError on a rate that is not one of the CGI's. */
export const boxOf = (ratePpm: number): string => known(ratePpm).box;

/** VAT due: collected. */
export const collectedAccount = (ratePpm: number): string => `44571${known(ratePpm).digit}`;

/** Rate an account of collected VAT is kept for (`445711` -> 100 000); null for one of none, as another program's accounts are. */
export const rateOfCollected = (account: string): number | null =>
  [...RATES].find(([ratePpm]) => collectedAccount(ratePpm) === account)?.[0] ?? null;

/** VAT invoiced and not yet due: it waits for the customer's money (CGI art. 269, 2, c). */
export const pendingCollectedAccount = (ratePpm: number): string => `44574${known(ratePpm).digit}`;

/** Throws RangeError on a rate that is not one of the CGI's. */
export function assertRate(ratePpm: number): void {
  known(ratePpm);
}

function known(ratePpm: number): { readonly digit: string; readonly box: string } {
  const rate = RATES.get(ratePpm);
  if (!rate) throw new RangeError(`unknown VAT rate: ${ratePpm} parts per million`);
  return rate;
}
