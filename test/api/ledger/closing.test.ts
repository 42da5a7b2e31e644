import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  balance,
  balances,
  booked,
  client,
  closeYear,
  done,
  draft,
  entryOf,
  entryPath,
  expectRefusal,
  line,
  type Mine,
  PROFIT,
  sides,
  traded,
  validate,
  WAIT,
  yearEnding,
} from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const official = (mine: Mine, year: number) =>
  mine.as("GET", `/api/exports/fec?year=${year}&official=true`, { headers: { ...WAIT, accept: "application/json" } });
const fecLines = async (mine: Mine, year: number): Promise<string[][]> => {
  const { body, text, status } = await official(mine, year);
  expect(status, text).toBe(200);
  expect(body, text).toMatchObject({ preview: false, report: { verdict: "conforme" } });
  return (await (await fetch(String(body["url"]))).text())
    .split("\r\n")
    .slice(1)
    .filter((one) => one !== "")
    .map((one) => one.split("\t"));
};

describe("closing a year", () => {
  it("is refused while it is not over, while anything waits, and while suspense accounts are open", async () => {
    const mine = await traded(await company(world));
    const [year, next] = [await yearEnding(mine, 2025), await yearEnding(mine, 2026)];
    expectRefusal(await closeYear(mine, next.id), "year.not_over");
    expectRefusal(await closeYear(mine, year.id), "year.not_complete");
    expect((await closeYear(mine, year.id)).body["errors"]).toMatchObject([{ code: "drafts" }]);
    await draft(mine, "2025-06-30", [line("471000", 1_250), line("512900", -1_250)]);
    await validate(mine, "2025-12-31");
    const { ordinal } = await openAccount(mine);
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal, amount: -900, date: "2025-06-06" })]);
    expect((await closeYear(mine, year.id)).body).toMatchObject({ code: "year.not_complete", errors: [{ code: "bank_rows" }] });
    await validate(mine, "2025-12-31");
    const suspense = await closeYear(mine, year.id);
    expectRefusal(suspense, "year.suspense_open", "/accept_suspense");
    expect(suspense.body["errors"]).toMatchObject([{ code: "balance", message: "Compte 471000 : solde débiteur de 12,50\u00a0€." }]);
    expectRefusal(await mine.post(`/api/ledger/years/${year.id}/appropriation`, { date: "2026-06-30" }), "year.not_closed");
    expect(await done(closeYear(mine, year.id, { accept_suspense: true }))).toMatchObject({ closed_year_id: year.id, opening_number: 1 });
    expect(await balances(mine, "year=2026")).toMatchObject({ "471000": 1_250 });
    expectRefusal(await closeYear(mine, next.id), "year.not_over");
  });

  it("clears charges and products, opens the next year item by item, and shuts the books for good", async () => {
    const mine = await traded(await company(world));
    const [year, next] = [await yearEnding(mine, 2025), await yearEnding(mine, 2026)];
    await validate(mine, "2025-12-31");
    expect(await done(mine.post("/api/ledger/lettering", { mode: "auto", year_id: year.id }, WAIT))).toMatchObject({ groups: 1, lines: 2 });
    const before = [...(await balance(mine, "year=2025")).values()];
    expect(await done(closeYear(mine, year.id))).toEqual({
      ...{ closed_year_id: year.id, closing_number: 8, result_cents: PROFIT, opened_year_id: next.id, opening_number: 1 },
    });
    const [closing] = (await booked(mine, 2025)).slice(7);
    expect(closing).toMatchObject({ journal: "CL", date: "2025-12-31", number: 8, source: { kind: "closing", id: year.id } });
    expect(closing && sides(closing).map(([account, , cents]) => [account, cents])).toEqual([
      ["706000", 345_010],
      ["607000", -80_000],
      ["613200", -12_005],
      ["120000", -PROFIT],
    ]);
    expect([...(await balance(mine, "year=2025")).values()]).toEqual(before);
    expect(await balances(mine, "year=2025")).toMatchObject({ "706000": -345_010, "607000": 80_000, "613200": 12_005 });
    const [opening, ...rest] = await booked(mine, 2026);
    expect(rest).toEqual([]);
    expect(opening).toMatchObject({ journal: "AN", number: 1, date: "2026-01-01" });
    expect(opening && sides(opening).sort()).toEqual(
      [
        ["101300", null, -1_000_000, "Report à nouveau"],
        ["120000", null, -PROFIT, "Report à nouveau"],
        ["401000", "Grossiste", -80_000, "A-9 Achat"],
        ["411000", "Martin", 40_000, "F-2 Facture Martin"],
        ["411000", "Martin", 5_010, "F-3 Facture Martin bis"],
        ["512900", null, 1_287_995, "Report à nouveau"],
      ].sort(),
    );
    expect(await yearEnding(mine, 2025)).toMatchObject({ status: "closed", locked_through: "2025-12-31", last_number: 8 });
    expectRefusal(await closeYear(mine, year.id), "year.closed");
    const entry = entryOf("2025-12-31", [line("607000", 1), line("401000", -1)]);
    expectRefusal(await mine.post("/api/ledger/entries", entry), "year.closed", "/date");
    const byHand = entryOf("2026-12-31", [line("706000", 1), line("120000", -1)]);
    expectRefusal(await mine.post("/api/ledger/entries", byHand), "ledger.result_by_hand");
    expectRefusal(await mine.post(`/api/ledger/years/${year.id}/lock`, { through: "2025-12-31" }), "year.closed");
    expectRefusal(await mine.post("/api/ledger/lettering", { mode: "auto", year_id: year.id }), "year.closed");
    const code = `/api/ledger/lettering/A?year_id=${year.id}&account=411000&third_party=${opening?.lines.find(({ account }) => account === "411000")?.third_party?.code}`;
    expectRefusal(await mine.as("DELETE", code), "year.closed");
    expectRefusal(await mine.post(entryPath(closing?.id ?? "", "/reverse"), {}), "entry.derived");
    expectRefusal(await mine.post(entryPath(opening?.id ?? "", "/reverse"), {}), "entry.derived");
    expect(await validate(mine, "2026-11-25")).toMatchObject({ entries: 0 });
    expect((await mine.as("POST", `/api/ledger/years/${year.id}/open`)).status).toBe(404);
    for (const of of [2025, 2026]) expect((await mine.get(`/api/ledger/integrity?year=${of}`)).body).toMatchObject({ intact: true });
    const fec = await fecLines(mine, 2025);
    expect(fec.map(([journal]) => journal)).not.toContain("CL");
    expect(fec).toHaveLength(14);
    expectRefusal(await official(mine, 2026), "export.refused");
  });

  it("asked twice at once is done once", async () => {
    const mine = await traded(await company(world));
    await validate(mine, "2025-12-31");
    const { id } = await yearEnding(mine, 2025);
    const answers = await Promise.all([closeYear(mine, id), closeYear(mine, id)]);
    const [one, two] = answers.sort((left, right) => left.status - right.status);
    if (!one || !two) throw new Error("two answers");
    expect(one.body).toMatchObject({ status: "done", result: { result_cents: PROFIT, closing_number: 8, opening_number: 1 } });
    expect(two.body["code"] ?? two.body["result"]).toEqual(two.status === 409 ? "year.closed" : one.body["result"]);
    expect((await booked(mine, 2025)).map(({ journal }) => journal).filter((journal) => journal === "CL")).toHaveLength(1);
    expect((await booked(mine, 2026)).map(({ journal }) => journal)).toEqual(["AN"]);
  });

  it("a loss goes to 129, and a year without charges or products has no closing entry", async () => {
    const mine = await company(world);
    await draft(mine, "2025-05-05", [line("607000", 700), line("101300", -700)]);
    await validate(mine, "2025-12-31");
    const year = await yearEnding(mine, 2025);
    expect(await done(closeYear(mine, year.id))).toMatchObject({ result_cents: -700, closing_number: 2 });
    expect(await balances(mine, "year=2026")).toEqual({ "101300": -700, "129000": 700 });
    const idle = await company(world);
    await draft(idle, "2025-05-05", [line("512900", 700), line("101300", -700)]);
    await validate(idle, "2025-12-31");
    expect(await done(closeYear(idle, (await yearEnding(idle, 2025)).id))).toMatchObject({
      result_cents: 0,
      closing_number: null,
      opening_number: 1,
    });
  });

  it("of a later year while an earlier one is open is refused; and no year is opened before a closed one", async () => {
    const later = await testWorld({ start: "2027-02-02T11:00:00.000Z" });
    const mine = await company(later);
    const [first, second] = [await yearEnding(mine, 2026), await yearEnding(mine, 2027)];
    await draft(mine, "2026-05-05", [line("607000", 700), line("101300", -700)]);
    await validate(mine, "2026-12-31");
    expectRefusal(await closeYear(mine, second.id), "year.previous_open");
    expect((await closeYear(mine, first.id)).status).toBe(200);
    expectRefusal(await mine.post("/api/ledger/years", { starts_on: "2025-01-01", ends_on: "2025-12-31" }), "year.not_contiguous");
    await validate(mine, "2027-02-01");
    expect(await balances(mine, "year=2027")).toEqual({ "101300": -700, "129000": 700 });
    expect((await mine.get("/api/ledger/integrity?year=2027")).body).toMatchObject({ intact: true });
    await later.end();
  });
});

it("two years closed one after the other, the result appropriated between, each give an official FEC", async () => {
  const later = await testWorld({ start: "2027-02-02T11:00:00.000Z" });
  const mine = await company(later);
  await mine.post("/api/ledger/years", { starts_on: "2025-01-01", ends_on: "2025-12-31" });
  const { ordinal } = await openAccount(mine);
  await traded(mine);
  const [first, second] = [await yearEnding(mine, 2025), await yearEnding(mine, 2026)];
  await draft(mine, "2026-02-02", [line("512900", 45_010), line("411000", -45_010, client("Martin"))], { piece_ref: "F-2 F-3" });
  await draft(mine, "2026-03-03", [line("613200", 20_000), line("512900", -20_000)]);
  await validate(mine, "2026-12-31");
  await done(closeYear(mine, first.id));
  const decided = { date: "2026-06-30", dividends_cents: 100_000 };
  expect((await mine.post(`/api/ledger/years/${first.id}/appropriation`, decided)).status).toBe(201);
  expect((await closeYear(mine, second.id)).body).toMatchObject({ code: "year.not_complete", errors: [{ code: "drafts" }] });
  await seedRows(later, mine.id, [bankRow({ index: 1, ordinal, amount: -900, date: "2025-06-06" })]);
  expect((await closeYear(mine, second.id)).body).toMatchObject({ errors: [{ code: "bank_rows" }, { code: "drafts" }] });
  await validate(mine, "2026-12-31");
  expect(await done(closeYear(mine, second.id))).toMatchObject({ result_cents: -20_900, closing_number: 6, opening_number: 1 });
  const [fec2025, fec2026] = [await fecLines(mine, 2025), await fecLines(mine, 2026)];
  const total = (lines: string[][], column: number, journal?: string) =>
    lines
      .filter(([code]) => journal === undefined || code === journal)
      .reduce((sum, one) => sum + Math.round(Number(one[column]?.replace(",", ".")) * 100), 0);
  for (const lines of [fec2025, fec2026]) expect(total(lines, 11)).toBe(total(lines, 12));
  expect(total(fec2026, 11)).toBe(total(fec2026, 11, "AN") + 45_010 + 20_000 + PROFIT + 900);
  expect(fec2026.every(([journal, , number]) => journal !== "CL" && Number(number) <= 5)).toBe(true);
  expect(await balances(mine, "year=2027")).toMatchObject({
    "129000": 20_900,
    "512001": -900,
    "457000": -100_000,
    "411000": 0,
    "512900": 1_313_005,
  });
  expect((await closeYear(mine, first.id)).body).toMatchObject({ code: "year.closed" });
  await later.end();
});

it("a later year is opened by what the earlier one has, and adjusted by what it books since", async () => {
  const mine = await traded(await company(world));
  await draft(mine, "2026-02-02", [line("607000", 1_000), line("512900", -1_000)]);
  await validate(mine, "2026-11-25");
  expect((await booked(mine, 2026)).map(({ journal, number }) => [journal, number])).toEqual([
    ["AN", 1],
    ["OD", 2],
  ]);
  await draft(mine, "2025-12-31", [line("616000", 2_500), line("401000", -2_500, client("Assureur"))]);
  expectRefusal(await closeYear(mine, (await yearEnding(mine, 2025)).id), "year.not_complete");
  expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 2 });
  const [, , adjustment] = await booked(mine, 2026);
  expect(adjustment).toMatchObject({ journal: "AN", number: 3, date: "2026-01-01", label: "Report à nouveau complémentaire" });
  expect(adjustment && sides(adjustment).map(([account, name, cents]) => [account, name, cents])).toEqual([
    ["120000", null, 2_500],
    ["401000", "Assureur", -2_500],
  ]);
  const opening = await balance(mine, "year=2026");
  expect(opening.get("120000")).toMatchObject({
    opening_debit_cents: 2_500,
    opening_credit_cents: PROFIT,
    credit_balance_cents: PROFIT - 2_500,
  });
  expect(await balances(mine, "year=2026")).toMatchObject({ "401000": -82_500, "512900": 1_286_995 });
  expect(await validate(mine, "2026-11-25")).toMatchObject({ entries: 0 });
});
