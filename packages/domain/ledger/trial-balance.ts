import { type BusinessDate, lastDayOf } from "../dates.ts";
import type { AccountNumber, ThirdParty } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { type KeptTotals, monthPlace, movementOf, type TotalsIncrement, totalKey } from "./kept-totals.ts";

type Columns = {
  readonly openingDebitCents: number;
  readonly openingCreditCents: number;
  /** Movements from the year's first day, opening apart, closing entries left out. */
  readonly debitCents: number;
  readonly creditCents: number;
  /** Opening and movements together: on one side only. */
  readonly debitBalanceCents: number;
  readonly creditBalanceCents: number;
};

export type TrialBalanceRow = Columns & {
  readonly account: AccountNumber;
  readonly label: string;
  readonly thirdParty: ThirdParty | null;
  /** Balances of the year before at the same date, when two years are compared. */
  readonly previous?: Pick<Columns, "debitBalanceCents" | "creditBalanceCents">;
};

/** Rows by account number (then third party), and column totals: by account, debit and credit are equal in each pair. */
export type TrialBalance = { readonly rows: readonly TrialBalanceRow[]; readonly totals: Columns };

/** Whether a date is one kept totals answer alone: a month's end inside the year, or the year's last day. */
export const isBoundary = (year: Pick<FiscalYear, "endsOn">, on: BusinessDate): boolean =>
  on === year.endsOn || on === lastDayOf(on.slice(0, 7));

/**
 * The trial balance through a date, from kept totals: its cost depends on the number of accounts alone. When the date is no
 * month's end, `edge` holds what the entries of its month through that day add. Throws RangeError outside the year or when the edge
 * is missing.
 */
export function trialBalance(
  kept: readonly KeptTotals[],
  year: Pick<FiscalYear, "startsOn" | "endsOn">,
  through: BusinessDate,
  edge: ReadonlyMap<string, TotalsIncrement> | null = null,
): TrialBalance {
  if (through < year.startsOn || through > year.endsOn) throw new RangeError("a trial balance stops inside its year");
  const whole = isBoundary(year, through);
  if (!whole && !edge) throw new RangeError("a trial balance inside a month needs that month's entries");
  const months = monthPlace(year, through) + (whole ? 1 : 0);
  const rows = kept
    .map((one) => rowOf(one, months, whole ? undefined : edge?.get(totalKey(one.account, one.thirdParty))))
    .filter((row) => row.debitCents !== 0 || row.creditCents !== 0 || row.openingDebitCents !== 0 || row.openingCreditCents !== 0)
    .sort(byKey);
  return { rows, totals: totalsOfRows(rows) };
}

const byKey = (left: TrialBalanceRow, right: TrialBalanceRow): number =>
  totalKey(left.account, left.thirdParty) < totalKey(right.account, right.thirdParty) ? -1 : 1;

function rowOf(kept: KeptTotals, months: number, edge: TotalsIncrement | undefined): TrialBalanceRow {
  const { account, label, thirdParty, openingDebitCents, openingCreditCents } = kept;
  const moved = movementOf(kept, months);
  const debitCents = moved.debitCents + edgeOf(edge, "d");
  const creditCents = moved.creditCents + edgeOf(edge, "c");
  const balance = openingDebitCents + debitCents - openingCreditCents - creditCents;
  return {
    ...{ account, label, thirdParty, openingDebitCents, openingCreditCents, debitCents, creditCents },
    debitBalanceCents: Math.max(balance, 0),
    creditBalanceCents: Math.max(-balance, 0),
  };
}

/** Month slots of an increment on one side; opening and closing slots are counted elsewhere. */
function edgeOf(edge: TotalsIncrement | undefined, side: "d" | "c"): number {
  let sum = 0;
  for (const [slot, amount] of edge?.slots ?? []) if (slot.startsWith(side)) sum += amount;
  return sum;
}

/** Column totals of rows. */
export function totalsOfRows(rows: readonly Columns[]): Columns {
  const sum = (column: keyof Columns) => rows.reduce((all, row) => all + row[column], 0);
  return {
    openingDebitCents: sum("openingDebitCents"),
    openingCreditCents: sum("openingCreditCents"),
    debitCents: sum("debitCents"),
    creditCents: sum("creditCents"),
    debitBalanceCents: sum("debitBalanceCents"),
    creditBalanceCents: sum("creditBalanceCents"),
  };
}

/** Throws Error when the totals of all accounts do not balance, which means the kept totals are wrong. */
export function assertBalances({ openingDebitCents, openingCreditCents, debitCents, creditCents, ...balances }: Columns): void {
  const equal =
    openingDebitCents === openingCreditCents && debitCents === creditCents && balances.debitBalanceCents === balances.creditBalanceCents;
  if (!equal) throw new Error("the trial balance does not balance: the kept totals are wrong");
}

/** Puts the balances of the year before beside those of this one; an account of either year alone has its row. */
export function compared(current: TrialBalance, before: TrialBalance): TrialBalance {
  const earlier = new Map(before.rows.map((row) => [totalKey(row.account, row.thirdParty), row]));
  const known = new Set(current.rows.map((row) => totalKey(row.account, row.thirdParty)));
  const rows = current.rows.map((row) => ({ ...row, previous: balancesOf(earlier.get(totalKey(row.account, row.thirdParty))) }));
  const gone = before.rows
    .filter((row) => !known.has(totalKey(row.account, row.thirdParty)))
    .map((row) => ({ ...row, ...NOTHING, previous: balancesOf(row) }));
  return { rows: [...rows, ...gone].sort(byKey), totals: current.totals };
}

const NOTHING: Columns = totalsOfRows([]);
const balancesOf = (row: Columns = NOTHING) => ({ debitBalanceCents: row.debitBalanceCents, creditBalanceCents: row.creditBalanceCents });
