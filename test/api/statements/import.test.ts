import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf, WAIT } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";
import { brief, imported, opened, type Report, reportIn, rowsOf, send, unitsOf } from "./desk.ts";
import { camt, csv, many, ofx, stmt } from "./files.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const ROWS = [
  { day: "2026-03-02", amount: "-42.10", label: "PRLV ORANGE", id: "A1" },
  { day: "2026-03-03", amount: "-3.20", label: "CAFE DE LA GARE", id: "A2" },
  { day: "2026-03-03", amount: "1250.00", label: "VIR DUPONT", id: "A3" },
];

describe("a statement sent in a request", () => {
  it("becomes rows of the account, once, whatever is sent again", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const report = await imported(mine, id, ofx(ROWS), "?file_name=mars.ofx");
    expect(report).toMatchObject({
      ...{ outcome: "imported", format: "ofx", file_name: "mars.ofx", account_id: id, from_on: "2026-03-02", through_on: "2026-03-03" },
      rows: { read: 3, added: 3, updated: 0, duplicate: 0, matched: 0, rejected: 0 },
      file_account: { bank: "30006", branch: "00001", number: "12345678901", told: "same" },
    });
    const rows = await rowsOf(world, mine);
    expect(brief(rows)).toEqual(["2026-03-02 -4210 PRLV ORANGE", "2026-03-03 -320 CAFE DE LA GARE", "2026-03-03 125000 VIR DUPONT"]);
    const again = await send(mine, id, ofx(ROWS));
    expect(reportIn(again)).toMatchObject({ outcome: "already_imported", import_id: report.import_id, rows: { added: 0, duplicate: 3 } });
    expect(await rowsOf(world, mine)).toEqual(rows);
  });

  it("of which a part is there already adds the rest, and the day's true twins stay two", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const coffee = { day: "2026-03-04", amount: "-3.20", label: "CAFE" };
    await imported(mine, id, csv([coffee]));
    expect((await imported(mine, id, csv([coffee, coffee]))).rows).toMatchObject({ read: 2, added: 1, duplicate: 1 });
    expect((await imported(mine, id, csv([coffee, coffee, { ...coffee, day: "2026-03-05" }]))).rows).toMatchObject({
      added: 1,
      duplicate: 2,
    });
    expect(await rowsOf(world, mine)).toHaveLength(3);
  });

  it("tried out first says the same and writes nothing", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const file = camt(stmt(ROWS, { opening: ["2026-03-01", "100.00"], closing: ["2026-03-03", "1304.70"] }));
    const tried = await imported(mine, id, file, "?dry_run=true");
    expect(unitsOf(world).wru).toBe(0);
    expect(await rowsOf(world, mine)).toEqual([]);
    const done = await imported(mine, id, file);
    const timeless = ({ rows, balances, remarks, file_account }: Report) => ({ rows, balances, remarks, file_account });
    expect(timeless(tried)).toEqual(timeless(done));
    expect(tried).toMatchObject({
      outcome: "dry_run",
      import_id: null,
      balances: { own_cents: 130_470, gap_cents: 0, opening_taken: true },
    });
    expect((await mine.get(`/api/accounts/${id}`)).body).toMatchObject({ opening_balance_cents: 10_000, balance_cents: 130_470 });
  });

  it("is listed with who sent it and when", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    await imported(mine, id, ofx(ROWS), "?file_name=a.ofx");
    world.clock.pass(60);
    await imported(mine, id, csv([{ day: "2026-04-01", amount: "-1.00", label: "FRAIS" }]), "?file_name=b.csv");
    const first = await mine.get(`/api/accounts/${id}/imports?limit=1`);
    expect(dataOf<Report>(first)).toMatchObject([{ file_name: "b.csv", created_by: mine.personId, outcome: "imported" }]);
    const second = await mine.get(`/api/accounts/${id}/imports?limit=1&cursor=${first.body["next_cursor"]}`);
    expect(dataOf<Report>(second)).toMatchObject([{ file_name: "a.ofx" }]);
  });

  it("that is long becomes a job, and its report is the job's result", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const answer = await send(mine, id, ofx(many(2_100)), "", WAIT);
    expect(answer.body).toMatchObject({ kind: "statement_import", status: "done", done: 2_100 });
    expect(reportIn(answer)).toMatchObject({ outcome: "imported", rows: { read: 2_100, added: 2_100 } });
    expect(await rowsOf(world, mine)).toHaveLength(2_100);
    const overlap = await send(mine, id, ofx(many(2_101)));
    expect(reportIn(overlap).rows).toMatchObject({ added: 1, duplicate: 2_100 });
  });
});
