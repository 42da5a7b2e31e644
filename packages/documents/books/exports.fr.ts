/** Sheet names of the exports. */
export const EXPORT_NAMES = {
  ...{ transactions: "Transactions", categories: "Catégories", invoices: "Factures" },
  entries: "Écritures",
} as const;

/** Column headers of the exports. */
export const EXPORT_HEADERS = {
  ...{ date: "Date", account: "Compte bancaire", label: "Libellé", rawLabel: "Libellé de la banque", category: "Catégorie" },
  ...{ amount: "Montant", currency: "Devise", status: "Statut", note: "Note", id: "Identifiant" },
  ...{ name: "Nom", group: "Groupe", direction: "Sens", pcgAccount: "Compte PCG", vatTreatment: "Traitement de la TVA" },
  ...{ number: "Numéro", customer: "Client", net: "Montant HT", vat: "TVA", gross: "Montant TTC", dueOn: "Échéance" },
  ...{ yearEnds: "Clôture de l'exercice", journal: "Journal", pieceRef: "Pièce", pieceDate: "Date de la pièce" },
  ...{ ledgerAccount: "Compte", accountLabel: "Libellé du compte", thirdParty: "Compte auxiliaire", thirdPartyName: "Tiers" },
  ...{ debit: "Débit", credit: "Crédit", validatedOn: "Validée le" },
  ...{ total: "Total", totalInEuros: "Total en euros" },
} as const;

export const TRANSACTION_STATUSES = { booked: "Comptabilisée", pending: "En attente", future: "À venir", deleted: "Supprimée" } as const;

export const DIRECTIONS = { in: "Encaissement", out: "Décaissement", both: "Les deux" } as const;

export const INVOICE_STATUSES = {
  ...{ draft: "Brouillon", finalized: "Finalisée", sent: "Envoyée", partially_paid: "Payée en partie" },
  ...{ paid: "Payée", overdue: "En retard", cancelled: "Annulée", credited: "Soldée par avoir" },
} as const;

const VAT_TREATMENTS: Readonly<Record<string, string>> = {
  aucune: "Aucune",
  collectee: "TVA collectée",
  collectee_moins: "TVA collectée, en diminution",
  exonere: "Exonéré",
  exonere_ou_20: "Exonéré ou 20 %",
  hors_champ: "Hors champ",
  deductible_10: "Déductible, 10 %",
  deductible_20: "Déductible, 20 %",
  deductible_20_immo: "Déductible sur immobilisations, 20 %",
  deductible_moins: "Déductible, en diminution",
  deductible_taux_variable: "Déductible, taux variable",
  deductible_20_ou_autoliquidation: "Déductible, 20 % ou autoliquidation",
  deductible_20_ou_5_5: "Déductible, 20 % ou 5,5 %",
  deductible_80_ou_100: "Déductible à 80 % ou 100 %",
  deductible_20_ou_exonere: "Déductible, 20 %, ou exonéré",
  deductible_ou_exonere: "Déductible ou exonéré",
  non_deductible: "Non déductible",
  non_deductible_ou_deductible_10: "Non déductible, ou déductible à 10 %",
  variable: "Variable",
  via_facture: "D'après la facture",
  via_justificatifs: "D'après les justificatifs",
};

/** The treatment in words; a code without words is shown as it is. */
export const vatTreatment = (code: string): string => VAT_TREATMENTS[code] ?? code;
