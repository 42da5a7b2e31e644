import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { computeIs } from "#tax/is/compute";
import type { IsInput } from "#tax/is/input";
import { SMALL, year2025, yearOf } from "./inputs.ts";

type Given = Partial<z.input<typeof IsInput>>;
const person = (sharePpm: number) => ({ kind: "natural_person" as const, sharePpm });
const company = (sharePpm: number, more: object = {}) => ({
  ...{ kind: "company" as const, sharePpm, turnoverCents: 100_000_000, capitalFullyPaidUp: true, naturalPersonsPpm: 750_000 },
  ...more,
});
const eligibility = (more: Given) => computeIs(year2025(100_000, { ...SMALL, ...more })).reducedRateEligibility;
const statuses = (more: Given) => eligibility(more).conditions.map(({ status }) => status);

describe("the reduced rate (CGI art. 219, I-b)", () => {
  it("asks for turnover, paid-up capital and natural persons, each by its name", () => {
    expect(eligibility({}).conditions.map(({ code }) => code)).toEqual(["turnover", "paid_up_capital", "natural_persons"]);
    expect(statuses({ turnoverCents: 1_000_000_000 })).toEqual(["met", "met", "met"]);
    expect(statuses({ turnoverCents: 1_000_000_001 })).toEqual(["not_met", "met", "met"]);
    expect(statuses({ capitalFullyPaidUp: false })).toEqual(["met", "not_met", "met"]);
    expect(statuses({ turnoverCents: null, capitalFullyPaidUp: null, holders: null })).toEqual(["unknown", "unknown", "unknown"]);
  });

  it("puts the turnover of a short year on twelve months", () => {
    const half = (turnoverCents: number) =>
      computeIs(yearOf("2025-07-01", "2025-12-31", 100_000, { ...SMALL, turnoverCents })).reducedRateEligibility;
    expect(half(500_000_000)).toMatchObject({ status: "met", annualTurnoverCents: 1_000_000_000 });
    expect(half(500_000_100)).toMatchObject({ status: "not_met", annualTurnoverCents: 1_000_000_200 });
  });

  it.each([
    ["three quarters held directly", [person(750_000), company(250_000, { naturalPersonsPpm: 0 })], "met", 750_000],
    ["a millionth less", [person(749_999), company(250_001, { naturalPersonsPpm: 0 })], "not_met", 749_999],
    ["a company that passes counts for all its share", [person(400_000), company(600_000)], "met", 1_000_000],
    ["a company with too much turnover", [person(400_000), company(600_000, { turnoverCents: 1_000_000_001 })], "not_met", 400_000],
    ["a company not paid up", [person(400_000), company(600_000, { capitalFullyPaidUp: false })], "not_met", 400_000],
    ["a company held by companies: one level, no deeper", [company(1_000_000, { naturalPersonsPpm: 749_999 })], "not_met", 0],
    ["a company nothing is known of", [person(400_000), company(600_000, { turnoverCents: null })], "unknown", 400_000],
    ["an unknown company that cannot change it", [person(800_000), company(200_000, { turnoverCents: null })], "met", 800_000],
    [
      "one failed condition decides, whatever else is unknown",
      [company(1_000_000, { turnoverCents: null, capitalFullyPaidUp: false })],
      "not_met",
      0,
    ],
    ["what nobody declared", [person(700_000)], "unknown", 700_000],
    ["what nobody declared and cannot help", [person(600_000), company(300_000, { naturalPersonsPpm: 0 })], "not_met", 600_000],
    [
      "a fund leaves the count",
      [person(450_000), { kind: "venture_fund" as const, sharePpm: 400_000 }, company(150_000, { naturalPersonsPpm: 0 })],
      "met",
      750_000,
    ],
    ["nobody at all", [], "unknown", 0],
  ])("%s", (_, holders, status, surePpm) => {
    const { conditions, naturalPersonsPpm, holders: counted } = eligibility({ holders });
    expect([conditions[2]?.status, naturalPersonsPpm]).toEqual([status, surePpm]);
    expect(counted).toHaveLength(holders.length);
    for (const { reason } of counted) expect(reason).toMatch(/^(Personne|Société) .+\.$/);
  });

  it("takes the part that is told when there is no list, and the list before it", () => {
    const held = (naturalPersonsPpm: number, holders: null | []) => statuses({ holders, naturalPersonsPpm })[2];
    expect([held(750_000, null), held(749_999, null), held(1_000_000, [])]).toEqual(["met", "not_met", "unknown"]);
  });

  it("is not given while a condition is unknown, and the saving is told", () => {
    const result = computeIs(year2025(142_500, { ...SMALL, holders: null }));
    expect(result).toMatchObject({ grossTaxCents: 3_562_500, reducedRateSavingCents: 425_000, reducedRate: { baseCents: 0 } });
    expect(result.notices[0]).toMatchObject({ code: "reduced_rate_unverified", message: expect.stringContaining("4\u202F250\u00A0€") });
  });
});

describe("the contribution (CGI art. 235 ter ZC)", () => {
  const contribution = (more: Given) => computeIs(year2025(4_000_000, { ...SMALL, ...more })).socialContribution;

  it("takes 3.3 % of what IS is above 763 000 euros", () => {
    const due = contribution({ turnoverCents: 763_000_000 });
    expect(due).toMatchObject({ status: "due", allowanceCents: 76_300_000, baseCents: 23_275_000, amountCents: 768_100 });
  });

  it("exempts below 7.63 million, not at it, and only when every condition is proved", () => {
    expect(contribution({ turnoverCents: 762_999_999 })).toMatchObject({ status: "exempt", amountCents: 0 });
    expect(contribution({ turnoverCents: 100_000_000, holders: null })).toMatchObject({ status: "due", exemption: { status: "unknown" } });
    expect(computeIs(year2025(3_052_000, { ...SMALL, holders: [] })).socialContribution.status).toBe("below_allowance");
  });
});
