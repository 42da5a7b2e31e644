import { pdfFonts } from "#documents/pdf/fonts";
import type { PdfFonts } from "#documents/pdf/pages";
import type { Table } from "#documents/tables/table";
import { type Place, written } from "#runtime/written";
import type { ExportOf, Made } from "#store/exports";
import type { Making } from "./making.ts";
import { sheetMade } from "./sheets.ts";

type BookLayout = Pick<ExportOf<"trial_balance" | "general_ledger">["options"], "format" | "separator" | "bom">;

/** A book in both its forms; only the one asked for is begun. `printedLines` is asked once the last page is out. */
export type Book = {
  readonly table: () => Table;
  readonly pdf: (fonts: PdfFonts) => AsyncIterable<Uint8Array>;
  readonly printedLines: () => number;
};

/** Writes a book as the CSV, the workbook or the PDF that was asked for. */
export async function bookMade(making: Making, place: Place, { format, separator, bom }: BookLayout, book: Book): Promise<Made> {
  if (format !== "pdf") return sheetMade(making, place, { format, separator, bom }, book.table());
  const file = await written(making.documents, place, book.pdf(await pdfFonts(making.assets)));
  return { ...file, lines: book.printedLines() };
}
