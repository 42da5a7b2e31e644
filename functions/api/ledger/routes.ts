import * as z from "zod";
import { BusinessDate, earliest, instantOf, lastDayOf, parisDate } from "#domain/dates";
import { trialBalance } from "#domain/ledger/trial-balance";
import { Cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { JobView, jobView } from "#runtime/job-view";
import { listOf } from "#runtime/list";
import { answer } from "#runtime/reply";
import { waitSeconds } from "#runtime/request";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { until } from "#runtime/until";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import { type Job, jobs, newJobAction } from "#store/jobs";
import { readHead } from "#store/ledger-heads";
import { keptAccounts } from "#store/ledger-totals";
import { commit } from "#store/outbox";
import { EntryFilters, listedEntries } from "./entry-list.ts";
import { yearsThrough } from "./open-years.ts";
import { EntryView, YearView } from "./shapes.ts";

const route = routesNeeding("table");
const validating = routesNeeding("table", "jobsQueue");

const years = route({
  method: "GET",
  path: "/api/ledger/years",
  may: "books:read",
  summary: "Fiscal years and how far each is validated",
  returns: listOf(YearView),
  async handle({ actor, table }) {
    const all = await companies(table, actor.companyId).years();
    const heads = await Promise.all(all.map(({ id }) => readHead(table, actor.companyId, id)));
    const data = all.map((year, index) => ({
      ...year,
      lastNumber: heads[index]?.lastNumber ?? 0,
      validatedThrough: heads[index]?.validatedThrough ?? null,
    }));
    return { data, nextCursor: null };
  },
});

const entries = route({
  method: "GET",
  path: "/api/ledger/entries",
  may: "books:read",
  summary: "Validated entries by number, or the drafts derived from bank rows not yet booked",
  query: EntryFilters,
  returns: listOf(EntryView),
  refuses: ["year.not_found", "year.ambiguous"],
  async handle({ query, actor, table, cursors, now }) {
    const year = chosenYear(await companies(table, actor.companyId).years(), query);
    return listedEntries({ query, year, companyId: actor.companyId, table, cursors, today: parisDate(now()) });
  },
});

const validate = validating({
  method: "POST",
  path: "/api/ledger/validate",
  may: "books:write",
  summary: "Validate every entry through a date: a job that numbers and chains them for good",
  body: z.strictObject({ through: BusinessDate }),
  returns: JobView,
  status: 202,
  also: [200],
  refuses: ["ledger.through_in_future", "year.not_found", "queue.unavailable"],
  async handle({ body, actor, request, table, jobsQueue, now, newId }) {
    const { companyId, personId } = actor;
    if (body.through > parisDate(now()))
      throw new Refusal("ledger.through_in_future", { flaws: [{ pointer: "/through", message: "invalid" }] });
    const years = await yearsThrough({ table, companyId, personId, through: body.through, now, newId, requestId: request.requestId });
    const begun = years.filter(({ startsOn }) => startsOn <= body.through);
    if (begun.length === 0) throw new Refusal("year.not_found", { flaws: [{ pointer: "/through", message: "invalid" }] });
    const at = instantOf(now());
    const input = { kind: "validate", through: body.through, yearIds: begun.map(({ id }) => id) } as const;
    const job: Job = {
      id: newId("job"),
      input,
      status: "queued",
      done: 0,
      result: null,
      createdBy: personId,
      createdAt: at,
      updatedAt: at,
    };
    const event = {
      id: newId("event"),
      type: "job.created",
      at,
      doer: { kind: "person", id: personId },
      requestId: request.requestId,
      objects: [{ id: job.id }],
    } as const;
    await commit(table, companyId, [newJobAction(companyId, job)], event);
    await jobsQueue.send([{ companyId, jobId: job.id }]);
    const ended = await until(waitSeconds(request.headers), request, async () => {
      const current = await jobs(table, companyId).get(job.id);
      return current.status === "done" || current.status === "failed" ? current : null;
    });
    const headers = { location: `/api/jobs/${job.id}`, ...(ended ? {} : { "retry-after": "2" }) };
    return answer(ended ? 200 : 202, jobView(ended ?? job), { headers });
  },
});

const Columns = z.object({
  openingDebitCents: Cents,
  openingCreditCents: Cents,
  debitCents: Cents,
  creditCents: Cents,
  debitBalanceCents: Cents,
  creditBalanceCents: Cents,
});
const TrialBalance = z
  .object({
    yearId: z.string(),
    startsOn: BusinessDate,
    through: BusinessDate,
    rows: z.array(Columns.extend({ account: z.string(), label: z.string() })),
    totals: Columns,
    notice: z.string(),
  })
  .meta({ id: "TrialBalance" });

const MONTH = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const balance = route({
  method: "GET",
  path: "/api/ledger/trial-balance",
  may: "books:read",
  summary: "Trial balance of validated entries at a month's end, from kept totals",
  query: z.strictObject({ ...YearChoice, month: MONTH.exactOptional() }),
  returns: TrialBalance,
  refuses: ["year.not_found", "year.ambiguous", "conflict.changed_meanwhile"],
  async handle({ query, actor, table }) {
    const year = chosenYear(await companies(table, actor.companyId).years(), query);
    const asked = query.month === undefined ? year.endsOn : lastDayOf(query.month);
    if (asked < year.startsOn) throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/month", message: "invalid" }] });
    const through = earliest(asked, year.endsOn);
    const { rows, totals } = trialBalance(await keptAccounts(table, actor.companyId, year), year, through);
    const notice = "Comptabilité tenue d'après la banque : sans factures, le compte de résultat est incomplet.";
    return { yearId: year.id, startsOn: year.startsOn, through, rows: [...rows], totals, notice };
  },
});

export const ledgerApi = resource("ledger", [years, entries, validate, balance]);
