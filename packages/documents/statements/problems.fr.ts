import { STATEMENT_FAULTS, type StatementFaultCode, type StatementRemarkCode } from "./problem-codes.ts";

/** What is wrong with a statement, or was done with it, as told to who sends it; `%` stands for the detail. */
const STATEMENT_PROBLEMS_FR: Readonly<Record<StatementFaultCode | StatementRemarkCode, string>> = {
  file_empty: "Le fichier est vide.",
  file_too_large: "Le fichier dépasse % Mo : exportez une période plus courte.",
  not_text: "Ce n'est pas un fichier texte : caractère % inattendu.",
  encoding_mixed: "L'encodage est incohérent : un caractère n'est pas de l'%. Téléchargez de nouveau le fichier auprès de la banque.",
  pdf_file: "Un relevé PDF ne peut pas être importé : demandez à la banque un fichier OFX, CFONB, CAMT.053 ou CSV.",
  archive_file: "Une archive ou un classeur ne peut pas être importé : envoyez le fichier OFX, CFONB, CAMT.053 ou CSV qu'il contient.",
  old_workbook: "Un classeur Excel ne peut pas être importé : enregistrez-le au format CSV.",
  format_unknown: "Format non reconnu : les formats acceptés sont OFX, CSV, CAMT.053, CFONB 120, MT940 et QIF.",
  camt_other: "Ce message XML n'est pas un relevé de compte CAMT.053 : « % ».",
  xml_malformed: "Le fichier XML est mal formé ou incomplet.",
  xml_doctype: "Le fichier déclare un type de document (DOCTYPE) ou une entité : il est refusé.",
  file_truncated: "Le fichier est incomplet : « % » n'est pas terminé.",
  no_statement: "Aucun relevé de compte dans ce fichier.",
  no_headings: "Aucune ligne d'en-tête reconnue : il faut une colonne de date, un libellé, et un montant ou un débit et un crédit.",
  too_many_rows: "Plus de % opérations : exportez une période plus courte.",
  too_many_statements: "Plus de % relevés dans un même fichier.",
  too_many_problems: "Plus de % anomalies : la lecture s'arrête ici.",
  quote_open: "Guillemet ouvert et jamais refermé.",
  line_too_wide: "La ligne a plus de zones que l'en-tête (%) : un séparateur dans un libellé, ou une virgule décimale sans guillemets.",
  date_missing: "Opération sans date.",
  date_unreadable: "« % » n'est pas une date.",
  amount_missing: "Opération sans montant.",
  amount_unreadable: "« % » n'est pas un montant.",
  amount_ambiguous: "« % » peut se lire de deux façons : milliers ou décimales.",
  amount_decimals: "« % » a plus de décimales que la devise.",
  amount_too_large: "Le montant « % » est trop grand.",
  both_sides: "L'opération a un débit et un crédit.",
  sign_mixed: "La colonne du débit ou du crédit mêle des montants positifs et négatifs : « % ».",
  sign_missing: "« % » n'est pas un sens d'opération.",
  amounts_differ: "Le montant et le débit ou le crédit de la ligne diffèrent : « % ».",
  currency_unreadable: "« % » n'est pas une devise.",
  currency_mixed: "Montant dans une autre devise que celle du compte : « % ».",
  status_unknown: "« % » n'est pas un statut d'opération connu.",
  bank_id_too_long: "L'identifiant de l'opération dépasse % caractères.",
  correction: "L'opération en corrige ou en annule une autre (%) : saisissez cette correction à la main.",
  record_length: "L'enregistrement n'a pas 120 caractères : %.",
  record_unknown: "Enregistrement inconnu : « % ».",
  record_order: "Enregistrement inattendu à cet endroit : « % ».",
  record_account: "L'enregistrement ne concerne pas le compte du relevé : « % ».",
  type_unsupported: "Section non prise en charge : « % ».",
  balance_mismatch: "L'ancien solde et les opérations ne donnent pas le nouveau solde : écart de %.",
  movements_too_large: "Avec les opérations de ce fichier, le solde du compte dépasserait ce qui peut être tenu.",
  account_unreadable: "Le compte du relevé est illisible : « % ».",
  preamble_skipped: "Préambule au-dessus de l'en-tête, laissé de côté (lignes : %).",
  footer_skipped: "Ligne de solde ou de total, non importée : « % ».",
  pending_skipped: "Opération en attente, non importée : « % ».",
  cancelled_skipped: "Opération refusée ou annulée, non importée : « % ».",
  no_rows: "Aucune opération sur la période.",
  day_first: "Les dates sont lues dans l'ordre jour, mois, année.",
  batch_whole: "Opération groupée importée en une seule ligne, son détail n'étant pas égal à son total : « % ».",
};

/** The sentence of a problem, after the line a person looks for: `Ligne 12 : …`. */
export function statementProblemFr(code: StatementFaultCode | StatementRemarkCode, line: number, detail: string): string {
  const sentence = STATEMENT_PROBLEMS_FR[code].replace("%", () => (detail === "" ? "(vide)" : detail));
  return line === 0 ? sentence : `Ligne ${line} : ${sentence}`;
}

/** The sentence of a flaw `code:@line:detail`; undefined when it is none of a statement. */
export function statementFlawFr(kind: string, value: string): string | undefined {
  const code = STATEMENT_FAULTS.find((known) => known === kind);
  const [, line, detail = ""] = /^@(\d{1,9}):(.*)$/s.exec(value) ?? [];
  return code && line !== undefined ? statementProblemFr(code, Number(line), detail) : undefined;
}
