import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { euros, percent } from "#domain/amounts.fr";
import { computeIs } from "#tax/is/compute";
import { IS_EXAMPLE } from "#tax/is/example";
import { IS_EXAMPLE_RESULT } from "#tax/is/example-result";
import { IsInput } from "#tax/is/input";
import { type DatedRow, UNKNOWN, type Unit } from "#tax/rates/dated";
import { IS_LAW } from "#tax/rates/is";
import { EXAMPLES, lawOfExample } from "./examples.ts";

it.each(EXAMPLES.map((example) => [`${example.title} (${example.source})`, example] as const))("%s", (_, example) => {
  expect(example.expected(computeIs(example.input, lawOfExample(example)))).toEqual(example.is);
});

it("answers the API document's example as it is written there", () => {
  expect(computeIs(IsInput.parse(IS_EXAMPLE))).toEqual(IS_EXAMPLE_RESULT);
});

it("shows every example and every figure of the law on the page of the tax", () => {
  const page = readFileSync(new URL("../../../docs/tax/is.md", import.meta.url), "utf8").replaceAll(/[\u00A0\u202F]/g, " ");
  for (const { title, source, shown } of EXAMPLES) for (const text of [title, source, ...shown]) expect(page).toContain(text);
  for (const { id, unit, rows } of Object.values(IS_LAW)) {
    const line = page.split("\n").find((one) => one.startsWith(`| \`${id}\` |`));
    for (const { from, value } of rows) expect(line).toContain(`${shown(unit, value)} (${from})`);
  }
});

const shown = (unit: Unit, value: DatedRow["value"]): string => {
  if (value === UNKNOWN) return "inconnu";
  const text = unit === "cents" ? euros(value) : unit === "ppm" ? percent(value) : unit === "grams" ? `${value} g` : String(value);
  return text.replaceAll(/[\u00A0\u202F]/g, " ");
};
