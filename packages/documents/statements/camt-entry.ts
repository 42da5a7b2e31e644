import type { BusinessDate } from "#domain/dates";
import type { Cents, Currency } from "#domain/money";
import type { Book, StatementDraft } from "./book.ts";
import { addRow } from "./row.ts";
import { dayOf, readCurrency, readPlainMoney } from "./values.ts";

/** What an element of CAMT said, by its path below the element that was collected (`Amt`, `BookgDt/Dt`, `RmtInf/Ustrd`). */
export type Collected = { readonly line: number; readonly texts: ReadonlyMap<string, string>; readonly details: readonly Collected[] };

const first = ({ texts }: Collected, ...paths: readonly string[]): string =>
  paths.map((path) => texts.get(path)).find((text) => text) ?? "";

/** `2026-12-25`, `2026-12-25T23:30:00+01:00`: the day as written, whatever the time and the zone behind it. */
export function isoDay(text: string): BusinessDate | null {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text.trim()) ?? [];
  return year === "" ? null : dayOf(year, month, day);
}

const statusOf = (entry: Collected): string => first(entry, "Sts", "Sts/Cd", "Sts/Prtry");

/**
 * Adds an entry of a statement: one row, or one for each of its transactions when the bank tells them all with their amounts. Only what is
 * booked is money moved. Returns the minor units it moved.
 */
export function addEntry(book: Book, rows: StatementDraft["rows"], entry: Collected, currency: Currency | null): number {
  const status = statusOf(entry);
  if (status === "PDNG" || status === "INFO" || status === "FUTR") {
    book.remark("pending_skipped", entry.line, first(entry, "AddtlNtryInf", "NtryRef", "AcctSvcrRef"));
    return 0;
  }
  if (status !== "BOOK" && status !== "") book.fault("status_unknown", entry.line, status);
  const total = amountOf(book, entry, entry, currency);
  const day = first(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm");
  const bookedOn = isoDay(day);
  if (bookedOn === null) book.fault(day === "" ? "date_missing" : "date_unreadable", entry.line, day);
  if (total === null || bookedOn === null) return 0;
  const parts = partsOf(book, entry, currency, total);
  const valueOn = isoDay(first(entry, "ValDt/Dt", "ValDt/DtTm"));
  for (const { detail, cents } of parts ?? [{ detail: entry.details[0], cents: total }]) {
    const transactionOn = detail ? isoDay(first(detail, "RltdDts/TxDtTm", "RltdDts/TradDt")) : null;
    const told = { ...textsOf(entry, detail, cents), line: detail?.line ?? entry.line };
    addRow(book, rows, { ...told, bookedOn, valueOn, transactionOn, amountCents: cents, currency });
  }
  return total;
}

/** Signed minor units; null, and told, when they cannot be had. A detail without a sense of its own has its entry's. */
function amountOf(book: Book, { line, texts }: Collected, entry: Collected, currency: Currency | null): Cents | null {
  const [text, sense] = [
    texts.get("Amt") ?? texts.get("AmtDtls/TxAmt/Amt") ?? "",
    texts.get("CdtDbtInd") ?? entry.texts.get("CdtDbtInd") ?? "",
  ];
  const own = texts.get("Amt@Ccy") ?? texts.get("AmtDtls/TxAmt/Amt@Ccy") ?? "";
  if (text === "") return told(book.fault("amount_missing", line));
  if (sense !== "CRDT" && sense !== "DBIT") return told(book.fault("sign_missing", line, sense));
  if (own !== "" && currency !== null && readCurrency(own) !== currency) return told(book.fault("currency_mixed", line, own));
  const money = readPlainMoney(sense === "DBIT" ? `-${text}` : text, currency);
  return "code" in money ? told(book.fault(money.code, line, text)) : money.cents;
}

const told = (_: undefined): null => null;

type Part = { readonly detail: Collected; readonly cents: Cents };

/**
 * The transactions of a batch; null when there is one at most, when one has no amount in the currency of the account, or when they do not add
 * up to the entry, which is net of the bank's fees then: the entry stays one row.
 */
function partsOf(book: Book, entry: Collected, currency: Currency | null, total: number): readonly Part[] | null {
  if (entry.details.length < 2) return null;
  const whole = entry.details.every(({ texts }) => {
    const own = texts.get("Amt@Ccy") ?? texts.get("AmtDtls/TxAmt/Amt@Ccy");
    return own !== undefined && (currency === null || own === currency);
  });
  if (!whole) return null;
  const parts = entry.details.flatMap((detail) => {
    const cents = amountOf(book, detail, entry, currency);
    return cents === null ? [] : [{ detail, cents }];
  });
  if (parts.reduce((sum, { cents }) => sum + cents, 0) === total) return parts;
  book.remark("batch_whole", entry.line, first(entry, "AddtlNtryInf", "NtryRef", "AcctSvcrRef"));
  return null;
}

/** The label tells what the bank wrote of the entry; then who is at the other end, and what for. */
function textsOf(entry: Collected, detail: Collected | undefined, cents: number) {
  const parts = detail ? [detail] : [];
  const other = cents < 0 ? ["RltdPties/Cdtr/Nm", "RltdPties/Cdtr/Pty/Nm"] : ["RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm"];
  const ofDetail = (...paths: readonly string[]): string => parts.map((part) => first(part, ...paths)).join("");
  return {
    texts: [
      ...[entry.details.length > 1 ? "" : first(entry, "AddtlNtryInf"), ofDetail("AddtlTxInf"), ofDetail(...other)],
      ...[ofDetail("RmtInf/Ustrd"), ofDetail("RmtInf/Strd/CdtrRefInf/Ref"), first(entry, "AddtlNtryInf"), first(entry, "NtryRef")],
    ],
    bankId: (entry.details.length > 1 ? ofDetail("Refs/AcctSvcrRef", "Refs/TxId", "Refs/EndToEndId") : "") || first(entry, "AcctSvcrRef"),
  };
}
