import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { dataOf } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";
import { brief, imported, type Mine, opened, rowsOf, send } from "./desk.ts";
import { camt, csv, IBAN, many, ofx, stmt, type Told } from "./files.ts";

let world: TestWorld;
let bank: FakeBank;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(() => {
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking", iban: IBAN }];
  bank.rows = [];
});

/** The bank's own telling of rows of a file, under its ids and in its words. */
const told = (rows: readonly Told[], words: (label: string) => string = (label) => label, from = 1) =>
  rows.map(({ day, amount, label }, place) => ({
    ...{ id: from + place, account: 1, amount, label: words(label), date: day, updatedAt: `${day}T20:00:00.000Z` },
  }));

async function connected(mine: Mine): Promise<void> {
  await mine.post("/api/sync/connections", { provider: "sandbox" });
  await world.idle();
}

async function synced(mine: Mine): Promise<void> {
  world.clock.pass(60);
  await mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
  await world.idle();
}

const accountsOf = async (mine: Mine) =>
  dataOf<{ id: string; balance_cents: number; connection_id: string | null }>(await mine.get("/api/accounts"));
const ids = async (mine: Mine) => dataOf<{ id: string }>(await mine.get("/api/transactions?limit=200")).map(({ id }) => id);

const ROWS = [
  { day: "2026-03-02", amount: "-42.10", label: "PRLV SEPA ORANGE SA", id: "A1" },
  { day: "2026-03-03", amount: "-3.20", label: "CB CAFE DE LA GARE", id: "A2" },
  { day: "2026-03-03", amount: "-3.20", label: "CB CAFE DE LA GARE", id: "A3" },
  { day: "2026-03-04", amount: "1250.00", label: "VIR SEPA RECU DUPONT SARL", id: "A4" },
];

describe("a file and the bank's own reading of the same operations", () => {
  it("are one, file first: the account is the connected one, the public ids stay, nothing is there twice", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    await imported(mine, id, ofx(ROWS));
    const before = await ids(mine);
    bank.rows = told(ROWS, (label) => `${label} 0326`);
    await connected(mine);
    expect((await accountsOf(mine)).map((account) => account.id)).toEqual([id]);
    expect(new Set(await ids(mine))).toEqual(new Set(before));
    expect(await rowsOf(world, mine)).toHaveLength(4);
    await synced(mine);
    expect((await imported(mine, id, csv(ROWS))).rows).toMatchObject({ read: 4, added: 0 });
    expect(await rowsOf(world, mine)).toHaveLength(4);
  });

  it("are one, bank first: the file's rows are matched, what the bank did not tell is added, and its words stay", async () => {
    const mine = await company(world);
    bank.rows = told(ROWS.slice(1), (label) => `${label} 0326`);
    await connected(mine);
    const [account] = await accountsOf(mine);
    if (!account) throw new Error("no account");
    const tried = await imported(mine, account.id, ofx(ROWS), "?dry_run=true");
    const report = await imported(mine, account.id, ofx(ROWS));
    expect(report.rows).toEqual({ read: 4, added: 1, updated: 0, duplicate: 0, matched: 3, rejected: 0 });
    expect(tried.rows).toEqual(report.rows);
    expect(brief(await rowsOf(world, mine))).toEqual([
      "2026-03-02 -4210 PRLV SEPA ORANGE SA",
      "2026-03-03 -320 CB CAFE DE LA GARE 0326",
      "2026-03-03 -320 CB CAFE DE LA GARE 0326",
      "2026-03-04 125000 VIR SEPA RECU DUPONT SARL 0326",
    ]);
    const again = [...ROWS, { day: "2026-03-05", amount: "-3.20", label: "CB CAFE DE LA GARE", id: "A5" }];
    expect((await imported(mine, account.id, ofx(again))).rows).toMatchObject({ added: 1, duplicate: 4 });
    await synced(mine);
    expect(await rowsOf(world, mine)).toHaveLength(5);
  });

  it("of other words, days apart, stay two and are shown as a doubt", async () => {
    const mine = await company(world);
    bank.rows = told([
      { day: "2026-03-02", amount: "-42.10", label: "REMISE 7781" },
      { day: "2026-03-06", amount: "-1.00", label: "FRAIS" },
    ]);
    await connected(mine);
    const [account] = await accountsOf(mine);
    if (!account) throw new Error("no account");
    const file = ofx([
      { day: "2026-03-03", amount: "-42.10", label: "CHEQUE 0001234" },
      { day: "2026-03-06", amount: "-1.00", label: "FRAIS" },
    ]);
    const report = await imported(mine, account.id, file);
    expect(report.rows).toMatchObject({ added: 1, matched: 1 });
    expect(report.probable_duplicates).toMatchObject([
      { date: "2026-03-03", amount_cents: -4_210, label: "CHEQUE 0001234", other_date: "2026-03-02", other_label: "REMISE 7781" },
    ]);
    expect(await rowsOf(world, mine)).toHaveLength(3);
  });
});

describe("two files", () => {
  it("of one period in two formats are one, whatever the bank calls its rows in each", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    await imported(mine, id, ofx(ROWS));
    const other = csv(ROWS.map((row) => ({ ...row, label: row.label.replace("SEPA ", "") })));
    expect((await imported(mine, id, other)).rows).toEqual({ read: 4, added: 0, updated: 0, duplicate: 0, matched: 4, rejected: 0 });
    expect(await rowsOf(world, mine)).toHaveLength(4);
  });

  it("of months that follow each other are never joined: the same coffee on the last day of one and the first of the next is two", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const coffee = (day: string) => ({ day, amount: "-3.20", label: "CB CAFE DE LA GARE" });
    await imported(mine, id, csv([coffee("2026-03-30"), coffee("2026-03-31")]));
    expect((await imported(mine, id, csv([coffee("2026-04-01"), coffee("2026-04-02")]))).rows).toMatchObject({ added: 2 });
    expect((await imported(mine, id, csv([coffee("2026-03-29"), coffee("2026-03-28")]))).rows).toMatchObject({ added: 2 });
    expect(await rowsOf(world, mine)).toHaveLength(6);
  });

  it("a file after the bank's last reading is not joined to it either", async () => {
    const mine = await company(world);
    const coffee = (day: string) => ({ day, amount: "-3.20", label: "CB CAFE DE LA GARE" });
    bank.rows = told([coffee("2026-03-30"), coffee("2026-03-31")]);
    await connected(mine);
    const [account] = await accountsOf(mine);
    if (!account) throw new Error("no account");
    expect((await imported(mine, account.id, csv([coffee("2026-04-01"), coffee("2026-04-02")]))).rows).toMatchObject({ added: 2 });
    expect(await rowsOf(world, mine)).toHaveLength(4);
  });

  it("sent at once, the same or overlapping, in any mixture, leave every row once", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const [first, second] = [ofx(many(60)), ofx(many(60, 30))];
    const answers = await Promise.all([first, second, first, second].map((file) => send(mine, id, file)));
    for (const { status, text } of answers) expect([200, 409], text).toContain(status);
    for (const file of [first, second]) await imported(mine, id, file);
    expect(await rowsOf(world, mine)).toHaveLength(90);
  });

  it("sent while the bank is being read leave every row once", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const all = many(80);
    bank.rows = told(all);
    await Promise.all([connected(mine), send(mine, id, ofx(all))]);
    await imported(mine, id, ofx(all));
    await synced(mine);
    expect(await rowsOf(world, mine)).toHaveLength(80);
  });
});

describe("balances", () => {
  const [ONE, TWO, THREE] = [
    { day: "2026-02-10", amount: "200.00", label: "VIR DUPONT" },
    { day: "2026-03-02", amount: "-42.10", label: "PRLV ORANGE" },
    { day: "2026-04-01", amount: "-7.90", label: "FRAIS" },
  ] as const;

  it("of a file open an account that has no row, give it its IBAN, and begin earlier when an earlier file brings what they held; a file that does not fit is told of, with what would close the gap", async () => {
    const mine = await company(world);
    const id = await opened(mine, {}, null);
    const march = await imported(mine, id, camt(stmt([TWO], { opening: ["2026-03-01", "500.00"], closing: ["2026-03-31", "457.90"] })));
    expect(march).toMatchObject({ iban_taken: true, balances: { opening_taken: true, own_cents: 45_790, gap_cents: 0 } });
    const april = await imported(mine, id, camt(stmt([THREE], { opening: ["2026-03-31", "457.90"], closing: ["2026-04-30", "450.00"] })));
    expect(april).toMatchObject({
      iban_taken: false,
      balances: { opening_taken: false, own_cents: 45_000, gap_cents: 0, suggested_opening_cents: null },
    });
    const february = await imported(mine, id, camt(stmt([ONE], { opening: ["2026-02-01", "300.00"], closing: ["2026-02-28", "500.00"] })));
    expect(february.balances).toMatchObject({
      own_cents: 50_000,
      closing_cents: 50_000,
      gap_cents: 0,
      suggested_opening_cents: null,
    });
    const account = (await mine.get(`/api/accounts/${id}`)).body;
    expect(account).toMatchObject({ iban: IBAN, opening_balance_cents: 30_000, balance_cents: 45_000 });
    const may = { day: "2026-05-04", amount: "-10.00", label: "CB BOULANGERIE" };
    const wrong = await imported(mine, id, camt(stmt([may], { opening: ["2026-04-30", "440.00"], closing: ["2026-05-31", "430.00"] })));
    expect(wrong.balances).toMatchObject({ own_cents: 44_000, closing_cents: 43_000, gap_cents: 1_000, suggested_opening_cents: 29_000 });
  });
});
