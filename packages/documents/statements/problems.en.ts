import { STATEMENT_FAULTS, type StatementFaultCode, type StatementRemarkCode } from "./problem-codes.ts";

/** What is wrong with a statement, or was done with it, in English; `%` stands for the detail. */
const STATEMENT_PROBLEMS_EN: Readonly<Record<StatementFaultCode | StatementRemarkCode, string>> = {
  file_empty: "The file is empty.",
  file_too_large: "The file is larger than % MB: export a shorter period.",
  not_text: "This is not a text file: unexpected character %.",
  encoding_mixed: "The encoding is inconsistent: a character is not %. Download the file from the bank again.",
  pdf_file: "A PDF statement cannot be imported: ask the bank for OFX, CFONB, CAMT.053 or CSV.",
  archive_file: "An archive or a workbook cannot be imported: send the OFX, CFONB, CAMT.053 or CSV file inside.",
  old_workbook: "An Excel workbook cannot be imported: save it as CSV.",
  format_unknown: "Unknown format: OFX, CSV, CAMT.053, CFONB 120, MT940 and QIF are accepted.",
  camt_other: "This XML message is not a CAMT.053 account statement: “%”.",
  xml_malformed: "The XML file is malformed or incomplete.",
  xml_doctype: "The file declares a document type (DOCTYPE) or an entity: it is refused.",
  file_truncated: "The file is incomplete: “%” does not end.",
  no_statement: "No account statement in this file.",
  no_headings: "No line of headings was recognised: a date, a label, and an amount or a debit and a credit are needed.",
  too_many_rows: "More than % transactions: export a shorter period.",
  too_many_statements: "More than % statements in one file.",
  too_many_problems: "More than % problems: reading stops here.",
  quote_open: "A quote was opened and never closed.",
  line_too_wide: "The line has more fields than the headings (%): a separator in a label, or an unquoted decimal comma.",
  date_missing: "Transaction without a date.",
  date_unreadable: "“%” is not a date.",
  amount_missing: "Transaction without an amount.",
  amount_unreadable: "“%” is not an amount.",
  amount_ambiguous: "“%” can be read in two ways: thousands or decimals.",
  amount_decimals: "“%” has more decimals than the currency.",
  amount_too_large: "The amount “%” is too large.",
  both_sides: "The transaction has a debit and a credit.",
  sign_mixed: "The debit or credit column mixes positive and negative amounts: “%”.",
  sign_missing: "“%” is not a direction of a transaction.",
  amounts_differ: "The amount and the debit or credit of the line differ: “%”.",
  currency_unreadable: "“%” is not a currency.",
  currency_mixed: "An amount in another currency than the account's: “%”.",
  status_unknown: "“%” is not a known status of a transaction.",
  bank_id_too_long: "The transaction's identifier is longer than % characters.",
  correction: "The transaction corrects or cancels another one (%): enter this correction by hand.",
  record_length: "The record is not 120 characters long: %.",
  record_unknown: "Unknown record: “%”.",
  record_order: "Unexpected record at this place: “%”.",
  record_account: "The record belongs to another account than the statement's: “%”.",
  type_unsupported: "Unsupported section: “%”.",
  balance_mismatch: "The opening balance and the transactions do not give the closing balance: gap of %.",
  movements_too_large: "With the transactions of this file the account would hold more than can be kept.",
  account_unreadable: "The statement's account cannot be read: “%”.",
  preamble_skipped: "Preamble above the headings, left out (lines: %).",
  footer_skipped: "Line of a balance or a total, not imported: “%”.",
  pending_skipped: "Pending transaction, not imported: “%”.",
  cancelled_skipped: "Refused or cancelled transaction, not imported: “%”.",
  no_rows: "No transactions in the period.",
  day_first: "Dates are read as day, month, year.",
  batch_whole: "Batch imported as one transaction, as its details do not add up to it: “%”.",
};

/** The sentence of a problem, after the line a person looks for: `Line 12: …`. */
export function statementProblemEn(code: StatementFaultCode | StatementRemarkCode, line: number, detail: string): string {
  const sentence = STATEMENT_PROBLEMS_EN[code].replace("%", () => (detail === "" ? "(empty)" : detail));
  return line === 0 ? sentence : `Line ${line}: ${sentence}`;
}

/** The sentence of a flaw `code:@line:detail`; undefined when it is none of a statement. */
export function statementFlawEn(kind: string, value: string): string | undefined {
  const code = STATEMENT_FAULTS.find((known) => known === kind);
  const [, line, detail = ""] = /^@(\d{1,9}):(.*)$/s.exec(value) ?? [];
  return code && line !== undefined ? statementProblemEn(code, Number(line), detail) : undefined;
}
