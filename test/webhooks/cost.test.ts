import { expect, it } from "vitest";
import { webhookCost } from "./webhook-cost.ts";

it("from the door to the read it asks for, a webhook is three calls to queues and two write units (C15)", async () => {
  const { status, calls, door, worker, outcomes } = await webhookCost();
  expect(status).toBe(200);
  expect(door).toEqual({ rru: 0, wru: 0 });
  expect(calls).toEqual(["send webhooks", "receive webhooks", "send sync"]);
  expect(worker).toEqual({ rru: 1.5, wru: 2 });
  expect(outcomes).toEqual(["sync_requested"]);
});
