import { describe, expect, it } from "vitest";
import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { BalanceInput } from "#tax/analysis/balance-input";
import { CONCERNED_MAX } from "#tax/analysis/check";
import { SIDE_RULES } from "#tax/analysis/checks/side-rules.fr";
import { balanceOf, INDUSTRY, type Line, SERVICES, TRADE, WORKSHOP_2024 } from "./balances.ts";
import { analysed, TOOLS } from "./tools.ts";

type Facts = Partial<AnalysisFacts>;

/** Codes of what is found in the consulting company's balance with some lines more, the bank taking the difference. */
function codesWith(more: readonly Line[], facts: Facts = {}, base: readonly Line[] = SERVICES): string[] {
  const gap = more.reduce((sum, [, euros]) => sum + euros, 0);
  const read = analysed(balanceOf(2025, [...base, ...more, ["512800", -gap]]), facts);
  return read.checks.map(({ code }) => code);
}

const only = (base: readonly Line[], dropped: RegExp): readonly Line[] => base.filter(([account]) => !dropped.test(account));

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

it("refuses a year that ends before it begins, or lasts more than two", () => {
  const codes = (startsOn: string, endsOn: string) =>
    BalanceInput.safeParse({
      startsOn,
      endsOn,
      rows: [{ account: "512000", debitBalanceCents: 0, creditBalanceCents: 0 }],
    }).error?.issues.map((issue) => (issue.code === "custom" ? issue.params?.["code"] : issue.code));
  expect([codes("2025-01-01", "2024-12-31"), codes("2025-01-01", "2027-01-01"), codes("2025-01-01", "2026-12-31")]).toEqual([
    ...[["year_ends_before"], ["year_too_long"], undefined],
  ]);
});

describe("columns", () => {
  const columns = (rows: readonly Record<string, unknown>[]) =>
    analysed(BalanceInput.parse({ startsOn: "2025-01-01", endsOn: "2025-12-31", rows })).checks.map(({ code }) => code);
  const bank = { account: "512000", openingDebitCents: 100, openingCreditCents: 0, debitCents: 50, creditCents: 0 };
  const capital = { account: "101300", openingDebitCents: 0, openingCreditCents: 100, debitCents: 0, creditCents: 50 };
  const [debit, credit] = [
    { debitBalanceCents: 150, creditBalanceCents: 0 },
    { debitBalanceCents: 0, creditBalanceCents: 150 },
  ];

  it("hold together or are told apart", () => {
    expect(
      columns([
        { ...bank, ...debit },
        { ...capital, ...credit },
      ]),
    ).toEqual([]);
    expect(
      columns([
        { ...bank, ...debit, openingDebitCents: 90 },
        { ...capital, ...credit },
      ]),
    ).toEqual(["a_nouveaux_desequilibres", "solde_incoherent"]);
    expect(
      columns([
        { ...bank, ...debit, debitCents: 40 },
        { ...capital, ...credit },
      ]),
    ).toEqual(["mouvements_desequilibres", "solde_incoherent"]);
  });

  it("start at zero for charges and products", () => {
    const rent = { account: "613200", ...debit, openingDebitCents: 100, openingCreditCents: 0, debitCents: 50, creditCents: 0 };
    expect(columns([rent, { ...capital, ...credit }])).toContain("gestion_en_a_nouveau");
  });
});

describe("the opening of a year", () => {
  const row = (account: string, opened: number, closed: number) => ({
    account,
    openingDebitCents: Math.max(0, opened) * 100,
    openingCreditCents: Math.max(0, -opened) * 100,
    debitBalanceCents: Math.max(0, closed) * 100,
    creditBalanceCents: Math.max(0, -closed) * 100,
  });
  /** The year before made 50, which now stands on 110; its 514 000 is now 512 000. */
  const before = [row("101300", 0, -100), row("706000", 0, -50), row("514000", 0, 150)];
  const codes = (rows: readonly Record<string, unknown>[]) =>
    analysed(BalanceInput.parse({ startsOn: "2025-01-01", endsOn: "2025-12-31", rows, previous: before }), { vatRegime: "franchise" })
      .checks.map(({ code }) => code)
      .filter((code) => code.includes("nouveau"));

  it("is the close of the year before, its result and the change of chart included", () => {
    expect(codes([row("101300", -100, -100), row("110000", -50, -50), row("512000", 150, 150)])).toEqual([]);
  });

  it("is told apart when it is not", () => {
    expect(codes([row("101300", -100, -100), row("110000", -40, -40), row("512000", 140, 140)])).toEqual([
      ...["a_nouveaux_differents", "capitaux_propres_a_nouveau_differents"],
    ]);
    expect(codes([row("101300", -100, -100), row("110000", -50, -50), row("530000", 150, 150)])).toEqual(["a_nouveaux_differents"]);
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

it("tells what it does not know: the law of another year, the rate of VAT, a year not over", () => {
  const notices = (year: number) =>
    analysed(balanceOf(year, SERVICES), {}, { ...TOOLS, highestVatPpm: () => null }).notices.map(({ code }) => code);
  expect(notices(2023)).toEqual(expect.arrayContaining(["parametres_absents", "taux_tva_inconnu"]));
  expect(notices(2026)).toContain("exercice_en_cours");
  expect(notices(2025)).not.toContain("parametres_absents");
});
