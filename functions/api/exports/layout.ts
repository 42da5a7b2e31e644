import * as z from "zod";
import { Flag } from "#runtime/list";
import { TableOptions } from "#store/exports-kinds";

const Csv = {
  /** `semicolon` is what a French spreadsheet opens, with decimal commas; `comma` is what programs read, with decimal points. */
  separator: z.enum(["semicolon", "comma"]).default("semicolon"),
  /** Byte order mark: tells Excel that the file is UTF-8. */
  bom: Flag.default(false),
} as const;

/** How a table is wanted: the query parameters of every CSV and of its XLSX twin. */
export const TableLayout = { format: TableOptions.shape.format.default("csv"), ...Csv } as const;
/** Books are also printed. */
export const BookLayout = { format: z.enum(["csv", "xlsx", "pdf"]).default("csv"), ...Csv } as const;

type Wanted<Format extends string> = { readonly format: Format; readonly separator: "semicolon" | "comma"; readonly bom: boolean };

/** Only what changes the file: the same workbook is not made twice because a CSV option was given. */
export const layoutOf = <Format extends string>({ format, separator, bom }: Wanted<Format>) =>
  format === "csv" ? { format, separator, bom } : { format, separator: null, bom: null };

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
} as const;

export const contentTypeOf = (format: keyof typeof CONTENT_TYPES): string => CONTENT_TYPES[format];
