import { euros, longDate } from "#domain/amounts.fr";
import type { BusinessDate } from "#domain/dates";
import { notice } from "../notice.ts";

/** What the day of the CA3 depends on and a profile may leave out. */
export type MissingForVatDay = "legalForm" | "department" | "ownerInitial" | "siren";

const MISSING_FR: Readonly<Record<MissingForVatDay, string>> = {
  legalForm: "forme juridique",
  department: "département",
  ownerInitial: "initiale de l'exploitant",
  siren: "SIREN",
};

/** What the calendar says of its own limits. Amounts in cents. */
export const NOTICES = {
  notConfirmed: notice(
    "date_not_confirmed",
    "Date calculée d'après les règles connues à ce jour : elle n'est pas publiée et la loi peut changer d'ici là.",
  ),
  lawNotRead: notice("amount_law_not_read", "Le montant n'est pas calculé : la loi applicable à cette date n'est pas encore connue."),
  moved: (nominal: BusinessDate) =>
    notice(
      "moved_to_working_day",
      `Le ${longDate(nominal)} est un samedi, un dimanche ou un jour férié : l'échéance passe au premier jour ouvré qui suit.`,
    ),
  localHoliday: (otherwise: BusinessDate) =>
    notice(
      "local_holiday",
      `Le report tient compte d'un jour férié local. Partout ailleurs l'échéance est le ${longDate(otherwise)} : par prudence, n'attendez pas au-delà.`,
      "C. trav. art. L. 3134-13 et L. 3422-2",
    ),
  onlineExtension: (legal: BusinessDate) =>
    notice(
      "online_extension",
      `Le texte dit le ${longDate(legal)} ; l'administration accorde quinze jours calendaires de plus aux déclarations en ligne, sans report si le dernier tombe un jour chômé.`,
      "BOFiP, actualité du 17 février 2017 (10861-PGP)",
    ),
  vatDayUncertain: (day: number, missing: readonly MissingForVatDay[]) =>
    notice(
      "vat_day_uncertain",
      `Le jour de dépôt retenu, le ${day}, est le premier possible d'après ce qui est connu de l'entreprise (à préciser : ${missing.map((one) => MISSING_FR[one]).join(", ")}). Votre compte fiscal en ligne donne le vôtre : indiquez-le.`,
      "CGI ann. IV art. 39",
    ),
  vatDaySas: (day: number) =>
    notice(
      "vat_day_sas",
      `Le texte ne dit pas si une SAS suit le calendrier des sociétés anonymes (le 23 ou le 24). Le jour retenu, le ${day}, est celui des autres sociétés : vérifiez-le sur votre compte fiscal en ligne.`,
      "CGI ann. IV art. 39",
    ),
  simplifiedEnded: notice(
    "vat_simplified_ended",
    "Le régime simplifié disparaît en 2027 : une déclaration trimestrielle est supposée, de droit jusqu'à 1 000 000 € de chiffre d'affaires ; au-delà elle est mensuelle.",
    "Loi 2025-127 du 14 février 2025, art. 38",
  ),
  caDouzeChoice: notice(
    "ca12_choice",
    "Une entreprise dont l'exercice ne suit pas l'année civile peut aussi déposer sa CA12 pour l'année civile, au début de mai.",
    "CGI ann. II art. 242 septies A",
  ),
  referenceUnknown: (limitCents: number, what: string) =>
    notice("reference_unknown", `À payer seulement si ${what} dépasse ${euros(limitCents)} ; ce montant n'est pas connu.`),
  referenceReached: (limitCents: number, what: string) =>
    notice("reference_unknown", `À payer seulement si ${what} atteint ${euros(limitCents)} ; ce montant n'est pas connu.`),
  firstInstalmentUnknown: notice(
    "first_instalment_reference",
    "Cet acompte tombe avant la déclaration du dernier exercice : il se calcule sur l'avant-dernier, dont l'impôt n'est pas connu. Le deuxième régularise.",
    "CGI art. 1668, 1",
  ),
  firstInstalmentMissing: (halfCents: number) =>
    notice(
      "first_instalment_unknown",
      `Cet acompte porte le total versé à ${euros(halfCents)} ; le premier, calculé sur l'avant-dernier exercice dont l'impôt n'est pas connu, est à en déduire.`,
      "CGI art. 1668, 1",
    ),
  firstYearReference: notice(
    "first_year_reference",
    "Le premier exercice n'a pas d'exercice avant lui : le premier acompte qui le suit est sans référence, le deuxième est calculé comme s'il n'avait rien été versé.",
    "CGI art. 1668, 1",
  ),
  irregularYear: notice(
    "irregular_year",
    "L'exercice, ou celui qui sert de référence, n'a pas douze mois : le montant n'est pas calculé et le nombre d'acomptes est à vérifier.",
    "CGI art. 1668, 1",
  ),
  noYearClosed: notice(
    "no_year_closed",
    "Aucun exercice n'est clos cette année-là : une imposition provisoire est établie sur le bénéfice réalisé jusqu'au 31 décembre.",
    "CGI art. 37 et 223",
  ),
  cfeUnknown: notice("cfe_unknown", "Il n'est pas dit si l'entreprise est redevable de la CFE : à écarter si elle en est exonérée."),
  cvaeUnknown: (year: number) =>
    notice(
      "turnover_unknown",
      `Le chiffre d'affaires de ${year} n'est pas connu : la CVAE (au-delà de 500 000 €) et sa déclaration (au-delà de 152 500 €) ne sont pas dites pour cette année.`,
      "CGI art. 1586 ter et 1586 octies",
    ),
  feesUnknown: (limitCents: number) =>
    notice(
      "fees_unknown",
      `À déposer seulement si un bénéficiaire a reçu plus de ${euros(limitCents)} toutes taxes comprises dans l'année.`,
    ),
  das2Tolerance: notice(
    "das2_tolerance",
    "Le texte veut cette déclaration en janvier ; l'administration admet qu'elle accompagne la déclaration de résultats.",
    "BOI-BIC-DECLA-30-70-20",
  ),
  fifty: notice(
    "fifty_over_five_years",
    "Le seuil de 50 salariés se juge sur l'effectif moyen de l'année précédente et, à la hausse, sur cinq années de suite.",
    "CSS art. L. 130-1",
  ),
  payInNextMonth: notice(
    "pay_in_next_month",
    "Le 15 vaut pour qui paie les salaires le mois suivant, et en a prévenu l'Urssaf.",
    "CSS art. R. 133-14 ; Cass. 2e civ. 5 septembre 2024, n° 22-16.816",
  ),
  dividendWaiver: notice(
    "dividend_waiver",
    "Un associé dispensé du prélèvement de 12,8 % (revenu fiscal sous 50 000 €, ou 75 000 € à deux) ne supporte que les prélèvements sociaux.",
    "CGI art. 117 quater et 242 quater",
  ),
  assemblySas: notice(
    "assembly_sas",
    "La loi ne donne pas de délai aux SAS à plusieurs associés : leurs statuts le fixent, six mois le plus souvent.",
    "C. com. art. L. 227-9",
  ),
  filingAssumed: notice(
    "filing_assumed",
    "Le délai court de l'approbation des comptes ; elle est supposée avoir lieu le dernier jour possible.",
  ),
  filingSnc: notice(
    "filing_snc",
    "Une SNC ne dépose ses comptes que si tous ses associés sont des sociétés à responsabilité limitée.",
    "C. com. art. L. 232-21",
  ),
  sizeUnknown: notice(
    "size_unknown",
    "La taille de l'entreprise n'est pas connue : la date des petites et moyennes entreprises est supposée.",
    "Décret 2008-1354",
  ),
  reliefNotCounted: notice(
    "exemptions_not_counted",
    "Exonérations et dispenses (petites masses salariales avec apprenti, déductions) ne sont pas comptées.",
    "C. trav. art. L. 6241-1",
  ),
  unknown: {
    taxation: notice(
      "taxation_unknown",
      "Le mode d'imposition des bénéfices n'est pas connu : acomptes, solde et déclaration de résultats ne sont pas dits.",
    ),
    vat: notice(
      "vat_regime_unknown",
      "Le régime de TVA n'est pas connu au début de la période : les déclarations de TVA de ce temps-là ne sont pas dites.",
    ),
    headcount: notice(
      "headcount_unknown",
      "L'effectif n'est pas connu au début de la période : les obligations d'employeur de ce temps-là ne sont pas dites.",
    ),
    legalForm: notice(
      "legal_form_unknown",
      "La forme juridique n'est pas connue : l'approbation et le dépôt des comptes ne sont pas dits.",
    ),
  },
} as const;
