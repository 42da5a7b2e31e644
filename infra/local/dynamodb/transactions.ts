import * as z from "zod";
import { capacityByTable, detailOf, type TableUnits, transactionalReadUnits, transactionalWriteUnits, type UnitsName } from "./capacity.ts";
import { type Core, commit, readOld } from "./commit.ts";
import { type CancellationReason, cancelled, EngineFault, validationFault } from "./engine-fault.ts";
import { itemSize } from "./item-size.ts";
import { type Change, decide, failedCondition, type ItemWrite, type Old, prepareWrite, type WriteAction } from "./item-write.ts";
import { digestOf, type RequestTokens } from "./request-tokens.ts";

export const TRANSACTION_ACTIONS_MAX = 100;
export const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024;

const ACTIONS: Readonly<Record<string, WriteAction>> = {
  Put: "putItem",
  Update: "updateItem",
  Delete: "deleteItem",
  ConditionCheck: "deleteItem",
};

const Request = z.object({
  TransactItems: z.array(z.record(z.string(), z.unknown())).min(1).max(TRANSACTION_ACTIONS_MAX),
  ClientRequestToken: z.string().min(1).max(36).exactOptional(),
  ReturnConsumedCapacity: z.string().exactOptional(),
});

const NOTHING: CancellationReason = { Code: "None" };

/** TransactWriteItems: all of it or nothing. Throws an EngineFault. */
export async function transactWriteItems(core: Core, tokens: RequestTokens, request: unknown): Promise<Record<string, unknown>> {
  const { TransactItems, ClientRequestToken: token, ReturnConsumedCapacity } = parsed(request);
  const digest = token === undefined ? "" : digestOf(TransactItems);
  const actions = TransactItems.map((item) => actionOf(core, item));
  const detail = detailOf(ReturnConsumedCapacity);
  const replyWith = (units: readonly TableUnits[], named: UnitsName) =>
    detail ? { ConsumedCapacity: capacityByTable(units, detail, named) } : {};
  if (token !== undefined && tokens.isDone(token, digest)) return replyWith(actions.map(readAgain(core)), "ReadCapacityUnits");
  refuseRepeatedItems(actions.map(({ write }) => write.storeKey));
  const olds = actions.map(({ write }) => readOld(core, write.storeKey));
  refuseFailedConditions(core, actions, olds);
  const changes = decideAll(core, actions, olds);
  refuseTooMuch(changes);
  const written = changes.filter((_change, position) => !actions[position]?.checksOnly);
  await commit(core, written, token === undefined ? [] : tokens.operationsFor(token, digest));
  if (token !== undefined) tokens.remember(token, digest);
  const units = changes.map((change) => [change.table.TableName, transactionalWriteUnits(change)] as const);
  return replyWith(units, "WriteCapacityUnits");
}

type Action = { readonly write: ItemWrite; readonly checksOnly: boolean };

function parsed(request: unknown): z.infer<typeof Request> {
  const { data, error } = Request.safeParse(request);
  if (data) return data;
  const [issue] = error.issues;
  throw validationFault(
    `1 validation error detected: Value at '${String(issue?.path[0] ?? "transactItems")}' failed to satisfy constraint: ` +
      (issue?.code === "too_big" ? `Member must have length less than or equal to ${issue.maximum}` : (issue?.message ?? "")),
  );
}

function actionOf(core: Core, item: Readonly<Record<string, unknown>>): Action {
  const [[kind, request] = ["", undefined], ...others] = Object.entries(item);
  const action = ACTIONS[kind];
  const { data } = z.record(z.string(), z.unknown()).safeParse(request);
  if (!action || !data || others.length > 0) throw validationFault("TransactItems can only contain one of Check, Put, Update or Delete");
  const missing = kind === "ConditionCheck" ? "ConditionExpression" : kind === "Update" ? "UpdateExpression" : undefined;
  if (missing && data[missing] === undefined)
    throw validationFault(`1 validation error detected: Value null at '${missing}' failed to satisfy constraint: Member must not be null`);
  return { write: prepareWrite(core, action, data), checksOnly: kind === "ConditionCheck" };
}

export function refuseRepeatedItems(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw validationFault("Transaction request cannot include multiple operations on one item");
}

function refuseFailedConditions(core: Core, actions: readonly Action[], olds: readonly Old[]): void {
  const reasons = actions.map(({ write }, position): CancellationReason => {
    const failed = failedCondition(core, write, olds[position]?.item);
    if (!failed) return NOTHING;
    const item = failed.body.Item;
    return { Code: "ConditionalCheckFailed", Message: failed.message, ...(item !== undefined && { Item: item }) };
  });
  if (reasons.some((reason) => reason !== NOTHING)) throw cancelled(reasons);
}

/** An action that cannot be done to the item it finds cancels the whole. A check decides nothing: its change ends as it began. */
function decideAll(core: Core, actions: readonly Action[], olds: readonly Old[]): readonly Change[] {
  const outcomes = actions.map(({ write, checksOnly }, position) => {
    const old = olds[position] ?? { item: undefined, json: undefined };
    try {
      const { change } = decide(core, write, old);
      return checksOnly ? { ...change, after: old.item, indexes: [] } : change;
    } catch (error) {
      if (error instanceof EngineFault) return error;
      throw error;
    }
  });
  const changes = outcomes.flatMap((outcome) => (outcome instanceof EngineFault ? [] : [outcome]));
  if (changes.length === outcomes.length) return changes;
  throw cancelled(
    outcomes.map((outcome) => (outcome instanceof EngineFault ? { Code: "ValidationError", Message: outcome.message } : NOTHING)),
  );
}

function refuseTooMuch(changes: readonly Change[]): void {
  const bytes = changes.reduce((sum, { after, key }) => sum + itemSize(after ?? key), 0);
  if (bytes > TRANSACTION_BYTES_MAX) throw validationFault("The aggregate size of the items in the transaction exceeds 4 MB");
}

/** A request done before is only read again. */
const readAgain =
  (core: Core) =>
  ({ write }: Action): TableUnits => [
    write.table.TableName,
    { table: transactionalReadUnits(readOld(core, write.storeKey).item), indexes: [] },
  ];
