import { createHash } from "node:crypto";
import { businessDate, instantOf } from "#domain/dates";
import { type CompanyId, ExportId } from "#domain/ids";
import { genesis, numberEntries } from "#domain/ledger/chain";
import { AccountNumber, type DraftEntry, JournalCode } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { cents } from "#domain/money";
import { makeFec } from "#functions/exports/fec";
import type { Bucket } from "#runtime/bucket";
import { companies } from "#store/companies";
import { newEntryAction } from "#store/entry-item";
import type { ExportOf, Made } from "#store/exports";
import { company, type TestWorld } from "#test/world";

/** Lines of each entry. */
export const LINES = 10;

/** A year of a company, with so many entries of ten lines in the table. */
export type LongYear = { readonly companyId: CompanyId; readonly year: FiscalYear; readonly entries: number; readonly lastHash: string };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export async function longYear(world: TestWorld, entries: number): Promise<LongYear> {
  const companyId = (await company(world)).id;
  const [year] = await companies(world.table(companyId), companyId).years();
  if (!year) throw new Error("no year");
  const head = { lastNumber: 0, lastHash: genesis(companyId, year.startsOn, sha256), lastValidDate: year.startsOn };
  const drafts = Array.from({ length: entries }, (_, index) => draft(index));
  const numbered = numberEntries(drafts, head, { yearId: year.id, at: world.clock.now(), sha256 });
  for (let at = 0; at < entries; at += 100)
    await world.table(companyId).transact(numbered.entries.slice(at, at + 100).map((entry) => newEntryAction(companyId, entry)));
  return { companyId, year, entries, lastHash: numbered.head.lastHash };
}

/** The real export of the year's FEC, to a place that keeps nothing: it is shown each chunk. */
export function exported(world: TestWorld, { companyId, year, entries, lastHash }: LongYear, see: (bytes: number) => void): Promise<Made> {
  const now = instantOf(world.clock.now());
  const wanted: ExportOf<"fec"> = {
    ...{
      kind: "fec",
      id: ExportId.parse(`exp_${"0".repeat(26)}`),
      status: "running",
      fileName: "APERCU_732829320FEC20251231.txt",
      key: "file",
      noticeKey: "notice",
    },
    ...{ contentType: "text/plain", noticeName: "notice.txt", sha256: null, bytes: null, lines: null, report: null },
    ...{ createdAt: now, updatedAt: now, options: { yearId: year.id, format: "tab", encoding: "utf-8" } },
    content: { lastNumber: entries, lastHash, preview: true, hasPredecessor: false, lettering: 0 },
  };
  const unused = () => Promise.reject(new Error("an export only writes"));
  const documents: Bucket = {
    put: () => Promise.resolve(),
    async stream(_key, _contentType, chunks) {
      for await (const { byteLength } of chunks) see(byteLength);
    },
    ...{ linkTo: unused, linkToPut: unused, remove: unused, size: unused },
    read: () => {
      throw new Error("an export only writes");
    },
  };
  return makeFec(wanted, { table: world.table(companyId), documents, assets: unused, companyId });
}

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
