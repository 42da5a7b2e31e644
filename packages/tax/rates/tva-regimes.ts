import { type DatedRow, type Parameter, row } from "./dated.ts";

const SINCE_2025 = "loi 2023-1322 art. 82, applicable au 1er janvier 2025 ; loi 2025-1044 du 3 novembre 2025";
const UNTIL_2024 = "CGI art. 293 B, I, rédaction en vigueur jusqu'au 31 décembre 2024";
const SIMPLIFIED_UNTIL_2025 = "CGI art. 302 septies A, I et II, seuils 2023-2025";
const SIMPLIFIED_2026 = "CGI art. 302 septies A ; arrêté du 27 janvier 2026";

const limit = (id: string, label: string, rows: readonly DatedRow[]): Parameter => ({
  ...{ id: `tva_regime.${id}`, label, unit: "cents", chosenBy: "operation_on", rows },
});

/** A limit of the franchise before and since 2025, in whole euros of the law turned into cents. */
const franchise = (id: string, label: string, until2024: number, since2025: number): Parameter =>
  limit(`franchise.${id}`, label, [
    row("2023-01-01", until2024, UNTIL_2024, "2024-12-31"),
    row("2025-01-01", since2025, `CGI art. 293 B ; ${SINCE_2025}`),
  ]);

const simplified = (id: string, label: string, until2025: number, in2026: number): Parameter =>
  limit(`simplifie.${id}`, label, [
    row("2023-01-01", until2025, SIMPLIFIED_UNTIL_2025, "2025-12-31"),
    row("2026-01-01", in2026, SIMPLIFIED_2026),
  ]);

const lasting = (id: string, label: string, unit: "cents" | "ppm", from: string, value: number, source: string): Parameter => ({
  ...{ id: `tva_regime.${id}`, label, unit, chosenBy: "operation_on" },
  rows: [row(from, value, source)],
});

/** Limits that decide how a company declares TVA, 2024-2026, chosen by the year declared. The simplified regime ends with 2026. */
export const TVA_REGIME_LAW = {
  franchiseGoods: franchise("biens", "Franchise : livraisons de biens, ventes à consommer sur place, hébergement", 9_190_000, 8_500_000),
  franchiseGoodsRaised: franchise("biens_majore", "Franchise, limite majorée : livraisons de biens, hébergement", 10_100_000, 9_350_000),
  franchiseServices: franchise("services", "Franchise : autres prestations de services", 3_680_000, 3_750_000),
  franchiseServicesRaised: franchise("services_majore", "Franchise, limite majorée : autres prestations de services", 3_910_000, 4_125_000),
  franchiseSpecific: franchise("activites_reglementees", "Franchise : avocats, auteurs, artistes-interprètes", 4_770_000, 5_000_000),
  franchiseSpecificRaised: franchise("activites_reglementees_majore", "Franchise, limite majorée : avocats, auteurs", 5_860_000, 5_500_000),
  franchiseSpecificOther: franchise("autres_activites", "Franchise : autres activités des avocats, auteurs", 1_960_000, 3_500_000),
  franchiseSpecificOtherRaised: franchise("autres_activites_majore", "Franchise, limite majorée : autres activités", 2_370_000, 3_850_000),
  simplifiedGoods: simplified("biens", "Régime simplifié : livraisons de biens, hébergement", 84_000_000, 94_500_000),
  simplifiedGoodsRaised: simplified("biens_tolerance", "Régime simplifié, tolérance : livraisons de biens", 92_500_000, 104_000_000),
  simplifiedServices: simplified("services", "Régime simplifié : prestations de services", 25_400_000, 28_600_000),
  simplifiedServicesRaised: simplified(
    "services_tolerance",
    "Régime simplifié, tolérance : prestations de services",
    28_700_000,
    32_300_000,
  ),
  simplifiedTax: lasting(
    "simplifie.tva_exigible",
    "Régime simplifié : TVA exigible de l'année précédente",
    "cents",
    "2015-01-01",
    1_500_000,
    "CGI art. 287, 3 bis",
  ),
  quarterlyTax: lasting(
    "trimestriel.tva_exigible",
    "Déclaration trimestrielle : TVA exigible annuelle",
    "cents",
    "2002-01-01",
    400_000,
    "CGI art. 287, 2",
  ),
  instalmentJuly: lasting("acompte.juillet", "Acompte de juillet", "ppm", "2015-01-01", 550_000, "CGI art. 287, 3"),
  instalmentDecember: lasting("acompte.decembre", "Acompte de décembre", "ppm", "2015-01-01", 400_000, "CGI art. 287, 3"),
  instalmentMinimum: lasting("acompte.minimum", "Dispense d'acomptes", "cents", "2015-01-01", 100_000, "CGI art. 287, 3"),
} as const satisfies Readonly<Record<string, Parameter>>;

export type TvaRegimeLaw = Readonly<Record<keyof typeof TVA_REGIME_LAW, Parameter>>;
