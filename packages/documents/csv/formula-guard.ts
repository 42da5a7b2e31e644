/** Where a spreadsheet may start reading a formula, whatever quotes surround the field (OWASP, CSV injection). */
const FORMULA_START = /^'*[=+\-@\t\r\n＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** Whether a spreadsheet could take this text for a formula. */
export const looksLikeFormula = (text: string): boolean => FORMULA_START.test(text);

/** Text a spreadsheet shows and never runs: an apostrophe goes before what looks like a formula. `withoutGuard` takes it off again. */
export const guarded = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text);

/** The text `guarded` was given, exactly: reading a file back loses nothing and gains nothing. */
export const withoutGuard = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);
