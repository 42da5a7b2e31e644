import { describe, expect, it } from "vitest";
import { addDays, addMonths, businessDate } from "#domain/dates";
import { computeIs } from "#tax/is/compute";
import { balanceDay, instalmentDays } from "#tax/is/due-days";
import type { PastYear } from "#tax/is/input";
import { IS_LAW } from "#tax/rates/is";
import { reading } from "#tax/rates/reading";
import { SMALL, year2025, yearOf } from "./inputs.ts";

const law = () => reading("is", IS_LAW);
const days = (previousClosedOn: string, closedOn: string) =>
  instalmentDays(businessDate(previousClosedOn), businessDate(closedOn), law()).map((day) => day.slice(2));

describe("due days (CGI ann. III art. 360 bis)", () => {
  it.each([
    ["2024-11-20", "2025-11-20", ["25-03-15", "25-06-15", "25-09-15", "25-12-15"]],
    ["2024-12-31", "2025-12-31", ["25-03-15", "25-06-15", "25-09-15", "25-12-15"]],
    ["2025-02-19", "2026-02-19", ["25-03-15", "25-06-15", "25-09-15", "25-12-15"]],
    ["2025-02-20", "2026-02-20", ["25-06-15", "25-09-15", "25-12-15", "26-03-15"]],
    ["2025-05-19", "2026-05-19", ["25-06-15", "25-09-15", "25-12-15", "26-03-15"]],
    ["2025-05-20", "2026-05-20", ["25-09-15", "25-12-15", "26-03-15", "26-06-15"]],
    ["2025-06-30", "2026-06-30", ["25-09-15", "25-12-15", "26-03-15", "26-06-15"]],
    ["2025-08-19", "2026-08-19", ["25-09-15", "25-12-15", "26-03-15", "26-06-15"]],
    ["2025-08-20", "2026-08-20", ["25-12-15", "26-03-15", "26-06-15", "26-09-15"]],
    ["2025-11-19", "2026-11-19", ["25-12-15", "26-03-15", "26-06-15", "26-09-15"]],
  ])("after a closing on %s", (previous, closed, expected) => {
    expect(days(previous, closed)).toEqual(expected);
  });

  it("has one instalment a quarter of a shorter or longer year: three for nine months, six for eighteen, none for a day", () => {
    expect(days("2024-12-31", "2025-09-30")).toHaveLength(3);
    expect(days("2024-12-31", "2026-06-30")).toHaveLength(6);
    expect(days("2024-12-31", "2025-01-01")).toEqual([]);
    expect(days("2024-12-31", "2026-12-31")).toHaveLength(8);
  });

  it.each([
    ["2025-12-31", "2026-05-15"],
    ["2025-06-30", "2025-10-15"],
    ["2025-09-30", "2026-01-15"],
    ["2025-12-30", "2026-04-15"],
    ["2026-12-31", "2027-05-15"],
  ])("the balance of a year closed on %s is due on %s", (closedOn, dueOn) => {
    expect(balanceDay(businessDate(closedOn), law())).toBe(dueOn);
  });
});

const year = (closing: number, reducedEuros: number, normalEuros: number) => ({
  ...{ openedOn: `${closing}-01-01`, closedOn: `${closing}-12-31` },
  ...{ reducedRateBaseCents: reducedEuros * 100, normalRateBaseCents: normalEuros * 100 },
});
type Past = Omit<PastYear, "openedOn" | "closedOn" | "socialContributionCents"> & { openedOn: string; closedOn: string };
const amounts = (previousYear: Past, yearBeforePrevious: Past | null) => {
  const { instalments } = computeIs(year2025(100_000, { ...SMALL, previousYear, yearBeforePrevious }));
  return instalments.instalments.map(({ amountCents }) => amountCents / 100);
};

describe("amounts (CGI art. 1668)", () => {
  it("a quarter is 3.75 % of what bore 15 % and 6.25 % of what bore 25 %", () => {
    expect(amounts(year(2024, 42_500, 100_000), year(2023, 42_500, 100_000))).toEqual([7_844, 7_844, 7_844, 7_844]);
  });

  it("the first refers to the year before the previous one, the second brings the sum to half of the previous year's tax", () => {
    expect(amounts(year(2024, 42_500, 100_000), year(2023, 40_000, 0))).toEqual([1_500, 14_188, 7_844, 7_844]);
  });

  it.each([
    ["2024-12-31", "year_before_previous", 1_500],
    ["2024-09-30", "year_before_previous", 1_500],
    ["2024-12-15", "year_before_previous", 1_500],
    ["2024-12-14", "previous_year", 7_844],
    ["2024-11-30", "previous_year", 7_844],
    ["2024-05-31", "previous_year", 7_844],
  ])("after a closing on %s the first refers to the %s: its return is due or not (CGI ann. III art. 360)", (closedOn, reference, euros) => {
    const after = addDays(businessDate(closedOn), 1);
    const before = addMonths(after, -12);
    const previousYear = { ...year(2024, 42_500, 100_000), openedOn: before, closedOn };
    const yearBeforePrevious = { ...year(2023, 40_000, 0), openedOn: addMonths(before, -12), closedOn: addDays(before, -1) };
    const input = yearOf(after, addDays(addMonths(after, 12), -1), 1, { ...SMALL, previousYear, yearBeforePrevious });
    expect(computeIs(input).instalments.instalments[0]).toMatchObject({ reference, amountCents: euros * 100 });
  });

  it("what the first paid too much is kept from those that follow", () => {
    expect(amounts(year(2024, 40_000, 0), year(2023, 42_500, 40_000))).toEqual([4_094, 0, 406, 1_500]);
  });

  it("asks nothing of a reference of 3 000 euros or less, of a first year, and says when it does not know", () => {
    expect(amounts(year(2024, 20_000, 0), year(2023, 20_000, 0))).toEqual([0, 0, 0, 0]);
    expect(amounts(year(2024, 20_010, 0), year(2023, 20_000, 0))).toEqual([0, 1_500, 750, 750]);
    expect(computeIs(year2025(1, { previousYear: year(2024, 20_000, 0) })).instalments.status).toBe("none_below_threshold");
    expect(computeIs(year2025(1, { firstYear: true })).instalments).toMatchObject({ status: "none_first_year", instalments: [] });
    expect(computeIs(year2025(1)).instalments.status).toBe("unknown");
  });

  it("puts a reference of another length on twelve months", () => {
    const previousYear = { ...year(2024, 21_250, 50_000), openedOn: "2024-07-01" };
    expect(computeIs(year2025(1, { previousYear })).instalments.referenceCents).toBe(637_500 + 2_500_000);
  });

  it("carries the contribution in quarters of its own", () => {
    const previousYear = { ...year(2024, 0, 4_000_000), socialContributionCents: 782_100 };
    const { instalments } = computeIs(year2025(1, { previousYear }));
    expect(instalments.instalments.map(({ socialContributionCents }) => socialContributionCents)).toEqual([0, 391_000, 195_500, 195_500]);
  });

  it("says which year each refers to, and does not confirm what is due after the law is read", () => {
    const result = computeIs(yearOf("2026-01-01", "2026-12-31", 200_000, SMALL));
    expect(result.nextInstalments.instalments.map(({ dueOn, reference, confirmed }) => [dueOn, reference, confirmed])).toEqual([
      ["2027-03-15", "year_before_previous", false],
      ["2027-06-15", "previous_year", false],
      ["2027-09-15", "previous_year", false],
      ["2027-12-15", "previous_year", false],
    ]);
    expect(result.notices.map(({ code }) => code)).toContain("instalments_unconfirmed");
  });
});

describe("what is told of the first instalment", () => {
  const codes = (more: Parameters<typeof yearOf>[3], openedOn = "2025-01-01", closedOn = "2025-12-31") =>
    computeIs(yearOf(openedOn, closedOn, 100_000, { ...SMALL, ...more })).notices.map(({ code }) => code);

  it("is that it counts for zero where its year is not known, next year's as well", () => {
    const known = { previousYear: year(2024, 42_500, 0), yearBeforePrevious: year(2023, 42_500, 0) };
    expect(codes(known)).not.toContain("first_instalment_without_reference");
    expect(codes({ ...known, yearBeforePrevious: null })).toContain("first_instalment_without_reference");
    expect(codes({})).toContain("first_instalment_without_reference");
  });

  it("is that it refers to the previous year where that one's return is due before it", () => {
    const previousYear = { ...year(2024, 42_500, 0), openedOn: "2023-12-01", closedOn: "2024-11-30" };
    const told = codes({ previousYear }, "2024-12-01", "2025-11-30");
    expect(told).toContain("first_instalment_on_previous_year");
    expect(told).not.toContain("first_instalment_without_reference");
    expect(codes({ previousYear: year(2024, 42_500, 0) })).not.toContain("first_instalment_on_previous_year");
  });
});
