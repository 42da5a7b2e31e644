import { describe, expect, it } from "vitest";
import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { BalanceInput } from "#tax/analysis/balance-input";
import { analysed, TOOLS } from "./tools.ts";

/** A row by its movements in euros: what it holds is what moved. */
const moved = (account: string, debit: number, credit: number) => ({
  account,
  debitBalanceCents: Math.max(0, debit - credit) * 100,
  creditBalanceCents: Math.max(0, credit - debit) * 100,
  debitCents: debit * 100,
  creditCents: credit * 100,
});

type Movements = { collected?: number; sales?: number; deducted?: number; bought?: number };

/** A year of sales and purchases whose VAT was declared and cleared, so that only movements tell it. */
function read(
  { collected = 20_000, sales = 100_000, deducted = 8_000, bought = 40_000 }: Movements,
  facts: Partial<AnalysisFacts> = {},
  tools = TOOLS,
) {
  const rows = [
    ...[moved("706000", 0, sales), moved("606300", bought, 0), moved("445710", collected, collected), moved("445660", deducted, deducted)],
    ...[moved("512000", sales, bought)],
  ];
  const input = BalanceInput.parse({ startsOn: "2025-01-01", endsOn: "2025-12-31", rows });
  return analysed(input, { isSubjectToIs: false, ...facts }, tools).checks;
}

const codes = (movements: Movements, facts: Partial<AnalysisFacts> = {}) => read(movements, facts).map(({ code }) => code);

describe("VAT against sales and purchases", () => {
  it("has nothing to say at the normal rate, give or take a point", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ collected: 21_000 })).toEqual([]);
    expect(codes({ collected: 19_000 })).toEqual([]);
  });

  it("alerts above the highest rate there is", () => {
    const [found] = read({ collected: 21_001 });
    expect(found).toMatchObject({ code: "tva_superieure_aux_ventes", severity: "alerte" });
    expect(found?.restsOn).toEqual(["445710", "70", "CGI art. 278"]);
    expect(found?.message).toContain("21\u00A0% des ventes");
  });

  it("tells the implied rate below", () => {
    expect(read({ collected: 10_000 })).toMatchObject([{ code: "tva_taux_implicite", severity: "information" }]);
    expect(read({ collected: 10_000 })[0]?.message).toContain("10\u00A0% des ventes");
  });

  it("alerts on more deducted than purchases bear", () => {
    expect(codes({ deducted: 8_400 })).toEqual([]);
    expect(codes({ deducted: 8_401 })).toEqual(["tva_deductible_excessive"]);
  });

  it("rests on the rate it is given", () => {
    const at = (ppm: number | null) => read({}, {}, { ...TOOLS, highestVatPpm: () => ppm }).map(({ code }) => code);
    expect([at(189_999), at(null)]).toEqual([["tva_superieure_aux_ventes", "tva_deductible_excessive"], []]);
  });

  it("tells VAT invoiced by who should invoice none", () => {
    expect(codes({}, { vatRegime: "franchise" })).toEqual(["tva_facturee_en_franchise"]);
  });
});

describe("VAT accounts when the year ends", () => {
  const ended = (rows: readonly (readonly [string, number])[]) =>
    analysed(
      BalanceInput.parse({
        startsOn: "2025-01-01",
        endsOn: "2025-12-31",
        rows: rows.map(([account, euros]) => ({
          account,
          debitBalanceCents: Math.max(0, euros) * 100,
          creditBalanceCents: Math.max(0, -euros) * 100,
        })),
      }),
      { isSubjectToIs: false },
    ).checks;

  it("tell what the last return is to clear", () => {
    const [found] = ended([
      ["445710", -500],
      ["445660", 200],
      ["512000", 300],
    ]);
    expect(found).toMatchObject({ code: "tva_a_declarer", severity: "information" });
    expect(found?.message).toContain("à payer de 300\u00A0€");
    expect(
      ended([
        ["445660", 200],
        ["512000", 300],
        ["101300", -500],
      ])[0]?.message,
    ).toContain("en faveur de l'entreprise de 200\u00A0€");
  });

  it("do not owe and have a credit at once", () => {
    expect(
      ended([
        ["445510", -500],
        ["445670", 200],
        ["512000", 300],
      ]).map(({ code }) => code),
    ).toEqual(["tva_due_et_credit"]);
  });

  it("are missed where there are sales and none of them", () => {
    const rows = [
      ["706000", -500],
      ["512000", 500],
    ] as const;
    expect(ended(rows)[0]).toMatchObject({
      code: "tva_collectee_absente",
      severity: "alerte",
      restsOn: ["706000", "44571", "CGI art. 293 B", "CGI art. 261"],
    });
  });
});
