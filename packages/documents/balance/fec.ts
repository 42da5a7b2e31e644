import { longDate } from "#domain/amounts.fr";
import { readFec } from "../fec/import/reader.ts";
import { type Period, periodOfFec } from "./fec-period.ts";
import { createFecSums } from "./fec-sums.ts";
import { BALANCE_LINES_MAX, type BalanceReading, type BalanceRemark, remarkAt, unreadable } from "./reading.ts";

/** The file from its first byte, as often as it is asked for. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** Lines of a FEC read at most: the entries of a year, not the accounts. */
const FEC_LINES_MAX = BALANCE_LINES_MAX * 20;

/**
 * Sums the entries of a FEC up to a balance: openings apart, closing entries and centralisations left out and told, for they would clear
 * the charges and products, or count everything twice. Without a period, the months of its entries are taken, and told.
 */
export async function readFecBalance(
  bytes: Bytes,
  size: number,
  asked: Period | null,
  linesMax: number = FEC_LINES_MAX,
): Promise<BalanceReading> {
  const period = asked ?? (await periodOfFec(bytes()));
  if (period === null) return unreadable("fec", "period_unknown", { bytesRead: size });
  const reading = readFec(bytes(), { ...period, linesMax });
  const sums = createFecSums(period);
  for await (const entry of reading.entries) sums.take(entry);
  const { verdict, counts } = reading.report();
  const inferred: BalanceRemark[] =
    asked === null ? [remarkAt("fec_period_inferred", 1, `du ${longDate(period.startsOn)} au ${longDate(period.endsOn)}`)] : [];
  const { rows, problems, remarks } = sums.finish();
  const cut =
    counts.S20 === undefined ? [] : unreadable("fec", "too_many_lines", { line: linesMax + 2, detail: String(linesMax) }).problems;
  const none = rows.length === 0 && problems.length === 0 ? unreadable("fec", "no_rows", { line: 1 }).problems : [];
  return {
    ...{ format: "fec", rows, problems: [...problems, ...cut, ...none], ...period, bytesRead: size },
    remarks: [...inferred, ...remarks, remarkAt("fec_verdict", 1, verdict.replaceAll("_", " "))],
  };
}
