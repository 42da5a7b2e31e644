/** Everything that can be wrong with a statement file: nothing of it may be imported then. */
export const STATEMENT_FAULTS = [
  // The file as a whole
  ...(["file_empty", "file_too_large", "not_text", "encoding_mixed", "pdf_file", "archive_file", "old_workbook"] as const),
  ...(["format_unknown", "camt_other", "xml_malformed", "xml_doctype", "file_truncated", "no_statement", "no_headings"] as const),
  ...(["too_many_rows", "too_many_statements", "too_many_problems"] as const),
  // A line
  ...(["quote_open", "line_too_wide", "date_missing", "date_unreadable", "amount_missing", "amount_unreadable"] as const),
  ...(["amount_ambiguous", "amount_decimals", "amount_too_large", "both_sides", "sign_mixed", "sign_missing"] as const),
  ...(["amounts_differ", "currency_unreadable", "currency_mixed", "status_unknown", "bank_id_too_long", "correction"] as const),
  ...(["record_length", "record_unknown", "record_order", "record_account", "type_unsupported"] as const),
  // What can be read and does not hold together
  ...(["balance_mismatch", "movements_too_large", "account_unreadable"] as const),
] as const;

/** What was done with a file that its reader should know, and that is no fault of it. */
export const STATEMENT_REMARKS = [
  ...(["preamble_skipped", "footer_skipped", "pending_skipped", "cancelled_skipped", "no_rows"] as const),
  ...(["day_first", "batch_whole"] as const),
] as const;

export type StatementFaultCode = (typeof STATEMENT_FAULTS)[number];
export type StatementRemarkCode = (typeof STATEMENT_REMARKS)[number];
