import type { FindingCode } from "../findings.fr.ts";
import type { Note } from "../report.ts";
import { readAmount } from "./amount.ts";
import { type CompactDate, readDate } from "./date.ts";
import { createFields, type Fields, NOWHERE } from "./fields.ts";
import { COLUMN, isQuoted, type Layout } from "./header.ts";
import { createOptionalCheck } from "./optional.ts";

/** One line of an entry, read. Blank text and date 0 where the file does not tell. Money in EUR cents. */
export type FecRecord = {
  readonly line: number;
  readonly journal: string;
  readonly journalLabel: string;
  readonly number: string;
  readonly date: CompactDate;
  readonly account: string;
  readonly accountLabel: string;
  readonly auxiliary: string;
  readonly auxiliaryLabel: string;
  readonly pieceRef: string;
  readonly pieceDate: CompactDate;
  readonly lettering: string;
  readonly letteredOn: CompactDate;
  readonly validDate: CompactDate;
  readonly debitCents: number;
  readonly creditCents: number;
  /** False when an amount cannot be read (it is then 0): balances are not judged. */
  readonly readable: boolean;
  /** How the side was written, in the form with one amount. */
  readonly convention: "letter" | "sign" | undefined;
};

/** Columns that may not be blank, with the rule that says so (BOI-CF-IOR-60-40-20). */
const COMPULSORY: readonly (readonly [place: number, rule: FindingCode])[] = [
  ...([[COLUMN.journal, "M01"] as const, [COLUMN.journalLabel, "M02"] as const, [COLUMN.number, "M03"] as const] as const),
  ...([[COLUMN.date, "M04"] as const, [COLUMN.account, "M05"] as const, [COLUMN.accountLabel, "M06"] as const] as const),
  ...([[COLUMN.pieceRef, "M09"] as const, [COLUMN.pieceDate, "M10"] as const, [COLUMN.label, "M11"] as const] as const),
  ...([[COLUMN.validDate, "M16"] as const] as const),
];

/**
 * Reads records and checks everything each can be blamed for alone. Values are looked at where they stand in the text; only what must be
 * compared with other records is taken out of it. The record is one plain literal: spreads would cost more than all the checks.
 */
export function createRecordReader(layout: Layout, note: Note) {
  const { places, signed } = layout;
  const fields = createFields(layout.separator);
  const checkCompulsory = createCompulsoryCheck(fields, places, note);
  const optional = createOptionalCheck(fields, places, note);
  const amounts = signed ? createSignedAmounts(fields, places, note) : createDebitAndCredit(fields, places, note);
  const at = placesByName(places);
  const { text } = fields;
  const date = (place: number, line: number): CompactDate => {
    const plain = fields.date(place);
    return plain >= 0 ? plain : oddDate(fields, place, line, note);
  };
  return (source: string, from: number, to: number, line: number): FecRecord | undefined => {
    const count = fields.cut(source, from, to);
    if (fields.trouble.any) checkCharacters(fields, line, note);
    if (count !== layout.fields) return void note("S08", line, `${count} au lieu de ${layout.fields}`);
    if (fields.trouble.quote && hasQuoted(fields, count)) note("S13", line);
    checkCompulsory(line);
    const { debitCents, creditCents, readable, convention } = amounts(line);
    const letteredOn = optional(line, debitCents);
    return {
      line,
      journal: text(at.journal),
      journalLabel: text(at.journalLabel),
      number: trimmed(text(at.number)),
      date: date(at.date, line),
      account: text(at.account),
      accountLabel: text(at.accountLabel),
      auxiliary: trimmed(text(at.auxiliary)),
      auxiliaryLabel: text(at.auxiliaryLabel),
      pieceRef: text(at.pieceRef),
      pieceDate: date(at.pieceDate, line),
      lettering: trimmed(text(at.lettering)),
      letteredOn,
      validDate: date(at.validDate, line),
      debitCents,
      creditCents,
      readable,
      convention,
    };
  };
}

/** Most records have every compulsory value: which one is missing is asked only when one is. */
function createCompulsoryCheck(fields: Fields, places: readonly number[], note: Note): (line: number) => void {
  const compulsory = COMPULSORY.flatMap(([column, rule]) => placed(places, column).map((place) => ({ place, rule })));
  const all = Int32Array.from(compulsory, ({ place }) => place);
  const noteBlanks = (line: number): void => {
    for (const { place, rule } of compulsory) if (fields.isBlank(place)) note(rule, line);
  };
  return (line) => {
    if (fields.anyBlank(all)) noteBlanks(line);
  };
}

/** The places of the columns that make a record, looked up once. */
const placesByName = (places: readonly number[]) => ({
  journal: places[COLUMN.journal] ?? NOWHERE,
  journalLabel: places[COLUMN.journalLabel] ?? NOWHERE,
  number: places[COLUMN.number] ?? NOWHERE,
  date: places[COLUMN.date] ?? NOWHERE,
  account: places[COLUMN.account] ?? NOWHERE,
  accountLabel: places[COLUMN.accountLabel] ?? NOWHERE,
  auxiliary: places[COLUMN.auxiliary] ?? NOWHERE,
  auxiliaryLabel: places[COLUMN.auxiliaryLabel] ?? NOWHERE,
  pieceRef: places[COLUMN.pieceRef] ?? NOWHERE,
  pieceDate: places[COLUMN.pieceDate] ?? NOWHERE,
  lettering: places[COLUMN.lettering] ?? NOWHERE,
  validDate: places[COLUMN.validDate] ?? NOWHERE,
});

const placed = (places: readonly number[], column: number): number[] =>
  places.slice(column, column + 1).filter((place) => place !== NOWHERE);

/** Text without white space around; most text has none. */
function trimmed(text: string): string {
  if (text === "") return text;
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 32 && first < 160 && last > 32 && last < 160 ? text : text.trim();
}

function oddDate(fields: Fields, place: number, line: number, note: Note): CompactDate {
  if (fields.isBlank(place)) return 0;
  const { date, fault } = readDate(fields.text(place));
  if (fault) note(fault, line, fields.text(place));
  return date;
}

function checkCharacters({ trouble }: Fields, line: number, note: Note): void {
  if (trouble.unreadable) note("S11", line);
  if (trouble.control) note("S10", line);
  if (trouble.otherSeparator) note("S12", line);
}

function hasQuoted(fields: Fields, count: number): boolean {
  for (let place = 0; place < count; place += 1) if (isQuoted(fields.text(place))) return true;
  return false;
}

type Amounts = Pick<FecRecord, "debitCents" | "creditCents" | "readable" | "convention">;

function amountAt(fields: Fields, place: number, line: number, note: Note): number | undefined {
  const plain = fields.amount(place);
  if (plain >= 0) return plain;
  const { cents, faults } = readAmount(fields.text(place));
  for (const fault of faults) note(fault, line, fields.text(place));
  return cents;
}

function createDebitAndCredit(fields: Fields, places: readonly number[], note: Note): (line: number) => Amounts {
  const oddAmount = (place: number, rule: FindingCode, line: number): number | undefined => {
    if (place === NOWHERE) return undefined;
    if (!fields.isBlank(place)) return amountAt(fields, place, line, note);
    note(rule, line);
    return 0;
  };
  const amount = (place: number, rule: FindingCode, line: number): number | undefined => {
    const plain = fields.amount(place);
    return plain >= 0 ? plain : oddAmount(place, rule, line);
  };
  const [debitPlace = NOWHERE, creditPlace = NOWHERE] = places.slice(COLUMN.debit, COLUMN.credit + 1);
  return (line) => {
    const debitCents = amount(debitPlace, "M12", line);
    const creditCents = amount(creditPlace, "M13", line);
    if (debitCents === undefined || creditCents === undefined)
      return { debitCents: debitCents ?? 0, creditCents: creditCents ?? 0, readable: false, convention: undefined };
    if (debitCents !== 0 && creditCents !== 0) note("A04", line);
    if (debitCents === 0 && creditCents === 0) note("A05", line);
    return { debitCents, creditCents, readable: true, convention: undefined };
  };
}

/** The form with one amount and a side (LPF art. A47 A-1, X): D or C, or +1 or -1. */
function createSignedAmounts(fields: Fields, places: readonly number[], note: Note): (line: number) => Amounts {
  const [amountPlace = NOWHERE, sidePlace = NOWHERE] = places.slice(COLUMN.debit, COLUMN.credit + 1);
  return (line) => {
    const side = fields.text(sidePlace);
    const cents = amountPlace === NOWHERE ? undefined : amountAt(fields, amountPlace, line, note);
    const known = side === "D" || side === "C" || side === "+1" || side === "-1";
    if (!known) note("V01", line, side);
    if (cents === 0) note("A05", line);
    if (cents === undefined || !known) return { debitCents: 0, creditCents: 0, readable: false, convention: undefined };
    const convention = side === "D" || side === "C" ? "letter" : "sign";
    const isDebit = side === "D" || side === "+1";
    return { debitCents: isDebit ? cents : 0, creditCents: isDebit ? 0 : cents, readable: true, convention };
  };
}
