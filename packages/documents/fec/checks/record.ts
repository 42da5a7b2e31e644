import type { Note } from "../report.ts";
import { readAmount } from "./amount.ts";
import { readDate } from "./date.ts";
import { type ColumnName, isQuoted, type Layout } from "./header.ts";

/** One line of an entry, read. Undefined where the file does not tell. Dates are AAAAMMJJ, money EUR cents. */
export type FecRecord = {
  readonly line: number;
  readonly journal: string;
  readonly journalLabel: string;
  readonly number: string;
  readonly date: string | undefined;
  readonly account: string;
  readonly accountLabel: string;
  readonly auxiliary: string;
  readonly pieceRef: string;
  readonly pieceDate: string | undefined;
  readonly lettering: string;
  readonly validDate: string | undefined;
  /** Undefined when either amount cannot be read: balances are then not judged. */
  readonly debitCents: number | undefined;
  readonly creditCents: number | undefined;
  /** How the side was written, in the form with one amount. */
  readonly convention?: "letter" | "sign";
};

/** Columns that may not be blank, with the rule that says so (BOI-CF-IOR-60-40-20). */
const COMPULSORY = [
  ...[["JournalCode", "M01"] as const, ["JournalLib", "M02"] as const, ["EcritureNum", "M03"] as const, ["EcritureDate", "M04"] as const],
  ...[["CompteNum", "M05"] as const, ["CompteLib", "M06"] as const, ["PieceRef", "M09"] as const, ["PieceDate", "M10"] as const],
  ...[["EcritureLib", "M11"] as const, ["ValidDate", "M16"] as const],
] as const;

const OPTIONAL = ["CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet", "Montantdevise", "Idevise"] as const;

type Read = (column: ColumnName) => string;

/** Reads one record and checks everything it can be blamed for alone. */
export function readRecord(text: string, line: number, layout: Layout, note: Note): FecRecord | undefined {
  checkCharacters(text, line, layout, note);
  const fields = text.split(layout.separator);
  if (fields.length !== layout.fields) {
    note("S08", line, `${fields.length} au lieu de ${layout.fields}`);
    return undefined;
  }
  if (fields.some(isQuoted)) note("S13", line);
  const read: Read = (column) => fields[layout.places.get(column) ?? -1] ?? "";
  for (const [column, rule] of COMPULSORY) if (layout.places.has(column) && read(column).trim() === "") note(rule, line);
  checkBlanks(read, line, note);
  checkPairs(read, line, layout, note);
  const amounts = layout.signed ? signedAmounts(read, line, note) : debitAndCredit(read, line, layout, note);
  const date = (column: ColumnName) => (read(column).trim() === "" ? undefined : readDate(read(column), line, note));
  if (!isZeros(read("DateLet"))) date("DateLet");
  return {
    ...{
      line,
      journal: read("JournalCode"),
      journalLabel: read("JournalLib"),
      number: read("EcritureNum").trim(),
      pieceRef: read("PieceRef"),
    },
    ...{
      account: read("CompteNum"),
      accountLabel: read("CompteLib"),
      auxiliary: read("CompAuxNum").trim(),
      lettering: read("EcritureLet").trim(),
    },
    ...{ date: date("EcritureDate"), pieceDate: date("PieceDate"), validDate: date("ValidDate") },
    ...amounts,
  };
}

function checkCharacters(text: string, line: number, { separator, otherSeparator }: Layout, note: Note): void {
  if (text.includes("\uFFFD")) note("S11", line);
  const inside = text.replaceAll(separator, "").replaceAll(otherSeparator, "");
  if (/\p{Cc}/u.test(inside)) note("S10", line);
  if (text.includes(otherSeparator)) note("S12", line);
}

const isZeros = (text: string): boolean => /^[0 ]*[,.]?[0 ]+$/.test(text);

/** Blank means empty between two separators: no spaces, no zeros. */
function checkBlanks(read: Read, line: number, note: Note): void {
  for (const column of OPTIONAL) {
    const value = read(column);
    const zeros = (column === "DateLet" || (column === "Montantdevise" && read("Idevise") === "")) && isZeros(value);
    if ((value !== "" && value.trim() === "") || zeros) note("B01", line, column);
  }
}

function checkPairs(read: Read, line: number, { places }: Layout, note: Note): void {
  const alone = (left: ColumnName, right: ColumnName) =>
    places.has(left) && places.has(right) && (read(left).trim() === "") !== (read(right).trim() === "");
  if (alone("CompAuxNum", "CompAuxLib")) note("P01", line);
  if (alone("EcritureLet", "DateLet") && !isZeros(read("DateLet"))) note("P02", line);
  if (alone("Montantdevise", "Idevise") && !isZeros(read("Montantdevise"))) note("P03", line);
  const currency = read("Idevise").trim();
  if (currency !== "" && !/^[A-Z]{3}$/.test(currency)) note("P04", line, currency);
  const foreign = read("Montantdevise").trim();
  if (foreign !== "" && !/^[+-]?\d{1,18}(?:,\d{1,6})?[+-]?$/.test(foreign)) note(/\./.test(foreign) ? "A01" : "A03", line, foreign);
}

type Amounts = Pick<FecRecord, "debitCents" | "creditCents" | "convention">;

function debitAndCredit(read: Read, line: number, { places }: Layout, note: Note): Amounts {
  const amount = (column: "Debit" | "Credit", rule: "M12" | "M13"): number | undefined => {
    if (!places.has(column)) return undefined;
    if (read(column).trim() !== "") return readAmount(read(column), line, note);
    note(rule, line);
    return 0;
  };
  const debitCents = amount("Debit", "M12");
  const creditCents = amount("Credit", "M13");
  if (debitCents !== undefined && creditCents !== undefined) {
    if (debitCents !== 0 && creditCents !== 0) note("A04", line);
    if (debitCents === 0 && creditCents === 0) note("A05", line);
  }
  return { debitCents, creditCents };
}

/** The form with one amount and a side (LPF art. A47 A-1, X): D or C, or +1 or -1. */
function signedAmounts(read: Read, line: number, note: Note): Amounts {
  const side = read("Sens");
  const cents = readAmount(read("Montant"), line, note);
  const known = /^(?:D|C|\+1|-1)$/.test(side);
  if (!known) note("V01", line, side);
  if (cents === 0) note("A05", line);
  if (cents === undefined || !known) return { debitCents: undefined, creditCents: undefined };
  const convention = side === "D" || side === "C" ? "letter" : "sign";
  return side === "D" || side === "+1"
    ? { debitCents: cents, creditCents: 0, convention }
    : { debitCents: 0, creditCents: cents, convention };
}
