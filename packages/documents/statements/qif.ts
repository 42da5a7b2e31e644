import { accountOf } from "./account.ts";
import type { Book, StatementDraft } from "./book.ts";
import { addRow } from "./row.ts";
import { readDay, readMoney } from "./values.ts";

/** Whether a text is a QIF file. */
export const isQif = (head: string): boolean => /^!(?:Type|Account|Option|Clear):?/i.test(head);

type State = {
  readonly book: Book;
  statement: StatementDraft | null;
  /** Codes of the record being read, each once: `D`, `T`, `P`… */
  fields: Map<string, string>;
  line: number;
  /** Whether the records are accounts, which only give the next statement its name. */
  isAccount: boolean;
  name: string;
  found: number;
};

/**
 * Reads QIF into the book: no ids, no currency, and a date whose order nothing tells. French banks write day, month, year: so it is read, and
 * told; a file with one date that is none in this order is refused.
 */
export function readQif(text: string, book: Book): undefined {
  const state: State = { book, statement: null, fields: new Map(), line: 1, isAccount: false, name: "", found: 0 };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    takeLine(state, line.trim(), index + 1);
    if (book.isFull()) return;
  }
  if (state.fields.size > 0) return book.fault("file_truncated", state.line, "^");
  endStatement(state);
  if (state.found === 0) return book.fault("no_statement", 0);
  book.remark("day_first", 0);
}

function takeLine(state: State, line: string, number: number): undefined {
  if (line === "") return;
  if (line.startsWith("!")) return takeHeader(state, line, number);
  if (line === "^") return endRecord(state);
  if (state.fields.size === 0) state.line = number;
  const code = line.charAt(0);
  if (!state.fields.has(code)) state.fields.set(code, line.slice(1).trim());
}

/** The number in a name (`Compte 00012345678`), where there is one. */
const NUMBERED = /[A-Z0-9]*\d{5,}[A-Z0-9]*/i;
const KINDS = /^!type:\s*(?:bank|ccard|cash|oth [al])$/i;

function takeHeader(state: State, line: string, number: number): undefined {
  if (state.fields.size > 0) state.book.fault("file_truncated", state.line, "^");
  state.fields = new Map();
  if (/^!(?:option|clear):/i.test(line)) return;
  endStatement(state);
  state.isAccount = /^!account$/i.test(line);
  if (state.isAccount) return;
  if (!KINDS.test(line)) return state.book.fault("type_unsupported", number, line);
  const account = accountOf({ number: NUMBERED.exec(state.name)?.[0], currency: null });
  state.statement = { account, openingBalance: null, closingBalance: null, rows: [] };
  state.found += 1;
}

/** Quicken writes the balance an account begins with as its first operation: it is none. */
const OPENING = /^(?:opening balance|solde initial|solde d.ouverture)$/i;

function endRecord(state: State): undefined {
  const { book, statement, fields, line, isAccount } = state;
  state.fields = new Map();
  if (isAccount) {
    state.name = fields.get("N") ?? "";
    return;
  }
  if (fields.size === 0) return;
  if (!statement) return book.fault("record_order", line, "!Type");
  const [day, amount] = [fields.get("D"), fields.get("T") ?? fields.get("U")];
  if (!day) return book.fault("date_missing", line);
  if (!amount) return book.fault("amount_missing", line);
  const bookedOn = readDay(day.replace(/\s/g, "").replace("'", "/"));
  if (bookedOn === null) return book.fault("date_unreadable", line, day);
  const money = readMoney(amount, null);
  if ("code" in money) return book.fault(money.code, line, amount);
  if (OPENING.test(fields.get("P") ?? "")) {
    state.statement = { ...statement, openingBalance: { cents: money.cents, on: bookedOn } };
    return;
  }
  const texts = [fields.get("P"), fields.get("M"), fields.get("N")];
  addRow(book, statement.rows, { line, bookedOn, amountCents: money.cents, currency: null, texts });
}

function endStatement(state: State): void {
  if (state.statement) state.book.take(state.statement);
  state.statement = null;
}
