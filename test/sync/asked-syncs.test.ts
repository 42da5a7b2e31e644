import { describe, expect, it } from "vitest";
import { syncDesk, toldRow } from "./sync-desk.ts";

const desk = syncDesk();
const { connect, state, expectTotals } = desk;

it("twelve requests that meet a held connection leave one message that asks again, and its read covers them all", async () => {
  await connect();
  desk.world.clock.pass(60);
  const [{ id } = { id: "" }] = (await desk.mine.get("/api/sync/connections")).body["data"] as { id: string }[];
  const Key = { pk: `COMPANY#${desk.mine.id}#CONNECTIONS`, sk: id };
  const at = (seconds: number) => new Date(desk.world.clock.now().getTime() + seconds * 1_000).toISOString();
  await desk.world.table(desk.mine.id).update({
    Key,
    UpdateExpression: "SET leaseOwner = :dead, leaseUntil = :until, lastStartedAt = :started",
    ExpressionAttributeValues: { ":dead": "sync_dead#1", ":until": at(14), ":started": at(-1) },
  });
  desk.bank.rows = [...desk.bank.rows, toldRow({ id: 850, updatedAt: "2025-06-05T05:00:00.000Z" })];
  for (let request = 0; request < 12; request += 1) {
    await desk.mine.post("/api/sync/manual");
    await desk.world.idle();
    desk.world.clock.pass(1);
  }
  expect(desk.world.sqs.queue("sync").counts()).toMatchObject({ visible: 0, inFlight: 0, delayed: 1 });
  expect((await state()).live).toHaveLength(20);
  desk.world.clock.pass(16);
  desk.world.sqs.tick();
  await desk.world.idle();
  expect((await state()).live).toHaveLength(21);
});

describe("the night", () => {
  it("queues one read a connection, and fired twice reads each once", async () => {
    await connect();
    desk.world.clock.pass(60);
    expect(await desk.world.schedules.run("sync-tick")).toBe(true);
    await desk.world.idle();
    const logs = (await desk.mine.get("/api/sync/logs")).body["data"] as { trigger: string; outcome: string }[];
    expect(logs[0]).toMatchObject({ trigger: "nightly", outcome: "succeeded" });
  });
});

it("refuses a provider that is not configured, and a sync without a bank", async () => {
  expect(await desk.mine.post("/api/sync/connections", { provider: "bridge" })).toMatchObject({
    status: 422,
    body: { code: "sync.provider_unavailable", errors: [{ pointer: "/provider" }] },
  });
  expect(await desk.mine.post("/api/sync/manual")).toMatchObject({ status: 409, body: { code: "sync.no_connection" } });
});

it("opens a bank's account once when two runs meet it at the same time", async () => {
  await desk.mine.post("/api/sync/connections", { provider: "sandbox" });
  const [{ id } = { id: "" }] = (await desk.mine.get("/api/sync/connections")).body["data"] as { id: string }[];
  const message = {
    companyId: desk.mine.id,
    connectionId: id,
    syncId: desk.world.newId("sync"),
    trigger: "manual",
    requestedAt: desk.world.clock.now().toISOString(),
  };
  const event = { Records: [{ messageId: "m", body: JSON.stringify(message), attributes: { ApproximateReceiveCount: "1" } }] };
  const invoke = () => desk.world.handlers.get("sync/connection")?.(event, { getRemainingTimeInMillis: () => 60_000 });
  await Promise.all([invoke(), invoke(), invoke()]);
  await desk.world.idle();
  expect((await desk.mine.get("/api/accounts")).body["data"]).toHaveLength(1);
  expect((await state()).live).toHaveLength(20);
  await expectTotals();
});
