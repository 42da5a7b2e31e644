import * as z from "zod";
import { addMonths, instantOf, parisDate } from "#domain/dates";
import type { NewId, UploadId } from "#domain/ids";
import { LegalForm, VatRegime } from "#domain/people/legal-data";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { type Actor, doerOf, mayDo } from "#runtime/actor";
import type { Analysed } from "#runtime/balances/analysed";
import type { Asked, Balance } from "#runtime/balances/balance-of";
import { JobView } from "#runtime/job-view";
import { Flag } from "#runtime/list";
import { answer } from "#runtime/reply";
import type { HttpRequest } from "#runtime/request";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { startJob } from "#runtime/start-job";
import { analyses } from "#store/analyses";
import { uploads } from "#store/uploads";
import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { TaxDay } from "#tax/tax-day";
import { BALANCE_FILES, BalanceBody, type Sent, sentIn } from "./body.ts";
import { AnalysisView } from "./view.ts";

/** What the handler's parts need of its call. */
type Call = Pick<Services, "table" | "uploadLinks"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

const MONTHS_MAX = 24;

const Query = z.strictObject({
  startsOn: TaxDay.exactOptional(),
  endsOn: TaxDay.exactOptional(),
  fileName: humanText(200).min(1).exactOptional(),
  legalForm: LegalForm.exactOptional(),
  vatRegime: VatRegime.exactOptional(),
  isSubjectToIs: Flag.exactOptional(),
  dryRun: Flag.default(false),
});

export const analyseRoute = routesNeeding(
  "table",
  "jobsQueue",
  "uploadLinks",
)({
  method: "POST",
  path: "/analyze/trial-balance",
  may: "tax:write",
  summary:
    "Analyse a trial balance and keep the analysis: CSV, XLSX, FEC (4 MB at most), JSON, or one's own books; the file itself is not kept. A file that cannot be read, or does not hold together, is refused line by line",
  query: Query,
  file: { json: BalanceBody, files: BALANCE_FILES },
  returns: z.union([JobView, AnalysisView]),
  status: 201,
  also: [200, 202],
  refuses: [
    ...(["request.invalid", "request.malformed_json", "request.body_too_large", "company.not_found"] as const),
    ...(["analysis.unreadable", "analysis.incoherent", "analysis.too_large", "analysis.limit_reached"] as const),
    ...(["year.not_found", "year.ambiguous", "conflict.changed_meanwhile"] as const),
    ...(["upload.not_found", "upload.not_finished", "queue.unavailable"] as const),
  ],
  async handle({ query, ...call }) {
    assertPeriod(query);
    const { startsOn, endsOn, fileName, dryRun, legalForm = null, vatRegime = null, isSubjectToIs = null } = query;
    const said = { legalForm, vatRegime, isSubjectToIs };
    const sent = sentIn(call.request);
    if ("uploadId" in sent) {
      const { uploadId } = sent;
      await assertUploaded(uploadId, call);
      const input = { uploadId, analysisId: call.newId("analysis"), startsOn: startsOn ?? null, endsOn: endsOn ?? null, said, dryRun };
      return startJob({ kind: "balance_analysis", ...input }, call);
    }
    const asked = { ...(startsOn && { startsOn }), ...(endsOn && { endsOn }), ...(fileName && { fileName }) };
    return analysedNow(await balanceIn(sent, asked, call), said, dryRun, call);
  },
});

async function analysedNow(balance: Balance, said: AnalysisFacts, dryRun: boolean, { table, actor, request, now, newId }: Call) {
  const { analysed, factsOf, toKeep } = await import("#runtime/balances/analysed");
  const facts = await factsOf(table, actor.companyId, said, balance.input.endsOn);
  const made = analysed(balance, facts, parisDate(now()));
  if (dryRun) return answer(200, await triedView(balance, made));
  const { summary, result } = toKeep(balance, made, { id: newId("analysis"), createdBy: actor.id, at: now() });
  const event = { id: newId("event"), at: instantOf(now()), doer: doerOf(actor), requestId: request.requestId };
  await analyses(table, actor.companyId).add(summary, result, event);
  return keptView({ ...summary, ...result });
}

/** An analysis that was made and not kept, with what would have kept it from being kept. */
async function triedView({ source, remarks }: Balance, { facts, analysis, flaws }: Analysed): Promise<AnalysisView> {
  const { toldFlaws } = await import("#runtime/balances/problems");
  const told = { source, facts, remarks: [...remarks], problems: toldFlaws(flaws), analysis };
  return { id: null, version: 1, createdBy: null, createdAt: null, ...told };
}

type Kept = Awaited<ReturnType<ReturnType<typeof analyses>["get"]>>;

/** An analysis as it is kept: nothing in it does not hold together. */
export function keptView({ id, version, createdBy, createdAt, source, facts, remarks, analysis }: Kept): AnalysisView {
  return { id, version, createdBy, createdAt, source, facts, remarks, problems: [], analysis };
}

/** Both days of a fiscal year or neither, in their order, twenty-four months apart at most. */
function assertPeriod({ startsOn, endsOn }: Asked): void {
  if (startsOn === undefined && endsOn === undefined) return;
  const flaw = (pointer: string, message: string) => new Refusal("request.invalid", { flaws: [{ pointer, message }] });
  if (startsOn === undefined) throw flaw("/query/starts_on", "required");
  if (endsOn === undefined) throw flaw("/query/ends_on", "required");
  if (endsOn < startsOn || endsOn >= addMonths(startsOn, MONTHS_MAX)) throw flaw("/query/ends_on", "invalid");
}

/** Refuses an upload that is not there, has not come, or was announced for something else. */
async function assertUploaded(id: UploadId, { table, actor, uploadLinks, now }: Call): Promise<void> {
  const upload = await uploads(table, actor.companyId).get(id, instantOf(now()), uploadLinks.size);
  if (upload.purpose !== "trial_balance") throw new Refusal("upload.not_found");
}

/** The readers are loaded once there is something to read. */
async function balanceIn(
  sent: Exclude<Sent, { readonly uploadId: UploadId }>,
  asked: Asked,
  { request, table, actor }: Call,
): Promise<Balance> {
  const { balanceOfFile, balanceOfJson } = await import("#runtime/balances/balance-of");
  if ("file" in sent) return balanceOfFile(sent.file, asked);
  if ("balance" in sent) return balanceOfJson(sent.balance, request.body, asked.fileName);
  if (!mayDo(actor, "books:read")) throw new Refusal("auth.forbidden");
  const { balanceOfBooks } = await import("./books.ts");
  return balanceOfBooks(table, actor.companyId, sent.books);
}
