import { describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { obligations } from "#tax/calendar/obligations";
import { amounts, between, companyWith, inYear, type Known, only } from "#test/tax/calendar/profile";

describe("corporate tax", () => {
  const instalments = ["is.acompte_1", "is.acompte_2", "is.acompte_3", "is.acompte_4"];
  const taxes = (before: number, last: number): Known => ({
    taxation: "is",
    corporateTaxes: [
      { closedOn: "2024-12-31", taxCents: before },
      { closedOn: "2025-12-31", taxCents: last },
    ],
  });

  it("takes a quarter of the year before last, then brings it to half of last year's, then quarters", () => {
    expect(amounts(taxes(1_200_000, 1_600_000), 2026, ...instalments)).toEqual([300_000, 500_000, 400_000, 400_000]);
  });

  it("takes what March was too much from June, then from September", () => {
    expect(amounts(taxes(4_000_000, 1_600_000), 2026, ...instalments)).toEqual([1_000_000, 0, 200_000, 400_000]);
  });

  it("asks for none up to 3 000 euros, and for half in June where only March was free", () => {
    expect(amounts(taxes(300_000, 300_000), 2026, ...instalments)).toEqual([]);
    expect(amounts(taxes(300_000, 400_000), 2026, ...instalments)).toEqual([200_000, 100_000, 100_000]);
    expect(amounts(taxes(400_000, 300_000), 2026, ...instalments)).toEqual([100_000]);
  });

  it("looks at last year at once where it is declared before the first instalment", () => {
    const known: Known = { taxation: "is", closingDay: "11-30", corporateTaxes: [{ closedOn: "2025-11-30", taxCents: 1_600_000 }] };
    expect(
      between(known, "2026-01-01", "2026-12-31")
        .filter(({ code }) => instalments.includes(code))
        .map(({ amountCents }) => amountCents),
    ).toEqual([400_000, 400_000, 400_000, 400_000]);
  });

  it("asks for none in the first year, and tells in the second that March has no reference", () => {
    const known: Known = { taxation: "is", createdOn: "2025-01-01", corporateTaxes: [{ closedOn: "2025-12-31", taxCents: 1_600_000 }] };
    expect(amounts(known, 2025, ...instalments)).toEqual([]);
    expect(amounts(known, 2026, ...instalments)).toEqual([null, 800_000, 400_000, 400_000]);
    expect(only(known, 2026, "is.acompte_1")[0]?.notices[1]?.code).toBe("first_year_reference");
  });

  it("tells dates without amounts where tax is not known, and around a year that has not twelve months", () => {
    expect(amounts({ taxation: "is" }, 2026, ...instalments)).toEqual([null, null, null, null]);
    const short: Known = { ...taxes(1_200_000, 1_600_000), fiscalYears: [{ startsOn: "2025-07-01", endsOn: "2025-12-31" }] };
    expect(only(short, 2026, "is.acompte_3")[0]).toMatchObject({ amountCents: null, notices: [{ code: "irregular_year" }] });
  });

  it("tells why a second instalment has no amount: what the first was is not known, the half it brings to is", () => {
    const known: Known = { taxation: "is", corporateTaxes: [{ closedOn: "2025-12-31", taxCents: 1_600_000 }] };
    expect(only(known, 2026, "is.acompte_2")[0]).toMatchObject({
      amountCents: null,
      notices: [{ code: "first_instalment_unknown", message: expect.stringMatching(/8\s000/u) }],
    });
    expect(amounts(known, 2026, "is.acompte_3", "is.acompte_4")).toEqual([400_000, 400_000]);
  });

  it("never leaves a payment without an amount and without a reason", () => {
    const known: Known = {
      ...{ taxation: "is", cfeLiable: true, department: "69", legalForm: "sarl" },
      headcounts: [{ persons: 60, validFrom: "2020-01-01" }],
      vatRegimes: [{ value: "normal_mensuel", validFrom: "2020-01-01" }],
      turnovers: [2023, 2024, 2025].map((year) => ({ year, turnoverCents: 100_000_000 })),
      cvaeTaxes: [{ year: 2024, taxCents: 400_000 }],
    };
    const reasons = new Set([
      ...["amount_unknown", "reference_unknown", "first_instalment_reference", "first_instalment_unknown", "first_year_reference"],
    ]);
    const unpriced = [2025, 2026].flatMap((year) => inYear(known, year)).filter((one) => one.amountCents === null);
    const payments = unpriced.filter(({ kind }) => kind.endsWith("payment"));
    expect(new Set(payments.map(({ code }) => code)).size).toBeGreaterThan(12);
    expect(payments.filter(({ notices }) => !notices.some(({ code }) => reasons.has(code))).map(({ id }) => id)).toEqual([]);
  });

  it("has in a short year the instalments that come before the first of the next", () => {
    const days = (endsOn: string) =>
      inYear({ taxation: "is", closingDay: "12-31", fiscalYears: [{ startsOn: "2026-01-01", endsOn }] }, 2026)
        .filter(({ code, period }) => instalments.includes(code) && period?.endsOn === endsOn)
        .map(({ nominalDate }) => nominalDate);
    expect(days("2026-08-31")).toEqual(["2026-03-15", "2026-06-15", "2026-09-15"]);
    expect(days("2026-09-30")).toEqual(["2026-03-15", "2026-06-15", "2026-09-15"]);
    expect(days("2026-06-30")).toEqual(["2026-03-15", "2026-06-15"]);
  });

  it("has in a year of eighteen months two instalments more, each told apart", () => {
    const known: Known = { taxation: "is", closingDay: "06-30", fiscalYears: [{ startsOn: "2025-01-01", endsOn: "2026-06-30" }] };
    const told = between({ ...known, closingDay: "12-31" }, "2025-01-01", "2026-08-31").filter(({ code }) => code.startsWith("is.acompte"));
    expect(told.map(({ code, nominalDate }) => [code.slice(11), nominalDate])).toEqual([
      ...[1, 2, 3, 4].map((rank) => [String(rank), `2025-${String(rank * 3).padStart(2, "0")}-15`]),
      ...[
        ["supplementaire", "2026-03-15"],
        ["supplementaire", "2026-06-15"],
      ],
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(6);
  });

  it("is settled for 31 December when no year closes in a calendar year, but not in a company's first", () => {
    const long = { startsOn: "2024-07-01", endsOn: "2026-06-30" };
    const known: Known = { taxation: "is", closingDay: "06-30", fiscalYears: [long] };
    expect(only(known, 2026, "is.solde")[0]).toMatchObject({
      dueDate: "2026-05-15",
      period: { label: "année 2025" },
      notices: [{ code: "no_year_closed" }, { code: "amount_unknown" }],
    });
    expect(only({ ...known, createdOn: "2024-07-01" }, 2026, "is.solde").map(({ dueDate }) => dueDate)).toEqual(["2026-10-15"]);
  });
});

describe("local taxes", () => {
  it("take half of a CFE of 3 000 euros in June, and leave the rest for December", () => {
    const known = (last: number): Known => ({
      cfeLiable: true,
      cfeTaxes: [
        { year: 2025, taxCents: last },
        { year: 2026, taxCents: 330_000 },
      ],
    });
    expect(amounts(known(320_000), 2026, "cfe.acompte", "cfe.solde")).toEqual([160_000, 170_000]);
    expect(amounts(known(300_000), 2026, "cfe.acompte", "cfe.solde")).toEqual([150_000, 180_000]);
    expect(amounts(known(299_900), 2026, "cfe.acompte", "cfe.solde")).toEqual([330_000]);
    expect(amounts({ cfeLiable: true }, 2026, "cfe.acompte", "cfe.solde")).toEqual([null, null]);
  });

  it("leave a company its year of creation, and its second year without an advance", () => {
    const known: Known = { cfeLiable: true, createdOn: "2025-03-01" };
    expect(inYear(known, 2025).filter(({ code }) => code.startsWith("cfe"))).toEqual([]);
    expect(
      inYear(known, 2026)
        .filter(({ code }) => code.startsWith("cfe"))
        .map(({ code }) => code),
    ).toEqual(["cfe.solde"]);
  });

  it.each([
    [15_250_000, []],
    [15_250_001, ["cvae.declaration"]],
    [50_000_000, ["cvae.declaration"]],
    [50_000_001, ["cvae.solde", "cvae.declaration"]],
  ] as const)("ask a turnover of %s cents for %j", (turnoverCents, codes) => {
    const told = inYear({ turnovers: [{ year: 2025, turnoverCents }] }, 2026).filter(
      ({ code, dueDate }) => code.startsWith("cvae") && dueDate < "2026-06-01",
    );
    expect(told.map(({ code }) => code)).toEqual(codes);
  });

  it("take CVAE in two halves above 1 500 euros, and in 2025 47,4 % more", () => {
    const known = (last: number): Known => ({
      cvaeTaxes: [
        { year: 2024, taxCents: last },
        { year: 2025, taxCents: 1_400_000 },
      ],
    });
    expect(amounts(known(150_001), 2025, "cvae.acompte_1", "cvae.acompte_2", "cvae.complement")).toEqual([700_000, 700_000, 663_600]);
    expect(amounts(known(150_000), 2025, "cvae.acompte_1", "cvae.acompte_2", "cvae.complement")).toEqual([]);
    expect(only({ cvaeTaxes: [{ year: 2025, taxCents: 200_000 }] }, 2026, "cvae.complement")).toEqual([]);
  });

  it("say for which years the turnover is missing", () => {
    const { notices } = obligations(
      companyWith({ turnovers: [{ year: 2024, turnoverCents: 1 }] }),
      businessDate("2025-01-01"),
      businessDate("2026-12-31"),
    );
    expect(notices.filter(({ code }) => code === "turnover_unknown").map(({ message }) => message)).toEqual([
      expect.stringContaining("2025"),
    ]);
  });
});
