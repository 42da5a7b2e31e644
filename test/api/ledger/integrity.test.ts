import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { instantOf } from "#domain/dates";
import { JobId } from "#domain/ids";
import type { Item } from "#store/db";
import { client, draft, expectRefusal, line, type Mine, storedEntry, validate, yearEnding } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Mine;
let sources: string[];
let yearId: string;
let untouched: readonly Item[];
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
  const made = [];
  for (const day of ["01", "02", "03", "04"])
    made.push(await draft(mine, `2025-02-${day}`, [line("411000", 1_250, client("Dupont")), line("706000", -1_250)], { journal: "VE" }));
  await validate(mine, "2025-12-31");
  sources = made.map(({ source }) => `manual#${source.id}`);
  yearId = (await yearEnding(mine, 2025)).id;
  untouched = await everything();
});
afterAll(() => world.end());
afterEach(async () => {
  const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
  const known = new Set(untouched.map(keyOf));
  for (const { pk, sk, ...rest } of await everything())
    if (!known.has(keyOf({ pk, sk, ...rest }))) await table().delete({ Key: { pk, sk } });
  for (const Item of untouched) await table().put({ Item });
  expect(await findings()).toEqual([]);
});

/** Every item of the year's books. */
async function everything(): Promise<readonly Item[]> {
  const partitions = ["E", "LEDGER", `L#${yearId}`, `LT#${yearId}`, `LET#${yearId}`].map((name) => `COMPANY#${mine.id}#${name}`);
  const found = await Promise.all(
    partitions.map((pk) =>
      table().query({
        KeyConditionExpression: "#pk = :pk",
        ExpressionAttributeNames: { "#pk": "pk" },
        ExpressionAttributeValues: { ":pk": pk },
      }),
    ),
  );
  return found.flatMap(({ items }) => items);
}

type Finding = { readonly check: string; readonly entry_number: number | null; readonly account: string | null; readonly message: string };
const isFindings = (value: unknown): value is Finding[] => Array.isArray(value);
async function findings(): Promise<readonly (readonly [string, number | string | null])[]> {
  const { status, body, text } = await mine.get("/api/ledger/integrity?year=2025");
  expect(status, text).toBe(200);
  const found = body["findings"];
  if (!isFindings(found)) throw new Error("no findings");
  expect(body["intact"]).toBe(found.length === 0);
  for (const { message } of found) expect(message).toMatch(/^[A-ZÀ-Ý«L].{10,}\.$/);
  return found.map(({ check, entry_number, account }) => [check, entry_number ?? account]);
}

const table = () => world.table(mine.id);
const source = (place: number): string => sources[place - 1] ?? "";
async function tamper(place: number, change: (item: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  await table().put({ Item: change(await storedEntry(world, mine, source(place))) });
}
const inBody = (from: string, to: string) => (item: Record<string, unknown>) => ({
  ...item,
  body: String(item["body"]).replaceAll(from, to),
});
const totalKey = (account: string, party = "") => ({
  pk: `COMPANY#${mine.id}#${party ? "LT" : "L"}#${yearId}`,
  sk: party ? `${account}#${party}` : account,
});

it("finds nothing wrong in books nobody touched, and counts them", async () => {
  expect(await findings()).toEqual([]);
  expect((await mine.get("/api/ledger/integrity?year=2025")).body).toMatchObject({
    ...{
      year_id: yearId,
      intact: true,
      entries: 4,
      lines: 8,
      debit_cents: 5_000,
      credit_cents: 5_000,
      last_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  expect((await mine.get("/api/ledger/integrity?year=2026")).body).toMatchObject({ intact: true, entries: 0, last_hash: null });
  expectRefusal(await mine.get("/api/ledger/integrity?year=2019"), "year.not_found");
});

it("of a long year runs once: asked again while it runs, it answers with the same job", async () => {
  const head = untouched.find(({ last_number, lastNumber }) => (last_number ?? lastNumber) === 4);
  if (!head) throw new Error("no head");
  await table().put({ Item: { ...head, lastNumber: 5_001 } });
  const at = instantOf(world.clock.now());
  const id = JobId.parse("job_01K00000000000000000000000");
  const running = { input: { kind: "integrity", yearId }, status: "running", done: 3, result: null, createdBy: world.newId("person") };
  await table().put({ Item: { pk: `COMPANY#${mine.id}#JOBS`, sk: id, id, ...running, createdAt: at, updatedAt: at } });
  expect(await mine.get("/api/ledger/integrity?year=2025")).toMatchObject({ status: 202, body: { id, status: "running", done: 3 } });
  world.clock.pass(16 * 60);
  const afresh = await mine.get("/api/ledger/integrity?year=2025");
  expect(afresh.status).toBe(202);
  expect(afresh.body["id"]).not.toBe(id);
});

describe("names the entry somebody changed in the table", () => {
  it("by both its amounts", async () => {
    await tamper(2, inBody('"amountCents":1250', '"amountCents":1350'));
    expect(await findings()).toEqual([
      ["chain", 2],
      ["account_totals", "411000"],
      ["third_party_totals", expect.stringMatching(/^411000 CDUPONT/)],
      ["account_totals", "706000"],
    ]);
  });
  it("by one amount", async () => {
    await tamper(3, (item) => ({ ...item, body: String(item["body"]).replace('"amountCents":1250', '"amountCents":1251') }));
    expect((await findings()).slice(0, 2)).toEqual([
      ["chain", 3],
      ["balance", 3],
    ]);
  });
  it("by its label, its voucher or its date alone", async () => {
    await tamper(1, inBody('"label":"Écriture"', '"label":"Ecriture"'));
    expect(await findings()).toEqual([["chain", 1]]);
    await tamper(4, inBody("OD-1", "OD-2"));
    expect(await findings()).toEqual([
      ["chain", 1],
      ["chain", 4],
    ]);
    await tamper(2, inBody("2025-02-02", "2024-02-02"));
    expect((await findings()).filter(([check]) => check === "dates" || check === "chain")).toEqual([
      ["chain", 1],
      ["chain", 2],
      ["dates", 2],
      ["chain", 4],
    ]);
  });
  it("by its hash, which names it and the one after it", async () => {
    await tamper(2, (item) => ({ ...item, hash: Buffer.alloc(32, 7) }));
    expect(await findings()).toEqual([
      ["chain", 2],
      ["chain", 3],
    ]);
  });
  it("by an account", async () => {
    await tamper(2, inBody("706000", "707000"));
    expect(await findings()).toEqual([
      ["chain", 2],
      ["account_totals", "706000"],
      ["account_totals", "707000"],
    ]);
  });
  it("into something that is no entry", async () => {
    await tamper(2, (item) => ({ ...item, body: '{"journal":"VE"}' }));
    expect((await findings())[0]).toEqual(["chain", 2]);
    await tamper(2, (item) => ({ ...item, body: "not even JSON" }));
    expect((await findings())[0]).toEqual(["chain", 2]);
  });
});

it("names the number of an entry somebody deleted, in the middle or at the end, and the accounts that miss it", async () => {
  await table().delete({ Key: { pk: `COMPANY#${mine.id}#E`, sk: source(4) } });
  expect((await findings()).filter(([check]) => !check.endsWith("totals"))).toEqual([["head", null]]);
  await table().delete({ Key: { pk: `COMPANY#${mine.id}#E`, sk: source(2) } });
  const found = await findings();
  expect(found.slice(0, 2)).toEqual([
    ["numbering", 3],
    ["chain", 3],
  ]);
  expect(found.map(([, where]) => where)).toEqual(expect.arrayContaining(["411000", "706000"]));
});

it("names an entry somebody slipped in behind the last one", async () => {
  const item = await storedEntry(world, mine, source(4));
  await table().put({
    Item: { ...item, sk: "manual#slipped", gsi1sk: "000000005", body: String(item["body"]).replace(source(4).slice(7), "slipped") },
  });
  expect((await findings()).slice(0, 1)).toEqual([["chain", 5]]);
  expect((await findings()).map(([check]) => check)).toContain("head");
});

it("names the total somebody moved, of an account or of a third party", async () => {
  const add = (key: { pk: string; sk: string }, slot: string) =>
    table().update({
      Key: key,
      UpdateExpression: "ADD #s :one",
      ExpressionAttributeNames: { "#s": slot },
      ExpressionAttributeValues: { ":one": 1 },
    });
  await add(totalKey("706000"), "c02");
  expect(await findings()).toEqual([["account_totals", "706000"]]);
  const code = Object(Object(JSON.parse(String((await storedEntry(world, mine, source(1)))["body"]))).lines[0]).thirdParty.code;
  await add(totalKey("411000", code), "d03");
  expect(await findings()).toEqual([
    ["third_party_totals", `411000 ${code}`],
    ["account_totals", "706000"],
  ]);
  await table().delete({ Key: totalKey("411000") });
  expect(await findings()).toEqual([
    ["account_totals", "411000"],
    ["third_party_totals", `411000 ${code}`],
    ["account_totals", "706000"],
  ]);
  expect((await mine.get("/api/ledger/trial-balance?year=2025")).status).toBe(500);
});

it("names the head somebody set back or took away", async () => {
  const key = { pk: `COMPANY#${mine.id}#LEDGER`, sk: `HEAD#${yearId}` };
  const head = await table().get({ Key: key });
  await table().put({ Item: { ...head, lastNumber: 3 } });
  expect((await findings()).map(([check]) => check)).toContain("head");
  await table().delete({ Key: key });
  expect((await findings()).map(([check]) => check)).toContain("head");
});

it("names a lettering of a line that is not there", async () => {
  await table().put({ Item: { pk: `COMPANY#${mine.id}#LET#${yearId}`, sk: "000000002#00009", code: "A", on: "2025-02-02" } });
  expect(await findings()).toEqual([["lettering", 2]]);
});
