import * as z from "zod";

const LIMIT_MAX = 200;
const LIMIT_DEFAULT = 50;

/** A whole number in a query, in decimal digits: JavaScript would also read `0x10`, `1e1` and ` 7 `. */
export const queryNumber = (min: number, max: number) =>
  z.preprocess(
    (text) => (typeof text === "string" && !/^\d{1,9}$/.test(text) ? Number.NaN : text),
    z.coerce.number().int().min(min).max(max),
  );

const limit = queryNumber(1, LIMIT_MAX)
  .default(LIMIT_DEFAULT)
  .meta({ description: `${LIMIT_DEFAULT} unless said.` });
const cursor = z.string().min(1).max(2_000).exactOptional();

/** `true` or `false` in a query. */
export const Flag = z.enum(["true", "false"]).transform((text) => text === "true");

/** Query of a list route: its own filters, `limit` (1-200, default 50) and `cursor`. */
export const listQuery = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject({ ...shape, limit, cursor });

/** Answer of a list route: `{ data, next_cursor }`. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
