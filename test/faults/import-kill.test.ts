import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { checkChain, genesis } from "#domain/ledger/chain";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Engine } from "#infra/local/dynamodb/engine";
import { planFaults } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import { readHead } from "#store/ledger-heads";
import { keptAccounts } from "#store/ledger-totals";
import { letterings } from "#store/letterings";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { HEADER, line } from "#test/foreign-fec";
import { company } from "#test/world";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** An entry of so many accounts that few fit a transaction, with a third party lettered with the entry after. */
const wide = (number: string, accounts: number, from: number) => {
  const head = ["OD", number, `2025${number.padStart(2, "0")}15`] as const;
  const parts = Array.from({ length: accounts }, (_, index) => line(head, `606${from + index}`, "10,00", "0,00"));
  const [debit, credit] = Number(number) % 2 === 1 ? ["500,00", "0,00"] : ["0,00", "500,00"];
  const rest = Number(number) % 2 === 1 ? accounts * 10 + 500 : accounts * 10 - 500;
  const side = rest > 0 ? ["0,00", `${rest},00`] : [`${-rest},00`, "0,00"];
  return [
    ...parts,
    line(head, "411", debit, credit, { aux: "DUPONT", letter: `L${Math.ceil(Number(number) / 2)}` }),
    line(head, "512", side[0] ?? "", side[1] ?? ""),
  ];
};

/** Four entries: two that fit a transaction each, one too large for any, and the last. */
const FILE = [HEADER, ...wide("1", 25, 100), ...wide("2", 25, 200), ...wide("3", 50, 300), ...wide("4", 25, 400)].join("\r\n");
const NAME = "123456782FEC20251231.txt";
const ENTRIES = 4;

type Mine = Awaited<ReturnType<typeof company>>;
type Trial = SwitchableWorld & { readonly companyId: CompanyId; readonly jobId: string; readonly mine: Mine; validated: number };

const asked = async (mine: Mine, raw = FILE): Promise<string> => {
  const path = `/api/ledger/import/fec?mode=history&file_name=${NAME}`;
  const { body } = await mine.as("POST", path, { raw, headers: { "content-type": "text/plain" } });
  return String(body["id"]);
};

/** A company with a draft of the year, and an import of it that waits to be run. */
async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  expect((await mine.post("/api/ledger/entries", DRAFT)).status).toBe(201);
  return Object.assign(world, { companyId: mine.id, jobId: await asked(mine), mine, validated: 0 });
}

const runJob = (world: Trial, jobId: string): Promise<void> => deliver(world, "jobs/run", { companyId: world.companyId, jobId });
const run = (engine: Engine, world: Trial): Promise<void> => {
  world.through(engine);
  return runJob(world, world.jobId);
};

async function booked(world: Trial) {
  const table = world.table(world.companyId);
  const [year] = await companies(table, world.companyId).years();
  if (!year) throw new Error("no year");
  const head = await readHead(table, world.companyId, year.id);
  const kept = [];
  for await (const entry of entries(table, world.companyId, year.id).through(1_000)) kept.push(entry);
  return { table, year, head, kept };
}

/** Number, gapless chain, totals and letters of a year whose first entries are the file's. */
async function check(world: Trial, more = 0): Promise<void> {
  world.through(world.engine);
  const { table, year, head, kept } = await booked(world);
  expect(kept.map(({ source }) => source.kind)).toEqual([...Array(ENTRIES).fill("import"), ...Array(more).fill("manual")]);
  expect(kept.slice(0, ENTRIES).map(({ source }) => source.id.split("~")[1])).toEqual(["0", "1", "2", "3"]);
  expect(head).toMatchObject({ importing: null, pending: null, lastNumber: ENTRIES + more, importedFrom: "2025-01-01" });
  expect(head).toMatchObject({ importedThrough: "2025-12-31", validatedThrough: "2025-12-31" });
  const first = genesis(world.companyId, businessDate("2025-01-01"), sha256);
  expect(await checkChain(kept, first, sha256)).toMatchObject({ intact: true, lastNumber: ENTRIES + more });
  await assertTotals(world, year, kept);
  const marks = [];
  for await (const { entryNumber, lineIndex, code } of letterings(table, world.companyId, year.id).all())
    marks.push([entryNumber, kept[entryNumber - 1]?.lines[lineIndex]?.account, code]);
  expect(marks).toEqual([
    [1, "411000", "L1"],
    [2, "411000", "L1"],
    [3, "411000", "L2"],
    [4, "411000", "L2"],
  ]);
}

async function assertTotals(world: Trial, year: FiscalYear, kept: Awaited<ReturnType<typeof booked>>["kept"]): Promise<void> {
  const lines = kept.flatMap((entry) => entry.lines);
  const totals = await keptAccounts(world.table(world.companyId), world.companyId, year);
  expect(new Set(totals.map(({ account }) => account))).toEqual(new Set(lines.map(({ account }) => account)));
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  for (const { account, debits, credits } of totals) {
    const of = (side: string) => sum(lines.filter((one) => one.account === account && one.side === side).map((one) => one.amountCents));
    expect([account, sum(debits), sum(credits)]).toEqual([account, of("debit"), of("credit")]);
  }
}

/** What a bookkeeper does while a dead import waits to be taken up again: validates, writes another draft, tries to close. */
async function meddle(world: Trial): Promise<void> {
  const { year, head } = await booked(world);
  if (!head) return;
  const { body } = await world.mine.post("/api/ledger/validate", { through: "2025-12-31" });
  await runJob(world, String(body["id"]));
  world.validated = head.importing ? 0 : 1;
  if (!head.importing) return;
  expect((await world.mine.post("/api/ledger/entries", DRAFT)).body).toMatchObject({ code: "year.being_imported" });
  expect((await world.mine.post(`/api/ledger/years/${year.id}/close`, {})).status).toBe(409);
}

it("killed before and after every write while others write, validate and close, an import ends with every entry once, its totals and letters", async () => {
  const died = new WeakSet<Trial>();
  const report = await everyKillPoint<Trial>({
    fresh,
    async run(engine, world) {
      if (died.has(world)) {
        world.through(engine);
        await meddle(world);
      }
      died.add(world);
      await run(engine, world);
    },
    check: (world) => check(world, world.validated),
  });
  console.log(`import of ${ENTRIES} entries: killed at ${report.killPoints} points of ${report.writes} writes, no gap, no double`);
  expect(report.killPoints).toBe(report.writes * 2);
});

/** A world whose import died after some of its entries, not all. */
async function cutHalfWay(): Promise<Trial> {
  for (let write = 2; ; write += 1) {
    const world = await fresh();
    const plan = planFaults(0, { killAfter: write });
    await run(withFaults(world.engine, plan), world).catch(() => undefined);
    world.through(world.engine);
    const { head } = await booked(world);
    if (head?.importing && head.importing.place >= 2) return world;
    await world.end();
    if (!plan.dead) throw new Error("the import was never half-way");
  }
}

const DRAFT = {
  date: "2025-03-01",
  piece_ref: "R1",
  label: "Fournitures",
  lines: [
    { account: "606400", debit_cents: 1_000 },
    { account: "467000", credit_cents: 1_000 },
  ],
};

it("cut half-way, an import keeps its year to itself until the same file ends it: no booking, lock, closing, legal name or other file", async () => {
  const world = await cutHalfWay();
  const { mine } = world;
  const before = await booked(world);
  const validate = async () => {
    const { body } = await mine.post("/api/ledger/validate", { through: "2026-06-30" });
    await runJob(world, String(body["id"]));
    return (await mine.get(`/api/jobs/${body["id"]}`)).body;
  };
  expect(await validate()).toMatchObject({ status: "done", result: { entries: 0 } });
  const { head } = await booked(world);
  expect(head).toMatchObject({ lastNumber: before.head?.lastNumber, importing: before.head?.importing, validatedThrough: null });
  expect((await mine.get("/api/ledger/entries?year=2026")).body["data"]).toEqual([]);
  const year = `/api/ledger/years/${before.year.id}`;
  expect((await mine.post("/api/ledger/entries", DRAFT)).body).toMatchObject({ code: "year.being_imported" });
  expect((await mine.post(`${year}/lock`, { through: "2025-03-31" })).body).toMatchObject({ code: "year.not_complete" });
  const closing = await mine.post(`${year}/close`, {});
  expect(closing.body).toMatchObject({ code: "year.not_complete" });
  expect((closing.body["errors"] as { code: string }[]).map(({ code }) => code)).toContain("import");
  expect((await mine.get("/api/exports/fec?year=2025&official=true")).status).toBe(409);
  const other = await asked(mine, FILE.replaceAll("Écriture", "Facture"));
  await runJob(world, other);
  expect((await mine.get(`/api/jobs/${other}`)).body).toMatchObject({ status: "failed", refusal: "year.has_books" });

  await runJob(world, world.jobId);
  await check(world);
  expect(await validate()).toMatchObject({ status: "done" });
  await check(world, 1);
  const opening = (await mine.get("/api/ledger/entries?year=2026")).body["data"] as { journal: string }[];
  expect(opening.map(({ journal }) => journal)).toEqual(["AN"]);
  await world.end();
}, 30_000);
