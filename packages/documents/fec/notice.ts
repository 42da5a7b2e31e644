import type { BusinessDate } from "#domain/dates";
import { FEC_COLUMNS, type FecSeparator } from "./columns.ts";
import type { FecEncoding } from "./encoder.ts";
import { CODES, ENCODINGS, JOURNALS, SEPARATOR_NAMES, ZONES } from "./notice.fr.ts";

export type NoticeFacts = {
  readonly company: string;
  readonly siren: string | null;
  readonly year: { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate };
  readonly fileName: string;
  readonly separator: FecSeparator;
  /** UTF-8 when not told. */
  readonly encoding?: FecEncoding;
};

/** The description that goes with every file (LPF art. A47 A-1, II and XI), as French text with LF line ends. */
export function fecNotice({ company, siren, year, fileName, separator, encoding = "utf-8" }: NoticeFacts): string {
  return [
    "DESCRIPTION DU FICHIER DES ÉCRITURES COMPTABLES",
    "(livre des procédures fiscales, articles L. 47 A, I et A. 47 A-1)",
    "",
    `Entreprise : ${company}`,
    `SIREN : ${siren ?? "non renseigné"}`,
    `Exercice : du ${french(year.startsOn)} au ${french(year.endsOn)}`,
    `Fichier : ${fileName}`,
    "Logiciel : NUMMA",
    "",
    "1. FORME DU FICHIER",
    "Structure : fichier à plat, une ligne d'en-tête puis une ligne par ligne d'écriture",
    ...ENCODINGS[encoding],
    `Séparateur de zones : ${SEPARATOR_NAMES[separator]} ; aucun délimiteur de texte`,
    "Fin d'enregistrement : retour chariot et saut de ligne (caractères 13 et 10)",
    "Longueur d'enregistrement : variable",
    "Montants : en euros, virgule décimale, sans séparateur de milliers",
    "Dates : AAAAMMJJ",
    "Ordre : numéro d'écriture croissant, qui est l'ordre de validation",
    "Contenu : toutes les écritures validées de l'exercice, hors centralisation et hors solde des comptes de charges et de produits",
    "Caractères remplacés par une espace dans les libellés : tabulation, barre verticale, retours à la ligne, caractères de contrôle",
    "Guillemets droits (caractère 34) remplacés par une apostrophe dans les libellés, le format n'ayant pas de délimiteur de texte",
    "",
    "2. ZONES",
    ...FEC_COLUMNS.map(
      (name, index) => `${String(index + 1).padStart(2)}. ${name} (${ZONES[index]?.[0] ?? ""}) : ${ZONES[index]?.[1] ?? ""}`,
    ),
    "",
    "3. CODES",
    "Journaux :",
    ...JOURNALS.map(([code, meaning]) => `- ${code} : ${meaning}`),
    ...CODES,
    "",
  ].join("\n");
}

const french = (date: BusinessDate): string => date.split("-").reverse().join("/");
