import type { BusinessDate } from "#domain/dates";
import type { ColumnOf } from "./table.ts";

/** Free text; an empty one is an empty cell. */
export const text = <Row>(header: string, width: number, value: (row: Row) => string | null): ColumnOf<Row> => ({
  ...{ header, width, kind: "text", totalled: false },
  cell: (row) => {
    const found = value(row);
    return found === null || found === "" ? null : { kind: "text", text: found };
  },
});

/** A whole number that is not an amount. */
export const integer = <Row>(header: string, width: number, value: (row: Row) => number | null): ColumnOf<Row> => ({
  ...{ header, width, kind: "integer", totalled: false },
  cell: (row) => {
    const found = value(row);
    return found === null ? null : { kind: "integer", integer: found };
  },
});

export const date = <Row>(header: string, value: (row: Row) => BusinessDate | null): ColumnOf<Row> => ({
  ...{ header, width: 11, kind: "date", totalled: false },
  cell: (row) => {
    const found = value(row);
    return found === null ? null : { kind: "date", date: found };
  },
});

/** EUR cents that are added up in totals. */
export const cents = <Row>(header: string, value: (row: Row) => number | null): ColumnOf<Row> => ({
  ...centsOnce(header, value),
  totalled: true,
});

/** EUR cents that must not be added up, such as a running balance. */
export const centsOnce = <Row>(header: string, value: (row: Row) => number | null): ColumnOf<Row> => ({
  ...{ header, width: 16, kind: "cents", totalled: false },
  cell: (row) => {
    const found = value(row);
    return found === null ? null : { kind: "cents", cents: found };
  },
});

/** Minor units of the row's own currency. The next column must name that currency. */
export const money = <Row>(header: string, value: (row: Row) => { minorUnits: number; currency: string }): ColumnOf<Row> => ({
  ...{ header, width: 16, kind: "money", totalled: true },
  cell: (row) => ({ kind: "money", ...value(row) }),
});
