import { BusinessDate } from "#domain/dates";
import { exponentOf } from "#domain/money";

/** Longer than any amount or date: what is beyond is not looked at. */
const VALUE_MAX = 40;
const WHOLE_MAX = 12;

const SPACES = /[\s\u00a0\u202f']/g;

/**
 * An amount in minor units, read with the leniency an import needs: decimal comma or point, thousands apart, a sign first or last. Blank
 * is 0. Undefined when it is no amount, has more decimals than the currency, or could be read in two ways (`1.500`).
 */
export function lenientAmount(text: string, exponent = 2): number | undefined {
  if (text.length > VALUE_MAX) return undefined;
  const bare = text.replace(SPACES, "");
  if (bare === "") return 0;
  const decimal = bare.includes(",") ? bare.replaceAll(".", "").replace(",", ".") : bare;
  const match = /^([+-]?)(\d{1,15})(?:\.(\d{1,6}))?([+-]?)$/.exec(decimal);
  if (!match || (match[1] && match[4])) return undefined;
  const [, before = "", whole = "", fraction = "", after = ""] = match;
  const ambiguous = !bare.includes(",") && fraction.length === 3 && exponent !== 3;
  if (ambiguous || whole.replace(/^0+/, "").length > WHOLE_MAX || /[1-9]/.test(fraction.slice(exponent))) return undefined;
  const units = Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, "0")}`);
  return (before === "-" || after === "-") && units !== 0 ? -units : units;
}

/** A foreign amount in minor units of its currency. */
export const foreignAmount = (text: string, currency: string): number | undefined => lenientAmount(text, exponentOf(currency));

const DATE_FORMS = [/^(\d{4})(\d{2})(\d{2})$/, /^(\d{4})[-/.](\d{2})[-/.](\d{2})/] as const;
const FRENCH_FORM = /^(\d{2})[-/.](\d{2})[-/.](\d{4})/;

/** A date AAAAMMJJ, or as other programs write it: 2025-01-31, 31/01/2025. Undefined when it is none, or does not exist. */
export function lenientDate(text: string): BusinessDate | undefined {
  const bare = text.slice(0, VALUE_MAX).trim();
  const [, year, month, day] = DATE_FORMS.map((form) => form.exec(bare)).find((match) => match !== null) ?? [];
  const [, frenchDay, frenchMonth, frenchYear] = FRENCH_FORM.exec(bare) ?? [];
  const parsed = BusinessDate.safeParse(`${year ?? frenchYear}-${month ?? frenchMonth}-${day ?? frenchDay}`);
  return parsed.success ? parsed.data : undefined;
}
