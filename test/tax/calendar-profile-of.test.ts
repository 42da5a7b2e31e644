import { describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { Company } from "#domain/people/company";
import { CalendarProfile } from "#tax/calendar/profile";
import { calendarProfileOf } from "#tax/calendar-profile-of";
import { TaxProfile, unsaidProfile } from "#tax/profile";

const companyAt = (legal: unknown) =>
  Company.parse({
    ...{ id: `cmp_${"0".repeat(26)}`, slug: "atelier", name: "Atelier", siren: "123456782", closesOn: "06-30" },
    ...{ ownerId: `per_${"0".repeat(26)}`, version: 1, legal },
  });
const address = (postalCode: string, country = "FR") => ({ address: { line1: "1 rue Neuve", postalCode, city: "Ville", country } });

describe("what the calendar needs of a company", () => {
  it("is unknown where nobody said, and a calendar takes it", () => {
    const profile = calendarProfileOf(companyAt({}), [], unsaidProfile());
    expect(CalendarProfile.parse(profile)).toEqual(profile);
    expect(profile).toMatchObject({ closingDay: "06-30", legalForm: null, department: null, cfeLiable: null, vatRegimes: [] });
  });

  it("is what was said, from both places", () => {
    const said = TaxProfile.parse({
      filedReturns: [{ closedOn: "2025-06-30", isCents: 1_200_000, turnoverCents: 90_000_000 }, { closedOn: "2024-06-30" }],
      cfe: [{ year: 2025, amountCents: 310_000 }],
      headcount: [{ employees: 4, validFrom: "2025-01-01" }],
    });
    const legal = { ...address("69003"), legalForm: [{ value: "sarl", validFrom: "2020-01-01" }] };
    const profile = calendarProfileOf(companyAt(legal), [], said);
    expect(CalendarProfile.parse(profile)).toEqual(profile);
    expect(profile).toMatchObject({
      ...{ legalForm: "sarl", department: "69", cfeTaxes: [{ year: 2025, taxCents: 310_000 }] },
      corporateTaxes: [
        { closedOn: "2025-06-30", taxCents: 1_200_000 },
        { closedOn: "2024-06-30", taxCents: 0 },
      ],
      turnovers: [{ year: 2025, turnoverCents: 90_000_000 }],
      headcounts: [{ persons: 4, validFrom: businessDate("2025-01-01") }],
    });
  });

  it.each([
    ["75011", "FR", "75"],
    ["20090", "FR", "2A"],
    ["20200", "FR", "2B"],
    ["97410", "FR", "974"],
    ["98000", "FR", null],
    ["00100", "FR", null],
    ["1000", "BE", null],
  ])("postal code %s in %s is of department %s", (postalCode, country, department) => {
    expect(calendarProfileOf(companyAt(address(postalCode, country)), [], unsaidProfile()).department).toBe(department);
  });
});
