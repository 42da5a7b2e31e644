import type { Currency } from "#domain/money";
import { createXmlReader, type XmlReader, XmlRefusal } from "../text/xml.ts";
import { accountOf, readIban } from "./account.ts";
import { checkBalances } from "./balances.ts";
import type { Book, StatementDraft } from "./book.ts";
import { addEntry, type Collected, isoDay } from "./camt-entry.ts";
import type { StatementBalance } from "./reading.ts";
import { readCurrency, readPlainMoney } from "./values.ts";

/** Whether a text is XML; which message it is shows as it is read. */
export const isXml = (head: string): boolean => /^<(?:\?xml|!|[A-Za-z])/.test(head);

/** An element being collected: the texts below it by path, and the elements collected apart. */
type Collecting = { name: string; line: number; texts: Map<string, string>; details: Collected[]; path: string[] };

type State = {
  readonly book: Book;
  readonly stack: Collecting[];
  statement: {
    readonly texts: Map<string, string>;
    readonly rows: StatementDraft["rows"];
    readonly balances: Collected[];
    sum: number;
  } | null;
  message: string;
  /** The text of the element being read. */
  text: string;
  found: number;
};

/** Collected whole: a balance or an entry of a statement, a transaction of an entry. Everything else of a statement is below `Acct`. */
const PARTS = new Set(["Acct", "Bal", "Ntry", "TxDtls"]);
const TEXT_MAX = 1_000;

/** Reads every statement of a CAMT.053 message (ISO 20022 BankToCustomerStatement, any version) into the book. */
export function readCamt(text: string, book: Book): undefined {
  const state: State = { book, stack: [], statement: null, message: "", text: "", found: 0 };
  const reader: XmlReader = createXmlReader({
    open: (name, attributes) => opened(state, name, attributes, reader.line()),
    text: (given) => {
      if (state.text.length < TEXT_MAX) state.text += given.slice(0, TEXT_MAX);
    },
    close: (name) => closed(state, name),
  });
  try {
    reader.write(text);
    reader.close();
  } catch (error) {
    if (error instanceof XmlRefusal) return book.fault(error.code === "doctype" ? "xml_doctype" : "xml_malformed", reader.line());
    throw error;
  }
  if (state.message !== MESSAGE) return book.fault("camt_other", 0, state.message);
  if (state.found === 0) return book.fault("no_statement", 0);
}

const MESSAGE = "BkToCstmrStmt";

function opened(state: State, name: string, attributes: Readonly<Record<string, string>>, line: number): void {
  state.text = "";
  if (state.message === "" && name !== "Document") state.message = name;
  if (state.message !== MESSAGE) return;
  if (name === "Stmt") {
    state.statement = { texts: new Map(), rows: [], balances: [], sum: 0 };
    state.found += 1;
  }
  const top = state.stack.at(-1);
  const isPart = state.statement !== null && PARTS.has(name) && (!top || (top.name === "Ntry" && name === "TxDtls"));
  if (isPart) state.stack.push({ name, line, texts: new Map(), details: [], path: [] });
  else if (top) {
    top.path.push(name);
    const currency = attributes["Ccy"];
    if (currency !== undefined) keep(top, `${top.path.join("/")}@Ccy`, currency);
  }
}

/** Several texts at one path are the lines of one: French banks part a reason of payment so. */
function keep({ texts }: Collecting, path: string, text: string): void {
  const known = texts.get(path);
  if (known === undefined) texts.set(path, text);
  else if (path.endsWith("Ustrd") && known.length < TEXT_MAX) texts.set(path, `${known} ${text}`);
}

function closed(state: State, name: string): void {
  const text = state.text.trim();
  state.text = "";
  const top = state.stack.at(-1);
  if (top && top.path.length > 0) {
    if (text !== "") keep(top, top.path.join("/"), text);
    if (top.path.at(-1) === name) top.path.pop();
    return;
  }
  if (top && top.name === name) {
    state.stack.pop();
    endPart(state, top);
  }
  if (name === "Stmt") endStatement(state);
}

function endPart({ stack, statement, book }: State, { name, line, texts, details }: Collecting): void {
  const part: Collected = { line, texts, details };
  if (name === "TxDtls") stack.at(-1)?.details.push(part);
  if (!statement || book.isFull()) return;
  if (name === "Acct") for (const [path, text] of texts) statement.texts.set(path, text);
  const currency = texts.get("Amt@Ccy");
  if (currency !== undefined && !statement.texts.has("Ccy")) statement.texts.set("Ccy", currency);
  if (name === "Bal") statement.balances.push(part);
  if (name === "Ntry") statement.sum += addEntry(book, statement.rows, part, currencyOf(statement.texts));
}

const currencyOf = (texts: ReadonlyMap<string, string>): Currency | null => readCurrency(texts.get("Ccy") ?? "");

function endStatement(state: State): void {
  const { book, statement } = state;
  state.statement = null;
  if (!statement) return;
  const { texts, rows, balances, sum } = statement;
  const currency = currencyOf(texts);
  const number = texts.get("Id/IBAN") ?? texts.get("Id/Othr/Id") ?? "";
  if (texts.has("Id/IBAN") && readIban(number) === null) book.fault("account_unreadable", 0, number);
  const openingBalance = balanceOf(book, balances, ["OPBD", "PRCD"], currency);
  const closingBalance = balanceOf(book, balances, ["CLBD"], currency);
  const account = accountOf({ number, currency });
  checkBalances(book, 0, { account, openingBalance, closingBalance }, sum);
  book.take({ account, openingBalance, closingBalance, rows });
}

/** The first balance of one of these kinds, in their order. Interim ones (`ITBD`) are another page's. */
function balanceOf(
  book: Book,
  balances: readonly Collected[],
  kinds: readonly string[],
  currency: Currency | null,
): StatementBalance | null {
  const kindOf = ({ texts }: Collected): string => texts.get("Tp/CdOrPrtry/Cd") ?? "";
  const found = kinds.map((kind) => balances.find((balance) => kindOf(balance) === kind)).find((balance) => balance !== undefined);
  if (!found) return null;
  const { line, texts } = found;
  const text = texts.get("Amt") ?? "";
  if (!/^(?:CRDT|DBIT)$/.test(texts.get("CdtDbtInd") ?? "")) book.fault("sign_missing", line, texts.get("CdtDbtInd"));
  const money = readPlainMoney(texts.get("CdtDbtInd") === "DBIT" ? `-${text}` : text, currency);
  const on = isoDay(texts.get("Dt/Dt") ?? texts.get("Dt/DtTm") ?? "");
  if ("code" in money) book.fault(money.code, line, text);
  if (on === null) book.fault("date_unreadable", line, texts.get("Dt/Dt") ?? "");
  return "code" in money || on === null ? null : { cents: money.cents, on };
}
