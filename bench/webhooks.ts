import { webhookCost } from "#test/webhooks/webhook-cost";
import { type Cost, costLine } from "./costs.ts";

/** C15: a webhook, from its door to the read it asks for. */
export async function webhookCosts(): Promise<Cost[]> {
  const { calls, door, worker } = await webhookCost();
  const [rru, wru] = [door.rru + worker.rru, door.wru + worker.wru];
  const within = calls.length <= 3 && wru <= 2 && door.rru + door.wru === 0;
  return [costLine("C15", `webhook, door to read: ${calls.length} calls to queues`, rru, wru, "<= 3 calls, 2 WRU", within)];
}
