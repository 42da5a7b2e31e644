import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import {
  balances,
  booked,
  closeYear,
  draft,
  entryOf,
  entryPath,
  expectRefusal,
  line,
  type Mine,
  validate,
  viewOf,
  waiting,
  yearEnding,
} from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const reverse = (mine: Mine, id: string, body: object = {}) => mine.post(entryPath(id, "/reverse"), body);

describe("a reversal", () => {
  it("puts a validated entry on the other side, once, linked to it, and is itself reversed the same way", async () => {
    const mine = await company(world);
    const made = await draft(
      mine,
      "2025-03-31",
      [line("607000", 10_000), line("445660", 2_000), line("401000", -12_000, { third_party: { name: "Grossiste" } })],
      { piece_ref: "F-77", label: "Achat", journal: "AC" },
    );
    expectRefusal(await reverse(mine, made.id), "entry.not_validated");
    await validate(mine, "2025-12-31");
    const back = viewOf(await reverse(mine, made.id));
    expect(back).toMatchObject({
      ...{ status: "draft", journal: "AC", date: "2025-03-31", piece_ref: "F-77", label: "Extourne Achat", corrects: made.id },
      lines: [
        { account: "401000", debit_cents: 12_000, third_party: made.lines[2]?.third_party },
        { account: "607000", credit_cents: 10_000 },
        { account: "445660", credit_cents: 2_000 },
      ],
    });
    expectRefusal(await reverse(mine, made.id), "entry.already_reversed");
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
    expectRefusal(await reverse(mine, made.id), "entry.already_reversed");
    expect(await balances(mine, "year=2025")).toEqual({ "401000": 0, "445660": 0, "607000": 0 });
    expect(viewOf(await mine.get(entryPath(back.id)))).toMatchObject({ number: 2, corrects: made.id });
    const again = viewOf(await reverse(mine, back.id, { date: "2025-12-31", label: "Rétablie" }));
    expect(again).toMatchObject({ date: "2025-12-31", label: "Rétablie", corrects: back.id });
    await validate(mine, "2025-12-31");
    expect(await balances(mine, "year=2025")).toEqual({ "401000": -12_000, "445660": 2_000, "607000": 10_000 });
  });

  it("of a reversal of a reversal never passes for another's, however often they are reversed", async () => {
    const mine = await company(world);
    let ids = [
      await draft(mine, "2025-03-31", [line("607000", 500), line("530000", -500)]),
      await draft(mine, "2025-03-31", [line("607000", 70), line("530000", -70)]),
    ].map(({ id }) => id);
    for (let times = 1; times <= 7; times += 1) {
      await validate(mine, "2025-12-31");
      const answers = await Promise.all(ids.map((id) => reverse(mine, id)));
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      ids = answers.map((answer) => viewOf(answer).id);
    }
    await validate(mine, "2025-12-31");
    expect(await balances(mine, "year=2025")).toEqual({ "530000": 0, "607000": 0 });
  });

  it("thrown away before validation may be made again; one of nothing visible or out of every year is refused", async () => {
    const mine = await company(world);
    const made = await draft(mine, "2025-03-31", [line("607000", 500), line("530000", -500)]);
    await validate(mine, "2025-12-31");
    const back = viewOf(await reverse(mine, made.id));
    expect((await mine.as("DELETE", entryPath(back.id))).status).toBe(204);
    expectRefusal(await reverse(mine, made.id, { label: "\u200b|" }), "request.invalid", "/label");
    expectRefusal(await reverse(mine, made.id, { date: "2031-01-01" }), "ledger.date_outside_year", "/date");
    expect(await waiting(mine, 2025)).toEqual([]);
    expect((await reverse(mine, made.id)).status).toBe(201);
  });

  it("of what follows the bank, or of what is not there, is refused", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    const row = bankRow({ index: 1, ordinal, amount: -4_200, date: "2025-02-02" });
    await seedRows(world, mine.id, [row]);
    const id = `ent_bank_${transactionId(row)}`;
    const replace = () => mine.as("PUT", entryPath(id), { body: entryOf("2025-02-02", [line("607000", 500), line("530000", -500)]) });
    expect((await mine.get(entryPath(id))).body).toMatchObject({ status: "draft", debit_cents: 4_200 });
    expectRefusal(await reverse(mine, id), "entry.follows_bank");
    expectRefusal(await replace(), "entry.follows_bank");
    expectRefusal(await mine.as("DELETE", entryPath(id)), "entry.follows_bank");
    await validate(mine, "2025-12-31");
    expectRefusal(await reverse(mine, id), "entry.follows_bank");
    expectRefusal(await replace(), "entry.validated");
    expectRefusal(await mine.as("DELETE", entryPath(id)), "entry.validated");
    for (const unknown of [
      "ent_manual_mnl_x",
      "ent_nothing_x",
      `ent_bank_${id.slice(9, -1)}0`,
      "ent_opening_fy_x",
      "ent_closing_x",
      `${id}@626000`,
    ]) {
      expectRefusal(await reverse(mine, unknown), "entry.not_found");
      expectRefusal(await mine.get(entryPath(unknown)), "entry.not_found");
      expectRefusal(await mine.as("DELETE", entryPath(unknown)), "entry.not_found");
    }
    const own = await draft(mine, "2025-03-03", [line("607000", 500), line("606000", 500), line("530000", -1_000)]);
    await validate(mine, "2025-12-31");
    const pointer = `${own.id}@606000`;
    expectRefusal(await mine.get(entryPath(pointer)), "entry.not_found");
    expectRefusal(await reverse(mine, pointer), "entry.not_found");
  });

  it("goes to the first open day when its own is locked, and to the next year when its own is closed", async () => {
    const mine = await company(world);
    const { id: yearId } = await yearEnding(mine, 2025);
    const lines = [line("607000", 500), line("530000", -500)];
    const [one, two, three] = [
      await draft(mine, "2025-03-31", lines),
      await draft(mine, "2025-06-30", lines),
      await draft(mine, "2025-08-08", lines),
    ];
    await validate(mine, "2025-12-31");
    expect((await mine.post(`/api/ledger/years/${yearId}/lock`, { through: "2025-06-30" })).status).toBe(200);
    expect(viewOf(await reverse(mine, one.id))).toMatchObject({ date: "2025-07-01", piece_date: "2025-03-31" });
    expectRefusal(await reverse(mine, two.id, { date: "2025-06-30" }), "ledger.period_locked", "/date");
    expect(viewOf(await reverse(mine, two.id, { date: "2025-07-14" }))).toMatchObject({ date: "2025-07-14" });
    await validate(mine, "2025-12-31");
    expect(await closeYear(mine, yearId)).toMatchObject({ status: 200, body: { status: "done" } });
    expectRefusal(await reverse(mine, three.id, { date: "2025-08-08" }), "year.closed", "/date");
    expect(viewOf(await reverse(mine, three.id))).toMatchObject({ date: "2026-01-01", piece_date: "2025-08-08" });
    await validate(mine, "2026-11-25");
    expect(await balances(mine, "year=2026")).toMatchObject({ "530000": 0, "607000": -500, "129000": 500 });
  });
});

describe("a category changed after booking", () => {
  const patch = (mine: Mine, row: ReturnType<typeof bankRow>, categoryId: string) =>
    mine.as("PATCH", `/api/transactions/${transactionId(row)}`, { body: { category_id: categoryId } });

  it("moves the amount between the accounts by a miscellaneous entry, there and back again", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    const row = bankRow({ index: 1, ordinal, amount: -4_200, date: "2025-02-02" });
    await seedRows(world, mine.id, [row]);
    await validate(mine, "2025-12-31");
    expect((await patch(mine, row, "fournitures_bureau")).status).toBe(200);
    const [there] = await waiting(mine, 2025);
    expect(there).toMatchObject({
      ...{
        journal: "OD",
        date: "2025-02-02",
        corrects: `ent_bank_${transactionId(row)}`,
        source: { kind: "correction" },
        debit_cents: 4_200,
      },
      label: "Reclassement PRLV SEPA ORANGE 1",
      lines: [
        { account: "606400", debit_cents: 4_200 },
        { account: "626000", credit_cents: 4_200 },
      ],
    });
    expect(viewOf(await mine.get(entryPath(there?.id ?? "")))).toEqual(there);
    expectRefusal(await mine.as("DELETE", entryPath(there?.id ?? "")), "entry.follows_bank");
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
    expect(await balances(mine, "year=2025")).toEqual({ "512001": -4_200, "606400": 4_200, "626000": 0 });
    await patch(mine, row, "telecom_internet");
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
    expect(await balances(mine, "year=2025")).toEqual({ "512001": -4_200, "606400": 0, "626000": 4_200 });
    const [, first, second] = await booked(mine, 2025);
    expect(second?.corrects).toBe(first?.id);
    expectRefusal(await reverse(mine, second?.id ?? ""), "entry.follows_bank");
  });

  it("twice before validation is one entry, back to where it was is none, and to the same account is none", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    const rows = [1, 2, 4].map((index) => bankRow({ index, ordinal, amount: -1_000 * index, date: "2025-02-02" }));
    const [one, two, three] = rows;
    if (!one || !two || !three) throw new Error("three rows");
    await seedRows(world, mine.id, rows);
    await validate(mine, "2025-12-31");
    for (const category of ["fournitures_bureau", "carburant"]) await patch(mine, one, category);
    for (const category of ["fournitures_bureau", "telecom_internet"]) await patch(mine, two, category);
    await patch(mine, three, "energie_eau");
    expect((await waiting(mine, 2025)).map(({ lines }) => lines.map(({ account }) => account))).toEqual(
      expect.arrayContaining([
        ["606100", "626000"],
        ["606100", "626000"],
      ]),
    );
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 2 });
    await patch(mine, three, "carburant");
    expect(await waiting(mine, 2025)).toEqual([]);
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 0 });
    expect(await balances(mine, "year=2025")).toEqual({ "512001": -7_000, "606100": 5_000, "626000": 2_000 });
  });

  it("before booking changes the draft, and nothing more", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    const row = bankRow({ index: 1, ordinal, amount: -4_200, date: "2025-02-02" });
    await seedRows(world, mine.id, [row]);
    await patch(mine, row, "fournitures_bureau");
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
    expect(await balances(mine, "year=2025")).toEqual({ "512001": -4_200, "606400": 4_200 });
    expect(await waiting(mine, 2025)).toEqual([]);
  });
});
