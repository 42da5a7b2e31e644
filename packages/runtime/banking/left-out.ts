import type { ProviderRow } from "#connectors/banks/port";
import { isProvider, type Source } from "#domain/banking/provider";
import type { BankRow } from "#domain/banking/row";
import { addDays, type BusinessDate } from "#domain/dates";
import type { Cents } from "#domain/money";
import { oldestBooked } from "./asked-rows.ts";

/** A bank's own reading may be so many days behind the statement it prints. */
const STATEMENT_AHEAD_DAYS = 5;

type Teller = { readonly source: Source; readonly givesBookingDates: boolean; readonly currency: string };

/** Of the rows left out, those this teller would have told: what another told of days before its own history says nothing. */
export function missed(leftOut: readonly BankRow[], told: readonly ProviderRow[], teller: Teller): readonly BankRow[] {
  const oldest = oldestBooked(told, teller);
  return leftOut.filter((row) => row.source === teller.source || (oldest !== null && row.date >= oldest));
}

/**
 * The rows a bank left out which are its difference to the cent: those banks told, else those that only statements told, else both; none when no sum is the
 * difference: nothing is guessed. Of the days about the one the bank was last heard on (`known`; null: nobody knows when) a statement may know what its
 * reading does not tell yet: of them nothing is said. Nor does a balance say anything of rows of zero, or in another currency than the account's.
 */
export function explaining(
  gapCents: Cents,
  leftOut: readonly BankRow[],
  { currency }: Teller,
  known: BusinessDate | null,
): readonly BankRow[] {
  const since = known === null ? null : addDays(known, -STATEMENT_AHEAD_DAYS);
  const counted = leftOut.filter((row) => row.currency === currency && row.amountCents !== 0);
  const banks = counted.filter(({ source }) => isProvider(source));
  const statements = counted.filter(({ source, date }) => !isProvider(source) && since !== null && date < since);
  const sumOf = (rows: readonly BankRow[]): number => rows.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const guesses = [banks, statements, [...banks, ...statements]].flatMap(fromEachDay);
  return guesses.find((rows) => sumOf(rows) === gapCents) ?? [];
}

/** All of some rows, then those of each later day on: a single row may be told of days before a bank's history here begins. */
function fromEachDay(rows: readonly BankRow[]): (readonly BankRow[])[] {
  const days = [...new Set(rows.map(({ date }) => date))].sort().slice(0, DAYS_MAX);
  return days.map((day) => rows.filter(({ date }) => date >= day));
}
const DAYS_MAX = 100;
