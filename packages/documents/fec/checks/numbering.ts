import type { Note } from "../report.ts";
import { own } from "./memory.ts";
import { createRemarks, type Remarks } from "./remarks.ts";
import { endSequence, followSequence, type Numbered, newSequence, type Sequence } from "./sequence.ts";

/** Sequences and gaps remembered; beyond, numbering is no longer judged. */
const SEQUENCES_MAX = 1_000;
const NUMBER_MAX_LENGTH = 40;

/** A complete entry. One that does not balance may be a part of an entry whose lines do not follow each other. */
type NumberedEntry = { readonly number: string; readonly journal: string; readonly line: number; readonly whole: boolean };

/** A way of reading the numbers: one sequence for the file, or one a journal. Both are legal (BOI-CF-IOR-60-40-20, 40 and 100). */
type Reading = { readonly sequences: Map<string, Sequence>; readonly remarks: Remarks };

const newReading = (): Reading => ({ sequences: new Map(), remarks: createRemarks() });

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
      for (const { sequences, remarks } of [whole, byJournal]) for (const sequence of sequences.values()) endSequence(sequence, remarks);
      if (whole.remarks.faults() > 0 && byJournal.remarks.faults() === 0 && journals > 1) note("Q05");
      else whole.remarks.tell(note);
    },
  };
}

function follow({ sequences, remarks }: Reading, key: string, entry: Numbered): void {
  const sequence = sequences.get(key);
  if (sequence) followSequence(sequence, entry, remarks);
  else if (sequences.size < SEQUENCES_MAX) sequences.set(own(key), newSequence(entry));
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
