import { businessDate } from "#domain/dates";
import { type Law, type Parameter, row } from "./dated.ts";

const ALWAYS = "2024-01-01";

const figure = (unit: Parameter["unit"], id: string, label: string, value: number, source: string): Parameter => ({
  ...{ id: `calendrier.${id}`, label, unit, chosenBy: "due_on" },
  rows: [row(ALWAYS, value, source)],
});

const days = (id: string, label: string, value: number, source: string): Parameter => ({
  ...{ id: `calendrier.${id}`, label, unit: "days", chosenBy: "due_on" },
  rows: [row(ALWAYS, value, source)],
});

const months = (id: string, label: string, value: number, source: string): Parameter => ({
  ...days(id, label, value, source),
  unit: "months",
});

const TVA_DAY = "CGI ann. IV art. 39, 1-1° (repris au CIBS art. A. 161-28 et A. 161-29)";
const tvaDay = (id: string, who: string, value: number): Parameter =>
  days(`tva.jour.${id}`, `Jour du dépôt de la déclaration de TVA, ${who}`, value, TVA_DAY);

/** What the calendar rests on: its days, the limits below which nothing is due, and the shares an amount is a part of. */
export const CALENDAR_LAW = {
  tvaEiIdfAh: tvaDay("ei_idf_a_h", "entrepreneur individuel de A à H, Paris et petite couronne", 15),
  tvaEiIdfIz: tvaDay("ei_idf_i_z", "entrepreneur individuel de I à Z, Paris et petite couronne", 17),
  tvaEiAh: tvaDay("ei_a_h", "entrepreneur individuel de A à H, autres départements", 16),
  tvaEiIz: tvaDay("ei_i_z", "entrepreneur individuel de I à Z, autres départements", 19),
  tvaSocieteIdfA: tvaDay("societe_idf_00_68", "société autre qu'anonyme, SIREN de 00 à 68, Paris et petite couronne", 19),
  tvaSocieteIdfB: tvaDay("societe_idf_69_78", "société autre qu'anonyme, SIREN de 69 à 78, Paris et petite couronne", 20),
  tvaSocieteIdfC: tvaDay("societe_idf_79_99", "société autre qu'anonyme, SIREN de 79 à 99, Paris et petite couronne", 21),
  tvaSociete: tvaDay("societe", "société autre qu'anonyme, autres départements", 21),
  tvaSaIdfA: tvaDay("sa_idf_00_74", "société anonyme, SIREN de 00 à 74, Paris et petite couronne", 23),
  tvaSaIdfB: tvaDay("sa_idf_75_99", "société anonyme, SIREN de 75 à 99, Paris et petite couronne", 24),
  tvaSa: tvaDay("sa", "société anonyme, autres départements", 24),
  tvaAutres: tvaDay("autres", "autres redevables", 24),
  isAcompteJour: days("is.jour_acompte", "Jour des acomptes d'IS", 15, "CGI art. 1668, 1 ; ann. III art. 360 bis"),
  isSoldeJour: days("is.jour_solde", "Jour du solde d'IS", 15, "CGI art. 1668, 2 ; ann. III art. 360 bis"),
  isSoldeMois: months("is.mois_solde", "Mois du solde d'IS, comptés de la clôture", 4, "CGI art. 1668, 2 ; ann. III art. 360 bis"),
  ouvresApresMai: days("mai.jours_ouvres", "Jours ouvrés comptés du 1er mai", 2, "CGI ann. III art. 344 I-0 bis"),
  resultatMois: months("resultat.mois", "Mois de la déclaration de résultats, comptés de la clôture", 3, "CGI art. 223, 1"),
  resultatEnLigne: days(
    "resultat.jours_en_ligne",
    "Jours calendaires de plus en ligne",
    15,
    "BOFiP, actualité du 17 février 2017 (10861-PGP)",
  ),
  caDouzeMois: months("ca12.mois", "Mois de la CA12 E, comptés de la clôture", 3, "CGI ann. II art. 242 septies A"),
  cfeJour: days("cfe.jour", "Jour de la CFE et de son acompte", 15, "CGI art. 1679 quinquies"),
  cvaeJour: days("cvae.jour", "Jour des acomptes de CVAE", 15, "CGI art. 1679 septies"),
  dsnJour: days("dsn.jour", "Jour de la DSN, moins de 50 salariés ou paie décalée", 15, "CSS art. R. 133-14, I et R. 243-6"),
  dsnJourGrands: days("dsn.jour_50_salaries", "Jour de la DSN, 50 salariés et plus", 5, "CSS art. R. 133-14, I et R. 243-6"),
  dividendesJour: days("dividendes.jour", "Jour du prélèvement sur les dividendes", 15, "CGI art. 1671 C"),
  assembleeMois: months("assemblee.mois", "Mois de l'approbation des comptes", 6, "C. com. art. L. 223-26, L. 225-100, L. 227-9"),
  depotMois: months("depot.mois", "Mois du dépôt des comptes", 1, "C. com. art. L. 232-22, L. 232-23"),
  depotMoisEnLigne: months("depot.mois_en_ligne", "Mois du dépôt des comptes en ligne", 2, "C. com. art. L. 232-22, L. 232-23"),
  isSeuil: figure("cents", "is.seuil_acomptes", "IS de référence sans acomptes", 300_000, "CGI art. 1668, 1"),
  isAcompte: figure("ppm", "is.acompte", "Part de l'IS de référence dans un acompte", 250_000, "CGI art. 1668, 1"),
  caDouzeSeuil: figure("cents", "ca12.seuil_acomptes", "TVA de référence sans acomptes", 100_000, "CGI art. 287, 3"),
  caDouzeJuillet: figure("ppm", "ca12.juillet", "Acompte de TVA de juillet", 550_000, "CGI art. 287, 3"),
  caDouzeDecembre: figure("ppm", "ca12.decembre", "Acompte de TVA de décembre", 400_000, "CGI art. 287, 3"),
  cfeSeuil: figure(
    "cents",
    "cfe.seuil_acompte",
    "CFE de l'année précédente dès laquelle un acompte est dû",
    300_000,
    "CGI art. 1679 quinquies",
  ),
  cfeAcompte: figure("ppm", "cfe.acompte", "Acompte de CFE", 500_000, "CGI art. 1679 quinquies"),
  cvaeSeuil: figure(
    "cents",
    "cvae.seuil",
    "Chiffre d'affaires au-delà duquel la CVAE est due",
    50_000_000,
    "CGI art. 1586 ter et 1586 quater",
  ),
  cvaeSeuilDeclaration: figure(
    "cents",
    "cvae.seuil_1330",
    "Chiffre d'affaires au-delà duquel la 1330 est due",
    15_250_000,
    "CGI art. 1586 octies",
  ),
  cvaeSeuilAcomptes: figure("cents", "cvae.seuil_acomptes", "CVAE de l'année précédente sans acomptes", 150_000, "CGI art. 1679 septies"),
  cvaeAcompte: figure("ppm", "cvae.acompte", "Acompte de CVAE", 500_000, "CGI art. 1679 septies"),
  cvaeComplement: {
    ...{ id: "calendrier.cvae.complement", label: "Contribution complémentaire à la CVAE de 2025", unit: "ppm", chosenBy: "due_on" },
    ...{ begins: businessDate("2025-01-01"), ends: businessDate("2025-12-31") },
    rows: [row("2025-01-01", 474_000, "Loi 2025-127 du 14 février 2025, art. 62", "2025-12-31")],
  },
  dsnSeuil: figure("persons", "dsn.seuil", "Salariés dès lesquels la DSN est due le 5", 50, "CSS art. R. 133-14 et L. 130-1"),
  logementSeuil: figure("persons", "logement.seuil", "Salariés dès lesquels l'effort de construction est dû", 50, "CCH art. L. 313-1"),
  logementTaux: figure("ppm", "logement.taux", "Participation à l'effort de construction", 4_500, "CCH art. L. 313-1"),
  apprentissageSolde: figure("ppm", "apprentissage.solde", "Solde de la taxe d'apprentissage", 900, "C. trav. art. L. 6241-4"),
  das2Seuil: figure(
    "cents",
    "das2.seuil",
    "Honoraires annuels par bénéficiaire à déclarer",
    240_000,
    "CGI art. 240 ; BOI-BIC-DECLA-30-70-20",
  ),
  dividendesImpot: {
    ...figure("ppm", "dividendes.impot", "Prélèvement non libératoire sur les dividendes", 128_000, "CGI art. 117 quater"),
    chosenBy: "operation_on",
  },
  dividendesSociaux: {
    ...{ id: "calendrier.dividendes.sociaux", label: "Prélèvements sociaux sur les dividendes", unit: "ppm", chosenBy: "operation_on" },
    rows: [
      row(ALWAYS, 172_000, "CGI art. 1600-0 S ; CSS art. L. 136-7 et L. 136-8 ; ordonnance 96-50", "2025-12-31"),
      row("2026-01-01", 186_000, "LFSS pour 2026 : CSG de 10,6 % sur les dividendes (CSS art. L. 136-8)"),
    ],
  },
} as const satisfies Law;

/** The names of those figures. */
export type CalendarFigure = keyof typeof CALENDAR_LAW;
export type CalendarLaw = Law<CalendarFigure>;
