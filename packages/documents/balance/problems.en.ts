import { BALANCE_PROBLEMS, type BalanceProblemCode } from "./problem-codes.ts";

/** What is wrong with a balance, in English; `%` stands for the detail. */
export const BALANCE_PROBLEMS_EN: Readonly<Record<BalanceProblemCode, string>> = {
  file_empty: "The file is empty.",
  not_text: "This is neither text nor an Excel workbook: unexpected character %.",
  encoding_mixed: "The encoding is inconsistent: a character is not %. Save the file as UTF-8.",
  pdf_file: "A PDF cannot be read: ask for the balance as CSV, as Excel, or for the FEC.",
  old_workbook: "A workbook of the old .xls format, or under a password: save it as .xlsx without one.",
  other_archive: "An archive cannot be read: send the file inside.",
  no_headings:
    "No line of headings was recognised: a column “Compte” is needed, and “Débit” and “Crédit”, “Solde débiteur” and “Solde créditeur”, or “Solde”.",
  no_rows: "No account below the headings.",
  too_many_lines: "More than % lines: this is no trial balance.",
  too_many_rows: "More than % accounts.",
  too_many_problems: "More than % problems: reading stops here.",
  period_unknown: "The dates of the entries do not tell the fiscal year: give its first and last day.",
  books_empty: "No validated entry in this fiscal year: there is no trial balance.",
  file_too_large: "More than % MB: only a FEC may be so long.",
  zip_damaged: "Damaged or incomplete workbook: %.",
  zip_encrypted: "Encrypted workbook: save it without a password.",
  zip_too_many_entries: "An archive of % files: this is no workbook.",
  zip_too_large: "The workbook, unpacked, is larger than allowed: %.",
  zip_ratio: "Abnormal compression, as in a decompression bomb: %.",
  workbook_missing: "This archive is no .xlsx workbook.",
  workbook_xml: "The workbook's content is malformed.",
  xml_doctype: "The workbook declares a document type (DOCTYPE): it is refused.",
  column_beyond: "An impossible column reference in the sheet.",
  formula_without_value: "A formula saved without its value: open the workbook in a spreadsheet program, save it, and send it again.",
  cell_error: "The cell holds an error: %.",
  quote_open: "A quote was opened and never closed.",
  line_too_wide: "The line has more fields than the headings (%): an unquoted decimal comma, perhaps.",
  account_missing: "An amount without an account number.",
  account_invalid: "“%” is no account number.",
  side_unreadable: "“%” is no side: D or C expected.",
  amount_unreadable: "“%” is no amount.",
  amount_ambiguous: "“%” can be read in two ways: thousands or decimals.",
  amount_too_large: "“%” is more than a billion euros.",
  amount_decimals: "“%” has more than two decimals.",
  amount_negative: "“%”: a debit or a credit is not negative.",
  both_sides: "Account % has a debit and a credit balance.",
  row_inconsistent: "Account %: opening and movements do not explain the balance.",
  total_mismatch: "The total “%” is not the sum of the accounts read above it.",
  fec_line_unreadable: "The line has not as many fields as the FEC's header.",
  fec_amount_unreadable: "“%” is no amount.",
  fec_date_unreadable: "The entry's date is missing or cannot be read: “%”.",
  fec_entry_unbalanced: "The entry does not balance: gap of %.",
  fec_entry_too_long: "The entry has more than % lines.",
  account_unknown: "Account % does not exist in the French chart of accounts.",
  account_twice: "The account was given above already: %.",
  unbalanced_movements: "Debit and credit movements differ: %.",
  unbalanced_balances: "Debit and credit balances differ: %.",
  unbalanced_openings: "Opening debits and credits differ: %.",
};

/** The sentence of a problem, after the place a person looks for. */
function balanceProblemEn(code: BalanceProblemCode, place: string, detail: string): string {
  const where = place === "" ? "" : `${/^\d+$/.test(place) ? "Line" : "Cell"} ${place}: `;
  return where + filled(BALANCE_PROBLEMS_EN[code], detail);
}

const filled = (sentence: string, detail: string): string => sentence.replace(detail === "" ? / ?: %(?=\.)/ : "%", () => detail);

/** The sentence of a flaw `code:place:detail`; undefined when the code is none of a balance. */
export function balanceFlawEn(kind: string, value: string): string | undefined {
  const code = BALANCE_PROBLEMS.find((known) => known === kind);
  const colon = value.indexOf(":");
  return code && colon >= 0 ? balanceProblemEn(code, value.slice(0, colon), value.slice(colon + 1)) : undefined;
}
