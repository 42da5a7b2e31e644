import { createHash } from "node:crypto";
import { fecNotice } from "#documents/fec/notice";
import { createFecValidator } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import { instantOf } from "#domain/dates";
import type { Entry } from "#domain/ledger/entry";
import { Refusal } from "#domain/refusals";
import { consumer } from "#runtime/worker";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import { type Export, exports, type FecReportSummary } from "#store/exports";

/** Findings kept beside the file; the counts are those of the whole file. */
const FINDINGS_MAX = 50;

/** Makes an export: rows by page -> bytes -> S3, checked on the way. Made twice, it is the same object with the same bytes. */
export const produceExport = consumer({
  name: "exports/produce",
  queue: "exports",
  needs: ["table", "documents"],
  memoryMb: 1_769,
  timeoutSeconds: 600,
  errorImpact: "Un comptable attend un FEC qui ne vient pas.",
  async handle({ message, table, documents, now, receiveCount, receivesMax }) {
    const { companyId, exportId } = message;
    const store = exports(table, companyId);
    const wanted = await store.get(exportId);
    if (wanted.status === "done") return;
    const [company, years] = await Promise.all([companies(table, companyId).get(), companies(table, companyId).years()]);
    const year = years.find(({ id }) => id === wanted.yearId);
    if (!year) throw new Refusal("year.not_found");
    try {
      const validator = createFecValidator({
        startsOn: year.startsOn,
        endsOn: year.endsOn,
        fileName: wanted.fileName,
        hasPredecessor: wanted.hasPredecessor,
        ...(company.siren && { siren: company.siren }),
      });
      const seal = createHash("sha256");
      const size = { bytes: 0 };
      const source = fecFile(exactly(wanted, entries(table, companyId, year.id).through(wanted.lastNumber)), {
        separator: wanted.separator,
      });
      await documents.stream(wanted.key, "text/plain; charset=utf-8", measured(source, validator, seal, size));
      const report = summaryOf(validator.finish());
      const notice = fecNotice({
        company: company.name,
        siren: company.siren,
        year,
        fileName: wanted.fileName,
        separator: wanted.separator,
      });
      await documents.put(wanted.noticeKey, "text/plain; charset=utf-8", Buffer.from(notice));
      await store.note(exportId, { status: "done", sha256: seal.digest("hex"), bytes: size.bytes, report, updatedAt: instantOf(now()) });
    } catch (error) {
      if (receiveCount >= receivesMax) await store.note(exportId, { status: "failed", updatedAt: instantOf(now()) });
      throw error;
    }
  },
});

/** The index entries come from may lag behind the head: a file that would end early is given up, and made again a little later. */
async function* exactly(
  { lastNumber, lastHash }: Pick<Export, "lastNumber" | "lastHash">,
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

const CHUNK_BYTES = 64 * 1_024;

/** The file's chunks, hashed, counted and checked as they pass; small pieces are joined so that a line is not a write. */
async function* measured(
  source: AsyncIterable<string>,
  validator: { push(chunk: string): void },
  seal: { update(bytes: Uint8Array): unknown },
  size: { bytes: number },
): AsyncGenerator<Uint8Array> {
  let waiting = "";
  const flush = () => {
    const bytes = Buffer.from(waiting);
    waiting = "";
    seal.update(bytes);
    size.bytes += bytes.byteLength;
    return bytes;
  };
  for await (const piece of source) {
    validator.push(piece);
    waiting += piece;
    if (waiting.length >= CHUNK_BYTES) yield flush();
  }
  if (waiting.length > 0) yield flush();
}

function summaryOf({
  verdict,
  lines,
  entries: count,
  debitCents,
  creditCents,
  findings,
}: ReturnType<ReturnType<typeof createFecValidator>["finish"]>): FecReportSummary {
  const kept = findings.slice(0, FINDINGS_MAX).map(({ code, level, line, message }) => ({ code, level, line: line ?? null, message }));
  return { verdict, lines, entries: count, debitCents, creditCents, findings: kept };
}
