import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { booked, type Customer, customer, held, IBAN, pending } from "#test/behaviours/customer";
import { type Simulation, simulation } from "#test/simulator/simulation";
import { MEDIA_TYPES, statementText } from "#test/simulator/statement-files";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterEach(() => simulated.world.clock.set("2026-03-10T09:00:00.000Z"));
afterAll(() => simulated.end());

const GARAGE = "CARTE GARAGE DU PORT NANTES";
const gaps = async (mine: Customer) => (await mine.accounts()).map(({ sync }) => sync?.gapCents);

/** Sends a statement of payments of 3.20, one a day named. */
async function send({ ask }: Pick<Customer, "ask">, days: readonly string[]): Promise<void> {
  const [account] = (await ask("GET", "/api/accounts")).body["data"] as [{ id: string }];
  const lines = days.map((day, index) => ({ id: `L${index}`, day: businessDate(day), cents: -320, label: GARAGE }));
  const file = { iban: IBAN, currency: "EUR", from: businessDate("2026-03-01"), through: businessDate("2026-03-10"), lines };
  const reply = await ask(
    "POST",
    `/api/accounts/${account.id}/import`,
    undefined,
    { "content-type": MEDIA_TYPES.ofx },
    statementText("ofx", file),
  );
  expect(reply.status, reply.text).toBe(200);
}

describe("a row that only a statement told", () => {
  const withStatement = async (day: string): Promise<Customer> => {
    const mine = await customer(simulated, (bank) => {
      bank.setAccounts(held("-42.1"));
      bank.upsert(booked(11, "-42.1", "2026-03-01"));
    });
    await send(mine, [day]);
    expect(await mine.rows()).toContain(`-320 ${day} booked`);
    return mine;
  };

  it("goes when its bank knows nothing of it days later, and has exactly that much more", async () => {
    const mine = await withStatement("2026-03-08");
    await mine.sync();
    expect(await gaps(mine)).toEqual([-320]);
    expect(await mine.rows()).toHaveLength(2);
    for (let night = 0; night < 5; night += 1) await mine.sync(86_400);
    expect(await mine.rows()).toEqual(["-4210 2026-03-01 booked"]);
    expect(await gaps(mine)).toEqual([0]);
    expect(await mine.totalsAreRows()).toBe(true);
  });

  it("stays when the bank tells it late, under the id it had", async () => {
    const mine = await withStatement("2026-03-08");
    const before = (await mine.transactions()).map(({ id }) => id).sort();
    await mine.sync(86_400);
    mine.bank.upsert(booked(12, "-3.2", "2026-03-08"));
    mine.bank.setAccounts(held("-45.3"));
    for (let night = 0; night < 7; night += 1) await mine.sync(86_400);
    expect((await mine.transactions()).map(({ id }) => id).sort()).toEqual(before);
    expect(await gaps(mine)).toEqual([0]);
  });

  it("stays while its bank has not been heard since, however long that is, and is told under its id once it is", async () => {
    const mine = await withStatement("2026-03-08");
    const [before] = (await mine.transactions()).filter(({ date }) => date === "2026-03-08");
    const login = { id: 99, last_successful_refresh: "2026-03-07T06:00:00.000Z" };
    mine.bank.setAccounts({ ...held("-42.1"), item_id: 99 });
    mine.bank.setItems({ ...login, status: 1010, status_code_info: "sca_required" });
    for (let night = 0; night < 9; night += 1) await mine.sync(86_400);
    expect(await mine.rows()).toContain("-320 2026-03-08 booked");
    expect(await gaps(mine)).toEqual([-320]);
    mine.bank.setItems({ ...login, status: 0 });
    mine.bank.upsert(booked(12, "-3.2", "2026-03-08"));
    mine.bank.setAccounts({ ...held("-45.3"), item_id: 99 });
    await mine.sync(86_400);
    expect((await mine.transactions()).filter(({ date }) => date === "2026-03-08").map(({ id }) => id)).toEqual([before?.id]);
    expect(await gaps(mine)).toEqual([0]);
  });

  it("stays, and the difference is told, when it is not the difference", async () => {
    const mine = await withStatement("2026-03-02");
    mine.bank.setAccounts(held("-40"));
    for (let night = 0; night < 7; night += 1) await mine.sync(86_400);
    expect(await mine.rows()).toHaveLength(2);
    expect(await gaps(mine)).toEqual([-530]);
  });
});

it("a row a person typed stays, whatever its bank says, and the difference is told", async () => {
  const mine = await customer(
    simulated,
    (bank) => {
      bank.setAccounts(held("57.9"));
      bank.upsert(booked(11, "-42.1", "2026-03-01"));
    },
    async (ask) => {
      const own = { name: "Compte", bank_name: "B", account_type: "checking", iban: IBAN, opening_balance_cents: 10_000 };
      const { id } = (await ask("POST", "/api/accounts", own)).body;
      const row = { account_id: id, date: "2026-03-02", amount_cents: -500, label: "Timbres" };
      expect((await ask("POST", "/api/transactions", row)).status).toBe(201);
    },
  );
  for (let night = 0; night < 7; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toContain("-500 2026-03-02 booked");
  expect(await gaps(mine)).toEqual([-500]);
});

it("rows without a booking date that their bank's booked money leaves out to the cent are only announced", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("100"));
  });
  mine.bank.upsert(pending(12, "-7", "2026-03-10"), pending(13, "-8", "2026-03-10"));
  for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toEqual(["-700 2026-03-10 pending", "-800 2026-03-10 pending"]);
  expect(await gaps(mine)).toEqual([0]);
});

it("a bank that gives no booking dates, and whose first balance came late, is understood once its balance holds its rows", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("100"));
  });
  mine.bank.upsert(pending(12, "-7", "2026-03-10"));
  for (let night = 0; night < 2; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toEqual(["-700 2026-03-10 pending"]);
  mine.bank.setAccounts(held("93"));
  for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toEqual(["-700 2026-03-10 booked"]);
  expect(await gaps(mine)).toEqual([0]);
});

it("when older rows arrive, what they lack is looked for at once, not a day later", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("-60"));
    bank.upsert(booked(11, "-42", "2026-03-01"), booked(12, "-8", "2026-03-05"), booked(13, "-10", "2026-03-09"));
  });
  // A new login that begins with the last days; the bank has taken back the payment of the 5th meanwhile.
  for (const id of [11, 12, 13]) mine.bank.vanish(id);
  mine.bank.setItems({ id: 99 });
  mine.bank.setAccounts({ ...held("-52"), id: 77, item_id: 99 });
  mine.bank.upsert(booked(113, "-10", "2026-03-09", { account_id: 77 }));
  await mine.sync();
  expect(await gaps(mine)).toEqual([-800]);
  mine.bank.upsert(booked(111, "-42", "2026-03-01", { account_id: 77 }));
  await mine.sync();
  expect(await mine.rows()).toEqual(["-1000 2026-03-09 booked", "-4200 2026-03-01 booked"]);
  expect(await gaps(mine)).toEqual([0]);
});

it("a row without a booking date stays booked at a bank that gives none, though its balance comes a day later than its rows", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("100"));
    bank.upsert(pending(11, "50", "2025-11-03"));
  });
  mine.bank.upsert(pending(12, "-7", "2026-03-10"));
  await mine.sync(86_400);
  expect(await gaps(mine)).toEqual([-700]);
  mine.bank.setAccounts(held("93"));
  await mine.sync(86_400);
  expect(await mine.rows()).toEqual(["-700 2026-03-10 booked", "5000 2025-11-03 booked"]);
  expect(await gaps(mine)).toEqual([0]);
});

it("what a first reading that was not whole has brought in stays while its bank tells no row at all", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("-42"));
    bank.upsert(booked(11, "-42", "2026-03-01"), booked(12, "1e30", "2026-03-02"));
  });
  expect(await mine.rows()).toEqual(["-4200 2026-03-01 booked"]);
  for (const id of [11, 12]) mine.bank.vanish(id);
  await mine.sync();
  expect(await mine.rows()).toEqual(["-4200 2026-03-01 booked"]);
  mine.bank.upsert(booked(11, "-42", "2026-03-01"));
  await mine.sync();
  expect(await mine.rows()).toEqual(["-4200 2026-03-01 booked"]);
  expect(await mine.balances()).toEqual([-4200]);
});

it("what a first reading that was not whole has brought in, and its bank tells no more, is over at the next one", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("100"));
    bank.upsert(
      booked(11, "-42.1", "2026-03-01"),
      booked(12, "-7", "2026-03-02"),
      booked(13, "-8", "2026-03-03"),
      booked(14, "-1.234", "2026-03-04"),
    );
  });
  const before = (await mine.transactions()).find(({ amount_cents }) => amount_cents === -800)?.id;
  expect(await mine.rows()).toHaveLength(3);
  // Taken back; and given another id. The unreadable one is put right.
  for (const id of [12, 13, 14]) mine.bank.vanish(id);
  mine.bank.upsert(booked(23, "-8", "2026-03-03"), booked(24, "-1.23", "2026-03-04"));
  for (let night = 0; night < 2; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toEqual(["-123 2026-03-04 booked", "-4210 2026-03-01 booked", "-800 2026-03-03 booked"]);
  expect((await mine.transactions()).find(({ amount_cents }) => amount_cents === -800)?.id).toBe(before);
  expect(await mine.balances()).toEqual([10_000]);
});
