import { AccountNumber, JournalCode } from "#domain/ledger/entry";

/** Letters and digits nobody mistakes for another: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PADDED_LENGTH = 6;
const OPENING_JOURNAL = JournalCode.parse("AN");
const OURS: ReadonlySet<string> = new Set([OPENING_JOURNAL, "CL"]);

type Shape = { readonly legal: RegExp; readonly strange: RegExp; readonly longest: number; readonly checks: number };

const AUXILIARY: Shape = { legal: /^[0-9A-Za-z._/-]{1,20}$/, strange: /[^0-9A-Za-z._/-]+/g, longest: 20, checks: 5 };
const JOURNAL: Shape = { legal: /^[0-9A-Z][0-9A-Z._-]{0,9}$/, strange: /[^0-9A-Z]+/g, longest: 10, checks: 4 };
const ACCOUNT: Shape = { legal: /^[1-9]\d{2}[0-9A-Z]{3,17}$/, strange: /[^0-9A-Z]+/g, longest: 20, checks: 4 };
const LETTERING: Shape = { legal: /^[0-9A-Za-z]{1,8}$/, strange: /[^0-9A-Za-z]+/g, longest: 8, checks: 4 };

/** The auxiliary code of a third party as the books may hold it. Two different codes give two different ones. */
export const auxiliaryCode = (code: string): string => shaped(code.trim(), AUXILIARY);

/** A lettering code as the books may hold it: eight letters and digits at most. */
export const letteringCode = (code: string): string => shaped(code.trim(), LETTERING);

/**
 * A journal code in capitals. Opening entries all go to AN. Another journal that is called AN, or CL as our closing journal, gets a check
 * after its name: what stands in those two is counted apart.
 */
export function journalCode(code: string, opening: boolean): JournalCode {
  if (opening) return OPENING_JOURNAL;
  const own = shaped(code.trim().toUpperCase() || "OD", JOURNAL);
  return JournalCode.parse(OURS.has(own) ? `${own}-${checkOf(own, JOURNAL.checks)}` : own);
}

/**
 * An account number in capitals, padded with zeros to six characters as the books write it: 401 -> 401000. Undefined when it does not start
 * with three digits of the chart.
 */
export function accountNumber(account: string): AccountNumber | undefined {
  const capitals = account.trim().toUpperCase();
  if (!/^[1-9]\d{2}/.test(capitals)) return undefined;
  const parsed = AccountNumber.safeParse(shaped(capitals.padEnd(PADDED_LENGTH, "0"), ACCOUNT));
  return parsed.success ? parsed.data : undefined;
}

/**
 * A code that is legal stays as it is. Another one loses its accents and strange characters, and ends with a check over the whole of what
 * it was: the same code always gives the same one, on every machine and in any order, and codes that would look alike stay apart.
 */
function shaped(code: string, { legal, strange, longest, checks }: Shape): string {
  if (legal.test(code)) return code;
  const bare = code.normalize("NFKD").replace(/\p{M}/gu, "").replace(strange, "");
  return `${bare.slice(0, longest - checks)}${checkOf(code, checks)}`;
}

/** FNV-1a, 32 bits: a check against confusion, not a seal. */
function checkOf(text: string, length: number): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const folded = (hash ^ (hash >>> 15)) >>> 0;
  return Array.from({ length }, (_, index) => ALPHABET[(folded >>> (5 * index)) & 31]).join("");
}
