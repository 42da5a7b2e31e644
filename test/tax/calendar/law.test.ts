import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { businessDate } from "#domain/dates";
import type { Obligation } from "#tax/calendar/obligation";
import { obligations } from "#tax/calendar/obligations";
import type { CalendarProfile } from "#tax/calendar/profile";
import { CALENDAR_LAW, type CalendarFigure, type CalendarLaw } from "#tax/rates/calendar";
import { companyWith } from "#test/tax/calendar/profile";

type Known = Partial<z.input<typeof CalendarProfile>>;
const monthly: Known = { vatRegimes: [{ value: "normal_mensuel", validFrom: "2020-01-01" }] };
const sole = (department: string, ownerInitial: string): Known => ({ ...monthly, legalForm: "ei", department, ownerInitial });
const paris = (legalForm: "sarl" | "sa", siren: string): Known => ({ ...monthly, legalForm, department: "75", siren });
const simplified: Known = { vatRegimes: [{ value: "simplifie", validFrom: "2020-01-01" }], vatDueDay: 19 };
const everyYear = [2023, 2024, 2025, 2026];

/** Companies of which each stands on a limit: one cent, person or day more in the law, and it is on the other side. */
const COMPANIES: readonly Known[] = [
  ...[sole("75", "B"), sole("75", "K"), sole("69", "B"), sole("69", "K")],
  ...[
    paris("sarl", "123456782"),
    paris("sarl", "702042755"),
    paris("sarl", "799999990"),
    paris("sa", "123456782"),
    paris("sa", "799999990"),
  ],
  ...[
    { ...paris("sarl", "123456782"), department: "69" },
    { ...paris("sa", "123456782"), department: "69" },
    { ...monthly, legalForm: "association" } as const,
  ],
  { taxation: "is", filesOnline: true, corporateTaxes: everyYear.map((year) => ({ closedOn: `${year}-12-31`, taxCents: 90_000_000_000 })) },
  {
    taxation: "is",
    filesOnline: false,
    closingDay: "11-30",
    corporateTaxes: everyYear.map((year) => ({ closedOn: `${year}-11-30`, taxCents: 300_001 })),
  },
  {
    ...{ taxation: "is", closingDay: "11-30" },
    corporateTaxes: everyYear.map((year) => ({ closedOn: `${year}-11-30`, taxCents: (year - 2020) * 1_000_000 })),
  },
  { taxation: "ir" },
  { ...simplified, vatDues: everyYear.map((year) => ({ closedOn: `${year}-12-31`, taxCents: 100_000 })) },
  { ...simplified, vatDues: everyYear.map((year) => ({ closedOn: `${year}-12-31`, taxCents: 9_000_000_000_000 })) },
  { ...simplified, closingDay: "06-30" },
  { cfeLiable: true, cfeTaxes: everyYear.map((year) => ({ year, taxCents: 300_000 })) },
  { cfeLiable: true, cfeTaxes: everyYear.map((year) => ({ year, taxCents: 9_000_000_000_000 })) },
  { turnovers: everyYear.map((year) => ({ year, turnoverCents: 50_000_001 })) },
  { turnovers: everyYear.map((year) => ({ year, turnoverCents: 15_250_001 })) },
  { turnovers: [], cvaeTaxes: everyYear.map((year) => ({ year, taxCents: 150_001 })) },
  { cvaeTaxes: everyYear.map((year) => ({ year, taxCents: 9_000_000_000_000 })) },
  {
    taxation: "is",
    headcounts: [{ persons: 50, validFrom: "2020-01-01" }],
    payrolls: everyYear.map((year) => ({ year, grossCents: 9_000_000_000 })),
  },
  {
    taxation: "is",
    headcounts: [{ persons: 60, validFrom: "2020-01-01" }],
    payrolls: everyYear.map((year) => ({ year, grossCents: 9_000_000_000 })),
  },
  { taxation: "is", headcounts: [{ persons: 9, validFrom: "2020-01-01" }] },
  { taxation: "is", paysFees: null },
  { dividends: ["2025-05-02", "2026-05-04"].map((paidOn) => ({ paidOn, grossCents: 9_000_000_000 })) },
  { legalForm: "sarl", filesAccountsOnline: true },
  { legalForm: "sarl", filesAccountsOnline: false },
];

const VAT = ["tva.ca3_mensuelle"];
const INSTALMENTS = ["is.acompte_1", "is.acompte_2", "is.acompte_3", "is.acompte_4"];
const CVAE_INSTALMENTS = ["cvae.acompte_1", "cvae.acompte_2"];

/** What each figure of the law may move. All of it must move, and nothing else. */
const MOVES: Readonly<Record<CalendarFigure, readonly string[]>> = {
  ...{ tvaEiIdfAh: VAT, tvaEiIdfIz: VAT, tvaEiAh: VAT, tvaEiIz: VAT, tvaSocieteIdfA: VAT, tvaSocieteIdfB: VAT, tvaSocieteIdfC: VAT },
  ...{ tvaSociete: VAT, tvaSaIdfA: VAT, tvaSaIdfB: VAT, tvaSa: VAT, tvaAutres: VAT },
  isAcompteJour: INSTALMENTS,
  isSoldeJour: ["is.solde"],
  isSoldeMois: ["is.solde"],
  ouvresApresMai: ["tva.ca12", "is.resultats", "ir.resultats", "cvae.declaration", "cvae.solde", "honoraires.das2"],
  /** Which year the first instalment looked at follows from the day the last one was to be declared by. */
  resultatMois: ["is.resultats", "is.acompte_1", "is.acompte_2"],
  resultatEnLigne: ["is.resultats", "ir.resultats", "cvae.declaration"],
  caDouzeMois: ["tva.ca12_e"],
  cfeJour: ["cfe.acompte", "cfe.solde"],
  cvaeJour: [...CVAE_INSTALMENTS, "cvae.complement"],
  dsnJour: ["social.dsn", "social.apprentissage"],
  dsnJourGrands: ["social.dsn", "social.apprentissage"],
  dividendesJour: ["dividendes.prelevement"],
  assembleeMois: ["societe.assemblee", "societe.depot"],
  depotMois: ["societe.depot"],
  depotMoisEnLigne: ["societe.depot"],
  isSeuil: INSTALMENTS,
  isAcompte: INSTALMENTS,
  caDouzeSeuil: ["tva.acompte_juillet", "tva.acompte_decembre"],
  caDouzeJuillet: ["tva.acompte_juillet"],
  caDouzeDecembre: ["tva.acompte_decembre"],
  cfeSeuil: ["cfe.acompte", "cfe.solde"],
  cfeAcompte: ["cfe.acompte", "cfe.solde"],
  cvaeSeuil: ["cvae.solde", ...CVAE_INSTALMENTS, "cvae.complement"],
  cvaeSeuilDeclaration: ["cvae.declaration"],
  cvaeSeuilAcomptes: [...CVAE_INSTALMENTS, "cvae.complement"],
  cvaeAcompte: CVAE_INSTALMENTS,
  cvaeComplement: ["cvae.complement"],
  dsnSeuil: ["social.dsn", "social.apprentissage"],
  logementSeuil: ["social.logement"],
  logementTaux: ["social.logement"],
  apprentissageSolde: ["social.apprentissage"],
  das2Seuil: ["honoraires.das2"],
  dividendesImpot: ["dividendes.prelevement"],
  dividendesSociaux: ["dividendes.prelevement"],
};

const FIGURES = Object.keys(MOVES).filter((name): name is CalendarFigure => name in CALENDAR_LAW);
const ROWS = FIGURES.flatMap((name) => CALENDAR_LAW[name].rows.map((row, place) => [name, row.from, place] as const));
const PROFILES = COMPANIES.map(companyWith);
const [FROM, TO] = [businessDate("2025-01-01"), businessDate("2026-12-31")];

const told = (law: CalendarLaw): readonly Obligation[][] => PROFILES.map((profile) => obligations(profile, FROM, TO, law).obligations);

/** The law with one row more by one. */
const changed = (name: CalendarFigure, place: number): CalendarLaw => ({
  ...CALENDAR_LAW,
  [name]: {
    ...CALENDAR_LAW[name],
    rows: CALENDAR_LAW[name].rows.map((row, index) =>
      index === place && row.value !== "unknown" ? { ...row, value: row.value + 1 } : row,
    ),
  },
});

/** The rules of which something is told in one list and not, or not the same, in the other. */
function moved(before: readonly Obligation[][], after: readonly Obligation[][]): ReadonlySet<string> {
  const texts = (list: readonly Obligation[] = []) => new Map(list.map((one) => [JSON.stringify(one), one.code]));
  const codes = before.flatMap((list, place) => {
    const [left, right] = [texts(list), texts(after[place])];
    return [...left, ...right].filter(([text]) => left.has(text) !== right.has(text)).map(([, code]) => code);
  });
  return new Set(codes);
}

describe("one row of the law more by one", () => {
  const before = told(CALENDAR_LAW);

  it("is tried for every row there is", () => {
    expect(FIGURES.sort()).toEqual(Object.keys(CALENDAR_LAW).sort());
  });

  it.each(ROWS)("%s from %s moves what depends on it, and only that", (name, _, place) => {
    expect([...moved(before, told(changed(name, place)))].sort()).toEqual([...MOVES[name]].sort());
  });
});
