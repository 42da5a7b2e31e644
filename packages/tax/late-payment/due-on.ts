import { addDays, type BusinessDate, lastDayOf, monthOf } from "#domain/dates";
import { LATE_PAYMENT_LAW, type LatePaymentLaw } from "../rates/late-payment.ts";
import { reading } from "../rates/reading.ts";

/**
 * What buyer and seller agreed on. `none`: nothing, and then the day of receipt counts, never the invoice's. The two readings of `45 jours fin
 * de mois` are two methods: the end of the invoice's month then 45 days, or 45 days then the end of that month.
 */
export type PaymentTerms =
  | { readonly method: "none"; readonly receivedOn: BusinessDate }
  | { readonly method: "days"; readonly invoicedOn: BusinessDate; readonly days: number }
  | { readonly method: "periodic"; readonly invoicedOn: BusinessDate; readonly days: number }
  | { readonly method: "end_of_month_then_days"; readonly invoicedOn: BusinessDate; readonly days: number }
  | { readonly method: "days_then_end_of_month"; readonly invoicedOn: BusinessDate; readonly days: number };

/** The day agreed, the last day the law allows for that method, and whether the first keeps to the second. */
export type PaymentDue = { readonly dueOn: BusinessDate; readonly latestOn: BusinessDate; readonly lawful: boolean };

/**
 * The day an invoice between businesses falls due (C. com. art. L. 441-10, I). Throws RangeError on days that are not a whole number of at
 * least 0; refuses `tax.no_parameters` on an invoice of a day whose law is not known.
 */
export function paymentDueOn(terms: PaymentTerms, law: LatePaymentLaw = LATE_PAYMENT_LAW): PaymentDue {
  const read = reading("late_payment", law);
  if (terms.method === "none") {
    const dueOn = addDays(terms.receivedOn, read.value("defaultTerm", terms.receivedOn));
    return { dueOn, latestOn: dueOn, lawful: true };
  }
  const { method, invoicedOn, days } = terms;
  if (!Number.isSafeInteger(days) || days < 0 || days > DAYS_MAX) throw new RangeError(`not a number of days: ${days}`);
  const [dueOn, latestOn] = [days, read.value(LONGEST[method], invoicedOn)].map((count) => AFTER[method](invoicedOn, count));
  if (!dueOn || !latestOn) throw new RangeError("no day");
  return { dueOn, latestOn, lawful: dueOn <= latestOn };
}

const DAYS_MAX = 3_650;

type Agreed = Exclude<PaymentTerms["method"], "none">;

const LONGEST = {
  days: "longestTerm",
  periodic: "periodicTerm",
  end_of_month_then_days: "endOfMonthTerm",
  days_then_end_of_month: "endOfMonthTerm",
} as const satisfies Readonly<Record<Agreed, keyof LatePaymentLaw>>;

const endOfMonth = (date: BusinessDate): BusinessDate => lastDayOf(monthOf(date));

const AFTER: Readonly<Record<Agreed, (invoicedOn: BusinessDate, days: number) => BusinessDate>> = {
  days: addDays,
  periodic: addDays,
  end_of_month_then_days: (invoicedOn, days) => addDays(endOfMonth(invoicedOn), days),
  days_then_end_of_month: (invoicedOn, days) => endOfMonth(addDays(invoicedOn, days)),
};
