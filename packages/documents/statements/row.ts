import type { BusinessDate } from "#domain/dates";
import type { Cents, Currency } from "#domain/money";
import type { Book, StatementDraft } from "./book.ts";
import { BANK_ID_MAX, DETAILS_MAX, LABEL_MAX } from "./reading.ts";
import { oneLine } from "./values.ts";

/** What banks write where they have no id. */
const NO_ID = /^(?:NOT ?PROVIDED|NOT ?AVAILABLE|NONREF|0+)$/i;

/** A row as its reader found it: texts as they stand in the file, in the order of what tells most. */
export type FoundRow = {
  readonly line: number;
  readonly bookedOn: BusinessDate;
  readonly valueOn?: BusinessDate | null;
  readonly transactionOn?: BusinessDate | null;
  readonly amountCents: Cents;
  readonly currency: Currency | null;
  readonly texts: readonly (string | undefined)[];
  readonly bankId?: string | undefined;
};

/** Adds a row to a statement: the first text that says something is its label, the others its details, each once. */
export function addRow(book: Book, rows: StatementDraft["rows"], found: FoundRow): undefined {
  const told = oneLine(found.bankId ?? "", BANK_ID_MAX + 1);
  const bankId = NO_ID.test(told) ? "" : told;
  if (bankId.length > BANK_ID_MAX) return book.fault("bank_id_too_long", found.line, String(BANK_ID_MAX));
  if (!book.countsRow(found.line)) return;
  const texts = found.texts.map((text) => oneLine(text ?? "", DETAILS_MAX)).filter((text) => text !== "");
  const [label = "", ...others] = texts.filter((text, place) => texts.indexOf(text) === place);
  const rest = label.length > LABEL_MAX ? [label, ...others] : others;
  rows.push({
    line: found.line,
    bookedOn: book.day(found.bookedOn),
    valueOn: found.valueOn ? book.day(found.valueOn) : null,
    transactionOn: found.transactionOn ? book.day(found.transactionOn) : null,
    amountCents: found.amountCents,
    currency: found.currency,
    label: copyOf(oneLine(label, LABEL_MAX)),
    bankId: bankId === "" ? null : copyOf(bankId),
    details: rest.length === 0 ? null : copyOf(oneLine(rest.join(" "), DETAILS_MAX)),
  });
}

/** The same text in memory of its own: a piece cut out of a file would keep the whole file there for as long as a row of it is known. */
const copyOf = (text: string): string => Buffer.from(text).toString();
