import { plainLabel } from "#domain/banking/likeness";
import type { StatementRow } from "./reading.ts";

type Keyed = Pick<StatementRow, "bookedOn" | "amountCents" | "label" | "bankId">;

const baseOf = (account: string, { bookedOn, amountCents, label, bankId }: Keyed): string =>
  [account, bookedOn, String(amountCents), plainLabel(label), bankId ?? ""].map((part) => part.replace(/[\\|]/g, "\\$&")).join("|");

/**
 * The text a file row is known by when its file, or one that overlaps it, comes again: account, day, minor units, label, the bank's id if any,
 * and `rank` among the rows of that day which are the same in all of that (0 is the first): true twins stay two. `account`: what the caller
 * knows the account by.
 */
export const fileRowKey = (account: string, row: Keyed, rank: number): string => `${baseOf(account, row)}|${rank}`;

/** The keys of the rows of one account in a file, in their order, each with its rank. */
export function fileRowKeys(account: string, rows: readonly Keyed[]): readonly string[] {
  const met = new Map<string, number>();
  return rows.map((row) => {
    const base = baseOf(account, row);
    const rank = met.get(base) ?? 0;
    met.set(base, rank + 1);
    return `${base}|${rank}`;
  });
}
