import * as z from "zod";
import { categoryByCode } from "#domain/categorising/categories";
import { routesNeeding } from "#runtime/route";
import { AccountIds, assertSensible, RowFilters } from "#runtime/row-filters";
import type { TransactionsOptions } from "#store/exports-kinds";
import { answerWith } from "./answer.ts";
import { layoutOf, TableLayout } from "./layout.ts";
import { categoriesExport, invoicesExport, transactionsExport } from "./table-requests.ts";
import { ExportView } from "./view.ts";

const route = routesNeeding("table", "documentLinks", "exportsQueue");
const { limit: _, cursor: __, ...filters } = RowFilters.shape;
const RowsQuery = z.strictObject({ ...TableLayout, accountId: AccountIds.exactOptional(), ...filters });
const answers = { returns: ExportView, also: [202, 303] } as const;
const MAKING = ["export.failed", "queue.unavailable"] as const;

export const transactions = route({
  ...answers,
  method: "GET",
  path: "/api/exports/transactions/csv",
  may: "transactions:read",
  summary: "Transactions, oldest first, with the filters of their list: 303 to the file, or JSON when asked; 202 while it is being made",
  query: RowsQuery,
  refuses: ["account.not_found", ...MAKING],
  async handle({ query, ...asking }) {
    assertSensible(query);
    const { companyId } = asking.actor;
    return answerWith(await transactionsExport({ table: asking.table, companyId, options: optionsOf(query), now: asking.now() }), asking);
  },
});

/** The question as it is kept: the same one whatever the order of its ids and words. */
function optionsOf({ accountId, categoryId, q, ...query }: z.output<typeof RowsQuery>): TransactionsOptions {
  const { from = null, to = null, open = false, status = null, direction = null, split = null } = query;
  const { minAmountCents = null, maxAmountCents = null, hasAttachment = null, transfer = null } = query;
  return {
    ...layoutOf(query),
    ...{ accountId: listed(accountId), from, to, open, status, direction, minAmountCents, maxAmountCents, split, hasAttachment, transfer },
    categoryId: listed(categoryId?.map((code) => categoryByCode(code).id)),
    q: q ? [...q].sort().join(" ") : null,
  };
}

const listed = (ids: readonly string[] | undefined): string | null => (ids ? [...new Set(ids)].sort().join() : null);

export const invoices = route({
  ...answers,
  method: "GET",
  path: "/api/exports/invoices/csv",
  may: "exports:read",
  summary: "Invoices: as long as there are none, the header alone",
  query: z.strictObject(TableLayout),
  refuses: MAKING,
  async handle({ query, ...asking }) {
    return answerWith(invoicesExport({ companyId: asking.actor.companyId, options: layoutOf(query), now: asking.now() }), asking);
  },
});

export const categories = route({
  ...answers,
  method: "GET",
  path: "/api/exports/categories/csv",
  may: "categories:read",
  summary: "Every category with its account and its VAT",
  query: z.strictObject(TableLayout),
  refuses: MAKING,
  async handle({ query, ...asking }) {
    return answerWith(categoriesExport({ companyId: asking.actor.companyId, options: layoutOf(query), now: asking.now() }), asking);
  },
});
