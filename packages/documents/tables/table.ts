import type { BusinessDate } from "#domain/dates";

/** One value of a table. Amounts are integers: EUR cents, or minor units of the currency they are in. */
export type Cell =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "integer"; readonly integer: number }
  | { readonly kind: "date"; readonly date: BusinessDate }
  | { readonly kind: "cents"; readonly cents: number }
  | { readonly kind: "money"; readonly minorUnits: number; readonly currency: string };

/**
 * A column as renderers see it. `width` counts characters. `totalled` columns hold amounts that may be added up: `cents` wholly,
 * `money` its euros only, because adding two currencies means nothing.
 */
export type Column = {
  readonly header: string;
  readonly width: number;
  readonly kind: Cell["kind"];
  readonly totalled: boolean;
};

/** One row: a cell or nothing for each column. Neighbours of the same `group` get one sub-total, where sub-totals are printed. */
export type TableRow = { readonly group: string | null; readonly cells: readonly (Cell | null)[] };

/**
 * A table any renderer can write. `rows` is read once, as it comes. `heading` stands above the header row where the form has room
 * for it. `totalLabel` names the last row, `subtotalLabel` the row that closes a group; null: no such row.
 */
export type Table = {
  readonly name: string;
  readonly heading: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<TableRow>;
  readonly totalLabel: string | null;
  readonly subtotalLabel: ((group: string) => string) | null;
};

/** A column that knows how to read its cell from a row of the caller's. */
export type ColumnOf<Row> = Column & { readonly cell: (row: Row) => Cell | null };

export type TableSource<Row> = {
  readonly name: string;
  readonly columns: readonly ColumnOf<Row>[];
  readonly rows: AsyncIterable<Row>;
  readonly heading?: readonly string[];
  readonly totalLabel?: string;
  readonly groups?: { readonly of: (row: Row) => string; readonly subtotalLabel: (group: string) => string };
};

/** Makes a table of rows of any type. */
export function tableOf<Row>({ name, columns, rows, heading = [], totalLabel, groups }: TableSource<Row>): Table {
  return {
    ...{ name, heading, columns, totalLabel: totalLabel ?? null, subtotalLabel: groups?.subtotalLabel ?? null },
    rows: cellsOf(rows, columns, (row) => groups?.of(row) ?? null),
  };
}

async function* cellsOf<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly ColumnOf<Row>[],
  groupOf: (row: Row) => string | null,
): AsyncGenerator<TableRow> {
  for await (const row of rows) yield { group: groupOf(row), cells: columns.map(({ cell }) => cell(row)) };
}

/** Rows already in memory, in the form a table reads. */
export async function* rowsOf<Row>(rows: Iterable<Row>): AsyncGenerator<Row> {
  yield* rows;
}
