import type { FecCharset } from "./charset.ts";
import { FINDINGS, type FindingCode, type FindingLevel } from "./findings.fr.ts";

/** One thing found: which rule, how grave, where (1 is the header; absent when it concerns the whole file), in plain French. */
export type FecFinding = { readonly code: FindingCode; readonly level: FindingLevel; readonly line?: number; readonly message: string };

/** What the checker says of a file. Money in EUR cents. `counts` is exact even where `findings` is cut. */
export type FecReport = {
  readonly verdict: "conforme" | "conforme_avec_anomalies" | "non_conforme";
  /** Records after the header. */
  readonly lines: number;
  readonly entries: number;
  readonly debitCents: number;
  readonly creditCents: number;
  readonly findings: readonly FecFinding[];
  readonly counts: Readonly<Partial<Record<FindingCode, number>>>;
  /** How the bytes were written, when the checker was told. */
  readonly charset?: FecCharset;
};

/** Notes a finding; `detail` fills the sentence. */
export type Note = (code: FindingCode, line?: number, detail?: string) => void;

/** Findings kept a rule, which bounds a file's: a rule that is broken everywhere does not hide another. */
export const FINDINGS_PER_RULE_MAX = 20;

const DETAIL_MAX = 80;

export function createFindings() {
  const findings: FecFinding[] = [];
  const counts = new Map<FindingCode, number>();
  const note: Note = (code, line, detail = "") => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count > FINDINGS_PER_RULE_MAX) return;
    const [level, sentence] = FINDINGS[code];
    findings.push({ code, level, ...(line !== undefined && { line }), message: sentence.replace("%", () => shown(detail)) });
  };
  return { note, result: () => ({ verdict: verdictOf([...counts.keys()]), findings, counts: Object.fromEntries(counts) }) };
}

function verdictOf(codes: readonly FindingCode[]): FecReport["verdict"] {
  const levels = new Set<FindingLevel>(codes.map((code) => FINDINGS[code][0]));
  if (levels.has("error")) return "non_conforme";
  return levels.has("anomaly") ? "conforme_avec_anomalies" : "conforme";
}

/** What a file holds is not repeated whole, nor with characters that could hide or break a sentence. */
const shown = (detail: string): string => detail.slice(0, DETAIL_MAX).replace(/[\p{Cc}\p{Cf}]/gu, " ");
