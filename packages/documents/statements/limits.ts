/** A file sent as the body of a request. */
export const STATEMENT_BYTES_MAX = 4_000_000;
/** A file that was stored first: it is read as one text all the same. */
export const STORED_STATEMENT_BYTES_MAX = 16_000_000;
