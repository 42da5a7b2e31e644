import type { Instant } from "../dates.ts";
import type { BankRow, Categorisation, RowPart } from "./row.ts";

/** Parts of a split row. */
export const PARTS_MIN = 2;
export const PARTS_MAX = 20;

/** The row split into parts that add up to it, or whole again without any. The same row when nothing changes. Its own category stays for when it is whole. */
export function splitInto(row: BankRow, parts: readonly RowPart[], at: Instant): BankRow {
  if (parts.length > 0 && sumOf(parts) !== row.amountCents) throw new Error("parts that do not add up to their row");
  const same = JSON.stringify(parts.map(fieldsOf)) === JSON.stringify(row.parts.map(fieldsOf));
  return same ? row : { ...row, parts: [...parts], updatedAt: at, version: row.version + 1 };
}

export const sumOf = (parts: readonly RowPart[]): number => parts.reduce((sum, { amountCents }) => sum + amountCents, 0);
const fieldsOf = ({ code, amountCents, note }: RowPart) => [code, amountCents, note];

/**
 * What becomes of a row's split when its bank tells another amount: the parts cannot add up to it any more, so the row is whole again and
 * waits for somebody to say what it is; its note stays. `kept` is the category it would have if it had never been split.
 */
export function afterNewAmount(row: BankRow, amountCents: number, kept: Categorisation): Pick<BankRow, "parts" | "categorisation"> {
  if (row.parts.length === 0) return { parts: [], categorisation: kept };
  if (row.amountCents === amountCents) return { parts: row.parts, categorisation: kept };
  return { parts: [], categorisation: UNDONE };
}

const UNDONE: Categorisation = {
  ...{ code: "00", confidencePpm: 0, source: "none", ruleId: null },
  reason: "La banque a changé le montant : la ventilation est à refaire.",
};
