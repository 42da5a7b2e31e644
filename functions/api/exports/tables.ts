import * as z from "zod";
import { AccountId } from "#domain/ids";
import { routesNeeding } from "#runtime/route";
import { RowFilters } from "#runtime/row-filters";
import { answerWith } from "./answer.ts";
import { layoutOf, TableLayout } from "./layout.ts";
import { categoriesExport, invoicesExport, transactionsExport } from "./table-requests.ts";
import { ExportView } from "./view.ts";

const route = routesNeeding("table", "documentLinks", "exportsQueue");
const { from, to, open } = RowFilters.shape;
const answers = { returns: ExportView, also: [202, 303] } as const;
const MAKING = ["export.failed", "queue.unavailable"] as const;

export const transactions = route({
  ...answers,
  method: "GET",
  path: "/api/exports/transactions/csv",
  may: "transactions:read",
  summary: "Transactions, oldest first, with the filters of their list: 303 to the file, or JSON when asked; 202 while it is being made",
  query: z.strictObject({ ...TableLayout, accountId: AccountId.exactOptional(), from, to, open }),
  refuses: ["account.not_found", ...MAKING],
  async handle({ query, ...asking }) {
    const { accountId = null, from: first = null, to: last = null, open: onlyOpen = false } = query;
    const options = { ...layoutOf(query), accountId, from: first, to: last, open: onlyOpen };
    const { companyId } = asking.actor;
    return answerWith(await transactionsExport({ table: asking.table, companyId, options, now: asking.now() }), asking);
  },
});

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
