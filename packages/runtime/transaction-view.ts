import * as z from "zod";
import { PERSON_SOURCE } from "#domain/banking/provider";
import { type BankRow, isOpen, transactionId } from "#domain/banking/row";
import { categoryByCode } from "#domain/categorising/categories";
import { BusinessDate, Instant } from "#domain/dates";
import { AccountId, TransactionId } from "#domain/ids";
import { Cents, Currency } from "#domain/money";

/** A bank transaction as the API shows it. Amounts are signed: out is negative. */
export const TransactionView = z
  .object({
    id: TransactionId,
    accountId: AccountId,
    status: z.enum(["booked", "pending", "future"]),
    date: BusinessDate,
    transactionDate: BusinessDate.nullable(),
    valueDate: BusinessDate.nullable(),
    amountCents: Cents,
    currency: Currency,
    label: z.string(),
    rawLabel: z.string(),
    category: z.object({
      id: z.string(),
      name: z.string(),
      /** Parts per million. */
      confidencePpm: z.int(),
      source: z.enum(["user", "rule", "direction", "none"]),
      ruleId: z.string().nullable(),
      reason: z.string(),
    }),
    /** Waits for somebody to say what it is. */
    open: z.boolean(),
    note: z.string().nullable(),
    /** What it is split into; none when it is whole. They add up to the amount, and `category` counts for nothing while there are any. */
    parts: z.array(z.object({ category: z.object({ id: z.string(), name: z.string() }), amountCents: Cents, note: z.string().nullable() })),
    attachmentCount: z.int(),
    /** Typed by a person: it can be deleted. */
    byHand: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
    version: z.int(),
  })
  .meta({
    id: "Transaction",
    examples: [
      {
        amountCents: -96_000,
        category: {
          ...{ id: "loyer_immobilier", name: "Loyers et charges locatives", confidencePpm: 1_000_000 },
          ...{ source: "user", ruleId: null, reason: "Choisie par un utilisateur." },
        },
        open: false,
        note: null,
        ...{ parts: [], attachmentCount: 0, byHand: false },
      },
    ],
  });

export type TransactionView = z.input<typeof TransactionView>;

export function transactionView(row: BankRow, accountId: AccountId): TransactionView {
  if (row.status === "deleted") throw new Error("a tombstone is not shown");
  const { code, ...categorisation } = row.categorisation;
  return {
    id: transactionId(row),
    accountId,
    status: row.status,
    date: row.date,
    transactionDate: row.transactionDate,
    valueDate: row.valueDate,
    amountCents: row.amountCents,
    currency: row.currency,
    label: row.label,
    rawLabel: row.rawLabel,
    category: { ...namedCategory(code), ...categorisation },
    open: isOpen(row),
    note: row.note,
    parts: row.parts.map(({ code, amountCents, note }) => ({ category: namedCategory(code), amountCents, note })),
    attachmentCount: row.attachmentCount,
    byHand: row.source === PERSON_SOURCE,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

function namedCategory(code: string): { readonly id: string; readonly name: string } {
  const { id, name } = categoryByCode(code);
  return { id, name };
}
