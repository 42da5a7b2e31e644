import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  balances,
  booked,
  closeYear,
  dataOf,
  done,
  draft,
  entryOf,
  entryPath,
  expectRefusal,
  line,
  type Mine,
  traded,
  validate,
  viewOf,
  WAIT,
  waiting,
  yearEnding,
} from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { type Answer, company, type RequestOptions, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const RENT = [line("613200", 900), line("401000", -900)];

/** The same company, spoken for by another role. */
async function inRole(mine: Mine, role: "accountant" | "viewer" | "employee") {
  const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role });
  return (method: string, path: string, options: RequestOptions = {}): Promise<Answer> =>
    world.request(method, path, { token, ...options });
}

describe("roles", () => {
  it("a viewer reads the books and writes nothing; an employee does not even read; an accountant does both", async () => {
    const mine = await traded(await company(world));
    await validate(mine, "2025-12-31");
    const waits = await draft(mine, "2025-12-31", RENT);
    const { id: yearId } = await yearEnding(mine, 2025);
    const reads = [
      "entries",
      "entries?status=draft",
      "accounts",
      "journals",
      "trial-balance",
      "general-ledger?account=411000",
      "integrity",
      "years",
    ];
    const writes: readonly (readonly [string, string, object?])[] = [
      ["POST", "/api/ledger/entries", entryOf("2025-12-31", RENT)],
      ["PUT", entryPath(waits.id), entryOf("2025-12-31", RENT)],
      ["DELETE", entryPath(waits.id)],
      ["POST", entryPath(waits.id, "/reverse"), {}],
      ["POST", "/api/ledger/validate", { through: "2025-12-31" }],
      ["POST", "/api/ledger/validate?dry_run=true", { through: "2025-12-31" }],
      ["POST", "/api/ledger/accounts", { number: "6132A", label: "X" }],
      ["POST", "/api/ledger/lettering", { mode: "auto", year_id: yearId }],
      ["DELETE", `/api/ledger/lettering/A?year_id=${yearId}&account=411000`],
      ["POST", "/api/ledger/years", { starts_on: "2027-01-01", ends_on: "2027-12-31" }],
      ["POST", `/api/ledger/years/${yearId}/lock`, { through: "2025-01-31" }],
      ["POST", `/api/ledger/years/${yearId}/close`, {}],
      ["POST", `/api/ledger/years/${yearId}/appropriation`, { date: "2026-06-30" }],
    ];
    const [viewer, employee, accountant] = [await inRole(mine, "viewer"), await inRole(mine, "employee"), await inRole(mine, "accountant")];
    for (const path of reads) {
      expect((await viewer("GET", `/api/ledger/${path}`)).status, path).toBe(200);
      expectRefusal(await employee("GET", `/api/ledger/${path}`), "auth.forbidden");
      expectRefusal(await world.request("GET", `/api/ledger/${path}`), "auth.required");
    }
    for (const [method, path, body] of writes)
      for (const who of [viewer, employee]) expectRefusal(await who(method, path, body ? { body } : {}), "auth.forbidden");
    expect(await waiting(mine, 2025)).toEqual([waits]);
    expect(await yearEnding(mine, 2025)).toMatchObject({ status: "open", locked_through: null, last_number: 7 });
    expect((await accountant("PUT", entryPath(waits.id), { body: entryOf("2025-12-31", RENT, { label: "Par le cabinet" }) })).status).toBe(
      200,
    );
    expect((await accountant("POST", "/api/ledger/validate", { body: { through: "2025-12-31" }, headers: WAIT })).body).toMatchObject({
      result: { entries: 1 },
    });
    expect(await waiting(mine, 2025)).toEqual([]);
  });
});

describe("another company's", () => {
  it("entries, years and letterings do not exist, whatever is asked of them", async () => {
    const [mine, theirs] = [await company(world), await traded(await company(world))];
    await validate(theirs, "2025-12-31");
    const waits = await draft(theirs, "2025-12-31", RENT);
    const { id: yearId } = await yearEnding(theirs, 2025);
    for (const { id } of [waits, ...(await booked(theirs, 2025))]) {
      expectRefusal(await mine.get(entryPath(id)), "entry.not_found");
      expectRefusal(await mine.as("PUT", entryPath(id), { body: entryOf("2025-12-31", RENT) }), "entry.not_found");
      expectRefusal(await mine.as("DELETE", entryPath(id)), "entry.not_found");
      expectRefusal(await mine.post(entryPath(id, "/reverse"), {}), "entry.not_found");
    }
    for (const path of ["accounts", "journals", "entries", "integrity", "trial-balance"])
      expectRefusal(await mine.get(`/api/ledger/${path}?year_id=${yearId}`), "year.not_found");
    expectRefusal(await mine.get(`/api/ledger/general-ledger?year_id=${yearId}&account=411000`), "year.not_found");
    expectRefusal(await mine.post(`/api/ledger/years/${yearId}/lock`, { through: "2025-01-31" }), "year.not_found");
    expectRefusal(await closeYear(mine, yearId), "year.not_found");
    expectRefusal(await mine.post(`/api/ledger/years/${yearId}/appropriation`, { date: "2026-06-30" }), "year.not_found");
    expectRefusal(await mine.post("/api/ledger/lettering", { mode: "auto", year_id: yearId }), "year.not_found");
    const lines = [2, 3].map((entry_number) => ({ entry_number, line: 0 }));
    expectRefusal(await mine.post("/api/ledger/lettering", { mode: "manual", year_id: yearId, lines }), "year.not_found");
    expectRefusal(await mine.as("DELETE", `/api/ledger/lettering/A?year_id=${yearId}&account=411000`), "year.not_found");
    expect(await booked(mine, 2025)).toEqual([]);
    expect(await waiting(theirs, 2025)).toEqual([waits]);
  });
});

describe("hostile paths", () => {
  it("are refused by name, never by a crash", async () => {
    const mine = await company(world);
    for (const id of [
      "x",
      "ent_",
      "ent_manual_",
      "ent_manual_é",
      `ent_manual_${"x".repeat(81)}`,
      "ent_manual_../../x",
      "ent_bank_txn_",
      "ent_bank_txn_~1",
      "ent_opening_~",
      "ent_manual_a b",
    ])
      expect([400, 404], id).toContain((await mine.get(entryPath(id))).status);
    for (const path of ["/api/ledger/years/x/close", "/api/ledger/years/fy_1/lock", "/api/ledger/years/%00/appropriation"])
      expect([400, 404], path).toContain((await mine.post(path, {})).status);
    for (const query of [
      "year=abc",
      "year=2025.5",
      "year_id=1",
      "limit=0",
      "limit=201",
      "limit=1e3",
      "cursor=x",
      "cursor=%00.%00",
      "status=closed",
      "year=2025&year=2026",
    ])
      expect((await mine.get(`/api/ledger/entries?${query}`)).status, query).toBe(400);
    expect((await mine.get("/api/ledger/entries?year=2025&year_id=fy_00000000000000000000000000")).status).toBe(404);
  });
});

it("a dry run tells what a validation would book, writes nothing, and then it is so", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await seedRows(world, mine.id, [
    bankRow({ index: 1, ordinal, amount: -4_200, date: "2025-02-02" }),
    bankRow({ index: 5, ordinal, amount: -800, date: "2025-02-03" }),
    bankRow({ index: 2, ordinal, amount: -100, date: "2025-06-03" }),
  ]);
  await draft(mine, "2025-02-03", RENT);
  const dry = (through: string) => mine.post("/api/ledger/validate?dry_run=true", { through });
  const told = await dry("2025-02-28");
  expect(told).toMatchObject({
    status: 200,
    body: { through: "2025-02-28", entries: 3, unidentified: 1, corrections: 0, late: 0, debit_cents: 5_900 },
  });
  expect(told.headers["numma-cost"]).toContain("wru=0");
  expect((await dry("2025-02-28")).body).toEqual(told.body);
  expect(await booked(mine, 2025)).toEqual([]);
  expect(await validate(mine, "2025-02-28")).toMatchObject({ entries: 3, unidentified: 1 });
  expect((await dry("2025-02-28")).body).toMatchObject({ entries: 0, debit_cents: 0 });
  expect((await dry("2025-12-31")).body).toMatchObject({ entries: 1, debit_cents: 100 });
  expectRefusal(await dry("2026-11-26"), "ledger.through_in_future", "/through");
});

it("an entry of a thousand lines on more accounts than a transaction holds is booked whole, found under each, and adds up", async () => {
  const mine = await company(world);
  const accounts = Array.from({ length: 120 }, (_, index) => `607${String(index + 100)}`);
  const charges = Array.from({ length: 999 }, (_, index) => ({ account: accounts[index % accounts.length] ?? "", cents: index + 1 }));
  const whole = charges.reduce((sum, { cents }) => sum + cents, 0);
  const made = await draft(mine, "2025-06-15", [
    ...charges.map(({ account, cents }) => line(account, cents)),
    line("401000", -whole, { third_party: { name: "Grossiste" } }),
  ]);
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
  expect(viewOf(await mine.get(entryPath(made.id))).lines).toHaveLength(1_000);
  const sums = accounts.map((account) => charges.filter((one) => one.account === account).reduce((sum, { cents }) => sum + cents, 0));
  const totals = await balances(mine, "year=2025&through=2025-06-15");
  expect(totals).toEqual({ ...Object.fromEntries(accounts.map((account, index) => [account, sums[index]])), "401000": -whole });
  const found = dataOf<{ balance_cents: number }>(await mine.get(`/api/ledger/general-ledger?year=2025&account=${accounts[50]}`));
  expect(found).toHaveLength(8);
  expect(found.at(-1)?.balance_cents).toBe(sums[50]);
  expect((await mine.get("/api/ledger/integrity?year=2025")).body).toMatchObject({ intact: true, entries: 1, lines: 1_000 });
  expect(await done(closeYear(mine, (await yearEnding(mine, 2025)).id))).toMatchObject({ result_cents: -whole, closing_number: 2 });
  expect(await balances(mine, "year=2026")).toEqual({ "129000": whole, "401000": -whole });
  expect((await mine.get("/api/ledger/integrity?year=2025")).body).toMatchObject({ intact: true, entries: 2 });
});
