import { describe, expect, it } from "vitest";
import { addDays, businessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { obligations } from "#tax/calendar/obligations";
import { KNOWN_DATES } from "#test/tax/calendar/known-dates";
import { amounts, between, companyWith, EXAMPLE, inYear, type Known, only } from "#test/tax/calendar/profile";

describe("the dates that are known", () => {
  it.each(KNOWN_DATES.map((one) => [one.code, one.period, one.dueDate, one] as const))(
    "%s for %s is due on %s",
    (code, period, dueDate, one) => {
      const [found, ...others] = between(one.company, dueDate, dueDate).filter(({ id }) => id === `${code}/${period}`);
      expect(others).toEqual([]);
      expect(found).toMatchObject({ code, nominalDate: one.nominalDate, dueDate, confirmed: dueDate <= "2026-12-31" });
    },
  );
});

describe("employers", () => {
  it("declare by the 5th from 50 employees on, as of the month in which they have them", () => {
    const known: Known = {
      headcounts: [
        { persons: 49, validFrom: "2026-01-01" },
        { persons: 50, validFrom: "2026-03-10" },
        { persons: 0, validFrom: "2026-06-01" },
      ],
    };
    expect(only(known, 2026, "social.dsn").map(({ nominalDate }) => nominalDate)).toEqual([
      ...["2026-02-15", "2026-03-15", "2026-04-05", "2026-05-05", "2026-06-05"],
    ]);
  });

  it("pay the balance of the apprenticeship tax on last year's wages, but not in Alsace-Moselle", () => {
    const known: Known = { headcounts: [{ persons: 12, validFrom: "2020-01-01" }], payrolls: [{ year: 2025, grossCents: 38_400_000 }] };
    expect(amounts({ ...known, department: "69" }, 2026, "social.apprentissage")).toEqual([34_560]);
    expect(amounts({ ...known, department: "67" }, 2026, "social.apprentissage")).toEqual([]);
  });

  it("invest in housing from 50 employees on", () => {
    const known = (persons: number): Known => ({
      headcounts: [{ persons, validFrom: "2020-01-01" }],
      payrolls: [{ year: 2025, grossCents: 200_000_000 }],
    });
    expect(amounts(known(50), 2026, "social.logement")).toEqual([900_000]);
    expect(amounts(known(49), 2026, "social.logement")).toEqual([]);
  });
});

describe("dividends, fees, accounts, invoices", () => {
  it("withhold 30 % of dividends of 2025 and 31,4 % of those of 2026, month by month", () => {
    const known: Known = {
      dividends: [
        { paidOn: "2025-12-30", grossCents: 1_000_000 },
        { paidOn: "2026-01-05", grossCents: 1_000_000 },
        { paidOn: "2026-01-20", grossCents: 500_000 },
      ],
    };
    const told = only(known, 2026, "dividendes.prelevement");
    expect(told.map(({ dueDate, amountCents }) => [dueDate, amountCents])).toEqual([
      ["2026-01-15", 300_000],
      ["2026-02-16", 471_000],
    ]);
    expect(told[1]?.trace?.lines.map(({ amountCents }) => amountCents)).toEqual([128_000, 186_000, 64_000, 93_000]);
  });

  it("declare fees with the results, in January where nothing is declared, and tell when it is not known", () => {
    expect(only({ taxation: "none", paysFees: true }, 2026, "honoraires.das2")[0]?.dueDate).toBe("2026-02-02");
    expect(only({ taxation: "is", paysFees: null }, 2026, "honoraires.das2")[0]?.notices[0]?.code).toBe("fees_unknown");
    expect(only({ taxation: "is", paysFees: false }, 2026, "honoraires.das2")).toEqual([]);
  });

  it("file accounts one month, online two, after they are approved", () => {
    const approved: Known = { legalForm: "sas", approvals: [{ closedOn: "2025-12-31", approvedOn: "2026-06-12" }] };
    expect(only(approved, 2026, "societe.depot")[0]?.dueDate).toBe("2026-08-12");
    expect(only({ ...approved, filesAccountsOnline: false }, 2026, "societe.depot")[0]?.dueDate).toBe("2026-07-12");
    expect(only({ legalForm: "sarl" }, 2026, "societe.depot")[0]?.notices[0]?.code).toBe("filing_assumed");
    expect(only(approved, 2026, "societe.assemblee")[0]?.notices[0]?.code).toBe("assembly_sas");
    expect(inYear({ legalForm: "sci" }, 2026).filter(({ code }) => code.startsWith("societe"))).toEqual([]);
  });

  it("issue electronic invoices a year earlier when the company is not small", () => {
    expect(only({ size: "mid" }, 2026, "facture.emission")).toHaveLength(1);
    expect(only({ size: "small" }, 2026, "facture.emission")).toEqual([]);
    expect(only({ size: null }, 2027, "facture.emission")[0]?.notices[0]?.code).toBe("size_unknown");
  });
});

describe("what is not known", () => {
  it("is told once and never guessed: a company nothing is known of owes invoices, and five answers", () => {
    const { obligations: told, notices } = obligations(companyWith({}), businessDate("2026-01-01"), businessDate("2026-12-31"));
    expect(told.map(({ code }) => code)).toEqual(["facture.reception"]);
    expect(notices.map(({ code }) => code)).toEqual([
      ...["legal_form_unknown", "taxation_unknown", "vat_regime_unknown", "headcount_unknown", "turnover_unknown"],
    ]);
  });

  it("are amounts after the law is read: the dates of 2027 are told, not confirmed, without amounts", () => {
    const { obligations: told } = obligations(EXAMPLE, businessDate("2027-01-01"), businessDate("2027-12-31"));
    expect(told.length).toBeGreaterThan(20);
    expect(told.every(({ confirmed, notices }) => !confirmed && notices.some(({ code }) => code === "date_not_confirmed"))).toBe(true);
    expect(told.filter(({ amountCents }) => amountCents !== null)).toEqual([]);
    expect(told.find(({ code }) => code === "is.acompte_1")?.notices.map(({ code }) => code)).toContain("amount_law_not_read");
  });

  it.each([
    ["2023-12-31", "2024-06-30", "tax.no_parameters", "no_parameters:calendrier:2023-12-31"],
    ["2027-06-01", "2028-01-01", "tax.no_parameters", "no_parameters:calendrier:2028-01-01"],
    ["2025-01-01", "2027-01-01", "request.invalid", "window_too_long:24"],
    ["2025-01-02", "2025-01-01", "request.invalid", "before_from"],
  ])("from %s to %s is refused as %s", (from, to, code, message) => {
    try {
      obligations(EXAMPLE, businessDate(from), businessDate(to));
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Refusal && [error.code, error.flaws[0]?.message]).toEqual([code, message]);
    }
  });

  it("lets 24 months through to the day", () => {
    expect(obligations(EXAMPLE, businessDate("2025-02-01"), addDays(businessDate("2027-02-01"), -1)).obligations.length).toBeGreaterThan(
      60,
    );
  });
});

it("dates at both ends of time, and years that overlap, are survived", () => {
  const ends = ["0000-01-01", "9999-12-31"];
  const known: Known = {
    ...{ legalForm: "sarl", taxation: "is", createdOn: "0000-01-01", cfeLiable: true, paysFees: true },
    fiscalYears: [...ends.map((day) => ({ startsOn: day, endsOn: day })), { startsOn: "0000-01-01", endsOn: "9999-12-31" }],
    dividends: ends.map((paidOn) => ({ paidOn, grossCents: 1 })),
    approvals: ends.map((approvedOn, place) => ({ closedOn: `${2025 + place}-12-31`, approvedOn })),
    headcounts: ends.map((validFrom) => ({ persons: 60, validFrom })),
    vatRegimes: ends.map((validFrom) => ({ value: "simplifie", validFrom })),
  };
  expect(inYear(known, 2026).length).toBeGreaterThan(10);
  expect(inYear({ ...known, fiscalYears: [], createdOn: "9999-12-31" }, 2027).length).toBeGreaterThan(10);
  expect(() => between(known, "9999-12-01", "9999-12-31")).toThrow(Refusal);
});

it("two values of one year are refused: neither is believed", () => {
  const taxes = [1, 2].map((taxCents) => ({ year: 2025, taxCents }));
  expect(() => companyWith({ cfeTaxes: taxes })).toThrow("year_twice");
});

it("a local holiday moves a day only there, and says what the others are held to", () => {
  const known: Known = { taxation: "is", closingDay: "12-26", filesOnline: false };
  const local = (department: string) =>
    only({ ...known, department, dividends: [{ paidOn: "2024-04-02", grossCents: 100 }] }, 2025, "is.resultats");
  expect(local("69")[0]?.dueDate).toBe("2025-03-26");
  const staff: Known = { headcounts: [{ persons: 5, validFrom: "2020-01-01" }], department: "67", goodFridayClosed: true };
  const strasbourg = only({ ...staff, taxation: "is", closingDay: "01-18", filesOnline: false }, 2025, "is.resultats")[0];
  expect(strasbourg).toMatchObject({ nominalDate: "2025-04-18", dueDate: "2025-04-22", notices: [{ code: "local_holiday" }] });
  expect(strasbourg?.notices[0]?.message).toContain("18 avril 2025");
});
