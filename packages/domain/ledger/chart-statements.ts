import type { ByPrefix } from "./chart-prefix.ts";

/** Lines of the balance sheet. */
export type BalanceSheetLine =
  | ("capital_souscrit_non_appele" | "immobilisations_incorporelles" | "immobilisations_corporelles" | "immobilisations_financieres")
  | ("stocks" | "avances_acomptes_verses" | "clients" | "autres_creances" | "capital_appele_non_verse")
  | ("valeurs_mobilieres_placement" | "disponibilites" | "charges_constatees_avance")
  | ("frais_emission_emprunts" | "primes_remboursement_emprunts" | "ecarts_conversion_actif")
  | ("capital" | "primes" | "ecarts_reevaluation" | "reserves" | "report_a_nouveau" | "resultat")
  | ("subventions_investissement" | "provisions_reglementees" | "autres_fonds_propres" | "provisions")
  | ("emprunts" | "emprunts_dettes_financieres_divers" | "avances_acomptes_recus" | "fournisseurs" | "dettes_fiscales_sociales")
  | ("dettes_immobilisations" | "autres_dettes" | "produits_constates_avance" | "ecarts_conversion_passif");

/** Lines of the income statement. */
export type IncomeStatementLine =
  | ("ca_ventes_marchandises" | "ca_production_vendue_biens" | "ca_production_vendue_services")
  | ("production_stockee" | "production_immobilisee" | "subventions_exploitation" | "reprises_transferts" | "autres_produits")
  | ("achats_marchandises" | "variation_stocks_marchandises" | "achats_matieres" | "variation_stocks_matieres")
  | ("autres_achats_charges_externes" | "impots_taxes" | "salaires" | "charges_sociales" | "dotations" | "autres_charges")
  | ("operations_en_commun" | "produits_financiers" | "charges_financieres" | "produits_exceptionnels" | "charges_exceptionnelles")
  | ("participation" | "is");

export type StatementLine = BalanceSheetLine | IncomeStatementLine;

/** Accounts that stand on the same line whichever way their balance lies; a depreciation stands on the line of its asset. */
const LINES_EITHER_SIDE: ByPrefix<StatementLine> = {
  ...{ 1: "capital", 104: "primes", 105: "ecarts_reevaluation", 106: "reserves", 107: "reserves", 109: "capital_souscrit_non_appele" },
  ...{ 11: "report_a_nouveau", 12: "resultat", 13: "subventions_investissement", 14: "provisions_reglementees", 15: "provisions" },
  ...{ 16: "emprunts", 165: "emprunts_dettes_financieres_divers", 166: "emprunts_dettes_financieres_divers" },
  ...{ 167: "autres_fonds_propres", 168: "emprunts_dettes_financieres_divers", 169: "primes_remboursement_emprunts" },
  ...{ 16881: "emprunts", 16883: "emprunts", 16884: "emprunts", 17: "emprunts_dettes_financieres_divers" },
  ...{ 2: "immobilisations_corporelles", 20: "immobilisations_incorporelles", 229: "autres_fonds_propres" },
  ...{ 232: "immobilisations_incorporelles", 237: "immobilisations_incorporelles", 280: "immobilisations_incorporelles" },
  ...{ 290: "immobilisations_incorporelles", 2932: "immobilisations_incorporelles" },
  ...{ 26: "immobilisations_financieres", 27: "immobilisations_financieres", 296: "immobilisations_financieres" },
  ...{ 297: "immobilisations_financieres", 269: "dettes_immobilisations", 279: "dettes_immobilisations" },
  ...{ 3: "stocks", 4091: "avances_acomptes_verses", 4191: "avances_acomptes_recus", 4562: "capital_appele_non_verse" },
  ...{ 457: "autres_dettes", 476: "ecarts_conversion_actif", 477: "ecarts_conversion_passif", 481: "frais_emission_emprunts" },
  ...{ 486: "charges_constatees_avance", 487: "produits_constates_avance", 491: "clients", 495: "autres_creances", 496: "autres_creances" },
  ...{ 49: "autres_creances", 5: "disponibilites", 50: "valeurs_mobilieres_placement", 509: "autres_dettes", 519: "emprunts" },
  ...{ 5181: "emprunts", 59: "valeurs_mobilieres_placement" },
  ...{ 6: "autres_charges", 60: "autres_achats_charges_externes", 601: "achats_matieres", 602: "achats_matieres" },
  ...{ 6031: "variation_stocks_matieres", 6032: "variation_stocks_matieres", 603: "variation_stocks_matieres" },
  ...{ 6037: "variation_stocks_marchandises", 607: "achats_marchandises", 6091: "achats_matieres", 6092: "achats_matieres" },
  ...{ 6097: "achats_marchandises", 61: "autres_achats_charges_externes", 62: "autres_achats_charges_externes", 63: "impots_taxes" },
  ...{ 64: "salaires", 645: "charges_sociales", 646: "charges_sociales", 647: "charges_sociales", 655: "operations_en_commun" },
  ...{ 66: "charges_financieres", 67: "charges_exceptionnelles", 68: "dotations", 686: "charges_financieres" },
  ...{ 687: "charges_exceptionnelles", 69: "is", 691: "participation" },
  ...{ 7: "autres_produits", 70: "ca_production_vendue_services", 701: "ca_production_vendue_biens" },
  ...{ 702: "ca_production_vendue_biens", 703: "ca_production_vendue_biens", 7091: "ca_production_vendue_biens" },
  ...{ 7092: "ca_production_vendue_biens", 707: "ca_ventes_marchandises", 7097: "ca_ventes_marchandises" },
  ...{ 71: "production_stockee", 72: "production_immobilisee", 74: "subventions_exploitation", 755: "operations_en_commun" },
  ...{ 76: "produits_financiers", 77: "produits_exceptionnels", 78: "reprises_transferts", 786: "produits_financiers" },
  ...{ 787: "produits_exceptionnels", 79: "reprises_transferts", 796: "produits_financiers", 797: "produits_exceptionnels" },
};

/** Accounts a balance sheet shows among assets or debts by the side of their balance: netting them is not allowed (PCG art. 1011-5). */
const LINES_BY_SIDE: ByPrefix<{ readonly debit: BalanceSheetLine; readonly credit: BalanceSheetLine }> = {
  18: { debit: "autres_creances", credit: "autres_dettes" },
  4: { debit: "autres_creances", credit: "autres_dettes" },
  40: { debit: "autres_creances", credit: "fournisseurs" },
  404: { debit: "autres_creances", credit: "dettes_immobilisations" },
  405: { debit: "autres_creances", credit: "dettes_immobilisations" },
  4084: { debit: "autres_creances", credit: "dettes_immobilisations" },
  41: { debit: "clients", credit: "autres_dettes" },
  42: { debit: "autres_creances", credit: "dettes_fiscales_sociales" },
  43: { debit: "autres_creances", credit: "dettes_fiscales_sociales" },
  44: { debit: "autres_creances", credit: "dettes_fiscales_sociales" },
  45: { debit: "autres_creances", credit: "emprunts_dettes_financieres_divers" },
  456: { debit: "autres_creances", credit: "autres_dettes" },
  512: { debit: "disponibilites", credit: "emprunts" },
  517: { debit: "disponibilites", credit: "emprunts" },
  518: { debit: "disponibilites", credit: "emprunts" },
};

/** Where each account stands; classes 8 and 9 stand nowhere. */
export const STATEMENT_LINES: ByPrefix<StatementLine | { readonly debit: BalanceSheetLine; readonly credit: BalanceSheetLine }> = {
  ...LINES_EITHER_SIDE,
  ...LINES_BY_SIDE,
};
