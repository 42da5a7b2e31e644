import { afterAll, beforeAll, expect, it } from "vitest";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

it("names the account and month whose kept totals are not the sum of its bank rows", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: 12 }, (_, index) => bankRow({ index, ordinal, date: `2025-0${1 + (index % 3)}-10` })),
  );
  const findings = async () => (await mine.get("/api/ledger/integrity?year=2025")).body["findings"];
  expect(await findings()).toEqual([]);
  await world.table(mine.id).update({
    Key: { pk: `COMPANY#${mine.id}#A001`, sk: "M#2025-02" },
    UpdateExpression: "ADD d10 :one",
    ExpressionAttributeValues: { ":one": 1 },
  });
  expect(await findings()).toMatchObject([{ check: "bank", account: "512001", message: expect.stringContaining("2025-02") }]);
});
