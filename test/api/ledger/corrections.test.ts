import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type BankRowFixture, type FakeBank, fakeBank } from "#test/bank";
import {
  type ApiEntry,
  balances,
  booked,
  closeYear,
  dataOf,
  draft,
  entryPath,
  expectRefusal,
  line,
  type Mine,
  validate,
  WAIT,
  waiting,
  yearEnding,
} from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Mine;
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
  ...{ id, account: 1, amount, label: `PRLV SEPA FOURNISSEUR ${id}`, date, updatedAt: `${date}T05:00:00.000Z` },
  ...more,
});
const LATER = "2026-03-01T05:00:00.000Z";
const LATEST = "2026-03-02T05:00:00.000Z";

async function read(rows: BankRowFixture[]): Promise<void> {
  bank.rows = rows;
  world.clock.pass(60);
  const connected = dataOf(await mine.get("/api/sync/connections"));
  if (connected.length === 0) await mine.post("/api/sync/connections", { provider: "sandbox" });
  else await mine.post("/api/sync/manual", undefined, WAIT);
  await world.idle();
}
const lock = async (through: string) => mine.post(`/api/ledger/years/${(await yearEnding(mine, 2025)).id}/lock`, { through });
const shown = ({ date, piece_date, warnings, journal, debit_cents }: ApiEntry) => ({ date, piece_date, warnings, journal, debit_cents });

it("are listed page by page, each once, even when the two entries of one row stand far apart", async () => {
  await read([row(1, "2025-02-05"), row(2, "2025-02-06")]);
  await validate(mine, "2025-12-31");
  await read([
    row(1, "2025-04-05", "-12.50", { updatedAt: LATER }),
    row(2, "2025-02-06"),
    row(3, "2025-03-01", "-30.00", { updatedAt: LATER }),
    row(4, "2025-03-02", "-40.00", { updatedAt: LATER }),
    row(5, "2025-05-02", "-50.00", { updatedAt: LATER }),
  ]);
  const all = await waiting(mine, 2025);
  expect(all.map(({ date, debit_cents }) => [date, debit_cents])).toHaveLength(5);
  for (const limit of [1, 2, 3]) {
    const found: string[] = [];
    let cursor = "";
    do {
      const answer = await mine.get(`/api/ledger/entries?status=draft&year=2025&limit=${limit}${cursor}`);
      found.push(...dataOf<ApiEntry>(answer).map(({ id }) => id));
      cursor = answer.body["next_cursor"] === null ? "" : `&cursor=${encodeURIComponent(String(answer.body["next_cursor"]))}`;
    } while (cursor !== "" && found.length < 20);
    expect(found, `pages of ${limit}`).toEqual(all.map(({ id }) => id));
  }
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 5 });
  expect((await booked(mine, 2025)).slice(2).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});

it("a lock is of a month's end, forward only, and refused while anything of the period waits", async () => {
  await read([row(1, "2025-01-15"), row(2, "2025-02-15")]);
  expectRefusal(await lock("2025-01-31"), "year.not_complete");
  await validate(mine, "2025-01-31");
  const own = await draft(mine, "2025-01-20", [line("607000", 700), line("530000", -700)]);
  expectRefusal(await lock("2025-01-31"), "year.not_complete");
  await validate(mine, "2025-01-31");
  expect(own.number).toBeNull();
  for (const day of ["2025-01-30", "2024-12-31", "2026-01-31"]) expectRefusal(await lock(day), "request.invalid", "/through");
  expect(await lock("2025-01-31")).toMatchObject({ status: 200, body: { locked_through: "2025-01-31", status: "open", last_number: 2 } });
  expect(await lock("2025-01-31")).toMatchObject({ status: 200, body: { locked_through: "2025-01-31" } });
  expectRefusal(await lock("2025-02-28"), "year.not_complete");
  await validate(mine, "2025-12-31");
  expect((await lock("2025-03-31")).status).toBe(200);
  expectRefusal(await lock("2025-02-28"), "year.locks_forward_only");
  const next = await yearEnding(mine, 2026);
  expectRefusal(await mine.post(`/api/ledger/years/${next.id}/lock`, { through: "2026-11-30" }), "ledger.through_in_future", "/through");
  expectRefusal(
    await mine.post("/api/ledger/entries", {
      date: "2025-03-31",
      piece_ref: "X",
      label: "X",
      lines: [line("607000", 1), line("530000", -1)],
    }),
    "ledger.period_locked",
    "/date",
  );
  expect(await yearEnding(mine, 2025)).toMatchObject({ locked_through: "2025-03-31", validated_through: "2025-12-31", last_number: 3 });
});

it("a row that arrives for a locked month is booked on the first open day, with its own day as the voucher's", async () => {
  const first = [row(1, "2025-01-15"), row(2, "2025-02-15")];
  await read(first);
  await validate(mine, "2025-12-31");
  await lock("2025-01-31");
  await read([...first, row(3, "2025-01-20", "-30.00", { updatedAt: LATER }), row(4, "2025-02-01", "-4.00", { updatedAt: LATER })]);
  const late = {
    date: "2025-02-01",
    piece_date: "2025-01-20",
    warnings: expect.arrayContaining(["late"]),
    journal: "BQ1",
    debit_cents: 3_000,
  };
  expect((await waiting(mine, 2025)).map(shown)).toEqual(
    expect.arrayContaining([late, { ...late, piece_date: "2025-02-01", warnings: expect.not.arrayContaining(["late"]), debit_cents: 400 }]),
  );
  const dry = await mine.post("/api/ledger/validate?dry_run=true", { through: "2025-12-31" });
  expect(dry).toMatchObject({ status: 200, body: { entries: 2, late: 1, corrections: 0, debit_cents: 3_400 } });
  expect(dry.headers["numma-cost"]).toContain("wru=0");
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 2 });
  expect(await balances(mine, "year=2025&through=2025-01-31")).toMatchObject({ "512001": -1_000 });
  expect(await balances(mine, "year=2025&through=2025-02-01")).toMatchObject({ "512001": -4_400 });
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 0 });
  await read([...first, row(3, "2025-01-20", "-30.00", { deleted: true, updatedAt: LATEST }), row(4, "2025-02-01", "-4.00")]);
  expect((await waiting(mine, 2025)).map(shown)).toMatchObject([{ date: "2025-02-01", piece_date: "2025-01-20", debit_cents: 3_000 }]);
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
  expect(await balances(mine, "year=2025")).toMatchObject({ "512001": -2_400 });
});

it("a booked row changed in a locked month is put right on the first open day, and the month stays as it was", async () => {
  await read([row(1, "2025-01-15"), row(2, "2025-02-15")]);
  await validate(mine, "2025-12-31");
  await lock("2025-01-31");
  const before = await balances(mine, "year=2025&month=2025-01");
  await read([row(1, "2025-01-15", "-12.50", { updatedAt: LATER }), row(2, "2025-02-15")]);
  expect((await waiting(mine, 2025)).map(shown)).toMatchObject([
    { date: "2025-02-01", piece_date: "2025-01-15", debit_cents: 1_000 },
    { date: "2025-02-01", piece_date: "2025-01-15", debit_cents: 1_250 },
  ]);
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 2 });
  expect(await balances(mine, "year=2025&month=2025-01")).toEqual(before);
  expect(await balances(mine, "year=2025")).toMatchObject({ "512001": -2_250 });
});

it("once a year is locked to its end, what is late goes to the next year; once closed, it still does, and corrections too", async () => {
  const first = [row(1, "2025-01-15"), row(2, "2025-12-15")];
  await read(first);
  await validate(mine, "2025-12-31");
  expect((await lock("2025-12-31")).status).toBe(200);
  const late = row(3, "2025-12-20", "-30.00", { updatedAt: LATER });
  await read([...first, late]);
  expect(await waiting(mine, 2025)).toEqual([]);
  expect((await waiting(mine, 2026)).map(shown)).toMatchObject([
    { date: "2026-01-01", piece_date: "2025-12-20", warnings: expect.arrayContaining(["late"]) },
  ]);
  expectRefusal(
    await mine.post("/api/ledger/entries", {
      date: "2025-12-31",
      piece_ref: "X",
      label: "X",
      lines: [line("607000", 1), line("530000", -1)],
    }),
    "ledger.period_locked",
    "/date",
  );
  expect(await validate(mine, "2026-10-31")).toMatchObject({ entries: 2 });
  expect(await balances(mine, "year=2025")).toMatchObject({ "512001": -2_000 });
  expect(await balances(mine, "year=2026")).toMatchObject({ "512001": -5_000 });
  const { id } = await yearEnding(mine, 2025);
  expect(await closeYear(mine, id, { accept_suspense: true })).toMatchObject({ status: 200, body: { status: "done" } });
  await read([
    row(1, "2025-01-15", "-11.00", { updatedAt: LATEST }),
    row(2, "2025-12-15"),
    late,
    row(4, "2025-12-31", "-7.00", { updatedAt: LATEST }),
  ]);
  expect((await waiting(mine, 2026)).map(({ date, piece_date }) => [date, piece_date])).toEqual([
    ["2026-01-01", "2025-01-15"],
    ["2026-01-01", "2025-01-15"],
    ["2026-01-01", "2025-12-31"],
  ]);
  expect(await validate(mine, "2026-10-31")).toMatchObject({ entries: 3 });
  expect(await balances(mine, "year=2025")).toMatchObject({ "512001": -2_000 });
  expect(await balances(mine, "year=2026")).toMatchObject({ "512001": -5_800 });
  expect(await validate(mine, "2026-10-31")).toMatchObject({ entries: 0 });
  for (const year of [2025, 2026])
    expect((await mine.get(`/api/ledger/integrity?year=${year}`)).body).toMatchObject({ intact: true, findings: [] });
});

it("a draft written at the very moment its month is locked is listed and booked on the first open day", async () => {
  await read([row(1, "2025-01-15")]);
  const made = await draft(mine, "2025-01-20", [line("607000", 700), line("530000", -700)], { piece_ref: "F-9" });
  const key = { pk: `COMPANY#${mine.id}#DRAFTS`, sk: `manual#${made.source.id}` };
  const item = await world.table(mine.id).get({ Key: key });
  await mine.as("DELETE", entryPath(made.id));
  await validate(mine, "2025-12-31");
  await lock("2025-01-31");
  await world.table(mine.id).put({ Item: { ...item } });
  expect((await waiting(mine, 2025)).map(shown)).toEqual([
    { date: "2025-02-01", piece_date: "2025-01-20", warnings: ["late"], journal: "OD", debit_cents: 700 },
  ]);
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
  expect(await waiting(mine, 2025)).toEqual([]);
  expect((await closeYear(mine, (await yearEnding(mine, 2025)).id, { accept_suspense: true })).status).toBe(200);
});
