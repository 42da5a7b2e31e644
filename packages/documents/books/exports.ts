import type { BusinessDate } from "#domain/dates";
import { cents, date, money, text } from "../tables/columns.ts";
import { type ColumnOf, type Table, tableOf } from "../tables/table.ts";
import { DIRECTIONS, EXPORT_NAMES, EXPORT_HEADERS as H, INVOICE_STATUSES, TRANSACTION_STATUSES, vatTreatment } from "./exports.fr.ts";

/** One transaction as its owner exports it: amount in minor units of its currency, signed (negative: money out). */
export type TransactionRow = {
  readonly id: string;
  readonly date: BusinessDate;
  readonly account: string;
  readonly label: string;
  readonly rawLabel: string;
  readonly category: string | null;
  readonly amountMinorUnits: number;
  readonly currency: string;
  readonly status: keyof typeof TRANSACTION_STATUSES;
  readonly note: string | null;
};

/** Transactions in the order given; the total adds up the euros. */
export const transactionsTable = (rows: AsyncIterable<TransactionRow>): Table =>
  tableOf({
    name: EXPORT_NAMES.transactions,
    rows,
    totalLabel: H.totalInEuros,
    columns: TRANSACTION_COLUMNS,
  });

/** One category. `group` is its parent's name; `pcgAccount` the account it books to; `vatTreatment` the code the tree gives it. */
export type CategoryRow = {
  readonly id: string;
  readonly name: string;
  readonly group: string | null;
  readonly direction: keyof typeof DIRECTIONS;
  readonly pcgAccount: string | null;
  readonly vatTreatment: string | null;
};

export const categoriesTable = (rows: AsyncIterable<CategoryRow>): Table =>
  tableOf({
    name: EXPORT_NAMES.categories,
    rows,
    columns: CATEGORY_COLUMNS,
  });

/** One invoice, EUR cents; a draft has no number yet. */
export type InvoiceRow = {
  readonly number: string | null;
  readonly date: BusinessDate;
  readonly customer: string;
  readonly netCents: number;
  readonly vatCents: number;
  readonly grossCents: number;
  readonly dueOn: BusinessDate | null;
  readonly status: keyof typeof INVOICE_STATUSES;
};

export const invoicesTable = (rows: AsyncIterable<InvoiceRow>): Table =>
  tableOf({
    name: EXPORT_NAMES.invoices,
    rows,
    totalLabel: H.total,
    columns: INVOICE_COLUMNS,
  });

const TRANSACTION_COLUMNS: readonly ColumnOf<TransactionRow>[] = [
  date(H.date, (row) => row.date),
  text(H.account, 24, (row) => row.account),
  text(H.label, 36, (row) => row.label),
  text(H.rawLabel, 44, (row) => row.rawLabel),
  text(H.category, 26, (row) => row.category),
  money(H.amount, (row) => ({ minorUnits: row.amountMinorUnits, currency: row.currency })),
  text(H.currency, 7, (row) => row.currency),
  text(H.status, 14, (row) => TRANSACTION_STATUSES[row.status]),
  text(H.note, 30, (row) => row.note),
  text(H.id, 32, (row) => row.id),
];

const CATEGORY_COLUMNS: readonly ColumnOf<CategoryRow>[] = [
  text(H.id, 32, (row) => row.id),
  text(H.name, 36, (row) => row.name),
  text(H.group, 30, (row) => row.group),
  text(H.direction, 12, (row) => DIRECTIONS[row.direction]),
  text(H.pcgAccount, 13, (row) => row.pcgAccount),
  text(H.vatTreatment, 28, (row) => (row.vatTreatment === null ? null : vatTreatment(row.vatTreatment))),
];

const INVOICE_COLUMNS: readonly ColumnOf<InvoiceRow>[] = [
  text(H.number, 18, (row) => row.number),
  date(H.date, (row) => row.date),
  text(H.customer, 34, (row) => row.customer),
  cents(H.net, (row) => row.netCents),
  cents(H.vat, (row) => row.vatCents),
  cents(H.gross, (row) => row.grossCents),
  date(H.dueOn, (row) => row.dueOn),
  text(H.status, 22, (row) => INVOICE_STATUSES[row.status]),
];
