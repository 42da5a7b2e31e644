import { euros } from "#domain/amounts.fr";
import { chartsNaming } from "#domain/ledger/chart";
import type { BalanceProblemCode } from "./problem-codes.ts";
import { BALANCE_PROBLEMS_MAX, type BalanceField, type BalanceProblem, type ReadRow } from "./reading.ts";

/**
 * What does not hold together in rows that could be read: accounts the chart of no year has, an account twice (third parties apart), sides that
 * do not balance. Such a balance may be analysed, to see what is wrong with it, and is not kept.
 */
export function incoherences(rows: readonly ReadRow[], plan: Plan): readonly BalanceProblem[] {
  return [...(plan === "general" ? unknownAccounts(rows) : []), ...repeated(rows), ...unbalanced(rows)].slice(0, BALANCE_PROBLEMS_MAX);
}

/** Associations follow a plan of their own, with accounts the general one has not got (règlement ANC 2018-06: 19, fonds dédiés). */
export type Plan = "general" | "own";

const CLASSES_OUTSIDE = /^[89]/;

/** The first two digits are the chart's own; below them a company may open what it needs. Classes 8 and 9 are no part of it. */
const unknownAccounts = (rows: readonly ReadRow[]): readonly BalanceProblem[] =>
  rows
    .filter(({ account }) => !CLASSES_OUTSIDE.test(account) && chartsNaming(account.slice(0, 2)).length === 0)
    .map((row) => problemOf("account_unknown", row, "account", row.account));

function repeated(rows: readonly ReadRow[]): readonly BalanceProblem[] {
  const first = new Map<string, ReadRow>();
  return rows.flatMap((row) => {
    const key = `${row.account}\n${row.thirdParty ?? ""}`;
    const known = first.get(key);
    if (known) return [problemOf("account_twice", row, "account", `${row.account} (${known.place})`)];
    first.set(key, row);
    return [];
  });
}

type Side = keyof { [Name in keyof ReadRow as ReadRow[Name] extends number | null ? Name : never]: true };
const PAIRS = [
  ["unbalanced_openings", "openingDebitCents", "openingCreditCents", "openingDebit"],
  ["unbalanced_movements", "debitCents", "creditCents", "debit"],
  ["unbalanced_balances", "debitBalanceCents", "creditBalanceCents", "debitBalance"],
] as const satisfies readonly (readonly [BalanceProblemCode, Side, Side, BalanceField])[];

/** Told at the last account: the sums are those of all. */
function unbalanced(rows: readonly ReadRow[]): readonly BalanceProblem[] {
  const last = rows.at(-1);
  if (!last) return [];
  return PAIRS.flatMap(([code, debit, credit, field]) => {
    const [onDebit, onCredit] = [sumOf(rows, debit), sumOf(rows, credit)];
    return onDebit === onCredit ? [] : [problemOf(code, last, field, `${euros(onDebit)} / ${euros(onCredit)}`)];
  });
}

const sumOf = (rows: readonly ReadRow[], side: Side): number => rows.reduce((sum, row) => sum + (row[side] ?? 0), 0);

const problemOf = (code: BalanceProblemCode, { line, place }: ReadRow, field: BalanceField, detail: string): BalanceProblem => ({
  ...{ code, line, field, place, detail },
});

/** One row an account: its third parties added up, in the order of the file. What is twice in the file without a third party stays twice. */
export function byAccount(rows: readonly ReadRow[]): readonly ReadRow[] {
  const sums = new Map<string, ReadRow>();
  const alone: ReadRow[] = [];
  for (const row of rows) {
    const known = row.thirdParty === null ? undefined : sums.get(row.account);
    if (row.thirdParty === null) alone.push(row);
    else sums.set(row.account, known ? added(known, row) : row);
  }
  return [...alone, ...sums.values()].sort((left, right) => left.line - right.line);
}

function added(one: ReadRow, other: ReadRow): ReadRow {
  const sum = (side: Side): number => (one[side] ?? 0) + (other[side] ?? 0);
  const summed = (side: Side): number | null => (one[side] === null && other[side] === null ? null : sum(side));
  return {
    ...one,
    ...{ openingDebitCents: summed("openingDebitCents"), openingCreditCents: summed("openingCreditCents") },
    ...{ debitCents: summed("debitCents"), creditCents: summed("creditCents") },
    ...{ debitBalanceCents: sum("debitBalanceCents"), creditBalanceCents: sum("creditBalanceCents") },
  };
}
