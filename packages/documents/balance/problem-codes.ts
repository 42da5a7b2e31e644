/** Everything that can be wrong with a file: nothing of it is used then. */
export const BALANCE_PROBLEMS = [
  // The file as a whole
  ...(["file_empty", "not_text", "encoding_mixed", "pdf_file", "old_workbook", "other_archive", "no_headings", "no_rows"] as const),
  ...(["too_many_lines", "too_many_rows", "too_many_problems", "period_unknown", "books_empty", "file_too_large"] as const),
  // A workbook
  ...(["zip_damaged", "zip_encrypted", "zip_too_many_entries", "zip_too_large", "zip_ratio", "workbook_missing", "workbook_xml"] as const),
  ...(["xml_doctype", "column_beyond", "formula_without_value", "cell_error"] as const),
  // A line
  ...([
    "quote_open",
    "line_too_wide",
    "account_missing",
    "account_invalid",
    "side_unreadable",
    "amount_unreadable",
    "amount_ambiguous",
    "amount_too_large",
  ] as const),
  ...(["amount_decimals", "amount_negative", "both_sides", "row_inconsistent", "total_mismatch"] as const),
  // A FEC
  ...(["fec_line_unreadable", "fec_amount_unreadable", "fec_date_unreadable", "fec_entry_unbalanced", "fec_entry_too_long"] as const),
  // What can be read and does not hold together
  ...(["account_unknown", "account_twice", "unbalanced_movements", "unbalanced_balances", "unbalanced_openings"] as const),
] as const;
export type BalanceProblemCode = (typeof BALANCE_PROBLEMS)[number];

/** Everything a reader of the analysis should know of how its file was read. */
export const BALANCE_REMARKS = [
  ...(["total_skipped", "total_unchecked", "subtotal_skipped", "charset_read", "preamble_skipped"] as const),
  ...(["formula_value_read", "hidden_sheet", "other_sheets", "hidden_rows", "third_parties_summed", "balances_computed"] as const),
  ...(["openings_not_told", "column_not_used", "fec_opening_apart", "fec_closing_left_out", "fec_centralisation_left_out"] as const),
  ...(["fec_period_inferred", "fec_outside_period", "fec_verdict"] as const),
] as const;
export type BalanceRemarkCode = (typeof BALANCE_REMARKS)[number];
