import { fitted } from "./fitted.ts";
import type { Weight } from "./ink.ts";
import type { PdfPages } from "./pages.ts";

/** A printed column. Neighbours with the same `group` share a line above their titles. Right-aligned cells are never broken. */
export type GridColumn = {
  readonly title: string;
  readonly group?: string;
  readonly width: number;
  readonly align: "left" | "right" | "center";
  /** Cells are drawn smaller rather than broken, as long as they can be read: for codes, which a break would spoil. */
  readonly whole?: true;
};

/** How a row looks: a line, the title of what follows, a carried sum, a sub-total, the total of a part, the total of everything. */
export type RowStyle = "line" | "title" | "carried" | "subtotal" | "total" | "grand";

/** Cells of a row by column. `spans`: the first text may run over the empty cells at its right. */
export type GridRow = { readonly cells: readonly string[]; readonly style: RowStyle; readonly spans?: true };

export type GridSettings = {
  readonly columns: readonly GridColumn[];
  /** Draws head and foot of a page, and says between which heights rows may stand. */
  readonly frame: (page: number) => { readonly top: number; readonly bottom: number };
  /** The row that closes a page left in the middle of something, one line high, and those that open the next one. */
  readonly carried: () => { readonly out: GridRow; readonly in: readonly GridRow[] };
};

/** Rows on pages. */
export type Grid = {
  /** Draws a row, on a new page with carried sums when this one is full. */
  readonly row: (row: GridRow) => void;
  /** Draws rows on one page, together with room for `more` lines after them; nothing is carried to a new page started for them. */
  readonly together: (rows: readonly GridRow[], more: number) => void;
};

const SIZE = 7.2;
/** The least size a whole cell is drawn at. */
const SIZE_MIN = 5.2;
const LINE_HEIGHT = 9;
const ROW_PADDING = 2.6;
const CELL_PADDING = 3;
const LINES_MAX = 2;
const ONE_LINE = LINE_HEIGHT + ROW_PADDING;

const LOOKS: Readonly<Record<RowStyle, { weight: Weight; gray: number; shade: number | null; rule: "none" | "thin" | "strong" }>> = {
  line: { weight: "regular", gray: 0, shade: null, rule: "thin" },
  title: { weight: "bold", gray: 0, shade: null, rule: "thin" },
  carried: { weight: "regular", gray: 0.3, shade: 0.965, rule: "thin" },
  subtotal: { weight: "bold", gray: 0.15, shade: 0.965, rule: "thin" },
  total: { weight: "bold", gray: 0, shade: 0.93, rule: "strong" },
  grand: { weight: "bold", gray: 0, shade: 0.87, rule: "strong" },
};

/** A grid on the pages of a document, from their left margin on. */
export function gridOn(pages: PdfPages, left: number, { columns, frame, carried }: GridSettings): Grid {
  let y = 0;
  let bottom = -1;
  const right = left + columns.reduce((sum, { width }) => sum + width, 0);
  const start = () => {
    const { top, bottom: lowest } = frame(pages.newPage());
    y = header(pages, left, columns, top);
    bottom = lowest;
  };
  const laid = (row: GridRow) => laidOut(pages, row, columns);
  const draw = (row: LaidOut) => {
    drawRow(pages, { row, columns, left, right, top: y });
    y += row.height;
  };
  return {
    row(row) {
      if (bottom < 0) start();
      const next = laid(row);
      if (y + next.height + ONE_LINE > bottom) {
        const carry = carried();
        draw(laid(carry.out));
        start();
        for (const each of carry.in) draw(laid(each));
      }
      draw(next);
    },
    together(rows, more) {
      const all = rows.map(laid);
      const height = all.reduce((sum, each) => sum + each.height, 0);
      if (bottom < 0 || y + height + more * ONE_LINE > bottom) start();
      for (const each of all) draw(each);
    },
  };
}

/** Titles of the columns, groups above them; where the rows begin. */
function header(pages: PdfPages, left: number, columns: readonly GridColumn[], top: number): number {
  const grouped = columns.some(({ group }) => group !== undefined);
  const height = grouped ? 25 : 15;
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  pages.shade(left, top, width, height, 0.9);
  const base = top + height - 5;
  let x = left;
  for (const [index, column] of columns.entries()) {
    const at = { left: x + CELL_PADDING, right: x + column.width - CELL_PADDING, center: x + column.width / 2 }[column.align];
    pages.text(at, base, column.title, { size: SIZE, weight: "bold", align: column.align });
    if (column.group !== undefined && columns[index - 1]?.group !== column.group) groupTitle(pages, columns, index, x, top);
    x += column.width;
  }
  pages.rule(left, left + width, top + height, 0.7, 0.25);
  return top + height;
}

function groupTitle(pages: PdfPages, columns: readonly GridColumn[], index: number, x: number, top: number): void {
  const { group = "" } = columns[index] ?? {};
  const after = columns.slice(index);
  const end = after.findIndex((column) => column.group !== group);
  const width = after.slice(0, end < 0 ? after.length : end).reduce((sum, column) => sum + column.width, 0);
  pages.text(x + width / 2, top + 9.5, group, { size: SIZE, weight: "bold", align: "center" });
  pages.rule(x + 6, x + width - CELL_PADDING, top + 12.5, 0.4, 0.5);
}

/** A row with the lines of each of its cells, and the height they take. */
type LaidOut = {
  readonly style: RowStyle;
  readonly spans: boolean;
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
};

function laidOut(pages: PdfPages, { cells, style, spans }: GridRow, columns: readonly GridColumn[]): LaidOut {
  const { weight } = LOOKS[style];
  const lines = columns.map((column, index) => {
    const text = cells[index] ?? "";
    if (text === "" || column.align === "right") return [text];
    const width = (spans ? spanOf(cells, columns, index) : column.width) - 2 * CELL_PADDING;
    if (column.whole && sizeFitting(pages, text, width, weight) >= SIZE_MIN) return [text];
    return fitted(text, width, LINES_MAX, (part) => pages.widthOf(part, SIZE, weight));
  });
  return { style, spans: spans === true, lines, height: ROW_PADDING + LINE_HEIGHT * Math.max(...lines.map(({ length }) => length)) };
}

function spanOf(cells: readonly string[], columns: readonly GridColumn[], index: number): number {
  const next = cells.findIndex((cell, at) => at > index && cell !== "");
  return columns.slice(index, next < 0 ? columns.length : next).reduce((sum, { width }) => sum + width, 0);
}

type Placed = {
  readonly row: LaidOut;
  readonly columns: readonly GridColumn[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
};

function drawRow(pages: PdfPages, { row: { style, spans, lines, height }, columns, left, right, top }: Placed): void {
  const { weight, gray, shade, rule } = LOOKS[style];
  if (shade !== null) pages.shade(left, top, right - left, height, shade);
  let x = left;
  for (const [index, { width, align, whole }] of columns.entries()) {
    const at = { left: x + CELL_PADDING, right: x + width - CELL_PADDING, center: x + width / 2 }[align];
    for (const [line, text] of (lines[index] ?? []).entries()) {
      const size = align === "right" || (whole && !spans) ? sizeFitting(pages, text, width - 2 * CELL_PADDING, weight) : SIZE;
      pages.text(at, top + LINE_HEIGHT * (line + 1) - 0.6, text, { size, weight, align, gray });
    }
    x += width;
  }
  if (rule === "strong") pages.rule(left, right, top, 0.5, 0.35);
  pages.rule(left, right, top + height, rule === "strong" ? 0.5 : 0.25, rule === "strong" ? 0.35 : 0.82);
}

/** The size an amount or a code is drawn at, rather than cut. */
function sizeFitting(pages: PdfPages, text: string, width: number, weight: Weight): number {
  const wanted = pages.widthOf(text, SIZE, weight);
  return wanted <= width ? SIZE : (SIZE * width) / wanted;
}
