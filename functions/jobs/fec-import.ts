import { draftOfFec } from "#documents/fec/import/draft";
import type { FecEntry } from "#documents/fec/import/fec-entry";
import { readFec } from "#documents/fec/import/reader";
import { instantOf, parisDate } from "#domain/dates";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FecImport, JobInput } from "#store/jobs";
import { UPLOAD_BYTES_MAX, uploads } from "#store/uploads";
import { factsOf } from "./fec-facts.ts";
import { type FecSurvey, sourceOf, surveyOf } from "./fec-survey.ts";
import { importHistory } from "./import-history.ts";
import { importOpening } from "./import-opening.ts";
import type { FileTools } from "./tools.ts";

type Input = Extract<JobInput, { kind: "fec_import" }>;

/**
 * Takes over another program's FEC. It is read twice: once to the end to see whether every entry can be booked, and only then again to
 * book them. A run killed half-way goes on after the last entry it wrote, because entries are booked in the order of the file.
 */
export async function importFec(input: Input, tools: FileTools): Promise<FecImport> {
  const { table, companyId, uploadLinks, now } = tools;
  const upload = await uploads(table, companyId).get(input.uploadId, instantOf(now()), uploadLinks.size);
  const reading = () =>
    readFec(uploadLinks.read(upload.key, { bytesMax: UPLOAD_BYTES_MAX }), { ...factsOf(input, upload.fileName), today: parisDate(now()) });
  const survey = await surveyOf(input, upload, reading(), tools);
  if (survey.result.problemCount > 0 || input.dryRun) return survey.result;
  const drafts = bookable(reading().entries, input, survey);
  return input.mode === "history" ? importHistory(drafts, survey, tools) : importOpening(drafts, survey, tools);
}

/** The entries to book, in the order of the file, under the account numbers wanted here. Letters are kept beside, not inside. */
async function* bookable(
  entries: AsyncIterable<FecEntry>,
  { accounts }: Input,
  { seal, startsOn, leavesOut }: FecSurvey,
): AsyncGenerator<DraftEntry> {
  const renamed = new Map(accounts.map(({ from, to }) => [from, to]));
  let place = 0;
  for await (const entry of entries) {
    if (leavesOut(entry)) continue;
    const { draft } = draftOfFec(entry, { source: sourceOf(seal, place), yearStartsOn: startsOn });
    if (!draft) throw new Error("the file changed between its two readings");
    place += 1;
    yield { ...draft, lines: draft.lines.map((line) => ({ ...line, account: renamed.get(line.account) ?? line.account })) };
  }
}
