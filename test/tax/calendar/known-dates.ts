import type * as z from "zod";
import type { CalendarProfile } from "#tax/calendar/profile";

type Known = Partial<z.input<typeof CalendarProfile>>;

/** A date that somebody published, or that follows from the text: who, which rule, for what, and the day. docs/tax/calendrier.md shows them all. */
export type KnownDate = {
  readonly company: Known;
  readonly code: string;
  readonly period: string;
  readonly nominalDate: string;
  readonly dueDate: string;
  readonly source: string;
};

const at = (company: Known, code: string, period: string, nominalDate: string, dueDate: string, source: string): KnownDate => ({
  ...{ company, code, period, nominalDate, dueDate, source },
});

const IS: Known = { taxation: "is" };
const IR: Known = { taxation: "ir" };
const CLOSING = (closingDay: string): Known => ({ taxation: "is", closingDay });
const STAFF = (persons: number): Known => ({ headcounts: [{ persons, validFrom: "2020-01-01" }] });
const VAT = (value: "normal_mensuel" | "normal_trimestriel" | "simplifie", vatDueDay: number | null = null): Known => ({
  ...{ vatRegimes: [{ value, validFrom: "2020-01-01" }], vatDueDay },
});
const DIVIDEND: Known = { dividends: [{ paidOn: "2026-07-10", grossCents: 100_000 }] };
const CVAE: Known = { cvaeTaxes: [{ year: 2024, taxCents: 400_000 }], turnovers: [{ year: 2025, turnoverCents: 100_000_000 }] };

export const KNOWN_DATES: readonly KnownDate[] = [
  at(IS, "is.acompte_1", "2025-12-31", "2025-03-15", "2025-03-17", "le 15 mars 2025 est un samedi"),
  at(IS, "is.acompte_2", "2025-12-31", "2025-06-15", "2025-06-16", "le 15 juin 2025 est un dimanche"),
  at(IS, "is.acompte_1", "2026-12-31", "2026-03-15", "2026-03-16", "le 15 mars 2026 est un dimanche"),
  at(IS, "is.solde", "2026-12-31", "2027-05-15", "2027-05-18", "samedi, puis lundi de Pentecôte"),
  at(CLOSING("03-31"), "is.acompte_1", "2026-03-31", "2025-06-15", "2025-06-16", "CGI ann. III art. 360 bis"),
  at(CLOSING("03-31"), "is.acompte_4", "2026-03-31", "2026-03-15", "2026-03-16", "CGI ann. III art. 360 bis"),
  at(CLOSING("06-30"), "is.acompte_1", "2026-06-30", "2025-09-15", "2025-09-15", "CGI ann. III art. 360 bis"),
  at(CLOSING("09-30"), "is.acompte_1", "2026-09-30", "2025-12-15", "2025-12-15", "CGI ann. III art. 360 bis"),
  at(CLOSING("11-30"), "is.acompte_4", "2025-11-30", "2025-12-15", "2025-12-15", "CGI ann. III art. 360 bis"),
  at(CLOSING("02-28"), "is.solde", "2025-02-28", "2025-06-15", "2025-06-16", "le 15 du quatrième mois"),
  at(CLOSING("01-31"), "is.solde", "2026-01-31", "2026-05-15", "2026-05-15", "le 15 du quatrième mois"),
  at({ ...IS, filesOnline: false }, "is.resultats", "2024-12-31", "2025-05-05", "2025-05-05", "2e jour ouvré après le 1er mai"),
  at(IS, "is.resultats", "2023-12-31", "2024-05-03", "2024-05-18", "publié pour le 18 mai 2024, un samedi"),
  at(IS, "is.resultats", "2024-12-31", "2025-05-05", "2025-05-20", "publié pour le 20 mai 2025"),
  at(IS, "is.resultats", "2025-12-31", "2026-05-05", "2026-05-20", "quinze jours après le 5 mai"),
  at(IS, "is.resultats", "2026-12-31", "2027-05-04", "2027-05-19", "quinze jours après le 4 mai"),
  at(
    { ...CLOSING("02-28"), filesOnline: false },
    "is.resultats",
    "2025-02-28",
    "2025-05-31",
    "2025-06-02",
    "trois mois, fin de mois ; samedi",
  ),
  at(CLOSING("03-31"), "is.resultats", "2025-03-31", "2025-06-30", "2025-07-15", "trois mois et quinze jours"),
  at(IR, "ir.resultats", "2025-12-31", "2026-05-05", "2026-05-20", "CGI art. 175"),
  at(VAT("simplifie"), "tva.ca12", "2024-12-31", "2025-05-05", "2025-05-05", "2e jour ouvré après le 1er mai"),
  at(VAT("simplifie"), "tva.ca12", "2025-12-31", "2026-05-05", "2026-05-05", "2e jour ouvré après le 1er mai"),
  at(VAT("simplifie"), "tva.ca12", "2026-12-31", "2027-05-04", "2027-05-04", "dernière CA12"),
  at({ ...VAT("simplifie"), closingDay: "06-30" }, "tva.ca12_e", "2026-06-30", "2026-09-30", "2026-09-30", "trois mois après la clôture"),
  at(VAT("normal_mensuel", 24), "tva.ca3_mensuelle", "2026-12-31", "2027-01-24", "2027-01-25", "dimanche"),
  at(VAT("normal_trimestriel", 19), "tva.ca3_trimestrielle", "2026-03-31", "2026-04-19", "2026-04-20", "dimanche"),
  at({ cfeLiable: true }, "cfe.solde", "2024-12-31", "2024-12-15", "2024-12-16", "le 15 décembre 2024 est un dimanche"),
  at({ cfeLiable: true }, "cfe.acompte", "2025-12-31", "2025-06-15", "2025-06-16", "le 15 juin 2025 est un dimanche"),
  at(CVAE, "cvae.acompte_1", "2025-12-31", "2025-06-15", "2025-06-16", "legifiscal.fr, CVAE : acompte du 16 juin 2025"),
  at(CVAE, "cvae.acompte_2", "2025-12-31", "2025-09-15", "2025-09-15", "efl.fr, 8 septembre 2025"),
  at(CVAE, "cvae.complement", "2025-12-31", "2025-09-15", "2025-09-15", "efl.fr, 8 septembre 2025"),
  at(CVAE, "cvae.solde", "2025-12-31", "2026-05-05", "2026-05-05", "efl.fr : 1329-DEF le 5 mai 2026"),
  at(STAFF(60), "social.dsn", "2026-03-31", "2026-04-05", "2026-04-07", "le 5 avril 2026 est le dimanche de Pâques"),
  at(
    STAFF(60),
    "social.apprentissage",
    "2023-12-31",
    "2024-05-05",
    "2024-05-06",
    "entreprendre.service-public.fr : le 6 ou le 15 mai 2024",
  ),
  at(
    STAFF(12),
    "social.apprentissage",
    "2023-12-31",
    "2024-05-15",
    "2024-05-15",
    "entreprendre.service-public.fr : le 6 ou le 15 mai 2024",
  ),
  at({ ...STAFF(60), paysFollowingMonth: true }, "social.dsn", "2026-03-31", "2026-04-15", "2026-04-15", "CSS art. R. 133-14"),
  at(STAFF(60), "social.logement", "2026-12-31", "2027-12-31", "2027-12-31", "dépense à faire, sans report"),
  at({ ...IS, paysFees: true }, "honoraires.das2", "2024-12-31", "2025-05-05", "2025-05-05", "avec la déclaration de résultats"),
  at(DIVIDEND, "dividendes.prelevement", "2026-07-31", "2026-08-15", "2026-08-17", "l'Assomption 2026 est un samedi"),
  at({ legalForm: "sarl" }, "societe.assemblee", "2025-12-31", "2026-06-30", "2026-06-30", "six mois après la clôture"),
  at({ legalForm: "sarl" }, "societe.depot", "2025-12-31", "2026-08-30", "2026-08-30", "deux mois en ligne, sans report"),
  at({}, "facture.reception", "2026-09-01", "2026-09-01", "2026-09-01", "décret 2024-266"),
  at({ size: "small" }, "facture.emission", "2027-09-01", "2027-09-01", "2027-09-01", "décret 2024-266"),
];
