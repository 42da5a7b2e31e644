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

const DETAIL_MAX = 40;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/g;

/** What stands at a place, short enough and safe enough to be shown. */
export function shown(text: string): string {
  const bare = text.slice(0, DETAIL_MAX + 1).replace(INVISIBLE, "");
  return bare.length > DETAIL_MAX ? `${bare.slice(0, DETAIL_MAX)}…` : bare;
}
