import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { euros, longDate } from "#domain/amounts.fr";
import { businessDate } from "#domain/dates";
import { EXAMPLE_CALENDAR } from "#tax/calendar/example-result";
import { obligations } from "#tax/calendar/obligations";
import { RULES_FR } from "#tax/calendar/rules.fr";
import { KNOWN_DATES } from "#test/tax/calendar/known-dates";
import { EXAMPLE } from "#test/tax/calendar/profile";
import { KNOWN_IDENTIFIERS } from "#test/tax/identifiers/examples";

const page = (name: string) => readFileSync(fileURLToPath(new URL(`../../../docs/tax/${name}.md`, import.meta.url)), "utf8");

it("the page on the calendar shows the very dates the tests prove", () => {
  const text = page("calendrier");
  const rows = KNOWN_DATES.map(
    ({ code, period, nominalDate, dueDate, source }) => `| \`${code}\` | ${period} | ${nominalDate} | **${dueDate}** | ${source} |`,
  );
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

it("the page on the calendar names every rule there is, with its form and its article", () => {
  const text = page("calendrier");
  const rows = Object.entries(RULES_FR).map(
    ([code, { label, form, article }]) => `| \`${code}\` | ${label} | ${form ?? "–"} | ${article} |`,
  );
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

it("the worked example of the page is what is computed", () => {
  const text = page("calendrier");
  const { obligations: told } = obligations(EXAMPLE, businessDate("2026-03-01"), businessDate("2026-06-30"));
  const rows = told.map(
    ({ dueDate, label, period, amountCents }) =>
      `| ${longDate(dueDate)} | ${label} | ${period?.label ?? "–"} | ${amountCents === null ? "–" : euros(amountCents)} |`,
  );
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

it("the page on identifiers shows the very examples the tests prove", () => {
  const text = page("identifiants");
  const verdict = (valid: boolean | null) => (valid === null ? "format seul" : valid ? "juste" : "faux");
  const rows = KNOWN_IDENTIFIERS.map(([given, kind, valid]) => `| \`${given}\` | \`${kind}\` | ${verdict(valid)} |`);
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

it("the example of the API is what is computed", () => {
  const day = businessDate("2026-03-16");
  const { parameterSet, ...told } = obligations(EXAMPLE, day, day);
  const { parameterSet: shown, ...rest } = EXAMPLE_CALENDAR;
  expect(rest).toEqual(told);
  expect(parameterSet.parameters).toEqual(expect.arrayContaining(shown.parameters));
});
