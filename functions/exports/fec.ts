import { fecBytes } from "#documents/fec/encoder";
import { fecNotice } from "#documents/fec/notice";
import { createFecValidator } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import { parisDate } from "#domain/dates";
import type { Entry } from "#domain/ledger/entry";
import { Refusal } from "#domain/refusals";
import { written } from "#runtime/written";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import type { ExportOf, Made } from "#store/exports";
import type { FecReportSummary } from "#store/exports-kinds";
import { letterings, withLettering } from "#store/letterings";
import type { Making } from "./making.ts";

/** Findings kept beside the file; the counts are those of the whole file. */
const FINDINGS_MAX = 50;

/** Characters of text handed on at once: small entries are joined, and memory holds two such pieces. */
const PIECE_LENGTH = 32_768;

/** A FEC and its notice: entries by page -> lines -> the checker -> S3. */
export async function makeFec(wanted: ExportOf<"fec">, { table, documents, companyId }: Making): Promise<Made> {
  const store = companies(table, companyId);
  const [company, years] = await Promise.all([store.get(), store.years()]);
  const { content, fileName, options } = wanted;
  const year = years.find(({ id }) => id === options.yearId);
  if (!year) throw new Refusal("year.not_found");
  const validator = createFecValidator({
    startsOn: year.startsOn,
    endsOn: year.endsOn,
    fileName,
    hasPredecessor: content.hasPredecessor,
    today: parisDate(new Date(wanted.createdAt)),
    ...(company.siren && { siren: company.siren }),
  });
  const source = exactly(content, entries(table, companyId, year.id).through(content.lastNumber));
  const lettered = withLettering(source, letterings(table, companyId, year.id).all());
  const text = checked(fecFile(lettered, { separator: options.format, pieceLength: PIECE_LENGTH }), validator);
  const file = await written(documents, wanted, fecBytes(text, { encoding: options.encoding }));
  const report = summaryOf(validator.finish());
  const notice = fecNotice({
    company: company.name,
    siren: company.siren,
    year,
    fileName,
    separator: options.format,
    encoding: options.encoding,
  });
  await documents.put(wanted.noticeKey, "text/plain; charset=utf-8", Buffer.from(notice));
  return { ...file, lines: report.lines, report };
}

/** The index entries come from may lag behind the head: a file that would end early is given up, and made again a little later. */
async function* exactly(
  { lastNumber, lastHash }: Pick<ExportOf<"fec">["content"], "lastNumber" | "lastHash">,
  source: AsyncIterable<Entry>,
): AsyncGenerator<Entry> {
  let number = 0;
  let hash = "";
  for await (const entry of source) {
    if (entry.number !== number + 1) throw new Error(`entry ${number + 1} is not to be read yet`);
    ({ number, hash } = entry);
    yield entry;
  }
  if (number !== lastNumber || hash !== lastHash) throw new Error(`the entries end at ${number}, not at ${lastNumber}`);
}

/** The file's text, checked as it passes. */
async function* checked(source: AsyncIterable<string>, validator: { push(chunk: string): void }): AsyncGenerator<string> {
  for await (const piece of source) {
    validator.push(piece);
    yield piece;
  }
}

type Report = ReturnType<ReturnType<typeof createFecValidator>["finish"]>;

function summaryOf({ verdict, lines, entries: count, debitCents, creditCents, findings }: Report): FecReportSummary {
  const kept = findings.slice(0, FINDINGS_MAX).map(({ code, level, line, message }) => ({ code, level, line: line ?? null, message }));
  return { verdict, lines, entries: count, debitCents, creditCents, findings: kept };
}
