import { addDays, type BusinessDate, daysBetween, earliest, latest, type Month, monthOf } from "#domain/dates";
import type { FileDigest } from "#store/file-digests";
import type { How } from "../banking/account-reading.ts";
import type { FileRow } from "./file-rows.ts";
import type { Plan } from "./plan.ts";

/** What of a file has to be looked at: the rows nothing vouches for (`isNew`), and those beside which they are to be judged. */
export type ToBring = { readonly rows: readonly FileRow[]; readonly isNew: (row: FileRow) => boolean };

/** Twice as far apart as two sources may date one operation. */
const BESIDE_DAYS = 8;

/**
 * Rows whose digest vouches for them are there, and are left alone; but where one of the same money lies near a new row it is looked at with it:
 * what it stands for is no twin of the new one.
 */
export function toBring(rows: readonly FileRow[], digests: ReadonlyMap<Month, FileDigest>): ToBring {
  const isNew = ({ date, fingerprint }: FileRow): boolean => digests.get(monthOf(date))?.known.has(fingerprint) !== true;
  const fresh = rows.filter(isNew);
  if (fresh.length === 0 || fresh.length === rows.length) return { rows: fresh, isNew };
  const days = new Map<number, BusinessDate[]>();
  for (const { told, date } of fresh) {
    const same = days.get(told.amountCents);
    if (same) same.push(date);
    else days.set(told.amountCents, [date]);
  }
  const isBeside = ({ told, date }: FileRow): boolean => isNear(days.get(told.amountCents) ?? [], date);
  return { rows: rows.filter((row) => isNew(row) || isBeside(row)), isNew };
}

/** Whether one of some days, in their order, is near a day. */
function isNear(days: readonly BusinessDate[], day: BusinessDate): boolean {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? day) < day) low = middle + 1;
    else high = middle;
  }
  return [days[low - 1], days[low]].some((one) => one !== undefined && Math.abs(daysBetween(one, day)) <= BESIDE_DAYS);
}

/** The days of which a file tells every row: from its first row, or the balance before it, to its last row or the balance after it, where it tells both. */
export function daysOf({ rows, chosen: { opening, closing } }: Pick<Plan, "rows" | "chosen">): Pick<How, "tells"> {
  const [first, last] = [rows[0]?.date, rows.at(-1)?.date];
  if (first === undefined || last === undefined) return {};
  // A balance alone may be of the day the file was made. One is that of the end of its day: the day after the opening one is told first.
  if (opening === null || closing === null) return { tells: { from: first, through: last } };
  return { tells: { from: earliest(first, addDays(opening.on, 1)), through: latest(last, closing.on) } };
}
