import { describe, expect, it } from "vitest";
import { bookedRows } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { bankState } from "#test/sync/totals";
import { runDesk } from "./run-desk.ts";

const desk = runDesk();
const { run, later, waiting, stored, alerts, runs, status, items } = desk;

describe("triggers", () => {
  it("five at once, of every kind, are one run and at most one more", async () => {
    desk.world.clock.pass(60);
    const before = (await runs()).length;
    await Promise.all(["manual", "webhook", "nightly", "connect", "manual"].map((trigger) => run(trigger)));
    expect((await runs()).length).toBeGreaterThan(before);
    desk.world.clock.pass(60);
    desk.world.sqs.tick();
    for (const message of waiting()) await deliver(desk.world, "sync/connection", message);
    expect((await runs()).length).toBeLessThanOrEqual(before + 2);
    expect((await stored()).leaseOwner).toBeUndefined();
    expect((await bankState(desk.world, desk.mine.id)).live).toHaveLength(6);
  });

  it("find the lease of a dead run gone when it ends, and no sooner", async () => {
    const at = desk.world.clock.now().getTime();
    await desk.world.table(desk.mine.id).update({
      Key: { pk: `COMPANY#${desk.mine.id}#CONNECTIONS`, sk: desk.id },
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
    desk.world.clock.set(night);
    const before = (await runs()).length;
    for (let time = 0; time < 3; time += 1) await later(1, "nightly").then(() => run("nightly", { requestedAt: night }));
    expect((await runs()).length).toBeLessThanOrEqual(before + 3);
    await desk.world.table(desk.mine.id).update({
      Key: { pk: `COMPANY#${desk.mine.id}#CONNECTIONS`, sk: desk.id },
      UpdateExpression: "SET #state = :retired",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":retired": "provider_retired" },
    });
    const calls = desk.bank.calls.length;
    await later(60);
    expect([desk.bank.calls.length, waiting()]).toEqual([calls, []]);
    expect(await status()).toMatchObject({ next_attempt_at: null });
    expect((await desk.mine.post("/api/sync/manual")).status).toBeGreaterThanOrEqual(400);
  });
});

describe("several logins of one user", () => {
  it("are all kept; an old one that asks for a password beside an active one of the same bank alarms nobody", async () => {
    items({ id: 6, status: 1010, status_code_info: "OTP_REQUIRED" }, { id: 7 });
    await later(60);
    expect(await stored()).toMatchObject({
      state: "active",
      items: [
        { itemId: "7", state: "active" },
        { itemId: "6", state: "reauth_required" },
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

describe("the log", () => {
  it("says of every run what it did, how long it took and what became of each account", async () => {
    desk.bank.accounts = [1, 2].map((account) => ({ id: account, name: `Compte ${account}`, type: "checking" }));
    desk.bank.rows = [...bookedRows(6), ...bookedRows(3, 2)];
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
