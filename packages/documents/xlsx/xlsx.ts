import type { Table } from "../tables/table.ts";
import { type ZipPart, zipBytes } from "../zip/zip-stream.ts";
import { xmlText } from "./cell-text.ts";
import { sheetNames } from "./sheet-name.ts";
import { headerRowOf, sheetXml } from "./sheet-xml.ts";
import { stylesXml } from "./styles.ts";

const SHEETS_MAX = 50;
const CHUNK_CHARACTERS = 64 * 1_024;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * A workbook, one sheet a table, in chunks as rows come: memory does not depend on their number. Amounts and dates are numbers with
 * a format, text is never a formula, totals are formulas that carry their value. The same rows give the same bytes.
 */
export async function* xlsxBytes(tables: readonly Table[]): AsyncGenerator<Uint8Array> {
  if (tables.length === 0 || tables.length > SHEETS_MAX) throw new RangeError(`a workbook holds 1 to ${SHEETS_MAX} sheets`);
  yield* zipBytes(parts(tables));
}

async function* parts(tables: readonly Table[]): AsyncGenerator<ZipPart> {
  const names = sheetNames(tables.map(({ name }) => name));
  yield part("[Content_Types].xml", contentTypesXml(tables.length));
  yield part(
    "_rels/.rels",
    `<Relationships xmlns="${PACKAGE}/relationships">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
  );
  yield part("xl/workbook.xml", workbookXml(tables, names));
  yield part("xl/_rels/workbook.xml.rels", workbookRelationsXml(tables.length));
  yield part("xl/styles.xml", stylesXml());
  for (const [index, table] of tables.entries()) yield { path: `xl/worksheets/sheet${index + 1}.xml`, bytes: encoded(sheetXml(table)) };
}

const part = (path: string, xml: string): ZipPart => ({ path, bytes: encoded([xml]) });

/** The XML declaration and the pieces, joined so that a row is not a chunk. */
async function* encoded(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = DECLARATION;
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(waiting);
    waiting = "";
  }
  if (waiting) yield encoder.encode(waiting);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;

const override = (path: string, type: string): string => `<Override PartName="${path}" ContentType="${CONTENT}.${type}+xml"/>`;

const contentTypesXml = (sheets: number): string =>
  [
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
    '<Default Extension="xml" ContentType="application/xml"/>',
    override("/xl/workbook.xml", "sheet.main"),
    override("/xl/styles.xml", "styles"),
    ...numbers(sheets).map((number) => override(`/xl/worksheets/sheet${number}.xml`, "worksheet")),
    "</Types>",
  ].join("");

const workbookRelationsXml = (sheets: number): string =>
  [
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    ...numbers(sheets).map((number) => relation(`rId${number}`, "worksheet", `worksheets/sheet${number}.xml`)),
    relation(`rId${sheets + 1}`, "styles", "styles.xml"),
    "</Relationships>",
  ].join("");

/** Header rows are repeated on every printed page; a reader calculates all formulas when it opens the file. */
function workbookXml(tables: readonly Table[], names: readonly string[]): string {
  const sheets = names.map((name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const titles = tables.map((table, index) => {
    const row = headerRowOf(table);
    const quoted = (names[index] ?? "").replaceAll("'", "''");
    return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${xmlText(quoted)}'!$${row}:$${row}</definedName>`;
  });
  return [
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>${sheets.join("")}</sheets>`,
    `<definedNames>${titles.join("")}</definedNames><calcPr fullCalcOnLoad="1"/></workbook>`,
  ].join("");
}
