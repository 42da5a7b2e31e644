import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SECRET, syncDesk, toldRow } from "./sync-desk.ts";

const desk = syncDesk();
const { connect, state } = desk;

describe("a Bridge webhook", () => {
  const body = (type = "item.refreshed", at = 1) =>
    `{"content":{"item_id":7,"user_uuid":"user-1"},"timestamp":${1_795_240_800_000 + at},"type":"${type}"}`;
  const signed = (raw: string, secret = SECRET) => `v1=${createHmac("sha256", secret).update(raw).digest("hex").toUpperCase()}`;
  const send = (raw: string, header = signed(raw)) =>
    desk.world.request("POST", "/api/webhooks/bridge", { raw, headers: { "bridgeapi-signature": header } });
  const events = async () => (await desk.mine.get("/api/webhooks/events")).body["data"] as { type: string; outcome: string }[];
  const sandboxIsBridge = async () => {
    await desk.mine.post("/api/sync/connections", { provider: "bridge" }).catch(() => undefined);
    await desk.world.table(desk.mine.id).put({
      Item: {
        pk: "SYSTEM#PROVIDER#bridge#user-1",
        sk: "PROVIDER",
        companyId: desk.mine.id,
        connectionId: String(((await desk.mine.get("/api/sync/connections")).body["data"] as { id: string }[])[0]?.id),
      },
    });
  };

  it("with a right signature reads the connection once, however often it comes", async () => {
    await connect();
    await sandboxIsBridge();
    desk.bank.rows = [...desk.bank.rows, toldRow({ id: 900, updatedAt: "2025-06-06T05:00:00.000Z" })];
    desk.world.clock.pass(60);
    const answers = await Promise.all([1, 2, 3].map(() => send(body())));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await desk.world.idle();
    expect((await state()).live).toHaveLength(21);
    expect(await events()).toMatchObject([{ type: "item.refreshed", outcome: "sync_requested" }]);
    const delivered = desk.world.events.filter(({ event, worker }) => event === "worked" && worker === "webhooks/process");
    for (const { wru } of delivered) expect(wru).toBeLessThanOrEqual(2);
    const before = (await desk.mine.get("/api/sync/logs")).body["data"] as unknown[];
    await send(body());
    await desk.world.idle();
    expect((await desk.mine.get("/api/sync/logs")).body["data"]).toHaveLength(before.length);
  });

  it("altered, unsigned or signed by another secret is a 401 and queues nothing", async () => {
    const raw = body("item.refreshed", 2);
    for (const header of ["", "v1=", signed(`${raw} `), signed(raw, "other"), signed(raw).replace("v1", "v0"), `t=1,${"A".repeat(64)}`]) {
      expect(await send(raw, header), header.slice(0, 12)).toMatchObject({ status: 401, body: { code: "webhook.bad_signature" } });
    }
    expect(await desk.world.request("POST", "/api/webhooks/bridge", { raw: "not json" })).toMatchObject({ status: 401 });
    expect(desk.world.sqs.queue("webhooks").counts()).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it("of an unknown user or kind is accepted and changes nothing", async () => {
    const raw = '{"content":{"user_uuid":"nobody"},"timestamp":1,"type":"item.refreshed"}';
    expect((await send(raw)).status).toBe(200);
    expect((await send(body("payment.created", 3))).status).toBe(200);
    await desk.world.idle();
    expect(desk.world.sqs.queue("webhooks-dlq").counts()).toMatchObject({ visible: 0 });
  });
});
