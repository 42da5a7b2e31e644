import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, businessDate } from "#domain/dates";
import { CompanyId, FiscalYearId, PersonId } from "#domain/ids";
import { yearsAfter } from "#domain/ledger/fiscal-year";
import { changedCompany, closesOnAround } from "#domain/people/company-change";
import { datedList, valueOn } from "#domain/people/dated";
import { LegalData, VatRegime } from "#domain/people/legal-data";
import { VatNumber, vatNumberOf } from "#domain/people/vat-number";

const DAY = fc
  .date({ min: new Date("2001-01-01"), max: new Date("2080-12-31"), noInvalidDate: true })
  .map((at) => businessDate(at.toISOString().slice(0, 10)));
const CLOSING = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, day]) => [month, day].map((part) => String(part).padStart(2, "0")).join("-"));

describe("a French VAT number", () => {
  it("is FR, a key, the SIREN: examples of published companies", () => {
    expect(vatNumberOf("732829320")).toBe("FR44732829320");
    expect(vatNumberOf("404833048")).toBe("FR83404833048");
    expect(vatNumberOf("303265045")).toBe("FR40303265045");
  });

  it("is read in any spacing and case, and with no other key", () => {
    expect(VatNumber.parse("fr 44 732 829 320")).toBe("FR44732829320");
    for (const text of [
      "FR45732829320",
      "FR84323140391",
      "FR4473282932",
      "732829320",
      "DE123456789",
      "",
      "FR44732829320 ".repeat(3),
      "FRAB732829320",
    ])
      expect(VatNumber.safeParse(text).success, text).toBe(false);
  });
});

describe("dated values", () => {
  const Regimes = datedList({ value: VatRegime });
  it("are true from their day on, until the next one", () => {
    const values = Regimes.parse([
      { value: "normal_mensuel", validFrom: "2027-01-01" },
      { value: "franchise", validFrom: "2020-06-01" },
    ]);
    const on = (day: string) => valueOn(values, businessDate(day))?.value ?? null;
    expect(["2020-05-31", "2020-06-01", "2026-12-31", "2027-01-01", "2090-01-01"].map(on)).toEqual([
      null,
      "franchise",
      "franchise",
      "normal_mensuel",
      "normal_mensuel",
    ]);
  });

  it("have one value a day, and an end", () => {
    const value = { value: "franchise", validFrom: "2020-06-01" };
    expect(Regimes.safeParse([value, value]).success).toBe(false);
    expect(Regimes.safeParse(Array.from({ length: 51 }, (_, at) => ({ ...value, validFrom: `20${10 + at}-01-01` }))).success).toBe(false);
  });

  it("of a company made before they were asked for are none", () => {
    expect(LegalData.parse({})).toEqual({
      ...{ shape: 1, vatNumber: null, activityCode: null, address: null },
      ...{ legalForm: [], shareCapital: [], vatRegime: [], fiscalYear: [] },
    });
  });
});

describe("the years after a known one", () => {
  it("touch it and each other, last one month to thirteen, and end on the closing day, whatever it was before", () => {
    fc.assert(
      fc.property(DAY, CLOSING, fc.integer({ min: 1, max: 1_500 }), (endsOn, closesOn, days) => {
        const through = addDays(endsOn, days);
        const years = yearsAfter(endsOn, closesOn, through);
        let before = endsOn;
        for (const year of years) {
          expect(year.startsOn).toBe(addDays(before, 1));
          expect(year.endsOn >= addDays(addMonths(year.startsOn, 1), -1)).toBe(true);
          expect(year.endsOn < addMonths(year.startsOn, 14)).toBe(true);
          expect(year.startsOn <= through).toBe(true);
          expect(year.endsOn.slice(5) === closesOn || closesOn === "02-28").toBe(true);
          before = year.endsOn;
        }
        expect(before >= through).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("keep their days when the closing day stays", () => {
    const years = yearsAfter(businessDate("2026-12-31"), "12-31", businessDate("2028-01-01"));
    expect(years.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ["2027-01-01", "2027-12-31"],
      ["2028-01-01", "2028-12-31"],
    ]);
  });

  it("make no year shorter than a month: the days left over go to the next", () => {
    const [first] = yearsAfter(businessDate("2026-12-31"), "01-15", businessDate("2027-01-02"));
    expect(first).toEqual({ startsOn: "2027-01-01", endsOn: "2028-01-15" });
  });
});

describe("a company's closing day", () => {
  const ulid = "01M8950000000000000000000A";
  const company = {
    ...{ id: CompanyId.parse(`cmp_${ulid}`), slug: "atelier", name: "Atelier", siren: null, closesOn: "12-31" },
    ...{ ownerId: PersonId.parse(`per_${ulid}`), version: 1 },
  };
  const years = ["2025", "2026"].map((year) => ({
    ...{ id: FiscalYearId.parse(`fy_${ulid}`), status: "open" as const },
    ...{ startsOn: businessDate(`${year}-01-01`), endsOn: businessDate(`${year}-12-31`) },
  }));

  it("is, around a past day, the one that made that day's year", () => {
    const changed = changedCompany(company, { closesOn: "06-30" }, years);
    const around = (day: string) => closesOnAround(changed, businessDate(day));
    expect(["2019-03-01", "2025-02-02", "2026-12-31", "2027-01-01"].map(around)).toEqual(["12-31", "12-31", "12-31", "06-30"]);
    expect(closesOnAround(company, businessDate("2019-03-01"))).toBe("12-31");
  });

  it("changed twice before it made a year counts as changed once", () => {
    const twice = changedCompany(changedCompany(company, { closesOn: "06-30" }, years), { closesOn: "09-30" }, years);
    expect(LegalData.parse(twice.legal).fiscalYear).toEqual([
      { closesOn: "12-31", validFrom: "2025-01-01" },
      { closesOn: "09-30", validFrom: "2027-01-01" },
    ]);
    expect(twice.version).toBe(3);
  });
});
