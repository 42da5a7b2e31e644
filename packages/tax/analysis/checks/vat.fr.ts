import { euros, percent } from "#domain/amounts.fr";

const HUNDREDTH = 100;
/** Rates are shown to the hundredth of a percent. */
const rate = (ppm: number): string => percent(Math.round(ppm / HUNDREDTH) * HUNDREDTH);

export const VAT_WORDS = {
  franchise:
    "Une TVA collectée (44571) est comptabilisée alors que l'entreprise est en franchise ou hors du champ de la taxe : la TVA mentionnée sur une facture est due du seul fait de sa facturation.",
  absent: (turnover: number): string =>
    `Aucune TVA collectée n'apparaît pour ${euros(turnover)} de ventes. C'est normal en franchise ou pour des opérations exonérées ; sinon la TVA reste à comptabiliser.`,
  tooMuch: (vat: number, sales: number, ppm: number): string =>
    `La TVA collectée dans l'exercice (${euros(vat)}) représente ${rate(ppm)} des ventes (${euros(sales)}), plus que le taux le plus élevé : ventes non comptabilisées, acomptes, ou TVA portée deux fois.`,
  implied: (vat: number, sales: number, ppm: number): string =>
    `La TVA collectée dans l'exercice (${euros(vat)}) représente ${rate(ppm)} des ventes (${euros(sales)}). Un taux inférieur au taux normal se justifie par des ventes exonérées, à l'exportation, à taux réduit, ou par une taxe exigible à l'encaissement.`,
  deducted: (vat: number, bought: number, ppm: number): string =>
    `La TVA déduite sur biens et services (${euros(vat)}) représente ${rate(ppm)} des achats et charges externes (${euros(bought)}), plus que le taux le plus élevé : TVA d'immobilisations à porter en 44562, ou déduction à vérifier.`,
  open: (due: number): string =>
    `Les comptes de TVA 44571, 44562 et 44566 laissent un solde net ${due >= 0 ? `à payer de ${euros(due)}` : `en faveur de l'entreprise de ${euros(-due)}`} : la déclaration de la dernière période doit les solder.`,
  both: "L'entreprise doit de la TVA (44551) et dispose d'un crédit reporté (44567) : le crédit s'impute sur la taxe due avant tout paiement.",
} as const;
