/** The digits of an amount with a decimal point, and its sign; or why it is none. */
export type DecimalRead =
  | { readonly negative: boolean; readonly digits: string }
  | { readonly code: "amount_unreadable" | "amount_ambiguous" };

/** A currency after (or before) an amount says what we know. */
const CURRENCY = /^(?:€|eur|euros?)|(?:€|eur|euros?)$/g;
const SPACES = /[\s\u00a0\u202f\u2009'’]/g;
const MINUS = /[−–—]/g;
const TEXT_MAX = 40;

/**
 * An amount as French programs, banks and spreadsheets print it: decimal comma or point, thousands by any space, apostrophe or the other
 * mark, a sign first or last, parentheses for a negative. What could be two amounts (`1.500`) is refused, not guessed; where the currency has
 * three decimals (`decimals`), one mark before three digits is its decimal mark.
 */
export function readDecimal(text: string, decimals = 2): DecimalRead {
  const bare = text.trim().toLowerCase();
  if (bare.length > TEXT_MAX) return { code: "amount_unreadable" };
  const { negative, digits } = signed(bare.replace(CURRENCY, "").replace(SPACES, "").replace(MINUS, "-"));
  const number = decimal(digits, decimals);
  return typeof number === "string" ? { negative, digits: number } : number;
}

function signed(text: string): { readonly negative: boolean; readonly digits: string } {
  const inside = /^\((.*)\)$/.exec(text)?.[1];
  if (inside !== undefined) return { negative: true, digits: inside };
  const match = /^([+-]?)(.*?)([+-]?)$/.exec(text);
  const [, before = "", digits = "", after = ""] = match ?? [];
  if (before !== "" && after !== "") return { negative: false, digits: "" };
  return { negative: before === "-" || after === "-", digits };
}

const PLAIN = /^\d{1,15}(?:[.,]\d{0,6})?$/;
const BY_POINTS = /^\d{1,3}(?:\.\d{3})+(?:,\d{0,6})?$/;
const BY_COMMAS = /^\d{1,3}(?:,\d{3})+(?:\.\d{0,6})?$/;

/** Digits with a decimal point, or why not. One mark before exactly three digits is thousands to one reader and decimals to another. */
function decimal(digits: string, decimals: number): string | { readonly code: "amount_unreadable" | "amount_ambiguous" } {
  if (decimals !== 3 && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return { code: "amount_ambiguous" };
  if (/^[.,]\d{1,2}$/.test(digits)) return `0.${digits.slice(1)}`;
  if (PLAIN.test(digits)) return digits.replace(",", ".");
  if (BY_POINTS.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  if (BY_COMMAS.test(digits)) return digits.replaceAll(",", "");
  return { code: "amount_unreadable" };
}
