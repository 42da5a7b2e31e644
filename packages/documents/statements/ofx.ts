import type { Currency } from "#domain/money";
import { accountOf } from "./account.ts";
import type { Book } from "./book.ts";
import { ofxTokens } from "./ofx-tokens.ts";
import type { StatementBalance, StatementRow } from "./reading.ts";
import { addRow } from "./row.ts";
import { readCompactDay, readCurrency, readMoney } from "./values.ts";

/** Whether a text is an OFX file, of 1.x (SGML) or 2.x (XML). */
export const isOfx = (head: string): boolean => /^\s*OFXHEADER\s*:/i.test(head) || /<\?OFX\b/.test(head) || /<OFX>/.test(head);

type Leaves = Map<string, string>;
type State = {
  readonly book: Book;
  statement: { readonly leaves: Leaves; readonly rows: StatementRow[] } | null;
  transaction: { readonly line: number; readonly leaves: Leaves } | null;
  /** The aggregate that gives its leaves another meaning: the payee's name is not the transaction's. */
  within: string;
  isOver: boolean;
  found: number;
};

/** Reads the statements of bank accounts and cards (OFX 11.4 and 11.4.4) into the book. Investment statements are not looked at. */
export function readOfx(text: string, book: Book): undefined {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return book.fault("xml_doctype", 0);
  const state: State = { book, statement: null, transaction: null, within: "", isOver: false, found: 0 };
  for (const { line, closing, name, value } of ofxTokens(text, (tag) => state.transaction === null || IN_TRANSACTION.test(tag))) {
    if (closing) closed(state, name);
    else opened(state, name, line, value);
    if (book.isFull()) return;
  }
  if (!state.isOver) book.fault("file_truncated", 0, state.transaction ? "STMTTRN" : "OFX");
  else if (state.found === 0) book.fault("no_statement", 0);
}

/** The tags a transaction may hold; any other name between `<` and `>` there is a bank's label. Names with a point are a program's own. */
const IN_TRANSACTION =
  /^(?:\w+\.[\w.]+|STMTTRN|STMTRS|CCSTMTRS|BANKTRANLIST|OFX|TRNTYPE|DT(?:POSTED|USER|AVAIL)|TRNAMT|FITID|CORRECT(?:FITID|ACTION)|SRVRTID|CHECKNUM|REFNUM|SIC|PAYEEID|NAME|EXTDNAME|PAYEE|ADDR[123]|CITY|STATE|POSTALCODE|COUNTRY|PHONE|BANKACCTTO|CCACCTTO|BANKID|BRANCHID|ACCTID|ACCTTYPE|ACCTKEY|MEMO|IMAGEDATA|CURRENCY|ORIGCURRENCY|CURRATE|CURSYM|INV401KSOURCE)$/;
const STATEMENTS = new Set(["STMTRS", "CCSTMTRS"]);
const AGGREGATES = new Set([
  ...["PAYEE", "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY", "BANKACCTFROM", "CCACCTFROM", "LEDGERBAL", "AVAILBAL", "BALLIST"],
]);

function opened(state: State, name: string, line: number, value: string): undefined {
  if (STATEMENTS.has(name)) {
    endStatement(state);
    state.statement = { leaves: new Map(), rows: [] };
    state.found += 1;
  }
  // Some banks forget to close one before the next.
  if (name === "STMTTRN") {
    endTransaction(state);
    state.transaction = { line, leaves: new Map() };
    state.within = "";
  }
  if (AGGREGATES.has(name) && value === "") state.within = name;
  if (value === "") return;
  const leaves = state.transaction?.leaves ?? state.statement?.leaves;
  const key = state.within === "" ? name : `${state.within}.${name}`;
  if (leaves && !leaves.has(key)) leaves.set(key, value);
}

function closed(state: State, name: string): undefined {
  if (name === state.within) state.within = "";
  if (name === "STMTTRN") endTransaction(state);
  if (STATEMENTS.has(name)) endStatement(state);
  if (name !== "OFX") return;
  endStatement(state);
  state.isOver = true;
}

function endTransaction(state: State): undefined {
  const { book, transaction, statement } = state;
  state.transaction = null;
  state.within = "";
  if (!transaction || !statement) return;
  const { line, leaves } = transaction;
  const currency = currencyOf(book, statement.leaves, line);
  const [posted, amount] = [leaves.get("DTPOSTED"), leaves.get("TRNAMT")];
  if (posted === undefined) return book.fault("date_missing", line);
  if (amount === undefined) return book.fault("amount_missing", line);
  const bookedOn = readCompactDay(posted);
  if (bookedOn === null) return book.fault("date_unreadable", line, posted);
  const money = readMoney(amount, currency);
  if ("code" in money) return book.fault(money.code, line, amount);
  const correction = leaves.get("CORRECTACTION");
  if (correction !== undefined) return book.fault("correction", line, correction);
  const own = leaves.get("CURRENCY.CURSYM");
  if (own !== undefined && readCurrency(own) !== currency) return book.fault("currency_mixed", line, own);
  addRow(book, statement.rows, {
    ...{ line, bookedOn, amountCents: money.cents, currency },
    valueOn: readCompactDay(leaves.get("DTAVAIL") ?? ""),
    transactionOn: readCompactDay(leaves.get("DTUSER") ?? ""),
    texts: [leaves.get("NAME"), leaves.get("PAYEE.NAME"), leaves.get("EXTDNAME"), leaves.get("MEMO"), leaves.get("CHECKNUM")],
    bankId: leaves.get("FITID"),
  });
}

function currencyOf(book: Book, leaves: Leaves, line: number): Currency | null {
  const told = leaves.get("CURDEF");
  if (told === undefined) return null;
  const currency = readCurrency(told);
  if (currency === null) book.fault("currency_unreadable", line, told);
  return currency;
}

function endStatement(state: State): undefined {
  endTransaction(state);
  const { book, statement } = state;
  state.statement = null;
  if (!statement) return;
  const { leaves, rows } = statement;
  const currency = readCurrency(leaves.get("CURDEF") ?? "");
  const account = accountOf({
    bank: leaves.get("BANKACCTFROM.BANKID"),
    branch: leaves.get("BANKACCTFROM.BRANCHID"),
    number: leaves.get("BANKACCTFROM.ACCTID") ?? leaves.get("CCACCTFROM.ACCTID"),
    currency,
  });
  book.take({ account, openingBalance: null, closingBalance: balanceOf(leaves, currency), rows });
}

/** The ledger balance, where it can be read: banks fill it with zeroes and blanks, and no row hangs on it. */
function balanceOf(leaves: Leaves, currency: Currency | null): StatementBalance | null {
  const money = readMoney(leaves.get("LEDGERBAL.BALAMT") ?? "", currency);
  const on = readCompactDay(leaves.get("LEDGERBAL.DTASOF") ?? "");
  return "code" in money || on === null ? null : { cents: money.cents, on };
}
