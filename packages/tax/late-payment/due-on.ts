import { addDays, type BusinessDate, lastDayOf, monthOf } from "#domain/dates";
import { LATE_PAYMENT_LAW, type LatePaymentLaw } from "../rates/late-payment.ts";
import { reading } from "../rates/reading.ts";
import type { PaymentDue, PaymentTerms } from "./payment-terms.ts";

/**
 * The day an invoice between businesses falls due, and the last day the law allows (C. com. art. L. 441-10, I). Refuses `tax.no_parameters` on an
 * invoice of a day whose law is not known.
 */
export function paymentDueOn(terms: PaymentTerms, law: LatePaymentLaw = LATE_PAYMENT_LAW): PaymentDue {
  const read = reading("late_payment", law);
  if (terms.method === "none") {
    const dueOn = addDays(terms.receivedOn, read.value("defaultTerm", terms.receivedOn));
    return { dueOn, latestOn: dueOn, lawful: true, parameterSet: read.parameterSet() };
  }
  const { method, invoicedOn, days } = terms;
  const dueOn = AFTER[method](invoicedOn, days);
  const latestOn = AFTER[method](invoicedOn, read.value(LONGEST[method], invoicedOn));
  return { dueOn, latestOn, lawful: dueOn <= latestOn, parameterSet: read.parameterSet() };
}

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
