import type { FindingCode } from "../findings.fr.ts";
import { FINDINGS_PER_RULE_MAX, type Note } from "../report.ts";
import { own } from "./memory.ts";

/** Sequences and gaps remembered; beyond, numbering is no longer judged. */
const SEQUENCES_MAX = 1_000;
const GAPS_MAX = 1_000;
const NUMBER_MAX_LENGTH = 40;

type Gap = { readonly from: number; to: number };
type Sequence = { readonly first: number; last: number; gaps: Gap[] };
type Remark = readonly [code: FindingCode, line: number, detail: string];

/** A complete entry. One that does not balance may be a part of an entry whose lines do not follow each other. */
type NumberedEntry = { readonly number: string; readonly journal: string; readonly line: number; readonly whole: boolean };

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
    entry({ number, journal, line, whole: complete }: NumberedEntry): void {
      const [prefix, rank] = partsOf(number);
      if (rank < 0) {
        note("Q06", line, number);
        return;
      }
      const entry = { rank, line, complete };
      follow(whole, prefix, entry);
      follow(byJournal, `${journal.slice(0, NUMBER_MAX_LENGTH)}\n${prefix}`, entry);
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

/** Prefix and final digits of a number; rank -1 when it has none. Most numbers are digits alone. */
function partsOf(number: string): readonly [prefix: string, rank: number] {
  const plain = digitsOf(number);
  if (plain >= 0) return ["", plain];
  const match = number.length <= NUMBER_MAX_LENGTH ? /^(\D*(?:\d+\D+)*)(\d{1,15})$/.exec(number) : null;
  return match ? [match[1] ?? "", Number(match[2])] : ["", -1];
}

const DIGITS_MAX = 15;

function digitsOf(number: string): number {
  if (number.length > DIGITS_MAX) return -1;
  let value = 0;
  for (let at = 0; at < number.length; at += 1) {
    const digit = number.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

type Numbered = { readonly rank: number; readonly line: number; readonly complete: boolean };

function follow(reading: Reading, key: string, { rank: number, line, complete }: Numbered): void {
  const sequence = reading.sequences.get(key);
  if (!sequence) {
    if (reading.sequences.size >= SEQUENCES_MAX) return;
    reading.sequences.set(own(key), { first: number, last: number, gaps: [] });
    if (number !== 1) remark(reading, ["Q04", line, String(number)]);
    return;
  }
  const next = sequence.last + 1;
  if (number < next) {
    blame(reading, [isFree(sequence, number) ? "Q02" : complete ? "Q03" : "E11", line, String(number)]);
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
