import * as z from "zod";
import { type RowSearch, searchWords } from "#domain/banking/row-search";
import { CATEGORIES, TO_CATEGORISE } from "#domain/categorising/categories";
import { BusinessDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { type Flaw, Refusal } from "#domain/refusals";
import { Flag, listQuery } from "./list.ts";

const LIST_MAX = 50;
const Q_LENGTH_MAX = 100;
const Q_WORDS_MAX = 10;

/** Several values of a query parameter, separated by commas. */
const listed = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .max(2_000)
    .transform((text) => text.split(","))
    .pipe(z.array(item).min(1).max(LIST_MAX));

const CODES = new Map([...CATEGORIES, TO_CATEGORISE].map(({ id, code }) => [id, code]));
const CategoryCode = z.string().transform((id, context) => {
  const code = CODES.get(id);
  if (code === undefined) context.addIssue({ code: "custom", params: { code: "invalid" } });
  return code ?? z.NEVER;
});

const CENTS_MAX = 100_000_000_000_000;

/** Signed minor units in a query, in decimal digits. */
const queryCents = z.preprocess(
  (text) => (typeof text === "string" && !/^-?\d{1,15}$/.test(text) ? Number.NaN : text),
  z.coerce.number().int().min(-CENTS_MAX).max(CENTS_MAX),
);

const searched = z.string().trim().min(1).max(Q_LENGTH_MAX).transform(searchWords).pipe(z.array(z.string()).min(1).max(Q_WORDS_MAX));

/** Filters of the lists of rows. Days and `open` are backed by keys: they cost by page size, whatever the history. The others look at 500 rows a page at most. */
export const RowFilters = listQuery({
  from: BusinessDate.exactOptional(),
  to: BusinessDate.exactOptional(),
  open: Flag.exactOptional(),
  categoryId: listed(CategoryCode)
    .exactOptional()
    .meta({ description: "Ids separated by commas; a split row counts under each of its parts." }),
  status: z.enum(["booked", "pending", "future"]).exactOptional(),
  direction: z.enum(["in", "out"]).exactOptional(),
  minAmountCents: queryCents.exactOptional().meta({ description: "Signed, included: money out is negative." }),
  maxAmountCents: queryCents.exactOptional().meta({ description: "Signed, included: money out is negative." }),
  q: searched.exactOptional().meta({
    description: "Words, all of them, in the labels or the notes; case and accents do not matter.",
    examples: ["orange mobile"],
  }),
  split: Flag.exactOptional(),
  hasAttachment: Flag.exactOptional(),
  transfer: Flag.exactOptional().meta({ description: "Whether both legs of money moved between own accounts are known." }),
});
export type RowFilters = z.output<typeof RowFilters>;
type Sensible = Pick<RowFilters, "from" | "to" | "direction" | "minAmountCents" | "maxAmountCents">;

/** Some accounts of the company, for lists that span them. */
export const AccountIds = listed(AccountId).meta({ description: "Ids separated by commas." });

/** What no key backs, or null when everything asked is backed by keys. Refuses questions that contradict themselves. */
export function searchOf(filters: RowFilters): RowSearch | null {
  assertSensible(filters);
  const { categoryId, q, from: _, to: __, open: ___, limit: ____, cursor: _____, ...rest } = filters;
  const search = { ...rest, ...(categoryId && { codes: new Set(categoryId) }), ...(q && { words: q }) };
  return Object.keys(search).length === 0 ? null : search;
}

/** Refuses questions that contradict themselves. */
export function assertSensible({ from, to, direction, minAmountCents: least, maxAmountCents: most }: Sensible): void {
  const flaws: Flaw[] = [];
  if (from !== undefined && to !== undefined && to < from) flaws.push({ pointer: "/query/to", message: "before_from" });
  if (least !== undefined && most !== undefined && most < least)
    flaws.push({ pointer: "/query/max_amount_cents", message: "below_minimum" });
  if (direction === "in" && most !== undefined && most <= 0)
    flaws.push({ pointer: "/query/max_amount_cents", message: "against_direction" });
  if (direction === "out" && least !== undefined && least >= 0)
    flaws.push({ pointer: "/query/min_amount_cents", message: "against_direction" });
  if (flaws.length > 0) throw new Refusal("request.invalid", { flaws });
}
