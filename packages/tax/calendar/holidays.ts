import { addDays, type BusinessDate, businessDate } from "#domain/dates";

/** Where a company is, as far as holidays go. */
export type Place = {
  /** Department by its number, null when it is not known: then only the holidays of the whole country count. */
  readonly department: string | null;
  /** Whether the commune has a Protestant church (Alsace-Moselle: C. trav. art. L. 3134-13). */
  readonly goodFridayClosed: boolean;
};

/** Easter Sunday of a year of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher. */
export function easterSunday(year: number): BusinessDate {
  const golden = year % 19;
  const [century, inCentury] = [Math.floor(year / 100), year % 100];
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const count = epact + weekday - 7 * late + 114;
  return dayOf(year, `${two(Math.floor(count / 31))}-${two((count % 31) + 1)}`);
}

const two = (number: number): string => String(number).padStart(2, "0");
const dayOf = (year: number, monthAndDay: string): BusinessDate => businessDate(`${year}-${monthAndDay}`);

/** The holidays of the whole country that do not move (C. trav. art. L. 3133-1). */
const FIXED = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"] as const;

/** Easter Monday, Ascension Day and Whit Monday, in days after Easter Sunday. */
const AFTER_EASTER = [1, 39, 50] as const;

/** The eleven holidays of the whole country (C. trav. art. L. 3133-1), in order. */
export function nationalHolidays(year: number): readonly BusinessDate[] {
  const easter = easterSunday(year);
  return [...FIXED.map((day) => dayOf(year, day)), ...AFTER_EASTER.map((days) => addDays(easter, days))].sort();
}

const ALSACE_MOSELLE: ReadonlySet<string> = new Set(["57", "67", "68"]);

/** Commemoration of the abolition of slavery (loi 83-550; décret 83-1003). */
const ABOLITION: Readonly<Record<string, string>> = {
  "971": "05-27",
  "972": "05-22",
  "973": "06-10",
  "974": "12-20",
  "976": "04-27",
  "977": "10-09",
  "978": "05-28",
};

/** Whether a department is in Alsace or Moselle, where local law holds. */
export const isAlsaceMoselle = (department: string | null): boolean => department !== null && ALSACE_MOSELLE.has(department);

/** What a place has besides: 26 December and perhaps Good Friday in Alsace-Moselle, the day of the abolition overseas. */
export function localHolidays(year: number, { department, goodFridayClosed }: Place): readonly BusinessDate[] {
  if (isAlsaceMoselle(department)) return [...(goodFridayClosed ? [addDays(easterSunday(year), -2)] : []), dayOf(year, "12-26")];
  const abolition = department === null ? undefined : ABOLITION[department];
  return abolition === undefined ? [] : [dayOf(year, abolition)];
}
