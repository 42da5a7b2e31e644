import type { LetteringLine } from "./lettering.ts";

/** Longer texts are cut before they are read: labels have 200 characters at most, references 60. */
const TEXT_MAX = 300;
const REFERENCES_MAX = 8;
const DIGITS_MIN = 3;
/** Longer words are ids of machines, banks or mandates. */
const WORD_MAX = 20;

/** Words that announce an invoice number, alone or glued to it: `FACT 12345`, `FA-2025-0042`, `F2025-001`. A credit note's AV stays. */
const INVOICE_WORD = /^(?:FACTURES?|FACT?S?|FAC?|FC|F|INVOICE|INV|NUM|NO|NR|N)$/;
const INVOICE_PREFIX = /^(?:FACTURE|FACT?|FA|FC|F|INVOICE|INV|NO|N)(?=\d)/;

/** Words after which a number is a card, a mandate or a creditor, never a document. */
const NOT_A_DOCUMENT = /^(?:CB|CARTE|CARD|RUM|ICS|MDT|MANDAT|SIREN|SIRET|BIC|IBAN|RIB|TEL)$/;

const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g;
/** Our ids and those of payment providers: a few letters, an underscore, the rest. */
const MACHINE_ID = /\b[A-Z]{2,8}_[A-Z0-9_]+/g;
const DECIMAL = /^\d+[.,]\d{2}$/;
const DAY = /^(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}){1,2}|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})$/;
const COMPACT_DAY =
  /^(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d{2}|\d{2}))$/;
/** A month, a quarter or a year: `2025-03`, `03/2025`, `MARS2025`, `1T2025`, `2025`. */
const PERIOD =
  /^(?:(?:19|20)\d{2}[-/.]?(?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.]?20\d{2}|[A-Z]{3,}-?20\d{2}|[1-4]?T[1-4]?-?20\d{2}|(?:19|20)\d{2})$/;

/**
 * The document numbers a line names in its reference and its label, in one canonical form (`F2025-001`, `Facture n° 2025-001` and
 * `FA 2025/001` are one), each with three digits at least. Dates, periods, amounts, cards, IBAN and ids of machines are not documents.
 * Bounded: `TEXT_MAX` characters are read, `REFERENCES_MAX` numbers given.
 */
export function referencesOf(line: Pick<LetteringLine, "pieceRef" | "label" | "amountCents">): string[] {
  const named = [line.pieceRef, line.label].flatMap((text) => numbersIn(text));
  return [...new Set(named)].filter((number) => !isAmount(number, line.amountCents)).slice(0, REFERENCES_MAX);
}

/** A bare number that repeats the line's amount, in euros or in cents. */
const isAmount = (number: string, amountCents: number): boolean =>
  /^\d+$/.test(number) && (Number(number) * 100 === amountCents || Number(number) === amountCents);

function numbersIn(text: string): string[] {
  const words = wordsOf(text);
  return words.flatMap((word, index) => {
    const before = words[index - 1] ?? "";
    if (NOT_A_DOCUMENT.test(before) || /^(?:EUR|EUROS?)$/.test(words[index + 1] ?? "")) return [];
    return partsOf(word).flatMap((part) => canonical(part, INVOICE_WORD.test(before)));
  });
}

function wordsOf(text: string): string[] {
  const folded = text.slice(0, TEXT_MAX).normalize("NFKD").toUpperCase().replaceAll("€", " EUR ");
  const plain = folded.replace(/\p{M}/gu, "").replace(IBAN, " ").replace(MACHINE_ID, " ");
  return plain
    .replace(/,(?!\d{2}\b)|[^A-Z0-9.,/-]/g, " ")
    .split(" ")
    .map((word) => word.replace(/^[-./,]+|[-./,]+$/g, ""))
    .filter((word) => word !== "");
}

/** `F2025-001/F2025-002` names two documents; `2025/001` is one. */
function partsOf(word: string): string[] {
  const parts = word.split("/");
  return parts.every((part) => digitsOf(part) >= 5) ? parts : [word];
}

const digitsOf = (word: string): number => word.replace(/\D/g, "").length;

/** One number or none. `announced`: the word before said that a document number follows, so six digits are no date. */
function canonical(word: string, announced: boolean): string[] {
  if (digitsOf(word) < DIGITS_MIN || word.length > WORD_MAX || DECIMAL.test(word) || DAY.test(word)) return [];
  const bare = word.replace(/[^A-Z0-9]/g, "");
  const number = bare.replace(INVOICE_PREFIX, "").replace(/^0+(?=\d+$)/, "");
  const told = announced || number !== bare.replace(/^0+(?=\d+$)/, "");
  if (/^20\d{2}$/.test(number) || /EUR(?:OS?)?$/.test(bare)) return [];
  if (!told && (PERIOD.test(word) || COMPACT_DAY.test(bare))) return [];
  return number === "" ? [] : [number];
}
