import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { bodyOf, changed, connected, eventsOf, hookOf, MOMENT, readsAsked } from "#test/webhooks/hooks";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

const SECRET = "whsec_a_secret_of_this_test";
let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof connected>>;
beforeAll(async () => {
  bank = await fakeBank();
  bank.accounts = [{ id: 1, name: "Compte", type: "checking" }];
  bank.rows = bookedRows(3);
  world = await testWorld({
    withoutWorkers: true,
    settings: {
      SANDBOX_BASE_URL: bank.url,
      BRIDGE_WEBHOOK_SECRET: SECRET,
      BRIDGE_WEBHOOK_SECRET_PREVIOUS: "before",
      FINARY_WEBHOOK_SECRET: SECRET,
    },
  });
  mine = await connected(world, "user-1", "sandbox");
  await changed(world, mine.id, mine.connectionId, "provider", "sandbox");
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

/** A company whose events are these types, one a second, at Bridge. */
async function told(user: string, types: readonly string[]) {
  const one = await connected(world, user);
  for (const [place, type] of types.entries()) {
    world.clock.pass(1);
    await deliver(world, "webhooks/process", hookOf(world, bodyOf(user, type, MOMENT + place * 1_000)));
  }
  return one;
}

describe("the list of events", () => {
  it("is told by provider, outcome and type, page after page", async () => {
    const one = await told("list", ["item.created", "payment.transaction.created", "item.refreshed", "item.teleported", "item.refreshed"]);
    const types = async (query: string) => (await eventsOf(one, query)).map(({ type }) => type);
    expect(await types("")).toEqual(["item.refreshed", "item.teleported", "item.refreshed", "payment.transaction.created", "item.created"]);
    expect(await types("?outcome=ignored")).toEqual(["item.teleported", "payment.transaction.created"]);
    expect(await types("?type=item.refreshed")).toHaveLength(2);
    expect(await types("?provider=bridge&outcome=sync_requested&type=item.created")).toEqual(["item.created"]);
    expect(await types("?provider=finary")).toEqual([]);
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await one.get(`/api/webhooks/events?limit=2&outcome=sync_requested${cursor}`);
      seen.push(...(body["data"] as { id: string }[]).map(({ id }) => id));
      cursor = body["next_cursor"] ? `&cursor=${body["next_cursor"]}` : "";
    } while (cursor);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });

  it("refuses an outcome there is not, and tells another company nothing", async () => {
    expect((await mine.get("/api/webhooks/events?outcome=lost")).status).toBe(400);
    const [event] = await eventsOf(await told("apart", ["item.created"]));
    expect(await mine.get(`/api/webhooks/events/${event?.id}`)).toMatchObject({ status: 404, body: { code: "webhook.not_found" } });
    expect(await mine.post(`/api/webhooks/events/${event?.id}/replay`)).toMatchObject({ status: 404, body: { code: "webhook.not_found" } });
  });
});

describe("one event", () => {
  it("tells the read it led to, once there is one", async () => {
    const one = await connected(world, "read", "bridge");
    await changed(world, one.id, one.connectionId, "provider", "sandbox");
    const hook = hookOf(world, bodyOf("read"));
    await deliver(world, "webhooks/process", hook);
    const id = `whk_${MOMENT}_${hook.bodyHash}`;
    expect((await one.get(`/api/webhooks/events/${id}`)).body).toMatchObject({ outcome: "sync_requested", read: null });
    const [message] = readsAsked(world);
    world.clock.pass(1);
    await deliver(world, "sync/connection", message);
    const read = { sync_id: message?.["syncId"], outcome: "succeeded", added: 3 };
    expect((await one.get(`/api/webhooks/events/${id}`)).body).toMatchObject({ id, read });
  });
});

describe("a replay", () => {
  it("reads the bank again, says who asked, and is in the audit trail's events", async () => {
    const one = await told("again", ["item.teleported"]);
    const [event] = await eventsOf(one);
    readsAsked(world);
    const answer = await one.post(`/api/webhooks/events/${event?.id}/replay`);
    expect(answer).toMatchObject({ status: 202, headers: { location: `/api/webhooks/events/${event?.id}` } });
    expect(readsAsked(world)).toMatchObject([
      { connectionId: one.connectionId, syncId: answer.body["sync_id"], requestedAt: world.clock.now().toISOString() },
    ]);
    expect(await eventsOf(one)).toMatchObject([
      { outcome: "ignored", replays: 1, last_replayed_by: one.personId, sync_id: answer.body["sync_id"] },
    ]);
    const outbox = await world.engine.stream.read(0, 1_000);
    expect(JSON.stringify(outbox)).toContain("webhook.replayed");
  });

  it("of a connection that was ended is refused", async () => {
    const one = await told("ended", ["item.refreshed"]);
    await changed(world, one.id, one.connectionId, "state", "disconnected");
    readsAsked(world);
    const [event] = await eventsOf(one);
    expect(await one.post(`/api/webhooks/events/${event?.id}/replay`)).toMatchObject({ status: 409, body: { code: "sync.no_connection" } });
    expect(readsAsked(world)).toEqual([]);
  });

  it("is for whoever may run a sync, and no viewer", async () => {
    const one = await told("roles", ["item.refreshed"]);
    const [event] = await eventsOf(one);
    for (const [role, status] of [
      ["accountant", 202],
      ["viewer", 403],
      ["employee", 403],
    ] as const) {
      const token = await tokenFor(world, { personId: one.personId, companyId: one.id, role });
      expect((await world.request("POST", `/api/webhooks/events/${event?.id}/replay`, { token })).status).toBe(status);
    }
  });
});

describe("the check of webhooks", () => {
  const check = async (who: Pick<typeof mine, "get">) => {
    const { body, text } = await who.get("/api/webhooks/verify");
    expect(text).not.toContain(SECRET);
    return body["providers"] as readonly Record<string, unknown>[];
  };

  it("says of each provider whether there is a secret, a second one, and whether the verifier takes what they sign", async () => {
    expect(await check(await company(world))).toMatchObject([
      {
        provider: "bridge",
        path: "/api/webhooks/bridge",
        configured: true,
        secret_set: true,
        second_secret_set: true,
        secret_of: "bridge",
        self_test: "passed",
      },
      { provider: "bankin", configured: true, second_secret_set: true, secret_of: "bridge", self_test: "passed" },
      { provider: "finary", configured: true, second_secret_set: false, secret_of: "finary", self_test: "passed", last_event_at: null },
    ]);
  });

  it("says that nothing would be accepted where there is no secret", async () => {
    const bare = await testWorld({ withoutWorkers: true });
    for (const provider of await check(await company(bare)))
      expect(provider).toMatchObject({ configured: false, secret_set: false, secret_of: null, self_test: "not_run" });
    await bare.end();
  });

  it("tells what came last, when the test button was pressed, and how many were nobody's", async () => {
    const one = await told("last", ["item.created", "item.refreshed"]);
    const [before] = await check(one);
    expect(before).toMatchObject({ last_event_type: "item.refreshed", last_test_at: null });
    await deliver(world, "webhooks/process", hookOf(world, '{"content":{"status":"ok"},"timestamp":1795240800,"type":"TEST_EVENT"}'));
    await deliver(world, "webhooks/process", hookOf(world, bodyOf("nobody at all")));
    await deliver(world, "webhooks/process", hookOf(world, bodyOf("nobody at all")));
    const [after] = await check(one);
    const now = world.clock.now().toISOString();
    expect(after).toMatchObject({ last_test_at: now, last_unmatched_at: now, unmatched_count: Number(before?.["unmatched_count"]) + 1 });
  });
});
