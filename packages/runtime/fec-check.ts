import { checkFecFile, countedFindings } from "#documents/fec/check-file";
import type { FecReport } from "#documents/fec/report";
import type { FecValidatorOptions } from "#documents/fec/validator";
import type { FecCheck } from "#store/jobs";

/** Findings told in full; the counts say how many there were. */
const FINDINGS_MAX = 200;

/** A checker's report as it is kept and shown. */
export function fecCheckOf(report: FecReport): FecCheck {
  const { verdict, lines, entries, debitCents, creditCents, charset } = report;
  const findings = report.findings
    .slice(0, FINDINGS_MAX)
    .map(({ code, level, line, message }) => ({ code, level, line: line ?? null, message }));
  return { verdict, lines, entries, debitCents, creditCents, charset: charset ?? null, counts: countedFindings(report), findings };
}

/** Checks a file and says what the checker found. Loaded only where a file is checked. */
export const checkedFec = async (
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: FecValidatorOptions,
): Promise<FecCheck> => fecCheckOf(await checkFecFile(source, options));
