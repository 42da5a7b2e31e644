/** What a reader is told about the analysis itself. */
export const NOTICE_WORDS = {
  sigWithoutModel: {
    code: "sig_sans_modele_legal",
    message:
      "Depuis les exercices ouverts en 2025, le plan comptable général ne donne plus de modèle de soldes intermédiaires de gestion : ceux-ci suivent l'usage de la profession (quote-part des subventions d'investissement et cessions d'immobilisations dans le résultat d'exploitation, après l'excédent brut).",
    article: "Règlement ANC 2022-06",
  },
  changeOfChart: {
    code: "changement_de_plan_comptable",
    message:
      "L'exercice précédent suit l'ancien plan comptable : cessions d'immobilisations, quotes-parts de subventions et éléments exceptionnels n'y figurent pas aux mêmes lignes. Les soldes d'exploitation, courant et exceptionnel ne se comparent pas ligne à ligne.",
    article: "Règlement ANC 2022-06",
  },
  provisional: {
    code: "exercice_en_cours",
    message: "L'exercice n'est pas terminé : la balance est une situation provisoire, avant les écritures d'inventaire.",
    article: null,
  },
  partners: {
    code: "comptes_courants_hors_exploitation",
    message:
      "Les comptes courants d'associés (455) sont classés hors exploitation, faute de savoir s'ils sont bloqués. Une convention de blocage les ferait passer dans les ressources stables.",
    article: null,
  },
  maturities: {
    code: "echeances_inconnues",
    message: "La balance ne donne pas les échéances : les emprunts sont classés en entier dans les ressources stables.",
    article: null,
  },
  noCompanyLaw: {
    code: "parametres_absents",
    message:
      "Les parts du capital que le code de commerce vise (capitaux propres, réserve légale) ne sont pas connues pour un exercice clos à cette date : ces contrôles n'ont pas été faits.",
    article: "C. com. art. L223-42, L225-248, L232-10",
  },
  noVatRate: {
    code: "taux_tva_inconnu",
    message: "Le taux normal de TVA n'est pas connu à la clôture : la vraisemblance de la TVA n'a pas été contrôlée.",
    article: "CGI art. 278",
  },
} as const;
