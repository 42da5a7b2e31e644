import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { bodyOf, changed, connected, eventsOf, type Hook, hookOf, known, MOMENT, readsAsked } from "#test/webhooks/hooks";
import { type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof connected>>;
let count = 0;

beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ withoutWorkers: true, settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(async () => {
  count += 1;
  mine = await connected(world, `user-${count}`);
  world.events.length = 0;
});

const process = (message: Hook) => deliver(world, "webhooks/process", message);
const ofBridge = (...more: Parameters<typeof bodyOf> extends [string, ...infer Rest] ? Rest : never) =>
  hookOf(world, bodyOf(mine.userUuid, ...more));

describe("a webhook of a bank", () => {
  it("asks for one read of its user's connection, and is recorded with it", async () => {
    const hook = ofBridge("item.account.updated", MOMENT, ',"account_id":41');
    await process(hook);
    const [read, ...others] = readsAsked(world);
    expect(others).toEqual([]);
    expect(read).toMatchObject({ companyId: mine.id, connectionId: mine.connectionId, trigger: "webhook", requestedAt: hook.receivedAt });
    expect(await eventsOf(mine)).toMatchObject([
      {
        ...{ id: `whk_${MOMENT}_${hook.bodyHash}`, provider: "bridge", type: "item.account.updated", item_id: "7", account_id: "41" },
        ...{ outcome: "sync_requested", reason: null, sync_id: read?.["syncId"], connection_id: mine.connectionId },
        occurred_at: new Date(MOMENT).toISOString(),
      },
    ]);
  });

  it("costs two write units at most, whatever becomes of it, and none when it comes again", async () => {
    const hook = ofBridge();
    for (const message of [
      hook,
      ofBridge("payment.transaction.updated"),
      { ...hook, deliveryId: "again" },
      hookOf(world, bodyOf("nobody")),
    ])
      await process(message);
    const costs = world.events.filter(({ event }) => event === "worked").map(({ wru }) => Number(wru));
    // A put the table refuses costs AWS one unit that its answer does not tell.
    expect(costs).toEqual([2, 2, 0, 1]);
  });

  it("that comes five times at once is one read and one event", async () => {
    const body = bodyOf(mine.userUuid);
    await Promise.all(Array.from({ length: 5 }, () => process(hookOf(world, body))));
    expect(readsAsked(world)).toHaveLength(1);
    expect(await eventsOf(mine)).toHaveLength(1);
    await process(hookOf(world, body));
    expect(readsAsked(world)).toEqual([]);
  });

  it("whose message is handed out twice at once is one event, and a read more at most", async () => {
    const hook = ofBridge();
    await Promise.all([process(hook), process(hook)]);
    expect(readsAsked(world).length).toBeLessThanOrEqual(2);
    expect(await eventsOf(mine)).toMatchObject([{ outcome: "sync_requested" }]);
  });

  it("older than one that came before asks for a read like any other, and changes nothing of the other", async () => {
    await process(ofBridge("item.refreshed", MOMENT + 60_000));
    const [newer] = await eventsOf(mine);
    await process(ofBridge("item.refreshed", MOMENT));
    expect(readsAsked(world)).toHaveLength(2);
    expect(await eventsOf(mine)).toMatchObject([newer, { occurred_at: new Date(MOMENT).toISOString() }]);
  });

  it.each([
    "item.created",
    "item.refreshed",
    "item.account.created",
    "item.account.updated",
    "item.account.deleted",
    "item.deleted",
    "user.deleted",
  ])("of type %s leads to a read, which sees what is there and what is gone", async (type) => {
    await process(ofBridge(type));
    expect(readsAsked(world)).toHaveLength(1);
  });

  it.each([
    ["payment.transaction.created", "not_about_accounts"],
    ["payment.link.updated", "not_about_accounts"],
    ["TEST_EVENT", "not_about_accounts"],
    ["item.teleported", "unknown_type"],
    ["itemXcreated", "unknown_type"],
    ["é".repeat(100), "unknown_type"],
  ])("of type %s is accepted, recorded and left alone", async (type, reason) => {
    await process(ofBridge(type));
    expect(readsAsked(world)).toEqual([]);
    expect(await eventsOf(mine)).toMatchObject([{ type: type.slice(0, 80), outcome: "ignored", reason, sync_id: null }]);
  });

  it("about a connection a person ended is recorded and reads nothing", async () => {
    await changed(world, mine.id, mine.connectionId, "state", "disconnected");
    await process(ofBridge());
    expect(readsAsked(world)).toEqual([]);
    expect(await eventsOf(mine)).toMatchObject([{ outcome: "ignored", reason: "connection_ended" }]);
  });

  it("keeps every digit of a long id", async () => {
    const body = bodyOf(mine.userUuid).replace('"item_id":7', '"item_id":12345678901234567890,"account_id":98765432109876543210');
    await process(hookOf(world, body));
    expect(await eventsOf(mine)).toMatchObject([{ item_id: "12345678901234567890", account_id: "98765432109876543210" }]);
  });

  it("with a byte order mark, odd ids or a time in seconds is read all the same", async () => {
    await process(hookOf(world, `\uFEFF${bodyOf(mine.userUuid)}`));
    await process(
      hookOf(world, `{"content":{"item_id":{"odd":1},"user_uuid":"${mine.userUuid}"},"timestamp":1795240800,"type":"item.created"}`),
    );
    expect((await eventsOf(mine)).map(({ occurred_at }) => occurred_at)).toEqual([MOMENT, MOMENT].map((at) => new Date(at).toISOString()));
    expect(readsAsked(world)).toHaveLength(2);
  });
});

describe("another company's connection", () => {
  it("is never read, whatever item or account an event of one's own user names", async () => {
    const theirs = await connected(world, `other-${count}`);
    const body = bodyOf(mine.userUuid, "item.refreshed", MOMENT, `,"connection_id":"${theirs.connectionId}","account_id":1`);
    await process(hookOf(world, body.replace('"timestamp"', `"connection_id":"${theirs.connectionId}","timestamp"`)));
    expect(readsAsked(world)).toMatchObject([{ companyId: mine.id, connectionId: mine.connectionId }]);
    expect(await eventsOf(theirs)).toEqual([]);
  });
});

describe("a webhook of nobody", () => {
  const kept = async () =>
    (
      await world.table().query({
        KeyConditionExpression: "#pk = :pk",
        ExpressionAttributeNames: { "#pk": "pk" },
        ExpressionAttributeValues: { ":pk": "SYSTEM#WEBHOOKS" },
      })
    ).items;

  it.each([
    ["an unknown user", bodyOf("nobody-1"), "unknown", "item.refreshed"],
    ["no user", '{"content":{"item_id":7},"timestamp":1795240800001,"type":"item.refreshed"}', "unknown", "item.refreshed"],
    ["no content", '{"timestamp":1795240800002,"type":"item.deleted"}', "unknown", "item.deleted"],
    ["the dashboard's button, in seconds", '{"content":{"status":"ok"},"timestamp":1795240803,"type":"TEST_EVENT"}', "test", "TEST_EVENT"],
    ["a comma too many", '{"content":{"user_uuid":"u",},"timestamp":1795240800004,"type":"item.refreshed",}', "unreadable", ""],
    ["no JSON", "not json", "unreadable", ""],
    ["no event", "[1,2]", "unreadable", ""],
    ["a time beyond any calendar", '{"timestamp":1e300,"type":"item.refreshed"}', "unreadable", ""],
  ])("with %s is accepted and counted once", async (_, body, kind, type) => {
    const before = (await kept()).length;
    for (const message of [hookOf(world, body), hookOf(world, body)]) await process(message);
    const all = await kept();
    expect(all).toHaveLength(before + 1);
    expect(all).toContainEqual(expect.objectContaining({ kind, type, provider: "bridge", bodyHash: hookOf(world, body).bodyHash }));
    expect(world.events.filter(({ event }) => event === `webhook.${kind}`)).toHaveLength(1);
    expect(readsAsked(world)).toEqual([]);
  });
});

describe("a webhook of Bankin", () => {
  const ofBankin = (user: string, type: string, item = '"7"') =>
    hookOf(world, bodyOf(user, type).replace('"item_id":7', `"item_id":${item}`), "bankin");

  it.each([
    ["ITEM_CREATED", "item.created"],
    ["ITEM_REFRESHED", "item.refreshed"],
    ["ACCOUNT_CREATED", "item.account.created"],
    ["ACCOUNT_UPDATED", "item.account.updated"],
    ["item.refreshed", "item.refreshed"],
  ])("of type %s is %s, and reads the connection that moved to Bridge with its user", async (type, name) => {
    await process(ofBankin(mine.userUuid, type));
    expect(readsAsked(world)).toMatchObject([{ connectionId: mine.connectionId }]);
    expect(await eventsOf(mine)).toMatchObject([{ provider: "bankin", type: name, item_id: "7", outcome: "sync_requested" }]);
  });

  it("about a connection that is Bankin's own is recorded: nobody keeps the token it is read with", async () => {
    const legacy = await connected(world, `legacy-${count}`, "bankin");
    await process(ofBankin(legacy.userUuid, "ITEM_REFRESHED", "12345678901234567890"));
    expect(readsAsked(world)).toEqual([]);
    expect(await eventsOf(legacy)).toMatchObject([{ outcome: "ignored", reason: "token_needed", item_id: "12345678901234567890" }]);
  });
});

describe("a webhook of a relay", () => {
  const ofRelay = (connectionId: unknown, type = "connection.updated") =>
    hookOf(world, JSON.stringify({ type, timestamp: MOMENT, connection_id: connectionId }), "finary");

  it("names its connection and leads to a read of it", async () => {
    const wealth = await connected(world, `wealth-${count}`, "finary");
    await process(ofRelay(wealth.connectionId));
    expect(readsAsked(world)).toMatchObject([{ companyId: wealth.id, connectionId: wealth.connectionId }]);
    await process(ofRelay(wealth.connectionId, "holdings.moved"));
    expect((await eventsOf(wealth)).map(({ outcome }) => outcome).sort()).toEqual(["ignored", "sync_requested"]);
  });

  it("opens no connection of another provider, and none that is not there", async () => {
    for (const id of [mine.connectionId, "con_00000000000000000000000000", "../con", 7, null]) await process(ofRelay(id));
    expect(readsAsked(world)).toEqual([]);
    expect(await eventsOf(mine)).toEqual([]);
  });

  it("is not found by a user of the same name", async () => {
    await known(world, { companyId: mine.id, connectionId: mine.connectionId, userUuid: "shared", provider: "finary" });
    await process(hookOf(world, bodyOf("shared"), "finary"));
    expect(readsAsked(world)).toEqual([]);
  });
});
