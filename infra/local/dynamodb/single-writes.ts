import * as z from "zod";
import { capacityByTable, consumedCapacity, detailOf, type TableUnits, writeUnits } from "./capacity.ts";
import type { WriteRequest } from "./checked-request.ts";
import { type Core, commit, readOld } from "./commit.ts";
import { validationFault } from "./engine-fault.ts";
import { type Change, decide, failedCondition, type ItemWrite, prepareWrite, type WriteAction } from "./item-write.ts";
import { inertStore } from "./tables.ts";

type Request = Record<string, unknown>;
type Reply = Record<string, unknown>;

const BATCH_WRITES_MAX = 25;

/** PutItem, UpdateItem or DeleteItem. Throws an EngineFault. */
export async function writeItem(core: Core, action: WriteAction, request: Request): Promise<Reply> {
  const detail = detailOf(request.ReturnConsumedCapacity);
  const write = prepareWrite(core, action, request);
  const old = readOld(core, write.storeKey);
  const failed = failedCondition(core, write, old.item);
  if (failed) throw failed;
  const { change, attributes } = decide(core, write, old);
  await commit(core, [change]);
  return {
    ...(attributes !== undefined && { Attributes: attributes }),
    ...(detail && { ConsumedCapacity: consumedCapacity(change.table.TableName, writeUnits(change), detail) }),
  };
}

const Requested = z.object({ RequestItems: z.record(z.string(), z.array(z.custom<WriteRequest>((value) => typeof value === "object"))) });

/** BatchWriteItem: everything is stored at once, which AWS does not promise. Throws an EngineFault. */
export async function batchWriteItem(core: Core, request: Request): Promise<Reply> {
  const detail = detailOf(request.ReturnConsumedCapacity);
  const { RequestItems } = Requested.parse(core.dynalite.check("batchWriteItem", { ...request }, inertStore));
  const writes = Object.entries(RequestItems).flatMap(([table, requests]) => requests.map((one) => batched(core, table, one)));
  if (writes.length > BATCH_WRITES_MAX) throw validationFault("Too many items requested for the BatchWriteItem call");
  if (new Set(writes.map(({ storeKey }) => storeKey)).size < writes.length)
    throw validationFault("Provided list of item keys contains duplicates");
  const changes = writes.map((write) => decide(core, write, readOld(core, write.storeKey)).change);
  await commit(core, changes);
  return { UnprocessedItems: {}, ...(detail && { ConsumedCapacity: capacityByTable(changes.map(unitsByTable), detail) }) };
}

function batched(core: Core, TableName: string, { PutRequest, DeleteRequest }: WriteRequest): ItemWrite {
  if (PutRequest) return prepareWrite(core, "putItem", { TableName, Item: PutRequest.Item });
  return prepareWrite(core, "deleteItem", { TableName, Key: DeleteRequest?.Key });
}

const unitsByTable = (change: Change): TableUnits => [change.table.TableName, writeUnits(change)];
