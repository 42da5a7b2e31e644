import { describe, expect, it } from "vitest";
import { aggregated, linesIn, returned } from "./returns.ts";

describe("the lines of a return", () => {
  it("declares a sale on A1 and the line of its rate, a purchase on 20, an asset on 19", () => {
    const result = returned([
      aggregated("sale_goods", 1_000_000),
      aggregated("sale_services", 200_000, { ratePpm: 100_000 }),
      aggregated("purchase_goods", 300_000),
      aggregated("purchase_goods", 100_000, { asset: true }),
    ]);
    expect(linesIn(result)).toEqual({
      ...{ A1: [12_000, null], "08": [10_000, 2_000], "9B": [2_000, 200] },
      ...{ "16": [null, 2_200], "19": [null, 200], "20": [null, 600], "23": [null, 800] },
      ...{ TD: [null, 1_400], "28": [null, 1_400], "32": [null, 1_400] },
    });
  });

  it.each([
    [
      "intra_eu_acquisition",
      { B2: [1_000, null], "08": [1_000, 200], "16": [null, 200], "17": [null, 200], "20": [null, 200], "23": [null, 200] },
    ],
    ["service_from_non_established", { A3: [1_000, null], "08": [1_000, 200], "16": [null, 200], "20": [null, 200], "23": [null, 200] }],
    ["purchase_from_non_established", { B4: [1_000, null], "08": [1_000, 200], "16": [null, 200], "20": [null, 200], "23": [null, 200] }],
    ["energy_from_non_established", { B3: [1_000, null], "08": [1_000, 200], "16": [null, 200], "20": [null, 200], "23": [null, 200] }],
    ["reverse_charge_purchase", { A2: [1_000, null], "08": [1_000, 200], "16": [null, 200], "20": [null, 200], "23": [null, 200] }],
    ["import", { A4: [1_000, null], I1: [1_000, 200], "16": [null, 200], "20": [null, 200], "23": [null, 200], "24": [null, 200] }],
    ["export", { E1: [1_000, null] }],
    ["intra_eu_supply", { F2: [1_000, null] }],
    ["intra_eu_service_supply", { E2: [1_000, null] }],
    ["reverse_charge_sale", { E2: [1_000, null] }],
    ["exempt_sale", { E2: [1_000, null] }],
    ["distance_sale", { E3: [1_000, null] }],
    ["tax_free_purchase", { F6: [1_000, null] }],
    ["bad_debt", { "21": [null, 200], "23": [null, 200], "25": [null, 200], "27": [null, 200] }],
    ["purchase_credit_note", { "15": [null, 200], "16": [null, 200], TD: [null, 200], "28": [null, 200], "32": [null, 200] }],
  ] as const)("declares %s where the form wants it", (kind, lines) => {
    expect(linesIn(returned([aggregated(kind, 100_000)]))).toEqual(lines);
  });
});
