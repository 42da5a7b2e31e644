import { categoriesTable, invoicesTable } from "#documents/books/exports";
import { rowsOf } from "#documents/tables/table";
import { CATEGORIES } from "#domain/categorising/categories";
import type { ExportOf, Made } from "#store/exports";
import type { Making } from "./making.ts";
import { sheetMade } from "./sheets.ts";

/** The 54 leaves of the tree, in its order. */
export async function makeCategories(wanted: ExportOf<"categories">, making: Making): Promise<Made> {
  const rows = CATEGORIES.map(({ id, name, group, direction, account, vat }) => ({
    ...{ id, name, group, direction },
    ...{ pcgAccount: account, vatTreatment: vat },
  }));
  return sheetMade(making, wanted, wanted.options, categoriesTable(rowsOf(rows)));
}

/** A company without invoices gets the header it will find when it has some. */
export async function makeInvoices(wanted: ExportOf<"invoices">, making: Making): Promise<Made> {
  return sheetMade(making, wanted, wanted.options, invoicesTable(rowsOf([])));
}
