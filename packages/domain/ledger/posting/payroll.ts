import type { Cents } from "../../money.ts";
import type { DraftEntry } from "../entry.ts";
import { type Movement, moneyOut } from "./bank-side.ts";
import { credit, debit, entryFrom, type PostingContext, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

const NET_TO_PAY = "421000";
const WITHHOLDING = "442100";
const URSSAF = "431000";

/** An account and the total of a month's payslips on it, EUR cents. Totals only: no name of an employee reaches the books. */
export type PayrollAmount = { readonly account: string; readonly amountCents: Cents };

/**
 * Gross pay and the employees' share of a month (OD): what is withheld is owed to the funds and to the State, the rest is the net to
 * pay. Throws RangeError when more is withheld than earned.
 */
export function grossPayEntry(
  fact: Voucher & {
    readonly earned: readonly PayrollAmount[];
    readonly contributions: readonly PayrollAmount[];
    readonly withholdingTaxCents: Cents;
  },
  context: PostingContext,
): DraftEntry {
  const { earned, contributions, withholdingTaxCents } = fact;
  const netCents = sum(earned) - sum(contributions) - withholdingTaxCents;
  if (netCents < 0) throw new RangeError(`payroll withholds ${-netCents} cents more than it pays`);
  const lines = [
    ...earned.map(({ account, amountCents }) => debit(account, amountCents)),
    ...contributions.map(({ account, amountCents }) => credit(account, amountCents)),
    credit(WITHHOLDING, withholdingTaxCents),
    credit(NET_TO_PAY, netCents),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** One employer contribution: its charge account (645, 631, 633 ...), the account of whom it is owed to, EUR cents. */
export type EmployerContribution = { readonly charge: string; readonly owedTo: string; readonly amountCents: Cents };

/** The employer's share of a month (OD), one line an account. */
export function employerContributionsEntry(
  fact: Voucher & { readonly contributions: readonly EmployerContribution[] },
  context: PostingContext,
): DraftEntry {
  const { contributions } = fact;
  const charges = byAccount(contributions.map(({ charge, amountCents }) => ({ account: charge, amountCents })));
  const owed = byAccount(contributions.map(({ owedTo, amountCents }) => ({ account: owedTo, amountCents })));
  const lines = [
    ...charges.map(({ account, amountCents }) => debit(account, amountCents)),
    ...owed.map(({ account, amountCents }) => credit(account, amountCents)),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** Net salaries are paid (BQ). */
export const netSalaryPaidEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(NET_TO_PAY, fact.amountCents)], context);

/** A social fund is paid (BQ): the URSSAF unless `fund` names another account (437100, 437200 ...). */
export const contributionsPaidEntry = (fact: Movement & { readonly fund?: string | undefined }, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(fact.fund ?? URSSAF, fact.amountCents)], context);

/** Income tax withheld from employees is paid to the State (BQ; CGI art. 204 A). */
export const withholdingTaxPaidEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(WITHHOLDING, fact.amountCents)], context);

const sum = (amounts: readonly PayrollAmount[]): number => amounts.reduce((all, { amountCents }) => all + amountCents, 0);

function byAccount(amounts: readonly { readonly account: string; readonly amountCents: number }[]) {
  const sums = new Map<string, number>();
  for (const { account, amountCents } of amounts) {
    if (amountCents < 0) throw new RangeError(`negative amount on ${account}: ${amountCents}`);
    sums.set(account, (sums.get(account) ?? 0) + amountCents);
  }
  return [...sums].map(([account, amountCents]) => ({ account, amountCents }));
}
