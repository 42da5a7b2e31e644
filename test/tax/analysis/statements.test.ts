import { describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { Analysis } from "#tax/analysis/analysis-result";
import { balanceOf, INDUSTRY, type Line, SERVICES, SERVICES_BEFORE, TAUGHT, TRADE, WORKSHOP_2024 } from "./balances.ts";
import { analysed } from "./tools.ts";

type Read = ReturnType<typeof analysed>;

/** Amounts of the balances in euros, by code. */
const sigOf = ({ sig }: Read) => Object.fromEntries(sig.map(({ code, amountCents }) => [code, amountCents / 100]));
const lineOf = ({ incomeStatement }: Read, code: string) => incomeStatement.lines.find((line) => line.code === code)?.amountCents;
const assetOf = ({ balanceSheet }: Read, code: string) => balanceSheet.assets.find((line) => line.code === code);
const liabilityOf = ({ balanceSheet }: Read, code: string) => balanceSheet.liabilities.find((line) => line.code === code)?.amountCents;

describe("statements worked by hand", () => {
  it("reads a consulting company's year", () => {
    const read = analysed(balanceOf(2025, SERVICES));
    expect(sigOf(read)).toEqual({
      ...{ marge_commerciale: 0, production_exercice: 240_000, valeur_ajoutee: 187_400, excedent_brut_exploitation: 60_200 },
      ...{ resultat_exploitation: 55_200, resultat_courant_avant_impot: 54_400, resultat_exceptionnel: 0, resultat_net: 45_050 },
      ...{ plus_values_cessions: 0, capacite_autofinancement: 50_050 },
    });
    expect(read.balanceSheet).toMatchObject({
      ...{
        totalGrossCents: 14_020_000,
        totalDepreciationCents: 1_000_000,
        totalAssetsCents: 13_020_000,
        totalLiabilitiesCents: 13_020_000,
      },
      ...{ equityCents: 7_605_000, gapCents: 0 },
    });
    expect(assetOf(read, "immobilisations_corporelles")).toMatchObject({
      grossCents: 2_500_000,
      depreciationCents: 1_000_000,
      netCents: 1_500_000,
    });
    expect(liabilityOf(read, "dettes_fiscales_sociales")).toBe(1_955_000);
    expect(Analysis.parse(read)).toEqual(read);
  });

  it("draws its functional balance: 81 050 - 14 750 = 66 300", () => {
    expect(analysed(balanceOf(2025, SERVICES)).functionalBalance).toMatchObject({
      ...{ stableResourcesCents: 10_605_000, stableUsesCents: 2_500_000, workingCapitalCents: 8_105_000 },
      ...{ operatingNeedCents: 2_210_000, otherNeedCents: -735_000, needCents: 1_475_000, netCashCents: 6_630_000, gapCents: 0 },
    });
  });

  it("reads a shop's year, stocks, rebates and a sale of assets included", () => {
    const read = analysed(balanceOf(2025, TRADE));
    expect(sigOf(read)).toEqual({
      ...{ marge_commerciale: 194_000, production_exercice: 0, valeur_ajoutee: 155_000, excedent_brut_exploitation: 56_000 },
      ...{ resultat_exploitation: 49_000, resultat_courant_avant_impot: 46_500, resultat_exceptionnel: 0, resultat_net: 39_125 },
      ...{ plus_values_cessions: 1_500, capacite_autofinancement: 46_625 },
    });
    expect(read.balanceSheet).toMatchObject({ totalAssetsCents: 20_000_000, totalLiabilitiesCents: 20_000_000, gapCents: 0 });
    expect(assetOf(read, "clients")).toMatchObject({ grossCents: 6_840_000, depreciationCents: 100_000 });
  });

  it("reads a manufacturer's year, with stocked and capitalised production and grants", () => {
    const read = analysed(balanceOf(2026, INDUSTRY));
    expect(sigOf(read)).toEqual({
      ...{ marge_commerciale: 0, production_exercice: 832_000, valeur_ajoutee: 478_000, excedent_brut_exploitation: 217_000 },
      ...{ resultat_exploitation: 179_000, resultat_courant_avant_impot: 170_000, resultat_exceptionnel: -1_000, resultat_net: 126_750 },
      ...{ plus_values_cessions: 0, capacite_autofinancement: 164_750 },
    });
    expect(read.balanceSheet).toMatchObject({ totalAssetsCents: 51_600_000, totalLiabilitiesCents: 51_600_000 });
    expect([lineOf(read, "salaires"), lineOf(read, "quote_part_subventions")]).toEqual([18_800_000, 400_000]);
    expect(liabilityOf(read, "subventions_investissement")).toBe(1_200_000);
    // The manufacturer's overdraft is cash, not a loan: 21 000 - 15 000.
    expect(read.functionalBalance.netCashCents).toBe(600_000);
  });

  it("reads a year of the older chart, where sales of assets and grant quotas are exceptional", () => {
    const read = analysed(balanceOf(2024, WORKSHOP_2024));
    expect(read.chart).toBe("before_2025");
    expect(sigOf(read)).toEqual({
      ...{ marge_commerciale: 0, production_exercice: 150_000, valeur_ajoutee: 118_000, excedent_brut_exploitation: 48_000 },
      ...{ resultat_exploitation: 44_500, resultat_courant_avant_impot: 43_500, resultat_exceptionnel: 3_350, resultat_net: 39_275 },
      ...{ plus_values_cessions: 2_000, capacite_autofinancement: 41_775 },
    });
    expect(read.balanceSheet).toMatchObject({ totalAssetsCents: 9_835_000, totalLiabilitiesCents: 9_835_000 });
  });

  it("finds the balances of a taught example", () => {
    expect(sigOf(analysed(balanceOf(2025, TAUGHT)))).toMatchObject({
      ...{ marge_commerciale: 350, valeur_ajoutee: 450, excedent_brut_exploitation: 140, resultat_courant_avant_impot: 100 },
      ...{ resultat_net: 55, capacite_autofinancement: 75 },
    });
  });

  it("counts delays in days of the year as long as it was", () => {
    const delay = (endsOn: string) =>
      analysed({ ...balanceOf(2025, SERVICES), endsOn: businessDate(endsOn) }).ratios.find(({ code }) => code === "delai_clients")?.value;
    // 48 000 / 240 000 = a fifth of 365 days, of 181 days.
    expect([delay("2025-12-31"), delay("2025-06-30")]).toEqual([73, 36]);
  });

  it("sets the year before beside every figure", () => {
    const read = analysed(balanceOf(2025, SERVICES, SERVICES_BEFORE));
    expect(read.sig.find(({ code }) => code === "resultat_net")?.previousCents).toBe(2_431_000);
    expect(read.ratios.find(({ code }) => code === "taux_valeur_ajoutee")?.previousValue).toBe(800_000);
    expect(assetOf(read, "clients")?.previousNetCents).toBe(4_000_000);
    expect(read.notices.map(({ code }) => code)).toContain("changement_de_plan_comptable");
  });
});

describe("where the year's result stands", () => {
  const closed: readonly Line[] = [...SERVICES.filter(([account]) => !/^[67]/.test(account)), ["120000", -45_050]];

  it("takes it from account 12 once classes 6 and 7 are cleared", () => {
    const read = analysed(balanceOf(2025, closed));
    expect(read.resultPlace).toBe("on_12_alone");
    expect(liabilityOf(read, "resultat")).toBe(4_505_000);
    expect(read.balanceSheet).toMatchObject({ totalAssetsCents: 13_020_000, totalLiabilitiesCents: 13_020_000, gapCents: 0 });
    expect(read.functionalBalance.gapCents).toBe(0);
    expect(read.checks.find(({ code }) => code === "cloture_deja_passee")?.restsOn).toEqual(["120000"]);
    expect(read.isEstimate).toBeNull();
  });

  it("counts it once when it is on 12 and in classes 6 and 7 as well", () => {
    const read = analysed(balanceOf(2025, [...SERVICES, ["120000", -45_050]]));
    expect(read.resultPlace).toBe("also_on_12");
    expect(liabilityOf(read, "resultat")).toBe(4_505_000);
    expect(read.balanceSheet.gapCents).toBe(0);
    expect(read.incomeStatement.netResultCents).toBe(4_505_000);
    expect(read.checks.map(({ code }) => code)).toContain("resultat_presente_deux_fois");
  });

  it("still counts it once when something else is wrong, and shows that alone as the gap", () => {
    const read = analysed(balanceOf(2025, [...SERVICES, ["120000", -45_050], ["606400", 7], ["401000", 20]]));
    // The result of classes 6 and 7 is then 45 043, and 12 another one: nothing tells that it is shown twice.
    expect(read.resultPlace).toBe("in_classes_6_and_7");
    const other = analysed(balanceOf(2025, [...SERVICES, ["120000", -45_050], ["401900", 20]]));
    expect(other.resultPlace).toBe("also_on_12");
    expect([other.balanceSheet.gapCents, other.functionalBalance.gapCents]).toEqual([2_000, -2_000]);
    expect(other.checks[0]).toMatchObject({ code: "balance_desequilibree" });
    expect(other.checks[0]?.message).toContain("20\u00A0€");
  });

  it("keeps an older result nobody appropriated apart from the year's", () => {
    const lines: readonly Line[] = SERVICES.map((line) => (line[0] === "110000" ? ["120000", line[1]] : line));
    const read = analysed(balanceOf(2025, lines));
    expect([liabilityOf(read, "resultat_en_instance"), liabilityOf(read, "resultat")]).toEqual([2_000_000, 4_505_000]);
    expect(read.balanceSheet.gapCents).toBe(0);
    expect(read.checks.map(({ code }) => code)).toContain("resultat_anterieur_non_affecte");
  });

  it("shows the gap of a balance that does not balance, in euros and by name", () => {
    const read = analysed(balanceOf(2025, [...SERVICES, ["471000", 123]]));
    expect(read.isBalanced).toBe(false);
    expect([read.balanceSheet.gapCents, read.functionalBalance.gapCents]).toEqual([12_300, -12_300]);
    expect(read.checks[0]).toMatchObject({ code: "balance_desequilibree", severity: "erreur" });
    expect(read.checks[0]?.message).toContain("123\u00A0€");
  });
});

describe("third parties and banks on the other side", () => {
  it("shows a customer in credit, a supplier in debit and an overdraft on the opposite side, without netting", () => {
    const read = analysed(balanceOf(2025, [...SERVICES, ["411900", -700], ["401900", 400], ["512900", -300], ["512100", 600]]));
    expect(liabilityOf(read, "autres_dettes")).toBe(70_000);
    expect(assetOf(read, "autres_creances")?.grossCents).toBe(40_000);
    expect(liabilityOf(read, "emprunts")).toBe(2_030_000);
    expect(read.balanceSheet.gapCents).toBe(0);
  });
});
