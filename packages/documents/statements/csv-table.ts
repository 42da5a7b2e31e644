import { type Currency, EUR, exponentOf } from "#domain/money";
import { accountOf } from "./account.ts";
import type { Book, StatementDraft } from "./book.ts";
import { AMOUNTS, type StatementField, type StatementLayout } from "./csv-columns.ts";
import type { Preamble } from "./csv-preamble.ts";
import { amountOf, type CellOf, type DebitSign, statusOf } from "./csv-row.ts";
import { addRow } from "./row.ts";
import { readCurrency, readDay } from "./values.ts";

/** One table of a file, its rows taken one at a time. */
export type Table = {
  /** Whether a line has a day where its table has them. */
  isRow(fields: readonly string[]): boolean;
  dayIn(fields: readonly string[]): string;
  /** Whether something stands where its table has amounts. */
  hasAmount(fields: readonly string[]): boolean;
  take(line: number, fields: readonly string[]): undefined;
  /** `isEnded`: the file's last line is a whole one. */
  finish(isEnded: boolean): undefined;
};

/** Days of booking by what a bank calls them: its own word for it, a day without a name, else the day of the operation. */
const DAYS = ["booking", "date", "operation"] as const satisfies readonly StatementField[];

/** Rows of a table by account and currency: some banks write all their accounts in one. */
export function createTable(book: Book, layout: StatementLayout, above: Preamble): Table {
  const preamble = { ...above, currency: above.currency ?? (layout.isEuro ? EUR : null) };
  const drafts = new Map<string, StatementDraft>();
  const context: Context = { book, layout, preamble, drafts, debitSign: { now: 0 }, decimals: new Set(), narrowest: null, last: null };
  const dayColumn = DAYS.map((field) => layout.columns.get(field)).find((column) => column !== undefined);
  const dayIn = (fields: readonly string[]): string => fields[dayColumn ?? -1] ?? "";
  const cellIn = (fields: readonly string[], field: StatementField): string => fields[layout.columns.get(field) ?? -1] ?? "";
  return {
    dayIn,
    hasAmount: (fields) => AMOUNTS.some((field) => cellIn(fields, field) !== ""),
    isRow: (fields) => readDay(dayIn(fields)) !== null || (cellIn(fields, "status") !== "" && cellIn(fields, "amount") !== ""),
    take: (line, fields) => takeRow(context, line, fields, dayIn(fields)),
    finish(isEnded) {
      if (!isEnded && context.last) checkLast(context);
      for (const draft of drafts.size === 0 ? [draftOf(context, "", "", preamble.currency)] : drafts.values()) book.take(draft);
    },
  };
}

type Context = {
  readonly book: Book;
  readonly layout: StatementLayout;
  readonly preamble: Preamble;
  readonly drafts: Map<string, StatementDraft>;
  readonly debitSign: DebitSign;
  /** How many decimals the amounts above the last had. */
  decimals: Set<number>;
  /** The fewest cells of a row above the last. */
  narrowest: number | null;
  last: { readonly line: number; readonly width: number; readonly decimals: number; readonly currency: Currency | null } | null;
};

function takeRow(context: Context, line: number, fields: readonly string[], day: string): undefined {
  const { book, layout, preamble } = context;
  const cell: CellOf = (field) => fields[layout.columns.get(field) ?? -1] ?? "";
  const status = layout.columns.has("status") ? statusOf(cell("status")) : "booked";
  const label = layout.texts.map((column) => fields[column]);
  if (status === "unknown") return book.fault("status_unknown", line, cell("status"), columnOf(layout, "status"));
  if (status !== "booked") return book.remark(`${status}_skipped`, line, label.find((text) => text) ?? "");
  if (fields.slice(layout.width).some((field) => field !== "")) return book.fault("line_too_wide", line, String(layout.width));
  const bookedOn = readDay(day);
  if (bookedOn === null) return book.fault(day === "" ? "date_missing" : "date_unreadable", line, day);
  const told = cell("currency");
  const currency = told === "" ? preamble.currency : readCurrency(told);
  if (told !== "" && currency === null) return book.fault("currency_unreadable", line, told, columnOf(layout, "currency"));
  const amount = amountOf(cell, currency, context.debitSign, layout.columns.has("side"));
  if ("code" in amount) return book.fault(amount.code, line, amount.detail, columnOf(layout, amount.field));
  remember(context, line, fields, currency);
  const transactionOn = layout.columns.has("booking") || layout.columns.has("date") ? readDay(cell("operation")) : null;
  const days = { bookedOn, valueOn: readDay(cell("value")), transactionOn };
  const draft = draftOf(context, cell("iban"), cell("number"), currency);
  addRow(book, draft.rows, { line, ...days, amountCents: amount.cents, currency, texts: label, bankId: cell("bankId") });
}

const columnOf = ({ columns }: StatementLayout, field: StatementField): number | undefined => {
  const column = columns.get(field);
  return column === undefined ? undefined : column + 1;
};

/** The statement of an account in a currency; what stands above the table counts where the row tells nothing itself. */
function draftOf({ drafts, preamble }: Context, iban: string, number: string, currency: Currency | null): StatementDraft {
  const own = iban || number;
  const key = `${own}|${currency}`;
  const known = drafts.get(key);
  if (known) return known;
  const account = accountOf({ number: own || (preamble.number ?? ""), currency });
  const draft: StatementDraft = { account, openingBalance: null, closingBalance: own === "" ? preamble.closingBalance : null, rows: [] };
  drafts.set(key, draft);
  return draft;
}

/** What the rows above look like, for the last of a file to be held against. */
function remember(context: Context, line: number, fields: readonly string[], currency: Currency | null): void {
  const { last, layout } = context;
  if (last) {
    context.decimals.add(last.decimals);
    context.narrowest = Math.min(context.narrowest ?? last.width, last.width);
  }
  const end = fields.findLastIndex((field) => field !== "");
  const endsInAmount = AMOUNTS.some((field) => layout.columns.get(field) === end);
  const decimals = /[.,](\d*)\D*$/.exec(fields[end] ?? "")?.[1]?.length ?? 0;
  context.last = { line, width: fields.length, decimals: endsInAmount ? decimals : exponentOf(currency ?? "EUR"), currency };
}

/**
 * A last line that no line end ends may be half a line. It is one when it has fewer cells than the lines above, or ends in an amount of other
 * decimals; a lone line is held against the headings and the currency.
 */
function checkLast({ book, layout, last, decimals, narrowest }: Context): undefined {
  if (!last) return;
  const isNarrow = last.width < (narrowest ?? layout.width);
  const isShort = decimals.size > 0 ? !decimals.has(last.decimals) : last.decimals !== exponentOf(last.currency ?? "EUR");
  if (isNarrow || isShort) book.fault("file_truncated", last.line, `ligne ${last.line}`);
}
