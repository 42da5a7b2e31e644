import { FIELDS_MAX } from "../text/records.ts";
import type { Unzipping } from "../zip/unzip.ts";
import type { TableCell, TableLine } from "./table-line.ts";
import { readPart } from "./workbook.ts";
import { XmlFault } from "./xml.ts";

/** What a sheet showed besides its cells. */
export type SheetFacts = {
  readonly formulas: number;
  readonly firstFormula: { readonly line: number; readonly place: string } | null;
  readonly hiddenRows: number;
};

const COLUMNS_MAX = 16_384;
const ROWS_MAX = 1_048_576;
const TEXT_MAX = 300;

type Cell = { column: number; type: string; hasFormula: boolean; value: string | null; inline: string | null };
type State = {
  row: number;
  isHidden: boolean;
  column: number;
  cells: (TableCell | undefined)[];
  cell: Cell | null;
  reading: "value" | "inline" | null;
  isDone: boolean;
  formulas: number;
  firstFormula: SheetFacts["firstFormula"];
  hiddenRows: number;
};

/**
 * The lines of a sheet, one at a time, blank ones left out, until `take` wants no more. A formula gives the value the workbook was saved with;
 * one that was saved without is a fault of its cell, and so is an error value. Throws XmlFault on columns no sheet has.
 */
export async function readSheet(
  archive: Unzipping,
  entry: string,
  strings: readonly string[],
  take: (line: TableLine) => boolean,
): Promise<SheetFacts> {
  const state: State = {
    ...{ row: 0, isHidden: false, column: -1, cells: [], cell: null, reading: null, isDone: false },
    ...{ formulas: 0, firstFormula: null, hiddenRows: 0 },
  };
  await readPart(archive, entry, {
    open: (name, attributes) => void opened(state, name, attributes),
    text: (given) => void heard(state, given),
    close: (name) => void closed(state, name, strings, take),
    isDone: () => state.isDone,
  });
  const { formulas, firstFormula, hiddenRows } = state;
  return { formulas, firstFormula, hiddenRows };
}

function opened(state: State, name: string, attributes: Readonly<Record<string, string>>): void {
  if (state.isDone) return;
  if (name === "row") {
    state.row = rowNumber(attributes["r"], state.row + 1);
    Object.assign(state, { column: -1, cells: [], isHidden: attributes["hidden"] === "1" || attributes["hidden"] === "true" });
  }
  if (name === "c") {
    state.column = columnOf(attributes["r"], state.column + 1);
    state.cell = { column: state.column, type: attributes["t"] ?? "n", hasFormula: false, value: null, inline: null };
  }
  if (!state.cell) return;
  if (name === "f") state.cell.hasFormula = true;
  if (name === "v") state.cell.value ??= "";
  if (name === "is") state.cell.inline ??= "";
  state.reading = name === "v" ? "value" : name === "t" && state.cell.inline !== null ? "inline" : null;
}

function heard({ cell, reading, isDone }: State, given: string): void {
  if (isDone || !cell || reading === null) return;
  const kept = cell[reading] ?? "";
  if (kept.length < TEXT_MAX) cell[reading] = kept + given.slice(0, TEXT_MAX);
}

function closed(state: State, name: string, strings: readonly string[], take: (line: TableLine) => boolean): void {
  if (state.isDone) return;
  state.reading = null;
  if (name === "c" && state.cell) {
    if (state.cell.hasFormula) noteFormula(state);
    if (state.column < FIELDS_MAX) state.cells[state.column] = cellOf(state.cell, strings);
    state.cell = null;
  }
  if (name !== "row" || !state.cells.some((cell) => cell !== undefined && (cell.text.trim() !== "" || cell.fault !== null))) return;
  if (state.isHidden) state.hiddenRows += 1;
  state.isDone = !take(lineOf(state.row, state.cells));
}

function noteFormula(state: State): void {
  state.formulas += 1;
  state.firstFormula ??= { line: state.row, place: `${lettersOf(state.column)}${state.row}` };
}

function lineOf(row: number, cells: TableLine["cells"]): TableLine {
  return { line: row, cells, placeOf: (column) => (column === null ? String(row) : `${lettersOf(column)}${row}`) };
}

function cellOf({ type, hasFormula, value, inline }: Cell, strings: readonly string[]): TableCell {
  const text = (given: string): TableCell => ({ text: given, binary: false, fault: null });
  if (type === "e") return { ...text(value ?? ""), fault: "cell_error" };
  if (type === "inlineStr") return text(inline ?? "");
  if (type === "s") return text(value === null ? "" : (strings[Number(value)] ?? ""));
  if (hasFormula && (value === null || (value === "" && type !== "str"))) return { ...text(""), fault: "formula_without_value" };
  if (type === "n" && value !== null && value !== "") return { ...text(wholeOrRaw(value)), binary: true };
  return text(type === "b" ? (value === "1" ? "VRAI" : "FAUX") : (value ?? ""));
}

/** An account number kept as a number: `4.11E5` and `411000.0` are 411000. */
const wholeOrRaw = (raw: string): string => (DECIMAL.test(raw) && Number.isSafeInteger(Number(raw)) ? String(Number(raw)) : raw);

/** What a workbook writes a number with; JavaScript would also read `0x10`. */
const DECIMAL = /^[+-]?(?:\d{1,20}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?$/;

function rowNumber(text: string | undefined, next: number): number {
  const row = text === undefined ? next : /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (row < 1 || row > ROWS_MAX) throw new XmlFault("workbook_xml");
  return row;
}

function columnOf(reference: string | undefined, next: number): number {
  const column = reference === undefined ? next : columnIn(reference);
  if (column >= COLUMNS_MAX) throw new XmlFault("column_beyond");
  return column;
}

function columnIn(reference: string): number {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(reference)?.[1];
  if (letters === undefined) throw new XmlFault("column_beyond");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** `0` -> `A`, `27` -> `AB`. */
function lettersOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : lettersOf(Math.floor(column / 26) - 1) + letter;
}
