import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  balances,
  closeYear,
  done,
  draft,
  entryPath,
  expectRefusal,
  line,
  type Mine,
  PROFIT,
  sides,
  traded,
  validate,
  viewOf,
  yearEnding,
} from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

describe("the result of a closed year", () => {
  const appropriate = (mine: Mine, yearId: string, body: object) =>
    mine.post(`/api/ledger/years/${yearId}/appropriation`, { date: "2026-06-30", ...body });

  it("is appropriated once as the meeting decides: the legal reserve at least, dividends, and the rest to retained earnings", async () => {
    const mine = await traded(await company(world));
    const year = await yearEnding(mine, 2025);
    await validate(mine, "2025-12-31");
    await done(closeYear(mine, year.id));
    expectRefusal(await appropriate(mine, year.id, { dividends_cents: PROFIT }), "ledger.appropriation_mismatch", "/dividends_cents");
    expectRefusal(await appropriate(mine, year.id, { dividends_cents: -1 }), "ledger.appropriation_mismatch");
    expectRefusal(await appropriate(mine, year.id, { date: "2025-12-31" }), "ledger.date_outside_year", "/date");
    expectRefusal(await appropriate(mine, year.id, { piece_ref: "\t\u200b" }), "request.invalid", "/piece_ref");
    const made = viewOf(await appropriate(mine, year.id, { dividends_cents: 100_000, other_reserves_cents: 50_000 }));
    const legal = Math.ceil(PROFIT / 20);
    expect(made).toMatchObject({ status: "draft", journal: "OD", date: "2026-06-30", piece_ref: "PV AG" });
    expect(sides(made).map(([account, , cents]) => [account, cents])).toEqual([
      ["120000", PROFIT],
      ["106100", -legal],
      ["106800", -50_000],
      ["457000", -100_000],
      ["110000", -(PROFIT - legal - 150_000)],
    ]);
    expectRefusal(await appropriate(mine, year.id, {}), "entry.already_appropriated");
    expect((await mine.as("DELETE", entryPath(made.id))).status).toBe(204);
    expect((await appropriate(mine, year.id, { legal_reserve_cents: PROFIT })).status).toBe(201);
    await validate(mine, "2026-11-25");
    expectRefusal(await appropriate(mine, year.id, {}), "entry.already_appropriated");
    expect(await balances(mine, "year=2026")).toMatchObject({ "120000": 0, "106100": -PROFIT });
  });

  it("that is nothing cannot be appropriated, a loss is carried to 119, and a locked day is refused", async () => {
    const mine = await company(world);
    const [year, next] = [await yearEnding(mine, 2025), await yearEnding(mine, 2026)];
    await draft(mine, "2025-05-05", [line("607000", 700), line("101300", -700)]);
    await validate(mine, "2026-11-25");
    await done(closeYear(mine, year.id));
    await validate(mine, "2026-11-25");
    expect((await mine.post(`/api/ledger/years/${next.id}/lock`, { through: "2026-06-30" })).status).toBe(200);
    expectRefusal(await appropriate(mine, year.id, {}), "ledger.period_locked", "/date");
    expectRefusal(await appropriate(mine, year.id, { date: "2026-07-01", dividends_cents: 1 }), "ledger.appropriation_mismatch");
    const made = viewOf(await appropriate(mine, year.id, { date: "2026-07-01" }));
    expect(sides(made).map(([account, , cents]) => [account, cents])).toEqual([
      ["119000", 700],
      ["129000", -700],
    ]);
  });
});
