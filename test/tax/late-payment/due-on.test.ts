import { describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { paymentDueOn } from "#tax/late-payment/due-on";
import type { PaymentDue, PaymentTerms } from "#tax/late-payment/payment-terms";
import { LATE_PAYMENT_LAW, type LatePaymentLaw } from "#tax/rates/late-payment";

const day = businessDate;
const told = ({ dueOn, latestOn, lawful }: PaymentDue): string => `${dueOn} ${latestOn} ${lawful}`;
const agreed = (method: Exclude<PaymentTerms["method"], "none">, invoicedOn: string, days: number) =>
  paymentDueOn({ method, invoicedOn: day(invoicedOn), days });

describe("an invoice falls due (C. com. art. L. 441-10, I)", () => {
  it("30 days after the receipt when nothing was agreed, whatever the day of the invoice", () => {
    expect(paymentDueOn({ method: "none", receivedOn: day("2026-01-31") })).toMatchObject({
      dueOn: "2026-03-02",
      latestOn: "2026-03-02",
      lawful: true,
    });
  });

  it("at most 60 days after the invoice", () => {
    expect(agreed("days", "2026-01-15", 60)).toMatchObject({ dueOn: "2026-03-16", latestOn: "2026-03-16", lawful: true });
    expect(agreed("days", "2026-01-15", 61)).toMatchObject({ dueOn: "2026-03-17", lawful: false });
    expect(agreed("days", "2026-01-15", 0).dueOn).toBe("2026-01-15");
  });

  it("by two methods at 45 days end of month: 15 January 2025 gives 17 March or 31 March, 15 February 14 April or 30 April", () => {
    const both = (invoicedOn: string) => [
      agreed("end_of_month_then_days", invoicedOn, 45).dueOn,
      agreed("days_then_end_of_month", invoicedOn, 45).dueOn,
    ];
    expect(both("2025-01-15")).toEqual(["2025-03-17", "2025-03-31"]);
    expect(both("2025-02-15")).toEqual(["2025-04-14", "2025-04-30"]);
    expect(agreed("end_of_month_then_days", "2025-02-15", 46).lawful).toBe(false);
  });

  it("at most 45 days after a periodic invoice", () => {
    expect(agreed("periodic", "2026-01-15", 45)).toMatchObject({ dueOn: "2026-03-01", lawful: true });
    expect(agreed("periodic", "2026-01-15", 46).lawful).toBe(false);
  });

  it("refuses an invoice of 2027", () => {
    expect(() => agreed("days", "2027-01-01", 30)).toThrow(Refusal);
  });

  it("by limits of the law alone: a row that changes moves its method and no other", () => {
    const terms: Readonly<Record<string, PaymentTerms>> = {
      defaultTerm: { method: "none", receivedOn: day("2026-01-15") },
      longestTerm: { method: "days", invoicedOn: day("2026-01-15"), days: 60 },
      endOfMonthTerm: { method: "end_of_month_then_days", invoicedOn: day("2026-01-15"), days: 45 },
      periodicTerm: { method: "periodic", invoicedOn: day("2026-01-15"), days: 45 },
    };
    for (const name of ["defaultTerm", "longestTerm", "endOfMonthTerm", "periodicTerm"] as const) {
      const parameter = LATE_PAYMENT_LAW[name];
      const rows = parameter.rows.map((row) => ({ ...row, value: Number(row.value) - 1 }));
      const law: LatePaymentLaw = { ...LATE_PAYMENT_LAW, [name]: { ...parameter, rows } };
      const moved = Object.entries(terms).flatMap(([one, term]) =>
        told(paymentDueOn(term, law)) === told(paymentDueOn(term)) ? [] : [one],
      );
      expect(moved).toEqual([name]);
    }
  });
});
