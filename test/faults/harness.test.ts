import { expect, it } from "vitest";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { definition, keyOf, number } from "#test/local/dynamodb/definition";
import { errorOf } from "#test/local/dynamodb/table";
import { everyKillPoint } from "./harness.ts";

const TableName = "numma";
const NAMES = ["a", "b", "c"];

async function fresh() {
  const engine = await openEngine({ now: () => new Date("2026-03-02T12:00:00Z") });
  await engine.exec("CreateTable", definition(TableName));
  return { engine };
}
const read = async (engine: Engine, pk: string) => JSON.stringify(await engine.exec("GetItem", { TableName, Key: keyOf(pk) }));
const add = { TableName, Key: keyOf("total"), UpdateExpression: "ADD n :n", ExpressionAttributeValues: { ":n": number(1) } };
const put = (pk: string) => ({ TableName, Item: keyOf(pk), ConditionExpression: "attribute_not_exists(pk)" });

const check = async ({ engine }: { engine: Engine }) => {
  for (const pk of NAMES) expect(await read(engine, pk)).toContain(`"S":"${pk}"`);
  expect(await read(engine, "total")).toContain(`"n":{"N":"${NAMES.length}"}`);
};

/** The row and its total in one transaction: a row that is there is counted. */
async function together(engine: Engine): Promise<void> {
  for (const pk of NAMES) {
    const done = engine.exec("TransactWriteItems", { TransactItems: [{ Put: put(pk) }, { Update: add }] });
    await done.catch((error: Error) => {
      if (error.name !== "TransactionCanceledException") throw error;
    });
  }
}

/** The row first, then its total: a death between them loses the count. */
async function apart(engine: Engine): Promise<void> {
  for (const pk of NAMES) {
    const isNew = await engine.exec("PutItem", put(pk)).then(
      () => true,
      (error: Error) => {
        if (error.name !== "ConditionalCheckFailedException") throw error;
        return false;
      },
    );
    if (isNew) await engine.exec("UpdateItem", add);
  }
}

it("work that is one transaction survives a death at every write", async () => {
  const report = await everyKillPoint({ fresh, run: together, check });
  expect(report).toEqual({ writes: 3, killPoints: 6, attempts: 6 });
  console.info(`everyKillPoint: ${report.writes} writes, ${report.killPoints} deaths, all finished`);
});

it("work in two steps is found out, and the report says where it died", async () => {
  const error = await errorOf(everyKillPoint({ fresh, run: apart, check }));
  expect(error.message).toContain("killed after write 1");
});

it("work that swallows its own death is still done again", async () => {
  const swallowing = (engine: Engine) => together(engine).catch(() => undefined);
  expect(await everyKillPoint({ fresh, run: swallowing, check })).toMatchObject({ killPoints: 6 });
});

it("work that writes nothing is no proof", async () => {
  const reading = (engine: Engine) => read(engine, "a");
  await expect(everyKillPoint({ fresh, run: reading, check: async () => {} })).rejects.toThrow("wrote nothing");
});

it("work that never ends well gives up", async () => {
  const failing = async (engine: Engine) => {
    await engine.exec("PutItem", { TableName, Item: keyOf("x") });
    if (JSON.stringify(await engine.exec("Scan", { TableName })).includes("y")) return;
    throw new Error("never");
  };
  await expect(everyKillPoint({ fresh, run: failing, check: async () => {} })).rejects.toThrow("never");
});
