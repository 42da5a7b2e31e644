/** Names of the steps of a computation, as they stand on the forms 2058-A, 2065 and 2572. */
export const STEPS = {
  fiscalResult: "Résultat fiscal",
  taxableProfit: "Bénéfice imposable",
  grossTax: "Impôt sur les sociétés brut",
  totalDue: "Impôt et contribution dus",
  balance: "Solde à payer (négatif : à restituer)",
  accountingResult: "Résultat comptable",
  rounding: "Arrondi à l'euro",
  lossesUsed: "Déficits antérieurs imputés",
  lossCarriedBack: "Déficit reporté en arrière",
  lossCarriedForward: "Déficit reporté en avant",
  atReducedRate: "Impôt au taux réduit",
  atNormalRate: "Impôt au taux normal",
  giftReduction: "Réduction d'impôt mécénat",
  creditsRefunded: "Excédent de crédits d'impôt restituable",
  instalmentsPaid: "Acomptes versés",
  socialContribution: "Contribution sociale sur l'impôt sur les sociétés",
} as const;

export const CREDIT_LABELS = {
  research_expenses: "Crédit d'impôt recherche",
  innovation_expenses: "Crédit d'impôt innovation",
} as const;
