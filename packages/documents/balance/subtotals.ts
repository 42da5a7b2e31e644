import type { BalanceProblem, BalanceRemark, ReadRow } from "./reading.ts";

/** Rows as written: `isShort` tells the numbers of two digits. */
type Written = { readonly row: ReadRow; readonly isShort: boolean };

/**
 * Which rows only sum up others. Some balances print headings of two digits (`41`) among their accounts: with them, what is below would count
 * twice. A heading that is not the sum of its accounts is a problem, since nobody can tell which of the two is right.
 */
export function subtotalsAmong(given: readonly Written[]): {
  readonly subtotals: ReadonlySet<ReadRow>;
  readonly problems: readonly BalanceProblem[];
  readonly remarks: readonly BalanceRemark[];
} {
  const below = new Map<string, number>();
  for (const { row, isShort } of given) if (!isShort) below.set(headingOf(row), (below.get(headingOf(row)) ?? 0) + net(row));
  const subtotals = new Set<ReadRow>();
  const problems: BalanceProblem[] = [];
  const remarks: BalanceRemark[] = [];
  for (const { row, isShort } of given) {
    const sum = isShort ? below.get(headingOf(row)) : undefined;
    if (sum === undefined) continue;
    subtotals.add(row);
    const place = { line: row.line, place: row.place, detail: headingOf(row) };
    if (sum === net(row)) remarks.push({ code: "subtotal_skipped", ...place });
    else problems.push({ code: "total_mismatch", field: "account", ...place });
  }
  return { subtotals, problems, remarks };
}

const headingOf = ({ account }: ReadRow): string => account.slice(0, 2);
const net = ({ debitBalanceCents, creditBalanceCents }: ReadRow): number => debitBalanceCents - creditBalanceCents;
