import { afterAll, beforeAll, expect, it } from "vitest";
import { accounts } from "#store/accounts";
import { company, type TestWorld, testWorld } from "#test/world";
import { imported, type Mine, opened, rowsOf, send, unitsOf } from "./desk.ts";
import { many, ofx } from "./files.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

/** How often rows of an account were written: moves with every batch of them. */
const rowsVersion = async (mine: Mine) => (await accounts(world.table(mine.id), mine.id).all("now")).map((account) => account.rowsVersion);

it("the same file again costs two read units and writes nothing; one that overlaps costs <= 0.02 read units a row that is there, >= 5 times less than rows that are new, and writes no row", async () => {
  const mine = await company(world);
  const id = await opened(mine);
  const count = 1_000;
  await imported(mine, id, ofx(many(count)));
  const first = unitsOf(world);
  const [rows, version] = [await rowsOf(world, mine), await rowsVersion(mine)];

  await imported(mine, id, ofx(many(count)));
  const same = unitsOf(world);
  expect(same).toEqual({ rru: 2, wru: 0 });

  const shorter = await imported(mine, id, ofx(many(count - 100)));
  const overlap = unitsOf(world);
  expect(shorter.rows).toMatchObject({ read: 900, added: 0, duplicate: 900 });
  expect(await rowsVersion(mine)).toEqual(version);
  expect(await rowsOf(world, mine)).toEqual(rows);
  expect(overlap.rru / 900).toBeLessThanOrEqual(0.02);
  expect((overlap.rru + overlap.wru) * 5).toBeLessThanOrEqual(first.rru + first.wru);

  const longer = await imported(mine, id, ofx(many(count + 1)));
  const one = unitsOf(world);
  expect(longer.rows).toMatchObject({ added: 1, duplicate: 1_000 });
  console.log(
    `import of ${count} rows: ${first.rru} RRU ${first.wru} WRU; the same file again ${same.rru} RRU; 900 of them in another file ${overlap.rru} RRU ${overlap.wru} WRU; all and one new ${one.rru} RRU ${one.wru} WRU`,
  );
});

it("an overlap costs the same a row whatever lies in the account: reads grow with the file, not with the history", async () => {
  const cost = async (history: number): Promise<number> => {
    const mine = await company(world);
    const id = await opened(mine);
    await imported(mine, id, ofx(many(history)));
    expect((await send(mine, id, ofx(many(60)))).status).toBe(200);
    return unitsOf(world).rru;
  };
  const [short, long] = [await cost(100), await cost(1_500)];
  expect(long - short).toBeLessThanOrEqual(6);
});
