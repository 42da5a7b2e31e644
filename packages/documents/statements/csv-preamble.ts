import type { Currency } from "#domain/money";
import { plainWords } from "../text/plain-words.ts";
import { readIban } from "./account.ts";
import type { StatementBalance } from "./reading.ts";
import { readCurrency, readDay, readMoney } from "./values.ts";

/** What the lines above the headings tell of the account. */
export type Preamble = {
  readonly number: string | null;
  readonly currency: Currency | null;
  readonly closingBalance: StatementBalance | null;
};

type Told = { number?: string; currency?: Currency; day?: string; amount?: string };

/** Numbers of accounts have digits; words are met in their place. */
const NUMBERED = /\b(?:numero (?:de )?compte|(?:compte|carte|livret|epargne)\b.{0,40}?\b(?:n|no|numero)) ([a-z]{0,5}\d\w{4,22})\b/;
/** `="0201900016400270"`: how Société Générale keeps a spreadsheet from eating the zeroes. */
const BARE_NUMBER = /^=?"?(\d{11,23})"?$/;
const BALANCE_ON = /solde\s+au\s+(\d{1,2}\/\d{1,2}\/\d{4})[\s;:]*([-+]?[\d\s.,\u00a0\u202f]+)/i;
const CURRENCY = /^(?:compte tenu en|devise(?: du compte)?) ([a-z]{3,5})$/;

/** Reads the account, its currency and its balance out of the lines above the headings, as far as they are told there. */
export function preambleOf(lines: readonly (readonly string[])[]): Preamble {
  const told: Told = {};
  for (const fields of lines) readLine(fields, told);
  const currency = told.currency ?? null;
  const money = readMoney(told.amount ?? "", currency);
  const on = readDay(told.day ?? "");
  const closingBalance = "code" in money || on === null ? null : { cents: money.cents, on };
  return { number: told.number ?? null, currency, closingBalance };
}

function readLine(fields: readonly string[], told: Told): void {
  const [first = "", second = ""] = fields;
  const line = fields.join(" ");
  const iban = readIban(/iban\b\W*([A-Z]{2}[\dA-Z ]{13,40})/i.exec(line)?.[1] ?? "");
  const number = iban ?? BARE_NUMBER.exec(first)?.[1] ?? NUMBERED.exec(plainWords(line))?.[1]?.toUpperCase();
  if (number !== undefined) told.number ??= number;
  for (const field of [...fields, `${first} ${second}`]) {
    const currency = readCurrency(CURRENCY.exec(plainWords(field))?.[1] ?? "");
    if (currency !== null) told.currency ??= currency;
  }
  const [, day, amount] = BALANCE_ON.exec(line) ?? [];
  if (day !== undefined && amount !== undefined) Object.assign(told, { day, amount: amount.trim() });
  const heading = plainWords(first);
  if (heading === "date") told.day ??= second;
  if (heading === "solde euros") told.amount ??= second;
  if (BARE_NUMBER.test(first)) readTotals(fields, told);
}

/** Société Générale, on one line: number; from; to; operations; day; balance with its currency. */
function readTotals([, , , , day = "", balance = ""]: readonly string[], told: Told): void {
  const [, amount = "", currency = ""] = /^([-+\d\s.,]+)\s*([A-Z]{3})$/.exec(balance) ?? [];
  if (amount === "") return;
  Object.assign(told, { day, amount: amount.trim() });
  const known = readCurrency(currency);
  if (known !== null) told.currency ??= known;
}
