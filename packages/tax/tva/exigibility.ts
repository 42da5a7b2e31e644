import * as z from "zod";
import { addMonths, type BusinessDate, businessDate, earliest, latest } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { prorated } from "../arithmetic.ts";
import type { TvaOperation } from "./operation.ts";
import type { Rule, Treatment } from "./treatment.ts";

/** Why a share of an operation falls on its day. */
export const Why = z.enum([
  ...["given", "delivery", "invoice", "invoice_held", "deposit", "receipt", "debit", "fifteenth", "customs", "credit_note", "waiting"],
] as const);
export type Why = z.infer<typeof Why>;

/** A share of an operation, the day its tax falls due (null: not yet), and why. Cents; the shares add up to the operation. */
export type Part = { readonly on: BusinessDate | null; readonly baseCents: number; readonly taxCents: number; readonly why: Why };

type Amounts = { readonly baseCents: number; readonly taxCents: number };
type Payment = TvaOperation["payments"][number];

/**
 * The shares of an operation and the day each falls due (CGI art. 269, 2): goods on delivery, deposits when cashed; services when paid, or
 * when invoiced under the option for debits; intra-EU on the 15th of the next month or the invoice. Deduction follows the supplier (art. 271, I, 2).
 */
export function partsOf(operation: TvaOperation, treatment: Treatment, amounts: Amounts, pointer: string): readonly Part[] {
  if (operation.exigibleOn) return [{ ...amounts, on: operation.exigibleOn, why: "given" }];
  const payable = amounts.baseCents + (treatment.selfAssessed ? 0 : amounts.taxCents);
  const rule = ruleOf(operation, treatment);
  if (rule === "receipts") return withRemainder(released(operation.payments, payable, amounts, "receipt"), amounts, null, "waiting");
  const due = dueOf(rule, operation, pointer);
  const counting = due.deposits ? "always" : treatment.deposits;
  const deposits = operation.payments.filter(({ on }) => (due.on === null || on < due.on) && on >= DEPOSITS_SINCE[counting]);
  const { on, why } = treatment.deducts && !treatment.selfAssessed ? onceInvoiced(due, operation) : due;
  return withRemainder(released(deposits, payable, amounts, "deposit"), amounts, on, why);
}

/** Deposits on goods make tax due when cashed since 2023 (loi 2021-1900 art. 30); on services they always did. */
const DEPOSITS_SINCE = { since_2023: "2023-01-01", always: "0000-01-01", never: "9999-12-31" } as const;

/** Nobody deducts before holding the invoice (CGI art. 271, II, 1). */
const onceInvoiced = (due: Due, { invoicedOn }: TvaOperation): Due =>
  due.on && invoicedOn && due.on < invoicedOn ? { ...due, on: invoicedOn, why: "invoice_held" } : due;

const ruleOf = ({ exigibility }: TvaOperation, { rule }: Treatment): Rule | "debits" => (exigibility === "by_law" ? rule : exigibility);

type Due = { readonly on: BusinessDate | null; readonly why: Why; readonly deposits: boolean };

function dueOf(rule: Exclude<Rule, "receipts"> | "debits", operation: TvaOperation, pointer: string): Due {
  const { deliveredOn, invoicedOn, payments } = operation;
  if (rule === "document") return { on: invoicedOn ?? missing(pointer, "invoiced_on"), why: "credit_note", deposits: false };
  if (rule === "customs") return { on: deliveredOn ?? missing(pointer, "delivered_on"), why: "customs", deposits: false };
  if (rule === "intra_eu") return intraEu(deliveredOn ?? missing(pointer, "delivered_on"), invoicedOn);
  if (rule === "debits" && invoicedOn) return { on: invoicedOn, why: "debit", deposits: true };
  if (rule === "delivery" && deliveredOn) return { on: deliveredOn, why: "delivery", deposits: false };
  if (rule === "delivery" && invoicedOn) return { on: invoicedOn, why: "invoice", deposits: false };
  if (payments.length > 0) return { on: null, why: "waiting", deposits: rule === "debits" };
  return missing(pointer, rule === "debits" ? "invoiced_on" : "delivered_on");
}

/** The 15th of the month after the delivery, or the invoice when it is earlier; an invoice before the delivery makes nothing due (art. 269, 2, d). */
function intraEu(deliveredOn: BusinessDate, invoicedOn: BusinessDate | null): Due {
  const fifteenth = businessDate(`${addMonths(deliveredOn, 1).slice(0, 7)}-15`);
  const on = invoicedOn ? earliest(fifteenth, latest(invoicedOn, deliveredOn)) : fifteenth;
  return { on, why: on === fifteenth ? "fifteenth" : "invoice", deposits: false };
}

/**
 * What each payment releases: payment x what waits / what is open, as the books release it; the payment that settles the operation takes all
 * that remains. What is paid beyond it releases nothing.
 */
function released(payments: readonly Payment[], payableCents: number, amounts: Amounts, why: Why): readonly Part[] {
  const ordered = [...payments].sort((left, right) =>
    left.on === right.on ? left.amountCents - right.amountCents : left.on < right.on ? -1 : 1,
  );
  return ordered.reduce<{ readonly open: number; readonly waits: Amounts; readonly parts: readonly Part[] }>(
    ({ open, waits, parts }, { on, amountCents }) => {
      if (open <= 0) return { open, waits, parts };
      const share = (cents: number): number => (amountCents >= open ? cents : prorated(cents, amountCents, open));
      const [baseCents, taxCents] = [share(waits.baseCents), share(waits.taxCents)];
      return {
        open: open - amountCents,
        waits: { baseCents: waits.baseCents - baseCents, taxCents: waits.taxCents - taxCents },
        parts: [...parts, { on, baseCents, taxCents, why }],
      };
    },
    { open: payableCents, waits: amounts, parts: [] },
  ).parts;
}

function withRemainder(parts: readonly Part[], amounts: Amounts, on: BusinessDate | null, why: Why): readonly Part[] {
  const baseCents = parts.reduce((left, part) => left - part.baseCents, amounts.baseCents);
  const taxCents = parts.reduce((left, part) => left - part.taxCents, amounts.taxCents);
  return baseCents === 0 && taxCents === 0 && parts.length > 0 ? parts : [...parts, { on, baseCents, taxCents, why }];
}

function missing(pointer: string, field: string): never {
  throw new Refusal("request.invalid", { flaws: [{ pointer: `${pointer}/${field}`, message: "required" }] });
}
