import type { Cell } from "../tables/table.ts";

/** Cell formats by name: their index in `cellXfs` below. */
export const STYLES = {
  ...{ text: 0, header: 1, headerRight: 2, title: 3, guardedText: 4, integer: 5, date: 6 },
  ...{ decimals0: 7, decimals2: 8, decimals3: 9 },
  ...{ subtotalText: 10, subtotalAmount: 11, totalText: 12, totalAmount: 13 },
} as const;

/** Built-in formats 3 and 4 group thousands as the reader's country does: a space in France, where it is asked for as a comma. */
const NUMBER_FORMATS = { general: 0, whole: 3, cents: 4, thousandths: 164, date: 165 } as const;

const xf = (format: number, { font = 0, fill = 0, border = 0, extra = "", alignment = "" } = {}): string =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"${extra}${alignment ? ` applyAlignment="1"><alignment ${alignment}/></xf>` : "/>"}`;

const CELL_FORMATS = [
  xf(NUMBER_FORMATS.general),
  xf(NUMBER_FORMATS.general, { font: 1, fill: 2, border: 1, alignment: 'vertical="center" wrapText="1"' }),
  xf(NUMBER_FORMATS.general, { font: 1, fill: 2, border: 1, alignment: 'horizontal="right" vertical="center" wrapText="1"' }),
  xf(NUMBER_FORMATS.general, { font: 1 }),
  // Typed over and confirmed, the cell stays text.
  xf(NUMBER_FORMATS.general, { extra: ' quotePrefix="1"' }),
  xf(NUMBER_FORMATS.whole),
  xf(NUMBER_FORMATS.date),
  xf(NUMBER_FORMATS.whole),
  xf(NUMBER_FORMATS.cents),
  xf(NUMBER_FORMATS.thousandths),
  xf(NUMBER_FORMATS.general, { font: 1, border: 1 }),
  xf(NUMBER_FORMATS.cents, { font: 1, border: 1 }),
  xf(NUMBER_FORMATS.general, { font: 1, fill: 2, border: 2 }),
  xf(NUMBER_FORMATS.cents, { font: 1, fill: 2, border: 2 }),
];

const FONT = '<sz val="10"/><color rgb="FF1A1A1A"/><name val="Calibri"/><family val="2"/>';
const line = (side: string, style: string): string => `<${side} style="${style}"><color rgb="FF7A7A7A"/></${side}>`;

/** styles.xml: the fourteen formats a table needs. */
export const stylesXml = (): string =>
  [
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<numFmts count="2"><numFmt numFmtId="${NUMBER_FORMATS.thousandths}" formatCode="#,##0.000"/>`,
    `<numFmt numFmtId="${NUMBER_FORMATS.date}" formatCode="dd/mm/yyyy"/></numFmts>`,
    `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>`,
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEEA"/><bgColor indexed="64"/></patternFill></fill></fills>',
    '<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>',
    `<border><left/><right/><top/>${line("bottom", "thin")}<diagonal/></border>`,
    `<border><left/><right/>${line("top", "thin")}${line("bottom", "double")}<diagonal/></border></borders>`,
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${CELL_FORMATS.length}">${CELL_FORMATS.join("")}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join("");

/** Whether a column's values stand at the right of their cell. */
export const isNumeric = (kind: Cell["kind"]): boolean => kind === "cents" || kind === "money" || kind === "integer";
