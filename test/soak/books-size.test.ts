import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { itemSize } from "#infra/local/dynamodb/item-size";
import { numberPartition } from "#store/entry-item";
import { newMeter } from "#store/meter";
import { readTrialBalance } from "#store/trial-balances";
import type { CompanyBooks } from "#test/books/company-books";
import { type Desk, openBooks, openDesk } from "#test/books/desk";
import { assertIntact } from "#test/books/promises";
import { seedEntries } from "#test/books/seeded-entries";
import { listening, portOf } from "#test/local/dynamodb/serve";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk("2026-11-25T11:00:00.000Z");
});
afterAll(() => desk.end());

async function seeded(size: { readonly entries: number; readonly lines: number }): Promise<{ company: CompanyBooks; year: FiscalYear }> {
  const company = await openBooks(desk);
  const [year] = await company.years();
  if (!year) throw new Error("no year");
  await seedEntries(company.table, company.companyId, year, size);
  return { company, year };
}

it("reads the trial balance of 100 000 entries for the units of 300", async () => {
  const units = [];
  for (const entries of [300, 100_000]) {
    const { company, year } = await seeded({ entries, lines: 4 });
    const meter = newMeter();
    await readTrialBalance(desk.directory(company.companyId, meter), company.companyId, year, year.endsOn, "account");
    units.push(meter.rru);
    if (entries === 100_000) expect(await assertIntact(company)).toHaveLength(entries);
  }
  console.log(`trial balance: ${units[0]} RRU at 300 entries, ${units[1]} at 100 000`);
  expect(units[1]).toBe(units[0]);
});

const Query = z.object({ Items: z.array(z.record(z.string(), z.looseObject({}))), LastEvaluatedKey: z.unknown().optional() });
const Report = z.object({ verdict: z.string(), lines: z.int(), bytes: z.int(), rss: z.array(z.int()), rru: z.number() });

/** Bytes of a year's entries as its index holds them. */
async function indexBytes({ companyId }: CompanyBooks, year: FiscalYear): Promise<number> {
  let [bytes, start]: [number, unknown] = [0, undefined];
  do {
    const { Items, LastEvaluatedKey } = Query.parse(
      await desk.engine.exec("Query", {
        ...{ TableName: "numma", IndexName: "gsi1", KeyConditionExpression: "gsi1pk = :pk" },
        ExpressionAttributeValues: { ":pk": { S: numberPartition(companyId, year.id) } },
        ...(start !== undefined && { ExclusiveStartKey: start }),
      }),
    );
    for (const item of Items) bytes += itemSize(item);
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return bytes;
}

const script = fileURLToPath(new URL("../books/exporting-process.ts", import.meta.url));
const HEAP_MB = 96;
const ENTRIES = 10_000;
const LINES = 10;

it(`writes a FEC of ${ENTRIES * LINES} lines in a process of ${HEAP_MB} MB, for what its items weigh`, async () => {
  const { company, year } = await seeded({ entries: ENTRIES, lines: LINES });
  const server = await listening(desk.engine);
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_MB}`,
      "--import",
      "tsx",
      script,
      `http://127.0.0.1:${portOf(server)}`,
      company.companyId,
      String(ENTRIES),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  server.closeAllConnections();
  server.close();
  expect(code).toBe(0);
  const { verdict, lines, bytes, rss, rru } = Report.parse(JSON.parse(said));
  const read = await indexBytes(company, year);
  const [begun, ...later] = rss.slice(rss.length / 4);
  const mb = (value: number) => Math.round(value / 1_048_576);
  console.log(
    `FEC: ${lines} lines, ${bytes} bytes, ${rru} RRU for ${read} bytes of items, RSS ${mb(Math.min(...rss))} to ${mb(Math.max(...rss))} MB`,
  );
  expect([verdict, lines]).toEqual(["conforme", ENTRIES * LINES]);
  expect(rru).toBeLessThanOrEqual((1.05 * Math.ceil(read / 4_096)) / 2 + 3);
  expect(Math.max(...later) - (begun ?? 0)).toBeLessThan(64 * 1_048_576);
});
