import * as z from "zod";
import type { Engine } from "./engine.ts";
import { type CancellationReason, ConnectionLost, cancelled, EngineFault, fault, Killed } from "./engine-fault.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { answerHttp } from "./http-handler.ts";
import type { Snapshot } from "./level.ts";
import { dividedBatch } from "./partial-batch.ts";

const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);
const READS = new Set(["GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan"]);
const OnIndex = z.object({ IndexName: z.string() });
const Transaction = z.object({ TransactItems: z.array(z.unknown()) });

/**
 * The engine as one unlucky process sees it. What the plan lets through is really done; once the plan is dead every call throws
 * Killed, while the engine underneath lives on for the next process. Expiry is not the process's doing and goes on.
 */
export function withFaults(engine: Engine, plan: FaultPlan): Engine {
  const indexes = laggingIndexes(engine, plan.rates.gsiLag ?? 0);
  const exec: Engine["exec"] = async (operation, input) => {
    alive(plan, undefined);
    if (!WRITES.has(operation)) {
      if (READS.has(operation)) throttle(plan);
      if (operation === "TransactGetItems" && plan.strikes("conflict")) throw conflictIn(input);
      return alive(plan, await partly(plan, operation, input, (rest) => engine.exec(operation, rest, indexes.seenBy(rest))));
    }
    throttle(plan);
    const { diesBefore, diesAfter } = plan.nextWrite();
    if (diesBefore) throw death(plan);
    const run = async (): Promise<unknown> => {
      if (operation === "TransactWriteItems" && plan.strikes("conflict")) throw conflictIn(input);
      return partly(plan, operation, input, (rest) => engine.exec(operation, rest));
    };
    const reply = await written(run, plan, diesAfter);
    indexes.written();
    if (diesAfter) throw death(plan);
    if (plan.strikes("replyLost")) throw lost(plan);
    return alive(plan, reply);
  };
  const { stream } = engine;
  return {
    ...engine,
    exec,
    handler: (request, response) => answerHttp(exec, request, response),
    stream: {
      ...stream,
      read: async (...parameters) => alive(plan, await stream.read(...alive(plan, parameters))),
      trim: async (...parameters) => stream.trim(...alive(plan, parameters)),
    },
  };
}

/** A process that dies after a write dies after a refused one too. */
async function written<Reply>(run: () => Promise<Reply>, plan: FaultPlan, diesAfter: boolean): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    throw diesAfter ? death(plan) : error;
  }
}

/** Passes the value on, to the living. */
function alive<Value>(plan: FaultPlan, value: Value): Value {
  if (plan.dead) throw new Killed(`the process is dead (${plan.description})`);
  return value;
}

function death(plan: FaultPlan): Killed {
  plan.die();
  return new Killed(`the process died at its write ${plan.writes} (${plan.description})`);
}

function throttle(plan: FaultPlan): void {
  if (!plan.strikes("throttle")) return;
  if (plan.injected.throttle % 2 === 0) throw fault("ThrottlingException", "Rate of requests exceeds the allowed throughput.");
  throw fault("ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the table was exceeded.");
}

/** Every other time it is the server that says it failed. */
function lost(plan: FaultPlan): Error {
  if (plan.injected.replyLost % 2 === 1) return new ConnectionLost("the connection ended before the reply");
  return new EngineFault(500, { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "Internal server error" });
}

function conflictIn(input: unknown): EngineFault {
  const { TransactItems } = Transaction.parse(input);
  return cancelled(
    TransactItems.map(
      (_item, position): CancellationReason =>
        position === 0 ? { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" } : { Code: "None" },
    ),
  );
}

/** Does a batch but for what the plan hands back. */
async function partly(plan: FaultPlan, operation: string, input: unknown, run: (rest: unknown) => Promise<unknown>): Promise<unknown> {
  if ((plan.rates.unprocessed ?? 0) <= 0) return run(input);
  const divided = dividedBatch(operation, input, () => plan.strikes("unprocessed"));
  return divided ? divided.withHandedBack(await run(divided.rest)) : run(input);
}

type LaggingIndexes = { seenBy(input: unknown): Snapshot | undefined; written(): void };

/** Keeps the moments of the last `lag` writes; index reads see the oldest of them. */
function laggingIndexes(engine: Engine, lag: number): LaggingIndexes {
  const moments: Snapshot[] = lag > 0 ? [engine.snapshot()] : [];
  return {
    seenBy: (input) => (lag > 0 && OnIndex.safeParse(input).success ? moments[0] : undefined),
    written() {
      if (lag === 0) return;
      moments.push(engine.snapshot());
      for (const old of moments.splice(0, moments.length - lag - 1)) void old.close();
    },
  };
}
