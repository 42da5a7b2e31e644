import { readFecFileName } from "#documents/fec/file-name";
import { addDays, addMonths, type BusinessDate, lastDayOf, latest, monthOf } from "#domain/dates";
import { type FiscalYear, yearsCovering } from "#domain/ledger/fiscal-year";

/** What somebody said of a file's span, and its name: a legal one tells the closing day. */
type Told = { readonly startsOn: BusinessDate | null; readonly endsOn: BusinessDate | null; readonly fileName: string };
type Entries = { readonly first: BusinessDate; readonly last: BusinessDate };
type Known = { readonly years: readonly FiscalYear[]; readonly closesOn: string; readonly today: BusinessDate };

/** The fiscal year a file belongs to, the company's own when it is known, and the day up to which the file tells everything. */
export type FecSpan = {
  readonly year: FiscalYear | null;
  readonly startsOn: BusinessDate;
  readonly endsOn: BusinessDate;
  readonly through: BusinessDate;
  /** False when what was said makes no year of 24 months at most. */
  readonly isYear: boolean;
};

const MONTHS_MAX = 24;
const YEAR_MONTHS = 12;

/**
 * A year that is not known is told, or ends as the file's name says after twelve months, or is the one the company's closing day makes
 * around the last entry: its length never comes from the entries.
 */
export function spanOf({ startsOn, endsOn, fileName }: Told, entries: Entries, { years, closesOn, today }: Known): FecSpan {
  const end = endsOn ?? readFecFileName(fileName)?.endsOn ?? null;
  const known = years.find((one) => one.startsOn <= (end ?? entries.last) && (end ?? entries.last) <= one.endsOn);
  if (known) return { ...spanWithin(known, end, entries, today), year: known, isYear: true };
  const around = end ?? startsOn ?? entries.last;
  const [usual] = yearsCovering(closesOn, around, around);
  const last = end ?? usual?.endsOn ?? around;
  const first = startsOn ?? (end ? addMonths(addDays(end, 1), -YEAR_MONTHS) : (usual?.startsOn ?? around));
  const isYear = first < last && last < addMonths(first, MONTHS_MAX);
  return { ...spanWithin({ startsOn: first, endsOn: last }, end, entries, today), year: null, isYear };
}

/**
 * The file tells everything up to the end that was said when that is a past day inside the year, and to the year's end when the year is over
 * and this is the end that was said or the month of its last entry. Else it goes to the end of its last entry's month, or, in a month that
 * is still running, to that entry's day: what the bank says later is in no books yet.
 */
function spanWithin(
  { startsOn, endsOn }: Pick<FiscalYear, "startsOn" | "endsOn">,
  end: BusinessDate | null,
  { last }: Entries,
  today: BusinessDate,
): Pick<FecSpan, "startsOn" | "endsOn" | "through"> {
  const monthEnd = lastDayOf(monthOf(last));
  const reached = monthEnd < today ? monthEnd : last;
  if (end && end < endsOn && end < today) return { startsOn, endsOn, through: end };
  const whole = endsOn < today && (end === endsOn || monthOf(last) === monthOf(endsOn));
  return { startsOn, endsOn, through: whole ? endsOn : latest(reached, startsOn) };
}
