import type { FindingCode } from "../findings.fr.ts";
import { FINDINGS_PER_RULE_MAX, type Note } from "../report.ts";

/** Sequences and gaps remembered; beyond, numbering is no longer judged. */
const SEQUENCES_MAX = 1_000;
const GAPS_MAX = 1_000;
const NUMBER_MAX_LENGTH = 40;

type Gap = { readonly from: number; to: number };
type Sequence = { readonly first: number; last: number; gaps: Gap[] };
type Remark = readonly [code: FindingCode, line: number, detail: string];

/** A way of reading the numbers: one sequence for the file, or one a journal. Both are legal (BOI-CF-IOR-60-40-20, 40 and 100). */
type Reading = { readonly sequences: Map<string, Sequence>; readonly remarks: Remark[]; faults: Map<FindingCode, number> };

const newReading = (): Reading => ({ sequences: new Map(), remarks: [], faults: new Map() });

/**
 * Follows entry numbers in file order: no gap, no inversion, no number twice. Both readings are followed at once, and the one that
 * holds is believed; when neither does, the single sequence is what is reported. Memory: sequences and gaps, capped.
 */
export function createNumberingCheck(note: Note) {
  const whole = newReading();
  const byJournal = newReading();
  return {
    entry(number: string, journal: string, line: number): void {
      const match = number.length <= NUMBER_MAX_LENGTH ? /^(\D*(?:\d+\D+)*)(\d{1,15})$/.exec(number) : null;
      if (!match) {
        note("Q06", line, number);
        return;
      }
      const [, prefix = "", digits = ""] = match;
      follow(whole, prefix, Number(digits), line);
      follow(byJournal, `${journal}\n${prefix}`, Number(digits), line);
    },
    finish(): void {
      const journals = byJournal.sequences.size;
      if (whole.faults.size > 0 && byJournal.faults.size === 0 && journals > 1) {
        note("Q05");
        return;
      }
      for (const [code, line, detail] of whole.remarks) note(code, line, detail);
    },
  };
}

function follow(reading: Reading, key: string, number: number, line: number): void {
  const sequence = reading.sequences.get(key);
  if (!sequence) {
    if (reading.sequences.size >= SEQUENCES_MAX) return;
    reading.sequences.set(key, { first: number, last: number, gaps: [] });
    if (number !== 1) remark(reading, ["Q04", line, String(number)]);
    return;
  }
  const next = sequence.last + 1;
  if (number < next) {
    blame(reading, [isFree(sequence, number) ? "Q02" : "Q03", line, String(number)]);
    return;
  }
  if (number > next) {
    if (sequence.gaps.length < GAPS_MAX) sequence.gaps.push({ from: next, to: number - 1 });
    blame(reading, ["Q01", line, next === number - 1 ? String(next) : `${next} à ${number - 1}`]);
  }
  sequence.last = number;
}

const isFree = ({ first, gaps }: Sequence, number: number): boolean =>
  number < first || gaps.some(({ from, to }) => from <= number && number <= to);

function blame(reading: Reading, found: Remark): void {
  reading.faults.set(found[0], (reading.faults.get(found[0]) ?? 0) + 1);
  remark(reading, found);
}

function remark({ remarks }: Reading, found: Remark): void {
  if (remarks.length < FINDINGS_PER_RULE_MAX * 4) remarks.push(found);
}
