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
type Entry = {
  number: number;
  journal: string;
  date: string;
  source: { kind: string; id: string };
  corrects: string | null;
  id: string;
  lines: unknown[];
  debit_cents: number;
};
const booked = async (year: number) => (await mine.get(`/api/ledger/entries?year=${year}&limit=200`)).body["data"] as Entry[];
const bankBalance = async (year: number) => {
  const rows = (await mine.get(`/api/ledger/trial-balance?year=${year}`)).body["rows"] as Record<string, number | string>[];
  const found = rows.find(({ account }) => account === "512001");
  return Number(found?.["debit_balance_cents"] ?? 0) - Number(found?.["credit_balance_cents"] ?? 0);
};
const waitingDrafts = async (year: number) => (await mine.get(`/api/ledger/entries?status=draft&year=${year}`)).body["data"] as Entry[];

it("reverses a booked row the bank deletes, books the one that takes its place, and gives no legal name in between", async () => {
  const june = [1, 2, 3, 4, 5].map((id) => row(id, "2025-06-10"));
  await read(june);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 5 });
  expect(await fec()).toMatchObject({ preview: false });
  await read([
    ...june.slice(1),
    row(1, "2025-06-10", "-10.00", { deleted: true, updatedAt: LATER }),
    row(6, "2025-06-20", "-999.00", { updatedAt: LATER }),
  ]);
  expect(await waitingDrafts(2025)).toMatchObject([
    {
      journal: "BQ1",
      date: "2025-06-10",
      source: { kind: "correction" },
      corrects: expect.stringMatching(/^ent_bank_txn_/),
      debit_cents: 1_000,
    },
    { journal: "BQ1", date: "2025-06-20", source: { kind: "bank" }, debit_cents: 99_900 },
  ]);
  expect(await fec()).toMatchObject({ preview: true });
  expect(await validate("2025-12-31")).toMatchObject({ entries: 2 });
  expect(await bankBalance(2025)).toBe(-4 * 1_000 - 99_900);
  expect(await fec()).toMatchObject({ preview: false, report: { verdict: "conforme" } });
  expect(await validate("2025-12-31")).toMatchObject({ entries: 0 });
  expect(await waitingDrafts(2025)).toEqual([]);
});

it("books a changed amount right: the old one reversed, the new one entered, both linked to what they correct", async () => {
  await read([row(1, "2025-05-05"), row(2, "2025-05-06")]);
  await validate("2025-12-31");
  await read([row(1, "2025-05-05", "-12.50", { updatedAt: LATER }), row(2, "2025-05-06")]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 2 });
  const [, , back, right] = await booked(2025);
  expect(back).toMatchObject({ number: 3, debit_cents: 1_000, corrects: expect.stringMatching(/^ent_bank_txn_/) });
  expect(right).toMatchObject({ number: 4, debit_cents: 1_250, corrects: back?.id });
  expect(await bankBalance(2025)).toBe(-2_250);
  await read([row(1, "2025-05-05", "-12.75", { updatedAt: "2026-03-02T05:00:00.000Z" }), row(2, "2025-05-06")]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 2 });
  expect(await bankBalance(2025)).toBe(-2_275);
  expect(await fec()).toMatchObject({ preview: false });
});

it("follows a booked row the bank moves to the next month, and books what comes after it", async () => {
  await read([row(1, "2025-05-31")]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 1 });
  await read([
    row(1, "2025-06-01", "-10.00", { updatedAt: LATER }),
    row(2, "2025-06-02", "-20.00", { updatedAt: LATER }),
    row(3, "2025-08-02", "-30.00", { updatedAt: LATER }),
  ]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 4 });
  expect((await booked(2025)).map(({ date }) => date)).toEqual(["2025-05-31", "2025-05-31", "2025-06-01", "2025-06-02", "2025-08-02"]);
  expect(await bankBalance(2025)).toBe(-6_000);
  expect(await fec()).toMatchObject({ preview: false });
});

it("reverses in one year and books in the next a row the bank moves across New Year, and opens the next with what is left", async () => {
  await read([row(1, "2025-12-31")]);
  expect(await validate("2025-12-31")).toMatchObject({ entries: 1 });
  await read([row(1, "2026-01-01", "-10.00", { updatedAt: LATER }), row(2, "2026-01-02", "-20.00", { updatedAt: LATER })]);
  expect(await validate("2026-10-31")).toMatchObject({ entries: 3 });
  expect((await booked(2025)).map(({ source }) => source.kind)).toEqual(["bank", "correction"]);
  expect((await booked(2026)).map(({ source }) => source.kind)).toEqual(["correction", "bank"]);
  expect([await bankBalance(2025), await bankBalance(2026)]).toEqual([0, -3_000]);
});

it("leaves the books alone when only the label changes, and notices a row that comes back from the dead", async () => {
  await read([row(1, "2025-05-05"), row(2, "2025-05-06")]);
  await validate("2025-12-31");
  await read([row(1, "2025-05-05", "-10.00", { label: "PRLV SEPA FOURNISSEUR UN", updatedAt: LATER }), row(2, "2025-05-06")]);
  expect(await waitingDrafts(2025)).toEqual([]);
  await read([row(1, "2025-05-05", "-10.00", { deleted: true, updatedAt: "2026-03-02T05:00:00.000Z" }), row(2, "2025-05-06")]);
  await validate("2025-12-31");
  expect(await bankBalance(2025)).toBe(-1_000);
  await read([row(1, "2025-05-05", "-10.00", { updatedAt: "2026-03-03T05:00:00.000Z" }), row(2, "2025-05-06")]);
  await validate("2025-12-31");
  expect(await bankBalance(2025)).toBe(-2_000);
  expect(await fec()).toMatchObject({ preview: false });
});
