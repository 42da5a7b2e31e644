import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFecValidator } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import { businessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { genesis, numberEntries } from "#domain/ledger/chain";
import { AccountNumber, type DraftEntry, JournalCode } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { cents } from "#domain/money";
import { companies } from "#store/companies";
import { entries, newEntryAction } from "#store/entries";
import { company, type TestWorld, testWorld } from "#test/world";

const ENTRIES = 1_000;
const LINES = 10;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
let world: TestWorld;
let companyId: CompanyId;
let year: FiscalYear;

function draft(index: number): DraftEntry {
  const line = (side: "debit" | "credit", account: string, amount: number) => ({
    account: AccountNumber.parse(account),
    accountLabel: `Compte ${account}`,
    label: `Ligne de la pièce ${index}`,
    side,
    amountCents: cents(amount),
  });
  const debits = Array.from({ length: LINES - 1 }, (_, at) => line("debit", `60${at}000`, 100 + at));
  return {
    source: { kind: "bank", id: `row-${index}` },
    ...{
      journal: JournalCode.parse("BQ1"),
      journalLabel: "Banque",
      date: businessDate("2025-03-01"),
      pieceRef: `P${index}`,
      pieceDate: businessDate("2025-03-01"),
      label: `Pièce ${index}`,
      warnings: [],
    },
    lines: [
      ...debits,
      line(
        "credit",
        "512001",
        debits.reduce((sum, { amountCents }) => sum + amountCents, 0),
      ),
    ],
  };
}

beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  companyId = (await company(world)).id;
  const [first] = await companies(world.table(companyId), companyId).years();
  if (!first) throw new Error("no year");
  year = first;
  const head = { lastNumber: 0, lastHash: genesis(companyId, year.startsOn, sha256), lastValidDate: year.startsOn };
  const numbered = numberEntries(
    Array.from({ length: ENTRIES }, (_, index) => draft(index)),
    head,
    { yearId: year.id, at: world.clock.now(), sha256 },
  );
  for (let at = 0; at < ENTRIES; at += 100)
    await world.table(companyId).transact(numbered.entries.slice(at, at + 100).map((entry) => newEntryAction(companyId, entry)));
});
afterAll(() => world.end());

/** Heap in bytes after a full collection, so that only what is really held counts. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

it(`streams a FEC of ${ENTRIES * LINES} lines out of the table, checked on the way, in flat memory`, async () => {
  const validator = createFecValidator({ startsOn: year.startsOn, endsOn: year.endsOn });
  const held: number[] = [];
  let bytes = 0;
  let pieces = 0;
  for await (const piece of fecFile(entries(world.table(companyId), companyId, year.id).through(ENTRIES), { separator: "tab" })) {
    validator.push(piece);
    bytes += piece.length;
    pieces += 1;
    if (pieces % 200 === 0) held.push(heldBytes());
  }
  const report = validator.finish();
  expect(report).toMatchObject({ verdict: "conforme", lines: ENTRIES * LINES, entries: ENTRIES });
  const growth = Math.max(...held.slice(1)) - Math.min(...held.slice(0, 2));
  console.log(`FEC of ${report.lines} lines, ${bytes} bytes: heap held between ${Math.min(...held)} and ${Math.max(...held)} bytes`);
  expect(held.length).toBeGreaterThanOrEqual(3);
  expect(growth).toBeLessThan(bytes / 2);
});
