import * as z from "zod";

const KeyElement = z.object({ AttributeName: z.string(), KeyType: z.string() });
export type KeyElement = z.infer<typeof KeyElement>;
const KeySchema = z.array(KeyElement);

const IndexDescription = z.looseObject({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).exactOptional() }),
});
/** A secondary index as its table describes it. */
export type IndexDescription = z.infer<typeof IndexDescription>;

/** A table as DescribeTable answers it; what the engine does not look at is kept. */
export const TableDescription = z.looseObject({
  TableName: z.string(),
  TableStatus: z.string(),
  KeySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z.array(IndexDescription).exactOptional(),
  LocalSecondaryIndexes: z.array(IndexDescription).exactOptional(),
  StreamSpecification: z.object({ StreamEnabled: z.boolean(), StreamViewType: z.string().exactOptional() }).exactOptional(),
});
export type TableDescription = z.infer<typeof TableDescription>;
