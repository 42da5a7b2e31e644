import { describe, expect, it } from "vitest";
import { BalanceInput } from "#tax/analysis/balance-input";
import { balanceOf, SERVICES, WORKSHOP_2024 } from "./balances.ts";
import { codesWith, only } from "./codes.ts";
import { analysed, TOOLS } from "./tools.ts";

describe("IS", () => {
  it("is estimated on the result before tax and fines, with and without the reduced rate", () => {
    const read = analysed(balanceOf(2024, WORKSHOP_2024)).isEstimate;
    expect(read).toMatchObject({ profitCents: 4_730_000, bookedCents: 757_500 });
    expect(read?.cases).toMatchObject([
      { reducedRate: true, isCents: 757_500, gapCents: 0 },
      { reducedRate: false, isCents: 1_182_500, gapCents: 425_000 },
    ]);
    expect(read?.trace.lines.map(({ id }) => id)).toEqual(["resultat_comptable", "is_comptabilise", "amendes"]);
  });

  it("is missed when nothing is booked, and compared when something is", () => {
    expect(codesWith([], {}, only(SERVICES, /^695/))).toContain("is_non_comptabilise");
    expect(codesWith([["695000", 9_000]])).toContain("is_ecart");
    expect(codesWith([])).not.toContain("is_ecart");
  });

  it("has no reduced rate to hope for above ten millions of turnover", () => {
    const read = analysed(
      balanceOf(2025, [
        ["706000", -10_000_001],
        ["622600", 9_000_001],
        ["512000", 1_000_000],
      ]),
    ).isEstimate;
    expect(read?.cases).toMatchObject([{ reducedRate: false, isCents: 25_000_000, trace: { totalCents: 25_000_000 } }]);
  });

  it("is told not to be known for a year whose law is not held, or beyond what is computed", () => {
    expect(analysed(balanceOf(2019, SERVICES)).isEstimate).toMatchObject({
      cases: [],
      profitCents: 5_440_000,
      reason: expect.stringContaining("ne sont pas connus"),
    });
    const rows = Array.from({ length: 60 }, (_, place) => ({
      account: `7060${place}`,
      debitBalanceCents: -100_000_000_000,
      creditBalanceCents: 100_000_000_000,
    }));
    const huge = BalanceInput.parse({ startsOn: "2025-01-01", endsOn: "2025-12-31", rows });
    expect(analysed(huge).isEstimate).toMatchObject({ cases: [], reason: expect.stringContaining("dépasse") });
  });

  it("brings the rows of law it rests on", () => {
    const ids = analysed(balanceOf(2025, SERVICES)).parameterSet.parameters.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["is.taux_normal", "is.taux_reduit"]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is left out for who bears none", () => {
    expect(analysed(balanceOf(2025, SERVICES), { isSubjectToIs: false }).isEstimate).toBeNull();
    expect(analysed(balanceOf(2025, SERVICES), { isSubjectToIs: null, legalForm: "ei" }).isEstimate).toBeNull();
    expect(analysed(balanceOf(2025, SERVICES), { isSubjectToIs: null, legalForm: "sas" }).isEstimate).not.toBeNull();
    expect(analysed(balanceOf(2025, SERVICES), {}, { ...TOOLS, isOf: null }).isEstimate).toBeNull();
  });
});
