import type { BusinessDate } from "#domain/dates";
import { businessDate } from "#domain/dates";
import { type DatedRow, type Parameter, row, UNKNOWN } from "./dated.ts";

/** A figure of TVA, chosen by the day of the operation. Rates are parts per million, limits cents. */
const figure = (id: string, label: string, unit: "ppm" | "cents", rows: readonly DatedRow[], ends?: BusinessDate): Parameter => ({
  ...{ id: `tva.${id}`, label, unit, chosenBy: "operation_on", rows },
  ...(ends ? { ends } : {}),
});

const rate = (id: string, label: string, from: string, ppm: number, source: string): Parameter =>
  figure(`taux.${id}`, label, "ppm", [row(from, ppm, source)]);

const OIL_ENDS = businessDate("2025-02-15");

/**
 * Rates, deductible shares and limits of TVA that a return rests on, 2024-2026. Rates are chosen by the fait générateur (CGI art. 269, 1),
 * shares and limits by the day the right to deduct arises.
 */
export const TVA_LAW = {
  metropoleNormal: rate("metropole.normal", "Taux normal", "2014-01-01", 200_000, "CGI art. 278 ; loi 2012-1510 art. 68"),
  metropoleIntermediaire: rate("metropole.intermediaire", "Taux intermédiaire", "2014-01-01", 100_000, "CGI art. 278 bis, 279, 279-0 bis"),
  metropoleReduit: rate("metropole.reduit", "Taux réduit", "2014-01-01", 55_000, "CGI art. 278-0 bis, 278-0 bis A"),
  metropoleParticulier: rate("metropole.particulier", "Taux particulier", "2014-01-01", 21_000, "CGI art. 281 quater à 281 nonies"),
  corseNormal: rate("corse.normal", "Taux normal en Corse", "2014-01-01", 200_000, "CGI art. 278, 297"),
  corseIntermediaire: rate(
    "corse.intermediaire",
    "Taux de 10 % en Corse",
    "2014-01-01",
    100_000,
    "CGI art. 297, I, 1, 5° ; BOI-TVA-GEO-10-10",
  ),
  corseReduit: rate("corse.reduit", "Taux de 2,1 % en Corse", "2014-01-01", 21_000, "CGI art. 297, I, 1, 2° ; BOI-TVA-GEO-10-10"),
  corseParticulier: rate("corse.particulier", "Taux de 0,9 % en Corse", "2014-01-01", 9_000, "CGI art. 297, I, 1, 1° ; BOI-TVA-GEO-10-10"),
  corsePetrolier: figure(
    "taux.corse.petrolier",
    "Taux des produits pétroliers en Corse",
    "ppm",
    [row("2014-01-01", 130_000, "CGI art. 297, I, 1, 6°, b, abrogé par la loi de finances pour 2025", "2025-02-15")],
    OIL_ENDS,
  ),
  outreMerNormal: rate("outre_mer.normal", "Taux normal outre-mer", "2014-01-01", 85_000, "CGI art. 296, 1°, b"),
  outreMerReduit: rate("outre_mer.reduit", "Taux réduit outre-mer", "2014-01-01", 21_000, "CGI art. 296, 1°, a"),
  outreMerElevage: rate(
    "outre_mer.elevage",
    "Taux des animaux de boucherie outre-mer",
    "2014-01-01",
    17_500,
    "CGI art. 296 bis, b ; BOI-TVA-GEO-20-10",
  ),
  outreMerPresse: rate(
    "outre_mer.presse",
    "Taux de la presse et des spectacles outre-mer",
    "2014-01-01",
    10_500,
    "CGI art. 296 bis, a ; BOI-TVA-GEO-20-10",
  ),
  abonnementEnergie: figure("taux.nature.abonnement_energie", "Abonnement d'électricité ou de gaz", "ppm", [
    row("2014-01-01", 55_000, "CGI art. 278-0 bis, B, rédaction antérieure", "2025-07-31"),
    row("2025-08-01", 200_000, "CGI art. 278 ; loi de finances pour 2025"),
  ]),
  abonnementChaleur: figure("taux.nature.abonnement_chaleur", "Abonnement à un réseau de chaleur renouvelable", "ppm", [
    row("2014-01-01", 200_000, "CGI art. 278-0 bis, B, rédaction antérieure à la loi de finances pour 2025", "2025-02-28"),
    row("2025-03-01", 55_000, "CGI art. 278-0 bis, B ; loi de finances pour 2025"),
  ]),
  chaudiereFossile: figure("taux.nature.chaudiere_fossile", "Chaudière à énergie fossile", "ppm", [
    row("2014-01-01", 55_000, "CGI art. 278-0 bis A, rédaction antérieure à la loi de finances pour 2025", "2025-02-28"),
    row("2025-03-01", 200_000, "CGI art. 278-0 bis A et 279-0 bis ; loi de finances pour 2025"),
  ]),
  photovoltaique: figure("taux.nature.photovoltaique", "Panneaux photovoltaïques d'au plus 9 kWc sur un logement", "ppm", [
    row("2014-01-01", 200_000, "CGI art. 278", "2025-09-30"),
    row("2025-10-01", 55_000, "CGI art. 278-0 bis, P ; loi de finances pour 2025"),
  ]),
  partGazoleTourisme: figure("part.gazole_tourisme", "Part déductible : gazole et E85, véhicule exclu", "ppm", [
    row("2014-01-01", 800_000, "CGI art. 298, 4, 1°, b ; ann. II art. 206, IV"),
  ]),
  partGazoleUtilitaire: figure("part.gazole_utilitaire", "Part déductible : gazole et E85, véhicule utilitaire", "ppm", [
    row("2014-01-01", 1_000_000, "CGI art. 271 et 298, 4, 1°, b"),
  ]),
  partEssenceTourisme: figure("part.essence_tourisme", "Part déductible : essence, véhicule exclu", "ppm", [
    row("2021-01-01", 800_000, "CGI art. 298, 4, 1°, a ; loi 2016-1917 art. 31"),
  ]),
  partEssenceUtilitaire: figure("part.essence_utilitaire", "Part déductible : essence, véhicule utilitaire", "ppm", [
    row("2022-01-01", 1_000_000, "CGI art. 298, 4, 1°, a ; loi 2016-1917 art. 31"),
  ]),
  partGaz: figure("part.gaz", "Part déductible : GPL, gaz naturel, électricité", "ppm", [
    row("1998-01-01", 1_000_000, "CGI art. 298, 4, 1° ; loi 97-1269 art. 15 ; BOI-TVA-DED-30-30-40 § 50"),
  ]),
  partVoiture: figure("part.voiture", "Part déductible : véhicule de transport de personnes", "ppm", [
    row("2008-01-01", 0, "CGI ann. II art. 206, IV, 2, 6°"),
  ]),
  partLogement: figure("part.logement", "Part déductible : logement des dirigeants et du personnel", "ppm", [
    row("2008-01-01", 0, "CGI ann. II art. 206, IV, 2, 2°"),
  ]),
  partTransport: figure("part.transport", "Part déductible : transport de personnes", "ppm", [
    row("2008-01-01", 0, "CGI ann. II art. 206, IV, 2, 5°"),
  ]),
  cadeauLimite: figure("cadeau.limite", "Valeur d'un cadeau, toutes taxes comprises, par objet, par an et par bénéficiaire", "cents", [
    row("2021-01-01", 7_300, "CGI ann. II art. 206, IV, 2, 3° ; ann. IV art. 28-00 A", "2025-12-31"),
    row("2026-01-01", UNKNOWN, "CGI ann. IV art. 28-00 A : réévaluation quinquennale au 1er janvier 2026, valeur non trouvée"),
  ]),
  remboursementEnCoursAnnee: figure("remboursement.en_cours_annee", "Remboursement de crédit demandé en cours d'année : minimum", "cents", [
    row("2024-01-01", 76_000, "CGI ann. II art. 242-0 C, II"),
  ]),
  remboursementAnnuel: figure("remboursement.annuel", "Remboursement de crédit demandé en fin d'année : minimum", "cents", [
    row("2024-01-01", 15_000, "CGI ann. II art. 242-0 C, I"),
  ]),
} as const satisfies Readonly<Record<string, Parameter>>;

export type TvaLaw = Readonly<Record<keyof typeof TVA_LAW, Parameter>>;
