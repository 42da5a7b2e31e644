import { euros, longDate } from "#domain/amounts.fr";
import type { BusinessDate } from "#domain/dates";
import type { TaxNotice } from "../notice.ts";
import type { RegimeStep, TvaRegimeInput } from "./regime-input.ts";
import type { Excess } from "./regime-limits.ts";

type Told = Omit<RegimeStep, "from">;

const over = ({ turnoverCents, limitCents }: Excess): string => `${euros(turnoverCents)} pour une limite de ${euros(limitCents)}`;

/** Why a regime applies, in French. */
export const REASONS = {
  franchise: (year: number): Told => ({
    ...{ regime: "franchise", filing: "none" },
    reason: `Le chiffre d'affaires n'excède pas les limites de la franchise en base applicables en ${year}.`,
    article: "CGI art. 293 B",
  }),
  baseExceeded: (excess: Excess, year: number): string => `Franchise perdue : chiffre d'affaires ${year} de ${over(excess)}.`,
  raisedExceeded: (excess: Excess, on: BusinessDate): string =>
    `Franchise perdue : limite majorée dépassée le ${longDate(on)} (${over(excess)}).`,
  option: "Option pour le paiement de la TVA (CGI art. 293 F).",
  optedNormal: "Option pour le régime réel normal.",
  intraEu: "Le régime simplifié est fermé aux entreprises qui réalisent des acquisitions intracommunautaires ou des importations.",
  taxOver: (tax: number, limit: number): string => `TVA exigible de l'année précédente de ${euros(tax)}, supérieure à ${euros(limit)}.`,
  toleranceOver: (excess: Excess): string => `Seuil de tolérance du régime simplifié dépassé dans l'année : ${over(excess)}.`,
  simplifiedOver: (excess: Excess): string => `Limite du régime simplifié dépassée l'année précédente : ${over(excess)}.`,
  maybeAgain: (excess: Excess): string =>
    `Limite du régime simplifié dépassée l'année précédente : ${over(excess)} ; l'avant-dernière année est inconnue, un second dépassement est supposé.`,
  within: "Chiffre d'affaires dans les limites du régime simplifié.",
  firstExcess: (excess: Excess): string => `Premier dépassement (${over(excess)}) : le régime simplifié est maintenu l'année qui suit.`,
  simplified: (reason: string): Told => ({
    ...{ regime: "simplified", filing: "yearly" },
    reason,
    article: "CGI art. 302 septies A ; 287, 3",
  }),
  normal: (reason: string, quarterly: boolean): Told => ({
    ...{ regime: "normal", filing: quarterly ? "monthly_or_quarterly" : "monthly" },
    reason,
    article: "CGI art. 287, 2",
  }),
} as const;

/** What is assumed, and what changes soon. */
export function regimeNotices({ year, lastYear, startedOn, taxDueLastYearCents }: TvaRegimeInput): TaxNotice[] {
  const started = startedOn !== null && startedOn >= `${year}-01-01`;
  return [
    ...(lastYear || started ? [] : [NO_LAST_YEAR]),
    ...(taxDueLastYearCents === null ? [NO_TAX] : []),
    ...(year >= 2026 ? [SIMPLIFIED_ENDS] : []),
  ];
}

const NO_LAST_YEAR: TaxNotice = {
  code: "last_year_unknown",
  message: "Chiffre d'affaires de l'année précédente inconnu : il est supposé ne dépasser aucune limite.",
  article: "CGI art. 293 B",
};
const NO_TAX: TaxNotice = {
  code: "tax_due_unknown",
  message: "TVA exigible de l'année précédente inconnue : elle est supposée nulle.",
  article: "CGI art. 287, 3 bis",
};
const SIMPLIFIED_ENDS: TaxNotice = {
  code: "simplified_ends",
  message: "Le régime simplifié de TVA disparaît pour les opérations réalisées à compter du 1er janvier 2027.",
  article: "loi de finances pour 2025, art. 38",
};
