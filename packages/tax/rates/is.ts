import { businessDate } from "#domain/dates";
import { type Law, type Parameter, row } from "./dated.ts";
import * as cars from "./is-cars.ts";
import { INTEREST_ROWS } from "./is-interest.ts";

/** Past years are read for instalments and carry-back; their rates reach further back than the years computed. */
const PAST = "2021-01-01";
const SINCE_2024 = "2024-01-01";
/** Expenses count by calendar year: a year closed early in 2024 takes the credit of 2023. */
const SPENT_SINCE = "2023-01-01";
const REDUCED = "CGI art. 219, I-b";
const SOCIAL = "CGI art. 235 ter ZC";
const GIFTS = "CGI art. 238 bis (loi 2019-1479 art. 134, loi 2018-1317 art. 148)";
const INSTALMENTS = "CGI art. 1668, 1";
const DAYS = "CGI ann. III art. 360 bis";
const EXCEPTIONAL = "Loi 2025-127 de finances pour 2025 ; loi de finances pour 2026 art. 12";

const one = (id: string, label: string, unit: Parameter["unit"], chosenBy: Parameter["chosenBy"], rows: Parameter["rows"]): Parameter => ({
  ...{ id: `is.${id}`, label, unit, chosenBy, rows },
});
const opened = (id: string, label: string, unit: Parameter["unit"], rows: Parameter["rows"]) =>
  one(id, label, unit, "year_opened_on", rows);
const closed = (id: string, label: string, unit: Parameter["unit"], rows: Parameter["rows"]) =>
  one(id, label, unit, "year_closed_on", rows);
const spent = (id: string, label: string, unit: Parameter["unit"], rows: Parameter["rows"]) => one(id, label, unit, "operation_on", rows);

/** Every figure of the law that impôt sur les sociétés is computed with, for years closed from 2024 to 2026. */
export const IS_LAW = {
  normalRate: opened("taux_normal", "Taux normal", "ppm", [
    row(PAST, 265_000, "CGI art. 219, I (chiffre d'affaires inférieur à 250 M€)", "2021-12-31"),
    row("2022-01-01", 250_000, "CGI art. 219, I"),
  ]),
  reducedRate: opened("taux_reduit", "Taux réduit des PME", "ppm", [row(PAST, 150_000, REDUCED)]),
  reducedCeiling: closed("plafond_taux_reduit", "Bénéfice imposé au taux réduit, par période de douze mois", "cents", [
    row("2022-12-31", 4_250_000, `${REDUCED} ; BOI-IS-LIQ-20-20 du 21-06-2023`),
  ]),
  reducedTurnover: opened("taux_reduit_chiffre_affaires", "Chiffre d'affaires au plus, pour le taux réduit", "cents", [
    row(PAST, 1_000_000_000, `${REDUCED} ; BOI-IS-LIQ-20-10`),
  ]),
  naturalPersons: opened("part_personnes_physiques", "Part du capital détenue par des personnes physiques", "ppm", [
    row(PAST, 750_000, `${REDUCED} ; ${SOCIAL}`),
  ]),
  socialRate: closed("contribution_sociale_taux", "Contribution sociale sur l'IS", "ppm", [row(SINCE_2024, 33_000, SOCIAL)]),
  socialAllowance: closed("contribution_sociale_abattement", "Abattement par période de douze mois", "cents", [
    row(SINCE_2024, 76_300_000, `${SOCIAL} ; BOI-IS-DECLA-20-20-20 n° 20`),
  ]),
  socialTurnover: closed("contribution_sociale_chiffre_affaires", "Chiffre d'affaires exonéré, s'il est inférieur à", "cents", [
    row(SINCE_2024, 763_000_000, SOCIAL),
  ]),
  exceptionalTurnover: {
    ...closed(
      "contribution_exceptionnelle_chiffre_affaires",
      "Chiffre d'affaires à partir duquel la contribution exceptionnelle est due",
      "cents",
      [row("2025-12-31", 100_000_000_000, EXCEPTIONAL, "2026-12-30"), row("2026-12-31", 150_000_000_000, EXCEPTIONAL)],
    ),
    begins: businessDate("2025-12-31"),
  },
  lossFloor: closed("deficit_imputation", "Déficits imputables sans limite", "cents", [
    row(SINCE_2024, 100_000_000, "CGI art. 209, I al. 3"),
  ]),
  lossShare: closed("deficit_fraction", "Fraction du bénéfice imputable au-delà", "ppm", [
    row(SINCE_2024, 500_000, "CGI art. 209, I al. 3"),
  ]),
  carryBackCap: closed("report_arriere_plafond", "Déficit reportable en arrière", "cents", [
    row(SINCE_2024, 100_000_000, "CGI art. 220 quinquies, I ; BOI-IS-DEF-20-10"),
  ]),
  giftRate: closed("mecenat_taux", "Réduction d'impôt mécénat", "ppm", [row(SINCE_2024, 600_000, GIFTS)]),
  giftRateAbove: closed("mecenat_taux_au_dela", "Réduction d'impôt mécénat, fraction au-delà du seuil", "ppm", [
    row(SINCE_2024, 400_000, GIFTS),
  ]),
  giftStep: closed("mecenat_seuil", "Seuil du taux abaissé", "cents", [row(SINCE_2024, 200_000_000, GIFTS)]),
  giftFloor: closed("mecenat_plafond", "Versements retenus au moins jusqu'à", "cents", [row(SINCE_2024, 2_000_000, GIFTS)]),
  giftTurnover: closed("mecenat_part_chiffre_affaires", "Versements retenus, part du chiffre d'affaires", "ppm", [
    row(SINCE_2024, 5_000, GIFTS),
  ]),
  parentShare: closed("mere_quote_part", "Quote-part de frais et charges du régime mère-fille", "ppm", [
    row(SINCE_2024, 50_000, "CGI art. 145 et 216, I"),
  ]),
  interestRate: closed("interets_associes_taux", "Taux maximal des intérêts de comptes courants d'associés", "ppm", INTEREST_ROWS),
  carCleanest: cars.CAR_CLEANEST,
  carLow: cars.CAR_LOW,
  carMiddle: cars.CAR_MIDDLE,
  carHigh: cars.CAR_HIGH,
  carCleanestBelow: cars.CAR_CLEANEST_BELOW,
  carLowBelowOld: cars.CAR_LOW_BELOW_OLD,
  carLowBelowNew: cars.CAR_LOW_BELOW_NEW,
  carHighAboveOld: cars.CAR_HIGH_ABOVE_OLD,
  carHighAboveNew: cars.CAR_HIGH_ABOVE_NEW,
  researchRate: spent("cir_taux", "Crédit d'impôt recherche", "ppm", [row(SPENT_SINCE, 300_000, "CGI art. 244 quater B, I")]),
  researchRateAbove: spent("cir_taux_au_dela", "Crédit d'impôt recherche, fraction au-delà du seuil", "ppm", [
    row(SPENT_SINCE, 50_000, "CGI art. 244 quater B, I"),
  ]),
  researchStep: spent("cir_seuil", "Dépenses de recherche au taux plein", "cents", [
    row(SPENT_SINCE, 10_000_000_000, "CGI art. 244 quater B, I"),
  ]),
  innovationRate: spent("cii_taux", "Crédit d'impôt innovation", "ppm", [
    row(SPENT_SINCE, 300_000, "CGI art. 244 quater B, I et II-k", "2024-12-31"),
    row("2025-01-01", 200_000, "CGI art. 244 quater B, I et II-k (loi 2025-127 art. 56)"),
  ]),
  innovationBase: spent("cii_plafond", "Dépenses d'innovation retenues au plus", "cents", [
    row(SPENT_SINCE, 40_000_000, "CGI art. 244 quater B, II-k"),
  ]),
  instalmentThreshold: closed("acompte_dispense", "IS de référence dispensé d'acomptes", "cents", [row(PAST, 300_000, INSTALMENTS)]),
  instalmentShare: closed("acompte_fraction", "Fraction de l'IS de référence par acompte", "ppm", [row(PAST, 250_000, INSTALMENTS)]),
  instalmentDay: closed("acompte_jour", "Jour d'échéance des acomptes et du solde", "days", [row(PAST, 15, DAYS)]),
  instalmentPivot: closed("acompte_jour_cloture", "Premier jour des périodes de clôture", "days", [row(PAST, 20, DAYS)]),
  returnMonths: closed("declaration_mois", "Mois après la clôture pour déclarer le résultat", "months", [row(PAST, 3, "CGI art. 223, 1")]),
  balanceMonths: closed("solde_mois", "Mois après la clôture où le solde est dû", "months", [row(PAST, 4, `CGI art. 1668, 2 ; ${DAYS}`)]),
  balanceMonthsDecember: closed("solde_mois_31_decembre", "Mois où le solde est dû, clôture au 31 décembre", "months", [
    row(PAST, 5, `CGI art. 1668, 2 ; ${DAYS}`),
  ]),
  lastInstalmentTurnover: closed("dernier_acompte_chiffre_affaires", "Dernier acompte majoré des grandes entreprises", "cents", [
    row(PAST, 25_000_000_000, `${INSTALMENTS}, a à c`),
  ]),
} as const satisfies Law;

export type IsFigure = keyof typeof IS_LAW;
