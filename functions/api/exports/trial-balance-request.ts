import type { BusinessDate } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import type { Db } from "#store/db";
import type { ExportOf } from "#store/exports";
import { yearBefore } from "#store/ledger-books";
import { readHead } from "#store/ledger-heads";
import { contentTypeOf } from "./layout.ts";
import { exportId, unmade } from "./pinned.ts";

type Asked = {
  readonly table: Db;
  readonly company: Company;
  readonly years: readonly FiscalYear[];
  readonly options: ExportOf<"trial_balance">["options"];
  readonly now: Date;
};

/** Raised when the bytes of unchanged books would change. */
const FORMAT_VERSION = "trial-balance-1";

/** The last day of a trial balance: the one asked for, or the year's. Refuses a day outside the year. */
export function balanceDay(year: FiscalYear, asked: BusinessDate | undefined, pointer = "/query/through"): BusinessDate {
  const day = asked ?? year.endsOn;
  if (day < year.startsOn || day > year.endsOn) throw new Refusal("request.invalid", { flaws: [{ pointer, message: "invalid" }] });
  return day;
}

/** The export of a year's validated entries through a day: it changes with the head of the year, and of the one it is compared with. */
export async function trialBalanceExport({ table, company, years, options, now }: Asked): Promise<ExportOf<"trial_balance">> {
  const year = years.find(({ id }) => id === options.yearId);
  if (!year) throw new Refusal("year.not_found");
  const before = options.compare ? yearBefore(years, year) : null;
  const heads = await Promise.all([year, ...(before ? [before] : [])].map(({ id }) => readHead(table, company.id, id)));
  if (heads.every((head) => head === null || head.lastNumber === 0)) throw new Refusal("export.empty");
  const pins = heads.map((head) => (head ? `${head.lastNumber} ${head.lastHash}` : "none"));
  const fingerprint = exportId([FORMAT_VERSION, company.name, company.siren ?? "", ...pins]);
  const id = exportId([company.id, "trial_balance", JSON.stringify(options), fingerprint]);
  const by = options.by === "third_party" ? "_auxiliaire" : "";
  const fileName = `balance${by}_${options.through}${options.compare ? "_comparee" : ""}.${options.format}`;
  return {
    ...unmade(company.id, id, fileName, now),
    ...{ kind: "trial_balance", options, content: { fingerprint }, contentType: contentTypeOf(options.format) },
  };
}
