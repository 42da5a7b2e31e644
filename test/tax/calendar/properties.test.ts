import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, businessDate, daysBetween } from "#domain/dates";
import { LegalForm, VatRegime } from "#domain/people/legal-data";
import { obligations } from "#tax/calendar/obligations";
import { RULES_FR, type RuleText } from "#tax/calendar/rules.fr";
import { workingDays } from "#tax/calendar/working-days";
import { companyWith } from "#test/tax/calendar/profile";

const RULES: Readonly<Record<string, RuleText>> = RULES_FR;
const ONLINE = new Set(["is.resultats", "ir.resultats", "cvae.declaration"]);

const day = (from: string, days: number) => fc.integer({ min: 0, max: days }).map((ahead) => addDays(businessDate(from), ahead));
const yearly = <Value extends Record<string, number>>(value: fc.Arbitrary<Value>) =>
  fc.tuple(value, value, value).map((values) => values.map((one, index) => ({ ...one, year: 2023 + index })));
const cents = fc.integer({ min: 0, max: 200_000_000 });

/** Any company: what is known of it, and what is not. */
const profile = fc
  .record({
    legalForm: fc.option(fc.constantFrom(...LegalForm.options)),
    department: fc.option(fc.constantFrom("75", "69", "67", "57", "974", "971", "2A")),
    goodFridayClosed: fc.boolean(),
    createdOn: fc.option(day("2020-01-01", 2_000)),
    closingDay: fc.constantFrom("12-31", "06-30", "02-28", "02-29", "11-30", "01-15", "08-19", "05-20"),
    taxation: fc.constantFrom("is", "ir", "none", null),
    filesOnline: fc.boolean(),
    corporateTaxes: yearly(fc.record({ taxCents: cents })).map((taxes) =>
      taxes.map(({ year, taxCents }) => ({ closedOn: `${year}-12-31`, taxCents })),
    ),
    vatRegimes: fc
      .tuple(fc.constantFrom(...VatRegime.options), fc.constantFrom(...VatRegime.options), day("2024-02-01", 900))
      .map(([value, later, validFrom]) => [
        { value, validFrom: "2020-01-01" },
        { value: later, validFrom },
      ]),
    vatDueDay: fc.option(fc.integer({ min: 15, max: 24 })),
    headcounts: fc
      .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), day("2024-02-01", 900))
      .map(([before, after, validFrom]) => [
        { persons: before, validFrom: "2020-01-01" },
        { persons: after, validFrom },
      ]),
    paysFollowingMonth: fc.boolean(),
    payrolls: yearly(fc.record({ grossCents: cents })),
    turnovers: yearly(fc.record({ turnoverCents: cents })),
    cfeLiable: fc.option(fc.boolean()),
    cfeTaxes: yearly(fc.record({ taxCents: cents })),
    cvaeTaxes: yearly(fc.record({ taxCents: cents })),
    paysFees: fc.option(fc.boolean()),
    dividends: fc.array(fc.record({ paidOn: day("2024-01-01", 1_000), grossCents: cents }), { maxLength: 3 }),
    filesAccountsOnline: fc.boolean(),
    size: fc.constantFrom("large", "mid", "small", null),
  })
  .map(companyWith);

const window = fc
  .tuple(day("2024-01-01", 1_000), fc.integer({ min: 1, max: 450 }))
  .map(([from, days]) => [from, addDays(from, days)] as const);

describe("whatever the company and the window", () => {
  it("nothing is due before the day of the text, and nothing that moves on a day on which offices are closed", () =>
    fc.assert(
      fc.property(profile, window, (company, [from, to]) => {
        const { department, goodFridayClosed, filesOnline } = company;
        const local = workingDays({ department, goodFridayClosed });
        for (const { code, nominalDate, dueDate } of obligations(company, from, to).obligations) {
          const extended = filesOnline && ONLINE.has(code);
          const moves = RULES[code]?.moves;
          expect(dueDate >= nominalDate).toBe(true);
          if (extended) expect(daysBetween(nominalDate, dueDate)).toBe(15);
          else if (moves === "never") expect(dueDate).toBe(nominalDate);
          else expect((moves === "local" ? local : workingDays(null)).onOrAfter(nominalDate)).toBe(dueDate);
        }
      }),
      { numRuns: 30 },
    ));

  it("a rule asks for each period once, in the order of the days, within the window, with a trace that adds up", () =>
    fc.assert(
      fc.property(profile, window, (company, [from, to]) => {
        const { obligations: told } = obligations(company, from, to);
        expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
        expect(told.map(({ dueDate }) => dueDate)).toEqual(told.map(({ dueDate }) => dueDate).sort());
        for (const { dueDate, amountCents, trace } of told) {
          expect(from <= dueDate && dueDate <= to).toBe(true);
          expect(trace?.lines.reduce((sum, line) => sum + line.amountCents, 0) ?? null).toBe(amountCents);
          expect(amountCents === null || amountCents >= 0).toBe(true);
        }
      }),
      { numRuns: 30 },
    ));

  it("two windows that follow each other tell what the one they make tells", () =>
    fc.assert(
      fc.property(profile, window, fc.double({ min: 0, max: 1, noNaN: true }), (company, [from, to], part) => {
        const middle = addDays(from, Math.floor((daysBetween(from, to) - 1) * part));
        const whole = obligations(company, from, to).obligations;
        const parts = [...obligations(company, from, middle).obligations, ...obligations(company, addDays(middle, 1), to).obligations];
        expect(parts).toEqual(whole);
      }),
      { numRuns: 30 },
    ));

  it("a shorter window inside tells the same days in the same words", () =>
    fc.assert(
      fc.property(profile, day("2024-06-01", 600), (company, from) => {
        const to = addMonths(from, 1);
        const wide = obligations(company, addMonths(from, -5), addMonths(to, 12)).obligations;
        expect(obligations(company, from, to).obligations).toEqual(wide.filter(({ dueDate }) => from <= dueDate && dueDate <= to));
      }),
      { numRuns: 20 },
    ));
});
