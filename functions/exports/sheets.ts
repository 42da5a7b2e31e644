import { csvBytes } from "#documents/csv/csv";
import type { Table } from "#documents/tables/table";
import { xlsxBytes } from "#documents/xlsx/xlsx";
import { type Place, written } from "#runtime/written";
import type { Made } from "#store/exports";
import type { TableOptions } from "#store/exports-kinds";
import { counting } from "./counting.ts";
import type { Making } from "./making.ts";

type Sheet = { readonly format: TableOptions["format"]; readonly separator: TableOptions["separator"]; readonly bom: TableOptions["bom"] };

/** Writes a table as the CSV or the workbook that was asked for, and counts its rows. */
export async function sheetMade(
  { documents }: Pick<Making, "documents">,
  place: Place,
  { format, separator, bom }: Sheet,
  table: Table,
): Promise<Made> {
  const count = { lines: 0 };
  const counted: Table = { ...table, rows: counting(table.rows, count) };
  const csv = { separator: separator === "comma" ? "," : ";", byteOrderMark: bom === true } as const;
  const file = await written(documents, place, format === "xlsx" ? xlsxBytes([counted]) : csvBytes(counted, csv));
  return { ...file, lines: count.lines };
}
