import { describe, expect, it } from "vitest";
import { BalanceInput } from "#tax/analysis/balance-input";
import { analysed } from "./tools.ts";

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
