import type { BusinessDate } from "#domain/dates";
import { type Currency, exponentOf } from "#domain/money";
import { accountOf } from "./account.ts";
import { checkBalances } from "./balances.ts";
import type { Book, StatementDraft } from "./book.ts";
import type { StatementBalance } from "./reading.ts";
import { addRow, type FoundRow } from "./row.ts";
import { dayOf, type MoneyRead, readCurrency, unitsAt } from "./values.ts";

/** Whether a text is an account statement of the CFONB: records of 120 characters, the first an old balance. */
export const isCfonb = (head: string): boolean => /^0[1457]\d{5}.{4}.{5}[A-Z ]{3}[\d ]/.test(head);

const LENGTH = 120;

type Movement = { -readonly [Key in keyof FoundRow]: FoundRow[Key] };
type State = {
  readonly book: Book;
  draft: { account: string; statement: StatementDraft; currency: Currency | null; decimals: number; sum: number } | null;
  movement: Movement | null;
};

/**
 * Reads CFONB statements of account (« relevé de compte sur support informatique », 120 characters): an old balance (01), movements (04) with
 * their details (05), a new balance (07). Statement by statement, 01 and the movements must give 07.
 */
export function readCfonb(text: string, book: Book): undefined {
  const state: State = { book, draft: null, movement: null };
  for (const { line, record } of recordsOf(text)) {
    if (record.length !== LENGTH) return book.fault("record_length", line, String(record.length));
    takeRecord(state, line, record);
    if (book.isFull()) return;
  }
  if (state.draft) book.fault("file_truncated", 0, "07");
}

/** Records by lines, or one after the other where a file has no line ends. Blanks a program cut off the end are given back. */
function* recordsOf(text: string): Generator<{ readonly line: number; readonly record: string }> {
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    if (line.length <= LENGTH || line.length % LENGTH !== 0) {
      const kept = line.length > LENGTH ? line.trimEnd() : line;
      yield { line: index + 1, record: kept.length < (kept.startsWith("05") ? SHORTEST_DETAIL : SHORTEST) ? kept : kept.padEnd(LENGTH) };
    } else for (let at = 0; at < line.length; at += LENGTH) yield { line: index + 1, record: line.slice(at, at + LENGTH) };
  }
}

/** Up to the last character of an amount: nothing but blanks may be missing behind it. */
const SHORTEST = 104;
/** Up to the qualifier of a detail. */
const SHORTEST_DETAIL = 48;

/** Zones of a record, from and to as the standard counts them (1 is the first). */
const zone = (record: string, from: number, to: number): string => record.slice(from - 1, to);

function takeRecord(state: State, line: number, record: string): undefined {
  const { book } = state;
  const code = zone(record, 1, 2);
  if (code === "05") return takeDetail(state, line, record);
  endMovement(state);
  if (code === "01") return openStatement(state, line, record);
  if (code === "04") return takeMovement(state, line, record);
  if (code === "07") return closeStatement(state, line, record);
  book.fault("record_unknown", line, code);
}

/** Bank, branch, currency and account: the same in every record of a statement. */
const accountIn = (record: string): string => `${zone(record, 3, 7)} ${zone(record, 12, 16)} ${zone(record, 22, 32)}`;

function openStatement(state: State, line: number, record: string): undefined {
  const { book, draft } = state;
  if (draft) book.fault("record_order", line, "01");
  const told = zone(record, 17, 19);
  const currency = told.trim() === "" ? null : readCurrency(told);
  if (currency === null && told.trim() !== "") book.fault("currency_unreadable", line, told);
  const decimals = decimalsOf(record, currency);
  const account = accountOf({ bank: zone(record, 3, 7), branch: zone(record, 12, 16), number: zone(record, 22, 32), currency });
  const openingBalance = balanceOf(book, line, record, currency, decimals);
  const statement: StatementDraft = { account, openingBalance, closingBalance: null, rows: [] };
  state.draft = { account: accountIn(record), statement, currency, decimals, sum: 0 };
}

/** Decimals of the amounts, told in position 20; those of the currency where the bank leaves it blank. */
const decimalsOf = (record: string, currency: Currency | null): number =>
  /\d/.test(zone(record, 20, 20)) ? Number(zone(record, 20, 20)) : exponentOf(currency ?? "EUR");

function balanceOf(book: Book, line: number, record: string, currency: Currency | null, decimals: number): StatementBalance | null {
  const on = dayIn(book, line, zone(record, 35, 40));
  const money = overpunched(zone(record, 91, 104), decimals, currency);
  if ("code" in money) book.fault(money.code, line, zone(record, 91, 104));
  return "code" in money || on === null ? null : { cents: money.cents, on };
}

function dayIn(book: Book, line: number, text: string): BusinessDate | null {
  const [, day = "", month = "", year = ""] = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  const on = year === "" ? null : dayOf(year, month, day);
  if (on === null) book.fault("date_unreadable", line, text);
  return on;
}

const PLUS = "{ABCDEFGHI";
const MINUS = "}JKLMNOPQR";
/** What the two braces became in files that went through the French 7-bit alphabet, where é and è stand in their places. */
const AS_BRACES: Readonly<Record<string, string>> = { é: "{", è: "}" };

/** Fourteen characters whose last one is a digit and the sign of all (`{` +0 to `I` +9, `}` -0 to `R` -9). */
function overpunched(text: string, decimals: number, currency: string | null): MoneyRead {
  const last = AS_BRACES[text.slice(-1)] ?? text.slice(-1);
  const digits = text.slice(0, -1).replaceAll(" ", "0");
  const [plus, minus] = [PLUS.indexOf(last), MINUS.indexOf(last)];
  if (!/^\d{13}$/.test(digits) || last === "" || (plus < 0 && minus < 0)) return { code: "amount_unreadable" };
  return unitsAt(`${minus >= 0 ? "-" : ""}${digits}${Math.max(plus, minus)}`, decimals, currency);
}

function takeMovement(state: State, line: number, record: string): undefined {
  const { book, draft } = state;
  if (!draft) return book.fault("record_order", line, "04");
  if (accountIn(record) !== draft.account) return book.fault("record_account", line, accountIn(record));
  const own = zone(record, 17, 19).trim();
  if (own !== "" && own !== (draft.currency ?? own)) return book.fault("currency_mixed", line, own);
  const money = overpunched(zone(record, 91, 104), decimalsOf(record, draft.currency), draft.currency);
  if ("code" in money) return book.fault(money.code, line, zone(record, 91, 104));
  const bookedOn = dayIn(book, line, zone(record, 35, 40));
  const value = zone(record, 43, 48);
  const valueOn = value.trim() === "" || value === "000000" ? null : dayIn(book, line, value);
  if (bookedOn === null) return;
  draft.sum += money.cents;
  const texts = [zone(record, 49, 80), ...(zone(record, 105, 120).trim() === "" ? [] : [zone(record, 105, 120)])];
  state.movement = { line, bookedOn, valueOn, amountCents: money.cents, currency: draft.currency, texts };
}

/** A detail completes the movement above it; its qualifier (LIB, NPY, RCN…) says of what, and is of no use to a reader. */
function takeDetail({ book, movement }: State, line: number, record: string): undefined {
  if (!movement) return book.fault("record_order", line, "05");
  if (movement.texts.length < DETAILS_MAX) movement.texts = [...movement.texts, zone(record, 49, 118)];
}

const DETAILS_MAX = 20;

function endMovement(state: State): void {
  const { book, draft, movement } = state;
  state.movement = null;
  if (draft && movement) addRow(book, draft.statement.rows, movement);
}

function closeStatement(state: State, line: number, record: string): undefined {
  const { book, draft } = state;
  state.draft = null;
  if (!draft) return book.fault("record_order", line, "07");
  if (accountIn(record) !== draft.account) book.fault("record_account", line, accountIn(record));
  const closingBalance = balanceOf(book, line, record, draft.currency, decimalsOf(record, draft.currency));
  checkBalances(book, line, { ...draft.statement, closingBalance }, draft.sum);
  book.take({ ...draft.statement, closingBalance });
}
