import { cents, date, integer, money, text } from "#documents/tables/columns";
import { rowsOf, type Table, tableOf } from "#documents/tables/table";
import { type BusinessDate, businessDate } from "#domain/dates";

export type Sale = {
  readonly on: BusinessDate | null;
  readonly label: string;
  readonly count: number | null;
  readonly euros: number | null;
  readonly paid: number;
  readonly currency: string;
};

export const sale = (changes: Partial<Sale> = {}): Sale => ({
  ...{ on: businessDate("2025-03-09"), label: "Vente", count: 3, euros: 123_456, paid: 1_500, currency: "EUR" },
  ...changes,
});

/** A table with a column of each kind. */
export const salesTable = (
  rows: AsyncIterable<Sale>,
  more: Partial<Pick<Table, "heading" | "name">> & { readonly totals?: true } = {},
): Table =>
  tableOf<Sale>({
    name: more.name ?? "Ventes",
    heading: more.heading ?? [],
    rows,
    columns: [
      text<Sale>("Libellé", 30, ({ label }) => label),
      date<Sale>("Date", ({ on }) => on),
      integer<Sale>("Nombre", 8, ({ count }) => count),
      cents<Sale>("Montant", ({ euros }) => euros),
      money<Sale>("Payé", ({ paid, currency }) => ({ minorUnits: paid, currency })),
      text<Sale>("Devise", 6, ({ currency }) => currency),
    ],
    ...(more.totals && {
      totalLabel: "Total",
      groups: { of: ({ label }: Sale) => label.slice(0, 1), subtotalLabel: (group: string) => `Total ${group}` },
    }),
  });

export const sales = (...rows: readonly Partial<Sale>[]): AsyncIterable<Sale> => rowsOf(rows.map(sale));
