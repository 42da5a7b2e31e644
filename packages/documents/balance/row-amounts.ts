import { shown } from "../text/shown.ts";
import { type AmountRead, readAmount, readBinaryAmount } from "./amount.ts";
import type { BalanceLayout } from "./headings.ts";
import type { BalanceField, BalanceProblem } from "./reading.ts";
import { cellAt, type TableCell, type TableLine } from "./table-line.ts";

/** Amounts of a line by field, EUR cents; a blank cell has none. */
export type Amounts = ReadonlyMap<BalanceField, number>;

export type AmountsRead = { readonly amounts: Amounts; readonly problems: readonly BalanceProblem[]; readonly areBlank: boolean };

const SIGNED: ReadonlySet<BalanceField> = new Set(["balance", "openingBalance"]);
const TEXTS: ReadonlySet<BalanceField> = new Set(["account", "label", "thirdParty", "side"]);

/** A problem at a field of a line. */
export const problemAt = (
  code: BalanceProblem["code"],
  line: TableLine,
  at: { readonly field: BalanceField; readonly column: number | undefined; readonly detail: string },
): BalanceProblem => ({ code, line: line.line, field: at.field, place: line.placeOf(at.column ?? null), detail: shown(at.detail) });

/** Every amount of a line. A debit or a credit has no sign; a balance has one, or a side (`D`, `C`) after it or beside it. */
export function amountsOf(line: TableLine, { columns }: BalanceLayout): AmountsRead {
  const amounts = new Map<BalanceField, number>();
  const problems: BalanceProblem[] = [];
  let areBlank = true;
  const side = sideOf(cellAt(line, columns.get("side")).text);
  for (const [field, column] of columns) {
    if (TEXTS.has(field)) continue;
    const cell = cellAt(line, column);
    if (cell.text.trim() === "" && cell.fault === null) continue;
    areBlank = false;
    const read = SIGNED.has(field) ? signedAmount(cell, side) : sidedAmount(cell);
    if ("code" in read) problems.push(problemAt(read.code, line, { field, column, detail: cell.text }));
    else amounts.set(field, read.cents);
  }
  if (side === undefined && !areBlank)
    problems.push(
      problemAt("side_unreadable", line, {
        ...{ field: "side", column: columns.get("side"), detail: cellAt(line, columns.get("side")).text },
      }),
    );
  return { amounts, problems, areBlank };
}

function plainAmount({ text, binary, fault }: TableCell): AmountRead {
  if (fault !== null) return { code: fault };
  return binary ? readBinaryAmount(text) : readAmount(text);
}

function sidedAmount(cell: TableCell): AmountRead {
  const read = plainAmount(cell);
  return "cents" in read && read.cents < 0 ? { code: "amount_negative" } : read;
}

function signedAmount(cell: TableCell, side: "D" | "C" | null | undefined): AmountRead {
  const [, digits = "", letter = ""] = cell.binary ? [] : (/^(.*\d\s*)([DC])$/i.exec(cell.text.trim()) ?? []);
  const own = letter === "" ? side : letter.toUpperCase() === "C" ? "C" : "D";
  const read = plainAmount(letter === "" ? cell : { ...cell, text: digits });
  if (own === null || own === undefined || "code" in read) return read;
  if (read.cents < 0) return { code: "amount_negative" };
  return { cents: own === "C" && read.cents !== 0 ? -read.cents : read.cents };
}

/** Null when nothing is said, undefined when it is no side. */
function sideOf(text: string): "D" | "C" | null | undefined {
  const letters = text.trim().toUpperCase();
  if (letters === "") return null;
  if (/^(?:S?D|D[EÉ]BIT(?:EUR)?|\+)$/.test(letters)) return "D";
  return /^(?:S?C|CR[EÉ]DIT(?:EUR)?|-)$/.test(letters) ? "C" : undefined;
}
