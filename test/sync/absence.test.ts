import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let told: readonly (readonly [id: number, amount: number, date: string])[] = [];
beforeAll(async () => {
  bank = await fakeBank();
  // A Wednesday: the next whole reading is on Sunday.
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url }, start: "2025-06-04T09:00:00.000Z" });
  bank.instead = (url) =>
    url.pathname.endsWith("/portfolio/checkings/transactions")
      ? JSON.stringify({
          result: told.map(([id, value, date]) => ({
            id,
            name: `CB MARCHE ${id}`,
            value,
            date,
            currency: { code: "EUR" },
            account: { id: "acc-1" },
          })),
          error: null,
        })
      : null;
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(() => world.clock.set("2025-06-04T09:00:00.000Z"));

async function connected() {
  const mine = await company(world);
  await mine.post("/api/sync/connections", { provider: "finary", token: "finary-token-0123456789" });
  await world.idle();
  return {
    read: async (seconds: number) => {
      world.clock.pass(seconds);
      const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
      const { body } = await world.request("POST", "/api/sync/finary", { token, headers: { prefer: "wait=20" } });
      return (body["runs"] as { outcome: string; added: number; deleted: number }[])[0];
    },
    days: async () => {
      const { live, rows, kept } = await bankState(world, mine.id);
      expect(kept).toEqual(recomputed(rows));
      return live.map(({ date }) => String(date)).sort();
    },
  };
}

describe("of a provider that tells a deletion by leaving the row out", () => {
  it("a row goes although nothing else is told", async () => {
    told = [
      [1, -10, "2025-05-30"],
      [2, -20, "2025-06-02"],
    ];
    const mine = await connected();
    told = told.slice(0, 1);
    expect(await mine.read(60)).toMatchObject({ outcome: "succeeded", deleted: 1 });
    expect(await mine.days()).toEqual(["2025-05-30"]);
    told = [...told, [2, -20, "2025-06-02"]];
    expect(await mine.read(60)).toMatchObject({ outcome: "succeeded", deleted: 0 });
    expect(await mine.days()).toEqual(["2025-05-30", "2025-06-02"]);
  });

  it("one of months ago goes with the whole reading of a Sunday", async () => {
    told = [
      [1, -10, "2024-12-01"],
      [2, -20, "2025-01-15"],
      [3, -30, "2025-06-02"],
    ];
    const mine = await connected();
    told = told.filter(([id]) => id !== 2);
    await mine.read(60);
    expect(await mine.days()).toHaveLength(3);
    await mine.read(4 * 86_400);
    expect(await mine.days()).toEqual(["2024-12-01", "2025-06-02"]);
  });
});
