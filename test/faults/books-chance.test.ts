import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BankRow, transactionId } from "#domain/banking/row";
import { addDays, businessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { closeYear } from "#functions/jobs/close";
import { type FaultPlan, type FaultRates, planFaults } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";
import { headOf, readBooks } from "#store/ledger-books";
import { lockYear } from "#store/period-lock";
import { booksAt, type CompanyBooks } from "#test/books/company-books";
import { type Desk, openBooks, openDesk } from "#test/books/desk";
import { happen, type Life, type Operation, operation } from "#test/books/operations";
import { assertIntact, assertSettled } from "#test/books/promises";
import { bankRow } from "#test/rows";

const START = "2026-11-25T11:00:00.000Z";
const SEED = Number(process.env["FAULT_SEED"] ?? 20_261_126);
const RATES: FaultRates = { throttle: 0.1, replyLost: 0.08, conflict: 0.1, unprocessed: 0.1, gsiLag: 3 };
const COMPANIES = 5;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(START);
});
afterAll(() => desk.end());

/** The same company in another process, with that process's own bad luck. */
function processOf(
  company: CompanyBooks,
  seed: number,
  rates: FaultRates = RATES,
): { readonly books: CompanyBooks; readonly plan: FaultPlan } {
  const plan = planFaults(seed, rates);
  return { plan, books: booksAt(desk, desk.through(withFaults(desk.engine, plan))(company.companyId), company.companyId) };
}

/** What a process may be told when others change the books all the time; its queue or its caller tries again. */
const OVERTAKEN = /kept changing/;

async function act(life: Life, one: Operation): Promise<void> {
  await happen(life, one).catch((error: unknown) => {
    if (!(error instanceof Error && OVERTAKEN.test(error.message))) throw error;
  });
}

const BANK = new Set<Operation["kind"]>([
  "row",
  "amount",
  "move",
  "delete",
  "revive",
  "recategorise",
  "manual",
  "discard",
  "reverse",
  "opening",
]);
const sample = (seed: number, count: number, kinds: (kind: Operation["kind"]) => boolean) =>
  fc.sample(
    operation.filter(({ kind }) => kinds(kind)),
    { seed, numRuns: count },
  );

const rowsOf = (count: number, start: string, first = 0): BankRow[] =>
  Array.from({ length: count }, (_, at) => bankRow({ index: first + at, ordinal: 1, date: addDays(businessDate(start), at * 9) }));
const added = (rows: readonly BankRow[]) => rows.map((after) => ({ before: null, after }));

async function opened(): Promise<CompanyBooks> {
  desk.time.set(START);
  const company = await openBooks(desk);
  await company.openAccount("Compte courant", 50_000);
  return company;
}

/** Nothing was lost and nothing was done twice, whoever won. */
async function assertWhole(company: CompanyBooks, rows: readonly BankRow[]): Promise<number> {
  await company.validate();
  const booked = await assertIntact(company);
  await assertSettled(company, rows, booked);
  expect((await company.validate()).entries).toBe(0);
  return booked.length;
}

it("keeps the books whole while bank, bookkeeper and two validations get in each other's way at random and the table fails them", async () => {
  const told = { faults: 0, entries: 0 };
  for (let at = 0; at < COMPANIES; at += 1) {
    const company = await opened();
    await company.openAccount("Livret");
    const rows: BankRow[] = [];
    const processes = [0, 1, 2].map((place) => processOf(company, SEED + at * 10 + place));
    const [bank = [], ...jobs] = [
      sample(SEED + at, 14, (kind) => BANK.has(kind)),
      sample(SEED + at + 100, 7, (kind) => kind === "validate" || kind === "lock" || kind === "letter"),
      sample(SEED + at + 200, 7, (kind) => kind === "validate" || kind === "close"),
    ];
    await Promise.all(
      processes.map(async ({ books }, place) => {
        const life = { company: books, desk, rows, done: new Map(), refused: new Map() };
        for (const one of place === 0 ? bank : (jobs[place - 1] ?? [])) await act(life, one);
      }),
    );
    told.entries += await assertWhole(company, rows);
    for (const { plan } of processes) told.faults += Object.values(plan.injected).reduce((sum, count) => sum + count, 0);
  }
  console.log(
    `${told.faults} faults over ${COMPANIES} companies, ${told.entries} entries: no gap, no double, totals exact (FAULT_SEED=${SEED})`,
  );
  expect(told.faults).toBeGreaterThan(100);
});

it("two validations at once give one gapless sequence, whatever the table does to them", async () => {
  const company = await opened();
  const rows = rowsOf(45, "2025-02-01");
  await company.write(added(rows));
  const both = [1, 2].map((place) =>
    processOf(company, SEED + place)
      .books.validate()
      .catch(overtaken),
  );
  await Promise.all(both);
  expect(await assertWhole(company, rows)).toBe(rows.length + 2);
});

it("a lock and a validation at once leave what was locked as it is, and nothing unbooked", async () => {
  const company = await opened();
  const rows = rowsOf(30, "2025-02-01");
  await company.write(added(rows));
  const end = businessDate("2025-06-30");
  const locking = async (books: CompanyBooks) => {
    const read = await readBooks(books.table, books.companyId);
    const [year] = read.years;
    if (year) await lockYear(books.tools, read, year, end);
  };
  const [one, other] = [processOf(company, SEED + 3).books, processOf(company, SEED + 4).books];
  for (let round = 0; round < 2; round += 1) await Promise.all([one.validate().catch(overtaken), locking(other).catch(overtaken)]);
  const books = await readBooks(company.table, company.companyId);
  expect(books.years.map((year) => headOf(books, year).lockedThrough)).toContain(end);
  expect(await assertWhole(company, rows)).toBe(rows.length + 2);
});

it("a row that comes while its year is closed is booked once: before the closing, or late in the next year", async () => {
  const company = await opened();
  const rows = rowsOf(8, "2025-02-01");
  await company.write(added(rows));
  await company.validate();
  const [year] = await company.years();
  if (!year) throw new Error("no year");
  const late = bankRow({ index: 900, ordinal: 1, date: "2025-03-03", amount: -4_321 });
  const [closing, bank] = [processOf(company, SEED + 5).books, processOf(company, SEED + 6).books];
  const close = () => closeYear({ kind: "close", yearId: year.id, acceptSuspense: true }, closing.tools).catch(overtaken);
  await Promise.all([close(), bank.write(added([late])), bank.validate().catch(overtaken)]);
  await company.validate();
  await close();
  const books = await readBooks(company.table, company.companyId);
  expect(headOf(books, year).closed).toBe(true);
  const all = await assertIntact(company);
  expect(all.filter(({ source }) => source.id === transactionId(late))).toHaveLength(1);
  await assertWhole(company, [...rows, late]);
});

function overtaken(error: unknown): void {
  if (error instanceof Refusal || (error instanceof Error && OVERTAKEN.test(error.message))) return;
  throw error;
}
