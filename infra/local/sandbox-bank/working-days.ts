import { addDays, type BusinessDate, businessDate, lastDayOf, type Month, yearOf } from "#domain/dates";

const FIXED_HOLIDAYS = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];

/** Days after Easter Sunday: Good Friday and Easter Monday (no interbank settlement), Ascension, Whit Monday. */
const EASTER_OFFSETS = [-2, 1, 39, 50];

/** Whether French banks book on this day. */
export function isWorkingDay(date: BusinessDate): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || FIXED_HOLIDAYS.includes(date.slice(5))) return false;
  const easter = easterSunday(yearOf(date));
  return !EASTER_OFFSETS.some((offset) => addDays(easter, offset) === date);
}

/** The day itself when banks work, else the next day they do. */
export function workingDayFrom(date: BusinessDate): BusinessDate {
  return isWorkingDay(date) ? date : workingDayFrom(addDays(date, 1));
}

/** The day itself when banks work, else the last day before it when they did. */
export function workingDayUntil(date: BusinessDate): BusinessDate {
  return isWorkingDay(date) ? date : workingDayUntil(addDays(date, -1));
}

/** The date `count` working days later. */
export function addWorkingDays(date: BusinessDate, count: number): BusinessDate {
  return count <= 0 ? date : addWorkingDays(workingDayFrom(addDays(date, 1)), count - 1);
}

/** Every working day of a month. */
export function workingDaysOf(month: Month): BusinessDate[] {
  const last = Number(lastDayOf(month).slice(8));
  const days = Array.from({ length: last }, (_, index) => dayOf(month, index + 1));
  return days.filter(isWorkingDay);
}

/** Day `day` of a month, or its last one when the month is shorter. */
export function dayOf(month: Month, day: number): BusinessDate {
  const last = lastDayOf(month);
  return day >= Number(last.slice(8)) ? last : businessDate(`${month}-${String(day).padStart(2, "0")}`);
}

/** Gregorian Easter (Meeus, Jones, Butcher). */
export function easterSunday(year: number): BusinessDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const correction = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 19 * weekday) / 433);
  const month = Math.floor((epact + weekday - 7 * shift + 90) / 25);
  const day = (epact + weekday - 7 * shift + 33 * month + 19) % 32;
  return businessDate(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
}
