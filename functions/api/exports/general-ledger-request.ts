import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import type { Db } from "#store/db";
import type { ExportOf } from "#store/exports";
import { readHead } from "#store/ledger-heads";
import { letterings } from "#store/letterings";
import { contentTypeOf } from "./layout.ts";
import { exportId, unmade } from "./pinned.ts";

type Asked = {
  readonly table: Db;
  readonly company: Company;
  readonly year: FiscalYear;
  readonly options: ExportOf<"general_ledger">["options"];
  readonly now: Date;
};

/** Raised when the bytes of unchanged books would change. */
const FORMAT_VERSION = "general-ledger-1";

/** The export of a year's ledger between two days: it changes with the head of the year and with its lettering. */
export async function generalLedgerExport({ table, company, year, options, now }: Asked): Promise<ExportOf<"general_ledger">> {
  const [head, lettering] = await Promise.all([readHead(table, company.id, year.id), letterings(table, company.id, year.id).version()]);
  if (!head || head.lastNumber === 0) throw new Refusal("export.empty");
  const fingerprint = exportId([FORMAT_VERSION, company.name, company.siren ?? "", `${head.lastNumber} ${head.lastHash} ${lettering}`]);
  const id = exportId([company.id, "general_ledger", JSON.stringify(options), fingerprint]);
  const name = options.account === null ? "grand_livre" : `grand_livre_${options.account}`;
  return {
    ...unmade(company.id, id, `${name}_${options.from}_${options.to}.${options.format}`, now),
    ...{ kind: "general_ledger", options, content: { fingerprint }, contentType: contentTypeOf(options.format) },
  };
}
