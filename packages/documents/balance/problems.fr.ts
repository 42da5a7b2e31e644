import { BALANCE_PROBLEMS, type BalanceProblemCode, type BalanceRemarkCode } from "./problem-codes.ts";

/** What is wrong with a balance, as told to who sends it; `%` stands for the detail. */
export const BALANCE_PROBLEMS_FR: Readonly<Record<BalanceProblemCode, string>> = {
  file_empty: "Le fichier est vide.",
  not_text: "Ce n'est ni un texte, ni un classeur Excel : caractère % inattendu.",
  encoding_mixed: "L'encodage est incohérent : un caractère n'est pas de l'%. Enregistrez le fichier en UTF-8.",
  pdf_file: "Un PDF ne peut pas être lu : demandez la balance en CSV, en Excel ou le FEC.",
  old_workbook: "Classeur de l'ancien format .xls, ou protégé par un mot de passe : enregistrez-le au format .xlsx, sans mot de passe.",
  other_archive: "Une archive ne peut pas être lue : envoyez le fichier qu'elle contient.",
  no_headings:
    "Aucune ligne d'en-tête reconnue : il faut une colonne « Compte », et « Débit » et « Crédit », « Solde débiteur » et « Solde créditeur », ou « Solde ».",
  no_rows: "Aucun compte sous la ligne d'en-tête.",
  too_many_lines: "Plus de % lignes : ce n'est pas une balance.",
  too_many_rows: "Plus de % comptes.",
  too_many_problems: "Plus de % anomalies : la lecture s'arrête ici.",
  period_unknown: "Les dates des écritures ne disent pas l'exercice : donnez son premier et son dernier jour.",
  books_empty: "Aucune écriture validée sur cet exercice : il n'y a pas de balance.",
  file_too_large: "Plus de % Mo : seul un FEC peut être aussi long.",
  zip_damaged: "Classeur endommagé ou incomplet : %.",
  zip_encrypted: "Classeur chiffré : enregistrez-le sans mot de passe.",
  zip_too_many_entries: "Archive de % fichiers : ce n'est pas un classeur.",
  zip_too_large: "Le classeur décompressé dépasse la taille permise : %.",
  zip_ratio: "Compression anormale, comme dans une bombe de décompression : %.",
  workbook_missing: "Cette archive n'est pas un classeur Excel .xlsx.",
  workbook_xml: "Le contenu du classeur est mal formé.",
  xml_doctype: "Le classeur déclare un type de document (DOCTYPE) : il est refusé.",
  column_beyond: "Référence de colonne impossible dans la feuille.",
  formula_without_value: "Formule enregistrée sans sa valeur : ouvrez le classeur dans un tableur, enregistrez-le, puis renvoyez-le.",
  cell_error: "La cellule contient une erreur : %.",
  quote_open: "Guillemet ouvert et jamais refermé.",
  line_too_wide: "La ligne a plus de zones que l'en-tête (%) : une virgule décimale sans guillemets, peut-être.",
  account_missing: "Un montant sans numéro de compte.",
  account_invalid: "« % » n'est pas un numéro de compte.",
  side_unreadable: "« % » n'est pas un sens : D ou C attendu.",
  amount_unreadable: "« % » n'est pas un montant.",
  amount_ambiguous: "« % » peut se lire de deux façons : milliers ou décimales.",
  amount_too_large: "« % » dépasse un milliard d'euros.",
  amount_decimals: "« % » a plus de deux décimales.",
  amount_negative: "« % » : un débit ou un crédit n'est pas négatif.",
  both_sides: "Le compte % a un solde débiteur et un solde créditeur.",
  row_inconsistent: "Compte % : à-nouveaux et mouvements n'expliquent pas le solde.",
  total_mismatch: "Le total « % » n'est pas la somme des comptes lus au-dessus.",
  fec_line_unreadable: "La ligne n'a pas le nombre de zones de l'en-tête du FEC.",
  fec_amount_unreadable: "« % » n'est pas un montant.",
  fec_date_unreadable: "La date de l'écriture manque ou ne peut pas être lue : « % ».",
  fec_entry_unbalanced: "L'écriture n'est pas équilibrée : écart de %.",
  fec_entry_too_long: "L'écriture a plus de % lignes.",
  account_unknown: "Le compte % n'existe pas au plan comptable général.",
  account_twice: "Le compte est déjà donné plus haut : %.",
  unbalanced_movements: "Les mouvements au débit et au crédit diffèrent : %.",
  unbalanced_balances: "Les soldes débiteurs et créditeurs diffèrent : %.",
  unbalanced_openings: "Les à-nouveaux au débit et au crédit diffèrent : %.",
};

/** What was done with a file, as its reader is told; `%` stands for the detail. */
export const BALANCE_REMARKS_FR: Readonly<Record<BalanceRemarkCode, string>> = {
  total_skipped: "Total non compté parmi les comptes, vérifié : il est la somme des comptes lus.",
  total_unchecked: "Ligne de total ou de report non comptée parmi les comptes, et non vérifiée.",
  subtotal_skipped: "Rubrique % non comptée parmi les comptes, vérifiée : elle est la somme des siens.",
  charset_read: "Texte lu en %.",
  preamble_skipped: "% ligne(s) au-dessus de l'en-tête, non lue(s).",
  formula_value_read: "% cellule(s) calculée(s) : la valeur enregistrée avec le classeur est lue, elle n'est pas recalculée.",
  hidden_sheet: "Feuille masquée non lue : « % ».",
  other_sheets: "Autre feuille non lue : « % ».",
  hidden_rows: "% ligne(s) masquée(s), lue(s) comme les autres.",
  third_parties_summed: "Les tiers sont additionnés par compte : % ligne(s).",
  balances_computed: "Soldes calculés : débit moins crédit.",
  openings_not_told: "Sans à-nouveaux : les mouvements n'expliquent pas à eux seuls les soldes.",
  column_not_used: "Colonne non lue : « % ».",
  fec_opening_apart: "% écriture(s) d'à-nouveaux, comptée(s) à part des mouvements.",
  fec_closing_left_out: "% écriture(s) de clôture laissée(s) de côté : elles soldent les comptes de charges et de produits.",
  fec_centralisation_left_out: "% écriture(s) de centralisation laissée(s) de côté : elles répètent d'autres journaux.",
  fec_period_inferred: "Exercice déduit des dates des écritures : %.",
  fec_outside_period: "% écriture(s) hors de l'exercice, laissée(s) de côté.",
  fec_verdict: "Contrôle du FEC (LPF art. A47 A-1) : %.",
};

/** The sentence of a problem, after the place a person looks for: `Ligne 12 : …`, `Cellule D12 : …`. */
function balanceProblemFr(code: BalanceProblemCode, place: string, detail: string): string {
  const where = place === "" ? "" : `${/^\d+$/.test(place) ? "Ligne" : "Cellule"} ${place} : `;
  return where + filled(BALANCE_PROBLEMS_FR[code], detail);
}

export const balanceRemarkFr = (code: BalanceRemarkCode, detail: string): string => filled(BALANCE_REMARKS_FR[code], detail);

const filled = (sentence: string, detail: string): string => sentence.replace(detail === "" ? / ?: %(?=\.)/ : "%", () => detail);

/** The sentence of a flaw `code:place:detail`; undefined when the code is none of a balance. */
export function balanceFlawFr(kind: string, value: string): string | undefined {
  const code = BALANCE_PROBLEMS.find((known) => known === kind);
  const colon = value.indexOf(":");
  return code && colon >= 0 ? balanceProblemFr(code, value.slice(0, colon), value.slice(colon + 1)) : undefined;
}
