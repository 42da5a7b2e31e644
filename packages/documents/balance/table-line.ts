import type { BalanceProblemCode } from "./problem-codes.ts";

/** One cell of a table. `binary`: a number as a workbook keeps it. `fault`: why its value cannot be had. */
export type TableCell = { readonly text: string; readonly binary: boolean; readonly fault: BalanceProblemCode | null };

/** One line of a table, of text or of a workbook: cells by column, and where a person finds it. */
export type TableLine = {
  readonly line: number;
  readonly cells: readonly (TableCell | undefined)[];
  readonly placeOf: (column: number | null) => string;
};

const EMPTY: TableCell = { text: "", binary: false, fault: null };

export const cellAt = ({ cells }: TableLine, column: number | undefined): TableCell =>
  (column === undefined ? undefined : cells[column]) ?? EMPTY;

export const textsOf = ({ cells }: TableLine): readonly string[] => Array.from(cells, (cell) => cell?.text ?? "");
