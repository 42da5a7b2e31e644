import { instantOf, parisDate } from "#domain/dates";
import { ActorId } from "#domain/ids";
import { Refusal, type RefusalCode } from "#domain/refusals";
import { analysed, factsOf, toKeep } from "#runtime/balances/analysed";
import { balanceOfStored } from "#runtime/balances/balance-of";
import { toldFlaws } from "#runtime/balances/problems";
import { analyses } from "#store/analyses";
import type { BalanceAnalysis, JobInput } from "#store/jobs";
import { UPLOAD_BYTES_MAX, uploads } from "#store/uploads";
import type { FileTools } from "./tools.ts";

type Input = Extract<JobInput, { kind: "balance_analysis" }>;

/** Why a file may be refused that its sender can put right: the result says where. */
const TOLD: ReadonlySet<RefusalCode> = new Set(["analysis.unreadable", "analysis.incoherent", "request.invalid"]);

/** Analyses an uploaded balance and keeps the analysis under the id it was promised: a second run finds it, and changes nothing. */
export async function analyseUploadedBalance(input: Input, tools: FileTools): Promise<BalanceAnalysis> {
  const kept = { analysisId: input.analysisId, problemCount: 0, balanceProblems: [] };
  if (await analyses(tools.table, tools.companyId).find(input.analysisId)) return kept;
  try {
    await keep(input, tools);
    return input.dryRun ? { ...kept, analysisId: null } : kept;
  } catch (error) {
    if (!(error instanceof Refusal) || !TOLD.has(error.code)) throw error;
    return { analysisId: null, problemCount: error.flaws.length, balanceProblems: toldFlaws(error.flaws) };
  }
}

async function keep(input: Input, { table, companyId, uploadLinks, now, newId, requestId, doer }: FileTools): Promise<void> {
  const upload = await uploads(table, companyId).get(input.uploadId, instantOf(now()), uploadLinks.size);
  const { startsOn, endsOn, said, dryRun } = input;
  const open = () => uploadLinks.read(upload.key, { bytesMax: UPLOAD_BYTES_MAX });
  const asked = { ...(startsOn && { startsOn }), ...(endsOn && { endsOn }), fileName: upload.fileName };
  const balance = await balanceOfStored(open, upload.bytes, asked);
  const facts = await factsOf(table, companyId, said, balance.input.endsOn);
  const made = { id: input.analysisId, createdBy: ActorId.parse(doer.id), at: now() };
  const { summary, result } = toKeep(balance, analysed(balance, facts, parisDate(now())), made);
  if (dryRun) return;
  await analyses(table, companyId).add(summary, result, { id: newId("event"), at: instantOf(now()), requestId, doer });
}
