import * as z from "zod";
import { instantOf } from "#domain/dates";
import { type CompanyId, FiscalYearId } from "#domain/ids";
import { AccountNumber, ThirdParty } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { JobView } from "#runtime/job-view";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { startJob } from "#runtime/start-job";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { openYearCheck, readHead } from "#store/ledger-heads";
import { GROUP_LINES_MAX, Lettering, letteringChangedAction, letterings, unletterActions } from "#store/letterings";
import { commit } from "#store/outbox";
import { yearNamed } from "./years.ts";

const LETTERED = [
  { entryNumber: 412, line: 1 },
  { entryNumber: 431, line: 0 },
];
const LetteringView = Lettering.extend({ lines: z.array(z.object({ entryNumber: z.int(), line: z.int() })) }).meta({
  id: "Lettering",
  examples: [{ account: "401000", thirdPartyCode: "CANUTS", lines: LETTERED, how: "manual" }],
});
const letteringView = ({ lines, ...lettering }: Lettering) => ({
  ...lettering,
  lines: lines.map(({ entryNumber, lineIndex }) => ({ entryNumber, line: lineIndex })),
});
const Line = z.strictObject({ entryNumber: z.int().min(1), line: z.int().min(0) });
const Asked = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("auto"), yearId: FiscalYearId, account: AccountNumber.exactOptional() }),
    z.strictObject({
      mode: z.literal("manual"),
      yearId: FiscalYearId,
      lines: z.array(Line).min(2).max(GROUP_LINES_MAX),
      partial: z.boolean().default(false),
    }),
  ])
  .meta({
    examples: [
      { mode: "auto", yearId: "fy_01KB2Q7M4T9XE5RZ8V3NCW6HTR", account: "401000" },
      { mode: "manual", yearId: "fy_01KB2Q7M4T9XE5RZ8V3NCW6HTR", lines: LETTERED },
    ],
  });

/** The year of a lettering, while lettering may still change in it. */
async function openYear(table: Db, companyId: CompanyId, yearId: FiscalYearId): Promise<FiscalYear> {
  const year = yearNamed(await companies(table, companyId).years(), yearId);
  if ((await readHead(table, companyId, yearId))?.closed) throw new Refusal("year.closed");
  return year;
}

const letter = routesNeeding(
  "table",
  "jobsQueue",
)({
  method: "POST",
  path: "/api/ledger/lettering",
  may: "books:write",
  summary: "Letter lines: by hand (complete, or partial with small letters), or all that cancels out by itself, as a job",
  body: Asked,
  returns: z.union([JobView, LetteringView]),
  status: 202,
  also: [200, 201],
  refuses: ["year.not_found", "year.closed", "lettering.refused", "conflict.changed_meanwhile", "queue.unavailable"],
  async handle({ body, ...call }) {
    const year = await openYear(call.table, call.actor.companyId, body.yearId);
    if (body.mode === "auto") return startJob({ kind: "letter", yearId: year.id, account: body.account ?? null }, call);
    const { letterLines } = await import("./manual-lettering.ts");
    return answer(201, letteringView(await letterLines(year, body, call)));
  },
});

const unletter = routesNeeding("table")({
  method: "DELETE",
  path: "/api/ledger/lettering/{code}",
  may: "books:write",
  summary: "Take a lettering away",
  params: z.object({ code: z.string().regex(/^[0-9A-Za-z]{1,8}$/) }),
  query: z.strictObject({ yearId: FiscalYearId, account: AccountNumber, thirdParty: ThirdParty.shape.code.exactOptional() }),
  returns: z.null(),
  status: 204,
  refuses: ["year.not_found", "year.closed", "lettering.not_found", "conflict.changed_meanwhile"],
  async handle({ params, query, actor, request, table, now, newId, assertMatch }) {
    const { companyId } = actor;
    const year = await openYear(table, companyId, query.yearId);
    const found = await letterings(table, companyId, year.id).group(query.account, query.thirdParty ?? null, params.code);
    if (!found) throw new Refusal("lettering.not_found");
    assertMatch({ view: LetteringView.parse(letteringView(found)) });
    const doer = doerOf(actor);
    const objects = [{ id: `${found.account}/${found.thirdPartyCode ?? "-"}/${found.code}` }];
    const event = {
      id: newId("event"),
      type: "lettering.undone",
      at: instantOf(now()),
      doer,
      requestId: request.requestId,
      objects,
    } as const;
    const actions = [
      ...unletterActions(companyId, year.id, found),
      letteringChangedAction(companyId, year.id),
      openYearCheck(companyId, year.id),
    ];
    if (!(await commit(table, companyId, actions, event)).done) throw new Refusal("conflict.changed_meanwhile");
    return null;
  },
});

export const letteringRoutes = [letter, unletter];
