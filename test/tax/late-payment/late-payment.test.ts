import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type BusinessDate, businessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { LateInvoice } from "#tax/late-payment/late-invoice";
import { latePayment } from "#tax/late-payment/late-payment";
import { UNKNOWN } from "#tax/rates/dated";
import { LATE_PAYMENT_LAW, type LatePaymentLaw } from "#tax/rates/late-payment";

const day = (text: string): BusinessDate => businessDate(text);
const invoice = (more: Partial<LateInvoice> = {}): LateInvoice => ({
  ...{ amountInclCents: 1_200_000, dueOn: day("2024-03-31"), payments: [], until: day("2024-04-30") },
  ...{ agreedRatePpm: null, givenRates: [], betweenBusinesses: true },
  ...more,
});
const codesOf = (one: LateInvoice) => latePayment(one).notices.map(({ code }) => code);

describe("interest for late payment", () => {
  it("is the amount with TVA x (ECB rate + 10 points) x days / 365 from the day after the due day, and 40 €", () => {
    const late = latePayment(invoice());
    // 12 000 € x 14,50 % x 30 / 365
    expect(late).toMatchObject({ days: 30, interestCents: 14_301, recoveryCents: 4_000, totalCents: 18_301 });
    expect(late.traces[0]?.lines[0]?.detail).toContain("30 / 365");
  });

  it.each([
    ["2024-02-15", 145_000],
    ["2024-08-15", 142_500],
    ["2025-02-15", 131_500],
    ["2025-08-15", 121_500],
    ["2026-02-15", 121_500],
  ])("of %s is due at %i parts per million", (until, ratePpm) => {
    expect(latePayment(invoice({ dueOn: addDays(day(until), -5), until: day(until) })).periods.map((one) => one.ratePpm)).toEqual([
      ratePpm,
    ]);
  });

  it("of the second half of 2026 is refused by name unless the rate is given", () => {
    const late = invoice({ dueOn: day("2026-07-10"), until: day("2026-07-20") });
    try {
      latePayment(late);
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Refusal && [error.code, error.flaws[0]?.message]).toEqual([
        "tax.parameter_unknown",
        "parameter_unknown:late_payment.taux_bce:2026-07-11",
      ]);
    }
    const given = invoice({ ...late, givenRates: [{ from: day("2026-07-01"), refinancingPpm: 20_000, legalInterestPpm: 25_000 }] });
    expect(latePayment(given).periods[0]?.ratePpm).toBe(120_000);
    expect(codesOf(given)).toEqual(["rate_given"]);
    expect(() => latePayment(invoice({ dueOn: day("2026-12-30"), until: day("2027-01-05"), givenRates: given.givenRates }))).toThrow(
      Refusal,
    );
  });

  it("takes the rate of each half-year for its days, and says that there is another reading", () => {
    const late = invoice({ dueOn: day("2024-06-20"), until: day("2024-07-10") });
    expect(latePayment(late).periods.map(({ from, to, days, ratePpm }) => [from, to, days, ratePpm])).toEqual([
      ["2024-06-21", "2024-06-30", 10, 145_000],
      ["2024-07-01", "2024-07-10", 10, 142_500],
    ]);
    expect(codesOf(late)).toEqual(["rate_by_half_year"]);
  });

  it("runs on what is still open: a payment counts to its day, and nothing runs once all is paid", () => {
    const payments = [
      { on: day("2024-04-20"), amountCents: 700_000 },
      { on: day("2024-04-10"), amountCents: 500_000 },
    ];
    expect(latePayment(invoice({ payments })).periods.map(({ days, openCents }) => [days, openCents])).toEqual([
      [10, 1_200_000],
      [10, 700_000],
    ]);
  });

  it("does not run when it was paid on the due day, and then there are no 40 €", () => {
    const paid = invoice({ payments: [{ on: day("2024-03-31"), amountCents: 1_200_000 }] });
    expect(latePayment(paid)).toMatchObject({ days: 0, totalCents: 0 });
  });

  it("owes the 40 € between businesses only", () => {
    expect(latePayment(invoice({ betweenBusinesses: false })).recoveryCents).toBe(0);
  });

  it("takes the agreed rate, but not below three times the legal interest (C. com. art. L. 441-10, II)", () => {
    const at = (agreedRatePpm: number) =>
      latePayment(invoice({ dueOn: day("2026-01-31"), until: day("2026-02-10"), agreedRatePpm })).periods[0]?.ratePpm;
    expect([at(78_600), at(78_599), at(200_000)]).toEqual([78_600, 78_600, 200_000]);
    expect(codesOf(invoice({ agreedRatePpm: 10_000 }))).toEqual(["floor_applied"]);
  });

  it("knows no amount that is none, and no half-year that begins in spring", () => {
    const accepted = (more: object) => LateInvoice.safeParse({ ...invoice(), ...more }).success;
    expect(accepted({})).toBe(true);
    for (const amountInclCents of [0, -1, 1.5, Number.NaN, 1e15]) expect(accepted({ amountInclCents })).toBe(false);
    expect(accepted({ payments: [{ on: "2024-04-01", amountCents: 0 }] })).toBe(false);
    expect(accepted({ agreedRatePpm: -1 })).toBe(false);
    expect(accepted({ givenRates: [{ from: "2026-04-01", refinancingPpm: 1, legalInterestPpm: 1 }] })).toBe(false);
  });

  it("never falls as days pass, and its periods cover every late day once", () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 60 }), (late, more) => {
        const until = addDays(day("2024-03-31"), late);
        const [sooner, later] = [latePayment(invoice({ until })), latePayment(invoice({ until: addDays(until, more) }))];
        expect(later.interestCents).toBeGreaterThanOrEqual(sooner.interestCents);
        expect(sooner.days).toBe(late);
      }),
      { numRuns: 50 },
    );
  });
});

/** What each row may move: the rates of their half-year, by the law's rate or by the floor of an agreed one, and what lasts. */
const isName = (name: string): name is keyof LatePaymentLaw => name in LATE_PAYMENT_LAW;
const NAMES = Object.keys(LATE_PAYMENT_LAW).flatMap((name) => (isName(name) ? [name] : []));
const HALVES = ["2024-01-01", "2024-07-01", "2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01"].map(day);
const questions: Readonly<Record<string, LateInvoice>> = Object.fromEntries(
  HALVES.flatMap((from) => {
    const late = { dueOn: addDays(from, 30), until: addDays(from, 60) };
    return [
      [`law ${from}`, invoice(late)],
      [`agreed ${from}`, invoice({ ...late, agreedRatePpm: 10_000 })],
    ] as const;
  }),
);
const expected: Readonly<Partial<Record<keyof LatePaymentLaw, (from: string) => readonly string[]>>> = {
  refinancing: (from) => [`law ${from}`],
  legalInterest: (from) => [`agreed ${from}`],
  points: () => HALVES.slice(0, 5).map((from) => `law ${from}`),
  floorMultiple: () => HALVES.slice(0, 5).map((from) => `agreed ${from}`),
  recovery: () => HALVES.slice(0, 5).flatMap((from) => [`law ${from}`, `agreed ${from}`]),
  yearDays: () => HALVES.slice(0, 5).flatMap((from) => [`law ${from}`, `agreed ${from}`]),
};

const answered = (one: LateInvoice, law: LatePaymentLaw): string => {
  try {
    const { interestCents, totalCents } = latePayment(one, law);
    return `${interestCents} ${totalCents}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
};

it.each(NAMES.flatMap((name) => LATE_PAYMENT_LAW[name].rows.map(({ from }) => [name, from] as const)))(
  "a row that changes moves what rests on it and nothing else: %s from %s",
  (name, from) => {
    const parameter = LATE_PAYMENT_LAW[name];
    const rows = parameter.rows.map((row) =>
      row.from === from ? { ...row, value: row.value === UNKNOWN ? 20_000 : row.value + 1_000 } : row,
    );
    const law = { ...LATE_PAYMENT_LAW, [name]: { ...parameter, rows } };
    const moved = Object.keys(questions).filter((one) => {
      const question = questions[one];
      return question && answered(question, law) !== answered(question, LATE_PAYMENT_LAW);
    });
    expect(moved.sort()).toEqual([...(expected[name]?.(from) ?? [])].sort());
  },
);
