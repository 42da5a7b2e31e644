import { describe, expect, it } from "vitest";
import { bookedRows } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { bankState, recomputed } from "#test/sync/totals";
import { ONE_DAY, runDesk } from "./run-desk.ts";

const desk = runDesk();
const { later, waiting, stored, get, status, unreadable } = desk;

describe("a run that fails", () => {
  it("is remembered on the connection, tried again after a growing pause, and left to the night at last; the first success forgets it", async () => {
    const since = new Date(desk.world.clock.now().getTime() + 60_000).toISOString();
    unreadable();
    await later(60);
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      const connection = await stored();
      expect(connection).toMatchObject({ failures: attempt - 1, failingSince: since, lastError: "invalid_answer", state: "active" });
      expect(connection.nextAttemptAt).toBeDefined();
      desk.world.clock.set(connection.nextAttemptAt ?? "");
      desk.world.sqs.tick();
      const [message, ...others] = waiting();
      expect([message?.attempt, others]).toEqual([attempt, []]);
      await deliver(desk.world, "sync/connection", message);
    }
    const failed = await stored();
    expect(failed).toMatchObject({ failures: 5 });
    expect(failed.nextAttemptAt).toBeUndefined();
    expect(await status()).toMatchObject({
      ...{ failures: 5, failing_since: since, last_error: "invalid_answer", next_attempt_at: "2026-11-26T03:15:00.000Z" },
      message: "Banque Horizon a donné une réponse illisible ; nouvel essai automatique.",
    });
    desk.world.clock.pass(900);
    desk.world.sqs.tick();
    expect(waiting()).toEqual([]);
    desk.bank.instead = () => null;
    await later(ONE_DAY);
    for (const name of ["failures", "failingSince", "lastError", "nextAttemptAt", "holdUntil"])
      expect(await stored()).not.toHaveProperty(name);
  });

  it("because the provider said when to come back asks nobody before, whoever asks for it", async () => {
    desk.bank.rows = bookedRows(8);
    desk.bank.refuse = ({ path }) => (path.includes("/token") ? 429 : null);
    desk.bank.retryAfter = "3600";
    await later(60);
    desk.bank.retryAfter = null;
    desk.bank.refuse = () => null;
    const { holdUntil = "" } = await stored();
    expect(Date.parse(holdUntil) - desk.world.clock.now().getTime()).toBeGreaterThanOrEqual(3_600_000);
    const calls = desk.bank.calls.length;
    for (const trigger of ["manual", "webhook", "nightly", "connect"]) await later(10, trigger);
    for (let hop = 0; hop < 4 && desk.world.clock.now().toISOString() < holdUntil; hop += 1) {
      expect(desk.bank.calls.length).toBe(calls);
      desk.world.clock.pass(901);
      desk.world.sqs.tick();
      for (const message of waiting()) await deliver(desk.world, "sync/connection", message);
    }
    desk.world.clock.pass(60);
    desk.world.sqs.tick();
    for (const message of waiting()) await deliver(desk.world, "sync/connection", message);
    expect(desk.bank.calls.length).toBeGreaterThan(calls);
    expect((await bankState(desk.world, desk.mine.id)).live).toHaveLength(8);
  });

  it("for want of credentials or of the person's consent is told as it is, and is no bug of ours", async () => {
    desk.bank.refuse = ({ path }) => (path.includes("/token") ? 404 : null);
    await later(60);
    expect(await stored()).toMatchObject({
      state: "reauth_required",
      lastError: "unauthorized",
      stateSince: desk.world.clock.now().toISOString(),
    });
    expect((await status())?.["message"]).toBe("Banque Horizon demande une nouvelle authentification.");
    expect(waiting()).toEqual([]);
    await desk.world.table(desk.mine.id).update({
      Key: { pk: `COMPANY#${desk.mine.id}#CONNECTIONS`, sk: desk.id },
      UpdateExpression: "SET provider = :bridge",
      ExpressionAttributeValues: { ":bridge": "bridge" },
    });
    await later(60);
    expect(await stored()).toMatchObject({ lastError: "not_configured" });
  });

  it("a whole day long loses nothing: reads of ours answer, the status says since when, the first success catches up", async () => {
    unreadable();
    const since = new Date(desk.world.clock.now().getTime() + ONE_DAY * 1_000).toISOString();
    await later(ONE_DAY);
    await later(600);
    expect((await get("/api/transactions")).status).toBe(200);
    expect(await status()).toMatchObject({ failing_since: since, last_success_at: "2026-11-25T11:00:00.000Z" });
    const [first, ...rest] = bookedRows(30);
    if (!first) throw new Error("no fixture");
    desk.bank.rows = [
      { ...first, deleted: true, updatedAt: "2025-06-20T05:00:00.000Z" },
      ...rest.map((row) => ({ ...row, updatedAt: "2025-06-20T05:00:00.000Z" })),
    ];
    desk.bank.instead = () => null;
    await later(ONE_DAY);
    const { rows, live, kept } = await bankState(desk.world, desk.mine.id);
    expect(live).toHaveLength(29);
    expect(kept).toEqual(recomputed(rows));
    expect(await status()).toMatchObject({ failing_since: null, last_error: null, failures: 0 });
  });
});
