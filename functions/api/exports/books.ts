import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { AccountNumber } from "#domain/ledger/entry";
import { Refusal } from "#domain/refusals";
import { Flag } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { FecOptions } from "#store/exports-kinds";
import { answerWith } from "./answer.ts";
import { fecExport } from "./fec-request.ts";
import { generalLedgerExport } from "./general-ledger-request.ts";
import { BookLayout, layoutOf } from "./layout.ts";
import { balanceDay, trialBalanceExport } from "./trial-balance-request.ts";
import { ExportView } from "./view.ts";

const route = routesNeeding("table", "documentLinks", "exportsQueue");

export const fec = route({
  method: "GET",
  path: "/api/exports/fec",
  may: "exports:read",
  summary: "FEC of a fiscal year: 303 to the file, or JSON when asked; 202 while it is being made",
  query: z.strictObject({
    ...YearChoice,
    format: FecOptions.shape.format.default("tab"),
    encoding: FecOptions.shape.encoding.default("utf-8"),
    official: Flag.default(false),
  }),
  returns: ExportView,
  also: [202, 303],
  refuses: ["year.not_found", "year.ambiguous", "export.empty", "export.refused", "export.failed", "queue.unavailable"],
  async handle({ query, ...asking }) {
    const { actor, table, now } = asking;
    const { format, encoding, official } = query;
    const { company, years, year } = await asked(table, actor.companyId, query);
    const wanted = await fecExport({ table, company, years, year, format, encoding, official, now });
    return answerWith(wanted, asking, (made) => {
      if (official && made.kind === "fec" && made.report?.verdict === "non_conforme")
        throw new Refusal("export.refused", { flaws: [{ pointer: "", message: "not_conforme" }] });
    });
  },
});

/** The company, and the year a query names. */
async function asked(table: Db, companyId: CompanyId, query: Parameters<typeof chosenYear>[1]) {
  const store = companies(table, companyId);
  const [company, years] = await Promise.all([store.get(), store.years()]);
  return { company, years, year: chosenYear(years, query) };
}

export const trialBalance = route({
  method: "GET",
  path: "/api/exports/trial-balance",
  may: "books:read",
  summary:
    "Trial balance of validated entries at any date, by account or third party, as CSV, XLSX or PDF, alone or beside the year before",
  query: z.strictObject({
    ...YearChoice,
    ...BookLayout,
    through: BusinessDate.exactOptional(),
    by: z.enum(["account", "third_party"]).default("account"),
    compare: Flag.default(false),
  }),
  returns: ExportView,
  also: [202, 303],
  refuses: ["year.not_found", "year.ambiguous", "export.empty", "export.failed", "queue.unavailable"],
  async handle({ query, ...asking }) {
    const { actor, table, now } = asking;
    const { company, years, year } = await asked(table, actor.companyId, query);
    const { by, compare } = query;
    const options = { ...layoutOf(query), yearId: year.id, through: balanceDay(year, query.through), by, compare };
    return answerWith(await trialBalanceExport({ table, company, years, options, now: now() }), asking);
  },
});

export const generalLedger = route({
  method: "GET",
  path: "/api/exports/general-ledger",
  may: "books:read",
  summary: "General ledger of a fiscal year, or of one account, as CSV, XLSX or PDF",
  query: z.strictObject({
    ...YearChoice,
    ...BookLayout,
    from: BusinessDate.exactOptional(),
    to: BusinessDate.exactOptional(),
    account: AccountNumber.exactOptional(),
  }),
  returns: ExportView,
  also: [202, 303],
  refuses: ["year.not_found", "year.ambiguous", "export.empty", "export.failed", "queue.unavailable"],
  async handle({ query, ...asking }) {
    const { actor, table, now } = asking;
    const { company, year } = await asked(table, actor.companyId, query);
    const [from, to] = [balanceDay(year, query.from ?? year.startsOn, "/query/from"), balanceDay(year, query.to, "/query/to")];
    if (from > to) throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/from", message: "invalid" }] });
    const options = { ...layoutOf(query), yearId: year.id, from, to, account: query.account ?? null };
    return answerWith(await generalLedgerExport({ table, company, year, options, now: now() }), asking);
  },
});
