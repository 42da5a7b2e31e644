import { fecFileName } from "#documents/fec/file-name";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { JOURNALS } from "#domain/ledger/posting/journals.fr";
import type { Company } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import { lacksOf } from "#store/completeness";
import type { Db } from "#store/db";
import type { ExportOf } from "#store/exports";
import { headOf, readBooks, yearBefore } from "#store/ledger-books";
import { letterings } from "#store/letterings";
import { exportId, unmade } from "./pinned.ts";

export type FecQuestion = Pick<ExportOf<"fec">["options"], "format" | "encoding"> & {
  readonly table: Db;
  readonly company: Company;
  readonly years: readonly FiscalYear[];
  readonly year: FiscalYear;
  readonly official: boolean;
  readonly now: () => Date;
};

/**
 * The export a question names. Same year, same head, same options: same id, so a GET never makes a second file. The legal
 * name is given once the year is over, everything bookable in it is validated and its opening entries are what the year before closed with
 * (LPF art. A47 A-1, VII 1°); before that the file is a preview, and the official one is refused.
 */
export async function fecExport({ table, company, years, year, format, encoding, official, now }: FecQuestion): Promise<ExportOf<"fec">> {
  const books = await readBooks(table, company.id);
  const before = yearBefore(years, year);
  const head = books.heads.get(year.id);
  if (!head || head.lastNumber === 0) throw new Refusal("export.empty");
  const lacks = await lacksOf(table, books, year, now());
  const preview = company.siren === null || lacks.length > 0;
  // A year before whose balances are all nil has nothing to bring forward.
  const isOpened = (head.journals.get(JOURNALS.opening.journal) ?? 0) > 0 || lacks.includes("opening");
  const hasPredecessor = before !== null && headOf(books, before).lastNumber > 0 && isOpened;
  const reasons = [...(company.siren === null ? ["no_siren"] : []), ...lacks];
  if (official && preview) throw new Refusal("export.refused", { flaws: reasons.map((message) => ({ pointer: "", message })) });
  const { lastNumber, lastHash } = head;
  const lettering = await letterings(table, company.id, year.id).version();
  const fileName = fecFileName({ siren: company.siren ?? "000000000", endsOn: year.endsOn, preview });
  const id = exportId([
    ...[company.id, year.id, String(lastNumber), lastHash, format, String(preview), String(hasPredecessor), FORMAT_VERSION],
    ...(encoding === "utf-8" ? [] : [encoding]),
    ...(lettering === 0 ? [] : [`lettering ${lettering}`]),
  ]);
  const made = unmade(company.id, id, fileName, now());
  const noticeName = fileName.replace(/\.txt$/, "_notice.txt");
  return {
    ...made,
    kind: "fec",
    options: { yearId: year.id, format, encoding },
    content: { lastNumber, lastHash, preview, hasPredecessor, lettering },
    contentType: `text/plain; charset=${encoding}`,
    noticeName,
    noticeKey: made.key.replace(fileName, noticeName),
    report: null,
  };
}

/** Raised when the bytes of an unchanged year would change: old files keep their old object. */
const FORMAT_VERSION = "fec-1";
