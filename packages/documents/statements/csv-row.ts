import type { Cents } from "#domain/money";
import { plainWords } from "../text/plain-words.ts";
import type { StatementField } from "./csv-columns.ts";
import type { StatementFaultCode } from "./problem-codes.ts";
import { readMoney } from "./values.ts";

/** The cell of a field in the row being read; blank when there is no such column. */
export type CellOf = (field: StatementField) => string;

/** How a bank signs its column of debits, once a row has shown it. */
export type DebitSign = { now: -1 | 0 | 1 };

export type AmountFound =
  | { readonly cents: Cents }
  | { readonly code: StatementFaultCode; readonly field: StatementField; readonly detail: string };

/**
 * The amount of a row, out negative: signed in a column of its own, or in columns of debits and credits. Banks write debits with their sign
 * or without; one column that does both is refused, for one of its rows would be read the wrong way round.
 */
export function amountOf(cell: CellOf, currency: string | null, debitSign: DebitSign, hasSide: boolean): AmountFound {
  const [total, debit, credit, side] = [cell("amount"), cell("debit"), cell("credit"), cell("side")];
  if (hasSide) return amountOnSide(total, side, currency);
  if (debit === "" && credit === "") return total === "" ? faultAt("amount_missing", "amount", "") : read("amount", total, currency);
  const sided = sidedAmount(debit, credit, currency, debitSign);
  if ("code" in sided || total === "") return sided;
  const whole = read("amount", total, currency);
  if ("code" in whole) return whole;
  return Math.abs(whole.cents) === Math.abs(sided.cents) ? sided : faultAt("amounts_differ", "amount", total);
}

const DEBIT = /^(?:d|db|debit|dbit)$/;
const CREDIT = /^(?:c|cr|credit|crdt)$/;

/** An amount whose sign stands in a column of its own; one it has besides must say the same. */
function amountOnSide(total: string, side: string, currency: string | null): AmountFound {
  const found = total === "" ? faultAt("amount_missing", "amount", "") : read("amount", total, currency);
  if ("code" in found) return found;
  const words = plainWords(side);
  if (DEBIT.test(words)) return found.cents < 0 ? found : read("amount", `-${total.replace(/^\s*\+/, "")}`, currency);
  if (!CREDIT.test(words)) return faultAt("sign_missing", "side", side);
  return found.cents < 0 ? faultAt("sign_mixed", "amount", total) : found;
}

function sidedAmount(debit: string, credit: string, currency: string | null, debitSign: DebitSign): AmountFound {
  const out = debit === "" ? null : read("debit", debit, currency);
  const into = credit === "" ? null : read("credit", credit, currency);
  if (out && "code" in out) return out;
  if (into && "code" in into) return into;
  if (into && into.cents < 0) return faultAt("sign_mixed", "credit", credit);
  if (out && into && out.cents !== 0 && into.cents !== 0) return faultAt("both_sides", "debit", debit);
  if (into && (!out || out.cents === 0)) return into;
  if (!out || out.cents === 0) return out ?? faultAt("amount_missing", "debit", "");
  const sign = out.cents < 0 ? -1 : 1;
  if (debitSign.now !== 0 && debitSign.now !== sign) return faultAt("sign_mixed", "debit", debit);
  debitSign.now = sign;
  return sign < 0 ? out : read("debit", `-${debit.replace(/^\s*\+/, "")}`, currency);
}

function read(field: StatementField, text: string, currency: string | null): AmountFound {
  const money = readMoney(text, currency);
  return "code" in money ? faultAt(money.code, field, text) : money;
}

const faultAt = (code: StatementFaultCode, field: StatementField, detail: string): AmountFound => ({ code, field, detail });

const BOOKED = /^(?:settled|executed|completed|booked|posted|(?:execute|regle|valide|effectue|termine|comptabilise|traite)e?)$/;
const PENDING = /^(?:processing|pending|scheduled|en cours(?: de traitement)?|en attente|a venir|programmee?)$/;
const CANCELLED = /^(?:declined|cancell?ed|reversed|rejected|failed|(?:refuse|rejete|annule|echoue)e?)$/;

/** What the bank says of an operation: a word nobody knows is not guessed. */
export function statusOf(text: string): "booked" | "pending" | "cancelled" | "unknown" {
  const words = plainWords(text);
  if (BOOKED.test(words)) return "booked";
  if (PENDING.test(words)) return "pending";
  return CANCELLED.test(words) ? "cancelled" : "unknown";
}
