import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { percent, printedAmount } from "#domain/amounts.fr";
import { LATE_EXAMPLE, LATE_EXAMPLE_RESULT } from "#tax/late-payment/example";
import { LateInvoice } from "#tax/late-payment/late-invoice";
import { latePayment } from "#tax/late-payment/late-payment";
import { UNKNOWN } from "#tax/rates/dated";
import { LATE_PAYMENT_LAW } from "#tax/rates/late-payment";
import { TVA_LAW } from "#tax/rates/tva";
import { TVA_REGIME_LAW } from "#tax/rates/tva-regimes";
import { computeTva } from "#tax/tva/compute";
import { TVA_EXAMPLE } from "#tax/tva/example";
import { TVA_EXAMPLE_RESULT } from "#tax/tva/example-result";
import { TvaInput } from "#tax/tva/input";
import { EXAMPLES } from "./examples.ts";
import { linesIn, returned } from "./returns.ts";

const PAGE = readFileSync(fileURLToPath(new URL("../../../docs/tax/tva.md", import.meta.url)), "utf8").replace(/[\u00A0\u202F]/g, " ");
const spaced = (text: string): string => text.replace(/[\u00A0\u202F]/g, " ");
const whole = (euros: number | null): string => (euros === null ? "" : spaced(printedAmount(euros * 100)).replace(/,00$/, ""));

describe("the page on TVA", () => {
  it.each(EXAMPLES)("works the example the code works: $title", ({ title, operations, more, lines }) => {
    const computed = linesIn(returned(operations, more));
    expect(computed).toEqual(Object.fromEntries(lines.map(([box, base, tax]) => [box, [base, tax]])));
    const [, section = ""] = PAGE.split(`### ${title}\n`);
    const [own = ""] = section.split("\n### ");
    for (const [box, base, tax] of lines) expect(own).toContain(`| ${box} | ${whole(base)} | ${whole(tax)} |`);
  });

  it("has beside it the answer the API document shows, as it is computed", () => {
    expect(computeTva(TvaInput.parse(TVA_EXAMPLE))).toEqual(TVA_EXAMPLE_RESULT);
  });

  it("works the example of a late payment", () => {
    const late = latePayment(LateInvoice.parse(LATE_EXAMPLE));
    expect(late).toEqual(LATE_EXAMPLE_RESULT);
    for (const cents of [late.interestCents, late.totalCents]) expect(PAGE).toContain(`${spaced(printedAmount(cents))} €`);
  });

  const laws = { ...TVA_LAW, ...TVA_REGIME_LAW, ...LATE_PAYMENT_LAW };
  it.each(Object.values(laws).map(({ label, rows, unit }) => [label, rows, unit] as const))(
    "tells every value of: %s",
    (label, rows, unit) => {
      const line = PAGE.split("\n").find((one) => one.startsWith(`| ${label} |`)) ?? "";
      for (const { value } of rows) expect(line).toContain(value === UNKNOWN ? "inconnu" : printed(value, unit));
    },
  );
});

const printed = (value: number, unit: string): string => {
  if (unit === "ppm") return spaced(percent(value));
  return unit === "cents" ? `${whole(value / 100)} €` : `${value} jours`;
};
