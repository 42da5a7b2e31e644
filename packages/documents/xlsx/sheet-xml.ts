import { type Printed, withTotals } from "../tables/sums.ts";
import type { Column, Table, TableRow } from "../tables/table.ts";
import { cellXml, columnLetters, formulaXml, textXml } from "./cells.ts";
import { isNumeric, STYLES } from "./styles.ts";

/** Rows of one sheet, header and totals included (SpreadsheetML). */
const SHEET_ROWS_MAX = 1_048_576;

/** Where the header row stands: first, or after the heading and an empty row. */
export const headerRowOf = ({ heading }: Pick<Table, "heading">): number => (heading.length > 0 ? heading.length + 2 : 1);

/** A sheet as XML text, piece by piece, rows as they come. Throws RangeError when the rows do not fit in one sheet. */
export async function* sheetXml(table: Table): AsyncGenerator<string> {
  const { columns, heading } = table;
  const headerRow = headerRowOf(table);
  yield openingXml(columns, headerRow);
  for (const [index, line] of heading.entries()) yield rowXml(index + 1, [textXml(`A${index + 1}`, line, STYLES.title)]);
  yield rowXml(
    headerRow,
    columns.map((column, index) => headerCell(`${columnLetters(index)}${headerRow}`, column)),
    'ht="30" customHeight="1"',
  );
  let last = headerRow;
  let lastFiltered = headerRow;
  for await (const line of withTotals(table)) {
    last += 1;
    if (last > SHEET_ROWS_MAX) throw new RangeError(`a sheet holds ${SHEET_ROWS_MAX} rows`);
    if (line.kind !== "total") lastFiltered = last;
    yield line.kind === "row" ? dataRow(last, line.row) : totalRow(last, line, columns);
  }
  const corner = `${columnLetters(columns.length - 1)}${Math.max(lastFiltered, headerRow)}`;
  yield `</sheetData><autoFilter ref="A${headerRow}:${corner}"/>${PAGE_XML}</worksheet>`;
}

const PAGE_XML = [
  '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
  "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P / &amp;N</oddFooter></headerFooter>",
].join("");

function openingXml(columns: readonly Column[], headerRow: number): string {
  const widths = columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width + 2}" customWidth="1"/>`);
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/>`,
    `<selection pane="bottomLeft" activeCell="A${headerRow + 1}" sqref="A${headerRow + 1}"/></sheetView></sheetViews>`,
    `<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join("")}</cols><sheetData>`,
  ].join("");
}

const rowXml = (row: number, cells: readonly string[], attributes = ""): string =>
  `<row r="${row}"${attributes && ` ${attributes}`}>${cells.join("")}</row>`;

const headerCell = (reference: string, { header, kind }: Column): string =>
  textXml(reference, header, isNumeric(kind) ? STYLES.headerRight : STYLES.header);

const dataRow = (row: number, { cells }: TableRow): string =>
  rowXml(
    row,
    cells.map((cell, index) => (cell ? cellXml(`${columnLetters(index)}${row}`, cell) : "")),
  );

type TotalLine = Exclude<Printed, { readonly kind: "row" }>;

function totalRow(row: number, { kind, label, sums, rows }: TotalLine, columns: readonly Column[]): string {
  const styles = kind === "total" ? [STYLES.totalText, STYLES.totalAmount] : [STYLES.subtotalText, STYLES.subtotalAmount];
  const [textStyle = STYLES.text, amountStyle = STYLES.decimals2] = styles;
  const cells = sums.map((sum, index) => {
    const reference = `${columnLetters(index)}${row}`;
    if (sum === null) return index === 0 ? textXml(reference, label, textStyle) : `<c r="${reference}" s="${textStyle}"/>`;
    return formulaXml(reference, sumFormula(columns[index]?.kind, index, row, rows), sum, amountStyle);
  });
  return rowXml(row, cells);
}

/** SUBTOTAL leaves out other sub-totals and what a filter hides. Of amounts in several currencies, the euros alone are added up. */
function sumFormula(kind: Column["kind"] | undefined, index: number, row: number, rows: number): string {
  if (rows === 0) return "0";
  const range = (at: number) => `${columnLetters(at)}${row - rows}:${columnLetters(at)}${row - 1}`;
  return kind === "money" ? `SUMIF(${range(index + 1)},"EUR",${range(index)})` : `SUBTOTAL(9,${range(index)})`;
}
