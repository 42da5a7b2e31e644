import { describe, expect, it } from "vitest";
import { amounts, between, type Known, only } from "#test/tax/calendar/profile";

describe("the day of the CA3", () => {
  const day = (known: Known) =>
    only({ ...known, vatRegimes: [{ value: "normal_mensuel", validFrom: "2020-01-01" }] }, 2026, "tva.ca3_mensuelle")[9];

  it.each([
    ["ei", "75", null, "A", 15],
    ["ei", "75", null, "H", 15],
    ["ei", "92", null, "I", 17],
    ["ei", "69", null, "H", 16],
    ["ei", "69", null, "Z", 19],
    ["sarl", "75", "689999993", null, 19],
    ["sarl", "93", "702042755", null, 20],
    ["sarl", "94", "799999990", null, 21],
    ["sarl", "69", "123456782", null, 21],
    ["sa", "75", "123456782", null, 23],
    ["sa", "75", "799999990", null, 24],
    ["sa", "69", "123456782", null, 24],
    ["association", "75", null, null, 24],
  ] as const)("%s in %s, SIREN %s, initial %s: %s", (legalForm, department, siren, ownerInitial, expected) => {
    expect(Number(day({ legalForm, department, siren, ownerInitial })?.nominalDate.slice(8))).toBe(expected);
    expect(day({ legalForm, department, siren, ownerInitial })?.notices.filter(({ code }) => code.startsWith("vat_day"))).toEqual([]);
  });

  it("is the earliest the table leaves open where something is not known, and says so", () => {
    const unknown = day({});
    expect(unknown?.nominalDate.slice(8)).toBe("15");
    expect(unknown?.notices[0]?.code).toBe("vat_day_uncertain");
    const sarl = day({ legalForm: "sarl", department: "75" });
    expect([sarl?.nominalDate.slice(8), sarl?.notices[0]?.message]).toEqual(["19", expect.stringContaining("à préciser : SIREN")]);
  });

  it("tells a SAS that nobody settled whether it is a société anonyme", () => {
    expect(day({ legalForm: "sas", department: "69", siren: "123456782" })).toMatchObject({
      nominalDate: "2026-10-21",
      notices: [{ code: "vat_day_sas" }, { code: "amount_unknown" }],
    });
  });

  it("is the company's own wherever it says it", () => {
    expect(day({ legalForm: "sas", department: "69", vatDueDay: 24 })).toMatchObject({ nominalDate: "2026-10-24", dueDate: "2026-10-26" });
  });
});

describe("TVA regimes", () => {
  it("follow each other by date: franchise, then months, then quarters", () => {
    const known: Known = {
      vatRegimes: [
        { value: "franchise", validFrom: "2025-01-01" },
        { value: "normal_mensuel", validFrom: "2025-07-01" },
        { value: "normal_trimestriel", validFrom: "2026-01-01" },
      ],
    };
    const periods = between(known, "2025-01-01", "2026-12-31").filter(({ code }) => code.startsWith("tva."));
    expect(periods.map(({ period }) => period?.label)).toEqual([
      ...["juillet 2025", "août 2025", "septembre 2025", "octobre 2025", "novembre 2025", "décembre 2025"],
      ...["1er trimestre 2026", "2e trimestre 2026", "3e trimestre 2026"],
    ]);
  });

  it("declare the months before a change within a quarter together, and each after it alone", () => {
    const known: Known = {
      vatRegimes: [
        { value: "normal_trimestriel", validFrom: "2025-01-01" },
        { value: "normal_mensuel", validFrom: "2026-03-01" },
      ],
      vatDueDay: 19,
    };
    expect(
      between(known, "2026-02-01", "2026-04-30")
        .filter(({ code }) => code.startsWith("tva."))
        .map(({ period, nominalDate }) => [period?.label, nominalDate]),
    ).toEqual([
      ["du 1er janvier 2026 au 28 février 2026", "2026-03-19"],
      ["mars 2026", "2026-04-19"],
    ]);
  });

  it("end the simplified one with 2026: last CA12 in May 2027, quarterly returns from then on, and they say so", () => {
    const known: Known = { vatRegimes: [{ value: "simplifie", validFrom: "2020-01-01" }], vatDueDay: 19 };
    const told = between(known, "2026-01-01", "2027-12-31").filter(({ code }) => code.startsWith("tva."));
    expect(told.map(({ code, dueDate }) => [code, dueDate])).toEqual([
      ["tva.ca12", "2026-05-05"],
      ["tva.acompte_juillet", "2026-07-20"],
      ["tva.acompte_decembre", "2026-12-21"],
      ["tva.fin_regime_simplifie", "2027-01-01"],
      ["tva.ca3_trimestrielle", "2027-04-19"],
      ["tva.ca12", "2027-05-04"],
      ["tva.ca3_trimestrielle", "2027-07-19"],
      ["tva.ca3_trimestrielle", "2027-10-19"],
    ]);
    expect(told[4]?.notices.map(({ code }) => code)).toEqual(["vat_simplified_ended", "date_not_confirmed", "amount_unknown"]);
  });

  it("keep the simplified one to the end of a year opened in 2026, its July instalment included", () => {
    const known: Known = { vatRegimes: [{ value: "simplifie", validFrom: "2020-01-01" }], vatDueDay: 19, closingDay: "06-30" };
    expect(
      between(known, "2026-07-01", "2027-12-31")
        .filter(({ code }) => code.startsWith("tva."))
        .map(({ code, dueDate }) => [code, dueDate]),
    ).toEqual([
      ["tva.acompte_juillet", "2026-07-20"],
      ["tva.ca12_e", "2026-09-30"],
      ["tva.acompte_decembre", "2026-12-21"],
      ["tva.fin_regime_simplifie", "2027-07-01"],
      ["tva.acompte_juillet", "2027-07-19"],
      ["tva.ca12_e", "2027-09-30"],
      ["tva.ca3_trimestrielle", "2027-10-19"],
    ]);
  });

  it("take 55 % in July and 40 % in December of the last TVA, nothing below 1 000 euros, nothing known without it", () => {
    const simplified: Known = { vatRegimes: [{ value: "simplifie", validFrom: "2020-01-01" }] };
    const codes = ["tva.acompte_juillet", "tva.acompte_decembre"];
    const due = (taxCents: number) => amounts({ ...simplified, vatDues: [{ closedOn: "2025-12-31", taxCents }] }, 2026, ...codes);
    expect(due(1_000_000)).toEqual([550_000, 400_000]);
    expect(due(100_000)).toEqual([55_000, 40_000]);
    expect(due(99_900)).toEqual([]);
    expect(amounts(simplified, 2026, ...codes)).toEqual([null, null]);
  });
});
