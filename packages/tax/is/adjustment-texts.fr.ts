import { euros, percent } from "#domain/amounts.fr";

/** What the adjustments with a limit of their own are called, and how they are computed. */
export const TEXTS = {
  gift: { label: "Dons (mécénat)", article: "CGI art. 238 bis", detail: "non déductibles : ils ouvrent droit à la réduction d'impôt" },
  car: { label: "Amortissement de véhicule de tourisme, fraction non déductible", article: "CGI art. 39, 4" },
  interest: { label: "Intérêts de comptes courants d'associés, fraction non déductible", article: "CGI art. 39, 1-3°" },
  dividend: { label: "Dividendes du régime mère-fille", article: "CGI art. 145 et 216" },
  parentShare: { label: "Quote-part de frais et charges", article: "CGI art. 216, I" },
} as const;

export const carDetail = (depreciationCents: number, priceCents: number, ceilingCents: number): string =>
  priceCents <= ceilingCents
    ? `prix de ${euros(priceCents)} dans la limite de ${euros(ceilingCents)}`
    : `${euros(depreciationCents)} × (${euros(priceCents)} − ${euros(ceilingCents)}) / ${euros(priceCents)}`;

export const interestDetail = (paidCents: number, balanceCents: number, ratePpm: number, allowedCents: number): string =>
  `${euros(paidCents)} comptabilisés ; admis : ${euros(balanceCents)} × ${percent(ratePpm)} = ${euros(allowedCents)}`;

export const CAPITAL_NOT_PAID = "capital non entièrement libéré : rien n'est déductible";

export const shareDetail = (amountCents: number, ppm: number): string => `${euros(amountCents)} × ${percent(ppm)}`;
