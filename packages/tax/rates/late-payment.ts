import { type DatedRow, type Parameter, row, UNKNOWN } from "./dated.ts";

const REFI = "Banque centrale européenne, taux des opérations principales de refinancement";
const LEGAL = "C. mon. fin. art. L. 313-2 ; arrêté semestriel";

const figure = (id: string, label: string, unit: "ppm" | "cents" | "days", rows: readonly DatedRow[]): Parameter => ({
  ...{ id: `late_payment.${id}`, label, unit, chosenBy: "due_on", rows },
});

const half = (year: number, part: 1 | 2, ppm: number | typeof UNKNOWN, source: string): DatedRow =>
  part === 1 ? row(`${year}-01-01`, ppm, source, `${year}-06-30`) : row(`${year}-07-01`, ppm, source, `${year}-12-31`);

/** What a late payment between businesses costs, 2024-2026, half-year by half-year, and the legal payment terms. */
export const LATE_PAYMENT_LAW = {
  refinancing: figure("taux_bce", "Taux de refinancement de la BCE au premier jour du semestre", "ppm", [
    half(2024, 1, 45_000, `${REFI} au 1er janvier 2024 (presse)`),
    half(2024, 2, 42_500, `${REFI} au 1er juillet 2024 (trois sources, dont Bpifrance Création)`),
    half(2025, 1, 31_500, `${REFI} au 1er janvier 2025 (de mémoire, non relu)`),
    half(2025, 2, 21_500, `${REFI} au 1er juillet 2025 (presse : inchangé de juin à octobre 2025)`),
    half(2026, 1, 21_500, `${REFI} au 1er janvier 2026 (de mémoire, non relu)`),
    half(2026, 2, UNKNOWN, `${REFI} au 1er juillet 2026 : non trouvé`),
  ]),
  points: figure("majoration", "Majoration du taux de refinancement", "ppm", [
    row("2009-01-01", 100_000, "C. com. art. L. 441-10, II ; loi 2008-776 art. 21"),
  ]),
  legalInterest: figure("interet_legal", "Taux de l'intérêt légal, créances entre professionnels", "ppm", [
    half(2024, 1, 50_700, `${LEGAL} (presse, une source)`),
    half(2024, 2, 49_200, `${LEGAL} (deux sources, dont Bpifrance Création)`),
    half(2025, 1, 37_100, `${LEGAL} (deux sources)`),
    half(2025, 2, 27_600, `${LEGAL} ECOT2516925A du 19 juin 2025`),
    half(2026, 1, 26_200, `${LEGAL} du 15 décembre 2025`),
    half(2026, 2, UNKNOWN, `${LEGAL} de juin 2026 : non trouvé`),
  ]),
  floorMultiple: figure("plancher", "Plancher du taux convenu, en fois l'intérêt légal", "ppm", [
    row("2009-01-01", 3_000_000, "C. com. art. L. 441-10, II"),
  ]),
  recovery: figure("indemnite", "Indemnité forfaitaire pour frais de recouvrement, par facture", "cents", [
    row("2013-01-01", 4_000, "C. com. art. D. 441-5"),
  ]),
  yearDays: figure("jours", "Jours de l'année dans le calcul des pénalités", "days", [
    row("2009-01-01", 365, "usage ; C. com. art. L. 441-10, II"),
  ]),
  defaultTerm: figure("delai.defaut", "Délai sans accord, après la réception", "days", [
    row("2009-01-01", 30, "C. com. art. L. 441-10, I, al. 1"),
  ]),
  longestTerm: figure("delai.maximal", "Délai convenu maximal, après la facture", "days", [
    row("2009-01-01", 60, "C. com. art. L. 441-10, I, al. 2"),
  ]),
  endOfMonthTerm: figure("delai.fin_de_mois", "Délai fin de mois maximal", "days", [
    row("2009-01-01", 45, "C. com. art. L. 441-10, I, al. 3"),
  ]),
  periodicTerm: figure("delai.periodique", "Délai maximal d'une facture périodique", "days", [
    row("2014-03-19", 45, "C. com. art. L. 441-10, I, al. 4"),
  ]),
} as const satisfies Readonly<Record<string, Parameter>>;

export type LatePaymentLaw = Readonly<Record<keyof typeof LATE_PAYMENT_LAW, Parameter>>;
