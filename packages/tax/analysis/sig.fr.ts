import type { SigCode } from "./sig-code.ts";

export const SIG_LABELS: Readonly<Record<SigCode, string>> = {
  marge_commerciale: "Marge commerciale",
  production_exercice: "Production de l'exercice",
  valeur_ajoutee: "Valeur ajoutée",
  excedent_brut_exploitation: "Excédent brut d'exploitation",
  resultat_exploitation: "Résultat d'exploitation",
  resultat_courant_avant_impot: "Résultat courant avant impôt",
  resultat_exceptionnel: "Résultat exceptionnel",
  resultat_net: "Résultat net de l'exercice",
  plus_values_cessions: "Plus-values et moins-values sur cessions d'immobilisations",
  capacite_autofinancement: "Capacité d'autofinancement",
};
