import { describe, expect, it } from "vitest";
import { deliver } from "#test/faults/switchable";
import { bankState } from "#test/sync/totals";
import { connectionDesk, path } from "./connection-desk.ts";

const desk = connectionDesk();
const { connect, stored, passed, runs, accounts, callsOf } = desk;

describe("the end of a connection", () => {
  it("keeps accounts and rows, leaves the round and every way to it, forgets what it held, and ends our access", async () => {
    const id = await connect({ callback_url: "https://app.example.test/" });
    const before = await bankState(desk.world, desk.mine.id);
    const [account] = await accounts();
    expect(await desk.mine.as("DELETE", path(id))).toMatchObject({ status: 204 });
    expect(await bankState(desk.world, desk.mine.id)).toEqual(before);
    expect(await accounts()).toMatchObject([
      { id: account?.id, ledger_account: account?.["ledger_account"], connection_id: null, status: "open" },
    ]);
    expect((await desk.mine.get("/api/sync/connections")).body["data"]).toEqual([]);
    expect((await desk.mine.get("/api/sync/connections?disconnected=true")).body["data"]).toMatchObject([
      { id, state: "disconnected", connect_url: null },
    ]);
    const deleted = `DELETE /v3/aggregation/users/${desk.bank.nextUser}`;
    expect(callsOf(deleted)).toBe(0);
    await passed(6);
    expect(callsOf(deleted)).toBe(1);
    expect((await desk.mine.get(path(id))).body).toMatchObject({
      ...{ state: "disconnected", next_attempt_at: null },
      ...{ disconnected_at: expect.any(String), access_ended_at: desk.world.clock.now().toISOString() },
    });
    const item = await desk.world.table(desk.mine.id).get({ Key: { pk: `COMPANY#${desk.mine.id}#CONNECTIONS`, sk: id } });
    for (const name of ["sealedToken", "callbackUrl", "leaseOwner", "nextAttemptAt"]) expect(item).not.toHaveProperty(name);
    expect(item).toMatchObject({ connectUrl: "", ttl: expect.any(Number) });
    expect((await desk.mine.post("/api/sync/manual")).body["code"]).toBe("sync.no_connection");
    const read = (await runs()).length;
    await desk.world.schedules.run("sync-tick");
    await desk.world.request("GET", `/api/sync/callback/sandbox?user_uuid=${desk.bank.nextUser}`);
    await passed(900);
    expect((await runs()).length).toBe(read);
    const late = {
      companyId: desk.mine.id,
      connectionId: id,
      syncId: desk.world.newId("sync"),
      trigger: "webhook",
      requestedAt: "2027-01-01T00:00:00.000Z",
    };
    await deliver(desk.world, "sync/connection", late);
    await deliver(desk.world, "sync/connection", { ...late, connectionId: desk.world.newId("connection") });
    expect((await runs()).length).toBe(read);
  });

  it("asked for twice, or of a message that comes late, does nothing more", async () => {
    const id = await connect();
    for (let time = 0; time < 2; time += 1) expect((await desk.mine.as("DELETE", path(id))).status).toBe(204);
    await passed(6);
    const asked = callsOf(`DELETE /v3/aggregation/users/${desk.bank.nextUser}`);
    expect(asked).toBeGreaterThan(0);
    expect((await desk.mine.as("DELETE", path(id))).status).toBe(204);
    await passed(900);
    expect(callsOf(`DELETE /v3/aggregation/users/${desk.bank.nextUser}`)).toBe(asked);
    expect(await desk.mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 409, body: { code: "connection.ended" } });
    expect((await desk.mine.as("DELETE", path(id), { headers: { "if-match": '"1"' } })).status).toBe(412);
  });

  it("of a provider that is down is asked again until it answers, while nothing of ours waits for it", async () => {
    const id = await connect();
    desk.bank.refuse = ({ path: asked }) => (asked.startsWith("DELETE") ? 400 : null);
    expect((await desk.mine.as("DELETE", path(id))).status).toBe(204);
    await passed(6);
    expect(await stored(id)).toMatchObject({ state: "disconnected" });
    expect((await stored(id)).accessEndedAt).toBeUndefined();
    await passed(121);
    await passed(300);
    desk.bank.refuse = () => null;
    for (let hop = 0; hop < 4; hop += 1) await passed(900);
    expect((await stored(id)).accessEndedAt).toBeDefined();
    expect(desk.world.sqs.queue("sync").counts()).toMatchObject({ visible: 0, delayed: 0, inFlight: 0 });
    expect(desk.world.sqs.queue("sync-dlq").counts()).toMatchObject({ visible: 0 });
  });

  it("is waited for by the message that ends our access, which may come first, or alone, and then does the rest", async () => {
    const id = await connect();
    const message = {
      companyId: desk.mine.id,
      connectionId: id,
      syncId: desk.world.newId("sync"),
      trigger: "disconnect",
      requestedAt: desk.world.clock.now().toISOString(),
    };
    await deliver(desk.world, "sync/connection", message);
    expect(await stored(id)).toMatchObject({ state: "active" });
    expect(desk.world.sqs.queue("sync").counts()).toMatchObject({ delayed: 1 });
    expect((await desk.mine.as("DELETE", path(id))).status).toBe(204);
    await desk.world.table(desk.mine.id).update({
      Key: { pk: `COMPANY#${desk.mine.id}#ACCOUNTS`, sk: (await accounts())[0]?.id },
      UpdateExpression: "SET connectionId = :id",
      ExpressionAttributeValues: { ":id": id },
    });
    await passed(31);
    expect((await stored(id)).accessEndedAt).toBeDefined();
    expect(await accounts()).toMatchObject([{ connection_id: null }]);
    const never = { ...message, connectionId: await connect(), attempt: 4 };
    await deliver(desk.world, "sync/connection", never);
    expect(desk.world.sqs.queue("sync").counts()).toMatchObject({ delayed: 0 });
  });

  it("leaves room for another one, which takes twenty at once and no more", async () => {
    const ids = [];
    for (let count = 0; count < 20; count += 1) {
      desk.bank.nextUser = `many-${desk.user}-${count}`;
      ids.push(await connect());
    }
    expect((await desk.mine.post("/api/sync/connections", { provider: "sandbox" })).body["code"]).toBe("connection.limit_reached");
    await desk.mine.as("DELETE", path(ids[0] ?? ""));
    desk.bank.nextUser = `many-${desk.user}-more`;
    await connect();
  });

  it("refuses providers there are not, or that are not configured", async () => {
    for (const provider of ["bankin", "paypal", "", 7, null])
      expect(await desk.mine.post("/api/sync/connections", { provider })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: "/provider" }] },
      });
    expect(await desk.mine.post("/api/sync/connections", { provider: "bridge" })).toMatchObject({
      status: 422,
      body: { code: "sync.provider_unavailable" },
    });
    expect(await desk.mine.post("/api/sync/connections", { provider: "finary" })).toMatchObject({
      status: 422,
      body: { code: "sync.bank_token_rejected", errors: [{ pointer: "/token" }] },
    });
  });
});
