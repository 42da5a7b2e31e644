import * as z from "zod";
import type { AttributeMap } from "./attributes.ts";
import type { TableDescription } from "./table-description.ts";

export type KeysAndProjection = {
  readonly Keys: readonly AttributeMap[];
  readonly ConsistentRead?: boolean;
  readonly AttributesToGet?: readonly string[];
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly _projection?: Projection;
};
export type WriteRequest = {
  readonly PutRequest?: { readonly Item: AttributeMap };
  readonly DeleteRequest?: { readonly Key: AttributeMap };
};
type Projection = { readonly paths: readonly unknown[] };

/** A request that passed dynalite's validation; `_` members hold its parsed expressions. */
export type Checked = {
  readonly TableName: string;
  readonly Item?: AttributeMap;
  readonly Key?: AttributeMap;
  readonly ConsistentRead?: boolean;
  readonly Limit?: number;
  readonly Select?: string;
  readonly IndexName?: string;
  readonly ConditionalOperator?: string;
  readonly QueryFilter?: unknown;
  readonly ScanFilter?: unknown;
  readonly Expected?: unknown;
  readonly AttributesToGet?: readonly string[];
  readonly ReturnConsumedCapacity?: string;
  readonly _condition?: { readonly expression: unknown };
  readonly _projection?: Projection;
  readonly _filter?: { readonly expression: unknown };
};

const Bound = z.string().exactOptional();

/** The page a query or scan asked for: where to read and what to keep. */
export const PagePlan = z.object({
  table: z.custom<TableDescription>(),
  input: z.custom<Checked>(),
  range: z.object({ gt: Bound, gte: Bound, lt: Bound, lte: Bound, reverse: z.boolean().exactOptional() }),
  isLocal: z.boolean(),
  fetchFromTable: z.boolean(),
  startKeyNames: z.array(z.string()),
});
export type PagePlan = z.infer<typeof PagePlan>;
