import type { Currency } from "#domain/money";
import { accountOf } from "./account.ts";
import { checkBalances } from "./balances.ts";
import type { Book, StatementDraft } from "./book.ts";
import { mt940Fields } from "./mt940-fields.ts";
import { movementOf } from "./mt940-movement.ts";
import type { StatementBalance } from "./reading.ts";
import { addRow, type FoundRow } from "./row.ts";
import { dayOf, readCurrency, readPlainMoney } from "./values.ts";

/** Whether a text is an MT940 customer statement, bare or in its SWIFT envelope. */
export const isMt940 = (head: string): boolean => /^(?:\{1:|:20:)/.test(head) && /^:(?:25P?|60[FM]|61):/m.test(head);

type Movement = { -readonly [Key in keyof FoundRow]: FoundRow[Key] };
type State = {
  readonly book: Book;
  statement: Open | null;
  movement: Movement | null;
  found: number;
};
type Open = {
  number: string;
  currency: Currency | null;
  opening: StatementBalance | null;
  readonly rows: StatementDraft["rows"];
  sum: number;
};

/** Reads MT940 messages (SWIFT customer statement) into the book. A statement over several messages gives one for each of them. */
export function readMt940(text: string, book: Book): undefined {
  const state: State = { book, statement: null, movement: null, found: 0 };
  for (const { tag, value, line } of mt940Fields(text)) {
    takeField(state, tag, value, line);
    if (book.isFull()) return;
  }
  if (state.statement) book.fault("file_truncated", 0, ":62F:");
  else if (state.found === 0) book.fault("no_statement", 0);
}

function takeField(state: State, tag: string, value: string, line: number): undefined {
  const { book, statement } = state;
  if (tag === "86") return takeDetails(state, value);
  endMovement(state);
  if (tag === "20") {
    if (statement) book.fault("record_order", line, ":20:");
    state.statement = { number: "", currency: null, opening: null, rows: [], sum: 0 };
    state.found += 1;
  } else if (!READ.test(tag)) return;
  else if (!statement) return book.fault("record_order", line, `:${tag}:`);
  else if (tag.startsWith("25")) statement.number = accountNumber(value);
  else if (tag.startsWith("60")) takeOpening(book, statement, value, line);
  else if (tag === "61") takeMovement(state, statement, value, line);
  else endStatement(state, statement, value, line);
}

/** What is read: the account, the balances of opening and closing (F: of the statement, M: of this message), the movements. */
const READ = /^(?:25P?|60[FM]|61|62[FM])$/;

/** `BIC/account`, `account EUR`: the account. */
const accountNumber = (value: string): string => {
  const [first = ""] = value.split("\n");
  const account = first.slice(first.lastIndexOf("/") + 1).trim();
  return account.replace(/(?<=[\d ])\s*[A-Z]{3}$/, "");
};

function takeOpening(book: Book, statement: Open, value: string, line: number): void {
  const found = balanceOf(book, value, line);
  statement.opening = found?.balance ?? null;
  statement.currency = found?.currency ?? null;
}

/** `D261102EUR1234,56`: sense, day, currency, amount. */
function balanceOf(book: Book, value: string, line: number): { readonly balance: StatementBalance; readonly currency: Currency } | null {
  const [, sense = "", year = "", month = "", day = "", code = "", amount = ""] =
    /^([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d{1,15},\d{0,3})$/.exec(value.trim()) ?? [];
  const currency = readCurrency(code);
  const on = dayOf(year, month, day);
  const money = readPlainMoney(`${sense === "D" ? "-" : ""}${amount}`, currency);
  if (sense === "" || "code" in money) book.fault("code" in money && sense !== "" ? money.code : "amount_unreadable", line, value);
  else if (on === null) book.fault("date_unreadable", line, value);
  return currency === null || on === null || "code" in money ? null : { balance: { cents: money.cents, on }, currency };
}

function takeMovement(state: State, statement: Open, value: string, line: number): undefined {
  const { book } = state;
  if (statement.currency === null) return book.fault("record_order", line, ":61:");
  const movement = movementOf(value, statement.currency);
  if ("code" in movement) return book.fault(movement.code, line, movement.detail);
  statement.sum += movement.amountCents;
  state.movement = { ...movement, line, currency: statement.currency };
}

/** Sub-fields `?20`, `/NAME/`… are of each bank's own making: they part the words, nothing more. */
function takeDetails({ movement }: State, value: string): undefined {
  if (!movement) return;
  const text = value.replace(/\n/g, " ").replace(/^\d{3}(?=\?)/, "");
  movement.texts = [text.replace(/\?\d{2}/g, " "), ...movement.texts];
}

function endMovement(state: State): void {
  const { book, statement, movement } = state;
  state.movement = null;
  if (statement && movement) addRow(book, statement.rows, movement);
}

function endStatement(state: State, { number, currency, opening, rows, sum }: Open, value: string, line: number): void {
  const { book } = state;
  state.statement = null;
  const closing = balanceOf(book, value, line);
  if (closing && currency !== null && closing.currency !== currency) book.fault("currency_mixed", line, closing.currency);
  const account = accountOf({ number, currency });
  const draft: StatementDraft = { account, openingBalance: opening, closingBalance: closing?.balance ?? null, rows };
  checkBalances(book, line, draft, sum);
  book.take(draft);
}
