import * as z from "zod";
import { TransactionId } from "#domain/ids";
import { type Flaw, REFUSALS, Refusal } from "#domain/refusals";
import { routesNeeding } from "#runtime/route";
import { type BatchItem, changeRows } from "./batch.ts";
import { TransactionPatch } from "./edit.ts";

const route = routesNeeding("table");

const ROWS_MAX = 200;

const SameForAll = TransactionPatch.extend({ ids: z.array(TransactionId).min(1).max(ROWS_MAX) });
const EachItsOwn = z.strictObject({
  items: z
    .array(TransactionPatch.extend({ id: TransactionId }))
    .min(1)
    .max(ROWS_MAX),
});
const Batch = z.union([SameForAll, EachItsOwn]).meta({
  examples: [
    { ids: ["txn_0010123456789ABCDEFGHJK", "txn_0010123456789ABCDEFGHJM"], categoryId: "loyer_immobilier" },
    { items: [{ id: "txn_0010123456789ABCDEFGHJK", categoryId: "loyer_immobilier", note: "Atelier" }] },
  ],
});
type Batch = z.output<typeof Batch>;

const Count = z.int().min(0);
const BatchResult = z
  .object({
    updated: Count,
    unchanged: Count,
    refused: Count,
    /** One for each id, in the order asked. */
    results: z.array(
      z.object({
        id: TransactionId,
        status: z.enum(["updated", "unchanged", "refused"]),
        /** Why it was refused. */
        code: z.enum(Object.keys(REFUSALS)).nullable(),
      }),
    ),
  })
  .meta({
    id: "TransactionBatch",
    examples: [{ updated: 1, unchanged: 0, refused: 0, results: [{ id: "txn_0010123456789ABCDEFGHJK", status: "updated", code: null }] }],
  });

export const batch = route({
  method: "POST",
  path: "/api/transactions/batch",
  may: "transactions:write",
  summary: "Categorise or annotate up to 200 transactions, the same for all or each its own; every one is answered for itself",
  body: Batch,
  returns: BatchResult,
  direct: true,
  async handle({ body, ...doing }) {
    const results = await changeRows(itemsOf(body), doing);
    const count = (wanted: string) => results.filter(({ status }) => status === wanted).length;
    return { updated: count("updated"), unchanged: count("unchanged"), refused: count("refused"), results: [...results] };
  },
});

/** What is asked of each row. Refuses a row named twice, and one that nothing is said of. */
function itemsOf(body: Batch): readonly BatchItem[] {
  const list = "ids" in body ? "ids" : "items";
  const items = "ids" in body ? body.ids.map((id) => ({ ...patchOf(body), id })) : body.items;
  const ids = items.map(({ id }) => id);
  const flaws = items.flatMap(({ id, categoryId, note }, place): Flaw[] => {
    const pointer = `/${list}/${place}`;
    if (ids.indexOf(id) !== place) return [{ pointer, message: "named_twice" }];
    return categoryId === undefined && note === undefined ? [{ pointer, message: "nothing_to_change" }] : [];
  });
  if (flaws.length > 0) throw new Refusal("request.invalid", { flaws: flaws.slice(0, FLAWS_MAX) });
  return items;
}

const FLAWS_MAX = 50;

const patchOf = ({ categoryId, note }: z.output<typeof SameForAll>): TransactionPatch => ({
  ...(categoryId !== undefined && { categoryId }),
  ...(note !== undefined && { note }),
});
