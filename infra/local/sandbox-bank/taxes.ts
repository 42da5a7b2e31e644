import { addMonths, businessDate, type Month, monthOf } from "#domain/dates";
import { type MonthPlan, type Movement, period } from "./movement.ts";
import { dayOf, workingDayFrom } from "./working-days.ts";

/** What the taxes of a month depend on: the movements of all the months before it. */
export type TaxHistory = { readonly movements: ReadonlyMap<Month, readonly Movement[]> };

/** A monthly return may ask for its credit back from 760 euros (CGI annexe II art. 242-0 C). */
const CREDIT_REFUND_MIN_CENTS = 76_000;

/** The made-up company keeps this share of its turnover as taxable profit, in per mille. */
const PROFIT_PER_MILLE = 85;
const REDUCED_RATE_CEILING_CENTS = 4_250_000;

/** VAT of the month before, corporate tax and CFE. No instalment and no CFE in the year of creation (CGI art. 1668 and 1478 II). */
export const taxesOf = (plan: MonthPlan, history: TaxHistory): Movement[] => [
  ...vat(plan, history),
  ...corporate(plan, history),
  ...local(plan),
];

function vat({ month, index, opensOn }: MonthPlan, { movements }: TaxHistory): Movement[] {
  if (index === 0) return [];
  const before = shiftMonth(month, -1);
  const due = vatDue(movements, before, monthOf(opensOn));
  const refunded = index > 1 ? vatDue(movements, shiftMonth(month, -2), monthOf(opensOn)) : 0;
  const paid =
    due >= 100 ? [tax(`${month}/vat`, month, 24, -due, `PRLV SEPA DGFIP IMPOT ICS FR46ZZZ005002 TVA-${period(before)}-3310CA3`)] : [];
  const back =
    refunded <= -CREDIT_REFUND_MIN_CENTS
      ? [
          tax(
            `${month}/vat-credit`,
            month,
            20,
            -refunded,
            `VIR SEPA RECU /DE DRFIP PAYS DE LA LOIRE /MOTIF REMBOURSEMENT CREDIT TVA ${period(shiftMonth(month, -2))}`,
          ),
        ]
      : [];
  return [...paid, ...back];
}

/** VAT due for a month in whole euros, negative when it ends in a credit asked back; small credits wait for the next return. */
function vatDue(movements: TaxHistory["movements"], month: Month, first: Month): number {
  const carried = month > first ? vatDue(movements, shiftMonth(month, -1), first) : 0;
  const credit = carried < 0 && carried > -CREDIT_REFUND_MIN_CENTS ? carried : 0;
  const inclusive = (movements.get(month) ?? [])
    .filter(({ vat: side }) => side !== undefined)
    .reduce((sum, { amountCents }) => sum + amountCents, 0);
  return Math.round(inclusive / 600) * 100 + credit;
}

const INSTALMENTS: Readonly<Record<string, number>> = { "03": 1, "06": 2, "09": 3, "12": 4 };

function corporate({ month, opensOn }: MonthPlan, history: TaxHistory): Movement[] {
  const year = Number(month.slice(0, 4));
  const first = Number(opensOn.slice(0, 4));
  if (year === first) return [];
  const last = corporateTax(history, year - 1);
  const quarter = INSTALMENTS[month.slice(5)];
  if (quarter !== undefined)
    return [
      tax(`${month}/corporate`, month, 15, -euros(last / 4), `PRLV SEPA DGFIP IMPOT ICS FR46ZZZ005002 ACOMPTE IS 2571 ${period(month)}`),
    ];
  if (!month.endsWith("-05")) return [];
  const prepaid = year - 1 === first ? 0 : euros(corporateTax(history, year - 2) / 4) * 4;
  const balance = last - prepaid;
  if (balance <= 0) return [];
  return [tax(`${month}/corporate-balance`, month, 15, -balance, `PRLV SEPA DGFIP IMPOT ICS FR46ZZZ005002 SOLDE IS 2572 12${year - 1}`)];
}

/** 15 % up to 42 500 euros, 25 % beyond (CGI art. 219), in whole euros. */
function corporateTax({ movements }: TaxHistory, year: number): number {
  const sold = [...movements]
    .filter(([month]) => month.startsWith(String(year)))
    .flatMap(([, list]) => list.filter(({ vat: side }) => side === "collected"));
  const turnover = sold.reduce((sum, { amountCents }) => sum + amountCents, 0) / 1.2;
  const profit = (turnover * PROFIT_PER_MILLE) / 1_000;
  return euros(Math.min(profit, REDUCED_RATE_CEILING_CENTS) * 0.15 + Math.max(0, profit - REDUCED_RATE_CEILING_CENTS) * 0.25);
}

function local({ month, opensOn }: MonthPlan): Movement[] {
  const year = month.slice(0, 4);
  if (!month.endsWith("-12") || year === opensOn.slice(0, 4)) return [];
  return [tax(`${month}/local`, month, 15, -118_400, `PRLV SEPA DGFIP IMPOT ICS FR46ZZZ005002 CFE ${year} 44109`)];
}

const euros = (cents: number): number => Math.round(cents / 100) * 100;

const shiftMonth = (month: Month, months: number): Month => monthOf(addMonths(businessDate(`${month}-01`), months));

const tax = (key: string, month: Month, day: number, amountCents: number, label: string): Movement => ({
  ...{ key, account: "checking", bookedOn: workingDayFrom(dayOf(month, day)), amountCents, label, clean: "DGFIP" },
});
