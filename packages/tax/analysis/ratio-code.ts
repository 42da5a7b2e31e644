/** The ratios drawn from the statements of a year. */
export type RatioCode =
  | ("taux_marge_commerciale" | "taux_valeur_ajoutee" | "taux_ebe" | "taux_resultat_net" | "part_personnel" | "poids_charges_financieres")
  | ("rentabilite_capitaux_propres" | "autonomie_financiere" | "endettement" | "capacite_remboursement" | "couverture_emplois_stables")
  | ("liquidite_generale" | "vetuste_immobilisations" | "bfr_jours" | "delai_clients" | "delai_fournisseurs" | "rotation_stocks");
