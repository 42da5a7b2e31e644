import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConnectionId } from "#domain/ids";
import { connections } from "#store/connections";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { dataOf } from "#test/ledger";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
let id: ConnectionId;

beforeAll(async () => {
  bank = await fakeBank();
});
afterAll(() => bank.close());
beforeEach(async () => {
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
  bank.rows = bookedRows(6);
  Object.assign(bank, { failNext: { status: 500, times: 0 }, instead: () => null, refuse: () => null, nextUser: "user-1" });
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url }, withoutWorkers: true });
  mine = await company(world);
  id = ConnectionId.parse((await mine.post("/api/sync/connections", { provider: "sandbox" })).body["id"]);
  world.sqs.queue("sync").purge();
  await run("connect");
  return () => world.end();
});

const messageOf = (trigger: string, more: object = {}) => ({
  ...{ companyId: mine.id, connectionId: id, syncId: world.newId("sync"), trigger, requestedAt: world.clock.now().toISOString() },
  ...more,
});
const run = (trigger = "nightly", more: object = {}) => deliver(world, "sync/connection", messageOf(trigger, more));
const later = async (seconds: number, trigger = "nightly") => {
  world.clock.pass(seconds);
  await run(trigger);
};
const waiting = () => {
  const received = world.sqs.queue("sync").receive({ max: 10 });
  for (const { receipt } of received) world.sqs.queue("sync").delete(receipt);
  return received.map(({ body }) => JSON.parse(body) as { attempt?: number; notBefore?: string; trigger: string });
};
const stored = () => connections(world.table(mine.id), mine.id).get(id);
/** The session of the world's start ends after twelve hours. */
const get = async (path: string) =>
  world.request("GET", path, { token: await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" }) });
const alerts = async () =>
  dataOf<{ kind: string; title: string; status: string; fact: string; amount_cents: number | null }>(await get("/alerts?limit=200")).filter(
    ({ kind }) => kind === "consent" || kind === "anomaly",
  );
const runs = async () => dataOf<Record<string, unknown>>(await get("/api/sync/logs"));
const status = async () =>
  ((await get("/api/sync/status")).body["connections"] as (Record<string, unknown> & { accounts: Record<string, unknown>[] })[])[0];
const items = (...all: readonly object[]) => {
  bank.instead = ({ pathname }) =>
    pathname.endsWith("/items")
      ? JSON.stringify({ resources: all.map((one) => ({ id: 7, status: 0, provider_id: 574, ...one })), pagination: {} })
      : null;
};
/** A provider whose answers make no sense: as good as down, and nobody has to wait for it here. */
const unreadable = () => {
  bank.instead = ({ pathname }) => (pathname.endsWith("/items") ? '{"resources":7}' : null);
};
const morning = () => deliver(world, "alerts/deadlines", { companyId: mine.id });
const ONE_DAY = 86_400;

describe("a run that fails", () => {
  it("is remembered on the connection, tried again after a growing pause, and left to the night at last; the first success forgets it", async () => {
    const since = new Date(world.clock.now().getTime() + 60_000).toISOString();
    unreadable();
    await later(60);
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      const connection = await stored();
      expect(connection).toMatchObject({ failures: attempt - 1, failingSince: since, lastError: "invalid_answer", state: "active" });
      expect(connection.nextAttemptAt).toBeDefined();
      world.clock.set(connection.nextAttemptAt ?? "");
      world.sqs.tick();
      const [message, ...others] = waiting();
      expect([message?.attempt, others]).toEqual([attempt, []]);
      await deliver(world, "sync/connection", message);
    }
    const failed = await stored();
    expect(failed).toMatchObject({ failures: 5 });
    expect(failed.nextAttemptAt).toBeUndefined();
    expect(await status()).toMatchObject({
      ...{ failures: 5, failing_since: since, last_error: "invalid_answer", next_attempt_at: "2026-11-26T03:15:00.000Z" },
      message: "Banque Horizon a donné une réponse illisible ; nouvel essai automatique.",
    });
    world.clock.pass(900);
    world.sqs.tick();
    expect(waiting()).toEqual([]);
    bank.instead = () => null;
    await later(ONE_DAY);
    for (const name of ["failures", "failingSince", "lastError", "nextAttemptAt", "holdUntil"])
      expect(await stored()).not.toHaveProperty(name);
  });

  it("because the provider said when to come back asks nobody before, whoever asks for it", async () => {
    bank.rows = bookedRows(8);
    bank.refuse = ({ path }) => (path.includes("/token") ? 429 : null);
    bank.retryAfter = "3600";
    await later(60);
    bank.retryAfter = null;
    bank.refuse = () => null;
    const { holdUntil = "" } = await stored();
    expect(Date.parse(holdUntil) - world.clock.now().getTime()).toBeGreaterThanOrEqual(3_600_000);
    const calls = bank.calls.length;
    for (const trigger of ["manual", "webhook", "nightly", "connect"]) await later(10, trigger);
    for (let hop = 0; hop < 4 && world.clock.now().toISOString() < holdUntil; hop += 1) {
      expect(bank.calls.length).toBe(calls);
      world.clock.pass(901);
      world.sqs.tick();
      for (const message of waiting()) await deliver(world, "sync/connection", message);
    }
    world.clock.pass(60);
    world.sqs.tick();
    for (const message of waiting()) await deliver(world, "sync/connection", message);
    expect(bank.calls.length).toBeGreaterThan(calls);
    expect((await bankState(world, mine.id)).live).toHaveLength(8);
  });

  it("for want of credentials or of the person's consent is told as it is, and is no bug of ours", async () => {
    bank.refuse = ({ path }) => (path.includes("/token") ? 404 : null);
    await later(60);
    expect(await stored()).toMatchObject({
      state: "reauth_required",
      lastError: "unauthorized",
      stateSince: world.clock.now().toISOString(),
    });
    expect((await status())?.["message"]).toBe("Banque Horizon demande une nouvelle authentification.");
    expect(waiting()).toEqual([]);
    await world.table(mine.id).update({
      Key: { pk: `COMPANY#${mine.id}#CONNECTIONS`, sk: id },
      UpdateExpression: "SET provider = :bridge",
      ExpressionAttributeValues: { ":bridge": "bridge" },
    });
    await later(60);
    expect(await stored()).toMatchObject({ lastError: "not_configured" });
  });

  it("a whole day long loses nothing: reads of ours answer, the status says since when, the first success catches up", async () => {
    unreadable();
    const since = new Date(world.clock.now().getTime() + ONE_DAY * 1_000).toISOString();
    await later(ONE_DAY);
    await later(600);
    expect((await get("/api/transactions")).status).toBe(200);
    expect(await status()).toMatchObject({ failing_since: since, last_success_at: "2026-11-25T11:00:00.000Z" });
    const [first, ...rest] = bookedRows(30);
    if (!first) throw new Error("no fixture");
    bank.rows = [
      { ...first, deleted: true, updatedAt: "2025-06-20T05:00:00.000Z" },
      ...rest.map((row) => ({ ...row, updatedAt: "2025-06-20T05:00:00.000Z" })),
    ];
    bank.instead = () => null;
    await later(ONE_DAY);
    const { rows, live, kept } = await bankState(world, mine.id);
    expect(live).toHaveLength(29);
    expect(kept).toEqual(recomputed(rows));
    expect(await status()).toMatchObject({ failing_since: null, last_error: null, failures: 0 });
  });
});

describe("triggers", () => {
  it("five at once, of every kind, are one run and at most one more", async () => {
    world.clock.pass(60);
    const before = (await runs()).length;
    await Promise.all(["manual", "webhook", "nightly", "connect", "manual"].map((trigger) => run(trigger)));
    expect((await runs()).length).toBeGreaterThan(before);
    world.clock.pass(60);
    world.sqs.tick();
    for (const message of waiting()) await deliver(world, "sync/connection", message);
    expect((await runs()).length).toBeLessThanOrEqual(before + 2);
    expect((await stored()).leaseOwner).toBeUndefined();
    expect((await bankState(world, mine.id)).live).toHaveLength(6);
  });

  it("find the lease of a dead run gone when it ends, and no sooner", async () => {
    const at = world.clock.now().getTime();
    await world.table(mine.id).update({
      Key: { pk: `COMPANY#${mine.id}#CONNECTIONS`, sk: id },
      UpdateExpression: "SET leaseOwner = :dead, leaseUntil = :until",
      ExpressionAttributeValues: { ":dead": "syn_dead#1", ":until": new Date(at + 330_000).toISOString() },
    });
    const before = (await runs()).length;
    await later(329, "manual");
    expect((await runs()).length).toBe(before);
    await later(2, "manual");
    expect((await runs()).length).toBe(before + 1);
  });

  it("do not read what its provider has ended, nor anything twice for one night", async () => {
    const night = "2026-11-26T03:15:00.000Z";
    world.clock.set(night);
    const before = (await runs()).length;
    for (let time = 0; time < 3; time += 1) await later(1, "nightly").then(() => run("nightly", { requestedAt: night }));
    expect((await runs()).length).toBeLessThanOrEqual(before + 3);
    await world.table(mine.id).update({
      Key: { pk: `COMPANY#${mine.id}#CONNECTIONS`, sk: id },
      UpdateExpression: "SET #state = :retired",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":retired": "provider_retired" },
    });
    const calls = bank.calls.length;
    await later(60);
    expect([bank.calls.length, waiting()]).toEqual([calls, []]);
    expect(await status()).toMatchObject({ next_attempt_at: null });
    expect((await mine.post("/api/sync/manual")).status).toBeGreaterThanOrEqual(400);
  });
});

describe("several logins of one user", () => {
  it("are all kept; an old one that asks for a password beside an active one of the same bank alarms nobody", async () => {
    items({ id: 6, status: 1010, status_code_info: "OTP_REQUIRED" }, { id: 7 });
    await later(60);
    expect(await stored()).toMatchObject({
      state: "active",
      items: [
        { itemId: "6", state: "reauth_required" },
        { itemId: "7", state: "active" },
      ],
    });
    expect(await alerts()).toEqual([]);
  });

  it("that are all gone ask for a new consent, and a code nobody knows is no crash", async () => {
    items({ status: 31_337, status_code_info: "SOMETHING_NEW" });
    await later(60);
    expect(await stored()).toMatchObject({ state: "degraded", statusInfo: "something_new" });
    items();
    await later(60);
    expect(await stored()).toMatchObject({ state: "reauth_required", statusInfo: "item_gone", items: [] });
    expect((await alerts()).map(({ title }) => title)).toEqual(["Banque Horizon demande une nouvelle authentification"]);
  });
});

describe("what somebody must know", () => {
  it("is told once with the state, and closed with its end, whoever saw it", async () => {
    items({ status: 1010, status_code_info: "OTP_REQUIRED" });
    await later(60);
    await later(60);
    await morning();
    expect(await alerts()).toMatchObject([
      { kind: "consent", status: "open", title: "Banque Horizon demande une nouvelle authentification" },
    ]);
    expect((await stored()).told).toHaveLength(1);
    const [alert] = dataOf<{ id: string }>(await get("/alerts?kind=consent"));
    expect((await mine.post(`/alerts/${alert?.id}/ack`)).status).toBe(200);
    items({});
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "closed" }]);
    items({ status: 1010, status_code_info: "OTP_REQUIRED" });
    await later(60);
    expect((await alerts()).map((one) => one.status).toSorted()).toEqual(["closed", "open"]);
  });

  it("of a consent is told 14 and 3 days ahead by the morning's round although the bank is down, each once", async () => {
    items({ authentication_expires_at: "2026-12-20T10:00:00Z" });
    await later(60);
    bank.refuse = () => 400;
    const stages: string[] = [];
    for (let day = 0; day < 25; day += 1) {
      await later(ONE_DAY);
      await Promise.all([morning(), morning()]);
      const told = (await alerts())
        .filter(({ kind, status }) => kind === "consent" && status === "open")
        .map(({ fact }) => fact.split("|").at(-1));
      stages.push(told.join());
    }
    expect(stages.indexOf("J-14")).toBe(10);
    expect(stages.indexOf("J-3")).toBe(21);
    expect(stages.lastIndexOf("J-14")).toBe(20);
    expect(new Set((await alerts()).map(({ fact }) => fact)).size).toBe((await alerts()).length);
    expect((await alerts()).filter(({ fact }) => fact.endsWith("48h"))).toHaveLength(1);
  });

  it("of a balance that is not the bank's is told when a later read confirms it, with its amount, and closed with it", async () => {
    const [account] = dataOf<{ balance_cents: number }>(await get("/api/accounts"));
    const gapOf = (gapCents: number) => {
      const balance = ((account?.balance_cents ?? 0) - gapCents) / 100;
      const told = {
        id: 1,
        name: "Compte courant",
        type: "checking",
        currency_code: "EUR",
        item_id: 7,
        balance,
        accounting_balance: balance,
      };
      bank.instead = ({ pathname }) => (pathname.endsWith("/accounts") ? JSON.stringify({ resources: [told], pagination: {} }) : null);
    };
    gapOf(3_500);
    await later(60);
    expect(await alerts()).toEqual([]);
    expect((await status())?.accounts[0]).toMatchObject({ gap_cents: 3_500, gap_since: world.clock.now().toISOString() });
    await later(3_600);
    expect(await alerts()).toEqual([]);
    await later(4 * 3_600);
    expect(await alerts()).toMatchObject([
      { kind: "anomaly", status: "open", amount_cents: 3_500, title: "Écart de solde de 35,00\u00A0€\u00A0: Compte courant" },
    ]);
    bank.refuse = () => 400;
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "open" }]);
    bank.refuse = () => null;
    gapOf(0);
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "closed" }]);
    expect(await stored()).not.toHaveProperty("gaps");
    gapOf(-100);
    await later(60);
    bank.refuse = () => 400;
    world.clock.pass(ONE_DAY);
    await morning();
    expect((await alerts()).filter((one) => one.status === "open")).toMatchObject([{ amount_cents: -100 }]);
  });

  it("deleted by somebody is not told again, and closed with the connection a person ends", async () => {
    items({ status: 1010, status_code_info: "OTP_REQUIRED" });
    await later(60);
    const [alert] = dataOf<{ id: string }>(await get("/alerts?kind=consent"));
    await mine.as("DELETE", `/alerts/${alert?.id}`);
    await later(60);
    await morning();
    expect(await alerts()).toEqual([]);
    items({ status: 1005 });
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "open" }]);
    expect((await mine.as("DELETE", `/api/sync/connections/${id}`)).status).toBe(204);
    expect(await alerts()).toMatchObject([{ status: "closed" }]);
    await morning();
    expect(await alerts()).toHaveLength(1);
  });
});

describe("the log", () => {
  it("says of every run what it did, how long it took and what became of each account", async () => {
    bank.accounts = [1, 2].map((account) => ({ id: account, name: `Compte ${account}`, type: "checking" }));
    bank.rows = [...bookedRows(6), ...bookedRows(3, 2)];
    await later(60, "manual");
    const [first] = await runs();
    expect(first).toMatchObject({
      ...{ trigger: "manual", outcome: "succeeded", added: 3, accounts: 2, duration_ms: 0, bank_name: "Banque Horizon" },
      message: "3 nouvelles opérations.",
    });
    const lines = first?.["account_runs"] as { added: number; error: string | null; message: string }[];
    expect(lines.map(({ added, error, message }) => [added, error, message]).toSorted()).toEqual([
      [0, null, "Rien de nouveau."],
      [3, null, "3 nouvelles opérations."],
    ]);
  });
});
