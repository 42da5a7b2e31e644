import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type BankRowFixture, bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { bankState, recomputed } from "#test/sync/totals";
import { there } from "#test/there";
import { company, type TestWorld, testWorld } from "#test/world";

export const SECRET = "whsec_example";
const WAIT = { prefer: "wait=20" };

type SyncRun = { outcome: string; added: number; updated: number; deleted: number; unchanged: number; message: string };
type Opened = { bank: FakeBank; world: TestWorld };

/** A bank of one account and twenty rows, and a new company for each test of the file that asks for it. */
export function syncDesk() {
  const held: { opened?: Opened; mine?: Awaited<ReturnType<typeof company>> } = {};
  const opened = () => there(held.opened);
  const mine = () => there(held.mine);
  beforeAll(async () => {
    const bank = await fakeBank();
    const settings = { SANDBOX_BASE_URL: bank.url, BRIDGE_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: SECRET };
    held.opened = { bank, world: await testWorld({ settings }) };
  });
  afterAll(async () => {
    await opened().world.end();
    await opened().bank.close();
  });
  beforeEach(async () => {
    const { bank, world } = opened();
    bank.accounts = [{ id: 1, name: "Compte courant", type: "checking", iban: "FR7630006000011234567890189" }];
    bank.rows = bookedRows(20);
    bank.failNext = { status: 500, times: 0 };
    held.mine = await company(world);
  });
  const state = () => bankState(opened().world, mine().id);
  return {
    get bank() {
      return opened().bank;
    },
    get world() {
      return opened().world;
    },
    get mine() {
      return mine();
    },
    state,
    /** The fake bank has one user, so each company's connection claims its webhooks in turn. */
    connect: async () => {
      const made = await mine().post("/api/sync/connections", { provider: "sandbox" });
      await opened().world.idle();
      return made;
    },
    sync: async () => {
      opened().world.clock.pass(60);
      const answer = await mine().post("/api/sync/manual", undefined, WAIT);
      return (answer.body["runs"] as SyncRun[])[0];
    },
    expectTotals: async () => {
      const { rows, kept } = await state();
      expect(kept).toEqual(recomputed(rows));
    },
  };
}

/** A row as the fake bank tells it. */
export const toldRow = (fields: Partial<BankRowFixture> & { readonly id: number }): BankRowFixture => ({
  account: 1,
  amount: "-42.00",
  label: "CB*1234 GARAGE DU PORT",
  date: "2025-06-03",
  updatedAt: "2025-06-03T05:00:00.000Z",
  ...fields,
});
