import { describe, expect, it } from "vitest";
import { dataOf } from "#test/ledger";
import { ONE_DAY, runDesk } from "./run-desk.ts";

const desk = runDesk();
const { later, stored, get, alerts, status, items, morning } = desk;

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
    expect((await desk.mine.post(`/alerts/${alert?.id}/ack`)).status).toBe(200);
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
    desk.bank.refuse = () => 400;
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
      desk.bank.instead = ({ pathname }) => (pathname.endsWith("/accounts") ? JSON.stringify({ resources: [told], pagination: {} }) : null);
    };
    gapOf(3_500);
    await later(60);
    expect(await alerts()).toEqual([]);
    expect((await status())?.accounts[0]).toMatchObject({ gap_cents: 3_500, gap_since: desk.world.clock.now().toISOString() });
    await later(3_600);
    expect(await alerts()).toEqual([]);
    await later(4 * 3_600);
    expect(await alerts()).toMatchObject([
      { kind: "anomaly", status: "open", amount_cents: 3_500, title: "Écart de solde de 35,00\u00A0€\u00A0: Compte courant" },
    ]);
    desk.bank.refuse = () => 400;
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "open" }]);
    desk.bank.refuse = () => null;
    gapOf(0);
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "closed" }]);
    expect(await stored()).not.toHaveProperty("gaps");
    gapOf(-100);
    await later(60);
    desk.bank.refuse = () => 400;
    desk.world.clock.pass(ONE_DAY);
    await morning();
    expect((await alerts()).filter((one) => one.status === "open")).toMatchObject([{ amount_cents: -100 }]);
  });

  it("deleted by somebody is not told again, and closed with the connection a person ends", async () => {
    items({ status: 1010, status_code_info: "OTP_REQUIRED" });
    await later(60);
    const [alert] = dataOf<{ id: string }>(await get("/alerts?kind=consent"));
    await desk.mine.as("DELETE", `/alerts/${alert?.id}`);
    await later(60);
    await morning();
    expect(await alerts()).toEqual([]);
    items({ status: 1005 });
    await later(60);
    expect(await alerts()).toMatchObject([{ status: "open" }]);
    expect((await desk.mine.as("DELETE", `/api/sync/connections/${desk.id}`)).status).toBe(204);
    expect(await alerts()).toMatchObject([{ status: "closed" }]);
    await morning();
    expect(await alerts()).toHaveLength(1);
  });
});
