import { openEngine } from "#infra/local/dynamodb/engine";
import { definition, freshDirectory, keyOf, NOON, text } from "./definition.ts";

/** A process of its own, so that nobody else's memory is measured: prints by how many bytes it grew over the queries it is asked for. */
const queries = Number(process.argv[2]);
const TableName = "numma";
const engine = await openEngine({ path: freshDirectory(), now: () => NOON });
await engine.exec("CreateTable", definition(TableName));
const rows = Array.from({ length: 25 }, (_, sk) => ({ PutRequest: { Item: { ...keyOf("rows", `${sk}`), v: text("x".repeat(400)) } } }));
await engine.exec("BatchWriteItem", { RequestItems: { [TableName]: rows } });

const query = { TableName, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": text("rows") }, Limit: 3 };
async function ask(times: number): Promise<void> {
  for (let asked = 0; asked < times; asked += 1) await engine.exec("Query", query);
}
const memory = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss;
};
await ask(queries);
const before = memory();
await ask(queries);
process.stdout.write(`${memory() - before}\n`);
await engine.close();
