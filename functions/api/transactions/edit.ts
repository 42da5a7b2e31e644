import * as z from "zod";
import type { BankRow } from "#domain/banking/row";
import { CATEGORIES, categoryById } from "#domain/categorising/categories";
import type { Instant } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";

export const TransactionPatch = z.strictObject({
  categoryId: z.string().min(1).max(60).exactOptional(),
  note: humanText(500).nullable().exactOptional(),
});

/** The row with what the person said. The same row when nothing changes, so that saying it twice writes once. */
export function edited(row: BankRow, { categoryId, note }: z.output<typeof TransactionPatch>, at: Instant): BankRow {
  const categorisation = categoryId === undefined ? row.categorisation : chosenBy(row, categoryId);
  // A linked row is an internal transfer and nothing else: whoever knows better parts it first.
  if (row.transfer !== null && categorisation.code !== row.categorisation.code) throw new Refusal("transfer.linked");
  const nextNote = note === undefined ? row.note : note || null;
  const same =
    nextNote === row.note && categorisation.code === row.categorisation.code && categorisation.source === row.categorisation.source;
  return same ? row : { ...row, categorisation, note: nextNote, updatedAt: at, version: row.version + 1 };
}

function chosenBy(row: BankRow, categoryId: string): BankRow["categorisation"] {
  const known = categoryId === "a_categoriser" || CATEGORIES.some(({ id }) => id === categoryId);
  if (!known) throw new Refusal("category.not_found", { flaws: [{ pointer: "/category_id", message: "invalid" }] });
  const { code, direction } = categoryById(categoryId);
  const wrong = (direction === "in" && row.amountCents < 0) || (direction === "out" && row.amountCents > 0);
  if (wrong) throw new Refusal("category.not_found", { flaws: [{ pointer: "/category_id", message: "wrong_direction" }] });
  return { code, confidencePpm: 1_000_000, source: "user", ruleId: null, reason: "Choisie par un utilisateur." };
}
