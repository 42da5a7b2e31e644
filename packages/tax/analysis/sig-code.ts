/** The intermediate balances (soldes intermédiaires de gestion), in the order they are drawn, and what comes with them. */
export type SigCode =
  | ("marge_commerciale" | "production_exercice" | "valeur_ajoutee" | "excedent_brut_exploitation" | "resultat_exploitation")
  | ("resultat_courant_avant_impot" | "resultat_exceptionnel" | "resultat_net" | "plus_values_cessions" | "capacite_autofinancement");
