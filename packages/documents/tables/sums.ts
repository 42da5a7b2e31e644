import type { Column, Table, TableRow } from "./table.ts";

/** Column sums in EUR cents, null where a column is not added up. */
export type Sums = readonly (number | null)[];

/** No sum yet, of these columns. */
const noSums = (columns: readonly Column[]): Sums => columns.map(({ totalled }) => (totalled ? 0 : null));

/** The sums with one row more. Throws RangeError where a sum is no longer exact. */
const sumsWith = (sums: Sums, { cells }: TableRow): Sums =>
  sums.map((sum, index) => {
    const cell = cells[index];
    if (sum === null || !cell) return sum;
    if (cell.kind === "cents") return exact(sum + cell.cents);
    return cell.kind === "money" && cell.currency === "EUR" ? exact(sum + cell.minorUnits) : sum;
  });

function exact(sum: number): number {
  if (!Number.isSafeInteger(sum)) throw new RangeError("a total too large to be exact");
  return sum;
}

/** What a table's rows become: the rows themselves, and a sum after each group and after all, for renderers that print them. */
export type Printed =
  | { readonly kind: "row"; readonly row: TableRow }
  | { readonly kind: "subtotal" | "total"; readonly label: string; readonly sums: Sums; readonly rows: number };

/** Rows with their sub-totals and total, as they come; `rows` counts the printed ones a sum covers (for a total: all before it). */
export async function* withTotals({
  columns,
  rows,
  totalLabel,
  subtotalLabel,
}: Pick<Table, "columns" | "rows" | "totalLabel" | "subtotalLabel">): AsyncGenerator<Printed> {
  const none = noSums(columns);
  let [all, ofGroup, group, inGroup, printed]: [Sums, Sums, string | null, number, number] = [none, none, null, 0, 0];
  const closed = (): Printed[] => {
    if (group === null || subtotalLabel === null || inGroup === 0) return [];
    printed += 1;
    return [{ kind: "subtotal", label: subtotalLabel(group), sums: ofGroup, rows: inGroup }];
  };
  for await (const row of rows) {
    if (row.group !== group) {
      yield* closed();
      [group, ofGroup, inGroup] = [row.group, none, 0];
    }
    [all, ofGroup, inGroup, printed] = [sumsWith(all, row), sumsWith(ofGroup, row), inGroup + 1, printed + 1];
    yield { kind: "row", row };
  }
  yield* closed();
  if (totalLabel !== null) yield { kind: "total", label: totalLabel, sums: all, rows: printed };
}
