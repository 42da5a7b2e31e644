import type { Note } from "../report.ts";
import { readDate } from "./date.ts";
import { type Fields, NOWHERE } from "./fields.ts";
import { COLUMN } from "./header.ts";

const ZEROS = /^[0 ]*[,.]?[0 ]+$/;
const FOREIGN = /^[+-]?\d{1,18}(?:,\d{1,6})?[+-]?$/;

/** A zone longer than this is no zero; it also keeps a hostile one from being searched at length. */
const ZEROS_MAX = 40;
const isZeros = (text: string): boolean => text.length <= ZEROS_MAX && ZEROS.test(text);

/** A column that may be blank, or be missing from the file. */
type Optional = { readonly name: string; readonly place: number };

/** Checks the six columns that may be blank, and the three pairs they form. Gives back DateLet, 0 when it is not told. */
export function createOptionalCheck(fields: Fields, places: readonly number[], note: Note) {
  const column = (name: string, at: number): Optional => ({ name, place: places[at] ?? NOWHERE });
  const zone = createZones(fields, note);
  const aux: Pair = [column("CompAuxNum", COLUMN.auxiliary), column("CompAuxLib", COLUMN.auxiliaryLabel)];
  const lettering: Pair = [column("EcritureLet", COLUMN.lettering), column("DateLet", COLUMN.letteredOn)];
  const foreign: Pair = [column("Montantdevise", COLUMN.foreign), column("Idevise", COLUMN.currency)];
  const all = Int32Array.from([...aux, ...lettering, ...foreign], ({ place }) => place);
  const [auxPlaces, letteringPlaces, foreignPlaces] = [all.subarray(0, 2), all.subarray(2, 4), all.subarray(4, 6)];
  return (line: number, debitCents: number): number => {
    if (!fields.anyFilled(all)) return 0;
    if (fields.anyFilled(auxPlaces) && alone(aux, zone.blank(aux[0], line), zone.blank(aux[1], line))) note("P01", line);
    if (fields.anyFilled(foreignPlaces)) checkForeign(zone, foreign, { line, debitCents, note });
    return fields.anyFilled(letteringPlaces) ? checkLettering(zone, lettering, line, note) : 0;
  };
}

type Pair = readonly [left: Optional, right: Optional];

/** Whether one of a pair is told without the other; a file that has only one of the columns is another rule's matter. */
const alone = ([left, right]: Pair, leftBlank: boolean, rightBlank: boolean): boolean =>
  left.place !== NOWHERE && right.place !== NOWHERE && leftBlank !== rightBlank;

/** Ways of looking at a column that may be blank: it must then be empty, with neither spaces nor zeros. */
function createZones(fields: Fields, note: Note) {
  const value = ({ place }: Optional): string => fields.text(place);
  return {
    value,
    date: ({ place }: Optional): number => fields.date(place),
    /** Nothing but white space: told, and then as good as empty. */
    blank(one: Optional, line: number): boolean {
      if (fields.isEmpty(one.place)) return true;
      if (!fields.isBlank(one.place)) return false;
      note("B01", line, one.name);
      return true;
    },
    zeros(one: Optional, line: number): boolean {
      if (!isZeros(value(one))) return false;
      note("B01", line, one.name);
      return true;
    },
  };
}

type Zones = ReturnType<typeof createZones>;

function checkLettering(zone: Zones, lettering: Pair, line: number, note: Note): number {
  const [code, day] = lettering;
  const [noCode, noDate] = [zone.blank(code, line), zone.blank(day, line)];
  const plain = noDate ? 0 : zone.date(day);
  const zeroed = plain < 0 && zone.zeros(day, line);
  if (alone(lettering, noCode, noDate) && !zeroed) note("P02", line);
  if (plain >= 0 || zeroed) return Math.max(plain, 0);
  const { date, fault } = readDate(zone.value(day));
  if (fault) note(fault, line, zone.value(day));
  return date;
}

type Line = { readonly line: number; readonly debitCents: number; readonly note: Note };

function checkForeign(zone: Zones, foreign: Pair, { line, debitCents, note }: Line): void {
  const [amount, currency] = foreign;
  const [noAmount, noCurrency] = [zone.blank(amount, line), zone.blank(currency, line)];
  const zeroed = !noAmount && noCurrency && zone.zeros(amount, line);
  if (alone(foreign, noAmount, noCurrency) && !zeroed) note("P03", line);
  if (!noCurrency) checkCurrency(zone.value(currency).trim(), line, note);
  if (!noAmount && !zeroed) checkForeignAmount(zone.value(amount).trim(), debitCents, line, note);
}

function checkCurrency(currency: string, line: number, note: Note): void {
  if (!/^[A-Z]{3}$/.test(currency)) note("P04", line, currency);
  else if (currency === "EUR") note("P07", line);
}

/** The amount in the currency has no legal sign; a minus on a debit is read by some as a credit. */
function checkForeignAmount(amount: string, debitCents: number, line: number, note: Note): void {
  if (!FOREIGN.test(amount)) note(amount.includes(".") ? "A01" : "A03", line, amount);
  else if (isZeros(amount)) note("P05", line);
  else if (amount.includes("-") && debitCents > 0) note("P06", line, amount);
}
