import * as z from "zod";
import { ExportId } from "#domain/ids";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { exports } from "#store/exports";
import { EXPORT_KINDS } from "#store/exports-kinds";
import { followed } from "./answer.ts";
import { fec, generalLedger, trialBalance } from "./books.ts";
import { listShares, revokeShare, share } from "./shares.ts";
import { categories, invoices, transactions } from "./tables.ts";
import { ExportView, exportView, listedExport } from "./view.ts";

const route = routesNeeding("table");
const following = routesNeeding("table", "documentLinks", "exportsQueue");

const list = route({
  method: "GET",
  path: "/api/exports",
  may: "exports:read",
  summary: "Exports, newest first; the links are at each one's address",
  query: listQuery({ kind: z.enum(EXPORT_KINDS).exactOptional() }),
  returns: listOf(ExportView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, cursors }) {
    const asked = { limit: query.limit, before: cursors.open(z.string().max(80)), kind: query.kind ?? null };
    const page = await exports(table, actor.companyId).page(asked);
    return { data: page.exports.map(listedExport), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

const get = following({
  method: "GET",
  path: "/api/exports/{export_id}",
  may: "exports:read",
  summary: "One export with fresh links; `Prefer: wait=20` waits for its end",
  params: z.object({ exportId: ExportId }),
  returns: ExportView,
  refuses: ["export.not_found", "queue.unavailable"],
  async handle({ params, ...asking }) {
    const { actor, table, documentLinks, now } = asking;
    const known = await exports(table, actor.companyId).get(params.exportId);
    return exportView(await followed(known, asking), documentLinks, now());
  },
});

export const exportsApi = resource("exports", [
  list,
  fec,
  trialBalance,
  generalLedger,
  transactions,
  invoices,
  categories,
  get,
  share,
  listShares,
  revokeShare,
]);
