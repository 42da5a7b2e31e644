import { plainWords } from "../text/plain-words.ts";

/** What a column of a bank's table holds, whatever its heading calls it. */
const FIELDS = [
  "booking",
  "date",
  "operation",
  "value",
  "amount",
  "debit",
  "credit",
  "bankId",
  "currency",
  "status",
  "side",
  "number",
  "iban",
] as const;
export type StatementField = (typeof FIELDS)[number];

/** Where each field stands, and the columns of text, the one that tells most first. */
export type StatementLayout = {
  readonly columns: ReadonlyMap<StatementField, number>;
  readonly texts: readonly number[];
  readonly width: number;
  /** Whether the headings of the amounts say they are euros. */
  readonly isEuro: boolean;
};

const EURO = "(?: (?:en )?(?:euros?|eur))?";

/**
 * Headings by field, better ones first: Qonto gives a day in Paris beside the one in UTC, and calls its day of booking « date de la valeur »,
 * which at every other bank is another day.
 */
const HEADINGS: Readonly<Record<StatementField, readonly RegExp[]>> = {
  booking: [
    /^date (?:de )?(?:comptabilisation|comptable)$|^booking date$|^date de booking$/,
    /^(?:settlement date|date de (?:la )?valeur) local$/,
    /^settlement date(?: utc)?$|^date de (?:la )?valeur utc$/,
  ],
  date: [/^date$/],
  operation: [
    /^(?:date (?:de l |d |de )?operation|operation date)(?: local)?$|^dateop$|^transaction date$/,
    /^(?:date (?:de l |d |de )?operation|operation date) utc$/,
  ],
  value: [/^date (?:de )?(?:la )?valeur$|^dateval$|^value date$/],
  amount: [
    /^montant total ttc$|^total amount incl vat$/,
    new RegExp(`^montant(?: (?:de l |d |de )?operation)?${EURO}$`),
    /^(?:total )?amount(?: eur)?$/,
  ],
  debit: [new RegExp(`^(?:montant )?debits?${EURO}$`)],
  credit: [new RegExp(`^(?:montant )?credits?${EURO}$`)],
  bankId: [/^transaction id$|^identifiant (?:de (?:la )?)?transaction$/],
  currency: [/^devise$|^currency$/],
  status: [/^statut$|^status$|^etat$|^state$/],
  side: [/^sens(?: de l operation)?$|^d c$|^debit credit$|^credit debit$/],
  number: [/^accountnum$|^numero (?:de )?compte$|^account number$/],
  iban: [/^iban du compte$|^account iban$/],
};

/** Columns of text, the one that tells most first: the bank's whole label, then what shortens or completes it. */
const TEXTS: readonly RegExp[] = [
  /^libelle (?:complet )?(?:de l |d )?operation$|^libelle complet$|^detail de l ecriture$/,
  /^libelles?$|^label$|^description$/,
  /^nom de la contrepartie$|^counterparty name$/,
  /^libelle (?:simplifie|court)$/,
  /^informations complementaires$|^reference$|^comment(?:aire)?$|^communication$/,
];

/** The layout a line of headings gives; null when it is no line of headings: a day, a text and an amount make one. */
export function layoutOf(headings: readonly string[]): StatementLayout | null {
  const words = headings.map(plainWords);
  if (words.some((heading) => FEES.test(heading) || LEDGER.test(heading))) return null;
  const columns = new Map<StatementField, number>();
  for (const field of FIELDS) {
    const column = firstOf(words, HEADINGS[field]);
    if (column >= 0) columns.set(field, column);
  }
  const texts = TEXTS.flatMap((text) => [...words.keys()].filter((column) => text.test(words[column] ?? "")));
  const hasDay = columns.has("booking") || columns.has("date") || columns.has("operation");
  const hasAmount = columns.has("amount") || (columns.has("debit") && columns.has("credit"));
  const isEuro = AMOUNTS.some((field) => /\beur(?:os?)?\b/.test(words[columns.get(field) ?? -1] ?? ""));
  return hasDay && hasAmount && texts.length > 0
    ? { columns, texts, width: words.findLastIndex((heading) => heading !== "") + 1, isEuro }
    : null;
}

/** With fees in a column of their own, the amount beside them is not what the account moved by: such a table is not read. */
const FEES = /^(?:frais|fees?|total fees|montant des frais)$/;

/** A ledger of the books has days, labels, debits and credits too, and means the contrary by them: what comes in is a debit. */
const LEDGER = /^(?:code )?journal$|^(?:(?:n|no|numero|ref)(?: de)? )?piece$|^lettrage$|^compte (?:general|comptable)$/;

/** Fields that hold amounts. */
export const AMOUNTS = ["amount", "debit", "credit"] as const satisfies readonly StatementField[];

const firstOf = (words: readonly string[], patterns: readonly RegExp[]): number =>
  patterns.map((pattern) => words.findIndex((heading) => pattern.test(heading))).find((column) => column >= 0) ?? -1;
