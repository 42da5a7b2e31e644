import type { BusinessDate } from "#domain/dates";
import { businessDate } from "#domain/dates";

/** The rates of TVA in metropolitan France, by the name an invoice gives them. */
export type TvaRate = "normal" | "intermediaire" | "reduit" | "particulier";

/** One row of dated law: what it is worth, from when to when, and where it is written. Rates are parts per million. */
type Row = {
  readonly rate: TvaRate;
  readonly ppm: number;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  readonly source: string;
};

const SINCE_2014 = businessDate("2014-01-01");

/** Rates in force since 2014-01-01 (loi 2012-1510 art. 68, loi 2013-1278); the one of 2.1 % is older and unchanged. */
const ROWS: readonly Row[] = [
  { rate: "normal", ppm: 200_000, from: SINCE_2014, to: null, source: "CGI art. 278" },
  { rate: "intermediaire", ppm: 100_000, from: SINCE_2014, to: null, source: "CGI art. 278 bis, 279" },
  { rate: "reduit", ppm: 55_000, from: SINCE_2014, to: null, source: "CGI art. 278-0 bis" },
  { rate: "particulier", ppm: 21_000, from: SINCE_2014, to: null, source: "CGI art. 281 quater à 281 nonies" },
];

/** The rate of an operation made on a day, parts per million, with its article. Throws RangeError for a day the table does not know. */
export function tvaRate(rate: TvaRate, on: BusinessDate): { readonly ppm: number; readonly source: string } {
  const row = ROWS.find((one) => one.rate === rate && one.from <= on && (one.to === null || on <= one.to));
  if (!row) throw new RangeError(`no rate of TVA is known for ${on}`);
  return { ppm: row.ppm, source: row.source };
}
