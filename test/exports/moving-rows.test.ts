import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TransactionsOptions } from "#store/exports-kinds";
import { rowSnapshot, snapshotRows } from "#store/exports-rows";
import { rows as rowStore } from "#store/rows";
import { asked, TRANSACTIONS, withRows } from "#test/exports/questions";
import { deliver } from "#test/faults/switchable";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

describe("a snapshot of rows", () => {
  it("is given up when a row is written while it is read, or when the index does not show what was counted", async () => {
    const mine = await withRows(world, 30);
    const table = world.table(mine.id);
    const layout = { format: "csv", separator: "semicolon", bom: false };
    const question = TransactionsOptions.parse({ ...layout, accountId: null, from: null, to: null, open: false });
    const read = async (during: () => Promise<void>) => {
      const snapshot = await rowSnapshot(table, mine.id, question);
      let count = 0;
      for await (const _ of snapshotRows(table, mine.id, question, snapshot)) {
        count += 1;
        if (count === 1) await during();
      }
      return count;
    };
    expect(await read(async () => undefined)).toBe(30);
    await expect(read(() => seedRows(world, mine.id, [bankRow({ index: 9_001, ordinal: 1, date: "2025-01-09" })]))).rejects.toMatchObject({
      name: "RowsMoved",
    });
    const [row] = await rowStore(table, mine.id).page({
      ordinal: 1,
      index: "byDate",
      from: "2025",
      to: "2026",
      descending: false,
      limit: 1,
    });
    await table.update({
      Key: { pk: `COMPANY#${mine.id}#A001`, sk: `T#${row?.hash}` },
      UpdateExpression: "REMOVE gsi1pk, gsi1sk",
    });
    await expect(read(async () => undefined)).rejects.toMatchObject({ name: "RowsMoved" });
  });
});

it("rows written while a file is made are in it, and the next question is another file with the same bytes", async () => {
  const lane: { during: (() => Promise<void>) | null } = { during: null };
  const moving = await testWorld({
    around: (engine) => ({
      ...engine,
      exec: async (operation, input, ...rest) => {
        const { during } = lane;
        if (operation === "Query" && during && JSON.stringify(input).includes("#A001#D")) {
          lane.during = null;
          await during();
        }
        return engine.exec(operation, input, ...rest);
      },
    }),
  });
  const mine = await company(moving);
  const { ordinal } = await openAccount(mine);
  await seedRows(moving, mine.id, [bankRow({ index: 1, ordinal, date: "2025-01-10" })]);
  lane.during = () => seedRows(moving, mine.id, [bankRow({ index: 2, ordinal, date: "2025-01-11" })]);
  const { body } = await asked(mine, TRANSACTIONS);
  expect(body).toMatchObject({ status: "done", lines: 2 });
  const next = await asked(mine, TRANSACTIONS);
  expect([next.body["lines"], next.body["sha256"], next.body["id"] === body["id"]]).toEqual([2, body["sha256"], false]);
  expect(moving.errors).toEqual([]);
  await moving.end();
});

it("two workers that saw different moments never mix: the item names the bytes of the one that ended first", async () => {
  const lane: { queries: number; after: (() => Promise<void>) | null } = { queries: 0, after: null };
  const idle = await testWorld({
    withoutWorkers: true,
    around: (engine) => ({
      ...engine,
      exec: async (operation, input, ...rest) => {
        const answer = await engine.exec(operation, input, ...rest);
        const { after } = lane;
        if (!after || operation !== "Query" || !JSON.stringify(input).includes('"M#')) return answer;
        lane.queries += 1;
        if (lane.queries === 2) {
          lane.after = null;
          await after();
        }
        return answer;
      },
    }),
  });
  const mine = await company(idle);
  const { ordinal } = await openAccount(mine);
  await seedRows(idle, mine.id, [bankRow({ index: 1, ordinal, date: "2025-01-10" })]);
  const { body } = await mine.get(TRANSACTIONS);
  const make = () => deliver(idle, "exports/produce", { companyId: mine.id, exportId: body["id"] });
  lane.after = async () => {
    await seedRows(idle, mine.id, [bankRow({ index: 2, ordinal, date: "2025-01-11" })]);
    await make();
  };
  await make();
  expect(lane.queries).toBe(2);
  const done = (await mine.get(`/api/exports/${body["id"]}`)).body;
  expect(done).toMatchObject({ status: "done", lines: 2 });
  const bytes = new Uint8Array(await (await fetch(String(done["url"]))).arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(done["sha256"]);
  await idle.end();
});
