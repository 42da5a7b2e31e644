import { GetItemCommand, PutItemCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { openEngine } from "#infra/local/dynamodb/engine";
import { freshDirectory, keyOf, NOON } from "./definition.ts";
import { clientOf, openTable } from "./table.ts";

const NOON_SECONDS = NOON.getTime() / 1000;
const TableName = "numma";
const enable = (Enabled = true) => new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: "ttl", Enabled } });
type Opened = Pick<Awaited<ReturnType<typeof openTable>>, "client">;
const put = ({ client }: Opened, pk: string, ttl: { N: string } | { S: string }) =>
  client.send(new PutItemCommand({ TableName, Item: { ...keyOf(pk), ttl } }));
const there = async ({ client }: Opened, pk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: keyOf(pk) }))).Item !== undefined;

it("a sweep deletes what has expired and nothing else", async () => {
  const opened = await openTable();
  await opened.client.send(enable());
  const attributes = { past: { N: String(NOON_SECONDS - 1) }, now: { N: String(NOON_SECONDS) }, future: { N: String(NOON_SECONDS + 60) } };
  const others = { text: { S: "1" }, fraction: { N: "1.5" }, ancient: { N: String(NOON_SECONDS - 6 * 365 * 24 * 3600) } };
  for (const [pk, ttl] of Object.entries({ ...attributes, ...others })) await put(opened, pk, ttl);
  expect(await there(opened, "past")).toBe(true);
  expect(await opened.engine.sweepExpired()).toBe(1);
  expect(await there(opened, "past")).toBe(false);
  for (const pk of ["now", "future", "text", "fraction", "ancient"]) expect(await there(opened, pk)).toBe(true);
  expect((await opened.engine.stream.read(0, 100)).at(-1)).toMatchObject({ eventName: "REMOVE", keys: keyOf("past") });
  await opened.engine.close();
});

it("an item whose life was prolonged stays until its new end", async () => {
  const opened = await openTable();
  await opened.client.send(enable());
  await put(opened, "a", { N: String(NOON_SECONDS + 10) });
  await put(opened, "a", { N: String(NOON_SECONDS + 100) });
  opened.clock.at = new Date(NOON.getTime() + 50_000);
  expect(await opened.engine.sweepExpired()).toBe(0);
  opened.clock.at = new Date(NOON.getTime() + 150_000);
  expect(await opened.engine.sweepExpired()).toBe(1);
  await opened.engine.close();
});

it("the setting is remembered, covers items that were there before, and can be taken back", async () => {
  const path = freshDirectory();
  const first = await openTable({ path });
  await put(first, "before", { N: String(NOON_SECONDS - 1) });
  expect(await first.engine.sweepExpired()).toBe(0);
  await first.client.send(enable());
  await first.engine.close();
  const engine = await openEngine({ path, now: () => NOON });
  expect(await engine.sweepExpired()).toBe(1);
  const client = clientOf(engine);
  await client.send(enable(false));
  await put({ client }, "kept", { N: String(NOON_SECONDS - 1) });
  expect(await engine.sweepExpired()).toBe(0);
  await engine.close();
});
