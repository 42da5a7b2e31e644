import { hasIbanKey } from "#domain/identifiers/mod97";
import type { Currency } from "#domain/money";
import type { StatementAccount } from "./reading.ts";

const NUMBER_MAX = 40;

/** Spaces and marks out, capitals, what is masked as `X`: `fr76 3000…` -> `FR763000…`, `****1234` -> `XXXX1234`. */
const bare = (text: string): string =>
  text
    .slice(0, NUMBER_MAX * 2)
    .toUpperCase()
    .replace(/[*•]/g, "X")
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, NUMBER_MAX);

/** An IBAN whose check digits hold, or null. */
export function readIban(text: string): string | null {
  const iban = bare(text);
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban) && hasIbanKey(iban) ? iban : null;
}

/** The account from whatever the file tells of it; a number that is an IBAN is taken for one. */
export function accountOf(told: {
  readonly bank?: string | undefined;
  readonly branch?: string | undefined;
  readonly number?: string | undefined;
  readonly currency: Currency | null;
}): StatementAccount {
  const orNull = (text: string | undefined): string | null => (text === undefined || bare(text) === "" ? null : bare(text));
  const iban = readIban(told.number ?? "");
  const { bank, branch, number, currency } = told;
  return { iban, bank: orNull(bank), branch: orNull(branch), number: iban === null ? orNull(number) : null, currency };
}

/** Countries whose IBAN holds the bank (5), the branch (5), the account (11) and a key (2), in this order. */
const FRENCH = /^(?:FR|MC)/;
const MASKED = /X{3}/;
/** Shorter ends of a number are met by chance. */
const TELLING_DIGITS = 6;

/**
 * Whether the account of a statement is the one of this IBAN: `unknown` when the file does not tell enough. A bank that gives the number
 * alone is believed if the IBAN holds it.
 */
export function matchesIban({ iban, bank, branch, number }: StatementAccount, known: string): "same" | "other" | "unknown" {
  const target = bare(known);
  if (iban !== null) return iban === target ? "same" : "other";
  if (number === null || MASKED.test(number) || number.replace(/^0+/, "").length < TELLING_DIGITS) return "unknown";
  if (!FRENCH.test(target)) return target.includes(number) ? "same" : "unknown";
  const [ownBank, ownBranch, ownNumber] = [target.slice(4, 9), target.slice(9, 14), target.slice(14, 25)];
  if (bank !== null && /^\d{5}$/.test(bank) && bank !== ownBank) return "other";
  if (branch !== null && /^\d{5}$/.test(branch) && branch !== "00000" && branch !== ownBranch) return "other";
  return target.slice(4).includes(number) || ownNumber === number.padStart(11, "0").slice(-11) ? "same" : "other";
}
