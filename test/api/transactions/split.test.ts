import { afterAll, beforeAll, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { balances, booked, dataOf, expectRefusal, type Mine, sides, validate, WAIT, waiting, yearEnding } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const part = (category_id: string, amount_cents: number, note?: string) => ({ category_id, amount_cents, ...(note && { note }) });
const UNKNOWN = { code: "00", confidencePpm: 0, source: "none", ruleId: null, reason: "" } as const;
const OFFICE = { ...UNKNOWN, code: "15" } as const;

/** A company with one account and one row of 10.00 out. */
async function withRow(more: Partial<Parameters<typeof bankRow>[0]> = {}) {
  const mine = await company(world);
  const { id, ordinal } = await openAccount(mine);
  const row = bankRow({ index: 1, ordinal, amount: -1_000, date: "2025-03-10", categorisation: OFFICE, ...more });
  await seedRows(world, mine.id, [row]);
  const path = `/api/transactions/${transactionId(row)}`;
  return { mine, account: id, ordinal, row, path, split: (...parts: object[]) => mine.post(`${path}/split`, { parts }) };
}

const HALVES = [part("fournitures_bureau", -600, "Papier"), part("petit_equipement", -400)];

async function assertTotals(mine: Mine): Promise<void> {
  const { live, kept } = await bankState(world, mine.id);
  expect(kept).toEqual(recomputed(live));
}

it("counts the parts under their categories, and the row once", async () => {
  const { mine, account, path, split } = await withRow();
  const answer = await split(...HALVES);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      version: 2,
      category: { id: "fournitures_bureau" },
      parts: [
        { category: { id: "fournitures_bureau", name: "Fournitures de bureau" }, amount_cents: -600, note: "Papier" },
        { category: { id: "petit_equipement" }, amount_cents: -400, note: null },
      ],
    },
  });
  await assertTotals(mine);
  const { kept } = await bankState(world, mine.id);
  expect(kept["CM:2025-03"]).toEqual({ EUR15o: 600, EUR15n: 1, EUR16o: 400, EUR16p: 1 });
  expect((await mine.get(`/api/accounts/${account}/summary?from=2025-03-01&to=2025-03-31`)).body["months"]).toMatchObject([
    { out_cents: 1_000, count: 1 },
  ]);
  expect((await split(...HALVES)).headers["numma-cost"]).toContain("wru=0");
  expect((await mine.as("DELETE", `${path}/split`)).body).toMatchObject({ version: 3, parts: [], category: { id: "fournitures_bureau" } });
  expect((await mine.as("DELETE", `${path}/split`)).body).toMatchObject({ version: 3 });
  await assertTotals(mine);
});

it("takes a part that goes against the row: the commission a platform kept", async () => {
  const { mine, path, split } = await withRow({ amount: 9_500, categorisation: { ...OFFICE, code: "02" } });
  expect((await split(part("encaissement_psp", 10_000), part("frais_bancaires", -500, "Commission"))).status).toBe(200);
  await validate(mine, "2025-03-31");
  const [entry] = await booked(mine, 2025);
  expect(entry && sides(entry).map(([account, , cents, label]) => [account, cents, label])).toEqual([
    ["512001", 9_500, "VIR SEPA RECU DUPONT FACTURE 1"],
    ["627000", 500, "Commission"],
    ["411000", -10_000, "VIR SEPA RECU DUPONT FACTURE 1"],
  ]);
  expect((await mine.get(path)).body).toMatchObject({ open: false });
});

it("is open while a part waits for a category, and only then", async () => {
  const { mine, split } = await withRow({ categorisation: UNKNOWN });
  const open = async () => dataOf(await mine.get("/api/transactions?open=true")).length;
  expect(await open()).toBe(1);
  await split(...HALVES);
  expect(await open()).toBe(0);
  await split(part("fournitures_bureau", -600), part("a_categoriser", -400));
  expect(await open()).toBe(1);
});

it("refuses parts that are too few, of nothing, of another sum, of a category that goes the other way", async () => {
  const { mine, split, path } = await withRow();
  expectRefusal(await split(part("loyer_immobilier", -1_000)), "request.invalid", "/parts");
  expectRefusal(await split(...HALVES, part("loyer_immobilier", 0)), "request.invalid", "/parts/2/amount_cents");
  expectRefusal(await split(part("loyer_immobilier", -600), part("assurance", -401)), "request.invalid", "/parts");
  expectRefusal(await split(part("loyer_immobilier", -1_100), part("assurance", 100)), "category.not_found", "/parts/1/category_id");
  expectRefusal(await split(part("rien", -600), part("assurance", -400)), "category.not_found", "/parts/0/category_id");
  expectRefusal(await split(...Array.from({ length: 21 }, () => part("assurance", -1))), "request.invalid", "/parts");
  expectRefusal(await split(part("assurance", -1e12), part("assurance", 1e12 - 1_000)), "category.not_found");
  for (const amount of [1.5, "600", Number.MAX_SAFE_INTEGER])
    expectRefusal(
      await mine.post(`${path}/split`, { parts: [{ category_id: "assurance", amount_cents: amount }, HALVES[0]] }),
      "request.invalid",
    );
  expect((await mine.get(path)).body).toMatchObject({ version: 1, parts: [] });
});

it("refuses to split money that only changed pockets, and a category for a row that has parts", async () => {
  const other = transactionId(bankRow({ index: 2, ordinal: 2 }));
  const moved = await withRow({ transfer: other });
  expectRefusal(await moved.split(...HALVES), "transaction.transfer");
  const { mine, path, split } = await withRow();
  await split(...HALVES);
  expectRefusal(await mine.as("PATCH", path, { body: { category_id: "assurance" } }), "transaction.split");
  expect((await mine.as("PATCH", path, { body: { note: "vu" } })).body).toMatchObject({ note: "vu", parts: [{}, {}] });
});

it("books a line a part, and corrects what was validated by one exact OD: split, split again, whole again", async () => {
  const { mine, path, split } = await withRow();
  await validate(mine, "2025-03-31");
  await split(part("fournitures_bureau", -600), part("honoraires", -300, "Avocat"), part("fournitures_bureau", -100));
  const [od] = await waiting(mine, 2025);
  expect(od && sides(od).map(([account, , cents]) => [account, cents])).toEqual([
    ["622600", 300],
    ["606400", -300],
  ]);
  await validate(mine, "2025-12-31");
  await split(part("honoraires", -300), part("loyer_immobilier", -700));
  await validate(mine, "2025-12-31");
  expect(await balances(mine, "year=2025")).toEqual({ "512001": -1_000, "606400": 0, "622600": 300, "613200": 700 });
  await mine.as("DELETE", `${path}/split`);
  await validate(mine, "2025-12-31");
  const all = await booked(mine, 2025);
  expect(all.map(({ journal, debit_cents }) => [journal, debit_cents])).toEqual([
    ["BQ1", 1_000],
    ["OD", 300],
    ["OD", 700],
    ["OD", 1_000],
  ]);
  expect(await balances(mine, "year=2025")).toEqual({ "512001": -1_000, "606400": 1_000, "622600": 0, "613200": 0 });
  await intact(mine);
});

it("books a row split before its validation once, and a new split of the same accounts needs no correction", async () => {
  const { mine, split } = await withRow();
  await split(...HALVES);
  await validate(mine, "2025-12-31");
  await split(part("petit_equipement", -150), part("fournitures_bureau", -600), part("petit_equipement", -250));
  expect(await waiting(mine, 2025)).toEqual([]);
  await validate(mine, "2025-12-31");
  expect(await booked(mine, 2025)).toHaveLength(1);
  await intact(mine);
});

it("keeps totals equal to the rows and the books exact whatever is split, recategorised and validated", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  const rows = Array.from({ length: 6 }, (_, index) =>
    bankRow({ index, ordinal, amount: -(1_000 + index), date: `2025-0${1 + index}-05` }),
  );
  await seedRows(world, mine.id, rows);
  const categories = ["assurance", "honoraires", "loyer_immobilier", "a_categoriser", "fournitures_bureau"];
  const next = chance(20_261_126);
  for (let step = 0; step < 36; step += 1) {
    const row = rows[next(rows.length)];
    if (!row) continue;
    const path = `/api/transactions/${transactionId(row)}`;
    const category = () => categories[next(categories.length)] ?? "";
    const act = next(6);
    if (act < 3) {
      const cut = [1 + next(400), 1 + next(400)];
      const rest = -row.amountCents - cut.reduce((sum, one) => sum + one, 0);
      await mine.post(`${path}/split`, { parts: [...cut, rest].map((cents) => part(category(), -cents)) });
    } else if (act === 3) await mine.as("DELETE", `${path}/split`);
    else if (act === 4) await mine.as("PATCH", path, { body: { category_id: category() } });
    else await validate(mine, "2025-12-31");
  }
  await assertTotals(mine);
  await validate(mine, "2025-12-31");
  expect(await waiting(mine, 2025)).toEqual([]);
  await intact(mine);
  const held = await balances(mine, "year=2025");
  for (const [name, code] of [
    ["616000", "22"],
    ["622600", "25"],
    ["613200", "19"],
    ["606400", "15"],
    ["471000", "00"],
  ] as const) {
    const { live } = await bankState(world, mine.id);
    const parts = live.flatMap((row) =>
      row.parts.length > 0 ? row.parts : [{ code: row.categorisation.code, amountCents: row.amountCents }],
    );
    const wanted = parts.filter((one) => one.code === code).reduce((sum, { amountCents }) => sum - amountCents, 0);
    expect(held[name] ?? 0, name).toBe(wanted);
  }
});

/** Numbers below a bound, always the same for a seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function intact(mine: Mine): Promise<void> {
  const year = await yearEnding(mine, 2025);
  const answer = await mine.as("GET", `/api/ledger/integrity?year_id=${year.id}`, { headers: WAIT });
  expect(answer.text).toContain('"intact":true');
}
