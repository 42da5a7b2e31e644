import { type BusinessDate, compactDate } from "#domain/dates";
import type { Entry, EntryLine } from "#domain/ledger/entry";
import { cleanLabel } from "#domain/ledger/label";
import { decimalComma, exponentOf } from "#domain/money";
import { FEC_COLUMNS, type FecSeparator, LINE_END, SEPARATORS } from "./columns.ts";

/** The header record, without its line end. */
export const fecHeader = (separator: FecSeparator = "tab"): string => FEC_COLUMNS.join(SEPARATORS[separator]);

/**
 * Writes records of an entry, each ended by CR and LF: those from one place in its lines on, `PIECE_LINES` at most, so that an entry of ten
 * thousand lines is never held twice.
 */
export type LineWriter = (entry: Entry, from: number) => string;

/** Lines written at once. */
export const PIECE_LINES = 500;

/** Dates remembered ready to print, and third parties with their first name; beyond, they are printed anew each time. */
const REMEMBERED_MAX = 10_000;
const PARTIES_MAX = 50_000;

/** The records of one entry, without line ends. */
export function fecLines(entry: Entry, separator: FecSeparator = "tab"): string[] {
  const linesOf = createLineWriter(separator);
  let text = "";
  for (let from = 0; from < entry.lines.length; from += PIECE_LINES) text += linesOf(entry, from);
  return text.split(LINE_END).slice(0, -1);
}

/**
 * A writer for one file. Blank means nothing between two separators; an empty side is 0,00; PieceRef and EcritureLib are never blank. An
 * account, journal or third party renamed during the year keeps the label it was first printed with. What lines share is put together
 * once an entry, and what entries share once a file, because most of a file repeats: a line is then a few texts, end to end.
 */
export function createLineWriter(separator: FecSeparator = "tab"): LineWriter {
  const tab = SEPARATORS[separator];
  const dates = createRemembered(REMEMBERED_MAX, (date: BusinessDate) => compactDate(date));
  const sharedOf = createSharedWriter(tab, dates);
  const accounts = createLabelled(tab);
  const parties = createPartyWriter(tab);
  const matching = createMatchingWriter(tab, dates);
  return (entry, from) => {
    const { head, piece, otherwise, noDebit, debitEnd, creditEnd, validated } = sharedOf(entry);
    const to = Math.min(entry.lines.length, from + PIECE_LINES);
    let label = entry.label;
    let middle = `${piece}${otherwise}${tab}`;
    let text = "";
    for (let at = from; at < to; at += 1) {
      const line = entry.lines[at];
      if (!line) break;
      if (line.label !== label) {
        label = line.label;
        middle = `${piece}${printable(label) || otherwise}${tab}`;
      }
      const amount = euros(line.amountCents);
      const isDebit = line.side === "debit";
      text += head + accounts(line.account, line.accountLabel) + parties(line) + middle;
      if (!line.lettering && !line.foreign) text += isDebit ? amount + debitEnd : noDebit + amount + creditEnd;
      else text += (isDebit ? `${amount}${tab}${noDebit}` : `${noDebit}${amount}${tab}`) + matching(line, validated);
    }
    return text;
  };
}

type Dates = (date: BusinessDate, label: string) => string;

/** What the lines of an entry have in common, ready to print. The two ends are those of a line with neither lettering nor currency. */
function createSharedWriter(tab: string, dates: Dates) {
  const journals = createLabelled(tab);
  const noDebit = `0,00${tab}`;
  const noCredit = `${tab}0,00${tab}`;
  return (entry: Entry) => {
    const validated = `${dates(entry.validatedOn, "")}${tab}`;
    const end = `${tab}${tab}${validated}${tab}${LINE_END}`;
    return {
      head: `${journals(entry.journal, entry.journalLabel)}${entry.number}${tab}${dates(entry.date, "")}${tab}`,
      piece: `${printable(entry.pieceRef) || entry.number}${tab}${dates(entry.pieceDate, "")}${tab}`,
      otherwise: printable(entry.label) || entry.journal,
      validated,
      noDebit,
      debitEnd: noCredit + end,
      creditEnd: tab + end,
    };
  };
}

/** Codes with their label. A company's accounts and journals are all remembered. */
const createLabelled = (tab: string) =>
  createRemembered(Number.POSITIVE_INFINITY, (code: string, label: string) => `${code}${tab}${printable(label)}${tab}`);

/** What comes after the amounts of a line: its lettering, ValidDate, its currency. */
function createMatchingWriter(tab: string, dates: Dates): (line: EntryLine, validated: string) => string {
  return ({ lettering, foreign }, validated) => {
    const letters = lettering ? `${printable(lettering.code)}${tab}${dates(lettering.on, "")}${tab}` : `${tab}${tab}`;
    const currency = foreign ? `${decimalComma(foreign.amountCents, exponentOf(foreign.currency))}${tab}${foreign.currency}` : tab;
    return letters + validated + currency + LINE_END;
  };
}

/** A third party is named on class 4 accounts alone, each time as it was first printed: entries of one code may spell it in several ways. */
function createPartyWriter(tab: string): (line: EntryLine) => string {
  const nobody = `${tab}${tab}`;
  const named = createRemembered(PARTIES_MAX, (code: string, name: string) => `${code}${tab}${printable(name)}${tab}`);
  return ({ account, thirdParty }) => (thirdParty && account.charCodeAt(0) === FOUR ? named(thirdParty.code, thirdParty.name) : nobody);
}

const FOUR = 52;

/** Makes a text once a key, from what came with the key first. A company's accounts and journals are all remembered: one code, one label. */
function createRemembered<Key extends string>(
  maximum: number,
  make: (key: Key, label: string) => string,
): (key: Key, label: string) => string {
  const made = new Map<Key, string>();
  return (key, label) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const text = make(key, label);
    if (made.size < maximum) made.set(key, text);
    return text;
  };
}

/** `123456` -> `"1234,56"`; what `decimalComma` says of cents, with fewer pieces. */
function euros(amountCents: number): string {
  if (amountCents < 0) return `-${euros(-amountCents)}`;
  const units = Math.floor(amountCents / 100);
  const rest = amountCents - units * 100;
  return rest < 10 ? `${units},0${rest}` : `${units},${rest}`;
}

/** Western text without `"` that `cleanLabel` would leave as it is: told at a glance, because nearly all text is. */
const CLEAN = /^[!#-{}~¡-¬®-ÿ‘’“”–—…€Œœ]+(?: [!#-{}~¡-¬®-ÿ‘’“”–—…€Œœ]+)*$/;
const CLEAN_MAX = 200;

/** The format knows no quoting: a `"` would be a part of the value to some readers, and a delimiter to others. */
const printable = (field: string): string =>
  field.length <= CLEAN_MAX && CLEAN.test(field) ? field : cleanLabel(field).replaceAll('"', "'");
