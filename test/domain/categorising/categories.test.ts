import { expect, test } from "vitest";
import { CATEGORIES, categoryByCode, categoryById, categoryTree, TO_CATEGORISE } from "#domain/categorising/categories";
import { accountFor } from "#domain/categorising/category";
import { businessDate } from "#domain/dates";
import { isInChart } from "#domain/ledger/chart";
import { AccountNumber } from "#domain/ledger/entry";

const SINCE = businessDate("2025-01-01");
const BEFORE = businessDate("2024-12-31");

test("there are 54 categories, coded 01 to 54, each id and code once", () => {
  expect(CATEGORIES.map(({ code }) => code)).toEqual(Array.from({ length: 54 }, (_, index) => String(index + 1).padStart(2, "0")));
  expect(new Set(CATEGORIES.map(({ id }) => id)).size).toBe(54);
  expect(new Set(CATEGORIES.map(({ name }) => name)).size).toBe(54);
});

test("codes never move: rows and totals hold them", () => {
  const fixed = { "01": "encaissement_client", "34": "frais_bancaires", "38": "salaires", "51": "virement_interne", "54": "dons_cadeaux" };
  for (const [code, id] of Object.entries(fixed)) expect(categoryByCode(code).id).toBe(id);
  expect(categoryByCode("00")).toBe(TO_CATEGORISE);
  expect(categoryById("a_categoriser").account).toBe("471000");
});

test.each([...CATEGORIES, TO_CATEGORISE])("the account of $id is in the chart of its year", (category) => {
  for (const startsOn of [SINCE, BEFORE]) {
    const account = accountFor(category, startsOn);
    expect(AccountNumber.safeParse(account).success).toBe(true);
    expect(isInChart(account, startsOn)).toBe(true);
  }
});

test("insurance money and fines change account with the 2025 chart, and only they do", () => {
  const moved = CATEGORIES.filter((category) => accountFor(category, BEFORE) !== accountFor(category, SINCE));
  expect(moved.map((category) => [category.id, accountFor(category, BEFORE), accountFor(category, SINCE)])).toEqual([
    ["indemnite_assurance", "791000", "758700"],
    ["amendes_penalites", "671200", "658200"],
  ]);
});

test("the tree holds every category once, in six groups", () => {
  const tree = categoryTree();
  expect(tree.map(({ name, categories }) => [name, categories.length])).toEqual([
    ["Encaissements", 11],
    ["Achats", 8],
    ["Services extérieurs", 18],
    ["Personnel", 5],
    ["Impôts", 5],
    ["Financier", 7],
  ]);
  expect(tree.flatMap(({ categories }) => categories)).toHaveLength(54);
});

test("an unknown category is an error, not a guess", () => {
  expect(() => categoryById("loyer")).toThrow(RangeError);
  expect(() => categoryByCode("99")).toThrow(RangeError);
});
