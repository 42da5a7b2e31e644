import * as z from "zod";
import type { BankRow } from "#domain/banking/row";
import { CATEGORIES, categoryById, TO_CATEGORISE } from "#domain/categorising/categories";
import type { Instant } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import type { Rules } from "#runtime/categorised";

export const TransactionPatch = z.strictObject({
  /** Null: back to what the rules say. */
  categoryId: z.string().min(1).max(60).nullable().exactOptional(),
  note: humanText(500).nullable().exactOptional(),
});
export type TransactionPatch = z.output<typeof TransactionPatch>;

/** The row with what the person said. The same row when nothing changes, so that saying it twice writes once. */
export function edited(row: BankRow, { categoryId, note }: TransactionPatch, rules: Rules, at: Instant): BankRow {
  const categorisation = categoryId === undefined ? row.categorisation : categorisedBy(row, categoryId, rules);
  const nextNote = note === undefined ? row.note : note || null;
  const same =
    nextNote === row.note && categorisation.code === row.categorisation.code && categorisation.source === row.categorisation.source;
  return same ? row : { ...row, categorisation, note: nextNote, updatedAt: at, version: row.version + 1 };
}

function categorisedBy(row: BankRow, categoryId: string | null, rules: Rules): BankRow["categorisation"] {
  if (row.parts.length > 0) throw new Refusal("transaction.split");
  return categoryId === null ? rules(row) : chosen(categoryId, row.amountCents, "/category_id");
}

/** A person's choice of a category for an amount. Refuses an unknown category, and one for money that goes the other way. */
export function chosen(categoryId: string, amountCents: number, pointer: string): BankRow["categorisation"] {
  return { code: codeFor(categoryId, amountCents, pointer), ...BY_USER };
}

const BY_USER = { confidencePpm: 1_000_000, source: "user", ruleId: null, reason: "Choisie par un utilisateur." } as const;

/** A category's code. Refuses as `chosen` does. */
export function codeFor(categoryId: string, amountCents: number, pointer: string): string {
  const known = categoryId === TO_CATEGORISE.id || CATEGORIES.some(({ id }) => id === categoryId);
  if (!known) throw new Refusal("category.not_found", { flaws: [{ pointer, message: "invalid" }] });
  const { code, direction } = categoryById(categoryId);
  const wrong = (direction === "in" && amountCents < 0) || (direction === "out" && amountCents > 0);
  if (wrong) throw new Refusal("category.not_found", { flaws: [{ pointer, message: "wrong_direction" }] });
  return code;
}
