import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { ConnectionId } from "#domain/ids";
import { connections } from "#store/connections";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { dataOf } from "#test/ledger";
import { bankState } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  bank = await fakeBank();
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
  bank.rows = bookedRows(6);
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url }, withoutWorkers: true });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(async () => {
  mine = await company(world);
});

type Message = { readonly syncId: string; readonly connectionId: string; readonly repeated?: boolean };

/** A connection asked for twice under one key, as a client does that lost the first answer; the messages of both. */
async function askedTwice() {
  const ask = () =>
    mine.as("POST", "/api/sync/connections", { body: { provider: "sandbox" }, headers: { "idempotency-key": "my-connection" } });
  const [first, again] = [await ask(), await ask()];
  expect(again.body).toEqual(first.body);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  const received = world.sqs.queue("sync").receive({ max: 10 });
  for (const { receipt } of received) world.sqs.queue("sync").delete(receipt);
  const [sent, repeated] = received.map(({ body }) => JSON.parse(body) as Message).sort((left) => (left.repeated ? 1 : -1));
  if (!sent || !repeated) throw new Error("two messages are sent");
  expect(repeated).toEqual({ ...sent, repeated: true });
  return { sent, repeated, id: ConnectionId.parse(first.body["id"]) };
}
const runs = async () => dataOf<{ outcome: string }>(await mine.get("/api/sync/logs"));
const reads = () => bank.calls.filter((call) => call.endsWith("/transactions")).length;

it("a connection asked for twice under one key is read once, whichever message comes first", async () => {
  const { sent, repeated } = await askedTwice();
  const before = reads();
  world.clock.pass(1);
  for (const message of [repeated, sent, repeated]) await deliver(world, "sync/connection", message);
  expect(reads() - before).toBe(1);
  expect(await runs()).toMatchObject([{ outcome: "succeeded" }]);
  expect((await bankState(world, mine.id)).live).toHaveLength(6);
});

it("a repetition leaves the read that is running alone; a copy of its own message goes on where it died", async () => {
  const { sent, repeated, id } = await askedTwice();
  const store = connections(world.table(mine.id), mine.id);
  const [now, until] = [0, 330].map((seconds) => new Date(world.clock.now().getTime() + seconds * 1_000).toISOString());
  if (!now || !until) throw new Error("two instants");
  const { requestedAt } = { requestedAt: now };
  const running = { run: sent.syncId, owner: `${sent.syncId}#1`, now, until, requestedAt };
  expect(await store.lease(id, running)).not.toBeNull();
  const before = reads();
  await deliver(world, "sync/connection", repeated);
  expect(reads()).toBe(before);
  expect(await store.get(id)).toMatchObject({ leaseOwner: running.owner });
  expect(await runs()).toEqual([]);
  // The first one died: the queue delivers its message again.
  await deliver(world, "sync/connection", sent);
  expect(await runs()).toMatchObject([{ outcome: "succeeded" }]);
});
