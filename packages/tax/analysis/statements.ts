import { addDays, addMonths, type BusinessDate, daysBetween } from "#domain/dates";
import { isSince2025 } from "#domain/ledger/account-number";
import type { FunctionalBalance, ResultPlace } from "./analysis-result.ts";
import type { BalanceInput, BalanceRow } from "./balance-input.ts";
import { resultPlaceOf, type SheetAmounts, sheetAmounts } from "./balance-sheet.ts";
import { functionalBalance } from "./functional-balance.ts";
import { type Held, heldAccounts } from "./held-accounts.ts";
import { type Flows, flowResult, flowsOf, turnoverOf } from "./income-statement.ts";
import { sigAmounts } from "./sig.ts";
import type { SigCode } from "./sig-code.ts";

/** All that is drawn from one trial balance before anything is said about it. EUR cents. */
export type Statements = {
  readonly startsOn: BusinessDate;
  readonly endsOn: BusinessDate;
  /** Days of the year, both ends counted. */
  readonly days: number;
  readonly isSince2025: boolean;
  readonly held: readonly Held[];
  readonly flows: Flows;
  readonly flowResultCents: number;
  readonly resultPlace: ResultPlace;
  readonly turnoverCents: number;
  readonly sig: Readonly<Record<SigCode, number>>;
  readonly sheet: SheetAmounts;
  readonly functional: FunctionalBalance;
};

type Span = { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate };

/** Draws the statements of one year from its rows. */
export function statementsOf(rows: readonly BalanceRow[], { startsOn, endsOn }: Span): Statements {
  const held = heldAccounts(rows);
  const flows = flowsOf(held, isSince2025(startsOn));
  const flowResultCents = flowResult(flows);
  const resultPlace = resultPlaceOf(held);
  return {
    ...{ startsOn, endsOn, days: daysBetween(startsOn, endsOn) + 1, isSince2025: isSince2025(startsOn) },
    ...{ held, flows, flowResultCents, resultPlace },
    turnoverCents: turnoverOf(flows),
    sig: sigAmounts(flows),
    sheet: sheetAmounts(held, resultPlace, flowResultCents),
    functional: functionalBalance(held, resultPlace, flowResultCents),
  };
}

/** Those of the year before, null without its balance: it ended the day before this one began and is taken to have lasted twelve months. */
export function previousStatements({ startsOn, previous }: BalanceInput): Statements | null {
  if (!previous || previous.length === 0) return null;
  return statementsOf(previous, { startsOn: addMonths(startsOn, -12), endsOn: addDays(startsOn, -1) });
}
