import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { openEngine } from "#infra/local/dynamodb/engine";
import { StateInUse, UnreadableState, UnwritableState } from "#infra/local/dynamodb/state-errors";
import { freshDirectory, keyOf, NOON, number, text } from "./definition.ts";
import { clientOf, errorOf, openTable } from "./table.ts";

const open = (path: string) => openEngine({ path, now: () => NOON });

/** A directory with one item in it, closed. */
async function filledDirectory(): Promise<string> {
  const path = freshDirectory();
  const { engine, client, table } = await openTable({ path });
  await client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf("a"), gsi1pk: text("g"), gsi1sk: text("1"), n: number(1) } }));
  await engine.close();
  return path;
}
function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle);
  writeFileSync(file, bytes);
}
const fileIn = (path: string, name: RegExp): string => join(path, readdirSync(path).find((file) => name.test(file)) ?? "missing");

it("items, index entries and tables are there after a restart", async () => {
  const engine = await open(await filledDirectory());
  const client = clientOf(engine);
  const { Item } = await client.send(new GetItemCommand({ TableName: "numma", Key: keyOf("a") }));
  const query = {
    TableName: "numma",
    IndexName: "gsi1",
    KeyConditionExpression: "gsi1pk = :g",
    ExpressionAttributeValues: { ":g": text("g") },
  };
  const { Count } = await client.send(new QueryCommand(query));
  expect([Item?.["n"], Count]).toEqual([{ N: "1" }, 1]);
  await engine.close();
});

it("a directory is held by one engine at a time", async () => {
  const path = await filledDirectory();
  const engine = await open(path);
  const error = await errorOf(open(path));
  expect(error).toBeInstanceOf(StateInUse);
  expect(error.message).toContain(path);
  await engine.close();
  await (await open(path)).close();
});

describe("a damaged directory is refused by name:", () => {
  it.each([
    ["its CURRENT file holds rubbish", (path: string) => writeFileSync(join(path, "CURRENT"), "rubbish")],
    ["its CURRENT file is gone", (path: string) => rmSync(join(path, "CURRENT"))],
    ["its manifest is empty", (path: string) => truncateSync(fileIn(path, /^MANIFEST-/))],
    ["its manifest is gone", (path: string) => rmSync(fileIn(path, /^MANIFEST-/))],
    ["its log is empty", (path: string) => truncateSync(fileIn(path, /\.log$/))],
    ["a byte of its log is another", (path: string) => flipByte(fileIn(path, /\.log$/))],
  ])("%s", async (_damage, damage) => {
    const path = await filledDirectory();
    damage(path);
    const error = await errorOf(open(path));
    expect(error).toBeInstanceOf(UnreadableState);
    expect(error.message).toContain(path);
  });

  it("a table file cut in two is too", async () => {
    const path = await filledDirectory();
    await (await open(path)).close();
    const file = fileIn(path, /\.ldb$/);
    truncateSync(file, Math.floor(readFileSync(file).length / 2));
    expect(await errorOf(open(path))).toBeInstanceOf(UnreadableState);
  });

  it("nothing is repaired or removed by the attempt", async () => {
    const path = await filledDirectory();
    rmSync(join(path, "CURRENT"));
    const before = readdirSync(path).sort();
    await errorOf(open(path));
    expect(readdirSync(path).sort()).toEqual(before);
  });
});

it("a last record cut off, as a killed process leaves it, is no damage", async () => {
  const path = await filledDirectory();
  const file = fileIn(path, /\.log$/);
  truncateSync(file, readFileSync(file).length - 3);
  const engine = await open(path);
  const { Item } = await clientOf(engine).send(new GetItemCommand({ TableName: "numma", Key: keyOf("a") }));
  expect(Item).toBeUndefined();
  await engine.close();
});

describe("a directory that cannot be written to is refused by name:", () => {
  it("a file stands in its place", async () => {
    const path = freshDirectory();
    writeFileSync(path, "");
    const error = await errorOf(open(join(path, "table")));
    expect(error).toBeInstanceOf(UnwritableState);
    expect(error.message).toContain(path);
  });

  it("neither its permissions nor its file system allow it", async () => {
    const path = freshDirectory();
    mkdirSync(path);
    chmodSync(path, 0o500);
    const isRoot = process.getuid?.() === 0;
    expect(await errorOf(open(isRoot ? "/sys/kernel/numma" : path))).toBeInstanceOf(UnwritableState);
  });
});
