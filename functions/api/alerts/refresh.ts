import { instantOf } from "#domain/dates";
import { doerOf } from "#runtime/actor";
import type { Services } from "#runtime/services";
import { tellDeadlines } from "#runtime/tell-deadlines";
import { alerts } from "#store/alerts";
import { listCompany } from "#store/company-list";
import type { Doing } from "./changes.ts";

/** Tells the company at once what the morning's round would; a company no round visited yet is visited from then on. */
export async function refreshAlerts(doing: Doing & Pick<Services, "directory">): Promise<{ created: number; open: number }> {
  const { actor, request, table, directory, now, newId } = doing;
  const [open] = await Promise.all([alerts(table, actor.companyId).open(instantOf(now())), listCompany(directory(), actor.companyId)]);
  const telling = { table, when: "now", now, newId, doer: doerOf(actor), requestId: request.requestId } as const;
  const { created, ended } = await tellDeadlines(actor.companyId, telling);
  return { created, open: open + created - ended };
}
