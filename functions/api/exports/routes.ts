import * as z from "zod";
import { Instant, instantOf, shifted } from "#domain/dates";
import { ExportId, FiscalYearId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { Flag } from "#runtime/list";
import { accepted, answer, seeOther } from "#runtime/reply";
import { prefersJson, waitSeconds } from "#runtime/request";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { until } from "#runtime/until";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import { type Export, exports, FecReportSummary, newExportAction } from "#store/exports";
import { commit } from "#store/outbox";
import { fecExport } from "./fec-request.ts";

const route = routesNeeding("table", "documents", "exportsQueue");

const ExportView = z
  .object({
    id: ExportId,
    kind: z.literal("fec"),
    status: z.enum(["queued", "done", "failed"]),
    yearId: FiscalYearId,
    preview: z.boolean(),
    fileName: z.string(),
    /** Presigned, for a quarter of an hour; null until the file is there. */
    url: z.string().nullable(),
    noticeUrl: z.string().nullable(),
    expiresAt: Instant.nullable(),
    sha256: z.string().nullable(),
    bytes: z.int().nullable(),
    lines: z.int().nullable(),
    report: FecReportSummary.nullable(),
    createdAt: Instant,
  })
  .meta({ id: "Export" });

/** An export still queued after this was perhaps never sent: asking again sends it again, which is harmless. */
const FORGOTTEN_SECONDS = 30;

const fec = route({
  method: "GET",
  path: "/api/exports/fec",
  may: "exports:read",
  summary: "FEC of a fiscal year: 303 to the file, or JSON when asked; 202 while it is being made",
  query: z.strictObject({
    ...YearChoice,
    format: z.enum(["tab", "pipe"]).default("tab"),
    official: Flag.default(false),
  }),
  returns: ExportView,
  also: [202, 303],
  refuses: ["year.not_found", "year.ambiguous", "export.empty", "export.refused", "export.failed", "queue.unavailable"],
  async handle({ query, actor, request, table, documents, exportsQueue, now, newId }) {
    const { companyId, personId } = actor;
    const store = companies(table, companyId);
    const [company, years] = await Promise.all([store.get(), store.years()]);
    const wanted = await fecExport({
      table,
      company,
      years,
      year: chosenYear(years, query),
      separator: query.format,
      official: query.official,
      now,
    });
    const known = await exports(table, companyId).find(wanted.id);
    if (!known) {
      const at = instantOf(now());
      const event = {
        id: newId("event"),
        type: "export.requested",
        at,
        doer: { kind: "person", id: personId },
        requestId: request.requestId,
        objects: [{ id: wanted.id }],
      } as const;
      await commit(table, companyId, [newExportAction(companyId, wanted)], event);
    }
    if (known?.status === "failed") await exports(table, companyId).note(wanted.id, { status: "queued", updatedAt: instantOf(now()) });
    if (!known || isForgotten(known, now())) await exportsQueue.send([{ companyId, exportId: wanted.id }]);
    const made =
      known?.status === "done"
        ? known
        : await until(waitSeconds(request.headers), request, async () => ended(await exports(table, companyId).get(wanted.id)));
    if (!made) return accepted(`/api/exports/${wanted.id}`, await viewOf(wanted, documents, now()));
    if (made.status === "failed") throw new Refusal("export.failed");
    if (query.official && made.report?.verdict === "non_conforme") throw new Refusal("export.refused");
    const view = await viewOf(made, documents, now());
    return prefersJson(request.headers) || !view.url ? answer(200, view) : seeOther(view.url);
  },
});

const ended = (one: Export): Export | null => (one.status === "queued" ? null : one);
const isForgotten = ({ status, updatedAt }: Export, now: Date): boolean =>
  status === "failed" || (status === "queued" && updatedAt < shifted(instantOf(now), -FORGOTTEN_SECONDS));

const get = route({
  method: "GET",
  path: "/api/exports/{export_id}",
  may: "exports:read",
  summary: "One export with fresh links",
  params: z.object({ exportId: ExportId }),
  returns: ExportView,
  refuses: ["export.not_found"],
  async handle({ params, actor, table, documents, now }) {
    return viewOf(await exports(table, actor.companyId).get(params.exportId), documents, now());
  },
});

async function viewOf(one: Export, documents: Services["documents"], now: Date): Promise<z.input<typeof ExportView>> {
  const { id, kind, status, yearId, preview, fileName, sha256, bytes, report, createdAt } = one;
  const view = { id, kind, status, yearId, preview, fileName, sha256, bytes, report, createdAt, lines: report?.lines ?? null };
  if (status !== "done") return { ...view, url: null, noticeUrl: null, expiresAt: null };
  const [file, notice] = await Promise.all([documents.linkTo(one.key, fileName), documents.linkTo(one.noticeKey, one.noticeName)]);
  return { ...view, url: file.url, noticeUrl: notice.url, expiresAt: shifted(instantOf(now), file.expiresInSeconds) };
}

export const exportsApi = resource("exports", [fec, get]);
