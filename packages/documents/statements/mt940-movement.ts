import type { BusinessDate } from "#domain/dates";
import { daysBetween } from "#domain/dates";
import type { Currency } from "#domain/money";
import type { StatementFaultCode } from "./problem-codes.ts";
import type { FoundRow } from "./row.ts";
import { dayOf, readPlainMoney } from "./values.ts";

/**
 * Value date YYMMDD, entry date MMDD where there is one, sense (R turns it: a debit reversed comes in), the third letter of the currency
 * where there is one, amount, type, reference of the owner, and after `//` the bank's.
 */
const MOVEMENT = /^(\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?(R?[CD])([A-Z]?)(\d{1,15},\d{0,3})([A-Z][A-Z0-9]{3})([^\n]*)(?:\n([\s\S]*))?$/;

export type MovementRead = Omit<FoundRow, "line" | "currency"> | { readonly code: StatementFaultCode; readonly detail: string };

/** A movement `:61:`: booked on its entry date, on its value date where the bank gives no other. */
export function movementOf(value: string, currency: Currency): MovementRead {
  const found = MOVEMENT.exec(value);
  if (!found) return { code: "amount_unreadable", detail: value };
  const [, year = "", month = "", day = "", entryMonth, entryDay, sense = "", , amount = "", , references = "", more = ""] = found;
  const valueOn = dayOf(year, month, day);
  const bookedOn = valueOn && (entryMonth === undefined || entryDay === undefined ? valueOn : entryDate(valueOn, entryMonth, entryDay));
  if (!valueOn || !bookedOn) return { code: "date_unreadable", detail: value };
  const money = readPlainMoney(`${sense === "D" || sense === "RC" ? "-" : ""}${amount}`, currency);
  if ("code" in money) return { code: money.code, detail: amount };
  const [own = "", bank = ""] = references.split("//");
  return { bookedOn, valueOn, amountCents: money.cents, texts: [more, own === "NONREF" ? "" : own], bankId: bank };
}

/** The entry date has no year: it is the one that puts it next to the value date, so that 0101 beside 261231 is in 2027. */
function entryDate(valueOn: BusinessDate, month: string, day: string): BusinessDate | null {
  const year = Number(valueOn.slice(0, 4));
  const days = [year, year + 1, year - 1].map((one) => dayOf(String(one), month, day)).filter((one) => one !== null);
  const distance = (one: BusinessDate): number => Math.abs(daysBetween(valueOn, one));
  return days.sort((one, other) => distance(one) - distance(other))[0] ?? null;
}
