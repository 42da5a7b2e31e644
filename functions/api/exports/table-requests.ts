import { countOf } from "#domain/banking/totals";
import { CATEGORIES } from "#domain/categorising/categories";
import type { CompanyId } from "#domain/ids";
import { slugOf } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import type { Db } from "#store/db";
import type { ExportOf } from "#store/exports";
import { rowSnapshot } from "#store/exports-rows";
import { contentTypeOf } from "./layout.ts";
import { exportId, unmade } from "./pinned.ts";

type Asked<Kind extends "transactions" | "categories" | "invoices"> = {
  readonly companyId: CompanyId;
  readonly options: ExportOf<Kind>["options"];
  readonly now: Date;
};

/** Raised when the bytes of unchanged data would change, the rules of a category included. */
const FORMAT_VERSIONS = { transactions: "transactions-1", categories: "categories-1", invoices: "invoices-1" } as const;

/** A sheet holds 2^20 rows; what is pending beside what is booked needs some of them. */
const SHEET_ROWS_MAX = 1_000_000;

/**
 * The export of the rows as they stand: any row written, in the months asked for, makes it another one. Refuses an unknown account, and
 * a workbook of more rows than a sheet holds.
 */
export async function transactionsExport({
  table,
  ...asked
}: Asked<"transactions"> & { readonly table: Db }): Promise<ExportOf<"transactions">> {
  const { fingerprint, sources } = await rowSnapshot(table, asked.companyId, asked.options);
  const { from, to, open, format } = asked.options;
  const booked = sources.flatMap(({ months: kept }) => kept.map(({ fields }) => countOf(fields))).reduce((sum, count) => sum + count, 0);
  if (format === "xlsx" && booked > SHEET_ROWS_MAX)
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/format", message: "too_many_rows" }] });
  const months = sources.flatMap((source) => source.months.map(({ month }) => month)).sort();
  const account = asked.options.accountId !== null && sources.length === 1 ? slugOf(sources[0]?.account.name ?? "") : "";
  const words = ["transactions", account, open ? "a-categoriser" : "", from ?? months[0] ?? "", to ?? months.at(-1) ?? ""];
  const content = `${fingerprint}\n${JSON.stringify(CATEGORIES)}`;
  return { ...common("transactions", asked, content, words), kind: "transactions", options: asked.options };
}

/** The export of the tree of categories, which is the same for everybody until a release changes it. */
export function categoriesExport(asked: Asked<"categories">): ExportOf<"categories"> {
  return { ...common("categories", asked, JSON.stringify(CATEGORIES), ["categories"]), kind: "categories", options: asked.options };
}

/** The export of no invoice: there are none yet. */
export function invoicesExport(asked: Asked<"invoices">): ExportOf<"invoices"> {
  return { ...common("invoices", asked, "", ["factures"]), kind: "invoices", options: asked.options };
}

function common<Kind extends "transactions" | "categories" | "invoices">(
  kind: Kind,
  { companyId, options, now }: Asked<Kind>,
  content: string,
  words: readonly string[],
) {
  const fingerprint = exportId([FORMAT_VERSIONS[kind], content]);
  const id = exportId([companyId, kind, JSON.stringify(options), fingerprint]);
  const fileName = `${words.filter(Boolean).join("_")}.${options.format}`;
  return { ...unmade(companyId, id, fileName, now), content: { fingerprint }, contentType: contentTypeOf(options.format) };
}
