import { createFecDecoder } from "./decoder.ts";
import { FINDINGS, type FindingCode } from "./findings.fr.ts";
import type { FecReport } from "./report.ts";
import { createFecValidator, type FecValidatorOptions } from "./validator.ts";

/** Checks the bytes of any FEC as they stream by; flat memory. Never throws on what the file holds. */
export async function checkFecFile(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: FecValidatorOptions,
): Promise<FecReport> {
  const validator = createFecValidator(options);
  const decoder = createFecDecoder();
  for await (const piece of source) validator.push(decoder.decode(piece));
  validator.push(decoder.finish());
  return validator.finish(decoder.charset());
}

/** How often each rule was broken, gravest first: the counts are exact even where findings are cut. */
export const countedFindings = ({ counts }: Pick<FecReport, "counts">) =>
  CODES.flatMap((code) => {
    const count = counts[code] ?? 0;
    return count > 0 ? [{ code, level: FINDINGS[code][0], count }] : [];
  }).sort((left, right) => RANK[left.level] - RANK[right.level]);

const RANK = { error: 0, anomaly: 1, info: 2 } as const;
const isCode = (text: string): text is FindingCode => text in FINDINGS;
const CODES = Object.keys(FINDINGS).filter(isCode);
