import { createHash } from "node:crypto";
import { fecFileName } from "#documents/fec/file-name";
import { addDays, instantOf, parisDate } from "#domain/dates";
import { type CompanyId, crockford, ExportId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import { accounts } from "#store/accounts";
import { isSettled } from "#store/bookable";
import type { Db } from "#store/db";
import type { Export } from "#store/exports";
import { type LedgerHead, readHead } from "#store/ledger-heads";

export type FecQuestion = {
  readonly table: Db;
  readonly company: Company;
  readonly years: readonly FiscalYear[];
  readonly year: FiscalYear;
  readonly separator: "tab" | "pipe";
  readonly official: boolean;
  readonly now: () => Date;
};

/**
 * The export a question names. Same year, same head, same options: same id, so a GET never makes a second file. The legal
 * name is given once the year is over and everything bookable in it is validated; before that the file is a preview. The
 * official one is refused to a preview, and to a year that follows booked years without opening entries (LPF art. A47 A-1, VII 1°).
 */
export async function fecExport({ table, company, years, year, separator, official, now }: FecQuestion): Promise<Export> {
  const before = years.find(({ endsOn }) => addDays(endsOn, 1) === year.startsOn);
  const [head, headBefore] = await Promise.all([
    readHead(table, company.id, year.id),
    before ? readHead(table, company.id, before.id) : null,
  ]);
  const hasPredecessor = headBefore !== null;
  if (!head) throw new Refusal("export.empty");
  const preview = company.siren === null || !(await complete({ table, companyId: company.id, year, head, now }));
  if (official && (preview || hasPredecessor)) throw new Refusal("export.refused");
  const fileName = fecFileName({ siren: company.siren ?? "000000000", endsOn: year.endsOn, preview });
  const id = idOf([
    company.id,
    year.id,
    String(head.lastNumber),
    head.lastHash,
    separator,
    String(preview),
    String(hasPredecessor),
    FORMAT_VERSION,
  ]);
  const folder = `exports/${company.id}/${id}`;
  const noticeName = fileName.replace(/\.txt$/, "_notice.txt");
  const at = instantOf(now());
  return {
    ...{
      id,
      kind: "fec",
      status: "queued",
      yearId: year.id,
      lastNumber: head.lastNumber,
      lastHash: head.lastHash,
      preview,
      hasPredecessor,
      separator,
      fileName,
      noticeName,
    },
    ...{
      key: `${folder}/${fileName}`,
      noticeKey: `${folder}/${noticeName}`,
      sha256: null,
      bytes: null,
      report: null,
      createdAt: at,
      updatedAt: at,
    },
  };
}

/** Raised when the bytes of an unchanged year would change: old files keep their old object. */
const FORMAT_VERSION = "fec-1";

type Question = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly head: LedgerHead;
  readonly now: () => Date;
};

/** Whether the year is over and every bank row of it has its entry, and every entry its row. */
async function complete({ table, companyId, year, head, now }: Question): Promise<boolean> {
  if (parisDate(now()) <= year.endsOn) return false;
  return isSettled({ table, companyId, year, accounts: await accounts(table, companyId).all(), head });
}

function idOf(parts: readonly string[]): ExportId {
  const digest = createHash("sha256").update(parts.join("\n")).digest();
  return ExportId.parse(`exp_${crockford(digest.subarray(0, 26))}`);
}
