import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type BankRowFixture, type FakeBank, fakeBank } from "#test/bank";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
const WAIT = { prefer: "wait=20" };
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(async () => {
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
  mine = await company(world);
});

const row = (id: number, date: string, amount = "-10.00", more: Partial<BankRowFixture> = {}): BankRowFixture => ({
  id,
  account: 1,
  amount,
  label: `PRLV SEPA FOURNISSEUR ${id}`,
  date,
  updatedAt: `${date}T05:00:00.000Z`,
  ...more,
});
const LATER = "2026-03-01T05:00:00.000Z";

async function read(rows: BankRowFixture[]): Promise<void> {
  bank.rows = rows;
  world.clock.pass(60);
  const connected = (await mine.get("/api/sync/connections")).body["data"] as unknown[];
  if (connected.length === 0) await mine.post("/api/sync/connections", { provider: "sandbox" });
  else await mine.post("/api/sync/manual", undefined, WAIT);
  await world.idle();
}
const validate = async (through: string) => (await mine.post("/api/ledger/validate", { through }, WAIT)).body["result"];
const fec = async () => (await mine.as("GET", "/api/exports/fec?year=2025", { headers: { ...WAIT, accept: "application/json" } })).body;
const sources = async (year: number) =>
  ((await mine.get(`/api/ledger/entries?year=${year}&limit=200`)).body["data"] as { source: { id: string } }[]).map(
    ({ source }) => source.id,
  );

it("books a row that takes the place of a deleted one, and gives no legal name while a booked row is gone", async () => {
  const june = [1, 2, 3, 4, 5].map((id) => row(id, "2025-06-10"));
  await read(june);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 5 });
  expect(await fec()).toMatchObject({ preview: false });
  await read([
    ...june.slice(1),
    row(1, "2025-06-10", "-10.00", { deleted: true, updatedAt: LATER }),
    row(6, "2025-06-20", "-999.00", { updatedAt: LATER }),
  ]);
  expect((await mine.get("/api/ledger/entries?status=draft&year=2025")).body["data"]).toMatchObject([{ debit_cents: 99_900 }]);
  expect(await fec()).toMatchObject({ preview: true });
  expect(await validate("2025-12-31")).toMatchObject({ entries: 1 });
  expect(await fec()).toMatchObject({ preview: true });
  expect(await validate("2025-12-31")).toMatchObject({ entries: 0 });
});

it("does not stop at a booked row the bank moves to the next month, and books what follows", async () => {
  await read([row(1, "2025-05-31")]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 1 });
  await read([
    row(1, "2025-06-01", "-10.00", { updatedAt: LATER }),
    row(2, "2025-06-02", "-20.00", { updatedAt: LATER }),
    row(3, "2025-08-02", "-30.00", { updatedAt: LATER }),
  ]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 2 });
  expect(new Set(await sources(2025)).size).toBe(3);
  expect(await fec()).toMatchObject({ preview: true });
});

it("does not book a row twice that the bank moves across New Year", async () => {
  await read([row(1, "2025-12-31")]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 1 });
  await read([row(1, "2026-01-01", "-10.00", { updatedAt: LATER }), row(2, "2026-01-02", "-20.00", { updatedAt: LATER })]);
  expect(await validate("2026-10-31")).toMatchObject({ entries: 1 });
  expect([(await sources(2025)).length, (await sources(2026)).length]).toEqual([1, 1]);
});
