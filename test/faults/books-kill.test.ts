import { expect, it } from "vitest";
import type { BankRow } from "#domain/banking/row";
import { addDays, businessDate, instantOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { NewEntry } from "#domain/ledger/new-entry";
import { cents } from "#domain/money";
import { writeDraft } from "#functions/api/ledger/draft-changes";
import type { Engine } from "#infra/local/dynamodb/engine";
import { type JobInput, jobs, newJobAction } from "#store/jobs";
import { booksAt, type CompanyBooks, tableOf } from "#test/books/company-books";
import { directClient } from "#test/books/direct-client";
import { assertIntact, assertOpened } from "#test/books/promises";
import { stateOf } from "#test/books/state";
import { everyKillPoint, type KillReport } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { bankRow } from "#test/rows";
import { company } from "#test/world";

type Trial = SwitchableWorld & { readonly companyId: CompanyId; readonly books: CompanyBooks; readonly jobId: string };

/** A company with an account, what a test prepares, and a job waiting to be run. */
async function worldWith(prepare: (books: CompanyBooks) => Promise<JobInput>): Promise<Trial> {
  const world = await switchableWorld();
  const { id: companyId, personId } = await company(world);
  const books = booksAt({ time: world.clock, newId: world.newId }, tableOf(directClient(world.engine))(companyId), companyId);
  await books.openAccount("Compte courant", 100_000);
  const input = await prepare(books);
  const at = instantOf(world.clock.now());
  const id = world.newId("job");
  const job = { id, input, status: "queued", done: 0, result: null, createdBy: personId, createdAt: at, updatedAt: at } as const;
  await books.table.transact([newJobAction(companyId, job)]);
  return Object.assign(world, { companyId, books, jobId: id });
}

const run = (engine: Engine, world: Trial): Promise<void> => {
  world.through(engine);
  return deliver(world, "jobs/run", { companyId: world.companyId, jobId: world.jobId });
};

/** Kills a job at every write; its end state is always the one of the run nobody killed. */
async function killedEverywhere(name: string, prepare: (books: CompanyBooks) => Promise<JobInput>): Promise<KillReport> {
  const undisturbed = { state: "" };
  const report = await everyKillPoint<Trial>({
    fresh: () => worldWith(prepare),
    run,
    async check({ books, jobId }, point) {
      const all = await jobs(books.table, books.companyId).page(5, null);
      expect(all.jobs.find(({ id }) => id === jobId)).toMatchObject({ status: "done" });
      await assertIntact(books);
      await assertOpened(books);
      const state = await stateOf(books);
      if (point) expect(state).toBe(undisturbed.state);
      else undisturbed.state = state;
    },
  });
  console.log(
    `${name}: killed at ${report.killPoints} points of ${report.writes} writes, ${report.attempts} further attempts, one end state`,
  );
  return report;
}

const through = async (books: CompanyBooks): Promise<JobInput> => ({
  kind: "validate",
  through: books.today(),
  yearIds: (await books.years()).map(({ id }) => id),
});

const rowsFrom = (start: string, count: number, every: number, first = 0): BankRow[] =>
  Array.from({ length: count }, (_, at) => bankRow({ index: first + at, ordinal: 1, date: addDays(businessDate(start), at * every) }));

const added = (rows: readonly BankRow[]) => rows.map((after) => ({ before: null, after }));
const changed = (before: BankRow | undefined, fields: Partial<BankRow>) => {
  if (!before) throw new Error("no such row");
  return { before, after: { ...before, ...fields, version: before.version + 1 } };
};

const invoice = (at: number, date: string) =>
  NewEntry.parse({
    ...{ date, pieceRef: `F${at}`, label: `Facture F${at}` },
    lines: [
      { account: "411", thirdParty: { name: "Dupont" }, debitCents: 1_000 + at },
      { account: "706", creditCents: 1_000 + at },
    ],
  });
const drafted = (books: CompanyBooks, at: number, entry: NewEntry) =>
  writeDraft(books.tools, { kind: "manual", id: `by-hand-${at}` }, entry);

it("killed anywhere, a validation with drafts, corrections and an adjusted opening entry ends the same", async () => {
  const report = await killedEverywhere("validation with corrections and opening", async (books) => {
    const rows = [...rowsFrom("2025-03-01", 5, 40), ...rowsFrom("2026-02-01", 2, 40, 100)];
    await books.write(added(rows));
    await books.validate();
    for (const at of [1, 2, 3]) await drafted(books, at, invoice(at, at === 3 ? "2026-05-05" : "2025-11-11"));
    const [amount, gone, moved, told] = rows;
    await books.write([
      changed(amount, { amountCents: cents(-9_999) }),
      changed(gone, { status: "deleted" }),
      changed(moved, { date: businessDate("2026-01-15") }),
      changed(told, { categorisation: { ...(told ?? bankRow({ index: 0, ordinal: 1 })).categorisation, code: "00" } }),
    ]);
    await books.write(added(rowsFrom("2025-04-01", 8, 30, 200)));
    return through(books);
  });
  expect(report.writes).toBeGreaterThan(3);
});

it("killed anywhere, the closing of a year ends the same: closed once, the next one opened once", async () => {
  const report = await killedEverywhere("closing of a year", async (books) => {
    await books.write(added([...rowsFrom("2025-03-01", 6, 40), ...rowsFrom("2026-02-01", 2, 40, 100)]));
    for (const at of [1, 2]) await drafted(books, at, invoice(at, "2025-11-11"));
    const [year] = await books.years();
    if (!year) throw new Error("no year");
    await books.validate(year.endsOn);
    return { kind: "close", yearId: year.id, acceptSuspense: true };
  });
  expect(report.writes).toBeGreaterThan(3);
});

it("killed anywhere, automatic lettering ends the same: every line once, no code twice", async () => {
  const report = await killedEverywhere("automatic lettering", async (books) => {
    for (let at = 0; at < 12; at += 1) {
      const own = invoice(at % 6, "2025-11-11");
      const turned = own.lines.map(({ debitCents, creditCents, ...line }) => ({
        ...line,
        ...(debitCents && { creditCents: debitCents }),
        ...(creditCents && { debitCents: creditCents }),
      }));
      await drafted(books, at, at < 6 ? own : { ...own, lines: turned });
    }
    const [year] = await books.years();
    if (!year) throw new Error("no year");
    await books.validate(year.endsOn);
    return { kind: "letter", yearId: year.id, account: null };
  });
  expect(report.writes).toBeGreaterThan(2);
});

it("killed anywhere, an entry too large for one transaction ends the same: each slice of its totals applied once", async () => {
  const report = await killedEverywhere("large entry", async (books) => {
    const lines = Array.from({ length: 100 }, (_, at) => ({
      account: `${at % 2 === 0 ? "606" : "707"}${String(100 + at)}`,
      ...(at % 2 === 0 ? { debitCents: 500 + at } : { creditCents: 499 + at }),
    }));
    await drafted(books, 1, NewEntry.parse({ date: "2025-06-30", pieceRef: "PAIE", label: "Paie de juin", lines }));
    await books.write(added(rowsFrom("2025-03-01", 1, 40)));
    return through(books);
  });
  expect(report.writes).toBeGreaterThan(5);
});
