import * as z from "zod";
import type { Core } from "./commit.ts";
import { protocolFault, validationFault } from "./engine-fault.ts";
import { batchGetItem, getItem, transactGetItems } from "./item-reads.ts";
import type { Snapshot } from "./level.ts";
import { readPage } from "./pages.ts";
import type { RequestTokens } from "./request-tokens.ts";
import { batchWriteItem, writeItem } from "./single-writes.ts";
import { relistOperations } from "./time-to-live.ts";
import { transactWriteItems } from "./transactions.ts";

export type Call = { readonly operation: string; readonly input: unknown; readonly indexesAsOf: Snapshot | undefined };

const Input = z.record(z.string(), z.unknown());

/** Runs one operation; everything that writes, and the read that must see one moment, waits for its turn. Throws an EngineFault. */
export async function execute(core: Core, tokens: RequestTokens, { operation, input: given, indexesAsOf }: Call): Promise<unknown> {
  const { data: input } = Input.safeParse(given ?? {});
  if (!input) throw protocolFault("SerializationException", "The request is not a JSON object");
  switch (operation) {
    case "PutItem":
      return core.serially(() => writeItem(core, "putItem", input));
    case "UpdateItem":
      return core.serially(() => writeItem(core, "updateItem", input));
    case "DeleteItem":
      return core.serially(() => writeItem(core, "deleteItem", input));
    case "BatchWriteItem":
      return core.serially(() => batchWriteItem(core, input));
    case "TransactWriteItems":
      return core.serially(() => transactWriteItems(core, tokens, input));
    case "TransactGetItems":
      return core.serially(() => transactGetItems(core, input));
    case "GetItem":
      return getItem(core, input);
    case "BatchGetItem":
      return batchGetItem(core, input);
    case "Query":
      return readPage(core, "query", input, indexesAsOf);
    case "Scan":
      return readPage(core, "scan", input, indexesAsOf);
    default:
      return administer(core, operation, input);
  }
}

const Named = z.object({ TableName: z.string() });
const Listing = z.object({ Limit: z.int().min(1).max(100).default(100), ExclusiveStartTableName: z.string().default("") });
const TimeToLive = Named.extend({ TimeToLiveSpecification: z.object({ AttributeName: z.string().min(1), Enabled: z.boolean() }) });

async function administer(core: Core, operation: string, input: Record<string, unknown>): Promise<unknown> {
  const { tables, serially } = core;
  switch (operation) {
    case "CreateTable":
      return { TableDescription: { ...(await serially(() => tables.create(input))), TableStatus: "CREATING" } };
    case "DeleteTable":
      return {
        TableDescription: { ...(await serially(() => tables.delete(understood(Named, input).TableName))), TableStatus: "DELETING" },
      };
    case "DescribeTable":
      return { Table: tables.get(understood(Named, input).TableName) };
    case "ListTables":
      return listed(tables.names(), understood(Listing, input));
    case "UpdateTimeToLive":
      return serially(() => updateTimeToLive(core, understood(TimeToLive, input)));
    case "DescribeTimeToLive":
      return describeTimeToLive(core, understood(Named, input).TableName);
    default:
      throw protocolFault("UnknownOperationException", `${operation} is not served here`);
  }
}

function listed(all: readonly string[], { Limit, ExclusiveStartTableName }: z.infer<typeof Listing>) {
  const rest = all.filter((name) => name > ExclusiveStartTableName);
  const TableNames = rest.slice(0, Limit);
  return { TableNames, ...(rest.length > Limit && { LastEvaluatedTableName: TableNames.at(-1) }) };
}

async function updateTimeToLive({ level, tables }: Core, { TableName, TimeToLiveSpecification }: z.infer<typeof TimeToLive>) {
  const { AttributeName, Enabled } = TimeToLiveSpecification;
  const current = tables.timeToLiveAttribute(tables.get(TableName).TableName);
  if (Enabled && current !== undefined) throw validationFault("TimeToLive is already enabled");
  if (!Enabled && current === undefined) throw validationFault("TimeToLive is already disabled");
  const attribute = Enabled ? AttributeName : undefined;
  await tables.setTimeToLive(TableName, attribute, await relistOperations(level, tables.get(TableName), attribute));
  return { TimeToLiveSpecification };
}

function describeTimeToLive({ tables }: Core, name: string) {
  const AttributeName = tables.timeToLiveAttribute(tables.get(name).TableName);
  return {
    TimeToLiveDescription: AttributeName === undefined ? { TimeToLiveStatus: "DISABLED" } : { TimeToLiveStatus: "ENABLED", AttributeName },
  };
}

function understood<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const { data, error } = schema.safeParse(input);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw validationFault(
    `1 validation error detected: Value at '${issue?.path.join(".") ?? ""}' failed to satisfy constraint: ${issue?.message ?? ""}`,
  );
}
