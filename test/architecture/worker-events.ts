import { createHmac } from "node:crypto";
import { expect } from "vitest";
import * as z from "zod";
import { WORKERS } from "#functions/all";
import { streamRecord } from "#infra/local/stream-source";
import type { Called } from "#test/architecture/lambda-process";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { draft, line, type Mine } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

const HOOK_SECRET = "whsec_of_this_test";

/** A world in which every worker but the clock's has something to do, that the product itself queued. */
export async function busyWorld() {
  const bank = await fakeBank();
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
  bank.rows = bookedRows(10);
  const settings = { SANDBOX_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: HOOK_SECRET };
  const world = await testWorld({ withoutWorkers: true, start: new Date().toISOString(), settings });
  const mine = await company(world);
  await askOfEveryWorker(world, mine);
  const work = await waiting(world, bank);
  return { world, mine, bank, work, end: () => world.end().then(() => bank.close()) };
}

/** Requests that leave every queue something to do. */
async function askOfEveryWorker(world: TestWorld, mine: Mine): Promise<void> {
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await mine.as(method, path, { headers: { accept: "application/json" }, ...(body !== undefined && { body }) });
    expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300);
    return answer;
  };
  const { body } = await ask("POST", "/api/sync/connections", { provider: "sandbox" });
  await draft(mine, "2025-01-01", [line("606300", 1_000), line("512900", -1_000)]);
  const first = await ask("POST", "/api/ledger/validate", { through: "2025-01-31" });
  await deliver(world, "jobs/run", { companyId: mine.id, jobId: first.body["id"] });
  world.sqs.queue("jobs").purge();
  await draft(mine, "2025-02-01", [line("606300", 1_000), line("512900", -1_000)]);
  await ask("POST", "/api/ledger/validate", { through: "2025-02-28" });
  await ask("GET", "/api/privacy/export");
  await ask("GET", "/api/exports/transactions/csv");
  await ask("GET", "/api/exports/trial-balance?year=2025&format=pdf");
  await ask("POST", "/users", { email: "lea@example.test", role: "member" });
  await world.handlers.get("alerts/tick")?.({ scheduledTime: world.clock.now().toISOString() }, { getRemainingTimeInMillis: () => 60_000 });
  const known = { pk: "SYSTEM#PROVIDER#bridge#user-9", sk: "PROVIDER", companyId: mine.id, connectionId: body["id"] };
  await world.table().put({ Item: known });
  const hook = JSON.stringify({ content: { item_id: 7, user_uuid: "user-9" }, timestamp: Date.now(), type: "item.refreshed" });
  const signature = `v1=${createHmac("sha256", HOOK_SECRET).update(hook).digest("hex")}`;
  const told = await world.request("POST", "/api/webhooks/bridge", { raw: hook, headers: { "bridgeapi-signature": signature } });
  expect(told.status, told.text).toBe(200);
}

/** One event a worker, as AWS would hand it over: everything that waits in its queue, or in the stream. */
async function waiting(world: TestWorld, bank: FakeBank): Promise<readonly Called[]> {
  const records = (await world.engine.stream.read(0, 100)).map(streamRecord);
  return WORKERS.flatMap((worker): Called[] => {
    const variables = { ...world.addressOf(worker.name), SANDBOX_BASE_URL: bank.url };
    if (worker.kind === "stream") return [{ name: worker.name, variables, event: { Records: records } }];
    if (worker.kind !== "consumer") return [];
    const Records = world.sqs
      .queue(worker.queue)
      .receive({ max: 10 })
      .map(({ id, body }) => ({ messageId: id, body, attributes: { ApproximateReceiveCount: "1" } }));
    return [{ name: worker.name, variables, event: { Records } }];
  });
}

const Batch = z.object({ Records: z.array(z.looseObject({ messageId: z.string().exactOptional() })).min(1) });
/** Every message of a batch as a worker reports it when it failed. */
export const idsOf = ({ event }: Called) => Batch.parse(event).Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
