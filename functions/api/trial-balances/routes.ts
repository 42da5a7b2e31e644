import * as z from "zod";
import { instantOf } from "#domain/dates";
import { AnalysisId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { analyses } from "#store/analyses";
import { analyseRoute, keptView } from "./analyse.ts";
import { AnalysisSummaryView, AnalysisView } from "./view.ts";

const route = routesNeeding("table");
const params = z.object({ analysisId: AnalysisId });

const list = route({
  method: "GET",
  path: "/analyze/trial-balances",
  may: "tax:read",
  summary: "Analyses of trial balances, newest first, without their figures",
  query: listQuery({}),
  returns: listOf(AnalysisSummaryView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, cursors }) {
    const page = await analyses(table, actor.companyId).page(query.limit, cursors.open(AnalysisId));
    return { data: [...page.analyses], nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

const get = route({
  method: "GET",
  path: "/analyze/trial-balances/{analysis_id}",
  may: "tax:read",
  summary: "One analysis of a trial balance, whole",
  params,
  returns: AnalysisView,
  refuses: ["analysis.not_found"],
  handle: async ({ params: { analysisId }, actor, table }) => keptView(await analyses(table, actor.companyId).get(analysisId)),
});

const remove = route({
  method: "DELETE",
  path: "/analyze/trial-balances/{analysis_id}",
  may: "tax:write",
  summary: "Delete an analysis; that it was there stays in the audit trail",
  params,
  returns: z.null(),
  status: 204,
  refuses: ["analysis.not_found"],
  async handle({ params: { analysisId }, actor, request, assertMatch, table, now, newId }) {
    const store = analyses(table, actor.companyId);
    const found = await store.find(analysisId);
    if (!found) throw new Refusal("analysis.not_found");
    assertMatch(found);
    await store.remove(analysisId, { id: newId("event"), at: instantOf(now()), doer: doerOf(actor), requestId: request.requestId });
    return null;
  },
});

export const trialBalancesApi = resource("trial-balances", [analyseRoute, list, get, remove], { memoryMb: 1_024 });
