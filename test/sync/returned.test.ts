import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { booked, customer, held, IBAN } from "#test/behaviours/customer";
import { type Simulation, simulation } from "#test/simulator/simulation";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterEach(() => {
  simulated.bridge.clearFaults();
  simulated.world.clock.set("2026-03-10T09:00:00.000Z");
});
afterAll(() => simulated.end());

const one = () =>
  customer(simulated, (bank) => {
    bank.setAccounts(held("-42.1"));
    bank.upsert(booked(11, "-42.1", "2026-03-02"));
  });

describe("what an account's bank told while it was not there", () => {
  it("is found when the bank lists the account again, whatever it says of its balance", async () => {
    const mine = await customer(simulated, (bank) => {
      bank.setAccounts({ id: 1, iban: IBAN, balance: "-42.1" }, { id: 2, name: "Livret", balance: "0" });
      bank.upsert(booked(11, "-42.1", "2026-03-02"));
    });
    // One answer forgets the account, and tells a row of it.
    mine.bank.setAccounts({ id: 2, name: "Livret", balance: "0" });
    mine.bank.upsert(booked(12, "-7", "2026-03-09"), booked(13, "-8", "2026-03-09", { account_id: 2 }));
    for (const id of [14, 15]) {
      await mine.sync(86_400);
      mine.bank.upsert(booked(id, "-8", "2026-03-09", { account_id: 2 }));
    }
    await mine.sync();
    mine.bank.setAccounts({ id: 1, iban: IBAN, balance: "-49.1" }, { id: 2, name: "Livret", balance: "0" });
    for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
    expect(await mine.rows()).toContain("-700 2026-03-09 booked");
  });

  it("is found when a person opens again the account they had closed", async () => {
    const mine = await one();
    const [account] = await mine.accounts();
    await mine.ask("DELETE", `/api/accounts/${account?.id}`);
    mine.bank.setAccounts({ id: 1, iban: IBAN, balance: "-49.1" });
    mine.bank.upsert(booked(12, "-7", "2026-03-09"));
    for (let night = 0; night < 2; night += 1) await mine.sync(86_400);
    mine.bank.upsert(booked(13, "-9", "2026-03-11"));
    for (let night = 0; night < 2; night += 1) await mine.sync(86_400);
    const fields = { name: "Compte", bank_name: "B", account_type: "checking", status: "open" };
    expect((await mine.ask("PUT", `/api/accounts/${account?.id}`, fields)).status).toBe(200);
    for (let night = 0; night < 2; night += 1) await mine.sync(86_400);
    expect(await mine.rows()).toContain("-700 2026-03-09 booked");
  });
});

it("a booked row the bank left out, and tells again as it was, is there again", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("-49.1"));
    bank.upsert(booked(11, "-42.1", "2026-03-02"), booked(12, "-7", "2026-03-03"));
  });
  mine.bank.vanish(12);
  mine.bank.setAccounts(held("-42.1"));
  await mine.sync();
  expect(await mine.rows()).toEqual(["-4210 2026-03-02 booked"]);
  mine.bank.upsert(booked(12, "-7", "2026-03-03"));
  mine.bank.setAccounts(held("-49.1"));
  for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toContain("-700 2026-03-03 booked");
  expect((await mine.accounts())[0]).toMatchObject({ openingBalanceCents: 0, sync: { gapCents: 0 } });
});

it("an account whose first teller never read it to its end takes its opening balance from the next one", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("1000"));
    bank.upsert(booked(11, "-42.1", "2026-03-02"), booked(12, "-1.234", "2026-03-03"));
  });
  for (const id of [11, 12]) mine.bank.vanish(id);
  mine.bank.setItems({ id: 99 });
  mine.bank.setAccounts({ id: 77, iban: IBAN, item_id: 99, balance: "1000", accounting_balance: "1000" });
  mine.bank.upsert(booked(111, "-42.1", "2026-03-02", { account_id: 77 }), booked(112, "-1.24", "2026-03-03", { account_id: 77 }));
  for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
  expect(await mine.accounts()).toHaveLength(1);
  expect(await mine.balances()).toEqual([100_000]);
  expect((await mine.accounts())[0]?.sync).toMatchObject({ state: "ok", gapCents: 0 });
});

it("a row said to be of next year hides nothing of what comes before", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts({ id: 1, iban: IBAN, balance: "0" });
    bank.upsert(booked(11, "-42.1", "2026-03-02", { updated_at: "2027-03-02T08:00:00.000Z" }));
  });
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  await mine.sync();
  expect(await mine.rows()).toContain("-700 2026-03-09 booked");
  mine.bank.edit(11, { amount: "-43" });
  await mine.sync(86_400 * 2);
  expect(await mine.rows()).toContain("-4300 2026-03-02 booked");
});

it("an account whose bank tells its IBAN late is not opened again under the next consent", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts({ id: 1, name: "Compte courant", balance: "-42.1", accounting_balance: "-42.1" });
    bank.upsert(booked(11, "-42.1", "2026-03-02"));
  });
  mine.bank.setAccounts(held("-42.1"));
  await mine.sync(86_400);
  mine.bank.vanish(11);
  mine.bank.setItems({ id: 99 });
  mine.bank.setAccounts({ id: 77, name: "CCP", iban: IBAN, item_id: 99, balance: "-42.1", accounting_balance: "-42.1" });
  mine.bank.upsert(booked(111, "-42.1", "2026-03-02", { account_id: 77 }));
  await mine.sync(86_400);
  expect(await mine.accounts()).toHaveLength(1);
  expect(await mine.rows()).toHaveLength(1);
});
