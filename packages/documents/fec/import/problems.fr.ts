/** Why an entry of a FEC cannot be booked, as told to who imports it; `%` stands for the detail. */
export const PROBLEMS = {
  line_unreadable: "La ligne n'a pas le nombre de zones de l'en-tête : elle ne peut pas être lue.",
  amount_unreadable: "Le montant ne peut pas être lu : %.",
  date_unreadable: "La date de l'écriture manque ou ne peut pas être lue : %.",
  account_invalid: "Le compte ne commence pas par trois chiffres du plan comptable : %.",
  too_many_lines: "L'écriture a plus de % lignes.",
  one_line: "L'écriture n'a qu'une ligne avec un montant.",
  no_amount: "L'écriture n'a que des montants nuls.",
  unbalanced: "L'écriture n'est pas équilibrée : écart de %.",
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Why a file as a whole cannot be taken over. */
export const FILE_PROBLEMS = {
  other_company: "Le nom du fichier porte le SIREN d'une autre entreprise.",
  empty: "Le fichier ne contient aucune écriture à reprendre.",
  no_year: "Le début et la fin indiqués ne forment pas un exercice de vingt-quatre mois au plus.",
  outside_year: "Des écritures sont datées hors de l'exercice annoncé.",
  not_closed: "Le fichier ne va pas jusqu'à la clôture d'un exercice terminé : ses soldes ne peuvent pas ouvrir le suivant.",
  in_future: "Le fichier va au-delà d'aujourd'hui : des écritures à venir ne peuvent pas être validées.",
} as const;

export type FileProblemCode = keyof typeof FILE_PROBLEMS;
