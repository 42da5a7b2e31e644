import { describe, expect, it } from "vitest";
import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { CONCERNED_MAX } from "#tax/analysis/check";
import { SIDE_RULES } from "#tax/analysis/checks/side-rules.fr";
import { balanceOf, INDUSTRY, type Line, SERVICES, TRADE, WORKSHOP_2024 } from "./balances.ts";
import { codesWith, only } from "./codes.ts";
import { analysed, TOOLS } from "./tools.ts";

describe("a sound balance", () => {
  it.each([
    ["services", 2025, SERVICES, {}],
    ["trade", 2025, TRADE, {}],
    ["industry", 2026, INDUSTRY, {}],
    ["an older chart", 2024, WORKSHOP_2024, { vatRegime: "franchise" }],
  ] as const)("of %s raises nothing", (_, year, lines, facts) => {
    expect(analysed(balanceOf(year, lines), facts).checks).toEqual([]);
  });
});

describe("balances on the wrong side", () => {
  it.each(SIDE_RULES.map((rule) => [rule.code, rule] as const))(
    "%s is found, and only on that side",
    (code, { prefixes, never, severity }) => {
      const [prefix = ""] = prefixes;
      const account = (prefix === "6" ? "6063" : prefix === "7" ? "7088" : prefix).padEnd(6, "0").replace(/0$/, "9");
      const wrong = never === "debit" ? 50 : -50;
      const read = (euros: number) =>
        analysed(balanceOf(2025, [...SERVICES, [account, euros], ["512000", 1_000]])).checks.filter((one) => one.code === code);
      expect(read(wrong)).toEqual([expect.objectContaining({ severity, accountCount: 1, restsOn: expect.arrayContaining([account]) })]);
      expect(read(wrong)[0]?.message).toContain("50\u00A0€");
      expect(read(wrong)[0]?.accounts).toEqual([{ account, amountCents: wrong * 100, line: SERVICES.length + 2 }]);
      expect(read(-wrong)).toEqual([]);
    },
  );

  it("lets a sole trader's capital bear drawings", () => {
    const codes = (legalForm: AnalysisFacts["legalForm"]) =>
      analysed(
        balanceOf(2025, [
          ["101000", 100],
          ["512000", -100],
        ]),
        { legalForm },
      ).checks.map(({ code }) => code);
    expect(codes("sarl")).toContain("capital_debiteur");
    expect(codes("ei")).not.toContain("capital_debiteur");
  });

  it("never lets a cash desk be in credit", () => {
    expect(analysed(balanceOf(2025, [...SERVICES, ["530000", -10], ["512900", 10]])).checks[0]).toMatchObject({
      ...{ code: "caisse_creditrice", severity: "erreur", restsOn: ["530000", "BOI-CF-IOR-10-20, § 80"] },
    });
  });

  it("lets changes of stock and rebates lie on their own side", () => {
    expect(
      codesWith([
        ["603100", -500],
        ["609100", -200],
        ["713500", 300],
        ["709600", 400],
        ["649000", -50],
      ]),
    ).not.toEqual(expect.arrayContaining(["charge_creditrice"]));
  });
});

describe("accounts", () => {
  it("tells accounts given twice and adds them up", () => {
    const read = analysed(balanceOf(2025, [...SERVICES, ["53", 5], ["530000", -2], ["512900", -3]]));
    expect(read.checks.find(({ code }) => code === "compte_en_double")).toMatchObject({
      accounts: [{ account: "530000", amountCents: 300, line: SERVICES.length + 2 }],
    });
  });

  it("suspects a heading that has exactly the balance of its own accounts", () => {
    expect(codesWith([["622000", 5_500]])).toContain("total_compte_deux_fois");
    expect(codesWith([["622000", 5_400]])).not.toContain("total_compte_deux_fois");
  });

  it("tells accounts no chart has, those that ended with 2024 and what took their place", () => {
    expect(codesWith([["730000", -10]])).toContain("compte_inconnu");
    const read = analysed(balanceOf(2025, [...SERVICES, ["675000", 100], ["775000", -90], ["791000", -10]]));
    const ended = read.checks.find(({ code }) => code === "compte_supprime_en_2025");
    expect(ended).toMatchObject({ severity: "alerte", restsOn: ["675000", "775000", "791000", "Règlement ANC 2022-06"] });
    expect(ended?.message).toMatch(/657.*6671.*757.*7671.*7587/);
    // They keep their place: exceptional.
    expect(read.incomeStatement.exceptionalResultCents).toBe(-1_000);
    expect(read.balanceSheet.gapCents).toBe(0);
  });

  it("takes accounts of 2025 in an older year for a company's own", () => {
    const read = analysed(balanceOf(2024, [...WORKSHOP_2024, ["439000", 90], ["757000", -90]]), { vatRegime: "franchise" });
    expect(read.checks.map(({ code }) => code)).toEqual(["compte_cree_en_2025"]);
    expect(read.incomeStatement.lines.find(({ code }) => code === "autres_produits")?.accounts).toEqual(["757000"]);
  });

  it("keeps classes 8 and 9 out of the statements", () => {
    const read = analysed(balanceOf(2025, [...SERVICES, ["801000", 70], ["902000", -70]]));
    expect(read.outsideStatements).toEqual(["801000", "902000"]);
    expect(read.balanceSheet.gapCents).toBe(0);
    expect(read.checks.map(({ code }) => code)).toEqual(["compte_hors_etats"]);
  });

  it("shows a limited number of accounts and tells how many there are", () => {
    const many = Array.from({ length: 70 }, (_, place): Line => [`411${String(place).padStart(3, "0")}A`, -1]);
    const found = analysed(balanceOf(2025, [...SERVICES, ...many, ["512900", 70]])).checks.find(({ code }) => code === "client_crediteur");
    expect([found?.accountCount, found?.accounts.length]).toEqual([70, CONCERNED_MAX]);
  });
});

describe("suspense, partners and equity", () => {
  it("wants suspense accounts and internal transfers empty once the year is over", () => {
    const read = (year: number) => analysed(balanceOf(year, [...SERVICES, ["471000", 100], ["580000", -100]])).checks;
    const of = (year: number) => read(year).map(({ code, severity }) => [code, severity]);
    expect(of(2025)).toEqual([
      ["attente_non_soldee", "alerte"],
      ["virements_internes_non_soldes", "alerte"],
    ]);
    expect(of(2026)).toEqual([
      ["attente_non_soldee", "information"],
      ["virements_internes_non_soldes", "information"],
    ]);
  });

  it("tells partners who owe the company, with the article of its form", () => {
    const articles = (legalForm: AnalysisFacts["legalForm"]) =>
      analysed(balanceOf(2025, [...SERVICES, ["455200", 800], ["512900", -800], ["512100", 900], ["512200", -900]]), { legalForm })
        .checks.find(({ code }) => code === "compte_courant_debiteur")
        ?.restsOn.slice(1);
    expect(articles("sarl")).toEqual(["C. com. art. L223-21", "CGI art. 111, a"]);
    expect(articles("sas")).toEqual(["C. com. art. L225-43 et L227-12", "CGI art. 111, a"]);
    expect(articles("ei")).toBeUndefined();
  });

  it("tells equity under half of the capital, at the cent", () => {
    const read = (capital: number, retained: number) =>
      analysed(
        balanceOf(2025, [
          ["101300", -capital],
          ["119000", retained],
          ["512000", capital - retained],
        ]),
      ).checks.map(({ code }) => code);
    expect(read(10_000, 5_000)).toEqual([]);
    expect(read(10_000, 5_001)).toEqual(["capitaux_propres_insuffisants"]);
  });

  it("tells the legal reserve that is due: a twentieth of the profit, up to a tenth of the capital", () => {
    const message = (reserve: number) =>
      analysed(
        balanceOf(2025, [
          ["101300", -10_000],
          ["106100", -reserve],
          ["706000", -6_000],
          ["512000", 16_000 + reserve],
        ]),
      ).checks.find(({ code }) => code === "reserve_legale_a_doter")?.message;
    expect(message(0)).toContain("300\u00A0€ au moins iront");
    expect(message(900)).toContain("100\u00A0€ au moins iront");
    expect(message(1_000)).toBeUndefined();
  });
});

describe("assets, stocks, loans and wages", () => {
  it("never lets depreciation exceed what it depreciates", () => {
    expect(codesWith([["281830", -15_001]])).toContain("amortissement_superieur_au_brut");
    expect(codesWith([["281830", -15_000]])).not.toContain("amortissement_superieur_au_brut");
    expect(codesWith([["280500", -10]])).toContain("amortissement_superieur_au_brut");
  });

  it("misses charges that go with what is owned and owed", () => {
    expect(codesWith([], {}, only(SERVICES, /^681/))).toContain("dotation_absente");
    expect(codesWith([["370000", 100]])).toContain("stock_sans_variation");
    expect(codesWith([], {}, only(SERVICES, /^661/))).toContain("emprunt_sans_interets");
    expect(codesWith([], {}, only(SERVICES, /^645/))).toContain("cotisations_absentes");
    expect(codesWith([["645200", 20_000]])).toContain("cotisations_inhabituelles");
  });
});

it("tells what it does not know: the law of another year, the rate of VAT, a year not over", () => {
  const notices = (year: number) =>
    analysed(balanceOf(year, SERVICES), {}, { ...TOOLS, highestVatPpm: () => null }).notices.map(({ code }) => code);
  expect(notices(2023)).toEqual(expect.arrayContaining(["parametres_absents", "taux_tva_inconnu"]));
  expect(notices(2026)).toContain("exercice_en_cours");
  expect(notices(2025)).not.toContain("parametres_absents");
});
