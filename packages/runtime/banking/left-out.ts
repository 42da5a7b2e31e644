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
 * The rows a bank left out which are its difference to the cent: those banks told, else those that only statements told, else both. A statement may know
 * of its last days what the bank's reading does not tell yet. None when no sum is the difference: nothing is guessed. Of rows in another currency than
 * the account's, its balance says nothing.
 */
export function explaining(gapCents: Cents, leftOut: readonly BankRow[], { currency }: Teller, today: BusinessDate): readonly BankRow[] {
  const since = addDays(today, -STATEMENT_AHEAD_DAYS);
  const counted = leftOut.filter((row) => row.currency === currency);
  const banks = counted.filter(({ source }) => isProvider(source));
  const statements = counted.filter(({ source, date }) => !isProvider(source) && date < since);
  const sumOf = (rows: readonly BankRow[]): number => rows.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return [banks, statements, [...banks, ...statements]].find((rows) => rows.length > 0 && sumOf(rows) === gapCents) ?? [];
}
