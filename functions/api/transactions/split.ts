import * as z from "zod";
import type { BankRow, RowPart } from "#domain/banking/row";
import { PARTS_MAX, PARTS_MIN, splitInto, sumOf } from "#domain/banking/split";
import { TransactionId } from "#domain/ids";
import { Movement } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { routesNeeding } from "#runtime/route";
import { TransactionView } from "#runtime/transaction-view";
import { changeRow, shownRow } from "./change.ts";
import { codeFor } from "./edit.ts";

const route = routesNeeding("table");
const params = z.object({ transactionId: TransactionId });

const Part = z.strictObject({
  categoryId: z.string().min(1).max(60),
  /** Signed; a part may go against the row, as the commission a payment platform keeps. */
  amountCents: Movement.refine((amount) => amount !== 0, { params: { code: "zero_amount" } }),
  note: humanText(200).nullable().exactOptional(),
});
type Part = z.output<typeof Part>;

const Split = z.strictObject({ parts: z.array(Part).min(PARTS_MIN).max(PARTS_MAX) }).meta({
  examples: [
    {
      parts: [
        { categoryId: "fournitures_bureau", amountCents: -60_000, note: "Facture 2026-118" },
        { categoryId: "petit_equipement", amountCents: -36_000 },
      ],
    },
  ],
});

const REFUSES = ["transaction.not_found", "transaction.transfer", "conflict.changed_meanwhile"] as const;

export const split = route({
  method: "POST",
  path: "/api/transactions/{transaction_id}/split",
  may: "transactions:write",
  summary: "Split a transaction into parts, each with its category; they add up to its amount. Replaces an earlier split",
  params,
  body: Split,
  returns: TransactionView,
  refuses: [...REFUSES, "category.not_found"],
  handle: async ({ params, body, ...doing }) =>
    shownRow(
      await changeRow(
        params.transactionId,
        "transaction.split",
        (row, _, at) => ({ next: splitInto(row, partsFor(row, body.parts), at) }),
        doing,
      ),
    ),
});

export const unsplit = route({
  method: "DELETE",
  path: "/api/transactions/{transaction_id}/split",
  may: "transactions:write",
  summary: "Undo a split: the transaction is whole again, under the category it had",
  params,
  returns: TransactionView,
  refuses: ["transaction.not_found", "conflict.changed_meanwhile"],
  handle: async ({ params, ...doing }) =>
    shownRow(await changeRow(params.transactionId, "transaction.unsplit", (row, _, at) => ({ next: splitInto(row, [], at) }), doing)),
});

/** The parts as they are kept. Refuses those that do not add up to the row, and a category that does not fit its amount. */
function partsFor(row: BankRow, parts: readonly Part[]): readonly RowPart[] {
  if (row.transfer !== null) throw new Refusal("transaction.transfer");
  const kept = parts.map(({ categoryId, amountCents, note }, place) => ({
    ...{ amountCents, note: note || null },
    code: codeFor(categoryId, amountCents, `/parts/${place}/category_id`),
  }));
  if (sumOf(kept) !== row.amountCents) throw new Refusal("request.invalid", { flaws: [{ pointer: "/parts", message: "parts_sum" }] });
  return kept;
}
