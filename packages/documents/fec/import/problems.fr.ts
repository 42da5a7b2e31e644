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
